"""Regions, places, residency and how many: where the Sovereign stands, and where its people are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dialogue.lexicon import Entry, Lexicon, Span
from dialogue.understanding.listed_places import enumerated
from dialogue.understanding.nowhere import banned, nothing_there
from dialogue.understanding.numbers import Number, ordinal
from dialogue.understanding.polarity import polarity
from dialogue.understanding.region_ids import id_end
from dialogue.understanding.residence import AREAS
from dialogue.understanding.scope import Mode, cue_after, cue_before
from dialogue.understanding.states import is_state, state_of
from dialogue.understanding.text import Utterance
from dialogue.understanding.whereabouts import PREPOSITIONS, Role, corrected, preposition, role

_JOINS = frozenset("and or plus in at the a an one two three another also then as well of us your both either not but rather than n to with instead no".split())
_ADDS = frozenset("and plus also another second third well too additionally or".split())
_PLACE_NOUNS = frozenset("region regions site sites location locations one ones datacenter datacenters datacentre datacentres center centers centre centres city cities town towns position spot slot".split())
_TAKES_PLACE = frozenset("to should in is be into with at as must goes comes for will would are being = stays".split())
_STANDBY = frozenset("copy mirror replica twin spare backup failover fail-over standby secondary fallback".split())
_LEADING, _FOREMOST = frozenset("starting start begin beginning".split()), frozenset("main principal foremost leading lead".split())
_SHORT = 4  # words of an answer that is nothing but a name


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
    count: int | None = None
    """How many were said to be there ("one in the US and two in Germany")."""
    other: bool = False
    """Not the one that stands there, another of the same country ("the other one in Germany")."""
    again: bool = False
    """The same as stands already is wished for there too."""
    users: bool = False
    """Where their people are, which counts more than where they are themselves."""


@dataclass(slots=True)
class _Found:
    """A place while its role is being worked out."""

    start: int
    end: int
    span: Span
    entry: Entry
    role: Role = "weak"


def mentions(
    utterance: Utterance, spans: list[Span], lexicon: Lexicon, numbers: Sequence[Number], *, expects_region: bool, knows_location: bool
) -> list[PlaceMention]:
    """Every place of the utterance, in order; what was taken back in the same breath isn't among them."""
    found = _qualified(utterance, _named(utterance, spans, expects_region=expects_region), lexicon)
    for before, place in zip([None, *found], found, strict=False):
        floor = before.end if before and _listed(utterance, before, place) else 0
        hosted = _is_id(utterance, place) or _same_there(utterance, place) or banned(utterance, place.start) or enumerated(utterance, place.start)
        place.role = "region" if hosted else role(utterance, place.start, place.end, place.entry, spans, floor=floor)
    _share_roles(utterance, found)
    _settle_weak(utterance, found, lexicon, expects_region=expects_region, knows_location=knows_location)
    found = _within(utterance, found, lexicon)
    covered = {i for span in spans for i in range(span.start, span.end)}
    meant: list[PlaceMention] = []
    for wanted in ("region", "location"):
        same = [place for place in found if place.role == wanted or (wanted == "location" and place.role == "users")]
        modes = polarity(utterance, [(p.start, p.end) for p in same], covered=covered, names=[p.entry.value for p in same], no_corrects=True)
        meant += [_mention(utterance, place, mode, numbers) for place, mode in zip(same, modes, strict=True) if mode != "dropped"]
    return _positioned(utterance, _only_these(utterance, sorted(meant, key=lambda m: m.span.start)))


def _only_these(utterance: Utterance, found: list[PlaceMention]) -> list[PlaceMention]:
    """ "just Falkenstein and Helsinki": what limits the first of a list limits them all."""
    for at in range(1, len(found)):
        before, mention = found[at - 1], found[at]
        between = utterance.norms(before.span.end, mention.span.start)
        if before.only and before.role == mention.role and mention.mode in ("plain", "add") and set(between) <= {"and", "plus", "in", "the"} and utterance.words[mention.span.start].brk < 2:
            found[at] = replace(mention, only=True, mode="plain")
    return found


def _mention(utterance: Utterance, place: _Found, mode: Mode, numbers: Sequence[Number]) -> PlaceMention:
    span = replace(place.span, start=place.start, end=place.end)
    count, other = _count_there(utterance, place, numbers), _is_other(utterance, place)
    if nothing_there(utterance, place.start):
        mode = "remove"
    again = mode == "plain" and _same_there(utterance, place)
    mode = "add" if again else mode
    where = "region" if place.role == "region" else "location"
    return PlaceMention(span, place.entry, mode, where, _only(utterance, place.start), None, count, other, again, place.role == "users")


def _same_there(utterance: Utterance, place: _Found) -> bool:
    """ "and the same again in Helsinki", "ditto in Ashburn", "one more just like it in Germany": it stands beside what stands already."""
    at = preposition(utterance, place.start)
    if at is None:
        return False
    begin = at
    while begin > 0 and at - begin < _SHORT + 2 and utterance.words[begin].brk < 2:
        begin -= 1
    before = utterance.norms(begin, at)
    while before and before[-1] in _TAILS:
        before = before[:-1]
    if before[-1:] in (("ditto",), ("likewise",)):
        return True
    same = max((i for i, w in enumerate(before) if w in ("same", "identical", "like", "likewise", "copy", "twin")), default=-1)
    return same >= 0 and set(before[same + 1 :]) <= _LIKE_THAT and (before[same] in ("same", "identical") or bool(_ADDS & set(before[:same])))


_TAILS = frozenset("but only just over again too also please as well and".split())
_LIKE_THAT = frozenset("again thing things setup set up one ones config configuration machine machines server servers box size kit it that this of the stuff plan arrangement".split())


def _named(utterance: Utterance, spans: list[Span], *, expects_region: bool) -> list[_Found]:
    found: list[_Found] = []
    for span in spans:
        entry = span.get("region", "country", "place")
        if entry is None or is_us_all(utterance, span) or _inside_id(utterance, span, entry):
            continue
        if not entry.ambiguous or _in_place_context(utterance, span, expects_region):
            found.append(_Found(span.start, span.end, span, entry))
    return found


def _inside_id(utterance: Utterance, span: Span, entry: Entry) -> bool:
    """ "us-east-1" is another provider's region and not the US."""
    return entry.kind != "region" and any(span.start <= i < span.end and id_end(utterance, i) > i for i in range(max(0, span.start - 1), span.end))


def _is_id(utterance: Utterance, place: _Found) -> bool:
    """Nobody lives in `fsn1`: an id always means the region."""
    return place.entry.kind == "region" and utterance.words[place.end - 1].text[-1].isdigit()


def _qualified(utterance: Utterance, found: list[_Found], lexicon: Lexicon) -> list[_Found]:
    """ "Salalah, Oman", "Portland in Maine", "Lincoln UK", "Austin, TX": the second name only says which."""
    result: list[_Found] = []
    for place in found:
        before = result[-1] if result else None
        if before and _says_which(utterance, before, place, lexicon):
            _join(before, place.entry, place.end, lexicon)
        else:
            result.append(place)
    taken = {i for place in result for i in range(place.start, place.end)}
    for place in result:
        _with_state(utterance, place, taken, lexicon)
    return result


def _says_which(utterance: Utterance, place: _Found, larger: _Found, lexicon: Lexicon) -> bool:
    """The second of two places only says which first one is meant."""
    between = utterance.norms(place.end, larger.start)
    if place.entry.kind == "country" or larger.entry.kind == "region" or between not in ((), ("in",), ("in", "the"), ("the",)):
        return False
    if any(utterance.words[i].brk == 2 for i in range(place.end, larger.start + 1)) or _heads_noun(utterance, larger):
        return False
    if place.entry.kind == "region" and larger.entry.kind == "country":
        return between[:1] == ("in",) or _holds(lexicon, larger.entry, place.entry)
    return larger.entry.kind == "country" or is_state(larger.entry.value) or between[:1] == ("in",)


def _heads_noun(utterance: Utterance, place: _Found) -> bool:
    """ "German servers": no qualifier of the town before it."""
    after = utterance.norms(place.end, place.end + 1)
    return bool(after) and not utterance.words[place.end].brk and after[0] in _PLACE_NOUNS


def _holds(lexicon: Lexicon, larger: Entry, smaller: Entry) -> bool:
    return smaller.kind == "region" and (larger.kind == "place" or smaller.value in lexicon.regions_in(larger.value))


def _join(place: _Found, larger: Entry, end: int, lexicon: Lexicon) -> None:
    """One place out of two; a region's own country or state adds nothing to it."""
    place.end = end
    if larger.value == "Washington":
        larger = Entry("place", "Washington State")  # nobody says "Vancouver in the capital"
    if not _holds(lexicon, larger, place.entry):
        town = lexicon.region_city(place.entry.value) if place.entry.kind == "region" else place.entry.value
        place.entry = Entry("place", f"{town}, {larger.value.removeprefix('the ')}")


def _with_state(utterance: Utterance, place: _Found, taken: set[int], lexicon: Lexicon) -> None:
    """ "Portland, ME": two capitals right after a town."""
    if place.end >= len(utterance.words) or place.end in taken or place.entry.kind == "country" or utterance.words[place.end].brk == 2:
        return
    state = state_of(utterance.words[place.end].text)
    if state:
        _join(place, Entry("place", state), place.end + 1, lexicon)


def _share_roles(utterance: Utterance, found: list[_Found]) -> None:
    """Places of one list have one role: "put it in Helsinki and Ashburn", "customers in Norway and Sweden"."""
    for first, second in pairwise(found):
        again = second.role in ("weak", "location") and corrected(utterance, first.end, second.start)
        if first.role != "none" and (again or second.role == "weak" and _listed(utterance, first, second) and not _begins_anew(utterance, first, second)):
            second.role = first.role
    for first, second in reversed(list(pairwise(found))):
        if first.role == "weak" and second.role == "region" and _listed(utterance, first, second):
            first.role = "region"


def _begins_anew(utterance: Utterance, first: _Found, second: _Found) -> bool:
    """ "Nordwind in Hamburg, in Falkenstein and Helsinki": over a bare comma, a city that hosts begins another list than the place where they are."""
    if first.role not in ("location", "users") or first.entry.kind == "region" or second.entry.kind != "region":
        return False
    between = utterance.norms(first.end, second.start)
    return not between or set(between) <= PREPOSITIONS


def _listed(utterance: Utterance, first: _Found, second: _Found) -> bool:
    between = utterance.norms(first.end, second.start)
    return set(between) <= _JOINS and not any(utterance.words[i].brk == 2 for i in range(first.end, second.start + 1))


def _settle_weak(utterance: Utterance, found: list[_Found], lexicon: Lexicon, *, expects_region: bool, knows_location: bool) -> None:
    """A name that nothing governs: the region that was asked for, else what it is likely to be."""
    chosen = bool(hosting := [place for place in found if place.role == "region"])
    named = any(place.role == "weak" and place.entry.kind == "region" for place in found)
    for place in found:
        if place.role != "weak":
            continue
        if chosen and cue_before(utterance, place.start, spans=set()).mode == "remove":
            place.role = "region"  # "inside the EU, only not in Germany"
            continue
        start, end = utterance.sentence(place.start)
        alone = len(utterance.words) <= _SHORT
        if place.entry.kind == "region":
            elsewhere = any(place.entry.value not in lexicon.regions_in(p.entry.value) for p in hosting)
            hosts = expects_region or not elsewhere or alone or preposition(utterance, place.start) is None or "remove" in (cue_before(utterance, place.start, spans=set()).mode, cue_after(utterance, place.end))
        elif place.entry.kind == "country":
            hosts = not chosen and not named and (expects_region or alone or bool(lexicon.regions_in(place.entry.value)))
        else:
            hosts = not chosen and not named and (expects_region or alone or knows_location or end - start <= 2)
        place.role = "region" if hosts else "location"


def _within(utterance: Utterance, found: list[_Found], lexicon: Lexicon) -> list[_Found]:
    """ "in Finland, Helsinki would be perfect": a country and its own city are one place, unless both are counted."""
    kept: list[_Found] = []
    for place in found:
        inside = lexicon.regions_in(place.entry.value) if place.entry.kind == "country" else frozenset[str]()
        city = next((p for p in found if p.entry.value in inside and p.role == place.role == "region" and p is not place), None)
        if city is None or _both_wanted(utterance, *sorted((place, city), key=lambda p: p.start)):
            kept.append(place)
    return kept


def _both_wanted(utterance: Utterance, first: _Found, second: _Found) -> bool:
    between = utterance.norms(first.end, second.start)
    before = utterance.norms(max(0, first.start - 5), first.start)
    return bool(set(between) & _ADDS or set(before) & {"not", "no", "two", "both", "three", "other"} or set(between) & {"other", "not", "except", "excluding", "minus", "without", "but", "apart", "out"})


def _count_there(utterance: Utterance, place: _Found, numbers: Sequence[Number]) -> int | None:
    """ "one in the US", "two regions in Germany", "both of your US locations"."""
    at = preposition(utterance, place.start)
    if at is None:
        if not _heads_noun(utterance, place):
            return None
        before = next((n for n in numbers if n.end <= place.start <= n.end + 3), None)
        return before.value if before and before.value and set(utterance.norms(before.end, place.start)) <= {"of", "your", "the", "those", "these", "different"} else None
    for number in numbers:
        between = utterance.norms(number.end, at)
        if number.end <= at <= number.end + 2 and number.value and all(w in _PLACE_NOUNS | {"of", "them", "more"} for w in between) and not _ordinal_before(utterance, number.start):
            return number.value
    return None


def _ordinal_before(utterance: Utterance, start: int) -> bool:
    """ "the second one in Helsinki": no count."""
    return start > 0 and (ordinal(utterance.words[start - 1].norm) is not None or utterance.words[start - 1].norm in ("the", "that", "this", "which", "make", "only"))


def _is_other(utterance: Utterance, place: _Found) -> bool:
    """ "the other one in Germany", "your other German location"."""
    if place.entry.kind != "country":
        return False
    at = preposition(utterance, place.start)
    first = max(0, (at if at is not None else place.start) - 3)
    others = [i for i in range(first, place.start) if utterance.words[i].norm in _OTHER]
    return bool(others) and not any(utterance.words[i].brk for i in range(others[-1] + 1, place.start + 1))


_OTHER = frozenset("other different elsewhere else".split())


def _only(utterance: Utterance, at: int) -> bool:
    begin, first = preposition(utterance, at), utterance.sentence(at)[0]  # "EU only. Falkenstein …" limits the law
    before = utterance.norms(max(first, at - 3), at)
    lead = utterance.norms(max(first, begin - 2), begin) if begin is not None else before
    return bool({"only", "solely", "exclusively", "solo"} & set(before + lead)) or "just" in (before[-1:] + lead[-1:]) or before[-2:] == ("nothing", "but")


def _positioned(utterance: Utterance, found: list[PlaceMention]) -> list[PlaceMention]:
    """Each place with the position that was said of it: "Ashburn second, Helsinki first", "the second one Nuremberg"."""
    found = [replace(m, mode="replace_to") if m.mode == "remove" and _replaces_one(utterance, m) else m for m in found]
    places = [m for m in found if m.role == "region" and m.mode != "remove"]
    if not places:
        return found
    covered = {i for m in found for i in range(m.span.start, m.span.end)}
    taken: dict[int, int] = {}
    for index, word in enumerate(utterance.words):
        place = _position(utterance, index)
        if place is None or word.norm == "other" or index in covered or not _names_position(utterance, index, places):
            continue
        free = [m for m in places if m.span.start not in taken]
        if utterance.norms(max(0, index - 2), index - 1) == ("as",):
            free = [m for m in free if m.span.end <= index] or free  # "Helsinki as number one and Nuremberg as number two"
        linked = [m for m in free if m.span.end < index and _LINKS.issuperset(utterance.norms(m.span.end, index)) and not any(w.brk for w in utterance.words[m.span.end : index + 1])]
        nearest = min(linked or free, key=lambda m: _distance(utterance, index, m), default=None)
        if nearest is not None and _distance(utterance, index, nearest) <= _FAR:
            taken[nearest.span.start] = place
    for mention in places:
        before = utterance.norms(max(0, mention.span.start - 4), mention.span.start)
        if mention.span.start not in taken and _STANDBY & set(before) | (_STANDBY & set(utterance.norms(mention.span.end, mention.span.end + 4))):
            taken[mention.span.start] = 2  # "a backup site in Finland", "Ashburn as the backup"
    return [replace(m, position=taken.get(m.span.start)) for m in found]


def _position(utterance: Utterance, index: int) -> int | None:
    """The position that the word at `index` says: "first", "at the end", "starting in", "the main one", "number two"."""
    norm = utterance.words[index].norm
    before = utterance.norms(max(0, index - 1), index)
    if before in (("number",), ("no",), ("nr",)):
        return {"one": 1, "1": 1, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}.get(norm)
    if norm in _FOREMOST or norm in _LEADING and utterance.norms(index + 1, index + 2) in (("in",), ("with",), ("at",)):
        return 1
    return _end(utterance, index) or ordinal(norm)


def _replaces_one(utterance: Utterance, mention: PlaceMention) -> bool:
    """ "replace the first one by Falkenstein": what comes, not what goes."""
    before = utterance.norms(max(0, mention.span.start - 6), mention.span.start)
    return before[-1:] in (("by",), ("with",), ("for",), ("to",)) and any(ordinal(w) is not None for w in before) and bool({"replace", "swap", "exchange", "change", "switch"} & set(before))


def _end(utterance: Utterance, index: int) -> int | None:
    """ "Helsinki to the front", "at the end": the first place or the last."""
    if not {"to", "at", "in", "on"} & set(utterance.norms(max(0, index - 2), index)):
        return None
    return {"front": 1, "top": 1, "beginning": 1, "start": 1, "end": -1, "back": -1, "bottom": -1}.get(utterance.words[index].norm)


_LINKS = frozenset("should shall must will would ought to be is as the our my come comes go goes become becomes being stay stays a".split())
"""Between a place and its position, they say that it has it: "Helsinki should be first and Nuremberg second"."""
_FAR = 9


def _distance(utterance: Utterance, index: int, mention: PlaceMention) -> int:
    """Words between, a comma counts as three of them, another sentence as out of reach."""
    start, end = (index, mention.span.start) if index < mention.span.start else (mention.span.end - 1, index)
    words = sum((0, 3, 3 * _FAR)[utterance.words[i].brk] for i in range(start + 1, end + 1))
    if index > mention.span.end and utterance.norms(mention.span.end, mention.span.end + 2) in (("that", "one"), ("this", "one"), ("which", "should"), ("which", "must")):
        return 1  # "…in Ashburn, that one has to be the main one"
    behind = index > mention.span.start and utterance.norms(index + 1, index + 2) in (("one",), ("region",), ("site",))
    return end - start + words + behind


def _names_position(utterance: Utterance, index: int, places: list[PlaceMention]) -> bool:
    """An ordinal of regions, not "our first website" nor "a second restaurant"."""
    if index + 1 >= len(utterance.words) or utterance.words[index + 1].brk:
        return True
    after = utterance.words[index + 1].norm
    if after == "one" and index + 2 < len(utterance.words) and not utterance.words[index + 2].brk and utterance.words[index + 2].norm == "the":
        return True
    if {"instead", "replace", "swap", "exchange"} & set(utterance.norms(max(0, index - 3), index)):
        return True
    return after in _PLACE_NOUNS | _TAKES_PLACE | {"and", "then", "but", "please", "n", "the"} or any(m.span.start == index + 1 for m in places)


def is_us_all(utterance: Utterance, span: Span) -> bool:
    """ "for us" and not "the US"."""
    if utterance.norms(span.start, span.end) != ("us",):
        return False
    before = utterance.words[span.start - 1].norm if span.start else ""
    return utterance.words[span.start].text != "US" and before not in ("the", "in")


def names_residency(utterance: Utterance, mention: PlaceMention) -> bool:
    """Where data must stay ("inside the EU"), not a place to choose."""
    return bool(AREAS & set(utterance.norms(mention.span.start, mention.span.end)))


def _in_place_context(utterance: Utterance, span: Span, expects_region: bool) -> bool:
    """An everyday word is a place only after "in", "from", "near", or written with a capital in mid-sentence."""
    before = utterance.words[span.start - 1].norm if span.start else ""
    if before in {"in", "from", "near", "around", "to", "at"}:
        return utterance.words[span.start].text[0].isupper() or before != "to"
    return expects_region and len(utterance.words) <= 3
