"""How much one session may take: by cgroup v2 where a folder of it was handed to us, else by the limits of each process."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

CONTROLLERS = frozenset(("cpu", "memory", "pids"))
PERIOD_US = 100_000
MIB = 1 << 20
SET_ASIDE = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one session."""

    memory: int = 4096 * MIB
    processes: int = 512
    cpus: float = 2.0
    file: int = 4096 * MIB
    """Largest file."""
    scratch: int = 1024 * MIB
    """In /tmp, /var/tmp and /run each, which are memory."""
    files: int = 8192
    """Open ones, per process."""

    def per_process(self) -> dict[str, int]:
        """Limits that hold without cgroups: memory for each process, not for all together, and only what a process sets aside, of which
        the engines of JavaScript never use most."""
        return {
            "RLIMIT_NPROC": self.processes, "RLIMIT_DATA": SET_ASIDE * self.memory, "RLIMIT_FSIZE": self.file, "RLIMIT_NOFILE": self.files, "RLIMIT_CORE": 0,
        }  # fmt: skip


def usable(folder: Path) -> str | None:
    """Why this folder of cgroup v2 can't be used; None when it can."""
    try:
        there = set((folder / "cgroup.controllers").read_text(encoding="ascii").split())
    except OSError:
        return f"{folder} is no cgroup (version 2)"
    if lacking := CONTROLLERS - there:
        return f"{folder} lacks the controllers {', '.join(sorted(lacking))}"
    if not os.access(folder, os.W_OK):
        return f"{folder} can't be written to"
    return None


def group(folder: Path, name: str, limits: Limits) -> Path:
    """A cgroup for a session below `folder`, with its limits set. Raises OSError."""
    controlled = folder / "cgroup.subtree_control"
    if CONTROLLERS - set(controlled.read_text(encoding="ascii").split()):
        controlled.write_text(" ".join(f"+{c}" for c in sorted(CONTROLLERS)), encoding="ascii")
    made = folder / f"sandbox-{name}"
    made.mkdir(exist_ok=True)
    settings = {
        "memory.max": str(limits.memory), "memory.swap.max": "0", "memory.oom.group": "1",
        "pids.max": str(limits.processes), "cpu.max": f"{int(limits.cpus * PERIOD_US)} {PERIOD_US}",
    }  # fmt: skip
    for file, value in settings.items():
        with suppress(FileNotFoundError):  # swap may be compiled out
            (made / file).write_text(value, encoding="ascii")
    return made
