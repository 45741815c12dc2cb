"""Which of several things are meant by their places: "the last two", "all but the second", "the first and the one in the middle"."""

from dataclasses import dataclass

from dialogue.understanding.numbers import Number, numbers, ordinal
from dialogue.understanding.polarity import polarity
from dialogue.understanding.scope import cue_before
from dialogue.understanding.text import Utterance

_ANY = frozenset("one ones thing things option options choice choices suggestion suggestions item items".split())
APPS = _ANY | frozenset("app apps application applications program programs tool tools".split())
"""Nouns that apps are called by when their place tells them apart."""
REGIONS = _ANY | frozenset("region regions site sites location locations place places city cities town towns zone zones datacenter datacenters datacentre datacentres".split())
"""The same of regions."""
_AFTER = frozenset(
    "and or plus but please again then instead out off away too as well is are was should can could must may might has have needs goes go will would stays stay thanks thank only alone now sounds looks".split()
)
"""Words behind "the last" that aren't what it describes."""
_LIMITS = frozenset("only just keep keeping".split())
_THOSE = (("those",), ("these",), ("them",))
_FROM_BEHIND = frozenset({"last", "final", "latter", "bottom"})
_MOST = 20
"""Of more things nobody counts the places."""


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name things by their places; word indices, half open, and places from 0."""

    start: int
    end: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Positions:
    """Places from 0 of what stays or is wanted, and of what goes."""

    kept: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    alone: bool = False
    """What is kept is said to be all that stays."""


def positions(utterance: Utterance, count: int, nouns: frozenset[str]) -> Positions:
    """What the utterance keeps and strikes by place, of a list of `count`."""
    found = named(utterance, count, nouns)
    if not found:
        return Positions()
    covered = {i for n in found for i in range(n.start, n.end)}
    modes = polarity(utterance, [(n.start, n.end) for n in found], covered=covered, names=[str(n.places) for n in found])
    kept: list[int] = []
    dropped: list[int] = []
    alone = False
    for place, mode in zip(found, modes, strict=True):
        if mode == "remove":
            dropped += place.places
        elif mode not in ("dropped", "either"):
            kept += place.places
            alone = alone or _limited(utterance, place, covered)
    return Positions(tuple(dict.fromkeys(kept)), tuple(dict.fromkeys(dropped)), alone)


def _limited(utterance: Utterance, place: Named, covered: set[int]) -> bool:
    """ "only the first one", "drop all except the last"."""
    return bool(_LIMITS & set(utterance.norms(max(0, place.start - 4), place.start))) or cue_before(utterance, place.start, spans=covered).only


def named(utterance: Utterance, count: int, nouns: frozenset[str]) -> list[Named]:
    """Every place that is named, left to right; those that a list of `count` doesn't have are none."""
    found: list[Named] = []
    counted = {n.start: n for n in numbers(utterance) if not n.article and n.value > 1}
    at = 0
    while at < len(utterance.words) and 0 < count <= _MOST:
        place = _at(utterance, at, count, counted, nouns)
        found += [place] if place else []
        at = place.end if place else at + 1
    return found


def _at(utterance: Utterance, at: int, count: int, counted: dict[int, Number], nouns: frozenset[str]) -> Named | None:
    norm = utterance.words[at].norm
    first = _place(norm, count)
    if first is None:
        return None
    end, amount = at + 1, 1
    if end in counted and not utterance.words[end].brk and (first in (0, count - 1) or norm in _FROM_BEHIND):
        amount, end = counted[end].value, counted[end].end
    if not _ends(utterance, end, nouns):
        return None
    while end < len(utterance.words) and utterance.norms(end, end + 1)[0] in nouns and not utterance.words[end].brk:
        end += 1
    if amount > count:
        return None
    if amount == 1:
        return Named(at, end, (first,))
    behind = norm in _FROM_BEHIND
    return Named(at, end, tuple(range(count - amount, count)) if behind else tuple(range(amount)))


def _place(norm: str, count: int) -> int | None:
    """The place from 0 that one word names."""
    if norm == "middle":
        return 1 if count == 3 else None
    if norm in _FROM_BEHIND:
        return count - 1
    place = ordinal(norm)
    if place is None or (norm in ("other", "secondary") and count != 2):
        return None
    return place - 1 if 0 < place <= count else None


def _ends(utterance: Utterance, at: int, nouns: frozenset[str]) -> bool:
    """Nothing follows that is counted or described itself ("the first website", "last week")."""
    if at >= len(utterance.words) or utterance.words[at].brk:
        return True
    norm = utterance.words[at].norm
    return norm in nouns or norm in _AFTER or (norm == "of" and utterance.norms(at + 1, at + 2)[:1] in _THOSE)
