"""Which name of the vocabulary the sound itself speaks for, where an answer has its place in what was heard.

Every name is put there in turn, and each text is measured by how much likelier the sound makes it than it would be in silence: what
is left is the sound's own say, and no longer how common a name is in books. `places` finds where a name stands or may have stood;
`judge` compares.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from speech.ears.guards import plain
from speech.ears.hotwords import as_printed
from speech.ears.policies import DEMANDED, EVERYDAY, NEAR, NEAR_AHEAD, Rivalry, rivalry_of
from speech.ears.port import Repair, Vocabulary
from speech.ears.repair import Looked, Repaired, applied, demandable, likenesses, nearest, put
from speech.ears.spoken import said

_MOST_PLACES = 2
_PLAIN = 0.7
"""Likeness from which other words may be a second name."""
_MOST_RIVALS = 6
"""Names that are weighed for one place; of more than that, those which sound least like it are left out. With ten no other answer is
right, and each costs half of what hearing a short answer does."""
_BEFORE = frozenset(
    """a an and are at be can could do for go have i id ill in is it its just let lets like make maybe my need no of okay on our please put
    should so take that the then this to us use want we well will with would yes you""".split()
)
_AFTER = frozenset("again also be for is it me now please thank thanks that then there this too us would you".split())
"""What an answer begins and ends with."""
_BEYOND = 0.92
_SETTLED = 0.97
"""Chance from which neither less likely names are weighed nor a second opinion is asked for. As many answers are right as when both
always are, for a third of the price."""
_MOST_BEHIND, _PAUSES = 3, ",.;:!?"
"""Words behind a name that may be a piece of another one; and what stands between two that don't belong together."""
_APART = frozenset("and but not or".split())
_LONGEST = 9
_MOST_LOST, _MOST_GAINED, _MOST_STRENGTH, _WEAKEST, _LEAST_CONFIDENCE = 60.0, 15.0, 40.0, 30.0, 0.05
"""What lies beyond says no more."""
"""Words; what is longer and holds nothing like a name is no answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words where a name stands, or may have been said."""

    start: int
    end: int
    name: str
    """That stands there; empty when none does."""
    likeness: Mapping[str, float]
    """By name, of its sound to the words."""
    rivals: tuple[str, ...]
    """All names that may have been said there, one for each way of writing."""
    words: int = 0
    """Of the answer that it is, or stands in."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the sound says about a place."""

    place: Place
    gains: Mapping[str, float]
    """By name: how much likelier the sound is with it than with what was written, in nats."""
    strengths: Mapping[str, float]
    """By name: how much likelier the sound makes it than silence does."""


def places(looked: Looked, vocabulary: Vocabulary) -> tuple[Place, ...]:
    """Where names stand, then where something like one does; in a short text without either, the likeliest words. Where the
    question has no list of answers, what a correction asks for."""
    if rivalry_of(vocabulary.slot) is None:
        return tuple(_demanded(looked, vocabulary))
    by_writing = _by_writing(vocabulary, vocabulary.names)
    names = tuple(by_writing.values())
    found: list[tuple[int, int, str]] = [(m.start, m.end, by_writing[vocabulary.written(m.name)]) for m in looked.mentions]
    for c in looked.candidates:
        if (not found or c.likeness >= _PLAIN) and all(c.end <= start or end <= c.start for start, end, _ in found):
            found.append((c.start, c.end, ""))
    if not looked.mentions and len(found) < _MOST_PLACES and len(looked.tokens) <= _LONGEST:
        spans = [_kernel(looked.tokens), *nearest(looked.tokens, vocabulary)]
        found += [(start, end, "") for start, end in dict.fromkeys(spans) if (start, end, "") not in found]
    grafted = _grafted(looked)
    if grafted and vocabulary.slot != "size":
        found = [(looked.mentions[0].start, grafted, found[0][2])]
    made: list[Place] = []
    for start, end, name in found[:_MOST_PLACES]:
        spans = _inside(start, end) if name else [(start, end)]
        likeness = _likest(looked, spans, vocabulary)
        rivals = sorted(names, key=lambda other: (other != name, -likeness.get(other, 0.0)))[:_MOST_RIVALS]
        made.append(Place(start, end, name, likeness, tuple(rivals), len(looked.tokens)))
    return tuple(made)


def _grafted(looked: Looked) -> int:
    """The end of an answer that is a name and words behind it that nobody says there, "Hillsboro can sign": the hint has written a name
    over the beginning of what was said, and they may be the rest of another one. 0 where it isn't so."""
    if len(looked.mentions) != 1 or len(looked.tokens) > _LONGEST:
        return 0
    end = _kernel(looked.tokens)[1]
    behind = [plain(token) for token in looked.tokens[looked.mentions[0].end : end]]
    torn = 0 < len(behind) <= _MOST_BEHIND and any(word not in EVERYDAY for word in behind) and not _APART.intersection(behind)
    return end if torn and all(token[-1] not in _PAUSES for token in looked.tokens[looked.mentions[0].start : end - 1]) else 0


def _inside(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The whole, and without some of its first or last words."""
    yield from ((first, end) for first in range(start, end))
    yield from ((start, last) for last in range(start + 1, end))


def _likest(looked: Looked, spans: Iterable[tuple[int, int]], vocabulary: Vocabulary, names: tuple[str, ...] = ()) -> dict[str, float]:
    """By name, how much the one of these pieces that sounds most like it does."""
    found: dict[str, float] = {}
    for start, end in spans:
        for name, alike in likenesses(looked.tokens[start:end], vocabulary, names).items():
            found[name] = max(alike, found.get(name, 0.0))
    return found


def _demanded(looked: Looked, vocabulary: Vocabulary) -> Iterator[Place]:
    """A name would take the place of all that is asked for, and sound like it as much as the likest part of it."""
    names = demandable(vocabulary)
    for demand in looked.demands[:_MOST_PLACES]:
        spans = ((start, end) for start in range(demand.start, demand.core_start + 1) for end in range(demand.core_end, demand.end + 1))
        likeness = _likest(looked, spans, vocabulary, names)
        rivals = sorted(_by_writing(vocabulary, names).values(), key=lambda name: -likeness.get(name, 0.0))[:_MOST_RIVALS]
        yield Place(demand.start, demand.end, "", likeness, tuple(rivals), demand.end - demand.start)


def _by_writing(vocabulary: Vocabulary, names: Sequence[str]) -> dict[str, str]:
    """One name for each way of writing, the first."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(vocabulary.written(name), name)
    return found


def text_with(looked: Looked, place: Place, name: str, vocabulary: Vocabulary) -> str:
    """The text, were it this name that was said."""
    text = put(looked.tokens, place.start, place.end, as_printed(vocabulary.written(name)))
    return text if text[-1:] in ".,!?" else f"{text}."


def judge(looked: Looked, vocabulary: Vocabulary, evidence: Sequence[Evidence], confidence: float) -> Repaired:
    """The text with the names that the sound speaks for; what is left open is reported as a question. `confidence` is the
    recogniser's own in the text as it stands."""
    rivalry = rivalry_of(vocabulary.slot) or DEMANDED
    repairs: list[Repair] = []
    for made in sorted((_judged(looked, vocabulary, one, rivalry, confidence) for one in evidence), key=lambda r: -r.score):
        if all(made.end <= other.start or other.end <= made.start for other in repairs):
            repairs.append(made)
    stand = {(m.start, vocabulary.written(m.name)) for m in looked.mentions}
    repairs = [r for r in repairs if (r.start, r.written) not in stand and (r.done or r.score >= rivalry.ask)]
    gone = [r for r in repairs if r.done]
    kept = tuple(m for m in looked.mentions if all(m.end <= r.start or r.end <= m.start for r in gone))
    return applied(Looked(looked.text, looked.tokens, kept), vocabulary, sorted(repairs, key=lambda r: r.start))


def beyond_doubt(looked: Looked, vocabulary: Vocabulary, one: Evidence, confidence: float) -> bool:
    """The sound has decided, and not the words alone; other places for the same answer needn't be tried."""
    rivalry = rivalry_of(vocabulary.slot)
    if rivalry is None or one.place.name:
        return False
    return _judged(looked, vocabulary, one, replace(rivalry, near=0.0), confidence).score >= _BEYOND


def decided(looked: Looked, vocabulary: Vocabulary, one: Evidence, confidence: float) -> bool:
    """The sound has made up its mind which of the names it is, or that it is none."""
    chance = _judged(looked, vocabulary, one, rivalry_of(vocabulary.slot) or DEMANDED, confidence).score
    return chance >= _SETTLED or (not one.place.name and chance <= 1.0 - _SETTLED)


def _judged(looked: Looked, vocabulary: Vocabulary, one: Evidence, rivalry: Rivalry, confidence: float) -> Repair:
    """The likeliest name for a place. Where a name stands already it only has to beat that one."""
    place = one.place
    words = looked.tokens[place.start : place.end]
    odds = {name: _odds(one, name, rivalry) for name in place.rivals}
    if not place.name:
        ordinary = sum(plain(word) in EVERYDAY for word in words) / len(words)
        for name, nearness in _near({name: place.likeness.get(name, 0.0) for name in place.rivals}):
            odds[name] += rivalry.near * nearness * (1.0 - ordinary)
        unclear = math.log(max(_LEAST_CONFIDENCE, confidence))
        odds[""] = rivalry.none + rivalry.words * place.words + rivalry.clear * unclear + rivalry.common * ordinary
    top = max(odds.values())
    total = sum(math.exp(value - top) for value in odds.values())
    best, second = (*sorted(place.rivals, key=lambda name: -odds[name])[:2], "")[:2]
    chance, next_chance = (math.exp(odds[name] - top) / total if name else 0.0 for name in (best, second))
    done = best != place.name if place.name else chance >= rivalry.accept
    return Repair(
        place.start, place.end, " ".join(words), best, vocabulary.written(best), round(chance, 3),
        vocabulary.written(second) if second else "", round(next_chance, 3), done,
    )  # fmt: skip


def _near(likeness: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """The one name, if there is one, that words all but sound like; 0 to 1."""
    first, second = sorted((*likeness.items(), ("", 0.0), ("", 0.0)), key=lambda one: -one[1])[:2]
    if first[1] > NEAR and (first[1] - second[1] >= NEAR_AHEAD or first[1] == 1.0 > second[1]):
        yield first[0], (first[1] - NEAR) / (1.0 - NEAR)


def _odds(one: Evidence, name: str, rivalry: Rivalry) -> float:
    gain = max(-_MOST_LOST, min(_MOST_GAINED, one.gains[name]))
    strength = max(-_WEAKEST, min(_MOST_STRENGTH, one.strengths[name]))
    return (
        rivalry.gain * gain / 10
        + rivalry.strength * strength / 10
        + rivalry.like * one.place.likeness.get(name, 0.0)
        + (rivalry.stands if name == one.place.name else 0.0)
    )


def _kernel(tokens: tuple[str, ...]) -> tuple[int, int]:
    """An answer without the words that answers are wrapped in: its first and last word, half open."""
    words = ["".join(said(token)) for token in tokens]
    start, end = 0, len(words)
    while start < end - 1 and words[start] in _BEFORE:
        start += 1
    while end > start + 1 and words[end - 1] in _AFTER:
        end -= 1
    return start, end
