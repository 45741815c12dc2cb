"""What people's homes and sessions take of the disk: told, and where it is too much, nothing more is begun. See docs/sandbox.md."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

from aiohttp import web

from assistant.logs import get_logger
from assistant.problems import Problem
from sandbox.disk import Allowance, Meter, Usage, free_on, names_left, refusal, to_be_ended, too_much

STEP_S = 5.0
PATIENCE_S = 3.0
"""How long somebody who starts something waits for a count; the one before does after that."""
_LOG = get_logger("concierge.sandbox")
_TEXTS = {
    "person": ("Your files take all the disk that you may have.", "Delete some, or end sessions that you don't need; a shell starts for that."),
    "hidden": ("Some of your folders can't be read, so they can't be counted.", "Open a shell and make them readable: chmod -R u+rX ~ /workspace"),
    "machine": ("The machine's disk is almost full.", "Delete what you don't need, or ask whoever runs it; a shell starts for that."),
}


class Disk:
    """One installation's. Needs a running event loop.

    Args:
        root: where sessions' folders are.
        places: the folders of a person.
        end: ends a person's programs and tells them why.
    """

    def __init__(self, root: Path, allowance: Allowance, places: Callable[[str], Iterable[Path]], end: Callable[[str, str], Coroutine[Any, Any, None]]) -> None:
        self._root, self._allowance, self._end = root, allowance, end
        self._meter = Meter(places, self._counted)
        self._ended_at: dict[str, int] = {}
        """What was used when somebody's programs were ended for their own limit, until they are below it again, and
        saved_at: when they were for the machine's, until it has room again."""
        self._saved_at: dict[str, int] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None

    async def check(self, owner: str, *, rescue: bool) -> None:
        """Raises Problem: disk_full. A shell is let in, since somebody has to make room."""
        why = "" if rescue else await self._refusal(owner)
        if why:
            raise Problem(507, "disk_full", *_TEXTS[why])

    async def shown(self, owner: str) -> dict[str, Any]:
        """As a page tells it."""
        why = await self._refusal(owner)
        known = self._meter.known(owner)
        return {
            "used": known.used if known is not None else 0,
            "limit": self._allowance.each,
            "full": why != "",
            "detail": " ".join(_TEXTS[why]) if why else "",
        }

    async def _refusal(self, owner: str) -> str:
        usage = await self._meter.used(owner, PATIENCE_S) if self._allowance.each else None
        return refusal(self._allowance, usage, await asyncio.to_thread(self._free))

    def _free(self) -> int:
        return free_on(self._root) if names_left(self._root) else 0

    def _counted(self, owner: str, usage: Usage) -> None:
        if usage.used <= self._allowance.each:
            self._ended_at.pop(owner, None)
        elif too_much(self._allowance, usage.used, self._ended_at.get(owner, 0)):
            self._ended_at[owner] = usage.used
            self._stop(owner, usage.used, "person")

    def _stop(self, owner: str, used: int, why: str) -> None:
        _LOG.warning("a person's programs are ended to save the disk", why=why, used=used)
        task = asyncio.create_task(self._end(owner, _TEXTS[why][0]))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def watch(self, owners: Callable[[], set[str]]) -> None:
        """Count the files of whoever has something running, from now on."""
        if self._allowance.each or self._allowance.free:
            self._task = asyncio.create_task(self._run(owners))

    async def _run(self, owners: Callable[[], set[str]]) -> None:
        while True:
            await asyncio.sleep(STEP_S)
            running = owners()
            for owner in running:
                await self._meter.used(owner)
            free = await asyncio.to_thread(free_on, self._root)
            used = {owner: known.used for owner in running if (known := self._meter.known(owner)) is not None}
            if free >= self._allowance.free:
                self._saved_at.clear()
            if (owner := to_be_ended(self._allowance, free, used, self._saved_at)) is not None:
                self._saved_at[owner] = used[owner]
                self._stop(owner, used[owner], "machine")

    async def close(self) -> None:
        """No more counting."""
        tasks = [task for task in (self._task, *self._ending) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._meter.close()


DISK: web.AppKey[Disk] = web.AppKey("sandbox disk", Disk)
