"""What somebody says while we are speaking: a murmur of somebody who listens, an answer, or a wish that we stop. Pure."""

from collections.abc import Mapping
from typing import Literal

from speech.turns.expectation import Expectation, is_hesitation, tokens
from speech.turns.wordlists import MURMURS, NO_WORDS, STOP_WORDS, YES_WORDS

Reading = Literal["empty", "backchannel", "words"]
_LONGEST_MURMUR = 3


def reading(text: str, expected: Expectation) -> Reading:
    """How to take a text that was spoken over us.

    A murmur never interrupts. Assent does only where a yes or no is asked for and nothing paid hangs on it:
    before the whole of a read-back was heard nobody can have agreed to it.
    """
    words = [word for word in tokens(text) if word not in (".", "@")]
    if not words:
        return "empty"
    language = expected.language
    if _made_of(words, _of(STOP_WORDS, language) | _of(NO_WORDS, language), anywhere=True):
        return "words"
    if len(words) > _LONGEST_MURMUR:
        return "words"
    murmurs = _of(MURMURS, language)
    if all(is_hesitation(word) for word in words) or _made_of(words, murmurs):
        return "backchannel"
    assent = _of(YES_WORDS, language)
    if _made_of(words, assent | murmurs):
        return "words" if expected.kind == "yes_no" and not expected.paid else "backchannel"
    return "words"


def _of(table: Mapping[str, frozenset[str]], language: str) -> frozenset[str]:
    """Of the language, and the English ones, which everybody uses."""
    return table.get(language, frozenset()) | table["en"]


def _made_of(words: list[str], known: frozenset[str], *, anywhere: bool = False) -> bool:
    """All the words, one or two at a time, are known; with `anywhere`: some are."""
    i = 0
    while i < len(words):
        step = 2 if " ".join(words[i : i + 2]) in known and i + 1 < len(words) else 1 if words[i] in known else 0
        if anywhere and step:
            return True
        if not step:
            if not anywhere:
                return False
            step = 1
        i += step
    return not anywhere
