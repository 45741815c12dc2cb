"""Whether a text, as recognisers write it, is a whole sentence. Pure; where the small words of a language aren't known, only its marks count.

A recogniser that was given all of a sentence ends it with a full stop or a question mark; given a piece of one it often ends in
dots, a comma or nothing. Alone that says little: it takes the words as well.
"""

import re

from speech.turns.wordlists import DOING, OPENINGS, WHOLE

_QUESTION = re.compile(r"[?؟][\"'”»)]*\s*$")
_STOP = re.compile(r"[.!。][\"'”»)]*\s*$")
_LEAST = 3
"""Words of a statement; of fewer it takes known ones."""


def is_question(text: str) -> bool:
    """It ends as a question."""
    return _QUESTION.search(text) is not None


def is_whole(text: str, words: list[str], language: str) -> bool:
    """A statement or a request in which somebody does something; or one of the few short ones that are all there is to say."""
    if " ".join(words) in WHOLE.get(language, frozenset()):
        return True
    doing = DOING.get(language, frozenset())
    return len(words) >= _LEAST and _STOP.search(text) is not None and any(word in doing for word in words)


def is_only_opening(words: list[str], language: str) -> bool:
    """"Hi", "well", "so": what is wanted follows."""
    openings = OPENINGS.get(language, frozenset())
    return bool(words) and all(word in openings for word in words)
