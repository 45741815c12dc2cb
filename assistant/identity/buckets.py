"""Token buckets as a pure function: the time is passed in."""

from collections import OrderedDict
from dataclasses import dataclass

REMEMBERED = 20_000
"""Keys kept; the one unused for longest goes first (its bucket is full again by then)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then `per_second` in the long run."""

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """What is left, as of a time in seconds."""

    level: float
    at: float


def take(bucket: Bucket | None, rate: Rate, now: float, cost: float = 1.0) -> tuple[Bucket, float]:
    """The bucket afterwards, and how many seconds to wait (0: taken)."""
    level = rate.burst if bucket is None else min(rate.burst, bucket.level + max(0.0, now - bucket.at) * rate.per_second)
    if level >= cost:
        return Bucket(level - cost, now), 0.0
    return Bucket(level, now), (cost - level) / rate.per_second


class Limiter:
    """Buckets by key, bounded in number."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        """Seconds to wait; 0 means that it was allowed and counted."""
        bucket, seconds = take(self._buckets.pop(key, None), self._rate, now)
        self._buckets[key] = bucket
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return seconds
