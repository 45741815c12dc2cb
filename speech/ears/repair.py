"""Names of the open vocabulary that were written as other words are told by their sound: "fall constant" is Falkenstein.

`look` finds what stands there and what may have been meant; whoever has the sound itself can weigh the candidates against what
was written; `settle` decides, cautiously, and says why. Addresses and names of people and companies are left alone: they have a
grammar of their own elsewhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from speech.ears.corrections import Demand, demands
from speech.ears.policies import BESIDE, DEMANDING, EVERYDAY, Policy, policy_of
from speech.ears.port import Repair, Vocabulary
from speech.ears.sounds import alike, together
from speech.ears.spoken import said

_EDGE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_WINDOW = 6
"""Words that one name can be torn into."""
_MOST_WORDS = 60
_STRAY_DOT = 0.1
"""Taken off when a dot is heard in a name without one."""
_RAGGED = 0.04
"""Taken off when the words begin or end with one that is seldom part of a name: "the towsinki" is less than "towsinki"."""
_ANY = Policy(accept=1.0, ask=1.0, margin=0.0, look=0.2, everyday=0.2)
"""For those who ask the sound as well."""
_ADDRESS = frozenset({"at", "dot", "dash", "hyphen", "underscore"})
_CODE = re.compile(r"[A-Za-z]{2,3}\d+")
_SHORTEST = 3
"""Signs of a transcription; what is shorter sounds like anything."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that stands in the text as it is."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may have been meant by some words."""

    start: int
    end: int
    name: str
    likeness: float
    text: str
    """The whole text, were it so."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A text in view of a vocabulary."""

    text: str
    tokens: tuple[str, ...]
    mentions: tuple[Mention, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    """Best first."""
    demands: tuple[Demand, ...] = ()
    """Where a correction asks for a name, and none stands."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The text with the names it is now believed to hold."""

    text: str
    repairs: tuple[Repair, ...] = ()
    names: tuple[str, ...] = ()
    """Written forms, in the order of the text."""


@dataclass(frozen=True, slots=True)
class _Form:
    """One way a name is said."""

    name: str
    words: tuple[str, ...]
    """Empty where it is only heard that way, and never written so."""
    parts: tuple[str, ...]
    """Transcriptions of what stands between the dots."""


def look(text: str, vocabulary: Vocabulary) -> Looked:
    """What stands in the text and what may have been meant."""
    tokens = tuple(text.split())
    policy, spelled = policy_of(vocabulary.slot), _spells(text)
    if not tokens or len(tokens) > _MOST_WORDS or (spelled and vocabulary.slot in BESIDE):
        return Looked(text, tokens)
    forms = _forms_of(vocabulary, vocabulary.names) if policy is not None else ()
    mentions = _mentions(tokens, forms or _forms_of(vocabulary, vocabulary.beside))
    if policy is not None and policy.whole and mentions:
        return Looked(text, tokens, mentions)
    taken = {index for mention in mentions for index in range(mention.start, mention.end)}
    asked: tuple[Demand, ...] = ()
    if vocabulary.slot in DEMANDING and demandable(vocabulary) and not spelled:
        asked = tuple(demand for demand in demands(text) if not taken.intersection(range(demand.start, demand.end)))
    if policy is None:
        return Looked(text, tokens, mentions, demands=asked)
    best: dict[tuple[int, int, str], float] = {}
    for start in range(len(tokens)):
        for end in range(start + 1, min(len(tokens), start + _WINDOW) + 1):
            if taken.intersection(range(start, end)):
                break
            if policy.whole and end - start != len(tokens):
                continue
            for name, likeness in _likenesses(tokens[start:end], forms, policy):
                best[start, end, name] = likeness
    found = [
        Candidate(start, end, name, likeness, put(tokens, start, end, vocabulary.written(name)))
        for (start, end, name), likeness in best.items()
    ]
    found.sort(key=lambda c: (-c.likeness, c.end - c.start, c.start))
    return Looked(text, tokens, mentions, tuple(found), asked)


def demandable(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names that a correction may ask for."""
    return vocabulary.beside or (vocabulary.names if policy_of(vocabulary.slot) is not None else ())


def _spells(text: str) -> bool:
    """It may be an address, or a part of one: nothing in it is a misheard name."""
    return bool(_ADDRESS.intersection(said(text)))


def settle(looked: Looked, vocabulary: Vocabulary, gains: Mapping[str, float] | None = None) -> Repaired:
    """The text repaired where the evidence is clear; what isn't clear is reported as a question.

    `gains` are, by a candidate's text, how much better the sound is explained by it than by what was written (in nats).
    """
    policy = policy_of(vocabulary.slot)
    if policy is None or not looked.candidates:
        return Repaired(looked.text, (), tuple(vocabulary.written(m.name) for m in looked.mentions))
    scored = sorted(((policy.score(c.likeness, (gains or {}).get(c.text)), c) for c in looked.candidates), key=lambda p: -p[0])
    repairs: list[Repair] = []
    for score, candidate in scored:
        if score < policy.ask or any(r.start < candidate.end and candidate.start < r.end for r in repairs):
            continue
        written = vocabulary.written(candidate.name)
        rival = next(
            (
                (other_score, other)
                for other_score, other in scored
                if other.start < candidate.end and candidate.start < other.end and vocabulary.written(other.name) != written
            ),
            None,
        )
        clear = score >= policy.accept and (rival is None or score - rival[0] >= policy.margin)
        repairs.append(
            Repair(
                candidate.start, candidate.end, " ".join(looked.tokens[candidate.start : candidate.end]), candidate.name, written,
                round(score, 3), vocabulary.written(rival[1].name) if rival else "", round(rival[0], 3) if rival else 0.0, clear,
            )
        )  # fmt: skip
    return applied(looked, vocabulary, sorted(repairs, key=lambda r: r.start))


def repair(text: str, vocabulary: Vocabulary) -> Repaired:
    """By the sound of the words alone."""
    return settle(look(text, vocabulary), vocabulary)


def likenesses(tokens: tuple[str, ...], vocabulary: Vocabulary, names: tuple[str, ...] = ()) -> dict[str, float]:
    """By name, how much the words sound like it, however little that is. `names`: those in question, where they aren't the answers."""
    return dict(_likenesses(tokens, _forms_of(vocabulary, names or vocabulary.names), _ANY))


def nearest(tokens: tuple[str, ...], vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """The words that sound most like a name, if any does at all: first and last, half open."""
    spans = ((start, end) for start in range(len(tokens)) for end in range(start + 1, min(len(tokens), start + _WINDOW) + 1))
    rated = [(max(likenesses(tokens[a:b], vocabulary).values(), default=0.0), (a, b)) for a, b in spans]
    return [span for _, span in sorted((r for r in rated if r[0]), key=lambda r: -r[0])[:1]]


def applied(looked: Looked, vocabulary: Vocabulary, repairs: list[Repair]) -> Repaired:
    """The text after its repairs, and the names it then holds."""
    tokens = list(looked.tokens)
    names = [(m.start, vocabulary.written(m.name)) for m in looked.mentions]
    for done in reversed([r for r in repairs if r.done]):
        tokens[done.start : done.end] = [_dressed(looked.tokens[done.start : done.end], done.written)]
        names.append((done.start, done.written))
    return Repaired(" ".join(tokens), tuple(repairs), tuple(name for _, name in sorted(names)))


def put(tokens: tuple[str, ...], start: int, end: int, written: str) -> str:
    """The text with a name in the place of some of its words."""
    return " ".join((*tokens[:start], _dressed(tokens[start:end], written), *tokens[end:]))


def _dressed(heard: tuple[str, ...], written: str) -> str:
    """The name with the punctuation that stood around the words it takes the place of."""
    before, after = _EDGE.match(heard[0]), _EDGE.match(heard[-1])
    return f"{before[1] if before else ''}{written}{after[3] if after else ''}"


def _mentions(tokens: tuple[str, ...], forms: tuple[_Form, ...]) -> tuple[Mention, ...]:
    """Names said as they are, the longest first where they overlap."""
    by_words = {form.words: form.name for form in reversed(forms) if form.words}
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        for end in range(min(len(tokens), at + _WINDOW), at, -1):
            name = by_words.get(said(" ".join(tokens[at:end])))
            if name is not None:
                found.append(Mention(at, end, name))
                at = end
                break
        else:
            at += 1
    return tuple(found)


def _likenesses(tokens: tuple[str, ...], forms: tuple[_Form, ...], policy: Policy) -> list[tuple[str, float]]:
    words = said(" ".join(tokens))
    if not words or "at" in words[1:-1]:
        return []
    ragged = _RAGGED if len(tokens) > 1 and (words[0] in EVERYDAY or words[-1] in EVERYDAY) else 0.0
    parts = _parts(words)
    everyday = all(word in EVERYDAY for word in words)
    floor = policy.everyday if everyday else policy.look
    found: dict[str, float] = {}
    for form in forms:
        if sum(map(len, form.parts)) < _SHORTEST:
            continue
        likeness = _likeness(parts, form.parts) - ragged
        if likeness >= floor and likeness > found.get(form.name, 0.0):
            found[form.name] = likeness
    return list(found.items())


def _likeness(heard: tuple[str, ...], name: tuple[str, ...]) -> float:
    """As alike as the least alike of their parts: "acme dot com" isn't "cal dot com" for the sake of its end."""
    if len(heard) == len(name):
        return min(alike(one, other) for one, other in zip(heard, name, strict=True))
    return max(0.0, alike("".join(heard), "".join(name)) - _STRAY_DOT) if len(name) == 1 else 0.0


@lru_cache(maxsize=8192)
def _parts(words: tuple[str, ...]) -> tuple[str, ...]:
    """Transcriptions of the words between the dots."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word == "dot" and parts[-1]:
            parts.append([])
        else:
            parts[-1].append(word)
    return tuple(together(part) for part in parts if part)


def _forms_of(vocabulary: Vocabulary, names: tuple[str, ...]) -> tuple[_Form, ...]:
    return _forms(names, tuple(vocabulary.written(name) for name in names))


@lru_cache(maxsize=64)
def _forms(names: tuple[str, ...], written: tuple[str, ...]) -> tuple[_Form, ...]:
    """Each name as it is spoken and as it is written, numbers as such and digit by digit."""
    found: dict[tuple[str, ...], _Form] = {}
    for name, canonical in zip(names, written, strict=True):
        for form in (name, canonical, *(re.sub(r"(?<=\d)(?=\d)", " ", text) for text in (name, canonical))):
            words = said(form)
            if words:
                found.setdefault(words, _Form(name, words, _parts(words)))
        if _CODE.fullmatch(canonical):  # "a CX33" is one word to a recogniser that doesn't know the code
            words = said(f"A{canonical}")
            found.setdefault(("a", *words), _Form(name, (), _parts(words)))
    return tuple(found.values())
