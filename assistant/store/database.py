"""One SQLite file: short work done where it is asked for, all else on a writer thread with group commit and a reader thread.

At once or off the loop. A few rows in or out of a WAL file take some forty microseconds; handing them to a thread and back
takes several times that, and on a busy loop every step of SQLite waits once more for the interpreter. So a write that needn't
be durable and a read called `short` run on the caller's thread if nobody holds the connection. What may wait for the disk
never does: a durable write (it syncs), a checkpoint (so does it), a read of many rows, a file that another process has locked.

Durability. WAL with `synchronous=NORMAL`: a commit is in the operating system's hands when it is acknowledged, so it
survives `kill -9` of this process at any moment. Losing power may lose the last commits, which is bearable for a
sentence of a talk and not for the intent to spend money; a write marked `durable` is therefore committed with
`synchronous=FULL`, whose sync of the log carries everything before it as well.
"""

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from assistant.store.migrations import migrate, refuse_newer

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], Any]
PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -4096", "wal_autocheckpoint = 0")
BATCH = 256
"""Writes joined in one commit at most."""
BUSY_SECONDS = 5.0
"""How long another process's lock is waited for, on the threads only."""
BUSY_LOOK_SECONDS = 0.005
CHECKPOINT_EVERY = 300
"""Commits; one changes three to five pages of 4 KiB."""


@dataclass(slots=True)
class _Job:
    work: Work
    future: asyncio.Future[Any]
    durable: bool
    alone: bool = False
    """Outside any transaction; nobody waits for it."""
    result: Any = None
    error: BaseException | None = None


class _Line:
    """A connection with its lock and its queue; whoever holds the lock uses the connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.lock = threading.Lock()
        self.jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()

    def free(self) -> bool:
        """Take the lock if nobody has it or waits for it."""
        return self.jobs.empty() and self.lock.acquire(blocking=False)


class Database:
    """Opened once; `read` and `write` run a function on a connection that nobody else uses meanwhile."""

    def __init__(self, path: Path | str) -> None:
        self.path = path
        self._writer: _Line | None = None
        self._reader: _Line | None = None
        self._threads: list[threading.Thread] = []
        self._open = False
        self._commits = 0

    def open(self) -> None:
        """Create or migrate the file and start the threads. Blocking, a few milliseconds.

        Raises:
            NewerSchema: a later version wrote it.
            sqlite3.Error: it can't be opened, or it is no database.
        """
        writer = self._connect()
        try:
            migrate(writer)
            reader = self._connect()
        except BaseException:
            writer.close()
            raise
        reader.execute("PRAGMA query_only = ON")
        writer.execute("PRAGMA busy_timeout = 0")  # a lock is waited for by the thread, never by the loop
        self._writer, self._reader = _Line(writer), _Line(reader)
        self._threads = [
            threading.Thread(target=_write_loop, args=(self._writer,), name="store-writer", daemon=True),
            threading.Thread(target=_read_loop, args=(self._reader,), name="store-reader", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self._open = True

    @property
    def usable(self) -> bool:
        """Open, with both threads alive."""
        return self._open and all(thread.is_alive() for thread in self._threads)

    async def close(self) -> None:
        """Finish what was handed in, then close the file."""
        if not self._open:
            return
        self._open = False
        for line in (self._writer, self._reader):
            if line is not None:
                line.jobs.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join, 10)

    async def write(self, work: Callable[[sqlite3.Connection], T], *, durable: bool = False) -> T:
        """Run `work`, which touches a few rows, in a transaction of its own (or a savepoint of a joint commit).

        Raises:
            sqlite3.Error: it could not be written; nothing of it was.
        """
        line = self._usable(self._writer)
        self._commits += 1
        if self._commits % CHECKPOINT_EVERY == 0:
            line.jobs.put(_Job(_checkpoint, asyncio.get_running_loop().create_future(), durable=False, alone=True))
        if not durable and line.free():
            try:
                return _at_once(line.connection, work)
            except _Locked:
                pass
            finally:
                line.lock.release()
        return await _submit(line, work, durable=durable)

    async def read(self, work: Callable[[sqlite3.Connection], T], *, short: bool = False) -> T:
        """Run `work` on the reading connection; sees every acknowledged write. `short`: a look by key, a few rows."""
        line = self._usable(self._reader)
        if short and line.free():
            try:
                return work(line.connection)
            finally:
                line.lock.release()
        return await _submit(line, work, durable=False)

    def _usable(self, line: _Line | None) -> _Line:
        if not self._open or line is None:
            raise sqlite3.ProgrammingError("the database is closed")
        return line

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        try:
            refuse_newer(connection)
            for pragma in PRAGMAS:
                _patiently(connection, f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Waits for another process, but not for ever. SQLite's own patience (busy_handler(3)) covers neither the change to WAL, which fails at
    once while somebody else makes it, nor the writer, which has none."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or time.monotonic() > end:
                raise
            time.sleep(BUSY_LOOK_SECONDS)
        else:
            return


class _Locked(Exception):
    """Another process holds the file; nothing was begun."""


async def _submit(line: _Line, work: Callable[[sqlite3.Connection], T], *, durable: bool) -> T:
    future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    line.jobs.put(_Job(work, future, durable))
    return await future


def _at_once(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise _Locked from None
        raise
    try:
        result = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result


def _checkpoint(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def _write_loop(line: _Line) -> None:
    while (first := line.jobs.get()) is not None:
        batch = [first]
        stop = False
        while len(batch) < BATCH and not line.jobs.empty():
            job = line.jobs.get()
            if job is None:
                stop = True
                break
            batch.append(job)
        with line.lock:
            _commit(line.connection, [job for job in batch if not job.alone])
            for job in batch:
                if job.alone:
                    _run(line.connection, job)
        _deliver(batch)
        if stop:
            break
    line.connection.close()


def _read_loop(line: _Line) -> None:
    while (job := line.jobs.get()) is not None:
        with line.lock:
            _run(line.connection, job)
        _deliver([job])
    line.connection.close()


def _run(connection: sqlite3.Connection, job: _Job) -> None:
    try:
        job.result = job.work(connection)
    except BaseException as error:  # handed to the waiting task, whatever it is
        job.error = error


def _begin(connection: sqlite3.Connection) -> None:
    """Wait for another process's lock, but not for ever."""
    _patiently(connection, "BEGIN IMMEDIATE")


def _commit(connection: sqlite3.Connection, batch: list[_Job]) -> None:
    if not batch:
        return
    durable = any(job.durable for job in batch)
    try:
        if durable:
            connection.execute("PRAGMA synchronous = FULL")
        _begin(connection)
        for job in batch:
            connection.execute("SAVEPOINT job")
            _run(connection, job)
            if job.error is not None:
                connection.execute("ROLLBACK TO job")
            connection.execute("RELEASE job")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        for job in batch:
            job.error = job.error or error
    finally:
        if durable:
            connection.execute("PRAGMA synchronous = NORMAL")


def _deliver(batch: list[_Job]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in batch:
        by_loop.setdefault(job.future.get_loop(), []).append(job)
    for loop, jobs in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, jobs)


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)
