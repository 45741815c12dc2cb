"""Bounded waiting for something that another task or the clock brings about."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

Found = TypeVar("Found")
PATIENCE = 60.0


async def until(look: Callable[[], Awaitable[Found | None]]) -> Found:
    """The first answer of `look` that isn't None or False."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await look()
            if found:
                return found
            await asyncio.sleep(0.02)
