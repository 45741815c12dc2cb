"""Whose sound is looked at next. Pure: times are handed in, nothing here runs anything.

Finals go before speculative finals and those before partials. Among equals the session goes first that has had the least of the
recogniser's time lately. A session has one partial and one final waiting at most: a newer one takes the older one's place.
"""

import math
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Generic, TypeVar

Job = TypeVar("Job")


class Kind(IntEnum):
    """What is asked for; the lower, the sooner."""

    FINAL = 0
    SPECULATIVE = 1
    PARTIAL = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """When enough is enough."""

    finals: int = 32
    """That may wait; a further one is refused, since it would come too late to be of use."""
    partial_waits_s: float = 0.4
    """After this a newer partial is on its way anyway."""
    crowded: int = 2
    """Waiting finals at which no partial is taken on, and nothing is heard twice."""
    late_s: float = 0.25
    """Once finals wait this long on average no partial is taken on either."""
    partial_share: float = 0.5
    """Of one recogniser's time, so much is spent on partials, over a few seconds: where one takes long they come less often, and what
    is left is for finals."""
    forget_s: float = 4.0
    """After so long a session's use of the recogniser counts half."""


@dataclass(slots=True, eq=False)
class Entry(Generic[Job]):
    """One piece of work that waits."""

    session: str
    kind: Kind
    job: Job
    since: float
    number: int = 0


@dataclass(slots=True)
class _Use:
    """How much of the recogniser's time a session has had."""

    spent: float = 0.0
    at: float = 0.0

    def now(self, time: float, half: float) -> float:
        """Older use counts less."""
        return self.spent * 0.5 ** ((time - self.at) / half)


@dataclass(slots=True)
class Rota(Generic[Job]):
    """The waiting work of all sessions."""

    limits: Limits = field(default_factory=Limits)
    _waiting: dict[tuple[str, bool], Entry[Job]] = field(default_factory=dict[tuple[str, bool], Entry[Job]])
    _uses: dict[str, _Use] = field(default_factory=dict[str, _Use])
    _partials: _Use = field(default_factory=_Use)
    _numbered: int = 0
    _lateness: float = 0.0

    def __len__(self) -> int:
        return len(self._waiting)

    def waiting(self, kind: Kind) -> int:
        """How many of a kind wait."""
        return sum(entry.kind is kind for entry in self._waiting.values())

    def sessions(self) -> set[str]:
        """Whose work waits."""
        return {session for session, _ in self._waiting}

    @property
    def pressing(self) -> bool:
        """Something waits that is worth more than a partial."""
        return self._finals() > 0

    @property
    def crowded(self) -> bool:
        """Finals wait for each other."""
        return self._finals() >= self.limits.crowded

    def admits(self, session: str, kind: Kind, now: float | None = None) -> bool:
        """There is room for one more of this kind. Partials are the first to go; told the time, not more of them than their share."""
        if kind is Kind.PARTIAL:
            busy = self.crowded or self._lateness >= self.limits.late_s or (now is not None and self._indulged(now))
            return not busy and (session, False) not in self._waiting
        return self._finals() < self.limits.finals or (session, False) in self._waiting

    def add(self, entry: Entry[Job]) -> list[Entry[Job]]:
        """Put in line; returns what it takes the place of. A final also replaces its session's waiting partial."""
        self._numbered += 1
        entry.number = self._numbered
        partial = entry.kind is Kind.PARTIAL
        gone = [self._waiting.pop((entry.session, partial), None)]
        if not partial:
            gone.append(self._waiting.pop((entry.session, True), None))
        self._waiting[entry.session, partial] = entry
        return [old for old in gone if old is not None]

    def take(self, now: float, *, partials: bool = True) -> tuple[Entry[Job] | None, list[Entry[Job]]]:
        """The next piece of work, a partial only if `partials`, and the partials that have waited too long."""
        stale = [
            e for e in self._waiting.values() if e.kind is Kind.PARTIAL and now - e.since > self.limits.partial_waits_s
        ]
        for entry in stale:
            del self._waiting[entry.session, True]
        if not self._waiting:
            self._lateness *= 0.5
            return None, stale
        if not partials and not self.pressing:
            return None, stale
        chosen = min(self._waiting.values(), key=lambda e: (e.kind, self._used(e.session, now), e.number))
        del self._waiting[chosen.session, chosen.kind is Kind.PARTIAL]
        if chosen.kind is not Kind.PARTIAL:
            self._lateness += 0.3 * (now - chosen.since - self._lateness)
        return chosen, stale

    def spent(self, session: str, seconds: float, now: float, *, partial: bool = False) -> None:
        """A session's work has run so long."""
        half = self.limits.forget_s
        if partial:
            self._partials = _Use(self._partials.now(now, half) + seconds, now)
        self._uses[session] = _Use(self._used(session, now) + seconds, now)
        if len(self._uses) > 256:
            self._uses = {s: use for s, use in self._uses.items() if use.now(now, half) > 0.001}

    def promote(self, session: str, now: float) -> bool:
        """The session's speculative final has become a real one; False when none waits."""
        entry = self._waiting.get((session, False))
        if entry is None:
            return False
        entry.kind = Kind.FINAL
        entry.since = now
        return True

    def cancel(self, session: str) -> list[Entry[Job]]:
        """All that waits for a session."""
        gone = [self._waiting.pop((session, partial), None) for partial in (True, False)]
        return [entry for entry in gone if entry is not None]

    def clear(self) -> list[Entry[Job]]:
        """All that waits."""
        gone = list(self._waiting.values())
        self._waiting.clear()
        return gone

    def _finals(self) -> int:
        return sum(entry.kind is not Kind.PARTIAL for entry in self._waiting.values())

    def _indulged(self, now: float) -> bool:
        """Partials have had their share lately. Work without end, faded by half every so often, comes to 1.44 halves."""
        half = self.limits.forget_s
        return self._partials.now(now, half) > self.limits.partial_share * half / math.log(2)

    def _used(self, session: str, now: float) -> float:
        use = self._uses.get(session)
        return use.now(now, self.limits.forget_s) if use else 0.0
