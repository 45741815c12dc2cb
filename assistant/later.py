"""What takes long to bring up comes up in the background; whoever needs it first waits for it."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Generic, TypeVar

T = TypeVar("T")


class Later(Generic[T]):
    """A context manager that is entered by a task of its own, on `start` or at the first `get`, and left on `close`."""

    def __init__(self, make: Callable[[], AbstractAsyncContextManager[T]]) -> None:
        self._make = make
        self._made: asyncio.Future[T] | None = None
        self._task: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    def start(self) -> "asyncio.Future[T]":
        """Bring it up unless that is done or under way."""
        if self._made is None:
            self._made = asyncio.get_running_loop().create_future()
            self._task = asyncio.create_task(self._keep(self._made))
        return self._made

    async def get(self) -> T:
        """It, as soon as it is there. Raises what its making raised."""
        return await asyncio.shield(self.start())

    async def close(self) -> None:
        """Leave it. What is still being made is given up."""
        self._closing.set()
        if self._task is None or self._made is None:
            return
        if not self._made.done():
            self._task.cancel()
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            self._task.result()

    async def _keep(self, made: "asyncio.Future[T]") -> None:
        # One task enters and leaves: cancel scopes inside must end where they began.
        try:
            async with self._make() as thing:
                made.set_result(thing)
                await self._closing.wait()
        except BaseException as error:
            if made.done():
                raise
            if isinstance(error, asyncio.CancelledError):
                made.cancel()
                raise
            made.set_exception(error)
            made.exception()  # who asks is told; that nobody asks is no fault
