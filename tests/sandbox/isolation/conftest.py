import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.isolation import Limits, Walls

MODES = (True, False) if os.geteuid() == 0 else (False,)
"""As root each Org gets a user of its own; the other way is everybody else's."""
SOMEBODY = 100_000 + os.getpid() % 100_000
"""A user of this process's own: the number of processes is counted by user, and another worker's tests may run beside."""


def _own(org: str) -> str:
    """An Org of this process's own, whose user is too."""
    return f"{org}-{os.getpid()}"


class Place:
    """Walls over a folder, and what is run behind them."""

    def __init__(self, root: Path, *, privileged: bool) -> None:
        self.root = root
        root.chmod(0o755)
        # Whoever is root becomes somebody else for the way that isn't root's.
        self.somebody = ["setpriv", f"--reuid={SOMEBODY}", f"--regid={SOMEBODY}", "--clear-groups"] if os.geteuid() == 0 and not privileged else []
        self.walls = Walls(root / "walls", privileged=privileged, limits=Limits(processes=64, file=4 << 20, scratch=8 << 20, memory=512 << 20))

    def folders(self, org: str) -> tuple[Path, Path]:
        made: list[Path] = []
        for name in ("home", "repo"):
            folder = self.root / org / name
            folder.mkdir(parents=True, exist_ok=True)
            owner = SOMEBODY if self.somebody else self.walls.owner(_own(org))
            if owner is not None:
                os.chown(folder, owner, owner)
            made.append(folder)
        return made[0], made[1]

    def run(self, *argv: str, org: str = "acme", env: dict[str, str] | None = None, **walls: object) -> subprocess.CompletedProcess[str]:
        home, repo = self.folders(org)
        wanted = {"PATH": "/usr/bin:/bin", **(env or {})}
        walled = replace(self.walls, **walls).around(argv, wanted, name="s", org=_own(org), home=home, repo=repo)
        for folder in (self.walls.folder, *self.walls.folder.rglob("*")):
            if self.somebody and folder.is_dir():
                folder.chmod(0o755)
        return subprocess.run([*self.somebody, *walled.argv], env=walled.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100, check=False)

    def sh(self, script: str, **more: object) -> str:
        done = self.run("sh", "-c", script, **more)
        return done.stdout + done.stderr

    def python(self, script: str, **more: object) -> str:
        done = self.run("python3", "-I", "-c", script, **more)
        return done.stdout + done.stderr


@pytest.fixture(params=MODES, ids=["own user" if m else "namespace" for m in MODES])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="walls") as folder:  # not pytest's own, which root alone may enter
        yield Place(Path(folder), privileged=request.param)
        for lock in Path(folder).glob("walls/egress/*/lock"):
            with suppress(ProcessLookupError, ValueError):
                os.kill(int(lock.read_text()), signal.SIGTERM)
