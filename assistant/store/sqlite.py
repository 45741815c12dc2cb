"""The event store on SQLite."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from assistant.ports import Clock
from assistant.store.database import Database
from assistant.store.port import ConversationRow, Entry, SequenceConflict, lines
from dialogue.events import Event


def _now() -> datetime:
    return datetime.now(UTC)


class SqliteEventStore:
    """See `EventStore`."""

    def __init__(self, database: Database, clock: Clock = _now) -> None:
        self._database = database
        self._clock = clock

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
        if not entries:
            return
        rows = [(conversation, e.seq, e.at, e.type, e.body) for e in entries]
        expected, last, unfinished = entries[0].seq - 1, entries[-1].seq, not settled

        def work(connection: sqlite3.Connection) -> None:
            if expected == 0:
                sql = "INSERT OR IGNORE INTO conversations (id, created_at, last_seq, unfinished) VALUES (?, ?, ?, ?)"
                moved = connection.execute(sql, (conversation, rows[0][2], last, unfinished)).rowcount
            else:
                sql = "UPDATE conversations SET last_seq = ?, unfinished = ? WHERE id = ? AND last_seq = ?"
                moved = connection.execute(sql, (last, unfinished, conversation, expected)).rowcount
            if moved != 1:
                raise SequenceConflict(f"expected {expected}")
            connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", rows)

        await self._database.write(work, durable=durable)

    async def read(self, conversation: str, after: int, limit: int) -> list[Entry]:
        """See `EventStore`."""

        def work(connection: sqlite3.Connection) -> list[Entry]:
            sql = "SELECT seq, at, type, body FROM events WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?"
            return [Entry(*row) for row in connection.execute(sql, (conversation, after, limit))]

        return await self._database.read(work)

    async def unfinished(self) -> list[str]:
        """See `EventStore`."""

        def work(connection: sqlite3.Connection) -> list[str]:
            sql = "SELECT id FROM conversations WHERE unfinished = 1 ORDER BY created_at"
            return [str(row[0]) for row in connection.execute(sql)]

        return await self._database.read(work)

    async def conversations(self, *, after: str = "", limit: int = 100) -> list[ConversationRow]:
        """See `EventStore`."""

        def work(connection: sqlite3.Connection) -> list[ConversationRow]:
            sql = "SELECT id, created_at, last_seq, unfinished FROM conversations WHERE id > ? ORDER BY id LIMIT ?"
            return [_row(row) for row in connection.execute(sql, (after, limit))]

        return await self._database.read(work)

    async def get(self, conversation: str) -> ConversationRow | None:
        """See `EventStore`."""

        def work(connection: sqlite3.Connection) -> ConversationRow | None:
            sql = "SELECT id, created_at, last_seq, unfinished FROM conversations WHERE id = ?"
            row = connection.execute(sql, (conversation,)).fetchone()
            return _row(row) if row else None

        return await self._database.read(work, short=True)


def _row(row: tuple[str, str, int, int]) -> ConversationRow:
    return ConversationRow(row[0], row[1], row[2], bool(row[3]))
