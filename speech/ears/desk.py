"""One recogniser, many sessions: threads of its own take one piece of work after the other from the rota.

Nothing that runs here shares a thread with audio. A piece of work is told by `alive()` whether anybody still wants it, and looks
now and then: a partial gives way as soon as a final waits. Of several threads one is always left to finals.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from speech.ears.counts import Figures, Times
from speech.ears.rota import Entry, Kind, Limits, Rota

_log = logging.getLogger(__name__)
_CLOSES_IN_S = 10.0


class Dropped(Exception):
    """The work wasn't done: superseded, stale, crowded, cancelled, overloaded, or the desk is closed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Alive = Callable[[], bool]
Work = Callable[[Alive], Any]


@dataclass(slots=True, eq=False)
class _Job:
    work: Work
    future: Future[Any] = field(default_factory=Future[Any])
    unwanted: bool = False


class Desk:
    """Start it with `open()`, end it with `close()`. All methods may be called from any thread."""

    def __init__(self, limits: Limits | None = None, *, clock: Callable[[], float] = time.monotonic, workers: int = 1) -> None:
        """`workers`: so many pieces are worked on at once; the work must bear that."""
        self._workers = max(1, workers)
        self._rota: Rota[_Job] = Rota(limits or Limits())
        self._clock = clock
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._running: list[Entry[_Job]] = []
        self._closed = False
        self._done: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()
        self._waits = {kind: Times() for kind in Kind}
        self._runs = {kind: Times() for kind in Kind}

    def open(self) -> None:
        """Starts the threads."""
        if not self._threads:
            self._threads = [threading.Thread(target=self._work, name="ears", daemon=True) for _ in range(self._workers)]
            for thread in self._threads:
                thread.start()

    def close(self) -> None:
        """Ends when what is under way has ended; what waits is dropped. Blocks for that long."""
        with self._changed:
            self._closed = True
            for running in self._running:
                running.job.unwanted = True
            for entry in self._rota.clear():
                self._drop(entry, "closed")
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(_CLOSES_IN_S)
        self._threads.clear()

    def hand_in(self, session: str, kind: Kind, work: Work) -> Future[Any]:
        """The result comes through the future; Dropped when it isn't wanted any more or there is no room."""
        job = _Job(work)
        entry = Entry(session, kind, job, self._clock())
        with self._changed:
            if self._closed:
                self._drop(entry, "closed")
            elif not self._rota.admits(session, kind, entry.since):
                self._drop(entry, "crowded" if kind is Kind.PARTIAL else "overloaded")
            else:
                for running in self._of(session) if kind is not Kind.PARTIAL else ():
                    running.job.unwanted = True
                for old in self._rota.add(entry):
                    self._drop(old, "superseded")
                self._changed.notify_all()
        return job.future

    def promote(self, session: str) -> None:
        """The session's speculative final is a real one from now on."""
        with self._changed:
            for running in () if self._rota.promote(session, self._clock()) else self._of(session):
                running.kind = Kind.FINAL if running.kind is Kind.SPECULATIVE else running.kind

    def cancel(self, session: str) -> None:
        """Nobody wants the session's work any more, waiting or under way."""
        with self._changed:
            for entry in self._rota.cancel(session):
                self._drop(entry, "cancelled")
            for running in self._of(session):
                running.job.unwanted = True

    @property
    def crowded(self) -> bool:
        """So much waits that what is under way should be over soon; or every thread is at a final, so that the next one will wait."""
        with self._changed:
            finals = sum(running.kind is not Kind.PARTIAL for running in self._running)
            return self._rota.crowded or 1 < self._workers <= finals

    def figures(self) -> Figures:
        """The counts so far."""
        with self._changed:
            names = {kind: kind.name.lower() for kind in Kind}
            return Figures(
                dict(self._done), dict(self._dropped),
                {names[k]: t.copy() for k, t in self._waits.items()}, {names[k]: t.copy() for k, t in self._runs.items()},
                len(self._rota), len(self._rota.sessions() | {running.session for running in self._running}),
            )  # fmt: skip

    def _work(self) -> None:
        while (entry := self._next()) is not None:
            began = self._clock()
            kind = entry.kind
            try:
                result = entry.job.work(lambda entry=entry: self._wanted(entry))
            except Dropped as dropped:
                self._ended(entry, kind, began)
                with self._changed:
                    self._drop(entry, dropped.reason)
            except Exception as error:
                _log.exception("recognition failed")
                self._ended(entry, kind, began)
                with self._changed:
                    self._dropped["failed"] += 1
                _settle(entry.job.future, error=error)
            else:
                self._ended(entry, kind, began)
                self._deliver(entry, kind, result)

    def _next(self) -> Entry[_Job] | None:
        with self._changed:
            while not self._closed:
                now = self._clock()
                entry, stale = self._rota.take(now, partials=self._takes_partials())
                for old in stale:
                    self._drop(old, "stale")
                if entry is not None:
                    self._running.append(entry)
                    self._waits[entry.kind].add(now - entry.since)
                    return entry
                self._changed.wait()
            return None

    def _takes_partials(self) -> bool:
        """One thread at most is busy with them; the caller holds the lock."""
        return not any(running.kind is Kind.PARTIAL for running in self._running)

    def _of(self, session: str) -> list[Entry[_Job]]:
        """Its work that is under way; the caller holds the lock."""
        return [running for running in self._running if running.session == session]

    def _wanted(self, entry: Entry[_Job]) -> bool:
        with self._changed:
            yields = entry.kind is Kind.PARTIAL and self._rota.pressing
            return not (entry.job.unwanted or entry.job.future.cancelled() or yields)

    def _ended(self, entry: Entry[_Job], kind: Kind, began: float) -> None:
        now = self._clock()
        with self._changed:
            self._running.remove(entry)
            self._runs[kind].add(now - began)
            self._rota.spent(entry.session, now - began, now, partial=kind is Kind.PARTIAL)
            self._changed.notify_all()

    def _deliver(self, entry: Entry[_Job], kind: Kind, result: Any) -> None:
        with self._changed:
            if entry.job.unwanted:
                self._drop(entry, "cancelled")
                return
            self._done[kind.name.lower()] += 1
        _settle(entry.job.future, result=result)

    def _drop(self, entry: Entry[_Job], reason: str) -> None:
        """The caller holds the lock; the future's own callbacks only post to a loop."""
        self._dropped[reason] += 1
        _settle(entry.job.future, error=Dropped(reason))


def _settle(future: Future[Any], *, result: Any = None, error: Exception | None = None) -> None:
    """A future whose waiter has gone away is cancelled already, and stays so."""
    if not future.set_running_or_notify_cancel():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)
