"""How many workers, per region or in total; high availability."""

from dataclasses import dataclass
from typing import Literal

from dialogue.understanding.numbers import Number
from dialogue.understanding.polarity import polarity
from dialogue.understanding.scope import Mode, cue_before
from dialogue.understanding.text import Utterance, contains

WORKER = frozenset({"worker", "workers"})
_NODE = frozenset({"node", "nodes"})
_OTHER_UNITS = frozenset("core cpu vcpu vcpus cpus processor thread gb gig gigabyte gib ram memory".split())
_TOTAL = (("in", "total"), ("altogether",), ("overall",), ("all", "together"), ("in", "all"), ("total",))
_EACH = (("each",), ("per", "region"), ("apiece",), ("per", "site"), ("in", "both"), ("everywhere",), ("every", "region"), ("in", "every"))
_FREE_AFTER = frozenset("more fewer less please then instead actually now rather total altogether overall in per each not no or and to too".split())
_FACTORS = {"double": 2, "twice": 2, "triple": 3, "half": 0.5, "halve": 0.5}
_SHORT = 8
"""Words of an utterance that may be nothing but a count."""
_MORE = frozenset({"more", "extra", "additional"})
_FEWER = frozenset({"fewer", "less"})
_TAKES_AWAY = frozenset("remove drop away fewer less minus lose".split())
_HA = (
    ("high", "availability"), ("highly", "available"), ("high", "available"), ("ha",), ("redundant", "control"),
    ("redundant", "control", "plane"), ("three", "control", "planes"), ("3", "control", "planes"), ("h", "a"),
    ("high", "availibility"), ("multi", "master"), ("three", "control", "plane", "nodes"), ("hi", "availability"),
    ("high", "availabilty"), ("three", "masters"), ("3", "masters"),
)  # fmt: skip
_NOT_HA = (("single", "control", "plane"), ("one", "control", "plane"), ("single", "node"))

Share = Literal["each", "total"]


@dataclass(frozen=True, slots=True)
class WorkerCount:
    """Workers wished for."""

    value: int
    share: Share
    taken: frozenset[int]
    """Word indices of the numbers."""
    either: tuple[int, ...] = ()
    """Alternatives: it is open which."""


def worker_count(utterance: Utterance, found: list[Number], *, focused: bool, now: int) -> WorkerCount | None:
    """The count said.

    Args:
        focused: workers are what the talk is about, so that a bare number counts them.
        now: workers as they stand, for "two more".
    """
    scaled = _scaled(utterance, focused=focused, now=now)
    if scaled is not None:
        return scaled
    counted = [n for n in found if _counts(utterance, n) or _of_them(utterance, n)]
    bare = [n for n in found if n not in counted and (not n.article or focused) and _free(utterance, n)]
    if not counted and not (focused and bare and _brief(utterance, bare[0])):
        return _none_at_all(utterance)
    both = sorted([*counted, *bare], key=lambda n: n.start)
    taken = frozenset(i for n in counted or bare for i in range(n.start, n.end))
    extents = [(n.start, n.end) for n in both]
    modes = polarity(utterance, extents, covered=set(taken), names=[str(n.value) for n in both], no_corrects=True)
    stand = [(n, mode) for n, mode in zip(both, modes, strict=True) if _stands(utterance, n, mode)]
    # "not two workers, three": the number beside a count that is taken back counts the same
    chosen = [(n, mode) for n, mode in stand if n in counted] or stand
    if not chosen:
        return _none_at_all(utterance)
    share = _share(utterance, chosen[0][0])
    values = tuple(dict.fromkeys(_moved(utterance, n, now) for n, _mode in chosen))
    return WorkerCount(values[0], share, taken, values if len(values) > 1 else ())


def _brief(utterance: Utterance, number: Number) -> bool:
    """The sentence is short enough to be nothing but a count."""
    start, end = utterance.sentence(number.start)
    return end - start <= _SHORT


def _scaled(utterance: Utterance, *, focused: bool, now: int) -> WorkerCount | None:
    """ "double the workers", "half as many workers"."""
    words = set(utterance.folded)
    factor = next((f for word, f in _FACTORS.items() if word in words), None)
    if factor is None or not now or not (words & WORKER or (focused and len(words) <= _SHORT)) or "dozen" in words:
        return None
    return WorkerCount(int(now * factor), "each", frozenset())


def share_only(utterance: Utterance) -> Share | None:
    """ "in total", "per region": how the count that stands was meant."""
    norms = utterance.norms(0, len(utterance.words))
    if len(norms) > 7:
        return None
    if any(contains(norms, cue) for cue in _TOTAL):
        return "total"
    return "each" if any(contains(norms, cue) for cue in _EACH) else None


def _none_at_all(utterance: Utterance) -> WorkerCount | None:
    for index, word in enumerate(utterance.words):
        if word.norm in WORKER and cue_before(utterance, index, spans=set()).mode == "remove":
            return WorkerCount(0, "each", frozenset())
    return None


def _counts(utterance: Utterance, number: Number) -> bool:
    words = utterance.words
    after = utterance.norms(number.end, number.end + 4)
    for offset, word in enumerate(after):
        if words[number.end + offset].brk == 2 and offset:
            break
        if word in WORKER or (word in _NODE and offset <= 1):
            return (number.value > 0 and not number.article) or offset <= 1
        if word in _OTHER_UNITS or word.rstrip("s") in ("region", "people", "control", "user", "employee"):
            return False
    before = utterance.norms(max(0, number.start - 4), number.start)
    if before and before[-1] in WORKER and (not after or words[number.end].brk):
        return True  # "workers: 2"
    return not number.article and any(w in WORKER for w in before) and "to" in before


def _free(utterance: Utterance, number: Number) -> bool:
    """Nothing that it counts stands after it."""
    if utterance.words[number.start].norm == "no":
        return False
    after = utterance.norms(number.end, number.end + 1)
    if not after or utterance.words[number.end].brk:
        return True
    if after[0] in _MORE | _FEWER:
        following = utterance.norms(number.end + 1, number.end + 2)
        return not following or following[0] in WORKER | _FREE_AFTER or utterance.words[number.end + 1].brk > 0
    return after[0] in _FREE_AFTER or utterance.norms(number.end, number.end + 2) == ("of", "them")


def _of_them(utterance: Utterance, number: Number) -> bool:
    """ "cx33 workers, three of them": the number stands after, alone in its clause."""
    if number.article or not number.value:
        return False
    start, end = utterance.sentence(number.start)
    if not WORKER & set(utterance.norms(start, number.start)):
        return False
    words = utterance.words
    begins = words[number.start].brk == 1 or utterance.norms(number.start - 1, number.end + 2)[0::2] == ("and", "of")
    rest = utterance.norms(number.end, end)
    return begins and (not rest or rest[:2] == ("of", "them") or words[number.end].brk > 0 or rest[:1] in (("please",), ("each",)))


def _stands(utterance: Utterance, number: Number, mode: Mode) -> bool:
    """ "drop two workers" takes two away; "not two workers" takes the count back."""
    if mode == "remove":
        return bool(_TAKES_AWAY & set(utterance.norms(max(0, number.start - 2), number.start)))
    return mode != "dropped"


def _moved(utterance: Utterance, number: Number, now: int) -> int:
    start = number.start
    while start > 0 and number.start - start < 2 and not utterance.words[start].brk:
        start -= 1
    before = utterance.norms(start, number.start)
    after = utterance.norms(number.end, number.end + 2)
    if _MORE & set(after + before) or "another" in utterance.norms(number.start, number.end):
        return now + number.value
    if _FEWER & set(after) or _TAKES_AWAY & set(before):
        return max(0, now - number.value)
    return number.value


def _share(utterance: Utterance, number: Number) -> Share:
    clause = utterance.norms(*utterance.sentence(number.start))
    total = any(contains(clause, cue) for cue in _TOTAL) and not any(contains(clause, cue) for cue in _EACH)
    return "total" if total else "each"


def availability(utterance: Utterance) -> bool | None:
    """High availability asked for, declined, or not spoken of."""
    norms = utterance.norms(0, len(utterance.words))
    if any(contains(norms, cue) for cue in _NOT_HA):
        return False
    for cue in _HA:
        for index in range(len(norms) - len(cue) + 1):
            if norms[index : index + len(cue)] == cue and not _inside_spelling(norms, index, index + len(cue)):
                negated = cue_before(utterance, index, spans=set()).mode == "remove" or _switched_off(norms, index, cue)
                return not negated
    return None


def _inside_spelling(norms: tuple[str, ...], start: int, end: int) -> bool:
    """ "H A R B O U R" spells a name."""
    beside = norms[start - 1 : start] + norms[end : end + 1] if start else norms[end : end + 1]
    return end - start == 2 and any(len(w) == 1 and w.isalpha() and w not in ("a", "i") for w in beside)


def _switched_off(norms: tuple[str, ...], index: int, cue: tuple[str, ...]) -> bool:
    """ "turn HA off", "switch off high availability", "disable HA"."""
    before, after = norms[max(0, index - 3) : index], norms[index + len(cue) : index + len(cue) + 3]
    off = {"off", "disable", "disabled", "deactivate"} & set(before) or {"off", "disabled", "unnecessary"} & set(after)
    return bool(off) or ({"needed", "necessary", "required"} & set(after) != set() and "not" in after)
