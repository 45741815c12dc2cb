"""Workers said for single places: "no workers in Ashburn", "workers only in Helsinki, three of them"."""

from dataclasses import dataclass

from dialogue.understanding.numbers import Number, numbers
from dialogue.understanding.scope import cue_before
from dialogue.understanding.text import Utterance
from dialogue.understanding.whereabouts import preposition
from dialogue.understanding.workers import WORKER, distribution

_NODES = WORKER | {"node", "nodes"}
_BETWEEN = frozenset("only just at all any of them the there but running exclusively solely placed standing should shall must be are is go live please over".split())
"""Between workers and the word that leads to their place."""
_ONLY = frozenset("only just solely exclusively alone".split())
_GETS = frozenset("gets get has have needs need should with without".split())
_SITES = frozenset("region regions site sites location locations".split())
_REACH = 7


@dataclass(frozen=True, slots=True)
class Shares:
    """What was said of single places."""

    said: dict[int, int]
    """By the number of the place in the list that was asked about."""
    only: bool = False
    """The places that weren't named have none."""


def of_workers(utterance: Utterance, start: int, end: int) -> int | None:
    """The word for the workers that are, or aren't, at the place of these words; None when it is no such place."""
    at = preposition(utterance, start)
    if at is None and start and utterance.folded[start - 1] in _ONLY and not utterance.words[start].brk:
        at = preposition(utterance, start - 1)  # "in only Helsinki"
    if at is None:
        after = utterance.norms(end, end + 4)
        named = next((i for i, w in enumerate(after) if w in WORKER), None)
        return end + named if named is not None and after[0] in _GETS else None
    begin, _ = utterance.sentence(start)
    if (behind := _behind(utterance, at, end)) is not None:
        return behind
    index = at - 1
    while index > begin and at - index < _REACH and utterance.folded[index] in _BETWEEN:
        index -= 1
    if index < begin:
        return None
    if utterance.folded[index] in _NODES:
        return index
    earlier = [i for i in range(begin, index) if utterance.folded[i] in WORKER]
    counted = earlier and any(n.end == index + 1 and not n.article for n in numbers(utterance))
    return earlier[-1] if counted and not _SITES & set(utterance.norms(begin, at)) else None


def _behind(utterance: Utterance, at: int, end: int) -> int | None:
    """ "only in Helsinki three workers", "not in Ashburn any workers": the workers stand behind the place that is limited or denied."""
    led = utterance.norms(max(0, at - 1), at)
    if not led or led[0] not in _ONLY | {"not", "no", "without"}:
        return None
    counted = next((n.end for n in numbers(utterance) if n.start == end), end + (utterance.norms(end, end + 1) == ("any",)))
    return counted if utterance.norms(counted, counted + 1) and utterance.folded[counted] in WORKER and not any(w.brk for w in utterance.words[end : counted + 1]) else None


def shares(utterance: Utterance, found: list[Number], places: list[tuple[int, int]]) -> Shares:
    """Workers by the place (of `places`, word indices) that they were said for."""
    said = distribution(utterance, found, places)
    only = False
    if WORKER.isdisjoint(utterance.folded):
        return Shares(said)
    for number, (start, end) in enumerate(places):
        worker = of_workers(utterance, start, end)
        if worker is None:
            continue
        limited = _limited(utterance, worker, start, end)
        only = only or limited
        if number in said:
            continue
        denied = start < worker and utterance.folded[max(0, (preposition(utterance, start) or 1) - 1)] in ("not", "no", "without")
        if denied or cue_before(utterance, worker, spans=set()).mode == "remove":
            said[number] = 0
        elif limited and len(loose := [n for n in found if not n.article and n.value and utterance.sentence(n.start) == utterance.sentence(worker)]) == 1:
            said[number] = loose[0].value
    return Shares(said, only)


def _limited(utterance: Utterance, worker: int, start: int, end: int) -> bool:
    """ "workers only in Helsinki", "only Helsinki gets workers", "three workers in Helsinki only"."""
    at = preposition(utterance, start)
    first = min(worker, start if at is None else at)
    before = utterance.norms(max(utterance.sentence(start)[0], first - 1), start)
    return bool(_ONLY & set(before)) or utterance.norms(end, end + 1) in (("only",), ("alone",), ("exclusively",))
