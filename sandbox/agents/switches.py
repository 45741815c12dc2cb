"""Which agents may be started: the Sovereign's administrator decides for all, an Org's for that Org among what is left."""

import fcntl
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = "agents.json"
LOCK = ".agents.lock"


@dataclass(frozen=True, slots=True)
class Switches:
    """What is switched off. Nothing is, unless somebody did it."""

    sovereign: frozenset[str] = frozenset()
    orgs: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def off(self, slug: str, org: str) -> str | None:
        """Who switched it off (`sovereign`, `org`); None while it may be started."""
        if slug in self.sovereign:
            return "sovereign"
        return "org" if slug in self.orgs.get(org, frozenset()) else None

    def switched(self, slug: str, *, on: bool, org: str | None = None) -> "Switches":
        """The same with one agent switched, for everybody or for one Org."""
        before = self.sovereign if org is None else self.orgs.get(org, frozenset())
        after = before - {slug} if on else before | {slug}
        if org is None:
            return Switches(after, self.orgs)
        orgs = {**self.orgs, org: after}
        return Switches(self.sovereign, {name: off for name, off in orgs.items() if off})


@contextmanager
def alone(folder: Path) -> Generator[None]:
    """One at a time, of all processes: what another one switches meanwhile would be lost. Blocks. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def load(path: Path) -> Switches:
    """What was saved. Raises ValueError where the file is broken: an agent that was switched off stays off until somebody looks."""
    try:
        found: Any = json.loads(path.read_bytes())
    except FileNotFoundError:
        return Switches()
    try:
        return Switches(frozenset(map(str, found["sovereign"])), {str(org): frozenset(map(str, off)) for org, off in found["orgs"].items()})
    except (KeyError, TypeError, AttributeError):
        raise ValueError(f"{path.name} holds no switches") from None


def save(path: Path, switches: Switches) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    text = json.dumps({"sovereign": sorted(switches.sovereign), "orgs": {org: sorted(off) for org, off in sorted(switches.orgs.items())}})
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(file)
    part.replace(path)
