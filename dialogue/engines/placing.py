"""From what was said of places to the draft: regions, how many, where the customer is, where data must stay."""

from dataclasses import replace

from dialogue.engines.change import Change
from dialogue.engines.choices import on_offer
from dialogue.engines.focus import focus
from dialogue.engines.reading import Reading
from dialogue.engines.regions import FILL, RegionEdit, beside_standing, current_regions, edit_regions
from dialogue.engines.reordering import reordered
from dialogue.engines.workers_apart import points_at_workers, workers_not_regions
from dialogue.events import Act, Evidence
from dialogue.lexicon import Entry, Lexicon
from dialogue.patterns import regex
from dialogue.state import State
from dialogue.understanding.counts import region_count
from dialogue.understanding.data_places import must_be_kept, outside
from dialogue.understanding.numbers import Number
from dialogue.understanding.places import PlaceMention, is_us_all, mentions, names_residency
from dialogue.understanding.positions import REGIONS, Positions, positions
from dialogue.understanding.region_ids import unknown_place
from dialogue.understanding.residence import gives_up, residency
from dialogue.understanding.text import Utterance, read
from dialogue.understanding.twins import meant, which

_REDUNDANT = regex(r"(?i)\b(?:(?<!no )(?<!without )(?<!not )redundan(?:cy|t)|fault[ -]toleran(?:ce|t)|fail[ -]?safe)\b")
_REDUNDANCY = ("high availability", "two regions")
_CORRECTS = regex(
    r"(?i)\b(?:actually|sorry|rather|instead|make (?:that|it)|change|correction|i meant|i mean|wrong|switch|move|replace|swap)\b"
    r"|^(?:(?:oh|ah|um+|well|hm+)[\s,]+)*(?:no|nope|not)\b(?! (?:budget|money|time|problem|worries|need))"
)
_REVERSE = regex(
    r"(?i)\b(?:swap|reverse|flip|switch|exchange|invert|interchange)\s+(?:(?:the|their|its|both|two|those|these|that|this|our|my|all|of)\s+)*"
    r"(?:order|sequence|them|regions|sites|places|locations|cities|pair|two|both|those|these|around|round|over|ones?)\b(?!\s+(?:apps?|applications?|programs?|tools?|for|with)\b)"
    r"|\b(?:the )?other way (?:around|round|about)\b|\bvice versa\b|\bin reverse\b|\b(?:opposite|reverse|reversed|other|inverse) (?:order|sequence)\b"
    r"|\b(?:swapped|reversed|flipped|inverted|interchanged|transposed|exchanged|switched\s+(?:over|around|round))\b(?!\s+(?:for|with|to|out|against)\b)"
    r"|\bturn\s+(?:(?:the|that|this|those|these|order|of)\s+)*(?:them|pair|two|both|those|these|order)\s+(?:around|round|over)\b"
    r"|\b(?:trade|trading|change|changing|swap|swapping|switch|switching|exchange|exchanging)\s+(?:places|positions)\b"
)
_EVERY = regex(r"(?i)\b(?:all (?:of )?(?:the |your |available )*|every (?:single )?)(?:regions?|locations?|data ?cent(?:er|re)s)\b")
_OTHER_ONE = r"(?:(?:(?:an)?other|different|alternative|second|next)\s+(?:(?:city|town|one|place|location|region|site|data\s?cent(?:re|er))\b)|\b(?:elsewhere|somewhere\s+else|anywhere\s+else))"
_COUNTRY = r"(?:(?:the\s+)?same|this|that)\s+country"
_OTHER_CITY = regex(rf"(?i)\b{_COUNTRY}\b.{{0,30}}\b{_OTHER_ONE}\b|\b{_OTHER_ONE}\b.{{0,20}}\b(?:in|within|of|but)\s+{_COUNTRY}\b")
_ADDS = regex(r"(?i)\b(?:add|another|also|as\s+well|too|one\s+more|second|additional(?:ly)?|plus)\b")
_THERE = regex(
    r"(?i)\b(?:put|host|deploy|place|go|run|install|build|start|keep|move|set|take|do|have|want|like|be|stay|cloud|servers?|it|that|us|everything)\b(?: \w+){0,3} there\b(?! (?:is|are|was|were|any|a|an|be|will|must|should)\b)"
    r"|^(?:(?:ok(?:ay)?|yes|good|great|fine|then|perfect|so|and|let's go)[\s,]+)*(?:in )?there\b(?! (?:is|are|was|were|any|a|an|be|will|must|should)\b)"
)


def take_places(reading: Reading, change: Change) -> None:
    """Put everything said about places into the change."""
    state, utterance = reading.state, reading.utterance
    if place := meant(utterance.text, state.options):
        change.put("location", place, utterance.text)
    elif not _asks_outside(reading, change):
        _take_places(reading, change)


def _take_places(reading: Reading, change: Change) -> None:
    state, utterance = reading.state, reading.utterance
    waived = gives_up(utterance.text)
    counting = reading.numbers()
    found = mentions(
        utterance,
        reading.spans,
        reading.lexicon,
        counting,
        expects_region=state.asking == "regions",
        knows_location=state.draft.location is not None,
    )
    found = workers_not_regions(state, utterance, _of_the_options(state, found, reading.lexicon), reading.lexicon)
    found = _without_the_refused(state, _picked_of_these(utterance, found), reading.lexicon)
    if waived:
        found = [m for m in found if m.entry.kind != "country" and not names_residency(utterance, m)]  # "the US-only rule" names no place to go to
    bound = "none" if waived else residency(utterance)
    found = _kept_nowhere(utterance, found, reading.lexicon, change)
    if bound in ("eu", "us"):
        struck = {utterance.sentence(m.span.start) for m in found if m.mode == "remove" and m.role == "region"}
        found = [m for m in found if not names_residency(utterance, m) or utterance.sentence(m.span.start) in struck]
    if all_but := _all_but(utterance, found, reading.lexicon):
        edit = RegionEdit()
        edit.put(all_but, utterance.text)
    elif any(m.role == "region" for m in found):
        count = _beside(reading, counting)
        edit = edit_regions(state, utterance, found, reading.lexicon, count=count, corrects=bool(_CORRECTS.search(utterance.text)))
    else:
        edit = edit_regions(state, utterance, found, reading.lexicon, count=None, corrects=False)
        _without_places(reading, counting, edit, named=bool(found))
    _ask_which_twin(state, edit, change)
    home = str(edit.values.get("location") or "").casefold()
    if home and "regions" not in edit.values and any(home.startswith(f"{wish.casefold()},") for wish in state.draft.regions or ()):
        edit.clear.add("regions")  # "Birmingham, Alabama", after Birmingham was wished for: which one it is, is known now
    change.values.update(edit.values)
    change.clear |= edit.clear
    change.evidence += edit.evidence
    open_words = not {"regions", "regionCount"} & set(edit.values) and "highAvailability" not in change.values
    if open_words and not state.draft.high_availability and _REDUNDANT.search(utterance.text):
        change.acts.append(Act(name="clarify", topic="highAvailability", options=_REDUNDANCY))
    if edit.clarify:
        change.acts.append(Act(name="clarify", topic="regions", options=edit.clarify))
    if waived and state.draft.compliance:
        change.clear.add("compliance")
    _bind(bound, utterance, change)


def _bind(bound: str | None, utterance: Utterance, change: Change) -> None:
    if bound:
        change.put("residency", bound, utterance.text)


def _asks_outside(reading: Reading, change: Change) -> bool:
    """ "outside the EU please", and no city: which of those that there are."""
    area = outside(reading.utterance)
    inside = reading.lexicon.regions_in(area) if area else frozenset[str]()
    if not inside or any(s.get("region") for s in reading.spans) or gives_up(reading.utterance.text) or residency(reading.utterance):
        return False
    others = tuple(reading.lexicon.region_city(r) for r in FILL if r in reading.lexicon.regions and r not in inside)
    change.acts.append(Act(name="clarify", topic="regions", options=others))
    return True


def _kept_nowhere(utterance: Utterance, found: list[PlaceMention], lexicon: Lexicon, change: Change) -> list[PlaceMention]:
    """ "data must stay in Switzerland": that can't be promised where there is no region, and is told; the place only says where they are."""
    bound = [
        m for m in found
        if m.role == "region" and m.mode == "plain" and not lexicon.regions_in(m.entry.value) and not names_residency(utterance, m) and must_be_kept(utterance.text[: utterance.words[m.span.start].start])
    ]  # fmt: skip
    if not bound:
        return found
    change.acts.append(Act(name="ask", topic="kept_there"))
    return [replace(m, role="location") if m in bound else m for m in found]


def _all_but(utterance: Utterance, found: list[PlaceMention], lexicon: Lexicon) -> list[str]:
    """ "in all regions except Hillsboro"."""
    hosting = [m for m in found if m.role == "region"]
    if not hosting or any(m.mode != "remove" for m in hosting) or not _ALL_EXCEPT.search(utterance.text):
        return []
    gone = {r for m in hosting for r in lexicon.regions_in(m.entry.value)}
    return [r for r in FILL if r not in gone and r in lexicon.regions]


_ALL_EXCEPT = regex(r"(?i)\b(?:all|every)\s+(?:(?:of\s+)?(?:the|your|available|single)\s+)*(?:regions?|locations?|sites?)\b[^.!?]{0,30}\b(?:except|but|apart\s+from|without|bar|other\s+than|excluding|save)\b")


def _of_the_options(state: State, found: list[PlaceMention], lexicon: Lexicon) -> list[PlaceMention]:
    """ "the German one", where Helsinki or Nuremberg was the question: that one of them."""
    if state.asking != "clarify" or not any(c.topic == "regions" for c in state.choices):
        return found
    offered = [r for r in lexicon.regions if lexicon.region_city(r) in state.options]
    return [_one_of(m, offered, lexicon) for m in found]


def _one_of(mention: PlaceMention, offered: list[str], lexicon: Lexicon) -> PlaceMention:
    inside = [r for r in offered if r in lexicon.regions_in(mention.entry.value)]
    return replace(mention, entry=Entry("region", inside[0]), role="region") if mention.entry.kind == "country" and len(inside) == 1 else mention


def _without_the_refused(state: State, found: list[PlaceMention], lexicon: Lexicon) -> list[PlaceMention]:
    """ "oh right, that's in the US. Nuremberg then", where the plan may not stand there: the country only says why something else is named."""
    if not state.validated or not any(p.code == "residency_conflict" for p in state.validated.problems):
        return found
    refused = set(state.draft.regions or ()) - set(current_regions(state))
    others = [m for m in found if m.entry.kind == "region" and m.mode != "remove" and m.entry.value not in refused]
    return [m for m in found if not (others and m.entry.kind == "country" and m.mode == "plain" and refused & lexicon.regions_in(m.entry.value))]


def _picked_of_these(utterance: Utterance, found: list[PlaceMention]) -> list[PlaceMention]:
    """ "I was weighing up Falkenstein, Nuremberg and Helsinki. Let's go with the second": one of those just named."""
    listed = [m for m in found if m.role == "region" and m.mode != "remove"]
    if len(listed) < _SEVERAL or len({m.entry.value for m in listed}) < len(listed):
        return found
    rest = utterance.text[utterance.words[listed[-1].span.end - 1].end :]
    pick = _PICKS.search(rest)
    places = positions(read(rest), len(listed), REGIONS) if pick else Positions()
    if len(places.kept) != 1 or places.dropped:
        return found
    return [m for m in found if m not in listed] + [replace(listed[places.kept[0]], position=None, mode="plain")]


_SEVERAL = 2
_PICKS = regex(r"(?i)(?:[.!?;]|\b(?:but|so|then|and|(?:we|i)(?:'d|'ll)?|let's)\b|,)\s*(?:[\w']+\s+){0,4}?(?:go(?:ing)?\s+(?:with|for)|take|choose|pick|prefer|use|settle\s+(?:on|for)|decided?\s+(?:on|for)|want|like|have)\s+(?:only\s+|just\s+)?the\s+\w+")


def _ask_which_twin(state: State, edit: RegionEdit, change: Change) -> None:
    """Two places are called so, and the region hangs on which is meant."""
    where = edit.values.get("location")
    options = which(where) if isinstance(where, str) else ()
    if options and not state.draft.regions and not {"regions", "regionCount"} & set(edit.values):
        del edit.values["location"]
        change.acts.append(Act(name="clarify", topic="location", options=options))


def _beside(reading: Reading, counting: list[Number]) -> int | None:
    """A count beside named places; one more or less is what the places themselves say."""
    if any((t := s.get("topology")) and t.value == "solo" for s in reading.spans):
        return 1
    asked = focus(reading.state) == "regions"
    first = region_count(reading.utterance, counting, now=0, asked=asked)
    return first[0] if first and first == region_count(reading.utterance, counting, now=1, asked=asked) else None


def _without_places(reading: Reading, counting: list[Number], edit: RegionEdit, *, named: bool) -> None:
    """Positions, the order, a count, "there", or a place that nobody knows."""
    state, utterance = reading.state, reading.utterance
    current = current_regions(state)
    if len(current) > 1 and (moved := reordered(utterance.text, current)):
        edit.put(moved, utterance.text)
        return
    by_place = positions(utterance, len(current), REGIONS) if len(current) > 1 and not points_at_workers(utterance) else Positions()
    kept = by_place.kept if by_place.alone else tuple(p for p in range(len(current)) if p not in by_place.dropped)
    if kept and len(kept) < len(current):
        edit.put([current[p] for p in kept], utterance.text)
        return
    if len(current) > 1 and _REVERSE.search(utterance.text):
        edit.put(current[::-1], utterance.text)
        return
    if (beside := _beside_it(reading, current)) is not None:
        edit.put(beside, utterance.text)
        return
    if picked := _offered(state, utterance, reading):
        edit.put(picked, utterance.text)
        return
    about = focus(state) == "regions" and bool(state.asking == "regions" or state.draft.region_count)
    counts = region_count(utterance, counting, now=max(1, len(current)), asked=about)
    if not counts and _EVERY.search(utterance.text):
        counts = (len(reading.lexicon.regions),)
    if len(counts) > 1:
        edit.clarify = tuple(f"{number} region{'s' if number > 1 else ''}" for number in counts)
        return
    if counts:
        _resized(state, edit, counts[0], current, utterance.text)
        return
    if unknown := _unknown(reading, named=named):
        edit.put([unknown], unknown)
    elif "there" in utterance.folded and _THERE.search(utterance.text) and (there := _meant_by_there(reading, edit)):
        edit.put(beside_standing(current, there, utterance.text), utterance.text)


_NAMED = ("domain", "organisation")
"""Questions that are answered by a name, which may be shaped like an id of a region."""


def _unknown(reading: Reading, *, named: bool) -> str | None:
    """A place that nobody knows; an answer to the question for a name is none, whatever it looks like ("acme-2")."""
    state, utterance = reading.state, reading.utterance
    taken = reading.taken() | on_offer(state, utterance)
    expects = state.asking == "regions" and not named
    if state.asking in _NAMED:
        return unknown_place(utterance, reading.spans, taken, expects=expects, short=0)
    return unknown_place(utterance, reading.spans, taken, expects=expects)


def _beside_it(reading: Reading, current: list[str]) -> list[str] | None:
    """ "same country, other city": another region of the country that the only one is in."""
    said = _OTHER_CITY.search(reading.utterance.text) if len(current) == 1 else None
    if said is None:
        return None
    inside = reading.lexicon.regions_in(reading.lexicon.regions[current[0]].country) if current[0] in reading.lexicon.regions else frozenset[str]()
    other = next((r for r in FILL if r in inside and r not in current), None)
    return None if other is None else [*current, other] if _ADDS.search(reading.utterance.text) else [other]


def _offered(state: State, utterance: Utterance, reading: Reading) -> list[str]:
    """ "the second", "ok there then", "not the first, the one after it": one of the regions that were offered."""
    told = state.topic == "region" and state.asking != "regions" and len(current_regions(state)) <= 1  # "Which regions are there?"
    options = list(reading.lexicon.regions) if told else [o for o in state.options if o in reading.lexicon.regions]
    if not told and state.asking != "regions" or not options or (state.validated and state.validated.problems):
        return []
    found = positions(utterance, len(options), REGIONS)
    if len(found.kept) == 1:
        return [options[found.kept[0]]]
    if len(found.dropped) == 1 and (step := _NEXT_TO.search(utterance.text)):
        at = found.dropped[0] + (1 if (step[1] or step[2]).lower() in ("after", "next", "following", "below", "behind") else -1)
        return [options[at]] if 0 <= at < len(options) else []
    return options if len(options) == 1 and _THERE.search(utterance.text) else []


_NEXT_TO = regex(r"(?i)\b(?:one|region|site)\s+(?:right\s+|just\s+)?(after|before|above|below|next|behind)\b|\b(?:the\s+)(?=(next|following|previous)\s+(?:one|region|site))")


def _resized(state: State, edit: RegionEdit, count: int, current: list[str], words: str) -> None:
    """So many regions: those that stand, as far as they go."""
    edit.values["regionCount"] = count
    edit.clear.add("topology")
    edit.evidence.append(Evidence(slot="regionCount", words=words[:120], value=str(count)))
    if state.draft.regions and len(state.draft.regions) > count:
        edit.values["regions"] = list(current[:count])


def _meant_by_there(reading: Reading, edit: RegionEdit) -> list[str]:
    """The place that a question has just named, or where they said that they are."""
    state = reading.state
    asked = read(state.user_said.text) if state.user_said else reading.utterance
    named = [e.value for s in reading.lexicon.match(asked) if (e := s.get("region", "country")) and not e.ambiguous and not is_us_all(asked, s)]
    tried = state.supposition.get("regions")
    if len(set(named)) == 1:
        return named[:1]
    if isinstance(tried, list):
        return [str(r) for r in tried]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - a list of a draft holds words
    home = edit.values.get("location") or state.draft.location  # "a bank in Frankfurt, host it there"
    return [str(home)] if home and not state.draft.regions else []
