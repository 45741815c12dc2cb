"""The label of the address in the words of another language: "die Subdomain soll mail sein", "nimbus au lieu de acme dans l'adresse".

Such a word means nothing else, whatever the language or the toolbox knows it for, and stays as it was written.
"""

from collections.abc import Sequence
from dataclasses import replace

from dialogue.understanding.languages.book import Book
from dialogue.understanding.languages.tokens import Token
from dialogue.understanding.languages.transfer import Item

KEEPS = "…"
"""At the end of a piece of English: the next unknown word is a name of its own and stays ("the subdomain …")."""
_AROUND = frozenset({"", "use", "must", "should", "should be", "be", "please", "the", "a", "is", "is it", "make it", "change", "add", "we want", "i want", "we need", "i need", "want", "need", "in", "to", "now", "then", "good", "of", "my", "our", "it"})
"""What may stand beside a label that is told."""
_ADDRESSES = frozenset({"address", "the subdomain …"})


def with_labels(book: Book, found: Sequence[Token], items: Sequence[Item], *, asks: bool) -> list[Item]:
    """The items, where a clause tells the label of the address as that and nothing else.

    Args:
        asks: the message ends in a question mark.
    """
    if not any(i.english in _ADDRESSES for i in items):
        return list(items)
    result: list[Item] = []
    for begin, end in _clauses(items):
        clause = items[begin:end]
        label = _told(book, found, clause, asks=asks)
        if label is None:
            result += items[begin : end + 1]
        else:
            cue = next(i for i in clause if i.english in _ADDRESSES)
            said = [replace(cue, english="the subdomain"), Item(found[label].norm, "verbatim", label, label + 1)]
            result += [*said, *items[end : end + 1]]
    return result


def _told(book: Book, found: Sequence[Token], clause: Sequence[Item], *, asks: bool) -> int | None:
    """The word of the clause that is the label."""
    if any(i.english in _ADDRESSES for i in clause) and (exchanged := _instead(book, found, clause)) is not None:
        return exchanged
    cue = next((n for n, i in enumerate(clause) if i.english.endswith(KEEPS)), None)
    if cue is None:
        return None
    if written := [i.start for i in clause if "_" in found[min(i.start, len(found) - 1)].text]:
        return written[0] if len(written) == 1 else None
    rest = [i for n, i in enumerate(clause) if n != cue and i.english not in _AROUND and i.start < i.end]
    only = rest[0] if len(rest) == 1 else None
    if only is None or only.end != only.start + 1 or only.tail or only.kind in ("yes", "no", "number", "address", "mask") or asks and only.kind == "ask":
        return None
    return only.start if _can_be(book, found[only.start]) else None


def _instead(book: Book, found: Sequence[Token], clause: Sequence[Item]) -> int | None:
    """ "nimbus statt acme in der Adresse", "adreste acme yerine nimbus": of the two, the one that comes."""
    op = next((n for n, i in enumerate(clause) if i.english in ("instead of", "<instead of")), None)
    if op is None:
        return None
    names = [n for n, i in enumerate(clause) if i.kind == "unknown" and _can_be(book, found[i.start])]
    before, after = [n for n in names if n < op], [n for n in names if n > op]
    if len(before) != 1 or len(after) != 1:
        return None
    return clause[after[0] if clause[op].english.startswith("<") else before[0]].start


def _can_be(book: Book, token: Token) -> bool:
    return token.kind == "word" and token.latin and not token.capital and token.norm not in book.describes and token.norm not in book.function


def _clauses(items: Sequence[Item]) -> list[tuple[int, int]]:
    ends = [n for n, i in enumerate(items) if i.kind == "break"]
    return list(zip([0, *(n + 1 for n in ends)], [*ends, len(items)], strict=True))


def hyphened(found: Sequence[Token], items: Sequence[Item] = ()) -> list[Token]:
    """Words joined by hyphens as one: a label. A phrase that the language knows stays what it is ("sous-domaine")."""
    known = {n for i in items if i.kind != "unknown" and i.end - i.start > 1 for n in range(i.start + 1, i.end)}
    result: list[Token] = []
    for at, token in enumerate(found):
        if token.joined and at not in known and result and result[-1].kind == token.kind == "word":
            result[-1] = _as_one(result[-1], token, "-")
        else:
            result.append(token)
    return result


def underscored(found: Sequence[Token], text: str) -> list[Token]:
    """Words with an underscore between them are one."""
    if "_" not in text:
        return list(found)
    result: list[Token] = []
    for token in found:
        last = result[-1] if result else None
        if last is not None and last.kind == token.kind == "word" and text[last.end : token.start] == "_":
            result[-1] = _as_one(last, token, "_")
        else:
            result.append(token)
    return result


def _as_one(first: Token, second: Token, sign: str) -> Token:
    return replace(first, text=f"{first.text}{sign}{second.text}", norm=f"{first.norm}{sign}{second.norm}", end=second.end)
