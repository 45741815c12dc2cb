"""Who may think: few turns at a time on one core, in the order in which they came.

Hundreds of people who speak at once would otherwise each get a slice in turns, and all of them wait for as long as the
slowest: two turns that take 20 ms each are both done after 40 when they share, after 20 and 40 when they queue.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

AT_ONCE = 2
"""While one waits for catalyst-api another one thinks."""
AT_ONCE_WITH_MODEL = 64
"""Their turns mostly wait for a provider."""
LONGEST_S = 0.1
"""A turn that takes longer (a slow catalyst-api) keeps nobody else waiting."""


class Floor:
    """Hands out the floor, first come, first served."""

    def __init__(self, at_once: int = AT_ONCE, longest_s: float = LONGEST_S) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._longest = longest_s

    @asynccontextmanager
    async def taken(self) -> AsyncGenerator[None]:
        """While it is held; handed on early when the turn takes long."""
        await self._free.acquire()
        held = True

        def hand_on() -> None:
            nonlocal held
            if held:
                held = False
                self._free.release()

        timer = asyncio.get_running_loop().call_later(self._longest, hand_on)
        try:
            yield
        finally:
            timer.cancel()
            hand_on()
