"""Names in a message that only lists its values: "2 workers, nbg1, Take Two Films, reel@taketwo.example"."""

import re
from collections.abc import Iterator

from dialogue.patterns import regex
from dialogue.understanding.bare_names import is_titled_name
from dialogue.understanding.kinds import KINDS
from dialogue.understanding.proper import Run, starts_like_a_sentence
from dialogue.understanding.small_names import Ours
from dialogue.understanding.text import fold

_ITEM = regex(r"[^,;|/\n]+")
_VALUE = regex(r"(?i)@|\d|^\s*(?:ha|eu|us|[a-z]{3})\s*$")
"""What stands in such a list beside the name: an address, a count, a code."""
_COUNTED = frozenset("worker workers node nodes region regions server servers machine machines app apps core cores".split())
_LONGEST_ITEM = 5
_FEWEST = 3
"""Items that make a list; two may be a sentence with a comma in it."""


def itemised(text: str, ours: Ours) -> Iterator[Run]:
    """Items in capitals throughout that begin like a sentence would, where every item is short and most are values."""
    items = [m for m in _ITEM.finditer(text.rstrip(" .!")) if m.group().strip()]
    if len(items) < _FEWEST or any(len(m.group().split()) > _LONGEST_ITEM for m in items):
        return
    values = [m for m in items if _VALUE.search(m.group()) or ours(m.start() + len(m.group()) - len(m.group().lstrip()))]
    for item in items:
        value = item.group().strip()
        if item not in values and len(values) >= len(items) - 2 and _is_name(value):
            start = item.start() + item.group().index(value)
            if not any(ours(start + word.start()) for word in re.finditer(r"\S+", value)):
                yield Run(value, start, start + len(value))


def _is_name(value: str) -> bool:
    """ "Take Two Films", "Good Morning Bakery": more words than an order or a greeting has."""
    words = [fold(w) for w in value.split()]
    return is_titled_name(value) and starts_like_a_sentence(words[0]) and (len(words) > 2 or words[-1] in KINDS) and words[-1] not in _COUNTED
