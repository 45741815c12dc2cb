"""What the dialogue expects to hear, and whether a text already says it. Pure; the dialogue may hand in a judge of its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from speech.turns.sentences import (
    asks_with_its_verb_last,
    ends_politely,
    is_aside,
    is_only_opening,
    is_question,
    is_whole,
)
from speech.turns.wordlists import (
    AT_WORDS,
    DIGIT_WORDS,
    DOT_WORDS,
    ENDINGS,
    HESITATIONS,
    LEADING_ON,
    NO_WORDS,
    TENS_WORDS,
    YES_WORDS,
)

Kind = Literal["open", "yes_no", "choice", "list", "number", "code", "email", "domain", "name"]
"""What an answer looks like: anything; yes or no; one of a few things; any number of them; an amount; digits; an address; a host
name; a proper name."""


class Completeness(StrEnum):
    """How far a text answers what was asked."""

    UNKNOWN = "unknown"
    INCOMPLETE = "incomplete"
    """More must come: "jo at", "and", four digits of six."""
    POSSIBLE = "possible"
    """It may be all, and may go on: "twenty"."""
    COMPLETE = "complete"
    ASIDE = "aside"
    """No answer, and all the same something whole: a question, a request."""


Judge = Callable[[str], Completeness]


@dataclass(frozen=True, slots=True)
class Expectation:
    """The open question, as far as the end of its answer goes."""

    kind: Kind = "open"
    slot: str | None = None
    awaited: bool = False
    """An answer is waited for: silence is asked again."""
    paid: bool = False
    """A yes would cost money or destroy something: assent that is spoken over us is none."""
    language: str = "en"
    digits: int = 6
    """Of a code."""
    judge: Judge | None = None
    """The dialogue's own opinion of a text; UNKNOWN leaves it to the grammar here."""

    def completeness(self, text: str) -> Completeness:
        """Of what has been said so far. A sentence that breaks off is incomplete whatever it says."""
        words = tokens(text)
        if not words or (breaks_off(text, self.language) and not self._ends_a_host(words)):
            return Completeness.INCOMPLETE if words else Completeness.UNKNOWN
        verdict = self.judge(text) if self.judge is not None else Completeness.UNKNOWN
        if verdict is Completeness.UNKNOWN and self.kind in ("open", "name"):
            return _free(self, text, words)
        verdict = verdict if verdict is not Completeness.UNKNOWN else _by_grammar(self, words)
        if self.kind == "list" and verdict is Completeness.POSSIBLE and ends_politely(words, self.language):
            return Completeness.COMPLETE
        return Completeness.ASIDE if _unanswered(self, verdict, words) and is_aside(text, words, self.language) else verdict

    def _ends_a_host(self, words: list[str]) -> bool:
        """"dot de" is no "of" in a French address, and "dot at" no "at" in an English one."""
        return self.kind in ("email", "domain") and len(words) > 2 and words[-2] in DOT_WORDS and words[-1] in ENDINGS


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|@|\.(?=[^\W_])", re.UNICODE)
_DANGLING = re.compile(r"(?:\.\.\.|…|[,–—:&+-])\s*$")
_SHORT_ANSWER = 3
_SOME_DIGITS = 2
"""From so many on it is a code, and no number of something else."""


def tokens(text: str) -> list[str]:
    """Words in lower case; `@` and a dot inside a name count as words."""
    return _WORD.findall(text.lower().replace("’", "'"))


def breaks_off(text: str, language: str) -> bool:
    """The speaker has more to say: a conjunction, a preposition, a hesitation or a dash at the end."""
    words = tokens(text)
    if not words or asks_with_its_verb_last(text, words, language):
        return False
    if _DANGLING.search(text):
        return True
    last = words[-1]
    pair = " ".join(words[-2:])
    leading = LEADING_ON.get(language, LEADING_ON["en"])
    return last in leading or pair in leading or is_hesitation(last)


def is_hesitation(word: str) -> bool:
    """"um", "äh", "euh"…, drawn out or not."""
    return word in HESITATIONS or re.fullmatch(r"(?:u+h*m+|e+r+m*|h+m+|ä+h+m*|e+u+h+|u+h+|a+h+)", word) is not None


def only_hesitates(text: str) -> bool:
    """Nothing but hesitation was said."""
    words = tokens(text)
    return bool(words) and all(is_hesitation(word) for word in words)


def _unanswered(expected: Expectation, verdict: Completeness, words: list[str]) -> bool:
    """Nothing of what was asked for is in it: no beginning of an address, of a code, no name."""
    if expected.kind == "email" and _has_at(words):
        return False
    if expected.kind == "code" and sum(word.isdigit() or word in DIGIT_WORDS for word in words) >= _SOME_DIGITS:
        return False
    if expected.kind == "domain" and any(word in DOT_WORDS for word in words):
        return False
    return verdict is Completeness.UNKNOWN or (verdict is Completeness.INCOMPLETE and expected.kind in ("email", "code", "domain"))


def _by_grammar(expected: Expectation, words: list[str]) -> Completeness:
    match expected.kind:
        case "yes_no":
            return _yes_no(words, expected.language)
        case "code":
            return _code(words, expected.digits)
        case "email":
            return _address(words) if _has_at(words) else Completeness.INCOMPLETE
        case "domain":
            return _address(words)
        case "number":
            return _number(words)
        case "choice" | "list":
            # A judge that knows the list and doesn't find anything of it in the text has said something by that.
            return Completeness.UNKNOWN if expected.judge is not None else Completeness.POSSIBLE
        case "open" | "name":
            return Completeness.UNKNOWN


def _free(expected: Expectation, text: str, words: list[str]) -> Completeness:
    """Of what may be anything: a question that was asked is over; a sentence may be all, and so may a name."""
    if is_question(text):
        return Completeness.COMPLETE
    if is_whole(text, words, expected.language):
        return Completeness.POSSIBLE
    if expected.kind == "name" and not is_only_opening(words, expected.language) and not only_hesitates(text):
        return Completeness.POSSIBLE
    return Completeness.UNKNOWN


def _yes_no(words: list[str], language: str) -> Completeness:
    if words[-1] in NO_WORDS.get(language, frozenset()) | NO_WORDS["en"] and len(words) <= 2:
        return Completeness.POSSIBLE  # what they want instead may follow
    known = YES_WORDS.get(language, frozenset()) | NO_WORDS.get(language, frozenset()) | YES_WORDS["en"] | NO_WORDS["en"]
    pairs = {" ".join(words[i : i + 2]) for i in range(len(words) - 1)}
    if len(words) <= _SHORT_ANSWER and (words[0] in known or words[-1] in known or pairs & known):
        return Completeness.COMPLETE
    return Completeness.POSSIBLE


def _code(words: list[str], wanted: int) -> Completeness:
    said = 0
    doubled = 1
    for word in words:
        if word in ("double", "triple"):
            doubled = 2 if word == "double" else 3
            continue
        if word.isdigit():
            said += len(word) * doubled
        elif word in DIGIT_WORDS:
            said += doubled
        elif word in TENS_WORDS:
            said += 2
        doubled = 1
    if said == 0:
        return Completeness.UNKNOWN
    return Completeness.COMPLETE if said >= wanted else Completeness.INCOMPLETE


def _has_at(words: list[str]) -> bool:
    return any(word in AT_WORDS for word in words)


def _address(words: list[str]) -> Completeness:
    """A name, a dot and a known ending. `co` may be followed by `dot uk`."""
    if words[-2:-1] == ["dot"] and words[-1] == "at" and _has_at(words[:-1]):
        return Completeness.COMPLETE  # Austria
    if words[-1] in AT_WORDS or words[-1] in DOT_WORDS:
        return Completeness.INCOMPLETE
    dots = [i for i, word in enumerate(words) if word in DOT_WORDS]
    if not dots or dots[-1] == len(words) - 1:
        return Completeness.INCOMPLETE
    after_at = max((i for i, word in enumerate(words) if word in AT_WORDS), default=-1)
    if dots[-1] < after_at:
        return Completeness.INCOMPLETE
    ending = "".join(words[dots[-1] + 1 :])
    if ending in ("co", "com"):
        return Completeness.POSSIBLE if ending == "co" else Completeness.COMPLETE
    return Completeness.COMPLETE if ending in ENDINGS else Completeness.POSSIBLE


def _number(words: list[str]) -> Completeness:
    if words[-1] in ("point", "comma", "komma", "coma", "virgule", "virgül", "hundred", "thousand"):
        return Completeness.POSSIBLE if words[-1] in ("hundred", "thousand") else Completeness.INCOMPLETE
    if words[-1] in TENS_WORDS:
        return Completeness.POSSIBLE
    if words[-1].isdigit() or words[-1] in DIGIT_WORDS:
        return Completeness.COMPLETE
    counted = words[-2:-1]
    if counted and (counted[0].isdigit() or counted[0] in DIGIT_WORDS or counted[0] in TENS_WORDS) and words[-1] not in NO_WORDS["en"]:
        return Completeness.COMPLETE  # "six workers"
    numbers = any(word.isdigit() or word in DIGIT_WORDS or word in TENS_WORDS for word in words)
    return Completeness.POSSIBLE if numbers else Completeness.UNKNOWN
