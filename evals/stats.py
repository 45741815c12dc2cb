"""The little statistics that a verdict needs. No libraries: each is a few lines and tested against known values."""

from collections.abc import Iterable, Sequence
from math import ceil, comb, sqrt
from statistics import fmean
from typing import NamedTuple

Z95 = 1.959963984540054


class Interval(NamedTuple):
    """From and to, both included."""

    low: float
    high: float


def wilson(successes: float, trials: int, z: float = Z95) -> Interval:
    """95 % interval of a share. A perfect score keeps its width: 100 of 100 says "at least 96 %"."""
    if trials == 0:
        return Interval(0.0, 1.0)
    share = successes / trials
    centre = share + z * z / (2 * trials)
    spread = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return Interval(max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def mcnemar(only_before: int, only_now: int) -> float:
    """Exact two-sided p of a paired comparison, from the two kinds of changed scenarios."""
    changed = only_before + only_now
    if changed == 0:
        return 1.0
    tail = sum(comb(changed, k) for k in range(min(only_before, only_now) + 1)) / 2**changed
    return min(1.0, 2 * tail)


def holm(values: dict[str, float]) -> dict[str, float]:
    """p values of several comparisons, each raised so that all of them together may be believed."""
    ordered = sorted(values, key=lambda name: values[name])
    found: dict[str, float] = {}
    highest = 0.0
    for place, name in enumerate(ordered):
        highest = max(highest, min(1.0, values[name] * (len(ordered) - place)))
        found[name] = highest
    return found


def pass_hat(successes: Sequence[int], trials: Sequence[int], k: int) -> float | None:
    """pass^k: how likely k repeats of a scenario all pass, C(c, k) / C(n, k), averaged over scenarios.

    Repeats of one scenario say little about another, so they are first reduced to one number for each. None when nothing
    was repeated k times.
    """
    each = [comb(c, k) / comb(n, k) for c, n in zip(successes, trials, strict=True) if n >= k]
    return fmean(each) if each else None


def percentile(values: Iterable[float], share: float) -> float:
    """Nearest rank; `share` from 0 to 1; 0 of nothing."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return ordered[min(len(ordered) - 1, max(0, ceil(share * len(ordered)) - 1))]
