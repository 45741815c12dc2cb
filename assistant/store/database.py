"""One SQLite file off the event loop: a writer thread with group commit and a reader thread.

Durability. WAL with `synchronous=NORMAL`: a commit is in the operating system's hands when it is acknowledged, so it
survives `kill -9` of this process at any moment. Losing power may lose the last commits, which is bearable for a
sentence of a talk and not for the intent to spend money; a write marked `durable` is therefore committed with
`synchronous=FULL`, whose sync of the log carries everything before it as well.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from assistant.store.migrations import migrate, refuse_newer

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], Any]
PRAGMAS = ("busy_timeout = 5000", "journal_mode = WAL", "synchronous = NORMAL", "cache_size = -4096")
BATCH = 256
"""Writes joined in one commit at most."""


@dataclass(slots=True)
class _Job:
    work: Work
    future: asyncio.Future[Any]
    durable: bool
    result: Any = None
    error: BaseException | None = None


class Database:
    """Opened once; `read` and `write` run a function on a connection that no other thread uses."""

    def __init__(self, path: Path | str) -> None:
        self.path = path
        self._writes: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._reads: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._open = False

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
        self._threads = [
            threading.Thread(target=self._write_loop, args=(writer,), name="store-writer", daemon=True),
            threading.Thread(target=self._read_loop, args=(reader,), name="store-reader", daemon=True),
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
        self._writes.put(None)
        self._reads.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join, 10)

    async def write(self, work: Callable[[sqlite3.Connection], T], *, durable: bool = False) -> T:
        """Run `work` in a transaction of its own (a savepoint of a joint commit) and return what it returns.

        Raises:
            sqlite3.Error: it could not be written; nothing of it was.
        """
        return await self._submit(self._writes, work, durable)

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` on the reading connection; sees every acknowledged write."""
        return await self._submit(self._reads, work, durable=False)

    async def _submit(self, jobs: "queue.SimpleQueue[_Job | None]", work: Work, durable: bool) -> Any:
        if not self._open:
            raise sqlite3.ProgrammingError("the database is closed")
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        jobs.put(_Job(work, future, durable))
        return await future

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, cached_statements=64)
        try:
            refuse_newer(connection)
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _write_loop(self, connection: sqlite3.Connection) -> None:
        while (first := self._writes.get()) is not None:
            batch = [first]
            stop = False
            while len(batch) < BATCH and not self._writes.empty():
                job = self._writes.get()
                if job is None:
                    stop = True
                    break
                batch.append(job)
            _commit(connection, batch)
            _deliver(batch)
            if stop:
                break
        connection.close()

    def _read_loop(self, connection: sqlite3.Connection) -> None:
        while (job := self._reads.get()) is not None:
            _run(connection, job)
            _deliver([job])
        connection.close()


def _run(connection: sqlite3.Connection, job: _Job) -> None:
    try:
        job.result = job.work(connection)
    except BaseException as error:  # handed to the waiting task, whatever it is
        job.error = error


def _commit(connection: sqlite3.Connection, batch: list[_Job]) -> None:
    durable = any(job.durable for job in batch)
    try:
        if durable:
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
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
