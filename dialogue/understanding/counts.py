"""How many regions: counted, one more, one less, or what an outage must leave standing."""

from dialogue.understanding.numbers import Number, ordinal, stands_alone
from dialogue.understanding.polarity import polarity
from dialogue.understanding.scope import cue_before
from dialogue.understanding.text import Utterance, contains
from dialogue.understanding.workers import labelled

_COUNTED = frozenset("region site location datacenter datacentre zone".split())
_LOOSE = frozenset({"site", "sites", "location", "locations"})
"""A site may be a website, a location an office: an article doesn't count them, a number does."""
_OUTAGE = (
    ("disaster", "recovery"), ("region", "outage"), ("region", "failure"), ("regional", "outage"), ("second", "site"),
    ("backup", "site"), ("failover", "site"), ("site", "failure"), ("data", "center", "outage"), ("standby", "region"),
    ("region", "fails"), ("region", "goes", "down"), ("geo", "redundant"), ("geo", "redundancy"), ("region", "dies"),
)  # fmt: skip
_LOSSES = frozenset(
    "dark outage outages failure failures fail fails failing die dies dying burn burns burning fire down lost loss lose loses flood flooded floods disaster "
    "catastrophe tornado earthquake hurricane blackout gone offline crash crashes breaks explodes collapses vanishes".split()
)
_WHOLE = frozenset("region regions site location locations datacenter datacentre datacenters datacentres centre center zone place".split())
_OUTLIVES = frozenset("survive survives surviving survived withstand withstands tolerate tolerates cope copes still keep keeps continue continues over running resilient resilience against outlive".split())
_SEVERAL = frozenset({"both", "pair", "couple"})
_MORE = frozenset("more another extra additional further".split())
_ADDS = frozenset("add another extra additional plus".split())
_FEWER = frozenset("fewer less".split())
_OUTAGE_BEGINS = frozenset(cue[0] for cue in _OUTAGE)
_SHORT = 9
"""Words of a sentence that may be nothing but a count."""
_LEADS = frozenset(
    "no nope not actually all every ok okay please and yes yeah sorry well rather just make it that them take let's have i'd like i want better only to then we we'd "
    "go with for at least most need be should would do say give me us so hm maybe reduce cut down up bring lower raise set keep stick fine good but or "
    "oh ah right alright could can you use more than now try i'll we'll if".split()
)
_TAKES_AWAY = frozenset("remove drop away minus lose".split())


def region_count(utterance: Utterance, found: list[Number], *, now: int, asked: bool = False) -> tuple[int, ...]:
    """The count asked for; several when it is open which; none when nothing was said of it.

    Args:
        now: regions as they stand, for "one more".
        asked: regions are what the talk is about, so that a bare number counts them.
    """
    counted = [n for n in found if _counts(utterance, n)]
    if asked and not counted:
        counted = [n for n in found if not n.article and n.value and _bare(utterance, n)]
    extents = [(n.start, n.end) for n in counted]
    modes = polarity(utterance, extents, covered={i for s, e in extents for i in range(s, e)}, names=[str(n.value) for n in counted], no_corrects=True)
    stand = [n for n, mode in zip(counted, modes, strict=True) if mode not in ("remove", "dropped") or _moves(utterance, n)]
    if stand:
        either = [n for n, mode in zip(counted, modes, strict=True) if mode == "either"]
        return tuple(dict.fromkeys(_moved(utterance, n, now) for n in (either or stand[:1])))
    if any(n.value > 1 and not _turned_round(utterance, n) for n in counted):
        return (1,)  # "I don't need two regions"
    ordinals = _by_ordinal(utterance, now) or (_one_after(utterance, now) if asked else None)
    if ordinals:
        return (ordinals,)
    norms = utterance.norms(0, len(utterance.words))
    if (not _OUTAGE_BEGINS.isdisjoint(norms) and _outage(utterance)) or _survives(utterance) or any(w.startswith("georedundan") for w in norms) or any(w.text == "DR" for w in utterance.words) or "failover" in norms:
        return (max(2, now),)
    return ()


def _turned_round(utterance: Utterance, number: Number) -> bool:
    """ "swap the two regions": they change places."""
    return bool({"swap", "switch", "exchange", "reverse", "flip", "turn"} & set(utterance.norms(max(0, number.start - 2), number.start)))


def _outage(utterance: Utterance) -> bool:
    """ "disaster recovery", "a second site"; not "no second site"."""
    norms = utterance.folded
    for cue in _OUTAGE:
        if contains(norms, cue):
            at = next(i for i in range(len(norms)) if norms[i : i + len(cue)] == cue)
            if cue_before(utterance, at, spans=set()).mode != "remove":
                return True
    return False


def _survives(utterance: Utterance) -> bool:
    """ "it must go on when a data centre burns": the loss of a whole place is to be outlived."""
    for index, word in enumerate(utterance.words):
        if word.norm in _LOSSES:
            start, end = utterance.sentence(index)
            said = set(utterance.norms(start, end))
            if said & _WHOLE and said & _OUTLIVES and cue_before(utterance, index, spans=set()).mode != "remove":
                return True
    return False


def _by_ordinal(utterance: Utterance, now: int) -> int | None:
    """ "a second region": as many as its place says; "no second region": one less. One that stands is only pointed at."""
    norms = utterance.norms(0, len(utterance.words))
    for index, norm in enumerate(norms[:-1]):
        place = ordinal(norm)
        if place and max(1, now) < place and norms[index + 1].rstrip("s") in _COUNTED and norm not in ("other", "latter"):
            return place if cue_before(utterance, index, spans=set()).mode != "remove" else None
    return None


def _one_after(utterance: Utterance, now: int) -> int | None:
    """ "and a third one", where regions are what the talk is about."""
    norms = utterance.folded
    for index, norm in enumerate(norms):
        place = ordinal(norm)
        alone = norms[index + 1 : index + 2] in ((), ("one",), ("too",), ("as",), ("please",)) and len(norms) <= _SHORT
        if place == now + 1 and now > 1 and norms[max(0, index - 1) : index] == ("a",) and alone:
            return place
    return None


def _counts(utterance: Utterance, number: Number) -> bool:
    norm = utterance.words[number.start].norm
    if not number.value or norm in ("no", "none") or (number.value == 1 and not number.article and _one_each(utterance, number)):
        return False
    if _told_by_label(utterance, number):
        return True
    after = _until_break(utterance, number.end, 3)
    if _labels_next(utterance, number):
        return False
    places = [index for index, word in enumerate(after[:2]) if word.rstrip("s") in _COUNTED]
    if not places or after[0] in ("per", "each", "every", "in"):
        return _either_one(utterance, number)
    if _LOOSE & set(after[:2]) and {"have", "run", "own", "operate"} & set(utterance.norms(max(0, number.start - 2), number.start)) and {"we", "i"} & set(utterance.norms(max(0, number.start - 3), number.start)):
        return False  # "we have three sites in Bavaria"
    if not number.article or norm in _SEVERAL | {"another"} or _moves(utterance, number):
        return True
    adds = _ADDS & set(utterance.norms(max(0, number.start - 1), number.end + 1))
    if _LOOSE & set(after[:2]):
        return bool(adds - {"plus", "add"})  # "bookings plus a site" is a website
    return bool(adds)


def _told_by_label(utterance: Utterance, number: Number) -> bool:
    """ "regions: 3", "number of sites = 2", "regions 3" where nothing follows that it counts."""
    at = number.start - 1
    if at < 0 or number.article:
        return False
    label, lead = utterance.words[at].norm, utterance.norms(max(0, at - 2), at)
    if (label in _AMOUNTS and lead[-1:] and lead[-1].rstrip("s") in _COUNTED) or (lead == ("number", "of") and label.rstrip("s") in _COUNTED):
        return True
    told = label == "regions" and not utterance.words[number.start].brk or label.rstrip("s") in _COUNTED and label not in _COUNTED and labelled(utterance, at)
    return told and stands_alone(utterance, number)


def _labels_next(utterance: Utterance, number: Number) -> bool:
    """ "workers 2 regions 3": in a list without signs the noun after a number is the label of the next one."""
    before, after = utterance.norms(max(0, number.start - 1), number.start), utterance.norms(number.end, number.end + 2)
    return bool(before) and before[0] in _LABELS and len(after) > 1 and after[0] == "regions" and (after[1].isdecimal() or ordinal(after[1]) is None and after[1] in _SPOKEN)


_AMOUNTS = frozenset("count number amount".split())
_LABELS = frozenset("worker workers nodes node".split())
_SPOKEN = frozenset("one two three four five".split())


def _bare(utterance: Utterance, number: Number) -> bool:
    """ "two is fine", "make it three then": short enough to be nothing but a count."""
    start, end = utterance.sentence(number.start)
    return end - start <= _SHORT and set(utterance.norms(start, number.start)) <= _LEADS and stands_alone(utterance, number)


def _either_one(utterance: Utterance, number: Number) -> bool:
    """ "two or three regions": the first number counts them too."""
    after = utterance.norms(number.end, number.end + 3)
    return not number.article and after[:1] == ("or",) and after[2:3] != () and after[2].rstrip("s") in _COUNTED


def _moves(utterance: Utterance, number: Number) -> bool:
    """ "drop a region" takes one away; "not two regions" takes the count back."""
    return bool(_TAKES_AWAY & set(utterance.norms(max(0, number.start - 2), number.start)))


def _moved(utterance: Utterance, number: Number, now: int) -> int:
    before, after = utterance.norms(max(0, number.start - 2), number.start), utterance.norms(number.end, number.end + 2)
    own = set(utterance.norms(number.start, number.end))
    if _MORE & (own | set(after)) or (number.article and _ADDS & set(before)) or ("add" in before and number.value < 3):
        return now + number.value
    if _FEWER & set(after) or _TAKES_AWAY & set(before):
        return max(1, now - number.value)
    return number.value


def _one_each(utterance: Utterance, number: Number) -> bool:
    """ "one region in Finland and one in Germany": not a count of all."""
    later = utterance.norms(number.end, number.end + 12)
    return contains(later, ("and", "one")) or contains(later, ("one", "in")) or contains(later, ("another", "in"))


def _until_break(utterance: Utterance, start: int, most: int) -> tuple[str, ...]:
    end = start
    while end < min(len(utterance.words), start + most) and utterance.words[end].brk == 0:
        end += 1
    return utterance.norms(start, end)
