"""What the desk counts, in a form that an exposition can read without knowing the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field

BOUNDS_S = (0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0)


@dataclass(slots=True)
class Times:
    """A histogram of seconds."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS_S) + 1))
    """By `BOUNDS_S`; the last one is for what is longer than all of them."""
    total: float = 0.0
    longest: float = 0.0

    def add(self, seconds: float) -> None:
        """One more."""
        self.counts[sum(seconds > bound for bound in BOUNDS_S)] += 1
        self.total += seconds
        self.longest = max(self.longest, seconds)

    @property
    def count(self) -> int:
        """How many."""
        return sum(self.counts)

    def copy(self) -> "Times":
        """As it is now."""
        return Times(list(self.counts), self.total, self.longest)


@dataclass(frozen=True, slots=True)
class Figures:
    """A moment's view."""

    done: Mapping[str, int]
    """By kind (final, speculative, partial)."""
    dropped: Mapping[str, int]
    """By reason: superseded, stale, crowded (a partial that wasn't taken on), cancelled, overloaded, failed."""
    waits: Mapping[str, Times]
    """By kind, from being handed in to being begun."""
    runs: Mapping[str, Times]
    """By kind, at work."""
    waiting: int
    sessions: int
    """With work waiting or under way."""
