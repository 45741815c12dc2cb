"""What comes up in the background: once, for everybody, entered and left by one task."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from assistant.later import Later

PATIENCE = 60.0


class Thing:
    """Notes which task entered and left it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.go = asyncio.Event()
        self.error = error
        self.entered: list[object] = []
        self.left: list[object] = []

    @asynccontextmanager
    async def made(self) -> AsyncGenerator[str]:
        self.entered.append(asyncio.current_task())
        await self.go.wait()
        if self.error is not None:
            raise self.error
        try:
            yield "thing"
        finally:
            self.left.append(asyncio.current_task())


async def test_everybody_waits_for_the_same_one() -> None:
    thing = Thing()
    later = Later(thing.made)
    waiting = [asyncio.create_task(later.get()) for _ in range(5)]
    await asyncio.sleep(0)
    thing.go.set()
    assert await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE) == ["thing"] * 5
    assert await later.get() == "thing"
    assert thing.left == []
    await later.close()
    assert thing.left == thing.entered
    assert len(thing.entered) == 1


async def test_nothing_is_made_that_nobody_wants() -> None:
    thing = Thing()
    await Later(thing.made).close()
    assert thing.entered == []


async def test_one_who_gives_up_takes_nobody_along() -> None:
    thing = Thing()
    later = Later(thing.made)
    first, second = (asyncio.create_task(later.get()) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    thing.go.set()
    assert await asyncio.wait_for(second, PATIENCE) == "thing"
    await later.close()


async def test_a_close_while_it_is_made_gives_it_up() -> None:
    thing = Thing()
    later = Later(thing.made)
    waiting = asyncio.create_task(later.get())
    await asyncio.sleep(0)
    await asyncio.wait_for(later.close(), PATIENCE)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert thing.left == []


async def test_everybody_is_told_why_it_cannot_be_made() -> None:
    thing = Thing(error=ZeroDivisionError("why"))
    thing.go.set()
    later = Later(thing.made)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError, match="why"):
            await asyncio.wait_for(later.get(), PATIENCE)
    await later.close()
