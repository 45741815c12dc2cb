"""Ids of sizes as they are spelled aloud: letter by letter and digit by digit ("C P X five two")."""

from dialogue.understanding.numbers import spoken_digit
from dialogue.understanding.text import Utterance

_LETTERS = {"see": "c", "sea": "c", "pee": "p", "ex": "x", "ay": "a", "eh": "a"}
"""Letters as they are heard."""
_PREFIXES = frozenset({"cpx", "ccx", "cax", "cx"})
_LONGEST = 3
"""Letters of a prefix."""


def spelled_size(utterance: Utterance, covered: set[int]) -> tuple[int, int, str] | None:
    """The first spelled id with the words it takes (half open); it need not exist.

    Args:
        covered: words that mean something already.
    """
    words = utterance.words
    for start in range(len(words)):
        at, prefix = start, ""
        while at < len(words) and len(prefix) < _LONGEST and prefix not in _PREFIXES:
            letters = _LETTERS.get(words[at].norm, words[at].norm)
            if len(letters) > 1 and letters not in _PREFIXES:
                break
            prefix, at = prefix + letters, at + 1
        digits = [spoken_digit(w.norm) for w in words[at : at + 2]] if prefix in _PREFIXES else []
        if len(digits) == 2 and all(digits) and not covered & set(range(start, at + 2)):
            return start, at + 2, prefix + "".join(d or "" for d in digits)
    return None
