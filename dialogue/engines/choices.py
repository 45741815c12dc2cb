"""An answer to "which do you mean?", put into the words of the option that was picked, so that it is read like any other wish."""

import re
from collections.abc import Sequence

from dialogue.patterns import regex
from dialogue.state import State
from dialogue.understanding.choosing import choose
from dialogue.understanding.numbers import numbers
from dialogue.understanding.text import Utterance, read

_PARTS = regex(r"[,.!?;:]+(?=\s|$)|\b(?:and|but|then)\b", re.IGNORECASE)
_COUNTED = regex(r"\d+(?= )")
_PICKS = frozenset(
    "the a an one ones option number please then thanks thank you i i'd i'll we we'd we'll take take let's go with for like prefer want would use choose pick make it that's that is of them "
    "yes yeah ok okay well hm hmm sorry rather actually just think guess maybe better first second third last latter former at end in on with version i'm mean meant me give us said say "
    "in this case and or not no so let do".split()
)
"""Words around a pick that say nothing else."""


def chosen(state: State, text: str) -> str:
    """`text`, with what picks one of the options put as that option."""
    if state.asking != "clarify" or len(state.options) < 2:
        return text
    options = state.options
    utterance = read(text)
    whole = _picked(utterance, options)
    if whole and _only_picks(utterance, whole):
        return whole
    start = 0
    for mark in [*_PARTS.finditer(text), None]:
        end = mark.start() if mark else len(text)
        part = read(text[start:end])
        picked = _picked(part, options) if part.words else None
        if picked and _only_picks(part, picked):
            return f"{text[:start]} {picked}{text[end:]}".strip()
        start = mark.end() if mark else end
    return whole if whole and len(utterance.words) <= len(read(whole).words) + 3 else text


def on_offer(state: State, utterance: Utterance) -> set[int]:
    """The words that name something which is on offer: it is that, whatever else it looks like."""
    stands = state.validated.problems if state.validated else ()
    offered = {read(o).folded for o in (*state.options, *(s for p in stands for s in p.suggestions))}
    found: set[int] = set()
    for option in offered - {()}:
        starts = (at for at in range(len(utterance.words)) if utterance.folded[at : at + len(option)] == option)
        found |= {i for at in starts for i in range(at, at + len(option))}
    return found


def _picked(utterance: Utterance, options: Sequence[str]) -> str | None:
    found = choose(utterance, options)
    if isinstance(found, tuple):
        if len(found) == 1:
            return options[found[0]]
        return None if any(_COUNTED.match(o) or " instead of " in o for o in options) else " and ".join(options[i] for i in found)
    counted = [n for n in numbers(utterance) if not n.article]
    if len(counted) == 1 and all(_COUNTED.match(o) for o in options) and counted[0].end - counted[0].start >= len(utterance.words) - 2:
        return _COUNTED.sub(str(counted[0].value), options[0], count=1)  # another number than those offered
    return None


def _only_picks(utterance: Utterance, option: str) -> bool:
    known = {w.norm for w in read(option.replace("-", " ")).words} | _PICKS
    strange = [w for w in utterance.folded if w not in known and not w.isdecimal()]
    return len(strange) <= len(numbers(utterance)) + (1 if len(utterance.words) <= 4 else 0)  # "the german one"
