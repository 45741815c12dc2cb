"""What the recogniser is told to expect: the open vocabulary as a few answers before the transcript.

Whole answers, not a bare list: after a list the decoder writes names where people say "no, make that…", or ends with the first name
of a sentence that holds none.
"""

import re

from speech.ears.guards import plain
from speech.ears.policies import BESIDE
from speech.ears.port import Vocabulary

MOST_NAMES = 24
_MOST_CHARACTERS = 320
_COMMON = frozenset({"yes", "no", "yeah", "okay", "ok"})
"""Heard well enough unhinted; hinting at them invites them where nothing was said."""
_ANSWERS: dict[str | None, tuple[str, ...]] = {
    "region": ("I would like {}.", "Put it in {}, please.", "No, make that {}.", "{}.", "Let's go with {}."),
    "size": ("I'd like the {}, please.", "Let's take a {}.", "The {}.", "We need the {}."),
    "app": ("I would like {}.", "We need {}.", "{}, please.", "{}.", "Let's use {}.", "{}.", "{}.", "{}."),
}
_YES_NO = "No, not now. Yes, go ahead. Nope, please don't. Okay, sure. No, don't create it. Yes, create it. No, thanks. Yep, that's right."
"""A refusal first: what is unclear had better sound like one."""
_CODE = re.compile(r"([A-Za-z]{2,4}) ?\d+")
"""Of such names one of each kind is enough. All of them together drown what isn't one: ten turned every fourth sentence into a
code."""


_BLENDED, _OWN = 5, 2
"""Letters that a word shares with the beginning of a name that was hinted at, and that it has of its own after them."""


def as_printed(name: str) -> str:
    """As books and subtitles have it, which is where the recogniser learned to write: codes in capitals."""
    return name.upper() if _CODE.fullmatch(name) else name


def hinted(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names that are told, as they are printed."""
    names: list[str] = []
    kinds: set[str] = set()
    length = 0
    likely = (as_printed(vocabulary.written(name)) for name in vocabulary.names[: 4 * MOST_NAMES])
    for name in dict.fromkeys(name for name in likely if name.lower() not in _COMMON):
        code = _CODE.fullmatch(name)
        if code and vocabulary.slot == "size" and code[1] in kinds:
            continue
        kinds |= {code[1]} if code else set()
        length += len(name) + 2
        if length > _MOST_CHARACTERS or len(names) >= MOST_NAMES:
            break
        names.append(name)
    return tuple(names)


def hint(vocabulary: Vocabulary, language: str = "en") -> str:
    """Sentence after sentence: after a list with commas a decoder likes to go on with the list. Empty when there is nothing worth
    naming."""
    if vocabulary.slot in BESIDE:  # a name that is said all the same is repaired, and invited by nothing
        return ""
    if vocabulary.slot == "yes_no" and language == "en" and vocabulary.names:
        return _YES_NO
    answers = _ANSWERS.get(vocabulary.slot, ("{}.",)) if language == "en" else ("{}.",)
    return " ".join(answers[n % len(answers)].format(name) for n, name in enumerate(hinted(vocabulary)))


def blended(text: str, vocabulary: Vocabulary) -> bool:
    """A word of it is half a hinted name and half something else ("Falkengate"): what was said was another name, and the hint has
    spoken over it."""
    names = {word for name in hinted(vocabulary) for word in plain(name).split()}
    return any(word not in names and any(_grafted(word, name) for name in names) for word in plain(text).split())


def _grafted(word: str, name: str) -> bool:
    shortest = min(len(word), len(name))
    head = next((n for n in range(shortest) if word[n] != name[n]), shortest)
    return head >= _BLENDED and len(name) - head >= _OWN and len(word) - head >= _OWN
