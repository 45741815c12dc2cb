"""What the processes of sessions do, read from /proc of this machine."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sandbox.cards.feed import Processes

WALLS = frozenset(("bwrap",))
"""What only holds up a session's walls."""


class _Process(NamedTuple):
    name: str
    parent: int
    foreground: int
    """Process group in the foreground of its terminal."""
    ticks: int


@dataclass(frozen=True, slots=True)
class Table:
    """All processes at one moment."""

    processes: dict[int, _Process]
    children: dict[int, list[int]] = field(default_factory=dict[int, list[int]])

    def of(self, child: int) -> Processes | None:
        """Of the session whose program has this id; None where it isn't there."""
        if child not in self.processes:
            return None
        ticks, waiting = 0, [child]
        while waiting:
            pid = waiting.pop()
            ticks += self.processes[pid].ticks
            waiting += self.children.get(pid, [])
        return Processes(self._foreground(child), ticks)

    def _foreground(self, child: int) -> bool:
        """Another program than the session's own has the terminal: one that the own one has started."""
        leader = self.processes[child].foreground
        while leader != child:
            found = self.processes.get(leader)
            if found is None:
                return False
            above = self.processes.get(found.parent)
            if above is not None and above.name not in WALLS:
                return True
            leader = found.parent
        return False


def scan(root: Path = Path("/proc")) -> Table:
    """Blocks for some milliseconds."""
    processes: dict[int, _Process] = {}
    for name in os.listdir(root):  # noqa: PTH208 - a thousand names, several times a second
        if name.isdigit():
            try:
                found = _read(_text(f"{root}/{name}/stat"))
            except (OSError, ValueError, IndexError):
                continue  # it has ended meanwhile
            processes[int(name)] = found
    children: dict[int, list[int]] = {}
    for pid, process in processes.items():
        children.setdefault(process.parent, []).append(pid)
    return Table(processes, children)


def _text(path: str) -> str:
    """Without a stream around it: of a thousand files that is most of the time."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(file, 4096).decode(errors="replace")
    finally:
        os.close(file)


def _read(stat: str) -> _Process:
    # The name may hold spaces and brackets.
    name, rest = stat[stat.index("(") + 1 : stat.rindex(")")], stat[stat.rindex(")") + 2 :].split()
    return _Process(name, int(rest[1]), int(rest[5]), int(rest[11]) + int(rest[12]))
