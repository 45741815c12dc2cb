"""What both event stores promise: an append-only log without gaps, one writer at a time, pages, what is unfinished."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.store import Database, EventStore, MemoryEventStore, SequenceConflict, SqliteEventStore, lines
from dialogue import events as ev


class Clock:
    """A second passes with every look."""

    def __init__(self) -> None:
        self.at = datetime(2026, 5, 15, 9, 0, 0, 123_456, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[EventStore]:
    if request.param == "memory":
        yield MemoryEventStore(Clock())
        return
    database = Database(tmp_path / "c.db")
    database.open()
    yield SqliteEventStore(database, Clock())
    await database.close()


def said(text: str) -> ev.UserSaid:
    return ev.UserSaid(text=text)


async def test_a_log_begins_at_one_and_has_no_gaps(store: EventStore) -> None:
    first = await store.append("a", 0, [ev.ConversationStarted(seed=7)])
    more = await store.append("a", 1, [said("x"), said("y")])
    assert [e.seq for e in (*first, *more)] == [1, 2, 3]
    found = await store.read("a", 0, 100)
    assert [(e.seq, e.type) for e in found] == [(1, "conversation_started"), (2, "user_said"), (3, "user_said")]
    assert found == [*first, *more]
    assert [e.logged.event for e in found] == [ev.ConversationStarted(seed=7), said("x"), said("y")]


async def test_what_is_read_is_what_was_folded(store: EventStore) -> None:
    (entry,) = await store.append("a", 0, [said('Grüße 🙂 \u2028 "quoted"')])
    (read,) = await store.read("a", 0, 1)
    assert read.logged == entry.logged
    assert read.logged.at.microsecond % 1000 == 0
    assert read.logged.at.tzinfo is not None
    assert (read.at, read.frame) == (entry.at, entry.frame)
    assert read.at.endswith(".123Z")


async def test_the_frame_is_flat_json(store: EventStore) -> None:
    (entry,) = await store.append("a", 0, [ev.SecretStored(name="hetznerToken")])
    assert json.loads(entry.frame) == entry.logged.frame()
    assert list(json.loads(entry.frame))[:3] == ["seq", "at", "type"]


@pytest.mark.parametrize("expected", [0, 1, 3, 99])
async def test_the_wrong_place_is_a_conflict_and_changes_nothing(store: EventStore, expected: int) -> None:
    await store.append("a", 0, [said("1"), said("2")])
    with pytest.raises(SequenceConflict):
        await store.append("a", expected, [said("lost"), said("lost")])
    assert [e.logged.event for e in await store.read("a", 0, 10)] == [said("1"), said("2")]
    await store.append("a", 2, [said("3")])


async def test_a_log_that_does_not_exist_begins_at_zero(store: EventStore) -> None:
    with pytest.raises(SequenceConflict):
        await store.append("a", 4, [said("x")])
    assert await store.get("a") is None
    assert await store.read("a", 0, 10) == []


async def test_of_many_writers_at_one_place_one_wins(store: EventStore) -> None:
    await store.append("a", 0, [said("begin")])
    outcomes = await asyncio.gather(
        *(store.append("a", 1, [said(str(i))]) for i in range(40)), return_exceptions=True
    )
    won = [o for o in outcomes if not isinstance(o, BaseException)]
    assert len(won) == 1
    assert all(isinstance(o, SequenceConflict) for o in outcomes if isinstance(o, BaseException))
    assert await store.read("a", 1, 10) == won[0]


async def test_many_logs_grow_beside_each_other(store: EventStore) -> None:
    async def grow(name: str) -> None:
        for seq in range(30):
            await store.append(name, seq, [said(f"{name}-{seq}")])

    names = [f"c{i}" for i in range(12)]
    await asyncio.gather(*(grow(name) for name in names))
    for name in names:
        found = await store.read(name, 0, 100)
        assert [e.seq for e in found] == list(range(1, 31))
        assert [e.logged.event for e in found] == [said(f"{name}-{i}") for i in range(30)]


async def test_nothing_to_append(store: EventStore) -> None:
    assert await store.append("a", 0, []) == []
    assert await store.append("a", 0, [said("x")])
    assert await store.append("a", 1, []) == []
    assert len(await store.read("a", 0, 10)) == 1


async def test_an_empty_append_makes_no_conversation(store: EventStore) -> None:
    await store.append("a", 0, [])
    assert (await store.get("a"), await store.conversations(), await store.unfinished()) == (None, [], [])


async def test_pages_of_a_log(store: EventStore) -> None:
    await store.append("a", 0, [said(str(i)) for i in range(1, 8)])
    assert [e.seq for e in await store.read("a", 0, 3)] == [1, 2, 3]
    assert [e.seq for e in await store.read("a", 3, 3)] == [4, 5, 6]
    assert [e.seq for e in await store.read("a", 6, 3)] == [7]
    assert await store.read("a", 7, 3) == []
    assert await store.read("a", 70, 3) == []


async def test_pages_of_conversations(store: EventStore) -> None:
    for name in ("c", "a", "d", "b"):
        await store.append(name, 0, [said(name), said(name)])
    first = await store.conversations(limit=3)
    assert [row.id for row in first] == ["a", "b", "c"]
    rest = await store.conversations(after="c", limit=3)
    assert [(row.id, row.last_seq) for row in rest] == [("d", 2)]
    assert await store.get("d") == rest[0]
    (entry,) = await store.read("d", 0, 1)
    assert rest[0].created_at == entry.at


async def test_what_is_written_is_unfinished_unless_it_settles(store: EventStore) -> None:
    for name in ("b", "a"):
        await store.append(name, 0, [said("x")])
    assert await store.unfinished() == ["b", "a"], "oldest first"
    await store.write("b", lines(1, store.now(), [said("y"), said("z")]), settled=True)
    assert await store.unfinished() == ["a"]
    row = await store.get("b")
    assert row is not None
    assert (row.unfinished, row.last_seq) == (False, 3)
    await store.append("b", 3, [said("!")])
    assert set(await store.unfinished()) == {"a", "b"}
    await store.write("c", lines(0, store.now(), [said("x")]), settled=True)
    assert set(await store.unfinished()) == {"a", "b"}


async def test_lines_for_another_place_are_not_written(store: EventStore) -> None:
    await store.append("a", 0, [said("x"), said("y")])
    for behind in (0, 1, 3):
        with pytest.raises(SequenceConflict):
            await store.write("a", lines(behind, store.now(), [said("z"), said("!")]), settled=True)
    assert len(await store.read("a", 0, 9)) == 2
    assert await store.unfinished() == ["a"]
    await store.write("a", [])
    made = lines(2, store.now(), [said("z"), said("!")])
    await store.write("a", made)
    assert await store.read("a", 2, 9) == made


async def test_a_durable_append_is_an_append(store: EventStore) -> None:
    await store.append("a", 0, [said("x")], durable=True)
    with pytest.raises(SequenceConflict):
        await store.append("a", 0, [said("x")], durable=True)
    assert len(await store.read("a", 0, 9)) == 1
