"""How much of the disk a person's files take, counted from time to time, and what follows.

The kernel limits a file's size, not a folder's, unless an administrator sets up quotas. So folders are counted: by `du`, which is quick,
counts what is really there, and keeps out of our interpreter; seldom enough that it costs a twentieth of a core at most.
"""

import asyncio
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

GIB = 1 << 30
REST_S = 60.0
"""Between two counts of the same person's files, at least; and
SHARE: so many times what the last one took."""
SHARE = 20
NAMES = 100
"""One in so many of the places for files must be free."""
COUNT_S = 300.0
"""A count that takes longer is broken off."""
MOST_FOLDERS = 5000
_PIECE = 64 * 1024
_UNREADABLE = b"Permission denied"


@dataclass(frozen=True, slots=True)
class Allowance:
    """Of one person, and of the machine. In bytes; 0: no limit."""

    each: int = 0
    free: int = 0
    """What must stay free where the files are."""

    @property
    def slack(self) -> int:
        """How far above the limit running programs may go before they are ended."""
        return max(self.each // 4, min(GIB, self.each))


@dataclass(frozen=True, slots=True)
class Usage:
    """What one count found."""

    used: int
    at: float
    """When, by the monotonic clock."""
    took: float = 0.0
    hidden: bool = False
    """There are folders that can't be looked into, so it is more than that."""
    whole: bool = True
    """It came to its end."""


def refusal(allowance: Allowance, usage: Usage | None, free: int) -> str:
    """Why nothing more may be begun: `machine`, `person`, `hidden`; empty when something may."""
    if allowance.free and free < allowance.free:
        return "machine"
    if allowance.each and usage is not None:
        if usage.used >= allowance.each:
            return "person"
        if usage.hidden:
            return "hidden"
    return ""


def too_much(allowance: Allowance, used: int, ended_at: int) -> bool:
    """Whether running programs are to be ended.

    Args:
        ended_at: what was used when that was done last, 0 if it wasn't since it last fitted: whoever makes room is let be.
    """
    return allowance.each > 0 and used > max(allowance.each, ended_at) + allowance.slack


def to_be_ended(allowance: Allowance, free: int, used: Mapping[str, int], ended_at: Mapping[str, int]) -> str | None:
    """Whose programs are to be ended because the machine's disk runs full, before it does: that stops everything else on it too.

    The one who takes most, and more than what must be free, since the others couldn't help; not again who has taken hardly more since then (a shell
    that is to make room takes some too).

    Args:
        used: by whoever has something running.
        ended_at: as for `too_much`.
    """
    if free >= allowance.free // 2:
        return None
    more = allowance.free // 8
    taking = {owner: size for owner, size in used.items() if size > max(allowance.free, ended_at.get(owner, -more) + more)}
    return max(taking, key=lambda owner: (taking[owner], owner), default=None)


def free_on(folder: Path) -> int:
    """Bytes that an ordinary user may still take there, be the folder made or not."""
    while not folder.exists():
        folder = folder.parent
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def names_left(folder: Path) -> bool:
    """Whether files can still be made there: a disk may run out of places for them long before it is full."""
    while not folder.exists():
        folder = folder.parent
    found = os.statvfs(folder)
    return found.f_files == 0 or found.f_favail * NAMES >= found.f_files


async def count(folders: Sequence[Path], limit_s: float = COUNT_S) -> Usage:
    """What they take together, links to the same file once, nothing followed, nothing of other file systems. Raises OSError."""
    began = time.monotonic()
    if not folders:
        return Usage(0, began)
    running = await asyncio.create_subprocess_exec(
        "nice", "-n", "19", "du", "-skx", "--", *map(str, folders[:MOST_FOLDERS]), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE, env={"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath)},
    )  # fmt: skip
    assert running.stdout is not None  # noqa: S101 - asked for
    assert running.stderr is not None  # noqa: S101 - as above
    whole = False
    said, hidden = b"", False
    try:
        async with asyncio.timeout(limit_s):
            said, hidden = await asyncio.gather(running.stdout.read(), _contains(running.stderr, _UNREADABLE))
            await running.wait()
            whole = True
    except TimeoutError:
        pass
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()
    return Usage(_sum(said), began, time.monotonic() - began, hidden, whole)


def _sum(said: bytes) -> int:
    heads = (line.split(b"\t", 1)[0] for line in said.splitlines())
    return 1024 * sum(int(head) for head in heads if head.isdigit())


async def _contains(stream: asyncio.StreamReader, wanted: bytes) -> bool:
    """Whether it says that anywhere; what it says may be long, and is read to its end."""
    found, tail = False, b""
    while piece := await stream.read(_PIECE):
        found = found or wanted in tail + piece
        tail = piece[-len(wanted) :]
    return found


class Meter:
    """Counts, one person after the other. Needs a running event loop.

    Args:
        places: folders of a person; those that aren't there count nothing.
        counted: told each count that came to its end.
    """

    def __init__(self, places: Callable[[str], Iterable[Path]], counted: Callable[[str, Usage], None]) -> None:
        self._places, self._counted = places, counted
        self._known: dict[str, Usage] = {}
        self._counting: dict[str, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()

    def known(self, owner: str) -> Usage | None:
        """The last count."""
        return self._known.get(owner)

    async def used(self, owner: str, wait_s: float = COUNT_S) -> Usage | None:
        """A count that isn't old, or, after so many seconds, the one before; a count that was begun goes on. None: there is none yet."""
        if not self._is_fresh(owner):
            task = self._counting.get(owner)
            if task is None:
                task = self._counting[owner] = asyncio.create_task(self._count(owner))
                task.add_done_callback(lambda _: self._counting.pop(owner, None))
            await asyncio.wait({task}, timeout=wait_s)
        return self._known.get(owner)

    async def close(self) -> None:
        """No more counting."""
        for task in list(self._counting.values()):
            task.cancel()
        await asyncio.gather(*self._counting.values(), return_exceptions=True)

    async def _count(self, owner: str) -> None:
        async with self._turn:
            try:
                folders = await asyncio.to_thread(lambda: [folder for folder in self._places(owner) if folder.is_dir()])
                found = await count(folders)
            except OSError:
                found = Usage(0, time.monotonic(), whole=False)
            before = self._known.get(owner)
            if not found.whole and before is not None:
                found = replace(found, used=before.used, hidden=before.hidden)
            self._known[owner] = found
            if found.whole:
                self._counted(owner, found)

    def _is_fresh(self, owner: str) -> bool:
        known = self._known.get(owner)
        return known is not None and time.monotonic() - known.at < max(REST_S, SHARE * known.took)
