"""Names that an address repeats word for word: "… helsinki its scrap metal sven sven@scrapmetal.example"."""

import re
from collections.abc import Iterator, Sequence

from dialogue.patterns import regex
from dialogue.understanding.contacts import Contact
from dialogue.understanding.everyday import FUNCTION, is_everyday
from dialogue.understanding.kinds import KINDS
from dialogue.understanding.proper import Run
from dialogue.understanding.small_names import Ours, small_end
from dialogue.understanding.standing import FREE_MAIL, PARTS
from dialogue.understanding.text import Utterance, fold

_LEAST = 6
"""Letters that words and label must have in common."""
_MOST = 5
"""Words that a label is made of."""
_NOT = frozenset("not no than like from old former sell sells make makes use uses buy buys order love loves".split())
_WISHES = frozenset("need needs want wants add get take have give put run host build make create move".split())
_CLIENTS = frozenset("customers clients users people staff members fans team".split())
_LABEL = regex(r"[\W_]")


def echoes(utterance: Utterance, contacts: Sequence[Contact], ours: Ours) -> Iterator[Run]:
    """Stretches in small letters which, written together, are what an address's host is called, or what it begins with."""
    labels = _labels(contacts)
    taken = {i for c in contacts for i in range(c.start, c.end)}
    at = 0
    while labels and at < len(utterance.words):
        end = 0 if at in taken else _anchor(utterance, at, labels, taken)
        if end and not _unfit(utterance, at, end, ours):
            start = utterance.words[at].start
            reach = _reach(utterance, end, start, ours)
            yield Run(utterance.text[start:reach], start, reach)
        at = max(end, at + 1)


def _reach(utterance: Utterance, end: int, start: int, ours: Ours) -> int:
    """Where the name ends of which the words before `end` are in the address: without a place or customers behind it."""
    reach = small_end(utterance.text, start, ours)
    last = end
    while last < len(utterance.words) and utterance.words[last].end <= reach and not ours(utterance.words[last].start) and utterance.words[last].norm not in _CLIENTS:
        last += 1
    return utterance.words[last - 1].end


def _labels(contacts: Sequence[Contact]) -> list[str]:
    found: list[str] = []
    for contact in contacts:
        labels = [label for label in contact.value.rpartition("@")[2].split(".")[:-1] if label not in PARTS]
        if not any(label in FREE_MAIL for label in labels):
            found += [re.sub(_LABEL.pattern, "", fold(label)) for label in labels]
    return [label for label in found if len(label) >= _LEAST]


def _anchor(utterance: Utterance, at: int, labels: Sequence[str], taken: set[int]) -> int:
    """Index behind two words or more from `at` on that make up a label or its beginning."""
    joined, best = "", 0
    for i in range(at, min(at + _MOST, len(utterance.words))):
        word = utterance.words[i]
        if i in taken or (i > at and word.brk):
            break
        joined += re.sub(_LABEL.pattern, "", word.norm)
        if not any(label.startswith(joined) for label in labels):
            break
        if i > at and len(joined) >= _LEAST and word.norm not in FUNCTION:
            best = i + 1
    return best


def _unfit(utterance: Utterance, at: int, end: int, ours: Ours) -> bool:
    """Capitals speak for themselves; what is talk or wholly ours needs more; a name that is denied is none."""
    words = utterance.words[at:end]
    if any(c.isupper() for w in words for c in w.text) or (at and utterance.words[at - 1].norm in _NOT) or words[0].norm in _WISHES:
        return True
    return all(is_everyday(w.norm) or w.norm in KINDS or ours(w.start) for w in words)
