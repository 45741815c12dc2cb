"""What somebody follows is read once, however many follow it: deployments and approvals, until they are over."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tools.catalyst import CatalystClient, CatalystError
from tools.catalyst.models import Snapshot
from tools.concierge.ports import Approvals, ApprovalView

MOST = 200
"""Read at the same time."""
LOOK_SECONDS = 5.0
"""Between two looks at a deployment whose stream is silent or broken."""
QUIET_SECONDS = 0.1
"""Lines that come together are one look."""
APPROVAL_SECONDS = 0.5
"""Between two looks at an approval: it stands in our own database."""
FAILURES = 5
"""Looks in a row that may fail before we give up."""
T = TypeVar("T")


class TooMany(Exception):
    """Nothing more can be followed now."""


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """One look."""

    value: T
    mark: object
    """Equal marks: nothing new."""
    over: bool
    """There won't be anything new."""


class Reader(Generic[T]):
    """Looks again and again while somebody wants to know."""

    def __init__(
        self,
        look: Callable[[], Awaitable[Seen[T]]],
        gap: float,
        changed: Callable[[], Awaitable[None]],
        stream: Callable[[], AsyncGenerator[Any]] | None = None,
    ) -> None:
        self.version = 0
        self.value: T | None = None
        self.error: CatalystError | None = None
        self.over = False
        self.followers = 0
        self.key = ""
        self._look = look
        self._gap = gap
        self._tell = changed
        self._stream = stream
        self._wake = asyncio.Event()
        self._news = asyncio.Event()
        self.task = asyncio.create_task(self._run())

    async def news(self, version: int) -> None:
        """Wait until there is something after `version`, or nothing will come."""
        while self.version <= version and not self.over:
            await self._news.wait()

    async def _run(self) -> None:
        listening = asyncio.create_task(self._listen()) if self._stream else None
        try:
            await self._look_until_over()
        finally:
            if listening is not None:
                listening.cancel()
                with suppress(asyncio.CancelledError):
                    await listening
            self.over = True
            self._announce()

    async def _look_until_over(self) -> None:
        mark: object = None
        failures = 0
        while True:
            self._wake.clear()
            try:
                seen = await self._look()
            except CatalystError as error:
                failures += 1
                if failures >= FAILURES or (self.version == 0 and error.code == "not-found"):
                    self.error = error
                    return
            else:
                failures = 0
                if seen.mark != mark or seen.over:
                    is_news, mark = seen.mark != mark and mark is not None, seen.mark
                    self.value, self.over = seen.value, seen.over
                    self.version += 1
                    self._announce()
                    if is_news:
                        await self._tell()
                if seen.over:
                    return
            with suppress(TimeoutError):
                async with asyncio.timeout(self._gap):
                    await self._wake.wait()
                    await asyncio.sleep(QUIET_SECONDS)

    async def _listen(self) -> None:
        """A line on the stream is a reason to look; what it says is read from the snapshot, where nothing is missing."""
        while self._stream is not None:
            with suppress(CatalystError):
                async with aclosing(self._stream()) as lines:
                    async for _ in lines:
                        self._wake.set()
            self._wake.set()
            await asyncio.sleep(self._gap)

    def _announce(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


class Feed:
    """The readers of one server."""

    def __init__(self, catalyst: CatalystClient, approvals: Approvals, changed: Callable[[str], Awaitable[None]]) -> None:
        """`changed` is told the id of whatever is not as it was."""
        self._catalyst = catalyst
        self._approvals = approvals
        self._changed = changed
        self._readers: dict[str, Reader[Any]] = {}

    def __len__(self) -> int:
        """How many are read now."""
        return len(self._readers)

    def deployment(self, deployment_id: str) -> Reader[Snapshot]:
        """Its reader, to be given back with `release`. Raises TooMany."""

        async def look() -> Seen[Snapshot]:
            snapshot = await self._catalyst.snapshot(deployment_id)
            state = snapshot.state
            mark = (len(snapshot.events), state.status, state.phase1_outcome, tuple(sorted(state.components.items())))
            return Seen(snapshot, mark, snapshot.done)

        return self._held(deployment_id, deployment_id, look, LOOK_SECONDS, lambda: self._catalyst.logs(deployment_id))

    def approval(self, approval_id: str, principal: str) -> Reader[ApprovalView]:
        """The same for an approval that this principal asked for."""

        async def look() -> Seen[ApprovalView]:
            view = await self._approvals.look(approval_id, principal)
            if view is None:
                raise CatalystError("not-found", outcome="refused")
            return Seen(view, view, view.status != "approval_pending")

        return self._held(f"{approval_id} {principal}", approval_id, look, APPROVAL_SECONDS)

    def release(self, reader: Reader[Any]) -> None:
        """One follower less; without any nothing is read."""
        reader.followers -= 1
        if reader.followers <= 0 and self._readers.pop(reader.key, None) is reader:
            reader.task.cancel()

    async def close(self) -> None:
        """Nothing is read any more."""
        tasks = [reader.task for reader in self._readers.values()]
        self._readers.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _held(
        self,
        key: str,
        followed: str,
        look: Callable[[], Awaitable[Seen[T]]],
        gap: float,
        stream: Callable[[], AsyncGenerator[Any]] | None = None,
    ) -> Reader[T]:
        reader = self._readers.get(key)
        if reader is None:
            if len(self._readers) >= MOST:
                raise TooMany
            reader = self._readers[key] = Reader(look, gap, lambda: self._changed(followed), stream)
            reader.key = key
        reader.followers += 1
        return reader
