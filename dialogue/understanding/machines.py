"""Machines: size by id, by word or by need; workers; high availability."""

import re
from dataclasses import dataclass, field

from dialogue.events import JsonObject
from dialogue.lexicon import Span
from dialogue.understanding.numbers import Number
from dialogue.understanding.scope import cue_before
from dialogue.understanding.text import Utterance, stem

_CORES = frozenset({"core", "cpu", "vcpu", "vcpus", "cpus", "processor", "thread"})
_MEMORY = frozenset({"gb", "gig", "gigabyte", "gib", "ram", "memory"})
_DISK = frozenset({"disk", "storage", "ssd", "space", "hdd", "bandwidth", "traffic"})
_SKU_LIKE = re.compile(r"(?i)\bc(?:p|c|a)?x ?\d{2,3}\b")
_SAME_SIZE = re.compile(r"(?i)\b(?:same|identical)\s+(?:\w+\s+)?(?:size|machines?|servers?|type|kind)\b|\bas big as\b")
_WORKER = frozenset({"worker", "workers"})
_NODE = frozenset({"node", "nodes"})
_MACHINE = frozenset(
    "server servers machine machines size sizes node nodes instance instances box boxes vm vms control plane sku "
    "worker workers hardware computer computers".split()
)
_TOTAL = (("in", "total"), ("altogether",), ("overall",), ("all", "together"), ("in", "all"), ("total",))
_EACH = (("each",), ("per", "region"), ("apiece",), ("per", "site"), ("in", "both"), ("everywhere",))
_HA = (
    ("high", "availability"), ("highly", "available"), ("high", "available"), ("ha",), ("redundant", "control"),
    ("redundant", "control", "plane"), ("three", "control", "planes"), ("3", "control", "planes"), ("h", "a"),
    ("high", "availibility"), ("multi", "master"), ("three", "control", "plane", "nodes"),
)  # fmt: skip
_NOT_HA = (("single", "control", "plane"), ("one", "control", "plane"), ("single", "node"))


@dataclass(slots=True)
class Machines:
    """Draft members found, and the word indices that they took."""

    values: JsonObject = field(default_factory=dict[str, object])
    clear: set[str] = field(default_factory=set[str])
    taken: set[int] = field(default_factory=set[int])


def machines(
    utterance: Utterance, spans: list[Span], found: list[Number], *, expects: str | None, workers_now: int
) -> Machines:
    """Everything said about machines.

    Args:
        expects: the slot that was asked for (`size`, `workers`) or None.
        workers_now: workers per region in the plan, for "two more".
    """
    result = Machines()
    _workers(utterance, found, result, expects=expects, now=workers_now)
    _needs(utterance, spans, found, result)
    _sizes(utterance, spans, result, expects=expects)
    _availability(utterance, result)
    return result


def _workers(
    utterance: Utterance, found: list[Number], result: Machines, *, expects: str | None, now: int
) -> None:
    counted = [
        number
        for number in found
        if _counts_workers(utterance, number, alone=expects == "workers") or _of_them(utterance, number)
    ]
    if counted:
        # "two workers, no, three workers": the last one stands.
        number = counted[-1] if _corrects(utterance, counted[0].end, counted[-1].start) else counted[0]
        result.taken.update(i for n in counted for i in range(n.start, n.end))
        _set_workers(utterance, number, result, now)
        return
    norms = utterance.norms(0, len(utterance.words))
    for index, norm in enumerate(norms):
        if norm in _WORKER and cue_before(utterance, index, spans=set()).mode == "remove":
            result.values["workers"] = 0
            result.clear.add("workersTotal")
            return


def _corrects(utterance: Utterance, start: int, end: int) -> bool:
    return bool(set(utterance.norms(start, end)) & {"no", "actually", "sorry", "rather", "wait", "meant"})


def _counts_workers(utterance: Utterance, number: Number, *, alone: bool) -> bool:
    after = utterance.norms(number.end, number.end + 4)
    for offset, word in enumerate(after):
        if utterance.words[number.end + offset].brk == 2 and offset:
            break
        if word in _WORKER or (word in _NODE and offset <= 1):
            return number.value > 0 or offset <= 1
        if word in _CORES | _MEMORY or word.rstrip("s") in ("region", "people", "control", "user", "employee"):
            return False
    if alone and not number.article:
        return True
    if number.start and not after and utterance.words[number.start - 1].norm in _WORKER:
        return True  # "workers: 2"
    if number.start and utterance.words[number.start - 1].norm in _WORKER and utterance.words[number.end].brk:
        return True
    before = utterance.norms(max(0, number.start - 4), number.start)
    return not number.article and any(w in _WORKER for w in before) and "to" in before


def _of_them(utterance: Utterance, number: Number) -> bool:
    """ "cx33 workers, three of them": the number stands after, alone in its clause."""
    if number.article or not number.value:
        return False
    start, end = utterance.sentence(number.start)
    if not _WORKER & set(utterance.norms(start, number.start)):
        return False
    words = utterance.words
    begins = words[number.start].brk == 1 or utterance.norms(number.start - 1, number.end + 2)[0::2] == ("and", "of")
    rest = utterance.norms(number.end, end)
    return begins and (not rest or rest[:2] == ("of", "them") or words[number.end].brk > 0 or rest[:1] in (("please",), ("each",)))


def _set_workers(utterance: Utterance, number: Number, result: Machines, now: int) -> None:
    start, end = utterance.sentence(number.start)
    clause = utterance.norms(start, end)
    before = utterance.norms(max(start, number.start - 2), number.start)
    after = utterance.norms(number.end, number.end + 2)
    value = number.value
    if "more" in after or "another" in utterance.norms(number.start, number.end) or "extra" in after + before:
        value = now + value
    elif "fewer" in after or "less" in after or ({"remove", "drop", "away", "fewer", "less", "minus"} & set(before)):
        value = max(0, now - value)
    if any(_contains(clause, cue) for cue in _TOTAL) and not any(_contains(clause, cue) for cue in _EACH):
        result.values["workersTotal"] = value
        result.clear.add("workers")
    else:
        result.values["workers"] = value
        result.clear.add("workersTotal")


def _needs(utterance: Utterance, spans: list[Span], found: list[Number], result: Machines) -> None:
    vcpu: int | None = None
    ram: int | None = None
    where = 0
    for number in found:
        if number.article or number.start in result.taken:
            continue
        after = [stem(w) for w in utterance.norms(number.end, number.end + 3)]
        if after[:1] and after[0] in _CORES or after[:2] and after[1:2] and after[1] in _CORES and after[0] in ("virtual", "dedicated", "shared"):
            vcpu, where = number.value, number.start
        elif after[:1] and after[0] in _MEMORY and not set(after[1:3]) & _DISK:
            ram, where = number.value, number.start
    if vcpu is None and ram is None:
        return
    need: JsonObject = {}
    if vcpu:
        need["vcpu"] = vcpu
    if ram:
        need["ramGb"] = ram
    family = _near(spans, "family", utterance.sentence(where))
    if family:
        need["family"] = family
    for_workers = _about_workers(utterance, where)
    result.values["workerSizeNeed" if for_workers else "sizeNeed"] = need
    result.clear.add("workerSize" if for_workers else "size")


def _about_workers(utterance: Utterance, where: int) -> bool:
    """The nearest machine named before it in the sentence is a worker; else one in its own clause."""
    start, _end = utterance.sentence(where)
    for index in range(where - 1, start - 1, -1):
        norm = utterance.words[index].norm
        if norm in _WORKER:
            return True
        if norm in _MACHINE or norm in ("master", "masters"):
            return False
    return bool(_WORKER & set(utterance.norms(*utterance.segment(where))))


def _near(spans: list[Span], kind: str, within: tuple[int, int]) -> str | None:
    for span in spans:
        entry = span.get(kind)
        if entry and within[0] <= span.start < within[1]:
            return entry.value
    return None


def _sizes(utterance: Utterance, spans: list[Span], result: Machines, *, expects: str | None) -> None:
    covered = {i for s in spans for i in range(s.start, s.end)}
    for span in spans:
        sku = span.get("sku")
        if sku and cue_before(utterance, span.start, spans=covered).mode != "remove":
            _set_size(utterance, span, sku.value, result)
    for match in _SKU_LIKE.finditer(utterance.text):
        index = next((i for i, w in enumerate(utterance.words) if w.start >= match.start()), -1)
        if index >= 0 and index not in covered:
            _set_size(utterance, Span(index, index + 1, ()), match.group().replace(" ", "").lower(), result)
    if _SAME_SIZE.search(utterance.text) and _WORKER & set(utterance.norms(0, len(utterance.words))):
        result.clear |= {"workerSize", "workerSizeNeed"}
        result.values.pop("workerSize", None)
        return
    if {"size", "workerSize", "sizeNeed", "workerSizeNeed"} & set(result.values):
        return
    word, family = None, None
    at: Span | None = None
    for span in spans:
        sizeword, fam = span.get("sizeword"), span.get("family")
        if not (sizeword or fam) or cue_before(utterance, span.start, spans=covered).mode == "remove":
            continue
        if fam and _family_meant(utterance, span, expects):
            family, at = fam.value, at or span
        elif sizeword and _size_meant(utterance, span, spans, expects):
            word, at = sizeword.value, at or span
    if at is not None:
        _set_size(utterance, at, " ".join(part for part in (family, word) if part), result)


def _set_size(utterance: Utterance, span: Span, value: str, result: Machines) -> None:
    around = utterance.norms(*utterance.segment(span.start))
    for_workers = bool(_WORKER & set(around)) and not {"control", "plane"} & set(around)
    result.values["workerSize" if for_workers else "size"] = value
    result.clear.add("workerSizeNeed" if for_workers else "sizeNeed")
    result.taken.update(range(span.start, span.end))


def _size_meant(utterance: Utterance, span: Span, spans: list[Span], expects: str | None) -> bool:
    """`small` is a size beside a machine, never beside a bakery."""
    after = utterance.norms(span.end, span.end + 2)
    if after and after[0] in _MACHINE or (len(after) > 1 and after[1] in _MACHINE):
        return True
    if any(s.get("industry") for s in spans if s.start in (span.end, span.end + 1)):
        return False
    around = set(utterance.norms(*utterance.segment(span.start)))
    if around & _MACHINE:
        return True
    if len(utterance.words) - (span.end - span.start) <= 1 and utterance.words[span.start].start == 0:
        return True  # the whole answer
    begin, end = utterance.segment(span.start)
    if set(utterance.norms(begin, span.start) + utterance.norms(span.end, end)) <= {"please", "then", "thanks"} and begin:
        return True  # "…, extra large please"
    if span.start == 0 and after[:1] == ("in",):
        return True  # "small in Ashburn"
    beside_family = any(s.get("family") for s in spans if s.end == span.start or s.start == span.end)
    return beside_family or expects == "size" or _make_it(utterance, span)


def _make_it(utterance: Utterance, span: Span) -> bool:
    """"make it large", "go large", "a large one"."""
    before = utterance.norms(max(0, span.start - 3), span.start)
    after = utterance.norms(span.end, span.end + 1)
    ends = not after or after[0] in ("actually", "please", "then", "instead", "now", "rather")
    return after == ("one",) or (ends and any(v in before for v in ("make", "go", "take")))


def _family_meant(utterance: Utterance, span: Span, expects: str | None) -> bool:
    norms = utterance.norms(span.start, span.end)
    if norms in {("arm",), ("amd",), ("intel",)}:
        return True
    around = set(utterance.norms(*utterance.segment(span.start)))
    alone = len(utterance.words) - (span.end - span.start) <= 2 and "are" not in around
    return bool(around & (_MACHINE | _CORES)) or expects == "size" or alone or _make_it(utterance, span)


def _availability(utterance: Utterance, result: Machines) -> None:
    norms = utterance.norms(0, len(utterance.words))
    if any(_contains(norms, cue) for cue in _NOT_HA):
        result.values["highAvailability"] = False
        return
    for cue in _HA:
        for index in range(len(norms) - len(cue) + 1):
            if norms[index : index + len(cue)] == cue:
                negated = cue_before(utterance, index, spans=set()).mode == "remove" or _switched_off(norms, index, cue)
                result.values["highAvailability"] = not negated
                return


def _switched_off(norms: tuple[str, ...], index: int, cue: tuple[str, ...]) -> bool:
    """ "turn HA off", "switch off high availability", "disable HA"."""
    before, after = norms[max(0, index - 3) : index], norms[index + len(cue) : index + len(cue) + 3]
    return bool({"off", "disable", "disabled", "deactivate"} & set(before)) or "off" in after or "disabled" in after or "needed" in after and "not" in after


def _contains(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(words[i : i + len(phrase)] == phrase for i in range(len(words) - len(phrase) + 1))
