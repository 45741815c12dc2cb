"""Pieces of English that say something together which none of them says alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dialogue.patterns import regex
from dialogue.understanding.languages.amounts import measured
from dialogue.understanding.languages.transfer import Item

_STAYS = "data must stay in"
_UNION = frozenset({"the eu", "europe"})
_SMALL = frozenset({"", "the", "a", "in", "our", "zz"})
_SKU = regex(r"c(?:p|c|a)?x\d{2,3}")
_LEADS = frozenset({"of", "with", "but", "from", "in", ""})
"""What stands between the workers and how large they are."""
_MARKS = frozenset({"one each", "the other"})
_EACH_IN = frozenset({"one in", "and another in"})
_SEVERAL = 2
_FEW = 5
"""Pieces from "one" to its place."""
_ORDINALS = {"first": "the first one", "second": "the second one", "third": "the third one"}
_INSIDE = {
    "germany": frozenset({"falkenstein", "nuremberg"}),
    "the united states": frozenset({"ashburn", "hillsboro"}),
    "europe": frozenset({"falkenstein", "nuremberg", "helsinki", "germany", "finland"}),
    "the eu": frozenset({"falkenstein", "nuremberg", "helsinki", "germany", "finland"}),
}
_TAKES_OUT = frozenset({"not", "without"})
_TAKEN_OUT = frozenset({"<not", "<without"})
_EMPTY = frozenset({"", "in", "the", "somewhere", "only", "to", "of", "a"})
_STRIKES = frozenset({"remove", "not"})


def together(items: Sequence[Item]) -> list[Item]:
    """All of it, one after the other."""
    return _struck_ordinals(_ordinals(_led(_one_each(_excepted(_sized_workers(_residency(_only(_placed_instead(_affirmed(measured(items)))))))))))


def _clauses(items: Sequence[Item]) -> Iterator[tuple[list[Item], list[Item]]]:
    """Each clause, and the break that ends it, if one does."""
    clause: list[Item] = []
    for item in items:
        if item.kind == "break":
            yield clause, [item]
            clause = []
        else:
            clause.append(item)
    yield clause, []


def _affirmed(items: Sequence[Item]) -> list[Item]:
    """ "el blog ya no, la página sí": what a yes follows is wished, beside what is struck."""
    result: list[Item] = []
    struck = False
    for said_so, end in _clauses(items):
        clause = said_so
        said = [i for i in clause if i.kind != "drop" and i.english not in _SMALL]
        yes = len(said) > 1 and said[-1].kind == "yes" and all(i.thing or i.english == "and" for i in said[:-1])
        if struck and yes:
            where = clause[0].start
            clause = [Item("use", "say", where, where), *(i for i in clause if i is not said[-1])]
        struck = any(i.thing for i in clause) and any(i.kind == "no" or (i.kind == "op" and i.english.strip("<>") in _STRIKES) for i in clause)
        result += [*clause, *end]
    return result


def _placed_instead(items: Sequence[Item]) -> list[Item]:
    """ "pas en Finlande, en Allemagne", "Falkenstein passt uns nicht, gehen wir nach Nürnberg": what is wished in its place."""
    result: list[Item] = []
    struck = False
    for said_so, end in _clauses(items):
        clause = said_so
        places = [n for n, i in enumerate(clause) if i.kind == "place"]
        others = [i for n, i in enumerate(clause) if n not in places and i.kind not in ("drop", "unknown") and i.english not in _TO_A_PLACE]
        told = bool(places) and not others and all(clause[n].english in _OURS for n in places)
        if struck and told and len(places) < len(clause):
            where = clause[0].start
            clause = [Item("use", "say", where, where), *(i for i in clause if i.kind == "place" or i.english in ("and", "or"))]
        negated = [i for i in others if i.kind == "op" and i.english.strip("<>") == "not"]
        struck = len(negated) == 1 and bool(places) and not any(i.kind == "ask" or i.english == "rather" for i in clause)
        result += [*clause, *end]
    return result


_TO_A_PLACE = frozenset({"", "in", "to", "from", "the", "use", "rather", "make it", "host", "please", "then", "so", "and", "or", "of", "instead", "actually", "only", "with", "one", "zz", "yes", "but", "change"})
"""What is said beside a place that is wished, and says nothing else."""
_OURS = frozenset({"falkenstein", "nuremberg", "helsinki", "ashburn", "hillsboro", "germany", "finland", "the united states", "europe", "the eu"})


def _led(items: Sequence[Item]) -> list[Item]:
    """ "Falkenstein und Finnland, wobei Finnland der erste sein soll": which of them comes first."""
    named: set[str] = set()
    result: list[Item] = []
    begin = 0
    for at in range(len(items) + 1):
        if at < len(items) and items[at].kind != "break":
            continue
        clause = items[begin:at]
        place = next((i for i in clause if i.kind == "place"), None)
        told = any(i.english in ("first", "the first one") for i in clause)
        others = [i for i in clause if i.kind == "op" or (i.thing and i is not place and i.english not in ("the first one", "region"))]
        if place is not None and told and not others and place.english in named and len(named) > 1:
            where = clause[0].start
            clause = [Item("with", "say", where, where), place, Item("first", "say", place.end, place.end)]
        named |= {i.english for i in clause if i.kind == "place"}
        result += [*clause, *items[at : at + 1]]
        begin = at + 1
    return result


def _only(items: Sequence[Item]) -> list[Item]:
    """ "هلسنكي بس": at the end of its clause "but" means "only", and so does an "only" behind what it limits."""
    result: list[Item] = []
    for at, item in enumerate(items):
        ends = at + 1 == len(items) or items[at + 1].kind == "break"
        behind = item.english == "only" or item.kind in ("clause", "hedge") and item.english == "but"
        if not (behind and ends and _thing_before(items, at)):
            result.append(item)
            continue
        if _in_struck(result):
            continue  # "saquen Helsinki nomás"
        if result and result[-1].kind == "break":
            result.pop()
        result.insert(len(result) - 1, replace(item, english="only", kind="say"))
    return result


def _in_struck(items: Sequence[Item]) -> bool:
    begin = next((n + 1 for n in range(len(items) - 1, -1, -1) if items[n].kind == "break"), 0)
    return any(i.kind == "op" and i.english in ("remove", "not") for i in items[begin:])


def _thing_before(items: Sequence[Item], at: int) -> bool:
    before = next((i for i in reversed(items[:at]) if i.kind != "break"), None)
    return before is not None and before.thing


def _excepted(items: Sequence[Item]) -> list[Item]:
    """ "Alemania, cualquiera menos Falkenstein", "Falkenstein hariç Almanya'da": a country but for one of its cities."""
    for at, whole in enumerate(items):
        inside = _INSIDE.get(whole.english, frozenset()) if whole.kind == "place" else frozenset[str]()
        for n, city in enumerate(items):
            gone = _exception(items, n) if city.english in inside and not _stop(items, min(at, n), max(at, n)) else None
            if gone is None:
                continue
            first, last = min(at, n, *gone), max(at, n, *gone)
            left = [i for m, i in enumerate(items[first : last + 1], first) if m not in {at, n, *gone} and i.kind not in ("break", "hedge", "clause", "unknown") and i.english not in _EMPTY]
            start = items[first].start
            said = [Item("use", "say", start, start), whole, Item(",", "break", start, start), Item("but", "clause", start, start), Item("not", "op", start, start), city]
            lead = list(items[:first])
            while lead and (lead[-1].english in _EMPTY or lead[-1].english == "use"):
                lead.pop()
            rest = [Item(",", "break", start, start)] if last + 1 < len(items) and items[last + 1].kind != "break" else []
            return [*lead, *left, *said, *rest, *items[last + 1 :]]
    return list(items)


def _exception(items: Sequence[Item], at: int) -> frozenset[int] | None:
    """What takes out the place that stands here."""
    before = next((n for n in range(at - 1, -1, -1) if items[n].english not in _EMPTY), None)
    after = at + 1
    if before is not None and items[before].kind == "op" and items[before].english in _TAKES_OUT:
        return frozenset(range(before, at))
    if after < len(items) and items[after].kind == "op" and items[after].english in _TAKEN_OUT:
        return frozenset({after})
    return None


def _residency(items: Sequence[Item]) -> list[Item]:
    """ "los datos no pueden salir de la UE": a rule about data, and no place for machines."""
    result: list[Item] = []
    gone = 0
    for at, item in enumerate(items):
        if at < gone:
            continue
        if item.english != _STAYS:
            result.append(item)
            continue
        where = next((n for n in range(at + 1, len(items)) if items[n].english not in _SMALL), len(items))
        if where < len(items) and items[where].english in _UNION:
            result.append(replace(item, english="eu residency"))
            gone = where + 1
        else:
            result.append(item)
    return result


def _sized_workers(items: Sequence[Item]) -> list[Item]:
    """ "dos workers, pero de los cax21": the size of the workers, not of the machines that lead them."""
    result = list(items)
    for at, item in enumerate(items):
        if not _SKU.fullmatch(item.english):
            continue
        led = at - 1
        while led >= 0 and (items[led].english in _SMALL | _LEADS or items[led].english == ","):
            led -= 1
        between = items[led + 1 : at]
        told = not any(i.kind == "break" for i in between) or any(i.english in _LEADS for i in between)
        if led >= 0 and items[led].english == "workers" and told:
            result[at] = replace(item, english=f"{item.english} workers")
    return result


def _one_each(items: Sequence[Item]) -> list[Item]:
    """ "biri Finlandiya'da biri Almanya'da", "eine in Finnland, die andere in Deutschland": two places, as a list."""
    groups = [g for n in range(len(items)) if (g := _each(items, n)) is not None]
    told = [g for g in groups if any(not _stop(items, min(g[0], o[0]), max(g[0], o[0])) for o in groups if o != g)]
    if len(told) < _SEVERAL:
        left = _remaining(items)
        return [replace(i, english="", kind="drop") if i.english in _MARKS and n != left or left is not None and _into_struck(items, n, left) else i for n, i in enumerate(items)]
    result: list[Item] = []
    at = 0
    for number, (start, place) in enumerate(told):
        result += items[at:start]
        if number and not _stop(items, told[number - 1][0], start):
            while result and (result[-1].kind == "break" or result[-1].english in ("and", "also", "the")):
                result.pop()
            result.append(Item("and", "say", items[start].start, items[start].start))
        elif result and result[-1].kind != "break":
            result.append(Item(",", "break", items[start].start, items[start].start))
        result.append(items[place])
        at = place + 1
    return [replace(i, english="", kind="drop") if i.english in _MARKS else i for i in [*result, *items[at:]]]


def _remaining(items: Sequence[Item]) -> int | None:
    """ "en Alemania, pero en Falkenstein no, en la otra": the one that is left when another is struck."""
    last = len(items) - 1
    struck = any(i.kind == "place" for i in items) and any(i.kind == "op" and i.english.strip("<>") in _STRIKES for i in items)
    return last if struck and items[last].english == "the other" else None


def _into_struck(items: Sequence[Item], at: int, left: int) -> bool:
    """The "in" before the one that is left, and before a place that is struck."""
    beside = items[max(at - 1, 0)], items[min(at + 2, left)]
    return items[at].english == "in" and (at + 1 == left or (items[at + 1].kind == "place" and any(i.kind == "op" and i.english.strip("<>") in _STRIKES for i in beside)))


def _each(items: Sequence[Item], at: int) -> tuple[int, int] | None:
    """ "eine in …": where it begins, and where its place is."""
    item = items[at]
    single = item.english in _MARKS or item.english == "1" or item.english in _ORDINALS
    if not (single or item.english in _EACH_IN or item.english == "a"):
        return None
    place = next((n for n in range(at + 1, min(at + _FEW, len(items))) if items[n].english not in ("", "in", "the")), None)
    led = item.english in _EACH_IN or any(i.english == "in" for i in items[at + 1 : place])
    if place is None or items[place].kind != "place" or not (led or item.english in _MARKS):
        return None
    return at, place


def _stop(items: Sequence[Item], start: int, end: int) -> bool:
    return any(i.kind == "break" and i.english != "," for i in items[start:end])


def _ordinals(items: Sequence[Item]) -> list[Item]:
    """ "المنطقة الأولى": English has its ordinals before what they count."""
    result = list(items)
    for at in range(len(result) - 2, -1, -1):
        size = at + 1 + (result[at + 1].english == "the")
        if result[at].english == "servers" and size < len(result) and result[at].start < result[size].start and result[size].english in _ADJECTIVES:
            result[at : size + 1] = [result[size], result[at]]
    for at in range(len(result) - 1):
        if result[at].english == "region" and result[at + 1].english in _ORDINALS:
            result[at], result[at + 1] = result[at + 1], result[at]
    return result


_ADJECTIVES = frozenset({"small", "medium", "large", "extra large"})


def _struck_ordinals(items: Sequence[Item]) -> list[Item]:
    """ "احذفوا الثانية": which one goes, when nothing else in the clause says it."""
    result = list(items)
    begin = 0
    for at in range(len(items) + 1):
        if at < len(items) and items[at].kind != "break":
            continue
        clause = range(begin, at)
        begin = at + 1
        if any(items[n].kind == "op" and items[n].english.strip("<") in _STRIKES for n in clause) and not any(items[n].thing for n in clause):
            for n in clause:
                if items[n].kind == "say" and items[n].english in _ORDINALS:
                    result[n] = replace(items[n], english=_ORDINALS[items[n].english], kind="value")
    return result
