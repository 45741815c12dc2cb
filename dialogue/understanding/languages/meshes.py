"""The mesh's name and number, told in another language: they become the pipeline's English before anything else is read from them."""

from collections.abc import Sequence
from dataclasses import replace

from dialogue.understanding.languages.book import Book
from dialogue.understanding.languages.tokens import Token

TOLD = "told"
"""Kind of a token that is English already."""
_REACH = 9
"""Words from the mesh to its name or number."""
_LONGEST = 8
"""Words that hyphens join to a label."""


def meshed(found: Sequence[Token], book: Book) -> list[Token]:
    """ "das Mesh soll nordring heißen, Nummer 7": the clauses that say so as "mesh name nordring" and "mesh id 7"."""
    about = [n for n in range(len(found)) if _is(found, n, "word", book)]
    if not about:
        return list(found)
    near = [n for n in range(len(found)) if any(abs(n - m) <= _REACH for m in about)]
    label = _label(found, near, about, book)
    number = _number(found, near, book)
    if label is None and number is None:
        return list(found)
    used = {n for n in near for role in ("word", "name", "id") if _is(found, n, role, book)} | set(range(*label) if label else ()) | ({number} if number is not None else set[int]())
    said: list[Token] = []
    for begin, end in _clauses(found):
        inside = sorted(used & set(range(begin, end)))
        if not inside:
            said += found[begin:end]
            continue
        told = _told(found, begin, label, number)
        kept = [*found[begin : inside[0]], *(t for n, t in enumerate(found) if inside[-1] < n < end and not t.glued)]
        clause = [*(t for t in kept if t.start < found[inside[0]].start and not _small(t, book)), *told, *(t for t in kept if t.start > found[inside[-1]].start)]
        said += [replace(clause[0], brk=found[begin].brk), *clause[1:]] if clause else []
    return said


def _told(found: Sequence[Token], begin: int, label: tuple[int, int] | None, number: int | None) -> list[Token]:
    """What this clause says of the mesh, in English."""
    end = next((n for n in range(begin + 1, len(found)) if found[n].brk), len(found))
    result: list[Token] = []
    if label is not None and begin <= label[0] < end:
        first, last = found[label[0]], found[label[1] - 1]
        value = "-".join(t.norm for t in found[label[0] : label[1]])
        result.append(replace(first, text=f"mesh name {value}", norm=f"mesh name {value}", end=last.end, kind=TOLD, brk=",", glued=False, joined=False))
    if number is not None and begin <= number < end:
        token = found[number]
        result.append(replace(token, text=f"mesh id {int(token.norm)}", norm=f"mesh id {int(token.norm)}", kind=TOLD, brk="," if result else token.brk, glued=False, joined=False))
    return result


def _small(token: Token, book: Book) -> bool:
    """An article before the mesh."""
    return token.norm in book.naming.skips


def _clauses(found: Sequence[Token]) -> list[tuple[int, int]]:
    starts = [0, *(n for n in range(1, len(found)) if found[n].brk)]
    return list(zip(starts, [*starts[1:], len(found)], strict=True))


def _is(found: Sequence[Token], at: int, role: str, book: Book) -> bool:
    """Tells whether the token is one of the words of that role, whatever prefix the language joins to it."""
    token = found[at]
    forms = [token.norm] + [token.norm[len(p) :] for p, _ in book.clitics if not token.latin and token.norm.startswith(p)]
    return token.kind == "word" and any(f == w or (w.endswith("*") and f.startswith(w[:-1])) for w in book.mesh.get(role, ()) for f in forms)


def _label(found: Sequence[Token], near: Sequence[int], about: Sequence[int], book: Book) -> tuple[int, int] | None:
    """The tokens of the name: words joined by hyphens, else one that the language doesn't know beside a word for names."""
    cues = [n for n in near if _is(found, n, "name", book)]
    runs = [(n, _run(found, n)) for n in near if _names(found, n, book)]
    hyphened = [r for r in runs if r[1] - r[0] > 1]
    single = [r for r in runs if cues and (found[r[0]].quoted or not book.knows(replace(found[r[0]], text=found[r[0]].norm)) or book.nouns and found[r[0]].norm not in book.function)]
    told = hyphened if cues else [r for r in hyphened if r[0] - 1 in about and book.script == "latin"]
    if told:
        return min(told, key=lambda r: min(abs(r[0] - m) for m in [*cues, *about]))
    return min(single, key=lambda r: min(abs(r[0] - c) for c in cues)) if single else None


def _names(found: Sequence[Token], at: int, book: Book) -> bool:
    token = found[at]
    plain = token.kind == "word" and token.latin and not token.joined and not token.glued and not token.norm.isdecimal() and len(token.norm) > 1
    return plain and not any(_is(found, at, role, book) for role in ("word", "name", "id"))


def _run(found: Sequence[Token], at: int) -> int:
    end = at + 1
    while end < len(found) and found[end].joined and not found[end].brk and end - at < _LONGEST:
        end += 1
    return end


def _number(found: Sequence[Token], near: Sequence[int], book: Book) -> int | None:
    """The number right behind a word for numbers."""
    ids = [n for n in near if _is(found, n, "id", book)]
    return next((m for n in ids for m in range(n + 1, min(n + 4, len(found))) if found[m].norm.isdecimal() and len(found[m].norm) < _LONGEST), None)
