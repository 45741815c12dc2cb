"""Regions, places, residency and how many: where the Sovereign stands, and where its people are."""

import re
from dataclasses import dataclass
from itertools import pairwise

from dialogue.lexicon import Entry, Span
from dialogue.understanding.numbers import ordinal
from dialogue.understanding.polarity import polarity
from dialogue.understanding.scope import Mode, cue_before
from dialogue.understanding.text import Utterance, contains

_HOSTING = frozenset(
    "host hosted hosting region regions server servers datacenter datacentre datacenters site sites put deploy "
    "deployed place placed location locate somewhere something anywhere closest nearest near close cloud make "
    "switch move use prefer preferably instead fine ok okay good add also replace swap second third first other "
    "core install instance environment setup stand standing live lives keep kept go meant sovereign cluster clusters both drop remove not".split()
)
_LOCATION = frozenset(
    "based customers clients users patients office offices company business shop store clinic practice firm team "
    "staff from students pupils guests members headquartered hq audience visitors live".split()
)
_PEOPLE = frozenset("customers clients users patients students pupils guests members audience visitors".split())
_FIRST_PERSON = (
    ("i", "run"), ("we", "run"), ("i", "own"), ("we", "own"), ("i", "have"), ("we", "are"), ("we're",), ("i", "am"),
    ("i'm",), ("my",), ("our",), ("we", "have"), ("i", "manage"), ("we", "operate"), ("i", "lead"), ("we", "sell"),
)  # fmt: skip
_HOSTS = frozenset("run running have want need host put get place deploy create build keep".split())
_PRAISE = frozenset("fine good great better nice ok okay perfect best ideal lovely works preferred preferable".split())
_RUN_OBJECT = frozenset("it this that everything them stuff things".split())
_NO_PLACE = frozenset(
    "yes no ok okay sure please thanks thank you hello hi what which why how help repeat undo cancel stop wait any both neither all none "
    "i we you he she it never whatever maybe hmm sorry fine good great perfect start talk human person continue next done".split()
)
_EUROPE = frozenset({"eu", "europe", "european", "eea"})
_AMERICA = frozenset({"us", "usa", "america", "american", "states"})
_STANDBY = frozenset("backup failover fail-over standby secondary fallback".split())
_BINDING = frozenset("stay stays remain remains must only leave leaves residency resident sovereignty keep kept law laws".split())


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A region, country or other place with how it was meant."""

    span: Span
    entry: Entry
    mode: Mode
    role: str
    """`region`: where it is hosted; `location`: where the customer or the users are."""
    only: bool = False
    """It was said to be the only one."""
    position: int | None = None
    """1-based position it was said to take ("the second one in Helsinki")."""


def mentions(
    utterance: Utterance, spans: list[Span], *, expects_region: bool, knows_location: bool
) -> list[PlaceMention]:
    """Every place of the utterance, in order; what was taken back in the same breath isn't among them."""
    covered = {i for span in spans for i in range(span.start, span.end)}
    found: list[tuple[Span, Entry, str]] = []
    for span in spans:
        entry = span.get("region", "country", "place")
        if utterance.norms(span.start, span.end) == ("us",) and _is_us_all(utterance, span.start):
            continue
        if entry is None or (entry.ambiguous and not _in_place_context(utterance, span, expects_region)):
            continue
        role = _role(utterance, span, entry, expects_region=expects_region, knows_location=knows_location)
        if found and _belongs(found[-1][0], span):
            role = found[-1][2]  # "Salalah, Oman": the country only says which Salalah
            if role == "location" or found[-1][1].kind == "region":
                continue
        found.append((span, entry, role))
    meant: list[PlaceMention] = []
    for role in ("region", "location"):
        same = [(span, entry) for span, entry, r in found if r == role]
        modes = polarity(
            utterance, [(s.start, s.end) for s, _ in same], covered=covered, names=[e.value for _, e in same], no_corrects=True
        )
        meant += [
            PlaceMention(span, entry, mode, role, _only(utterance, span.start), _position(utterance, span))
            for (span, entry), mode in zip(same, modes, strict=True)
            if mode != "dropped"
        ]
    return sorted(meant, key=lambda m: m.span.start)


def _belongs(place: Span, span: Span) -> bool:
    country = span.get("country")
    return country is not None and place.end == span.start and place.get("country") is None


def _only(utterance: Utterance, at: int) -> bool:
    before = utterance.norms(max(0, at - 3), at)
    return "only" in before or before[-1:] == ("just",) or before[-2:] == ("nothing", "but")


_UNKNOWN = re.compile(
    r"(?:\b(?i:regions?|locations?|data ?cent(?:er|re))\s+(?:(?i:is|in|at|to|called|named|near)\s+)*"
    r"|\b(?i:host|hosted|hosting|deploy|deployed|put|place|placed|servers?|machines?|move)\s+(?:(?i:it|this|that|everything|us|them|all|over)\s+)*(?i:in|at|near|into|to)\s+(?:the\s+)?)"
    r"([A-Z][a-z]+(?:\s[A-Z][a-z]+)?|[a-z]{2,}-[a-z]+-?\d|[a-z]{3,4}\d)(?![\w@.-]*\w)"
)


def unknown_place(utterance: Utterance, *, expects: bool) -> str | None:
    """A place that stands where places stand and that nobody knows: the toolbox says so."""
    said = _UNKNOWN.search(utterance.text)
    if said:
        return said.group(1)
    words = utterance.words
    if not expects or not 1 <= len(words) <= 2 or not words[0].text[0].isupper() or not all(w.norm.isalpha() for w in words):
        return None
    return None if {w.norm for w in words} & _NO_PLACE else utterance.surface(0, len(words))


def _is_us_all(utterance: Utterance, at: int) -> bool:
    """ "for us" and not "the US"."""
    before = utterance.words[at - 1].norm if at else ""
    return utterance.words[at].text != "US" and before not in ("the", "in")


def dropped_positions(utterance: Utterance) -> tuple[int, ...]:
    """ "drop the third one": positions (1-based, -1 for the last) of regions that are to go."""
    words = utterance.words
    found: list[int] = []
    for index, word in enumerate(words):
        place = ordinal(word.norm)
        if place is None or cue_before(utterance, index, spans=set()).mode != "remove":
            continue
        following = words[index + 1].norm if index + 1 < len(words) and words[index + 1].brk == 0 else ""
        if following in ("", "one", "region", "site", "location", "please", "again"):
            found.append(place)
    return tuple(found)


def _in_place_context(utterance: Utterance, span: Span, expects_region: bool) -> bool:
    """An everyday word is a place only after "in", "from", "near", or written with a capital in mid-sentence."""
    before = utterance.words[span.start - 1].norm if span.start else ""
    if before in {"in", "from", "near", "around", "to", "at"}:
        return utterance.words[span.start].text[0].isupper() or before != "to"
    return expects_region and len(utterance.words) <= 3


def _role(
    utterance: Utterance, span: Span, entry: Entry, *, expects_region: bool, knows_location: bool
) -> str:
    start, end = utterance.segment(span.start)
    before = utterance.norms(start, span.start)
    around = set(utterance.norms(start, end))
    if around & _PEOPLE:
        return "location"
    if _liked(utterance.norms(span.end, min(end, span.end + 5))) or _runs_it(before) or before[-2:] == ("one", "in"):
        return "region"
    first_person = any(contains(before, cue) for cue in _FIRST_PERSON)
    hosting = bool(around & _HOSTING) and not (first_person and not set(before) & (_HOSTING - {"use", "go", "live"}))
    if hosting:
        return "region"
    if first_person or around & _LOCATION:
        return "location"
    if expects_region or entry.kind == "region":
        return "region"
    if entry.kind == "place" and not knows_location and _describes_business(utterance, span):
        return "location"
    return "region" if entry.kind == "country" or knows_location or len(utterance.words) <= 4 else "location"


def _liked(after: tuple[str, ...]) -> bool:
    """ "Dubai would be great": what is liked is where it should stand."""
    return after[:1] in (("would",), ("is",), ("will",), ("sounds",), ("works",), ("seems",)) and bool(_PRAISE & set(after))


def _runs_it(before: tuple[str, ...]) -> bool:
    return any(a in _HOSTS and b in _RUN_OBJECT for a, b in pairwise(before))


def _describes_business(utterance: Utterance, span: Span) -> bool:
    start, end = utterance.sentence(span.start)
    return end - start > 2


def _position(utterance: Utterance, span: Span) -> int | None:
    start, end = utterance.segment(span.start)
    if _STANDBY & set(utterance.norms(start, span.start)):
        return 2  # "a backup site in Finland"
    for index in range(start, end):
        word = utterance.words[index].norm
        place = ordinal(word)
        if place is None or span.start <= index < span.end:
            continue
        following = utterance.words[index + 1].norm if index + 1 < len(utterance.words) else ""
        if following in ("one", "region", "site", "location") or (index + 1 == end and word != "last"):
            return place
        if following in ("to", "should", "in", "is", "be", "into", "with"):
            return place
    return None


def residency(utterance: Utterance) -> str | None:
    """`eu` or `us` when it was demanded, `none` when it was waived."""
    norms = utterance.norms(0, len(utterance.words))
    if contains(norms, ("no", "residency")) or contains(norms, ("don't", "care", "where")):
        return "none"
    for index, norm in enumerate(norms):
        if norm not in _EUROPE | _AMERICA:
            continue
        start, end = utterance.sentence(index)
        clause = norms[start:end]
        if norm == "us" and utterance.words[index].text != "US":
            continue
        if set(clause) & _BINDING and set(clause) & {"data", "it", "everything", "records", "residency", "stay", "only"}:
            return "eu" if norm in _EUROPE else "us"
    return None
