"""Spoken addresses ("info ät firma punkt de") put together, so that they are read like typed ones."""

from collections.abc import Sequence
from dataclasses import replace

from dialogue.understanding.languages.book import Book
from dialogue.understanding.languages.tokens import Token

_UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}
_WRITTEN = frozenset("_-@.")
"""What two words were put together to."""
_LITERAL = "literal"
_SPOKEN = frozenset({"word", _LITERAL})
_FARTHEST = 8
"""Words of a label that belong together when it is spoken."""


def joined(found: Sequence[Token], book: Book) -> list[Token]:
    """The tokens with each spoken address as one."""
    result = _signs(_without_asides(found, book), book)
    at = 0
    while at < len(result):
        if not _is_dot(result, at, book):
            at += 1
            continue
        start, end = _left(result, at, book), _right(result, at, book)
        value = _value(result[start:end], book)
        if start == at or "." not in value or value.endswith((".", "@")):
            at += 1
            continue
        first, last = result[start], result[end - 1]
        result[start:end] = [Token(value, value, first.start, last.end, "address", first.brk, first.glued)]
        at = start + 1
    return [replace(t, kind="word") if t.kind == _LITERAL else t for t in result]


def _without_asides(found: Sequence[Token], book: Book) -> list[Token]:
    """ "recepción sin tilde, arroba …": what is said about the spelling, where an address is spoken, is no part of it."""
    if not any(_sign(t, book) for t in found):
        return list(found)
    result: list[Token] = []
    at, gone, brk = 0, False, ""
    while at < len(found):
        aside = next((a for a in book.asides if tuple(t.norm for t in found[at : at + len(a)]) == a), None)
        if aside is not None:
            gone, brk = True, brk or found[at].brk
            at += len(aside)
            continue
        token = found[at]
        if gone:
            beside = _sign(token, book) is not None or _ends_in_sign(result, book)
            token = replace(token, brk="" if beside else token.brk or brk)
        result.append(token)
        at, gone, brk = at + 1, False, ""
    return result


def _ends_in_sign(found: Sequence[Token], book: Book) -> bool:
    pair = tuple(t.norm for t in found[-2:])
    return bool(found) and (_sign(found[-1], book) is not None or len(pair) == 2 and (pair[0], pair[1]) in book.pairs)


def _signs(found: Sequence[Token], book: Book) -> list[Token]:
    """Signs of two words as one ("guion bajo"), and those between commas ("ventas, arroba, casa, punto, es") without them."""
    result: list[Token] = []
    for token in found:
        if result and not token.brk and (sign := book.pairs.get((result[-1].norm, token.norm))):
            result[-1] = replace(result[-1], text=sign, norm=sign, end=token.end)
        elif result and not token.brk and token.norm in book.at and _sign(result[-1], book) == ".":
            result.append(replace(token, kind=_LITERAL))  # "punkt at": the country
        elif result and token.brk == "," and result[-1].brk == "," and _sign(result[-1], book):
            result[-1] = replace(result[-1], brk="")
            result.append(replace(token, brk=""))
        else:
            result.append(token)
    return result


def _sign(token: Token, book: Book) -> str | None:
    if token.kind != "word":
        return None
    return "@" if token.norm in book.at else token.norm if token.norm in _WRITTEN else book.joins.get(token.norm)


def _is_dot(found: Sequence[Token], at: int, book: Book) -> bool:
    return 0 < at < len(found) - 1 and _sign(found[at], book) == "." and not found[at].brk and not found[at + 1].brk


def _left(found: Sequence[Token], dot: int, book: Book) -> int:
    """To the first word of the address: over joined words, and over an "at" to the local part."""
    start, seen_at = dot, False
    while start > 0 and dot - start < _FARTHEST:
        token = found[start - 1]
        sign = _sign(token, book)
        if (found[start].brk and start < dot) or token.kind not in _SPOKEN or not token.latin and sign is None:
            break
        if sign == "@" and seen_at:
            break
        if sign is None and not found[start].joined and ((token.norm in book.lead and _sign(found[start], book) != "@") or (_sign(found[start], book) is None and start < dot and (seen_at or not _at_before(found, start, book)))):
            break
        seen_at = seen_at or sign == "@"
        start -= 1
    while start < dot and _sign(found[start], book) is not None:
        start += 1
    return _whole_local(found, start, book) if seen_at else start


def _whole_local(found: Sequence[Token], start: int, book: Book) -> int:
    """ "el correo es kusi danza arroba …": whoever speaks pauses inside; between what leads to it and the "at" all is the address."""
    at = start
    while at > 0 and start - at <= _PAUSES:
        token = found[at - 1]
        if found[at].brk or (token.norm in book.lead and token.kind in _SPOKEN):
            break
        if token.kind not in _SPOKEN or not token.latin or token.norm in book.function or _sign(token, book) is not None or token.norm.isdecimal():
            return start
        at -= 1
    opens = at == 0 or bool(found[at].brk) or found[at - 1].norm in book.lead
    return at if opens and start - at <= _PAUSES else start


_PAUSES = 2
"""Words of a local part that are spoken one by one, without the last."""


def _at_before(found: Sequence[Token], start: int, book: Book) -> bool:
    """There is an "at" not far to the left: the words between belong to the host."""
    return any(_sign(t, book) == "@" for t in found[max(0, start - 4) : start])


def _right(found: Sequence[Token], dot: int, book: Book) -> int:
    end = dot + 1
    while end < len(found) and not found[end].brk:
        token = found[end]
        if token.kind not in _SPOKEN or not token.latin and _sign(token, book) is None:
            break
        if _sign(token, book) is None and _sign(found[end - 1], book) is None:
            spelled = len(token.norm) == 1 and len(found[end - 1].norm) == 1 and token.norm.isalpha()
            if not spelled:
                break
        end += 1
    while end > dot + 1 and _sign(found[end - 1], book) is not None:
        end -= 1
    return end


def _value(part: Sequence[Token], book: Book) -> str:
    """Spoken words join without a hyphen unless one is said."""
    return "".join(f"{'-' if n and _hyphened(part[n - 1], t, book) else ''}{_sign(t, book) or _ascii(t, book)}" for n, t in enumerate(part))


def _hyphened(before: Token, token: Token, book: Book) -> bool:
    """ "acme-bank": written with its hyphen; "A-C-M-E" is spelled, and "at-acme-punkt-de" only parted."""
    return token.joined and _sign(before, book) is None and _sign(token, book) is None and len(before.norm) + len(token.norm) > 2


def _ascii(token: Token, book: Book) -> str:
    spelled = token.text.casefold().translate(_UMLAUTS) if book.language == "de" else token.norm
    return spelled if spelled.isascii() else token.norm
