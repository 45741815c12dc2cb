"""What a clause does: what it speaks of, strikes, wishes."""

from collections.abc import Sequence
from dataclasses import replace

from dialogue.understanding.languages.transfer import Item

JOINS = frozenset({"and", "or", "and in", "or in", "in", "the", "a", "with", "to", "for", "on", "at", "from", "also", "nor", "one", "of", "our", "my", "also and"})
_SUBJECTS = ("we ", "i ", "our", "my", "it is called", "can we")
_DOES = frozenset({"use", "host"})
ACTS = frozenset({"remove", "add", "change"})
_WISHES = frozenset({"use", "add", "make it", "please", "we want", "we need", "i want", "i need", "want", "need", "instead"})
STRIKES = ("not", "remove", "without")
_FEW = 2


def taken_out(clause: Sequence[Item]) -> bool:
    """ "die Umfrage kann raus": no place, and nothing else is done."""
    things = [i for i in clause if i.thing]
    ops = {i.english.strip("<>") for i in clause if i.kind == "op"}
    return bool(things) and ops == {"remove"} and not any(i.kind in ("place", "number") for i in things)


def wished(items: Sequence[Item], at: int) -> bool:
    """ "…, dafür bitte Statistiken": what comes is no more of what goes."""
    end = next((n for n in range(at, len(items)) if items[n].kind == "break"), len(items))
    said = items[at:end]
    return any(i.thing for i in said) and any(i.english.strip("<>") in _WISHES for i in said) and not any(i.kind == "op" and i.english.strip("<>") in STRIKES for i in said)


def topic(clause: Sequence[Item]) -> bool:
    """Nothing but a value that something is said of next."""
    return any(i.thing for i in clause) and all(i.thing or i.kind == "drop" or i.english in JOINS or i.english == "use" for i in clause)


def removes(items: Sequence[Item], at: int) -> bool:
    """ "das kann also wieder raus": what was spoken of before it."""
    end = next((n for n in range(at, len(items)) if items[n].kind == "break"), len(items))
    said = [i for i in items[at:end] if i.kind != "drop" and i.english not in JOINS]
    return len(said) == 1 and said[0].kind == "op" and said[0].english == "<remove"


def one_of(clause: Sequence[Item]) -> list[Item]:
    """The clause without the word for any program ("mit dem alten Programm"), where it speaks of one thing; else nothing."""
    kept = [replace(i, english="", kind="drop") if i.english == "apps" else i for i in clause]
    ordered_by_it = any(i.kind in ("op", "ask", "no") for i in kept)
    return kept if len(things_in(kept)) == 1 and len(kept) > 1 and not ordered_by_it else []


def declines(items: Sequence[Item], at: int) -> bool:
    """The clause that begins here only strikes what was named before."""
    end = next((n for n in range(at, len(items)) if items[n].kind == "break"), len(items))
    said = [i for i in items[at:end] if i.kind != "drop" and i.english not in JOINS]
    if len(said) == 1 and said[0].english in ("cancel", "we already use"):
        return True  # "das Wiki, vergiss es", "le wiki, on l'a déjà"
    return 0 < len(said) <= _FEW and said[0].kind == "op" and all(i.kind == "op" and i.english.strip("<>") in STRIKES or i.kind == "unknown" for i in said)


def begins(items: Sequence[Item], at: int) -> bool:
    """ "… and we need": a new clause."""
    following = next((i for i in items[at:] if i.kind != "drop"), None)
    return following is not None and following.english.startswith(_SUBJECTS)


def does(items: Sequence[Item], at: int) -> bool:
    """ "… fuera y ponemos Nuremberg": what is to be done next."""
    following = next((i for i in items[at:] if i.kind != "drop"), None)
    return following is not None and (following.english in _DOES or following.kind == "op" and following.english in ACTS)


def done(clause: Sequence[Item]) -> bool:
    """Something was struck, added or changed already."""
    return bool(things_in(clause)) and any(i.kind == "op" and i.english.strip("<>") in ACTS for i in clause)


def things_in(clause: Sequence[Item], begin: int = 0, finish: int | None = None) -> list[int]:
    """Where values stand in the clause."""
    return [i for i in range(begin, len(clause) if finish is None else finish) if clause[i].thing]
