"""Whose size it is: the control plane's or the workers'. Told by the noun beside the size, by the label before it, or by what "those" points back to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dialogue.understanding.numbers import Number
from dialogue.understanding.text import Utterance, stem
from dialogue.understanding.workers import WORKER, labelled

Target = Literal["size", "workerSize"]

CORES = frozenset({"core", "cpu", "vcpu", "vcpus", "cpus", "processor", "thread"})
MEMORY = frozenset({"gb", "gig", "gigabyte", "gib", "ram", "memory"})
MACHINE = frozenset(
    "server servers machine machines size sizes node nodes instance instances box boxes vm vms control plane cp sku "
    "worker workers hardware computer computers".split()
)
CONTROL = frozenset("control plane planes master masters cp cps".split())
_ONE_MACHINE = frozenset("machine server box instance vm computer".split())
_LABELS_SIZE = MACHINE | frozenset("type kind flavour flavor main model master masters".split())
_NO_MACHINE = frozenset("size sizes sku hardware".split())
_BESIDE = frozenset("with plus having has get together alongside without".split())
"""Words after which something else is listed."""
_MADE_OF = frozenset("for as on of with at being each are is be get".split())
"""They tie a size to the machines named on their other side."""
_POINT_BACK = frozenset("those they these them ones each apiece both".split())
_ALTERNATIVES = frozenset({"or"})
_TOTAL = frozenset("total altogether overall".split())
"""Beside them "_": words that were blanked because they share a count ("not each")."""
_LABEL_WORDS = 4
_REACH = 12
"""Words after a figure in which its machine is named."""


@dataclass(frozen=True, slots=True)
class Said:
    """What stands around the sizes of one utterance."""

    utterance: Utterance
    counts: Mapping[int, Number]
    """Numbers that count things by the word they begin at, no cores and no gigabytes among them."""
    counted: frozenset[int]
    """Where such numbers end."""
    none: frozenset[int]
    """Where a "no" or a "zero" ends."""
    skus: frozenset[int]
    """Words of ids."""
    settled: bool
    """The control plane's size was told before: what is said beside workers is theirs."""

    @classmethod
    def of(cls, utterance: Utterance, found: Sequence[Number], skus: frozenset[int], *, settled: bool) -> "Said":
        """From every number of the utterance."""
        counts = {n.start: n for n in found if not is_measure(utterance, n)}
        ends = frozenset(n.end for n in counts.values())
        return cls(utterance, counts, ends, frozenset(n.end for n in counts.values() if n.value == 0), skus, settled)


def role(said: Said, start: int, end: int) -> Target:
    """Whose size the words from `start` to `end` are."""
    utterance = said.utterance
    if told := _label(utterance, start) or _bracketed(utterance, start):
        return told
    first, last = utterance.segment(start)
    if told := _ahead(said, (first, start, end, last)) or _behind(said, first, start, end):
        return told
    before = () if utterance.words[start].brk else utterance.norms(max(0, start - 1), start)
    beside = {*before, *utterance.norms(end, end + 2)}
    if {"ones", "each", "apiece"} & beside:
        return latest_machine(utterance, start)
    if _POINT_BACK & set(utterance.norms(first, start)):
        return _pointed(utterance, first)
    return "size"


def role_of_need(said: Said, start: int, end: int) -> Target:
    """Whose cores or memory: figures stand before their machine ("16 core workers") or, listed, after it."""
    utterance = said.utterance
    if told := _label(utterance, start):
        return told
    last = end
    while last < min(len(utterance.words), end + _REACH) and not utterance.words[last].brk:
        last += 1
    return _ahead(said, (start, start, end, last)) or latest_machine(utterance, start)


def latest_machine(utterance: Utterance, where: int) -> Target:
    """The nearest machine named before it in the sentence."""
    first, _end = utterance.sentence(where)
    for index in range(where - 1, first - 1, -1):
        norm = utterance.words[index].norm
        if norm in WORKER:
            return "workerSize"
        if norm in MACHINE or norm in CONTROL:
            return "size"
    return "workerSize" if WORKER & set(utterance.norms(*utterance.segment(where))) else "size"


def is_measure(utterance: Utterance, number: Number) -> bool:
    """ "16 cores", "64 gigs", "8 dedicated cores"."""
    after = [stem(w) for w in utterance.norms(number.end, number.end + 2)]
    return bool(after) and (after[0] in CORES | MEMORY or (len(after) > 1 and after[1] in CORES and after[0] in ("virtual", "dedicated", "shared")))


def _label(utterance: Utterance, start: int) -> Target | None:
    """ "Workers: 4x cpx52", "worker size = cpx52", "CP: dedicated 16 cores": the label that the size stands under."""
    first, _end = utterance.sentence(start)
    index = start - 1
    while index >= first and not labelled(utterance, index):
        apart = utterance.words[index + 1].brk and not _counted_up_to(utterance, index)
        if apart or utterance.words[index].norm in WORKER | CONTROL:
            return None
        index -= 1
    if index < first:
        return None
    begin = index
    while begin > first and index - begin < _LABEL_WORDS and not utterance.words[begin].brk:
        begin -= 1
    words = set(utterance.norms(begin, index + 1))
    if words & WORKER:
        return "workerSize"
    return "size" if words & _LABELS_SIZE else None


def _counted_up_to(utterance: Utterance, index: int) -> bool:
    """ "workers: 4 in total, cpx52": behind the comma it is still about what the label names."""
    if utterance.words[index + 1].brk > 1:
        return False
    while index >= 0 and not utterance.words[index + 1].brk > 1 and utterance.words[index].norm in _TOTAL | {"in"}:
        index -= 1
    return index > 0 and utterance.words[index].norm.isdecimal() and labelled(utterance, index - 1)


def _bracketed(utterance: Utterance, start: int) -> Target | None:
    """ "three workers (cpx42)"."""
    if not start or utterance.words[start - 1].norm not in WORKER:
        return None
    between = utterance.text[utterance.words[start - 1].end : utterance.words[start].start]
    return "workerSize" if between.strip() in ("(", "[") else None


def _ahead(said: Said, extent: tuple[int, int, int, int]) -> Target | None:
    """ "cpx52 workers", "large machines for the two workers"; not "cpx52 two workers", where something else is counted."""
    utterance, (first, start, end, last) = said.utterance, extent
    counted = tied = False
    index = end
    while index < last:
        norm = utterance.words[index].norm
        if norm in CONTROL:
            return "size"
        if norm in WORKER:
            if counted and not tied:
                return "workerSize" if said.settled and not _none(said, index) else None
            return "size" if not tied and _count_follows(said, first, start, index) else "workerSize"
        if norm in _BESIDE or norm == "then" or (norm == "and" and not _measured_at(said, index + 1)):
            return None
        if index in said.skus and utterance.words[index - 1].norm not in _ALTERNATIVES:
            return None  # the other size stands nearer to what comes after
        tied = tied or (norm in ("for", "as", "on") and not counted)
        number = said.counts.get(index)
        counted = counted or number is not None
        index = number.end if number else index + 1
    return None


def _behind(said: Said, first: int, start: int, end: int) -> Target | None:
    """ "two workers on cpx52", "the control plane is a large one"; not "no workers, a large machine"."""
    utterance = said.utterance
    for index in range(start - 1, first - 1, -1):
        norm = utterance.words[index].norm
        if norm in CONTROL:
            return "size"
        if norm in WORKER:
            between = set(utterance.norms(index + 1, start))
            apart = _none(said, index) or (not between & _MADE_OF and ("_" in between or between & _TOTAL or set(utterance.norms(end, end + 1)) & _ONE_MACHINE))
            return "size" if apart else "workerSize"
    return None


def _none(said: Said, worker: int) -> bool:
    """ "no workers", "zero workers"."""
    return worker in said.none


def _measured_at(said: Said, index: int) -> bool:
    """Cores or memory go on here: "16 cores and 64 gigs workers"."""
    return stem(*said.utterance.norms(index + 1, index + 2) or ("",)) in CORES | MEMORY


def _count_follows(said: Said, first: int, start: int, worker: int) -> bool:
    """ "cpx62 workers 3", "large, workers: 3": the count has a label of its own, and the size is the machine's."""
    utterance, after = said.utterance, worker + 1
    if said.settled or after >= len(utterance.words) or (utterance.words[after].brk and not labelled(utterance, worker)):
        return False
    number = said.counts.get(after)
    if number is None or number.article or start in said.counted:
        return False
    sentence, _end = utterance.sentence(start)
    others = any(i in said.skus for i in range(sentence, start))
    return not others and not CONTROL & set(utterance.norms(sentence, first))


def _pointed(utterance: Utterance, first: int) -> Target:
    """What "those" are: the machines named last, in this sentence or in the one before."""
    sentence, _end = utterance.sentence(first)
    if sentence:
        sentence, _end = utterance.sentence(sentence - 1)
    for index in range(first - 1, sentence - 1, -1):
        norm = utterance.words[index].norm
        if norm in WORKER:
            return "workerSize"
        if norm in MACHINE - _NO_MACHINE or norm in CONTROL:
            return "size"
    return "size"
