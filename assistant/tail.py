"""The live end of one log: readers that replay, then follow, in order and exactly once.

There is no queue per reader. A reader owns a position and pulls: from the last lines kept here, or from the store
when it is further behind. So a slow one costs nothing, blocks nobody and misses nothing.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from assistant.store import Entry, EventStore

KEPT = 128
"""Lines kept in memory per conversation."""
PAGE = 200
"""Lines read from the store at a time."""


class Tail:
    """Fed by the actor in order of sequence numbers."""

    def __init__(self, conversation: str, store: EventStore) -> None:
        self._conversation = conversation
        self._store = store
        self._kept: deque[Entry] = deque(maxlen=KEPT)
        self._pulse = asyncio.Event()
        self._ended = False
        self.last_seq = 0
        self.readers = 0

    def load(self, entries: list[Entry]) -> None:
        """What the log held when it was opened."""
        self._kept.extend(entries[-KEPT:])
        self.last_seq = entries[-1].seq if entries else 0

    def publish(self, entry: Entry) -> None:
        """A new line; wakes every reader."""
        self._kept.append(entry)
        self.last_seq = entry.seq
        self._wake()

    def end(self) -> None:
        """No more lines come through this object; readers return and may come back with their position."""
        self._ended = True
        self._wake()

    def _wake(self) -> None:
        pulse, self._pulse = self._pulse, asyncio.Event()
        pulse.set()

    async def page(self, after: int, limit: int = PAGE) -> list[Entry]:
        """The next lines after a position; empty when there are none yet."""
        if after >= self.last_seq:
            return []
        if self._kept and self._kept[0].seq <= after + 1:
            return [e for e in self._kept if e.seq > after][:limit]
        return await self._store.read(self._conversation, after, limit)

    async def follow(self, after: int) -> AsyncIterator[list[Entry]]:
        """Batches of lines with a seq above `after`, without end until `end`. A position from the future counts as
        the present."""
        position = min(max(after, 0), self.last_seq)
        self.readers += 1
        try:
            while True:
                pulse = self._pulse
                batch = await self.page(position)
                if batch:
                    position = batch[-1].seq
                    yield batch
                elif self._ended:
                    return
                else:
                    await pulse.wait()
        finally:
            self.readers -= 1
