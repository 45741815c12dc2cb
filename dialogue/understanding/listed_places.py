"""Places that are listed as the regions: "two regions, Sweden and Germany", "regions: London, Paris"; and as many as they are counted."""

from collections.abc import Sequence
from typing import Protocol

from dialogue.lexicon import Span
from dialogue.understanding.numbers import ordinal
from dialogue.understanding.text import Utterance

_SITES = frozenset("regions sites locations zones datacenters datacentres".split())
_LEADS = frozenset("in namely like at the e.g both one say being are is".split())
_THEIRS = frozenset("our my their your have has run own operate got manage".split())
_REACH = 4


class Counted(Protocol):
    """A place with how many were said to be there."""

    @property
    def span(self) -> Span: ...  # noqa: D102 - a name says it
    @property
    def count(self) -> int | None: ...  # noqa: D102 - a name says it


def enumerated(utterance: Utterance, start: int) -> bool:
    """The place at word `start` begins a list that says which the regions are."""
    at = start - 1
    while at > 0 and start - at < _REACH and utterance.words[at + 1].brk < 2 and utterance.folded[at] in _LEADS:
        at -= 1
    if at < 0 or utterance.folded[at] not in _SITES or utterance.words[at + 1].brk > 1:
        return False
    told = utterance.words[at + 1].brk or at + 1 == start
    theirs = utterance.folded[at] != "regions" and _THEIRS & set(utterance.norms(max(0, at - 3), at))
    return bool(told) and not theirs and not _THEIRS & set(utterance.norms(max(0, at - 1), at))


def counts_all(utterance: Utterance, come: Sequence[Counted]) -> bool:
    """ "two regions in London and Toronto": the number before the first of them counts them all."""
    first, rest = come[0], come[1:]
    if first.count != len(come) or any(m.count for m in rest):
        return False
    ends = [m.span.end for m in come]
    return all(set(utterance.norms(end, m.span.start)) <= {"and"} for end, m in zip(ends, rest, strict=False))


def place_behind(utterance: Utterance, end: int) -> bool:
    """ "the US first", "Germany should be second": the position is said behind the place, which stands already."""
    behind = utterance.norms(end, min(len(utterance.words), end + _REACH + 1))
    breaks = next((i for i, w in enumerate(utterance.words[end : end + _REACH + 1]) if w.brk), len(behind))
    return any(ordinal(w) is not None or w == "front" for w in behind[:breaks])
