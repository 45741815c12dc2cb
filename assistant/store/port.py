"""The append-only log of every conversation, as the rest of the program sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from dialogue.events import EVENT, Event, Logged


class SequenceConflict(Exception):
    """The log is not at the sequence number that the writer expected: somebody else wrote."""


def stamp(at: datetime) -> str:
    """`2026-05-15T09:00:00.000Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_milliseconds(at: datetime) -> datetime:
    """What a reader of the log will see; the writer must fold the same value."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


class Entry:
    """One line of a log. The event is dumped once, on append; every reader gets the same text."""

    __slots__ = ("_logged", "at", "body", "seq", "type")

    def __init__(self, seq: int, at: str, type_: str, body: str, logged: Logged | None = None) -> None:
        self.seq = seq
        self.at = at
        self.type = type_
        self.body = body
        """The event's JSON, `{"type": …}`."""
        self._logged = logged

    @classmethod
    def of(cls, seq: int, at: datetime, event: Event) -> "Entry":
        """A new line; `at` is cut to milliseconds."""
        at = to_milliseconds(at)
        body = event.model_dump_json(by_alias=True)
        return cls(seq, stamp(at), event.type, body, Logged(seq=seq, at=at, event=event))

    @property
    def frame(self) -> str:
        """The flat JSON object that readers get: seq, at, and the event's members."""
        return f'{{"seq":{self.seq},"at":"{self.at}",{self.body[1:]}'

    @property
    def logged(self) -> Logged:
        """The typed event. Raises pydantic.ValidationError when the store holds something else."""
        if self._logged is None:
            at = datetime.fromisoformat(self.at)
            self._logged = Logged(seq=self.seq, at=at, event=EVENT.validate_json(self.body))
        return self._logged

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and (self.seq, self.at, self.body) == (other.seq, other.at, other.body)

    def __hash__(self) -> int:
        return hash((self.seq, self.at, self.body))

    def __repr__(self) -> str:
        return f"Entry({self.seq}, {self.type})"


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One conversation, without its log."""

    id: str
    created_at: str
    last_seq: int
    unfinished: bool
    """Something was under way after the last append: a turn, a call, a deployment."""


def lines(expected_seq: int, at: datetime, events: Sequence[Event]) -> list[Entry]:
    """New lines after `expected_seq`."""
    return [Entry.of(expected_seq + i, at, event) for i, event in enumerate(events, 1)]


class EventStore(Protocol):
    """Append-only; sequence numbers begin at 1 and have no gaps."""

    async def append(
        self, conversation: str, expected_seq: int, events: Sequence[Event], *, durable: bool = False
    ) -> list[Entry]:
        """Append after `expected_seq` (0 for a new log) and return the lines.

        What was returned survives the death of the process; with `durable` also the death of the machine. Every
        append marks the conversation as unfinished until a `write` settles it.

        Raises:
            SequenceConflict: the log is elsewhere.
        """
        ...

    def now(self) -> datetime:
        """The time of lines that are made now."""
        ...

    async def write(self, conversation: str, entries: Sequence[Entry], *, durable: bool = False, settled: bool = False) -> None:
        """Append lines that were made for the end of this log, all or none; otherwise as `append`.

        Args:
            settled: nothing is under way after them.

        Raises:
            SequenceConflict: the log doesn't end before the first of them.
        """
        ...

    async def read(self, conversation: str, after: int, limit: int) -> list[Entry]:
        """At most `limit` lines with a seq above `after`, in order; empty for an unknown conversation."""
        ...

    async def unfinished(self) -> list[str]:
        """Ids of the conversations with something under way, oldest first."""
        ...

    async def conversations(self, *, after: str = "", limit: int = 100) -> list[ConversationRow]:
        """Conversations by id, a page at a time."""
        ...

    async def get(self, conversation: str) -> ConversationRow | None:
        """One conversation."""
        ...
