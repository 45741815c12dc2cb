"""How far a name goes that is written small: nothing in the shape of its words tells where the next thing begins."""

import re
from collections.abc import Callable
from typing import Literal

from dialogue.patterns import regex
from dialogue.understanding.everyday import (
    AUXILIARIES,
    BASE_VERBS,
    FUNCTION,
    PARTICIPANTS,
    is_everyday,
    is_short_form,
)
from dialogue.understanding.kinds import KINDS
from dialogue.understanding.text import fold

Ours = Callable[[int], Literal["region", "place", "thing", ""]]
"""What the phrase of our vocabulary means that holds the character at this offset; trades are no such phrase."""
BREAK = regex(r"[,;!?\n()–—|]|\.(?=\s|$)|\s[-/]\s|:")
WORD = regex(r"[^\s,;!?()–—|:=]+")
INSIDE = frozenset("of and the & de la van von del et y und + for in at on by".split())
STOPS = frozenset(
    "please pls plz thanks thank thx cheers mail email e-mail mails hosted need needs want wants based located instead rather actually sorry now today using use running runs "
    "domain website would should already currently really also too looking just".split()
)
"""Words that begin something else than a part of the name."""
_MOST = 6
"""Words of a name that is written small."""
_PEOPLE = frozenset("we i our my it need want please which who that who's".split())
_OBJECTS = frozenset("it us me them this that everything all both my our a an the up in on into at one two three".split())
"""Behind a verb they make an order of it ("… put it in Helsinki")."""
_REACHED = frozenset("contact contacts reach write address admin administrator".split())
"""Before an address, or "me", they begin what comes after the name."""
_PARTICLES = frozenset("up off out over down through on".split())
"""They may stand inside a name ("lift off drones", "milk on tap")."""
_COUNTED = frozenset("one two three four five six seven eight nine ten".split())
_WHERE = frozenset(
    "north south east west northern southern eastern western town site premise premises prem paper record hold top board monday tuesday wednesday thursday friday saturday sunday "
    "weekends facebook instagram google amazon etsy linkedin shopify wix aws azure hetzner youtube twitter tiktok".split()
)
"""Behind such a particle they say where, and are no name's."""
_TO_GO = regex(r"(?i)to\s+go(?:(?=\s*(?:[,.;!?\n]|$|\d|\S+@)|\s+(?:and|in|mail|email|please|pls)\b)|(?P<more>\s+)(?=\w))")
_BY = regex(
    r"(?i)(?:by|about)\s+(?:the\s+)?(?P<last>(?!(?:way|end|time|people|locals?|public|staff|customers?|clients?|neighbou?rs?|press|team|book|friends|default|design|law|accident|mail)\b)[^\W\d_]+)(?=\s*(?:[,.;!?\n]|$)|\s+and\s+(?:we|i|our|my)\b)"
    r"|for\s+(?P<number>two|three|four|all)(?=\s*(?:[,.;!?\n]|$)|\s+and\s+(?:we|i|our|my)\b|\s+(?:we|it's|its|it\s+is|in|near|at|from|is)\b)"
)


def nothing_of_ours(at: int) -> Literal[""]:
    """For text that our vocabulary isn't asked about."""
    del at
    return ""


def small_end(text: str, begin: int, ours: Ours = nothing_of_ours) -> int:
    """Where the name ends that begins at `begin`: at a break, or before a word that begins something else."""
    words = 0
    at = end = begin
    while words < _MOST:
        gap = len(text[at:]) - len(text[at:].lstrip(" "))
        word = WORD.match(text, at + gap)
        if word is None or (at > begin and not gap):
            break
        if words and (idiom := _idiom(text, word.start(), ours)):
            return idiom
        body = word.group().rstrip(".…'’\"")
        norm = fold(body)
        if "@" in body or not any(c.isalnum() or c in "&+" for c in body) or (words and _ends_name(text, norm, word.end(), ours)):
            break
        if words and _foreign(text, begin, word, words, ours):
            break
        words += 1
        at = word.end()
        if norm not in INSIDE or words == 1:
            end = word.start() + len(body)
        if len(body) < len(word.group()):
            break  # a full stop
    return end


def _idiom(text: str, at: int, ours: Ours) -> int:
    """Where an idiom ends that names go out with ("pasta to go", "house by the sea", "tea for two"); 0 when there is none."""
    by = _BY.match(text, at)
    if by and (by["number"] or not (is_everyday(fold(by["last"])) or ours(by.start("last")))):
        return by.end()
    go = _TO_GO.match(text, at)
    if go is None:
        return 0
    more = go["more"]
    return go.end() - len(more) if more and ours(go.end()) else 0 if more else go.end()


def _following(text: str, after: int) -> re.Match[str] | None:
    """The next word, when only spaces stand before it."""
    gap = len(text[after:]) - len(text[after:].lstrip(" "))
    return WORD.match(text, after + gap) if gap else None


def _ends_name(text: str, norm: str, after: int, ours: Ours) -> bool:
    """The word begins something else than a part of the name."""
    rest = _following(text, after)
    following = fold(rest.group().rstrip(".…'’\"")) if rest else ""
    if norm in ("and", "&", "+"):
        return norm == "and" and (not following or is_short_form(following) or following in FUNCTION or following in _PEOPLE or _somebody_does(text, rest, following))
    if norm == "the" and _subject(text, after):
        return True
    if norm in ("of", "the", "de", "la", "von", "van"):
        return False
    if norm in _PARTICLES or norm == "one":
        return rest is None or "@" in following or is_everyday(following) or following in _WHERE or ours(rest.start()) != ""
    if norm == "control" and following in ("plane", "planes"):
        return True
    if norm in BASE_VERBS and rest is not None and (following in _OBJECTS or ours(rest.start()) == "thing"):
        return True
    if norm in _REACHED and rest is not None and ("@" in following or following in ("me", "us", "is")):
        return True
    return norm in FUNCTION or norm in _PEOPLE or norm in STOPS or is_short_form(norm)


def _subject(text: str, after: int) -> bool:
    """ "… the portal should live at": another sentence's subject, and no part of the name."""
    return _SUBJECT.match(text, after) is not None


_SUBJECT = regex(r"(?i)\s+[^\W\d_]+\s+(?:should|must|will|shall|is|are|has\s+to|needs?\s+to|would|could|can)\b")


def _somebody_does(text: str, rest: re.Match[str] | None, following: str) -> bool:
    """ "… and people should book": a sentence of its own."""
    after = _following(text, rest.end()) if rest and following in PARTICIPANTS | {"people", "guests", "customers", "clients", "members", "parents", "visitors", "everyone", "everybody"} else None
    return after is not None and fold(after.group().rstrip(".")) in AUXILIARIES | {"need", "want", "to", "book", "like"}


def _foreign(text: str, begin: int, word: re.Match[str], words: int, ours: Ours) -> bool:
    """A place, one of our things, or a count of them, with which a sentence without marks goes on behind the name."""
    rest = _following(text, word.end())
    if rest is None or fold(rest.group().rstrip(".")) in KINDS:
        return False
    what = ours(word.start())
    if what in ("region", "place"):
        first = fold(text[begin : word.start()].split(maxsplit=1)[0])
        return words > 1 or (what == "region" and first not in KINDS)
    if what == "thing":
        return words > 1
    counted = fold(word.group()) in _COUNTED or word.group().isdecimal()
    return counted and (fold(rest.group().rstrip(".")) in PARTICIPANTS or ours(rest.start()) == "thing")
