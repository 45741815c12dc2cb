"""The event store behind a port, with an in-memory twin and SQLite."""

from assistant.store.database import Database
from assistant.store.memory import MemoryEventStore
from assistant.store.port import ConversationRow, Entry, EventStore, SequenceConflict, lines
from assistant.store.sqlite import SqliteEventStore

__all__ = [
    "ConversationRow",
    "Database",
    "Entry",
    "EventStore",
    "MemoryEventStore",
    "SequenceConflict",
    "SqliteEventStore",
    "lines",
]
