"""How words sound, and how far apart two sounds are to an ear: "fall constant" lies beside "Falkenstein".

Spelling becomes a rough transcription by rules that hold for English and well enough for the names of its neighbours. Two
transcriptions are compared by an edit distance whose prices come from how and where sounds are made.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

_RULES: tuple[tuple[str, str], ...] = (
    ("sch", "S"), ("tch", "C"), ("dge", "J"), ("tion", "Sn"), ("sion", "Zn"), ("cious", "SUs"), ("tious", "SUs"),
    ("eigh", "E"), ("augh", "O"), ("ough", "O"), ("igh", "I"), ("ght", "t"),
    ("ph", "f"), ("sh", "S"), ("ch", "C"), ("th", "T"), ("wh", "w"), ("ck", "k"), ("qu", "kw"), ("gh", ""), ("dt", "t"),
    ("x", "ks"), ("oo", "U"), ("ou", "U"), ("ow", "O"), ("oy", "OI"), ("oi", "OI"), ("oa", "O"), ("ew", "U"), ("ue", "U"), ("ui", "U"),
    ("ee", "I"), ("ea", "I"), ("ie", "I"), ("ei", "I"), ("ey", "I"), ("ai", "E"), ("ay", "E"), ("au", "O"), ("aw", "O"), ("eu", "U"),
    ("a", "A"), ("e", "E"), ("i", "I"), ("o", "O"), ("u", "U"),
    ("b", "b"), ("d", "d"), ("f", "f"), ("h", "h"), ("j", "J"), ("k", "k"), ("l", "l"), ("m", "m"), ("n", "n"), ("p", "p"), ("q", "k"),
    ("r", "r"), ("s", "s"), ("t", "t"), ("v", "v"), ("w", "w"), ("z", "z"),
)  # fmt: skip
_BY_FIRST: dict[str, list[tuple[str, str]]] = {}
for _letters, _sound in _RULES:
    _BY_FIRST.setdefault(_letters[0], []).append((_letters, _sound))

_VOWELS = "AEIOU"
_IRREGULAR = {
    "one": "wUn", "two": "tU", "to": "tU", "too": "tU", "eight": "Et", "you": "yU", "are": "Ar", "eye": "AI", "why": "wAI", "cue": "kyU",
    "jay": "JE", "kay": "kE", "jee": "JI", "of": "Uv", "the": "TU", "zero": "zIrO", "our": "Ar", "we": "wI", "me": "mI", "be": "bI", "he": "hI",
}  # fmt: skip
_SILENT_FIRST = (("kn", "n"), ("wr", "r"), ("ps", "s"), ("gn", "n"), ("gh", "g"))
_DOUBLED = re.compile(r"(.)\1+")

_PLACE = {sound: place for place, made in enumerate(("pbmw", "fv", "T", "tdsznlr", "SZCJ", "y", "kgN", "h")) for sound in made}
"""From the lips to the throat."""
_MANNER = {sound: manner for manner, made in {"s": "pbtdkg", "f": "fvTszSZh", "a": "CJ", "n": "mnN", "l": "lr", "g": "wy"}.items() for sound in made}
"""Stopped, hissed, both, through the nose, flowing, gliding."""
_VOICED = frozenset("bdgvzZJmnNlrwy")
_MANNERS_APART = {
    "sf": 0.5, "sa": 0.4, "fa": 0.3, "sn": 0.6, "fn": 0.75, "nl": 0.5, "lg": 0.35, "sl": 0.75, "fl": 0.75, "sg": 0.75, "fg": 0.7, "an": 0.8,
    "al": 0.8, "ag": 0.8, "ng": 0.6,
}  # fmt: skip
_VOICE_APART, _PLACE_APART, _PLACE_MOST = 0.25, 0.13, 0.5
_VOWELS_APART = {"AE": 0.2, "AO": 0.2, "EI": 0.15, "OU": 0.2, "AU": 0.3, "AI": 0.3, "EO": 0.3, "EU": 0.3, "IO": 0.35, "IU": 0.3}
_VOWEL_LOST, _CONSONANT_LOST = 0.4, 0.85
_EASILY_LOST = {"h": 0.35, "r": 0.45, "w": 0.5, "y": 0.4, "t": 0.7, "d": 0.7, "l": 0.4}
_FAR = 0.3
"""Transcriptions that share fewer of their signs aren't compared closely."""


@lru_cache(maxsize=8192)
def sounds(word: str) -> str:
    """One word's rough transcription."""
    word = "".join(c for c in word.lower() if "a" <= c <= "z")[:40]
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for letters, sound in _SILENT_FIRST:
        if word.startswith(letters):
            word = sound + word[len(letters) :]
    if len(word) > 3 and word[-1] == "e" and word[-2] not in "aeiou":
        word = word[:-1]
    found: list[str] = []
    at = 0
    while at < len(word):
        taken, sound = _sound_at(word, at)
        found.append(sound)
        at += taken
    return _DOUBLED.sub(r"\1", "".join(found))


def _sound_at(word: str, at: int) -> tuple[int, str]:
    """How many letters make the next sound, and which it is."""
    letter, after = word[at], word[at + 1 : at + 2]
    if letter == "c" and word[at : at + 2] not in ("ch", "ck"):
        return (1, "s") if after and after in "eiy" else (1, "k")
    if letter == "g" and word[at : at + 2] != "gh":
        return (1, "J") if after and after == "y" else (1, "g")
    if letter == "y":
        return (1, "I") if at else (1, "y")
    for letters, sound in _BY_FIRST.get(letter, ()):
        if word.startswith(letters, at):
            return len(letters), sound
    return 1, ""


def together(words: Sequence[str]) -> str:
    """The transcription of words said in one breath: where one ends with the sound the next begins with, it is said once."""
    return _DOUBLED.sub(r"\1", "".join(sounds(word) for word in words))


def weight(code: str) -> float:
    """How much a transcription says: a vowel half of a consonant."""
    return sum(0.5 if sound in _VOWELS else 1.0 for sound in code)


@lru_cache(maxsize=16_384)
def alike(heard: str, name: str) -> float:
    """0 to 1: how alike two transcriptions sound."""
    if heard == name:
        return 1.0 if heard else 0.0
    if not heard or not name or Levenshtein.normalized_similarity(heard, name) < _FAR:
        return 0.0
    return max(0.0, 1.0 - _distance(heard, name) / max(weight(heard), weight(name)))


def _distance(heard: str, name: str) -> float:
    before = [0.0]
    for sound in name:
        before.append(before[-1] + _lost(sound))
    for was in heard:
        gone = _lost(was)
        row = [before[0] + gone]
        for at, sound in enumerate(name):
            row.append(min(before[at] + _swapped(was, sound), before[at + 1] + gone, row[at] + _lost(sound)))
        before = row
    return before[-1]


@lru_cache(maxsize=1024)
def _swapped(first: str, second: str) -> float:
    """What it costs to take one sound for another."""
    if first == second:
        return 0.0
    if first in _VOWELS and second in _VOWELS:
        return _VOWELS_APART.get(first + second) or _VOWELS_APART[second + first]
    if first in _VOWELS or second in _VOWELS:
        return 0.6 if {first, second} & {"w", "y", "r", "l"} else 1.1
    apart = min(_PLACE_MOST, abs(_PLACE[first] - _PLACE[second]) * _PLACE_APART)
    if (first in _VOICED) != (second in _VOICED):
        apart += _VOICE_APART
    one, other = _MANNER[first], _MANNER[second]
    if one != other:
        apart += _MANNERS_APART.get(one + other) or _MANNERS_APART[other + one]
    return min(1.1, apart)


def _lost(sound: str) -> float:
    return _VOWEL_LOST if sound in _VOWELS else _EASILY_LOST.get(sound, _CONSONANT_LOST)
