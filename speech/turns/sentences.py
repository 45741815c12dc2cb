"""Whether a text, as recognisers write it, is a whole sentence. Pure; where the small words of a language aren't known, only its marks count.

A recogniser that was given all of a sentence ends it with a full stop or a question mark; given a piece of one it often ends in
dots, a comma or nothing. Alone that says little: it takes the words as well.
"""

import re
from collections.abc import Mapping

from speech.turns.wordlists import (
    ASKED_FOR,
    ASKING,
    DOING,
    ENDING_QUESTIONS,
    NO_WORDS,
    OPENINGS,
    POLITE,
    REQUESTS,
    TELLING,
    WHOLE,
)

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
    does = any(word in doing and not _only_tells(words, at, language) for at, word in enumerate(words))
    return len(words) >= _LEAST and _STOP.search(text) is not None and does


def _only_tells(words: list[str], at: int, language: str) -> bool:
    """"We have thirty people", "I run a bakery": who so begins has yet to say what for."""
    telling = TELLING.get(language, frozenset())
    return words[at] in telling and (at == 0 or words[at - 1] in _WE.get(language, frozenset()) or "'" in words[at])


def is_only_opening(words: list[str], language: str) -> bool:
    """"Hi", "well", "so": what is wanted follows."""
    openings = OPENINGS.get(language, frozenset())
    return bool(words) and all(word in openings for word in words)


def asks_with_its_verb_last(text: str, words: list[str], language: str) -> bool:
    """"Which ones do you have?" ends with a word that elsewhere leads on."""
    if not is_question(text) or words[-1] not in ENDING_QUESTIONS.get(language, frozenset()):
        return False
    return any(f" {asked} " in f" {' '.join(words[:-1])} " for asked in ASKED_FOR.get(language, frozenset()))


def ends_politely(words: list[str], language: str) -> bool:
    """"…, please": whoever says so wants nothing more."""
    return any(" ".join(words).endswith(f" {polite}") for polite in POLITE.get(language, frozenset()))


def is_aside(text: str, words: list[str], language: str) -> bool:
    """Somebody who was asked something asks or wants something else: a question, a request, or what ends with a "please"."""
    if " ".join(words) in WHOLE.get(language, frozenset()):
        return True
    if is_question(text):
        # "Can you explain?" may go on to say what.
        return len(words) >= (_LEAST if words[0] in ASKING.get(language, frozenset()) else _LEAST + 1)
    if ends_politely(words, language):
        return True
    first = next((word for word in words if word not in _led_in_by(language)), "")
    return len(words) >= _LEAST and _STOP.search(text) is not None and first in REQUESTS.get(language, frozenset())


def _led_in_by(language: str) -> frozenset[str]:
    return OPENINGS.get(language, frozenset()) | NO_WORDS.get(language, frozenset()) | _LED_IN


_WE: Mapping[str, frozenset[str]] = {"en": frozenset("i we they".split()), "de": frozenset("ich wir".split())}
_LED_IN = frozenset("please then now actually and also bitte dann jetzt und auch alors maintenant et aussi ahora entonces y también".split())
"""Between a no and what is wanted."""
