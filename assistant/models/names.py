"""Tool names as providers take them, and back. Pure.

The toolbox says `catalyst.deployments.validate`; providers take letters, digits, `_` and `-`, at most 64.
"""

import hashlib
import re
from collections.abc import Iterable

LONGEST = 64
_OTHER = re.compile(r"[^A-Za-z0-9_-]")


class NameTaken(ValueError):
    """Two tools of one request would be spelt alike."""


def respelt(name: str) -> str:
    """One name in the letters that every provider takes; a long one keeps its beginning and gets a digest."""
    plain = _OTHER.sub("_", name) or "_"
    if len(plain) <= LONGEST:
        return plain
    return f"{plain[: LONGEST - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


class Spelling:
    """The names of one request's tools, both ways."""

    def __init__(self, names: Iterable[str]) -> None:
        """Raises NameTaken."""
        self._ours: dict[str, str] = {}
        for name in names:
            wire = respelt(name)
            if self._ours.setdefault(wire, name) != name:
                raise NameTaken(f"the tools {self._ours[wire]!r} and {name!r} can't be told apart as {wire!r}")

    def wire(self, name: str) -> str:
        """As the provider is told; also for a tool of an earlier request that isn't offered any more."""
        return respelt(name)

    def ours(self, wire: str) -> str:
        """As the toolbox says it. A name that wasn't offered comes back as it is: the dispatcher refuses it by that name."""
        return self._ours.get(respelt(wire), wire)
