"""What is enough and what is too much: "Falkenstein reicht", "drei Worker sind zu viel, nehmen wir zwei"."""

from collections.abc import Sequence
from dataclasses import replace

from dialogue.understanding.languages.transfer import Item

_ENOUGH = "enough"
_TOO_MANY = "too many"
_ALONE = "nothing else"
"""Of what stands behind it: "كفاية الموقع"."""
_COUNTED = {"workers": "workers", "worker": "workers", "regions": "regions", "region": "regions", "2 regions": "regions", "2 workers": "workers"}
_ONE = frozenset({"a", "one", "1 region", "1 worker"})
_SMALL = frozenset({"", "the", "in", "with", "to", "for", "of", "use", "make it", "host"})
_LEADS = frozenset({"use", "make it", "only", "rather", "then", "in", "with"})
"""What "make it" takes the place of."""
_WISHED = frozenset({"use", "make it", "host", "we need", "i need", "need", "we want", "i want", "want"})
_NEAR = 2
"""Clauses in which the number follows that is right."""


def measured(items: Sequence[Item]) -> list[Item]:
    """The pieces with "only" for what is enough, and the right number for one that is too high."""
    clauses = _parted(items)
    for at, clause in enumerate(clauses):
        if any(i.english == _TOO_MANY for i in clause):
            _with_topic(clauses, at)
            _lowered(clauses, at)
        _one_instead(clause)
        clauses[at] = _of_them(clauses[at])
    return [i for clause in clauses for i in _enough(clause) if i.english not in (_ENOUGH, _TOO_MANY)]


def _with_topic(clauses: list[list[Item]], at: int) -> None:
    """ "quatre workers, c'est trop": the number stands before it."""
    before = clauses[at - 1] if at else []
    said = [i for i in before if i.kind not in ("drop", "break")]
    mine = [i for i in clauses[at] if i.kind not in ("drop", "break") and i.english != _TOO_MANY]
    if said and not mine and all(i.kind == "number" or i.english in _COUNTED for i in said):
        clauses[at] = [*(i for i in before if i.kind != "break"), *clauses[at]]
        clauses[at - 1] = []


def _one_instead(clause: list[Item]) -> None:
    """ "statt drei Workern nur einen": one of them."""
    last = next((n for n in range(len(clause) - 1, -1, -1) if clause[n].kind not in ("drop", "break")), None)
    counts = any(i.english == "workers" for i in clause) and any(i.kind == "op" and i.english.strip("<") == "instead of" for i in clause)
    if last is not None and counts and clause[last].english in _ONE:
        clause[last] = replace(clause[last], english="1", kind="number")


def _of_them(clause: list[Item]) -> list[Item]:
    """ "von den Workern hätte ich gern nur zwei": how many of what was named before."""
    things = [n for n, i in enumerate(clause) if i.thing]
    if len(things) != _NEAR or clause[things[0]].english != "workers" or clause[things[1]].kind != "number" or any(i.kind in ("op", "ask") for i in clause):
        return clause
    if things[1] - things[0] < _NEAR:
        return clause
    what, number = clause[things[0]], clause[things[1]]
    rest = [i for n, i in enumerate(clause) if n not in things and i.english not in _LEADS and i.english not in _WISHED and i.english not in _SMALL]
    ends = [i for i in rest if i.kind == "break"]
    return [*(i for i in rest if i.kind != "break"), Item("make it", "say", what.start, what.start), number, what, *ends]


def _parted(items: Sequence[Item]) -> list[list[Item]]:
    """Clauses with the break that ends each; one also ends behind "too many"."""
    found: list[list[Item]] = [[]]
    for item in items:
        if item.english == _TOO_MANY and not found[-1] and len(found) > 1 and found[-2][-1].english == _TOO_MANY:
            continue  # "c'est beaucoup, beaucoup trop"
        found[-1].append(item)
        if item.kind == "break" or item.english == _TOO_MANY:
            found.append([])
    return found


def _enough(clause: list[Item]) -> list[Item]:
    """ "con Falkenstein basta": that one and no other; "Falkenstein reicht nicht" leaves it as it is."""
    at = next((n for n, i in enumerate(clause) if i.english in (_ENOUGH, _ALONE)), None)
    if at is None:
        return clause
    things = [n for n, i in enumerate(clause) if i.thing]
    behind = next((n for n in things if n > at), len(clause))
    negated = [n for n in (at - 1, *range(at + 1, behind)) if 0 <= n < len(clause) and clause[n].kind == "op" and clause[n].english.strip("<>") == "not"]
    if clause[at].english == _ALONE:
        direct = things and things[0] > at and all(i.kind == "drop" or i.english in _SMALL for i in clause[at + 1 : things[0]])
        return [*clause[:at], replace(clause[at], english="only"), *clause[at + 1 :]] if direct else clause
    if negated:
        return [i for n, i in enumerate(clause) if n not in negated]
    if not things or any(i.kind in ("op", "ask") or i.english == "only" or i.english in _WISHED for i in clause):
        return clause
    first = things[0]
    lead = [i for i in clause[:first] if i.english not in _SMALL or i.kind == "break"]
    word = "only" if all(clause[n].kind == "place" for n in things) else "use"
    at = next((n for n, i in enumerate(lead) if i.english == "a"), len(lead))
    where = clause[first].start
    return [*lead[:at], Item(word, "say", where, where), *lead[at:], *clause[first:]]


def _lowered(clauses: list[list[Item]], at: int) -> None:
    """The number that is too high goes; the next one that counts nothing else takes its place."""
    clause = clauses[at]
    high = next((n for n, i in enumerate(clause) if _count(i) is not None), None)
    if high is None or any(i.kind in ("op", "ask") for i in clause):
        return
    own = next((i for i in clause[high : high + 2] if i.english in _COUNTED), None)
    gone = {high, *(n for n, i in enumerate(clause) if i is own)}
    for later in range(at + 1, min(at + 1 + _NEAR, len(clauses))):
        told = next((n for n, i in enumerate(clauses[later]) if _count(i) is not None or (own and i.english in _ONE)), None)
        if told is None:
            continue
        _put(clauses[later], told, own, clause[high] if own is None else None)
        clauses[at] = [i for n, i in enumerate(clause) if n not in gone and i.kind != "unknown"]
        return
    following = next((c for c in clauses[at + 1 : at + 1 + _NEAR] if any(i.kind == "place" for i in c)), None)
    if own is None or following is not None:
        if following is not None and own is not None and not any(i.kind in ("op", "ask") or i.english in (_ENOUGH, "only") for i in following):
            place = next(n for n, i in enumerate(following) if i.kind == "place")
            following.insert(place, Item("only", "say", following[place].start, following[place].start))
        clauses[at] = [i for n, i in enumerate(clause) if n not in gone]


def _put(clause: list[Item], told: int, own: Item | None, high: Item | None) -> None:
    """ "nehmen wir zwei" behind "drei Worker sind zu viel": make it 2 workers."""
    number = clause[told]
    where = number.start
    low = _count(number) or "1"
    noun = _COUNTED[own.english] if own else next((_COUNTED[i.english] for i in clause[told : told + 2] if i.english in _COUNTED), None)
    named = {n for n in range(told, min(told + 2, len(clause))) if n == told or clause[n].english in _COUNTED}
    said = [Item("make it", "say", where, where), replace(number, english=low, kind="number")]
    said += [Item(noun, "value", number.end, number.end)] if noun else []
    if high is not None and noun is None:
        said += [Item("instead of", "say", where, where), replace(high, english=_count(high) or "", kind="number", start=where, end=where)]
    rest = [i for n, i in enumerate(clause) if n not in named and i.english not in _LEADS and i.kind != "unknown"]
    before = [i for i in rest if i.start < where and i.kind != "break"]
    clause[:] = [*before, *said, *(i for i in rest if i not in before)]


def _count(item: Item) -> str | None:
    """The number that a piece says."""
    if item.kind == "number":
        return item.english
    first, _, noun = item.english.partition(" ")
    return first if first.isdecimal() and noun in ("regions", "workers", "region", "worker") else None
