"""How many workers, per region or in total."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from dialogue.understanding.numbers import Number, is_pronoun, ordinal, stands_alone
from dialogue.understanding.polarity import polarity
from dialogue.understanding.scope import Mode, cue_before
from dialogue.understanding.shared_out import shared_out
from dialogue.understanding.text import Utterance, contains, stem

WORKER = frozenset("worker workers wrk wrks wkr wkrs wrkr wrkrs".split())
_NODE = frozenset({"node", "nodes"})
_OTHER_UNITS = frozenset("core cpu vcpu vcpus cpus processor thread gb gig gigabyte gib ram memory".split())
_TOTAL = (("in", "total"), ("altogether",), ("overall",), ("all", "together"), ("in", "all"), ("total",), ("not", "each"), ("not", "per"), ("not", "in", "each"))
_EACH = (
    ("each",), ("apiece",), ("everywhere",), ("in", "both"), ("at", "both"), ("in", "every"), ("at", "every"), ("in", "either"),
    *((per, place) for per in ("per", "every") for place in ("region", "site", "place", "location", "city", "country", "datacenter", "datacentre", "data", "end", "side", "zone")),
)  # fmt: skip
_IN_BOTH = frozenset({("in", "both"), ("at", "both"), ("in", "either")})
"""Of these, what is no "each" where a total is named: "four in total in both regions"."""
_EACH_BEGINS, _TOTAL_BEGINS = frozenset(cue[0] for cue in _EACH), frozenset(cue[0] for cue in _TOTAL)
_VAGUE = frozenset("few some several handful bunch many lots multiple various".split())
_VAGUE_FILL = frozenset("of a more extra additional the those".split())
_VAGUELY = (2, 3, 4)
"""What is offered for "a few"."""
_FACTORS = {"double": 2, "twice": 2, "triple": 3, "half": 0.5, "halve": 0.5}
_SHORT = 8
"""Words of an utterance that may be nothing but a count."""
_MORE = frozenset({"more", "extra", "additional"})
_FEWER = frozenset({"fewer", "less"})
_TAKES_AWAY = frozenset("remove drop away fewer less minus lose".split())

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


def worker_count(utterance: Utterance, found: list[Number], *, focused: bool, now: int, begins: frozenset[int] = frozenset()) -> WorkerCount | None:
    """The count said.

    Args:
        focused: workers are what the talk is about, so that a bare number counts them.
        now: workers as they stand, for "two more".
        begins: words that begin a machine, a place or an app.
    """
    scaled = _scaled(utterance, focused=focused, now=now)
    if scaled is not None:
        return scaled
    starts = {n.start: n for n in found}
    counted = [n for n in found if not (is_pronoun(utterance, n) and not WORKER & set(utterance.norms(n.end, n.end + 1))) and (_counts(utterance, n, starts, begins) or _of_them(utterance, n)) and not _staff(utterance, n)]
    bare = [n for n in found if n not in counted and (not n.article or focused) and _free(utterance, n) and not is_pronoun(utterance, n) and not _OTHERS & set(utterance.norms(*utterance.sentence(n.start)))]
    if all(n.article for n in counted) and _vague(utterance):
        return WorkerCount(0, _said_share(utterance), frozenset(), _VAGUELY)
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
    per = next((n for n, _mode in stand if utterance.norms(n.end, n.end + 1) in (("per",), ("each",), ("apiece",))), None)
    if per is not None and len(stand) > 1:
        return WorkerCount(per.value, "each", taken)  # "six workers, three per region"
    share = _share(utterance, chosen[0][0])
    values = tuple(dict.fromkeys(_moved(utterance, n, now) for n, _mode in chosen))
    return WorkerCount(values[0], share, taken, values if len(values) > 1 else ())


_OTHERS = frozenset("app apps application applications".split())
"""What else a "none" may be said of."""


def _staff(utterance: Utterance, number: Number) -> bool:
    """ "we employ twelve workers", "there's eight workers in the shop": people, and no machines."""
    begin, end = utterance.sentence(number.start)
    before, after = utterance.norms(max(begin, number.start - 4), number.start), utterance.norms(number.end, min(end, number.end + 7))
    if _EMPLOYS & set(before) or after[:1] in (("people",), ("employees",)) or "people" in after and "mean" in after:
        return True
    if before[-1:] in (("our",), ("my",)) and after[:1] in (("workers",), ("worker",)) and after[1:2] in (("are",), ("were",), ("work",)):
        return True  # "our 40 workers are carpenters"
    has = _HAS & set(before) and not _WANTED & set(before)
    return bool(has) and bool(_PREMISES & set(after)) and bool({"in", "at", "on"} & set(after))


_EMPLOYS = frozenset("employ employs employing employed hire hires hired".split())
_HAS = frozenset("have has there's there are got we're i've we've with is".split())
_WANTED = frozenset("should want need like add must to would let's please".split())
_PREMISES = frozenset(
    "shop office factory kitchen farm workshop warehouse bakery plant studio company business restaurant field fields yard garage house clinic hospital school depot mill site staff payroll "
    "dairy mill brewery orchard stable stables laundry wood forge foundry vineyard greenhouse salon store bar cafe hotel".split()
)


def _brief(utterance: Utterance, number: Number) -> bool:
    """The sentence is short enough to be nothing but a count."""
    start, end = utterance.sentence(number.start)
    return end - start <= _SHORT


def _scaled(utterance: Utterance, *, focused: bool, now: int) -> WorkerCount | None:
    """ "double the workers", "half as many workers"."""
    words = set(utterance.folded)
    if words & {"twice"} and not any(utterance.norms(i + 1, i + 2) in (("as",), ("that",), ("the",), ("this",)) for i, w in enumerate(utterance.words) if w.norm == "twice") and len(words) > _LONE:
        return None  # "karim@…, with i twice"
    factor = next((f for word, f in _FACTORS.items() if word in words), None)
    if factor is None or not now or not (words & WORKER or (focused and len(words) <= _SHORT)) or "dozen" in words:
        return None
    return WorkerCount(int(now * factor), "each", frozenset())


_LONE = 3


def share_only(utterance: Utterance) -> Share | None:
    """ "in total", "per region": how the count that stands was meant."""
    norms = utterance.norms(0, len(utterance.words))
    if len(norms) > 7:
        return None
    if (not _TOTAL_BEGINS.isdisjoint(norms) and any(contains(norms, cue) for cue in _TOTAL)) or (shared_out(norms) and (len(norms) <= _FEW or not _THEM.isdisjoint(norms))):
        return "total"
    return "each" if says_each(utterance) else None


_FEW = 3
_THEM = WORKER | frozenset("them those these they".split())
"""What is shared out, where it isn't "the bill"."""


def says_each(utterance: Utterance) -> bool:
    """ "six workers in each region": whatever else is said, it is no total."""
    return not _EACH_BEGINS.isdisjoint(utterance.folded) and any(contains(utterance.folded, cue) for cue in _EACH)


def _vague(utterance: Utterance) -> bool:
    """ "a few workers", "some more workers": wanted, and it is open how many."""
    for index, word in enumerate(utterance.words):
        if word.norm not in WORKER:
            continue
        at = index - 1
        while at >= 0 and utterance.words[at].norm in _VAGUE_FILL and not utterance.words[at + 1].brk:
            at -= 1
        if at >= 0 and utterance.words[at].norm in _VAGUE and not utterance.words[at + 1].brk:
            asks = utterance.norms(max(0, at - 1), at) in (("how",), ("too",), ("so",))
            return not asks and cue_before(utterance, at, spans=set()).mode != "remove"
    return False


def _none_at_all(utterance: Utterance) -> WorkerCount | None:
    for index, word in enumerate(utterance.words):
        if word.norm in WORKER and cue_before(utterance, index, spans=set()).mode == "remove":
            return WorkerCount(0, "each", frozenset())
    return None


def _counts(utterance: Utterance, number: Number, starts: dict[int, Number], begins: frozenset[int]) -> bool:
    if _heads_workers(utterance, number, starts):
        return True
    after, before = utterance.norms(number.end, number.end + 3), utterance.norms(max(0, number.start - 4), number.start)
    if _measures(after):
        return False
    ends = not after or utterance.words[number.end].brk > 0
    label = labelled(utterance, number.start - 1) if before else False
    if before and (before[-1] in WORKER or _named(before) or (before[-1] in _NODE and label)):
        return ends or ((label or not utterance.words[number.start].brk) and _nothing_counted(utterance, number, begins))  # "workers: 2", "workers: 4x cpx52", "workers: three in each place"
    return not number.article and any(w in WORKER for w in before) and "to" in before


def _named(before: tuple[str, ...]) -> bool:
    """ "worker count", "number of workers", "worker pool of"."""
    if before[-1:] == ("of",):
        before = before[:-1]
        return before[-1:] != () and before[-1] in _POOLS and bool(WORKER & set(before[-2:-1]))
    if before[-1:] == ("nodes",) or before[-1:] != () and before[-1] in _POOLS:
        return bool(WORKER & set(before[-2:-1]))
    return before[-1:] in (("count",), ("number",), ("amount",)) and any(w in WORKER for w in before)


_POOLS = frozenset("pool pools group groups set machines servers".split())


def _heads_workers(utterance: Utterance, number: Number, starts: dict[int, Number]) -> bool:
    """ "two workers", "two cpx52 workers", "two 8 core workers"; not "8 cores and two workers", where a nearer number counts them."""
    words, index, seen = utterance.words, number.end, 0
    while index < min(len(words), number.end + 6) and seen < 4:
        norm = words[index].norm
        if words[index].brk == 2 or norm == "without":
            return False  # "one machine without any workers"
        if norm in WORKER or (norm in _NODE and seen <= 1):
            if norm in _NODE and utterance.norms(index + 1, index + 2) == ("control",):
                return False  # "3 node control plane"
            if norm in _NODE and number.article and not _one_more(utterance, number):
                return False  # "a node with 64 GB" is the machine itself
            if number.article and utterance.norms(index + 1, index + 2) and utterance.norms(index + 1, index + 2)[0] in _POOLS - {"machines", "servers"}:
                return False  # "a worker pool of four"
            return (number.value > 0 and not number.article) or seen <= 1
        other = starts.get(index)
        if other and _measures(utterance.norms(other.end, other.end + 2)):
            index, seen = other.end + 1, seen + 1  # "two 8 core workers"
            continue
        if stem(norm) in _OTHER_UNITS or norm.rstrip("s") in ("region", "people", "control", "user", "employee"):
            return False
        if other and not other.article and words[index - 1].norm not in _RANGES and norm not in ("one", "no", "none"):
            return False
        index, seen = index + 1, seen + 1
    return False


def _one_more(utterance: Utterance, number: Number) -> bool:
    before = utterance.norms(max(0, number.start - 1), number.start)
    own = utterance.norms(number.start, number.end)
    return bool(_MORE & {*before, *own, *utterance.norms(number.end, number.end + 1)}) or "another" in own or "add" in (*before, *own)


def _measures(after: tuple[str, ...]) -> bool:
    """Cores or memory follow: the number is no count."""
    return bool(after) and (stem(after[0]) in _OTHER_UNITS or (len(after) > 1 and after[0] in ("virtual", "dedicated", "shared") and stem(after[1]) in _OTHER_UNITS))


def _nothing_counted(utterance: Utterance, number: Number, begins: frozenset[int]) -> bool:
    """What follows the number of a label is a machine, a place, or how it is meant; no thing of its own."""
    after = (*utterance.norms(number.end, number.end + 2), "")
    if after[0] in ("x", "times", "of") and after[1]:
        return after[0] == "of" or number.end + 1 in begins or _measures(utterance.norms(number.end + 2, number.end + 4))
    if _measures(utterance.norms(number.end + 1, number.end + 3)) and after[0].isdecimal():
        return True  # "workers: 3x 4 cores"
    return number.end in begins or stands_alone(utterance, number) or after[0] in _NEXT_LABELS or labelled(utterance, number.end)


_RANGES = frozenset("or to and maybe perhaps".split())
_NEXT_LABELS = frozenset("ha high size region regions mail email e-mail org organisation organization company apps app domain control cp machine machines name".split())
"""Labels of a list without signs ("workers 3 ha yes")."""


def labelled(utterance: Utterance, index: int) -> bool:
    """A colon or an equals sign stands after the word: "workers:", "nodes ="."""
    end = utterance.words[index].end
    return utterance.text[end : end + _SIGN_WITHIN].lstrip(" ")[:1] in (":", "=")


_SIGN_WITHIN = 4
"""Characters after a label in which its sign stands."""


def _free(utterance: Utterance, number: Number) -> bool:
    """Nothing that it counts stands after it."""
    if utterance.words[number.start].norm == "no":
        return False
    after = utterance.norms(number.end, number.end + 1)
    if not after or utterance.words[number.end].brk:
        return True
    if after[0] in _MORE | _FEWER:
        following = utterance.norms(number.end + 1, number.end + 2)
        ends = not following or following[0] in WORKER or utterance.words[number.end + 1].brk > 0
        return ends or stands_alone(utterance, Number(number.start, number.end + 1, number.value))
    return stands_alone(utterance, number)


def _of_them(utterance: Utterance, number: Number) -> bool:
    """ "cx33 workers, three of them": the number stands after, alone in its clause."""
    if number.article or not number.value:
        return False
    start, end = utterance.sentence(number.start)
    if not WORKER & set(utterance.norms(start, number.start)):
        return False
    words = utterance.words
    if utterance.norms(number.end, number.end + 2) == ("of", "them"):
        return utterance.norms(max(0, number.start - 1), number.start) not in (("the",), ("across",), ("over",), ("between",))  # "…the workers, I only need three of them"
    begins = words[number.start].brk == 1 or utterance.norms(number.start - 1, number.end + 2)[0::2] == ("and", "of")
    rest = utterance.norms(number.end, end)
    return begins and (not rest or rest[:2] == ("of", "them") or _per_place(rest) or words[number.end].brk > 0 or rest[:1] in (("please",), ("each",)))


def _per_place(rest: tuple[str, ...]) -> bool:
    """ "Workers: 16 cores, 3 per region": counted by where they stand."""
    return rest[:1] in (("per",), ("apiece",), ("everywhere",)) or rest[:2] in (("in", "each"), ("in", "every"), ("for", "each"), ("in", "both"), ("at", "each"))


def _stands(utterance: Utterance, number: Number, mode: Mode) -> bool:
    """ "drop two workers" takes two away; "not two workers" takes the count back."""
    if ("too", "many") in pairwise(utterance.norms(number.end, number.end + 4)):
        return False  # "three workers is too many, use two"
    if mode == "remove":
        return bool(_TAKES_AWAY & set(utterance.norms(max(0, number.start - 2), number.start)))
    return mode != "dropped"


def _signed(utterance: Utterance, number: Number) -> bool:
    """ "workers: -3": below none, which the toolbox refuses by its range."""
    before = utterance.text[: utterance.words[number.start].start]
    return before.endswith(("-", "−")) and not before[-2:-1].strip(" :=(")


def _moved(utterance: Utterance, number: Number, now: int) -> int:
    if _signed(utterance, number) or not now and utterance.norms(max(0, number.start - 1), number.start) == ("minus",):
        return -number.value
    start = number.start
    while start > 0 and number.start - start < 2 and not utterance.words[start].brk:
        start -= 1
    before = utterance.norms(start, number.start)
    after = utterance.norms(number.end, number.end + 2)
    if _MORE & set(after + before) or (number.article and before[-1:] == ("add",)) or "another" in utterance.norms(number.start, number.end):
        return now + number.value
    if _FEWER & set(after) or _TAKES_AWAY & set(before):
        return max(0, now - number.value)
    return number.value


def _said_share(utterance: Utterance) -> Share:
    return "total" if shared_out(utterance.folded) or any(contains(utterance.folded, cue) for cue in _TOTAL) else "each"


def _share(utterance: Utterance, number: Number) -> Share:
    clause = utterance.norms(*utterance.sentence(number.start))
    each = [cue for cue in _EACH if contains(clause, cue) and not contains(clause, ("not", *cue))]
    total = shared_out(clause) or any(contains(clause, cue) for cue in _TOTAL)
    return "total" if total and all(cue in _IN_BOTH for cue in each) else "each"


def distribution(utterance: Utterance, found: list[Number], places: list[tuple[int, int]]) -> dict[int, int]:
    """ "three workers in Helsinki and one in Ashburn": workers by the place (of `places`, word indices) they were said for.

    Places may be ordinals ("in the first one"): those are word extents too.
    """
    said: dict[int, int] = {}
    workers = [i for i, w in enumerate(utterance.words) if w.norm in WORKER]
    if not workers:
        return said
    starts = {n.start: n for n in found}
    for number in found:
        if number.article or not (_counts(utterance, number, starts, frozenset()) or number.start > workers[0]):
            continue
        for index, (start, _end) in enumerate(places):
            between = utterance.norms(number.end, start)
            if start >= number.end and set(between) <= _TO_PLACE and {"in", "at", "for", "on"} & set(between) and not any(w.brk for w in utterance.words[number.end : start + 1]):
                said.setdefault(index, number.value)
                break
    return said


_TO_PLACE = WORKER | _NODE | frozenset("in at for on the of them each region but only just".split())


def region_ordinals(utterance: Utterance) -> list[tuple[tuple[int, int], int]]:
    """ "in the first one", "for the second region": where such words stand, and which region they mean (1-based, -1 the last)."""
    found: list[tuple[tuple[int, int], int]] = []
    for index, word in enumerate(utterance.words):
        place = ordinal(word.norm)
        after = utterance.norms(index + 1, index + 2)
        if place is not None and {"in", "at", "for", "on"} & set(utterance.norms(max(0, index - 2), index)) and (not after or after[0] in ("one", "region", "site", "location") or utterance.words[index + 1].brk):
            found.append(((index, index + 1), place))
    return found
