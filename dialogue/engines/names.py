"""The organisation's name beside everything else that was said: which words are the name, and which aren't."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from dialogue.engines.change import Change
from dialogue.lexicon import Span
from dialogue.patterns import regex
from dialogue.state import State
from dialogue.understanding.acts import Acts
from dialogue.understanding.availability import availability
from dialogue.understanding.contacts import Contact
from dialogue.understanding.counts import region_count
from dialogue.understanding.echoes import echoes
from dialogue.understanding.everyday import is_everyday
from dialogue.understanding.legal_forms import without_seat
from dialogue.understanding.numbers import numbers
from dialogue.understanding.organisation import Name, organisation
from dialogue.understanding.proper import run_at, titled
from dialogue.understanding.respelling import respelled
from dialogue.understanding.standing import Meaning
from dialogue.understanding.states import is_state
from dialogue.understanding.text import Utterance, fold, read
from dialogue.understanding.yes_no import yes_no

_COUNTED = frozenset(
    {"workers", "workersTotal", "workersIn", "regionCount", "size", "sizeNeed", "workerSize", "workerSizeNeed", "highAvailability"}
)
_SLOTS = _COUNTED | {"meshName", "meshId", "regions", "apps", "email", "domain", "compliance", "residency", "provider"}
_SMALL = frozenset("and or in the a of please with for".split())
_OWN_WORDS = 2
"""Words of its own that a name has beside the name of an app."""
_NO_NAMES = frozenset(
    {"abuse", "code", "resend_code", "deny", "cancel", "human", "repeat", "greet", "ask", "thanks", "undo", "redo", "restart"}
)
"""Acts whose bare words are no answer to the question for the name."""


_MEASURED = regex(r"(?i)^\d+\s*(?:gb|gib|gigs?|gigabytes?|mb|tb|ram|memory|v?cpus?|cores?|threads?|eur|euros?|usd|€|\$|%)(?:\s+(?:of\s+)?(?:ram|memory|disk|storage|a\s+month))?$")
"""A number with its unit, whatever its capitals."""


_AT_HEAD = regex(r"(?!(?:Some|Any|Every|No)(?:where|thing|one|body)\b)([A-Z][\w&'’-]{3,40}) (?:in|from|of|at) (?=[A-Z][\w’' -]{2,30},)")
"""A message that begins with one capitalised word and where that is: "Codewatch in Ghent, …"."""


def find_name(state: State, utterance: Utterance, spans: list[Span], addresses: list[Contact]) -> Name | None:
    """The words that name the organisation, when they mean nothing else."""
    if state.asking == "clarify" and utterance.text in state.options and any(c.topic == "organisation" for c in state.choices):
        return Name(utterance.text, utterance.text, 0, len(utterance.text))
    if state.asking == "domain" and _CALLED.match(utterance.text) and not _EXPLICITLY.search(utterance.text):
        return None  # the address is to be called so
    known = state.draft.organisation
    corrected = respelled(utterance.text, known) if known else None
    if corrected and _clear_of(utterance, corrected, addresses) and _meaning(utterance, spans, corrected.start, corrected.end) != "thing":
        return corrected  # "replace the blog with BookStack" renames no Quillfeather Books

    def meaning(start: int, end: int) -> Meaning:
        return _meaning(utterance, spans, start, end)

    def ours(at: int) -> Literal["region", "place", "thing", ""]:
        return _ours(utterance, spans, at)

    said = [c.value for c in addresses]
    echoed = list(echoes(utterance, addresses, ours))
    found = organisation(utterance, asked=state.asking == "organisation", known=bool(known), meaning=meaning, addresses=said, ours=ours, echoed=echoed)
    for name in found:
        if _clear_of(utterance, name, addresses) and not _means_something(utterance, name, spans) and not _MEASURED.match(name.value):
            return _with_partners(utterance.text, _before_seat(name), meaning)
    head = None if known else _AT_HEAD.match(utterance.text)
    if head and not is_everyday(head[1].lower()) and not meaning(0, head.end(1)):
        return Name(head[1], head[1], 0, head.end(1))
    return None


def _before_seat(name: Name) -> Name:
    value = without_seat(name.value)
    return replace(name, value=value, end=name.start + len(value)) if value != name.value and name.words.startswith(value) else name


def _with_partners(text: str, name: Name, meaning: Callable[[int, int], Meaning]) -> Name:
    """ "Pemberton, Haigh and Lisle": a firm is called by its partners, none of whom is a place or a thing of ours."""
    first = _FIRST_PARTNERS.search(text, max(0, name.start - 60), name.start) if _PAIR.fullmatch(name.value) else None
    if first and not any(meaning(p.start(), p.end()) or is_everyday(p.group().lower()) for p in re.finditer(r"[A-Z][\w'’-]+", text[: name.start]) if p.start() >= first.start(1)):
        return replace(name, value=text[first.start(1) : name.end], words=text[first.start(1) : name.end], start=first.start(1))
    rest = _PARTNERS.match(text, name.end)
    if rest is None or " " in name.value or not name.value.istitle() or (name.bare and rest.end() != len(text.rstrip(" .!"))):
        return name
    partners = list(re.finditer(r"[A-Z][\w'’-]+", rest.group()))
    said = [meaning(name.start, name.end), *(meaning(rest.start() + p.start(), rest.start() + p.end()) for p in partners)]
    if "thing" in said or said.count("place") > 1 or any(is_everyday(p.group().lower()) for p in partners):
        return name
    return replace(name, value=name.value + rest.group(), words=text[name.start : rest.end()], end=rest.end())


_FIRST_PARTNERS = regex(r"(?:^|(?<=[:\"“]\s)|(?<=\w\s))((?:[A-Z][\w'’-]+, )+)$")
_PAIR = regex(r"[A-Z][\w'’-]+,? (?:and|&) [A-Z][\w'’-]+(?: (?:LLP|LLC|Ltd\.?|Limited|Partners|Associates|Sons|Co\.?|Solicitors|Architects|Lawyers|Trust|Foundation|Fund|Group))?")
_PARTNERS = regex(r"(?:, [A-Z][\w'’-]+){1,4},? (?:and|&) [A-Z][\w'’-]+(?: (?:LLP|Ltd\.?|Limited|Partners|Associates|Sons|Co\.?|Solicitors|Architects))?(?=[\s.,;!?]|$)(?! [A-Z])")


def rival(utterance: Utterance, name: Name) -> str | None:
    """ "Smith and Jones, or Smith Jones Ltd": it is open which of them it is."""
    link = _OR.match(utterance.text, name.end)
    run = run_at(utterance.text, link.end()) if link else None
    if run is None or run.text == name.value or is_everyday(run.text.split()[0].lower()) or _FOR_SHORT.match(utterance.text, run.end):
        return None
    return run.text


_CALLED = regex(r"(?i)(?:(?:just|please|ok(?:ay)?|then|let's|well|maybe|simply|no|yes|can\s+you|could\s+you|i'd|we'd)[\s,]+)*(?:call|name|make)\s+it\b")
_EXPLICITLY = regex(r"(?i)\b(?:company|organi[sz]ation|business|firm|renam\w+|rebrand\w+)\b")
_OR = regex(r"(?i)\s*,?\s+or\s+(?:(?:maybe|perhaps|rather|possibly|else)\s+)?(?=[A-Z])")
_FOR_SHORT = regex(r"(?i)\s*,?\s+(?:for\s+short|as\s+(?:we|people|everyone|everybody|they|folks)|in\s+short|to\s+(?:our|my|most|the))\b")


def _meaning(utterance: Utterance, spans: list[Span], start: int, end: int) -> Meaning:
    """What our vocabulary says of these characters, when it covers all of them: a place, or one of our things."""
    first = bisect_left(utterance.words, start, key=lambda w: w.start)
    last = bisect_left(utterance.words, end, key=lambda w: w.start)
    words = [i for i in range(first, last) if utterance.folded[i] not in _SMALL]
    inside = [s for s in spans[bisect_left(spans, first, key=lambda s: s.end) : bisect_left(spans, last, key=lambda s: s.start)] if s.end > first]
    covered = {i for s in inside for i in range(s.start, s.end)}
    if any((app := s.get("app", "sku")) and not app.ambiguous for s in inside) and len(words) - len(covered) < _OWN_WORDS:
        return "thing"  # "Anna's WordPress"
    if not words or not covered.issuperset(words):
        return ""
    places = [s for s in inside if s.get("region", "country", "place") is not None]
    if len(places) == len(inside):
        springs = len(places) > 1 and not any(e.kind == "country" for e in places[-1].entries) and all(utterance.words[i].text[0].isupper() and not (i > first and utterance.words[i].brk) for i in range(first, last))
        return "" if springs and not is_state(utterance.surface(places[-1].start, places[-1].end)) else "place"  # "Hosur Springs"
    trades = [s for s in inside if s.get("industry", "need", "sizeword") is not None]
    if len(words) > 1 and places and trades and all(utterance.words[i].text[0].isupper() for i in words):
        return ""  # "Berlin Bakery"
    return "thing"


def _ours(utterance: Utterance, spans: list[Span], at: int) -> Literal["region", "place", "thing", ""]:
    """What the phrase with the character `at` means, when it is no trade: a name may well hold those."""
    word = bisect_right(utterance.words, at, key=lambda w: w.start) - 1
    first = bisect_right(spans, word, key=lambda s: s.start) - 1
    span = spans[first] if first >= 0 and spans[first].end > word else None
    if span is None or span.get("industry") or all(e.ambiguous for e in span.entries):
        return ""
    place = span.get("place")
    if place and utterance.folded[span.end - 1] == f"{fold(place.value)}s":
        return ""  # "tyres" are no town in Lebanon
    return "region" if span.get("region", "country") else "place" if span.get("place", "area") else "thing"


def _clear_of(utterance: Utterance, name: Name, addresses: list[Contact]) -> bool:
    """ "call it green dash sky dot omani dot works" names an address and no organisation."""
    return not any(name.start < utterance.words[c.end - 1].end and utterance.words[c.start].start < name.end for c in addresses)


def _means_something(utterance: Utterance, name: Name, spans: list[Span]) -> bool:
    """What looks like a name is nothing but words of ours ("PCI DSS", "Germany is fine")."""
    if name.sure and not name.bare:
        return False
    alone = read(name.value)
    counts = availability(alone) is not None or region_count(alone, numbers(alone), now=1)
    if counts and not any(not is_everyday(w) for w in alone.folded if w not in ("ha", "high", "availability")):
        return True  # "…, HA, …"; "Second Site Surveyors" is a name
    inside = (i for i, w in enumerate(utterance.words) if name.start <= w.start < name.end)
    words = [i for i in inside if utterance.words[i].norm not in _SMALL]
    titled = len(words) > 1 and all(utterance.words[i].text[0].isupper() for i in words)
    loose = {"place", "industry"} if titled else set[str]()  # "Acme Foods" is a town and a trade
    ours = {
        i for s in spans if not all(e.ambiguous or e.kind in loose for e in s.entries) for i in range(s.start, s.end)
    }
    return bool(words) and ours.issuperset(words)


def _letters(text: str) -> str:
    """Without what stands between spelled letters."""
    return re.sub(r"[\s.-]", "", text).casefold()


def outside_name(
    utterance: Utterance, spans: list[Span], name: Name | None, addresses: list[Contact], *, standing: str | None
) -> list[Span]:
    """Words of the organisation's name, as told or as it stands, or of an address mean nothing else ("Oslo Web Design")."""
    kept: list[Span] = []
    renames = bool(standing)
    for span in spans:
        if any(c.start < span.end and span.start < c.end for c in addresses) or standing and _of_standing(utterance, span, standing):
            continue
        word = utterance.words[span.start]
        if name and name.start <= word.start < name.end and _letters(utterance.text[name.start : name.end]).startswith(_letters(name.value)[:3]):
            only = span.get("region", "country", "place", "need", "sizeword", "topology", "family", "app", "unavailable_need")
            if renames or only is not None or span.get("industry") is None:
                continue
        kept.append(span)
    return kept


def _of_standing(utterance: Utterance, span: Span, standing: str) -> bool:
    """Within the whole standing name, or a word of it as it is written there: "the Ash" of Orchid & Ash Florists is no code of Ashburn's."""
    begin, end = utterance.words[span.start].start, utterance.words[span.end - 1].end
    said = utterance.text[begin:end]
    at = utterance.text.casefold().find(standing.casefold())
    if 0 <= at <= begin and end <= at + len(standing) and " " in standing:
        return True
    region = span.get("region")
    return region is not None and region.value == said.casefold() and said.istitle() and said in standing.split()


def is_name(name: Name, change: Change, shape: Acts, spans: list[Span]) -> bool:
    """An answer that was something else (a place, an app, an address) is no name."""
    if shape.question and shape.question != (0, 0) and not name.value:
        return False
    if change.values.get("domain") == name.value.casefold():
        return False  # "call it acme.omani.works" names the address
    if name.value.casefold().startswith(str(change.values.get("meshName") or "\n")):
        return False  # "the mesh should be called kite"
    if not name.bare:
        return True
    if titled(name.value):
        return True
    if any(a.name in _NO_NAMES for a in shape.acts):
        return False
    if {a.name for a in yes_no(name.value, asks=False)} & {"affirm", "deny"}:
        return False  # "looks good" answers something else
    others = (_SLOTS - {"email", "domain"}) & set(change.values)  # an address may well stand beside it
    if others and not any(c.isupper() for c in name.value):
        return False  # "four workers in total" answers something else
    covered = sum(span.end - span.start for span in spans)
    return not (others and covered >= len(name.value.split()))
