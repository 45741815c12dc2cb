"""What is new in a list that only grows at its end and loses its oldest entries: two readings laid over each other."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Entry = TypeVar("Entry", bound=Hashable)
MOST_SHIFTS = 512
"""Places tried for the beginning of the new reading inside the old one."""


@dataclass(frozen=True, slots=True)
class Fit(Generic[Entry]):
    """What the second reading adds to the first."""

    fresh: tuple[Entry, ...]
    rolled: bool = False
    """Nothing of the first reading is left in the second: entries in between were never seen."""


def after(old: Sequence[Entry], new: Sequence[Entry], most: int) -> Fit[Entry]:
    """The entries of `new` that aren't in `old`.

    Equal entries may be legitimate, so entries are counted by their place, not by their value:
    the old reading is a beginning of the new one, or, when the buffer is full, without its oldest entries. Only when
    neither fits (the service lost its last entries in a restart, or began afresh) equal entries are paired off.

    Args:
        most: the buffer's size; only a reading that long can have lost its oldest entries.
    """
    if not old:
        return Fit(tuple(new))
    if len(new) >= len(old) and new[0] == old[0] and new[: len(old)] == old:
        return Fit(tuple(new[len(old) :]))
    shift = _shift(old, new) if len(new) >= most else None
    if shift is not None:
        return Fit(tuple(new[len(old) - shift :]))
    same = _common(old, new)
    if same == 0 and len(new) >= most:
        return Fit(tuple(new), rolled=True)
    known = Counter(old[same:])
    fresh: list[Entry] = []
    for entry in new[same:]:
        if known[entry] > 0:
            known[entry] -= 1
        else:
            fresh.append(entry)
    return Fit(tuple(fresh))


def _shift(old: Sequence[Entry], new: Sequence[Entry]) -> int | None:
    """How many of the oldest entries are gone, if the rest of `old` is a beginning of `new`; the fewest that fit."""
    tried = 0
    first = new[0]
    for at in range(1, len(old)):
        if old[at] != first:
            continue
        rest = len(old) - at
        if rest <= len(new) and old[at:] == new[:rest]:
            return at
        tried += 1
        if tried >= MOST_SHIFTS:
            return None
    return None


def _common(old: Sequence[Entry], new: Sequence[Entry]) -> int:
    same = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        same += 1
    return same
