"""The one live queue of a deployment: two readers split the events between them (contract, section 7)."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any

JsonObject = dict[str, Any]
QUEUE_SIZE = 256


class LiveQueue:
    """Bounded: with no reader it fills, and what comes later is dropped from the live side."""

    def __init__(self) -> None:
        self._items: deque[JsonObject] = deque()
        self._changed = asyncio.Event()
        self.closed = False

    def put(self, event: JsonObject) -> None:
        """Add, if there is room."""
        if not self.closed and len(self._items) < QUEUE_SIZE:
            self._items.append(event)
            self._changed.set()

    def close(self) -> None:
        """Nothing comes any more; what is there can still be taken."""
        self.closed = True
        self._changed.set()

    def take(self) -> JsonObject | None:
        """The next event, if there is one."""
        return self._items.popleft() if self._items else None

    async def wait(self, seconds: float) -> None:
        """Until something changed, or so long."""
        if self._items or self.closed:
            return
        self._changed.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)
