"""How words sound: names that a recogniser wrote as other words ("new remberg", "Guidea") are told by their sound.

Spelling becomes a rough transcription, and two transcriptions are compared by an edit distance in which sounds that ears
confuse (p and b, s and z, one vowel and another) cost little.
"""

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from dialogue.patterns import regex

_DIGRAPHS = (
    ("sch", "S"), ("tch", "C"), ("ch", "C"), ("sh", "S"), ("th", "T"), ("ph", "f"), ("dge", "J"), ("ck", "k"), ("qu", "kw"), ("wh", "w"), ("x", "ks"),
    ("ght", "t"), ("gh", ""),
)  # fmt: skip
_SOFT_C = regex(r"c(?=[eiy])")
_VOWELS = "aeiou"
_CONFUSED = {
    0.15: "sz",
    0.3: "fv Jg",
    0.35: "pb td kg mn wv CJ",
    0.4: "tT SC",
    0.45: "bv dT sS",
    0.5: "sT zJ SJ kC",
    0.55: "lr",
    0.6: "wb wr sC ng pf Ct Jd hf Tf",
    0.7: "hk wl dn kt",
    0.75: "pt pk bd gd",
}
_COST = {pair: cost for cost, pairs in _CONFUSED.items() for p in pairs.split() for pair in (p, p[::-1])}
_FAR = 0.4
"""Transcriptions that share fewer of their sounds aren't compared closely."""


@lru_cache(maxsize=4096)
def sounds(word: str) -> str:
    """A rough transcription; a run of vowels is one, doubled letters too, a silent e at the end is none."""
    word = "".join(c for c in word.lower() if "a" <= c <= "z")[:32]
    word = word[1:] if word.startswith(("kn", "wr")) else word
    for letters, sound in _DIGRAPHS:
        word = word.replace(letters, sound)
    word = _SOFT_C.sub("s", word).replace("c", "k").replace("q", "k")
    word = word[:-1] if len(word) > 3 and word.endswith("e") else word
    out = ""
    for index, letter in enumerate(word):
        sound = "i" if letter == "y" and index else letter
        if sound == "w" and out[-1:] and out[-1] in _VOWELS:
            continue
        if out and (sound == out[-1] or (sound in _VOWELS and out[-1] in _VOWELS)):
            continue
        out += sound
    return out


def weight(code: str) -> float:
    """How much a transcription says: a vowel half of a consonant."""
    return sum(0.5 if c in _VOWELS else 1.0 for c in code)


@lru_cache(maxsize=4096)
def alike(heard: str, name: str) -> float:
    """0 to 1: how alike two transcriptions sound."""
    if not heard or not name or Levenshtein.normalized_similarity(heard, name) < _FAR:
        return 0.0
    return max(0.0, 1 - _distance(heard, name) / max(weight(heard), weight(name)))


def _distance(heard: str, name: str) -> float:
    before = [0.0]
    for sound in name:
        before.append(before[-1] + _lost(sound))
    for was in heard:
        row = [before[0] + _lost(was)]
        for at, sound in enumerate(name):
            row.append(min(before[at] + _swapped(was, sound), before[at + 1] + _lost(was), row[at] + _lost(sound)))
        before = row
    return before[-1]


def _swapped(first: str, second: str) -> float:
    if first == second:
        return 0.0
    vowels = (first in _VOWELS) + (second in _VOWELS)
    return 0.25 if vowels == 2 else 1.1 if vowels else _COST.get(first + second, 1.0)


def _lost(sound: str) -> float:
    return 0.45 if sound in _VOWELS else {"h": 0.35, "r": 0.6, "w": 0.6}.get(sound, 0.9)
