"""What only a file can promise: it survives, it joins commits, it knows its age."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assistant.store import Database, SequenceConflict, SqliteEventStore, lines
from assistant.store.database import CHECKPOINT_EVERY
from assistant.store.migrations import STEPS, NewerSchema, migrate
from dialogue import events as ev

ROOT = Path(__file__).parents[3]
ENOUGH_LINES = 400


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(tmp_path / "c.db")
    opened.open()
    yield opened
    await opened.close()


def said(text: str) -> ev.UserSaid:
    return ev.UserSaid(text=text)


async def test_a_log_survives_reopening(tmp_path: Path) -> None:
    first = Database(tmp_path / "c.db")
    first.open()
    written = await SqliteEventStore(first).append("a", 0, [said("x"), said("y")])
    store = SqliteEventStore(first)
    await store.write("b", lines(0, store.now(), [said("z")]), settled=True)
    await first.close()
    assert not first.usable
    second = Database(tmp_path / "c.db")
    second.open()
    store = SqliteEventStore(second)
    assert await store.read("a", 0, 9) == written
    assert await store.unfinished() == ["a"]
    with pytest.raises(SequenceConflict):
        await store.append("a", 0, [said("again")])
    await second.close()


async def test_what_was_handed_in_before_the_close_is_written(tmp_path: Path) -> None:
    database = Database(tmp_path / "c.db")
    database.open()
    appends = [asyncio.create_task(SqliteEventStore(database).append(f"c{i}", 0, [said("x")])) for i in range(50)]
    await asyncio.sleep(0)
    await database.close()
    assert all(len(entries) == 1 for entries in await asyncio.gather(*appends))
    with sqlite3.connect(tmp_path / "c.db") as file:
        assert file.execute("SELECT COUNT(*) FROM events").fetchone() == (50,)
    file.close()


async def test_a_closed_database_says_so(tmp_path: Path) -> None:
    database = Database(tmp_path / "c.db")
    await database.close()
    database.open()
    await database.close()
    await database.close()
    with pytest.raises(sqlite3.ProgrammingError):
        await SqliteEventStore(database).read("a", 0, 1)


async def test_waiting_writes_share_one_commit(database: Database) -> None:
    """While the writer is held up, everything that comes in waits and is then committed at once."""
    held, go = threading.Event(), threading.Event()
    commits: list[str] = []

    def hold(connection: sqlite3.Connection) -> None:
        connection.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
        held.set()
        assert go.wait(60)

    first = asyncio.create_task(database.write(hold, durable=True))
    assert await asyncio.to_thread(held.wait, 60)
    store = SqliteEventStore(database)
    rest = [asyncio.create_task(store.append(f"c{i}", 0, [said("x")])) for i in range(100)]
    await asyncio.sleep(0)
    go.set()
    await first
    await asyncio.gather(*rest)
    await database.write(lambda connection: connection.set_trace_callback(None))
    assert commits.count("COMMIT") == 2, "one for the write that held it up, one for the hundred"


async def test_a_write_that_fails_takes_nobody_along(database: Database) -> None:
    """In a joint commit only the failing one is rolled back."""
    held, go = threading.Event(), threading.Event()
    first = asyncio.create_task(database.write(lambda _: (held.set(), go.wait(60)), durable=True))
    assert await asyncio.to_thread(held.wait, 60)
    store = SqliteEventStore(database)
    good = asyncio.create_task(store.append("good", 0, [said("x")]))

    def half(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO tokens VALUES ('half', 'c', '', NULL)")
        raise ValueError("half way")

    bad = asyncio.create_task(database.write(half))
    after = asyncio.create_task(store.append("after", 0, [said("y")]))
    await asyncio.sleep(0)
    go.set()
    await asyncio.gather(first, good, after)
    with pytest.raises(ValueError, match="half way"):
        await bad
    assert await database.read(lambda c: c.execute("SELECT COUNT(*) FROM tokens").fetchone()) == (0,)
    assert len(await store.read("good", 0, 9)) == len(await store.read("after", 0, 9)) == 1


async def test_a_durable_write_syncs_and_an_ordinary_one_does_not(database: Database) -> None:
    def level(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA synchronous").fetchone()[0])

    assert await database.write(level) == 1, "NORMAL"
    assert await database.write(level, durable=True) == 2, "FULL"
    assert await database.write(level) == 1


async def test_a_few_rows_take_no_trip_to_a_thread(database: Database) -> None:
    here = threading.get_ident()
    assert await database.write(lambda _: threading.get_ident()) == here
    assert await database.read(lambda _: threading.get_ident(), short=True) == here
    assert await database.read(lambda _: threading.get_ident()) != here, "it may be long"
    assert await database.write(lambda _: threading.get_ident(), durable=True) != here, "it waits for the disk"


async def test_what_fails_at_once_is_rolled_back(database: Database) -> None:
    def half(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO tokens VALUES ('half', 'c', '', NULL)")
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        await database.write(half)
    assert await database.read(lambda c: c.execute("SELECT COUNT(*) FROM tokens").fetchone(), short=True) == (0,)
    await database.write(lambda c: c.execute("INSERT INTO tokens VALUES ('whole', 'c', '', NULL)").rowcount)


async def test_another_processs_lock_is_waited_for_off_the_loop(database: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "c.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(SqliteEventStore(database).append("a", 0, [said("x")]))
    for _ in range(50):  # the loop runs on meanwhile
        await asyncio.to_thread(threading.get_ident)
    assert not waiting.done()
    other.execute("ROLLBACK")
    assert len(await waiting) == 1
    other.close()


async def test_the_write_ahead_log_stays_small(database: Database, tmp_path: Path) -> None:
    store = SqliteEventStore(database)
    for number in range(3 * CHECKPOINT_EVERY):
        await store.append(f"c{number}", 0, [said("word " * 200)])
    await database.write(lambda _: None, durable=True)  # after the last checkpoint handed in
    assert (tmp_path / "c.db").stat().st_size > CHECKPOINT_EVERY * 1000, "most of it has been moved into the file itself"
    assert (tmp_path / "c.db-wal").stat().st_size < 16 * 2**20


async def test_the_reader_cannot_write(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await database.read(lambda c: c.execute("INSERT INTO tokens VALUES ('x', 'c', '', NULL)"))


async def test_a_caller_who_gave_up_disturbs_nobody(database: Database) -> None:
    held, go = threading.Event(), threading.Event()
    first = asyncio.create_task(database.write(lambda _: (held.set(), go.wait(60)), durable=True))
    assert await asyncio.to_thread(held.wait, 60)
    impatient = asyncio.create_task(SqliteEventStore(database).append("a", 0, [said("x")]))
    await asyncio.sleep(0)
    impatient.cancel()
    go.set()
    await first
    assert await SqliteEventStore(database).append("b", 0, [said("y")])
    assert len(await SqliteEventStore(database).read("a", 0, 9)) == 1, "handed in is handed in"


def test_everything_acknowledged_survives_kill_nine(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    child = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("appender.py")), str(path)],
        stdout=subprocess.PIPE, cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.stdout is not None
    with child.stdout:
        lines = [child.stdout.readline() for _ in range(ENOUGH_LINES)]
        child.kill()
        lines += child.stdout.readlines()
    child.wait(60)
    acknowledged: dict[str, int] = {}
    for line in lines:
        name, seq = line.decode().split()
        assert int(seq) == acknowledged.get(name, 0) + 1
        acknowledged[name] = int(seq)
    assert sum(acknowledged.values()) >= ENOUGH_LINES
    file = sqlite3.connect(path)
    assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for name, last in acknowledged.items():
        rows = file.execute("SELECT seq, body FROM events WHERE conversation = ? ORDER BY seq", (name,)).fetchall()
        assert [seq for seq, _ in rows] == list(range(1, len(rows) + 1))
        assert len(rows) >= last
        assert all(f'"{name} {seq}"' in body for seq, body in rows)
        assert file.execute("SELECT last_seq FROM conversations WHERE id = ?", (name,)).fetchone() == (len(rows),)
    file.close()


def _schema(file: sqlite3.Connection) -> set[str]:
    return {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_an_empty_file_is_brought_up_to_date_once() -> None:
    file = sqlite3.connect(":memory:", isolation_level=None)
    migrate(file)
    assert {"conversations", "events", "tokens", "links", "codes", "secrets"} <= _schema(file)
    assert file.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
    file.execute("INSERT INTO tokens VALUES ('d', 'c', '', NULL)")
    migrate(file)
    assert file.execute("SELECT COUNT(*) FROM tokens").fetchone() == (1,)
    file.close()


def test_a_step_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    file = sqlite3.connect(":memory:", isolation_level=None)
    steps = ("CREATE TABLE one (x) STRICT", "CREATE TABLE two (x TEXT) STRICT; CREATE TABLE two (x TEXT) STRICT")
    monkeypatch.setattr("assistant.store.migrations.STEPS", ("CREATE TABLE one (x TEXT) STRICT", steps[1]))
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrate(file)
    assert file.execute("PRAGMA user_version").fetchone() == (1,)
    assert _schema(file) == {"one"}
    assert not file.in_transaction
    file.close()


async def test_two_processes_may_open_an_empty_file_at_once(tmp_path: Path) -> None:
    databases = [Database(tmp_path / "c.db") for _ in range(6)]
    await asyncio.gather(*(asyncio.to_thread(database.open) for database in databases))
    assert all(database.usable for database in databases)
    await SqliteEventStore(databases[0]).append("a", 0, [said("x")])
    assert len(await SqliteEventStore(databases[1]).read("a", 0, 9)) == 1
    for database in databases:
        await database.close()


def test_a_newer_file_is_refused_untouched(tmp_path: Path) -> None:
    file = sqlite3.connect(tmp_path / "c.db")
    file.execute("CREATE TABLE later (x)")
    file.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    file.commit()
    database = Database(tmp_path / "c.db")
    with pytest.raises(NewerSchema):
        database.open()
    assert not database.usable
    assert _schema(file) == {"later"}
    file.close()
