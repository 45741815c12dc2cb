"""How something written is said: "CPX42" is "see pee ex forty two", "Cal.com" is "cal dot com". English, for names and numbers."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "ay bee see dee ee eff jee aitch eye jay kay ell em en oh pee cue are ess tee you vee doubleyou ex why zee".split(),
        strict=True,
    )
)
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_MARKS = (("@", " at "), ("&", " and "), ("%", " percent "), ("+", " plus "), ("’", "'"))
_PART = re.compile(r"[A-Za-z']+|\d+")
_DOT = re.compile(r"(?<=\w)\.(?=\w)")
_SPELLED_DOTS = re.compile(r"\b(?:[A-Za-z]\.){2,}(?=\W|$|\d)|\b(?:[A-Za-z]\.)+(?=[A-Za-z]\b)")
_GLUED = re.compile(r"\b[A-Za-z]{1,4}(?=\d)")
"""Letters before a number, as in "cax31" and "fsn1"."""
_SPELLED_MOST = 4
_WORDS_IN_CAPITALS = frozenset({"OK", "ARM", "YES", "NO", "HELLO"})
_LONE_WORDS = frozenset({"a", "i"})


def folded(text: str) -> str:
    """Without accents, in letters of the alphabet."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def said(text: str) -> tuple[str, ...]:
    """The words of a text as they are spoken, in lower case."""
    text = _SPELLED_DOTS.sub(lambda m: m.group().replace(".", " "), folded(text))
    for mark, word in _MARKS:
        text = text.replace(mark, word)
    text = _GLUED.sub(lambda m: m.group().upper(), text)
    parts = _PART.findall(_DOT.sub(" dot ", text))
    words: list[str] = []
    for index, part in enumerate(parts):
        beside = parts[index + 1 : index + 2] + parts[max(0, index - 1) : index]
        words += _part(part, beside)
    return tuple(words)


def _part(part: str, beside: list[str]) -> list[str]:
    if part.isdecimal():
        return number(part)
    bare = part.replace("'", "")
    if _is_spelled(bare, beside):
        return [_LETTERS[letter] for letter in bare.lower()]
    return [bare.lower()] if bare else []


def _is_spelled(part: str, beside: list[str]) -> bool:
    """Letters that are said one by one: single ones, capitals, and what has no vowel."""
    if len(part) == 1:
        among = any(len(other) == 1 or other.isdecimal() or other.isupper() for other in beside)
        return among or part.lower() not in _LONE_WORDS
    if len(part) > _SPELLED_MOST or part in _WORDS_IN_CAPITALS:
        return False
    return part.isupper() or not re.search("[aeiouy]", part.lower())


def number(digits: str) -> list[str]:
    """Up to 99 as a number, more as digits, as people read out sizes and addresses."""
    value = int(digits)
    if len(digits) > 2 or (len(digits) == 2 and digits[0] == "0"):
        return [_UNITS[int(digit)] for digit in digits]
    if value < 20:
        return [_UNITS[value]]
    return [_TENS[value // 10], *([_UNITS[value % 10]] if value % 10 else [])]
