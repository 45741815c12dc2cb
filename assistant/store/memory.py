"""The event store's in-memory twin: the same contract, gone with the process."""

from collections.abc import Sequence
from datetime import UTC, datetime

from assistant.ports import Clock
from assistant.store.port import ConversationRow, Entry, SequenceConflict, lines
from dialogue.events import Event


def _now() -> datetime:
    return datetime.now(UTC)


class MemoryEventStore:
    """See `EventStore`."""

    def __init__(self, clock: Clock = _now) -> None:
        self._clock = clock
        self._logs: dict[str, list[Entry]] = {}
        self._unfinished: dict[str, None] = {}

    async def append(
        self, conversation: str, expected_seq: int, events: Sequence[Event], *, durable: bool = False
    ) -> list[Entry]:
        """See `EventStore`."""
        entries = lines(expected_seq, self.now(), events)
        await self.write(conversation, entries, durable=durable)
        return entries

    def now(self) -> datetime:
        """See `EventStore`."""
        return self._clock()

    async def write(self, conversation: str, entries: Sequence[Entry], *, durable: bool = False, settled: bool = False) -> None:
        """See `EventStore`."""
        del durable
        if not entries:
            return
        log = self._logs.get(conversation, [])
        if len(log) != entries[0].seq - 1:
            raise SequenceConflict(f"at {len(log)}, expected {entries[0].seq - 1}")
        self._logs[conversation] = [*log, *entries]
        if settled:
            self._unfinished.pop(conversation, None)
        else:
            self._unfinished[conversation] = None

    async def read(self, conversation: str, after: int, limit: int) -> list[Entry]:
        """See `EventStore`."""
        return self._logs.get(conversation, [])[max(after, 0) : max(after, 0) + limit]

    async def unfinished(self) -> list[str]:
        """See `EventStore`."""
        return list(self._unfinished)

    async def conversations(self, *, after: str = "", limit: int = 100) -> list[ConversationRow]:
        """See `EventStore`."""
        return [self._row(name) for name in sorted(self._logs) if name > after][:limit]

    async def get(self, conversation: str) -> ConversationRow | None:
        """See `EventStore`."""
        return self._row(conversation) if conversation in self._logs else None

    def _row(self, name: str) -> ConversationRow:
        log = self._logs[name]
        return ConversationRow(name, log[0].at if log else "", len(log), name in self._unfinished)
