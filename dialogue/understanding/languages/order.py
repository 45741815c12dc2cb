"""English word order: what negates, adds or replaces goes before its object, a question to the front of its clause."""

from collections.abc import Sequence
from dataclasses import replace

from dialogue.understanding.languages.clauses import (
    JOINS,
    STRIKES,
    begins,
    declines,
    does,
    done,
    one_of,
    removes,
    taken_out,
    things_in,
    topic,
    wished,
)
from dialogue.understanding.languages.transfer import Item

_LEFT_OVER = frozenset({"rather", "in", "to", "from", "the", "use", "make it"})
_COMMANDS = frozenset({"undo", "redo", "start over", "repeat that", "speak to a human", "send the code again", "try again", "cancel"})
"""Of the talk itself; words around them that nobody knows say nothing."""
_BRINGS = frozenset({"add", "remove", "use", "host", "change", "make it"})
"""What is done to bring something from one place to another."""
_ARTICLES = frozenset({"a", "the"})
_FEW = 2
_WORDS_ONLY = (["op", "unknown"], ["op", "drop"])
_LOOSE = frozenset({",", "?"})
"""Breaks that a clause goes on behind when what it is about is declined."""
_POINTING = frozenset({"both", "all of them", "both of them"})
_SEVERAL = frozenset({"workers", "regions"})
_SIZES = frozenset({"small", "medium", "large", "extra large"})
_BEFORE_YES = frozenset({"and", "then", "so", "well", "ok", "good", "great", "perfect", "now", "oh", "please", "but", "thanks", "hello", "", "fine", "also", "correct", "excellent", "the code is"})


def ordered(items: Sequence[Item]) -> list[Item]:
    """Every clause put into English order."""
    result: list[Item] = []
    clause: list[Item] = []
    for at, item in enumerate(items):
        if item.kind == "break" and item.english in _LOOSE and topic(clause) and declines(items, at + 1):
            continue  # "Umami, das brauchen wir nicht", "Worker? Brauchen wir nicht"
        if item.kind == "break" and item.english == "," and removes(items, at + 1) and (one := one_of(clause)):
            clause = one
            continue
        if item.kind == "break":
            stop = item.english == "," and taken_out(clause) and wished(items, at + 1)
            result += [*_clause(clause, item.english), replace(item, english=".") if stop else item]
            clause = []
            continue
        if clause and item.english == "and" and (begins(items, at + 1) or (done(clause) and does(items, at + 1))):
            stop = taken_out(clause) and wished(items, at + 1)
            result += [*_clause(clause, ","), Item("." if stop else ",", "break", item.start, item.start)]
            clause = []
        clause.append(item)
    return result + _clause(clause, "")


def _clause(clause: list[Item], ends: str) -> list[Item]:
    if clause and all(i.english in _ARTICLES for i in clause):
        return []  # "ne, so nicht"
    clause = _only_clear_yes(_commanded(clause))
    clause = _both(_exchanged(_brought(_raised(_more(clause)))))
    clause = _struck(clause)
    clause = _used(_moved_ahead(clause, "add"))
    if len(clause) > 1 and clause[0].kind == "no" and clause[1].english == "remove":
        clause = [clause[0], Item(",", "break", clause[1].start, clause[1].start), *clause[1:]]  # "لا بلاش المدونة"
    return _asked(clause, ends)


def _commanded(clause: list[Item]) -> list[Item]:
    """ "sag das noch mal", "deshaz eso": a command stands first in its clause."""
    if things_in(clause) or any(i.kind == "op" for i in clause):
        return clause
    at = next((n for n, i in enumerate(clause) if i.english in _COMMANDS), None)
    if at is None:
        return clause
    if clause[at].english in ("undo", "start over"):  # "mach das wieder so wie vorher", "hadi baştan başlayalım"
        return [i for n, i in enumerate(clause) if n == at or i.kind not in ("unknown", "yes") and i.english != "to"]
    return [i for n, i in enumerate(clause) if not (i.kind == "unknown" and n < at) and not (i.kind == "yes" and n == at + 1)]


def _only_clear_yes(clause: list[Item]) -> list[Item]:
    """A yes begins or ends its clause; in the middle ("das ist ja teuer") it is a particle."""
    kept: list[Item] = []
    orders = bool(things_in(clause))
    for at, item in enumerate(clause):
        if orders and item.english == "cancel":
            if not any(i.kind == "op" and i.english.strip("<>") in STRIKES for i in clause):  # "vazgeçtim, site olmasın": what is struck is said
                kept.append(replace(item, english="remove", kind="op"))  # "Umami iptal": that one only
            continue
        if orders and item.english == "go ahead":
            kept.append(replace(item, english="use", kind="say"))  # "Umami kur": install that one
            continue
        first = all(i.kind in ("yes", "drop", "no", "mask") or i.english in _BEFORE_YES for i in clause[:at])
        last = all(i.kind in ("yes", "drop") or i.english in ("please", "thanks") for i in clause[at + 1 :])
        if item.kind == "no" and item.english == "wait" and not first:
            continue
        if item.english == "yes if":
            kept.append(replace(item, english="yes") if first and last else replace(item, english="if", kind="hedge"))
        elif item.kind != "yes" or first or last:
            kept.append(item)
    at = next((n for n, i in enumerate(kept) if i.kind == "yes"), 0)
    if at and all(i.kind == "drop" or i.english in _BEFORE_YES for i in kept[:at]) and not any(i.kind == "mask" for i in kept[:at]):
        kept = [kept[at], *kept[:at], *kept[at + 1 :]]  # "alors oui"
    return kept


def _exchanged(clause: list[Item]) -> list[Item]:
    """ "statt X Y", "Y statt X", "X yerine Y", "lieber Y als X", "von X auf Y": one goes, another comes."""
    for at, item in enumerate(clause):
        if item.kind != "op" or item.english not in ("instead of", "<instead of", "than", "change"):
            continue
        before, after = _group_before(clause, at), _group_after(clause, at)
        if item.english == "than" and not any(i.english == "rather" for i in clause[:at]):
            return [*clause[:at], *clause[at + 1 :]]
        if item.english == "change":
            return _changed(clause, at)
        going = before if item.english == "<instead of" else after
        if going is None:
            continue
        coming = _group_after(clause, at) if going == before else before or _group_after(clause, going[1] - 1)
        return _replaced(clause, at, going, coming)
    if (preferred := _preferred(clause)) is not None:
        return preferred
    return [i for i in clause if not (i.kind == "op" and i.english in ("rather", "than"))]


def _preferred(clause: list[Item]) -> list[Item] | None:
    """ "je préfère Helsinki à Falkenstein": a place before another, not in it."""
    rather = next((n for n, i in enumerate(clause) if i.kind == "op" and i.english == "rather"), None)
    if rather is None:
        return None
    at = next((n for n in range(rather + 2, len(clause) - 1) if clause[n].english in ("in", "to") and clause[n - 1].kind == clause[n + 1].kind == "place"), None)
    return None if at is None else _replaced([*clause[:at], *clause[at + 1 :]], rather, (at, at + 1), (at - 1, at))


def _brought(clause: list[Item]) -> list[Item]:
    """ "Falkenstein'dan alıp Helsinki'ye koyun": from one place to another is a change, whatever the verb."""
    ends = {word: next((n for n in things_in(clause, 1) if clause[n].kind == "place" and clause[n - 1].english == word), None) for word in ("from", "to")}
    first, last = ends["from"], ends["to"]
    if first is None or last is None or not any(i.english.strip("<>") in _BRINGS for i in clause):
        return clause
    kept = [i for n, i in enumerate(clause) if n not in (first - 1, last - 1) and i.english.strip("<>") not in _BRINGS]
    return [replace(clause[first - 1], english="change", kind="op"), *kept]


def _more(clause: list[Item]) -> list[Item]:
    """ "dos workers más", "noch einen Worker mehr", "iki worker daha": how many more stands before what there are more of."""
    at = next((n for n, i in enumerate(clause) if n > 1 and i.english == "more" and clause[n - 1].english in ("workers", "regions", "region")), None)
    if at is not None and clause[at - 2].english == "another":
        return [*clause[:at], *clause[at + 1 :]]
    if at is None or (clause[at - 2].kind != "number" and clause[at - 2].english not in ("a", "1")):
        return clause
    count = replace(clause[at - 2], english="1", kind="number") if clause[at - 2].english == "a" else clause[at - 2]
    return [*clause[: at - 2], count, clause[at], clause[at - 1], *clause[at + 1 :]]


def _raised(clause: list[Item]) -> list[Item]:
    """ "worker sayısını beşe çıkarın": a verb that takes out brings to a number when one stands right before it."""
    at = next((n for n, i in enumerate(clause) if n and i.english == "<remove" and clause[n - 1].kind == "number"), None)
    if at is None:
        return clause
    what = [clause[at - 1], *clause[at - 2 : at - 1]] if at > 1 and clause[at - 2].thing else [clause[at - 1]]
    return [*clause[: at - len(what)], replace(clause[at], english="use", kind="say"), *what, *clause[at + 1 :]]


def _both(clause: list[Item]) -> list[Item]:
    """ "hem X hem Y", "et X et Y": the first "and" joins nothing."""
    first = next((n for n, i in enumerate(clause) if i.kind != "drop"), None)
    if first is None or clause[first].english != "and" or not any(i.english in ("and", "and in") for i in clause[first + 1 :]):
        return clause
    return [*clause[:first], *clause[first + 1 :]]


def _changed(clause: list[Item], at: int) -> list[Item]:
    """ "von X auf Y ändern", "X durch Y ersetzen": the first goes, the second comes."""
    rest = [*clause[:at], *clause[at + 1 :]]
    things = things_in(rest)
    if len(things) > 1 and rest[things[0]].english in ("region", "regions") and rest[things[-1]].kind == "place":
        gone = things[0]  # "cambia la región a Ashburn": what is changed, not what it is changed from
        rest, at = [*rest[:gone], *rest[gone + 1 :]], min(at, gone)
        things = things_in(rest)
    if (counted := _counted(rest, things)) is not None:
        return counted
    if len(things) < 2 or any(i.english in ("and", "or") for i in rest[things[0] : things[-1]]):
        first = _grown(rest, things[0])[0] if things else at
        while 0 < first <= at and rest[first - 1].english in ("in", "to", "the"):
            first -= 1
        where = min(first, at)  # "nach Helsinki verlegen"
        return [*(i for i in rest[:where] if i.english != "can we have"), replace(clause[at], english="make it", kind="say"), *rest[where:]]
    first, last = _grown(rest, things[0]), _grown(rest, things[-1])
    if first == last:
        return rest
    return _replaced(rest, -1, first, last)


def _counted(clause: list[Item], things: Sequence[int]) -> list[Item] | None:
    """ "worker sayısını ikiye düşürelim", "passe les workers à deux": of what, and then how many."""
    if len(things) != _FEW or clause[things[0]].english not in _SEVERAL or clause[things[1]].kind != "number":
        return None
    what, number = clause[things[0]], clause[things[1]]
    kept = [i for n, i in enumerate(clause) if n not in things and i.english not in _LEFT_OVER | {"from", "one", "can we have"}]
    return [*kept, Item("make it", "say", what.start, what.start), number, what]


def _replaced(clause: list[Item], op: int, going: tuple[int, int], coming: tuple[int, int] | None) -> list[Item]:
    """ "replace X with Y" in place of both."""
    touched = set(range(*going)) | ({op} if op >= 0 else set[int]())
    where = clause[going[0]].start
    leave = [i for i in clause[going[0] : going[1]] if i.english not in JOINS]
    if coming is None:
        said = [Item("instead of", "say", where, where), *leave]
    else:
        touched |= set(range(*coming))
        come = [i for i in clause[coming[0] : coming[1]] if i.english not in JOINS]
        # "pon dos en vez de cinco", "vier Worker lieber als drei"
        counted = [i for i in leave if i.kind == "number"]
        counts = bool(counted) and any(i.kind == "number" for i in come) and all(i.kind == "number" or i.english in _SEVERAL for i in [*leave, *come])
        if counts and not any(i.english in _SEVERAL for i in come):
            come, leave = [*come, *(i for i in leave if i not in counted)], counted  # "statt vier Workern fünf"
        come = sorted(come, key=lambda i: i.kind != "number") if counts else come
        sized = all(i.english in _SIZES for i in [*leave, *come])  # "بدل الكبير المتوسط"
        words = ("make it", "instead of") if counts else ("use", "instead of") if sized else ("replace", "with")
        first, second = (come, leave) if counts or sized else (leave, come)
        said = [Item(words[0], "say", where, where), *first, Item(words[1], "say", where, where), *second]
    touched |= {begins - 1 for begins, _ in (going, coming or going) if begins and clause[begins - 1].english in _ARTICLES}  # "statt Dateien einen Passwortmanager"
    first = min(touched)
    rest = [(n, i) for n, i in enumerate(clause) if n not in touched and i.english not in _LEFT_OVER and i.english != "only"]
    rest_before, rest_after = [i for n, i in rest if n < first], [i for n, i in rest if n > first]
    return [*rest_before, *said, *rest_after]


def _group_after(clause: Sequence[Item], at: int) -> tuple[int, int] | None:
    things = things_in(clause, at + 1)
    return _grown(clause, things[0]) if things else None


def _group_before(clause: Sequence[Item], at: int) -> tuple[int, int] | None:
    things = things_in(clause, 0, at)
    return _grown(clause, things[-1]) if things else None


def _grown(clause: Sequence[Item], thing: int) -> tuple[int, int]:
    """Neighbouring values without anything between them are one ("zwei Worker", "CPX52 Server")."""
    start, end = thing, thing + 1
    while start > 0 and clause[start - 1].thing and not clause[start].kind == clause[start - 1].kind == "place":
        start -= 1
    while end < len(clause) and clause[end].thing and not clause[end - 1].kind == clause[end].kind == "place" and not (clause[end].kind == "number" and clause[end - 1].english in _SEVERAL):
        end += 1
    return start, end


def _struck(clause: list[Item]) -> list[Item]:
    """Late negations go before what they negate; two of them in a clause cancel out ("nicht entfernen")."""
    ops = [n for n, i in enumerate(clause) if i.kind == "op" and i.english.strip("<>") in STRIKES]
    if not ops:
        return clause
    names = {clause[n].english.strip("<>") for n in ops}
    if names == {"not", "remove"}:
        listed = [n for n in ops if clause[n].english.strip("<>") == "not" and n > ops[0] and (things_in(clause, n) or _unwanted(clause, n))]
        if clause[ops[0]].english != "remove" or not listed:
            return [i for n, i in enumerate(clause) if n not in ops]
        gone = {*listed, *(n + 1 for n in listed if _unwanted(clause, n))}
        clause = [i for n, i in enumerate(clause) if n not in gone]  # "no quiero ni blog ni web"
    clause = [i for n, i in enumerate(clause) if not _without_unknown(clause, n)]
    done = 0
    while (at := _next_strike(clause, done)) is not None:
        clause, done = _placed(clause, at)
    return clause


def _without_unknown(clause: Sequence[Item], at: int) -> bool:
    """ "sacar cita sin estar llamando": what is done without is nobody's word, and what stands before it stays."""
    strikes = clause[at].kind == "op" and clause[at].english == "without"
    return strikes and [i.kind for i in clause[at + 1 : at + 2]] == ["unknown"] and not things_in(clause, at)


def _unwanted(clause: Sequence[Item], at: int) -> bool:
    """ "شيلوا وورد بريس ما نحتاجه": it says why."""
    return at + 1 < len(clause) and clause[at + 1].english in ("need", "want", "we need", "we want", "i need", "i want")


def _next_strike(clause: Sequence[Item], begin: int) -> int | None:
    return next((n for n in range(begin, len(clause)) if clause[n].kind == "op" and clause[n].english.strip("<>") in STRIKES), None)


def _placed(clause: list[Item], at: int) -> tuple[list[Item], int]:
    op = clause[at]
    word = replace(op, english=op.english.strip("<>"), kind="say")
    things = things_in(clause, 0, at)
    follows = bool(things_in(clause, at + 1)) and not op.english.startswith("<") and not (things and _ends_group(clause, at))
    if not follows and not things and at == 0 and [i.kind for i in clause] in _WORDS_ONLY:
        return [word, replace(clause[1], english="zz")], _FEW  # "info@…, pas contact": a word that was said before, and no refusal
    if not follows and not things and (both := next((n for n, i in enumerate(clause[:at]) if i.english in _POINTING), None)) is not None:
        return [*clause[:both], word, *clause[both:at], *clause[at + 1 :]], at + 1  # "ikisini de çıkar"
    if not follows and not things and not op.english.endswith(">"):
        # nothing to strike: it declines what was said before
        start = clause[0].start
        said = [replace(word, english="no", start=start, end=start), Item(",", "break", start, start)]
        return [*said, *clause[:at], *clause[at + 1 :]], at + 2
    if follows or op.english.endswith(">"):
        return [*clause[:at], word, *clause[at + 1 :]], at + 1
    first = _joined_back(clause, things[-1])
    tail = [Item(",", "break", op.start, op.start)] if things_in(clause, at + 1) else []
    lead = clause[:first]
    while lead and lead[-1].english in _ARTICLES:
        lead = lead[:-1]  # "the newsletter, forget it"
    said = [*lead, word, *clause[first:at], *tail]
    return [*said, *clause[at + 1 :]], len(said)


def _ends_group(clause: Sequence[Item], at: int) -> bool:
    """ "Ashburn fuera y Nuremberg dentro": an "and" right behind it begins something else."""
    following = next((i for i in clause[at + 1 :] if i.kind != "drop"), None)
    return following is not None and following.english == "and" and clause[at].english == "remove"


def _joined_back(clause: Sequence[Item], thing: int) -> int:
    """The first of the values that are joined to this one by "and", with the small words before it."""
    first = thing
    while first > 0 and (clause[first - 1].thing or clause[first - 1].english in JOINS or clause[first - 1].kind == "drop"):
        first -= 1
    while not clause[first].thing and clause[first].english != "in":
        first += 1
    return first


def _moved_ahead(clause: list[Item], name: str) -> list[Item]:
    """ "X bitte noch dazu" → "add X"."""
    at = next((n for n, i in enumerate(clause) if i.kind == "op" and i.english.strip("<") == name), None)
    if at is None:
        return clause
    word = replace(clause[at], english=name, kind="say")
    things = things_in(clause, 0, at)
    if not things or (things_in(clause, at + 1) and not clause[at].english.startswith("<")):
        return [*clause[:at], word, *clause[at + 1 :]]
    first = _joined_back(clause, things[-1])
    return [*clause[:first], word, *clause[first:at], *clause[at + 1 :]]


def _used(clause: list[Item]) -> list[Item]:
    """ "sitemiz olsun hem de anket", "Almanya ve Finlandiya olsun": the verb goes before all that is wished for."""
    at = next((n for n, i in enumerate(clause) if n and i.kind == "say" and i.english == "use" and clause[n - 1].thing), None)
    if at is None:
        return clause
    first = _joined_back(clause, at - 1)
    goes_on = at + 1 < len(clause) and clause[at + 1].english == "and" and bool(things_in(clause, at + 1))
    closes = not things_in(clause, at + 1) and any(i.english == "and" for i in clause[first:at])
    return [*clause[:first], clause[at], *clause[first:at], *clause[at + 1 :]] if goes_on or closes else clause


def _asked(clause: list[Item], ends: str) -> list[Item]:
    """The question comes first in its clause and has its mark."""
    asks = [n for n, i in enumerate(clause) if i.kind == "ask"]
    if not asks:
        return clause
    best = max(asks, key=lambda n: len(clause[n].english))
    lead = [i for n, i in enumerate(clause) if n < asks[0] and (i.kind in ("yes", "no") or i.english in _BEFORE_YES)]
    rest = [i for n, i in enumerate(clause) if n not in asks and i not in lead]
    where = clause[best].start
    opening = [Item(",", "break", where, where)] if lead else []
    closing = [] if ends == "?" else [Item("?", "break", where, where)]
    return [*lead, *opening, clause[best], *rest, *closing]
