"""From place mentions to the draft's regions: replace, add, remove, reorder, and how many."""

import re
from dataclasses import dataclass, field, replace

from dialogue.events import Evidence, JsonObject
from dialogue.lexicon import Entry, Lexicon
from dialogue.state import State
from dialogue.understanding.counts import region_count
from dialogue.understanding.numbers import Number, numbers
from dialogue.understanding.places import PlaceMention, dropped_positions, unknown_place
from dialogue.understanding.text import Utterance

_REVERSE = re.compile(
    r"(?i)\b(?:swap|reverse|flip|switch|exchange)\s+(?:(?:the|their|its|both|two|those)\s+)*(?:order|them|regions|sites|places|around|round|ones?)\b"
    r"|\b(?:the )?other way (?:a)?round\b|\bvice versa\b"
)
_TWICE = re.compile(r"(?i)\b(?:twice|two times|both (?:of them )?(?:in|at|to))\b")
_ALL = re.compile(r"(?i)\b(?:all|both|every)\b[^.!?]{0,30}\b(?:regions?|locations?|sites?|data ?cent(?:er|re)s?|ones?)\b")
_EVERY = re.compile(r"(?i)\b(?:all (?:of )?(?:the |your |available )*|every (?:single )?)(?:regions?|locations?|data ?cent(?:er|re)s)\b")
_ONE_OF_THEM = re.compile(r"(?i)\bone of (?:them|which|those)\b")
_FILL = ("fsn1", "hel1", "nbg1", "ash", "hil")
"""What is taken when the one that stood may not stay (plan-rules, How many)."""


@dataclass(slots=True)
class RegionEdit:
    """The change to `regions`, `regionCount`, `location`."""

    values: JsonObject = field(default_factory=dict[str, object])
    clear: set[str] = field(default_factory=set[str])
    evidence: list[Evidence] = field(default_factory=list[Evidence])
    clarify: tuple[str, ...] = ()
    """Readings to choose between, when it is open which region is to be replaced."""

    def put(self, regions: list[str], words: str) -> None:
        """These and no others."""
        self.values["regions"] = regions
        self.clear |= {"regionCount", "topology"}
        self.evidence.append(Evidence(slot="regions", words=words[:120], value=", ".join(regions)[:120]))


def edit_regions(
    state: State, utterance: Utterance, found: list[PlaceMention], lexicon: Lexicon, *, corrects: bool
) -> RegionEdit:
    """The region members after this utterance.

    Args:
        corrects: the utterance says that something was wrong ("no", "actually", "make that").
    """
    edit = RegionEdit()
    words = {m.span.start: utterance.surface(m.span.start, m.span.end) for m in found}
    _location(found, edit, words)
    hosting = [m for m in found if m.role == "region" and m.mode != "either"]
    open_names = [lexicon.region_city(m.entry.value) for m in found if m.role == "region" and m.mode == "either"]
    if open_names:
        edit.clarify = tuple(dict.fromkeys(open_names))
        if not hosting:
            return edit
    current = list(state.validated.plan.regions) if state.validated else list(state.draft.regions or ())
    if not hosting:
        _without_places(state, utterance, edit, current, lexicon, expects=state.asking == "regions" and not found)
        return edit
    for mention in hosting:
        value = words[mention.span.start]
        edit.evidence.append(
            Evidence(slot="regions", words=value, value=mention.entry.value, score=mention.span.score)
        )
    count = _count(utterance, hosting, current, found)
    if count is None and _ALL.search(utterance.text) and len(hosting) == 1 and hosting[0].mode == "plain":
        inside = lexicon.regions_in(hosting[0].entry.value)
        hosting_all = [r for r in _FILL if r in inside]
        if len(hosting_all) > 1:
            edit.put(hosting_all, utterance.text)
            return edit
    if count is not None and _ONE_OF_THEM.search(utterance.text):
        hosting = [_narrowed(m, lexicon) for m in hosting]
    result = _Editing(current, lexicon, corrects=corrects, said=state.draft.regions is not None).changed(hosting, count)
    if result is None:
        name = hosting[0].entry.value
        name = lexicon.region_city(name)
        edit.clarify = tuple(f"{name} instead of {lexicon.region_city(region)}" for region in current)
        return edit
    if _TWICE.search(utterance.text) and len(hosting) == 1 and hosting[0].entry.kind == "region":
        result, count = [hosting[0].entry.value] * 2, None  # the toolbox says why not
    if result == current and not any(m.mode != "remove" for m in hosting):
        if current:
            edit.values["regions"] = current  # what isn't there needn't go
        return edit
    _store(edit, state, result, count, added=any(m.mode == "add" for m in hosting) or len(hosting) > 1)
    return edit


def _narrowed(mention: PlaceMention, lexicon: Lexicon) -> PlaceMention:
    """ "two regions, one of them in the US": the first of that country and no more of it."""
    inside = lexicon.regions_in(mention.entry.value)
    first = next((r for r in _FILL if r in inside), None)
    return replace(mention, entry=Entry("region", first)) if first and mention.entry.kind == "country" else mention


def _count(utterance: Utterance, hosting: list[PlaceMention], current: list[str], found: list[PlaceMention]) -> int | None:
    """A count beside named places; one more or less is what the places themselves say."""
    counts = region_count(utterance, _counting(utterance, found), now=0)
    count = counts[0] if counts and counts == region_count(utterance, _counting(utterance, found), now=1) else None
    if count is None and len(hosting) == 1 and hosting[0].entry.kind != "region" and _TWICE.search(utterance.text):
        return max(2, len(current))
    return count


def _counting(utterance: Utterance, found: list[PlaceMention]) -> list[Number]:
    """Numbers that belong to no place's name ("fsn one")."""
    named = {i for m in found for i in range(m.span.start, m.span.end)}
    return [n for n in numbers(utterance) if n.start not in named]


def _location(found: list[PlaceMention], edit: RegionEdit, words: dict[int, str]) -> None:
    for mention in found:
        if mention.role == "location" and mention.mode != "remove":
            edit.values["location"] = mention.entry.value
            edit.evidence.append(
                Evidence(slot="location", words=words[mention.span.start], value=mention.entry.value)
            )


def _without_places(state: State, utterance: Utterance, edit: RegionEdit, current: list[str], lexicon: Lexicon, *, expects: bool) -> None:
    """Positions, the order, a count, or a place that nobody knows."""
    going = {current[p if p < 0 else p - 1] for p in dropped_positions(utterance) if abs(p) <= len(current)}
    if going and len(going) < len(current):
        edit.put([r for r in current if r not in going], utterance.text)
        return
    if len(current) > 1 and _REVERSE.search(utterance.text):
        edit.put(current[::-1], utterance.text)
        return
    counts = region_count(utterance, numbers(utterance), now=max(1, len(current)))
    if not counts and _EVERY.search(utterance.text):
        counts = (len(lexicon.regions),)
    if len(counts) > 1:
        edit.clarify = tuple(f"{number} region{'s' if number > 1 else ''}" for number in counts)
        return
    count = counts[0] if counts else None
    unknown = unknown_place(utterance, expects=expects)
    if unknown and count is None:
        edit.put([unknown], unknown)
        return
    if count is None:
        return
    edit.values["regionCount"] = count
    edit.clear.add("topology")
    edit.evidence.append(Evidence(slot="regionCount", words=utterance.text[:120], value=str(count)))
    if state.draft.regions and len(state.draft.regions) > count:
        edit.values["regions"] = list(current[:count])


@dataclass(frozen=True, slots=True)
class _Editing:
    current: list[str]
    lexicon: Lexicon
    corrects: bool
    said: bool
    """The person chose the regions that stand; they weren't only suggested."""

    def changed(self, hosting: list[PlaceMention], count: int | None) -> list[str] | None:
        """The new list; None when it is open which one a single correction replaces."""
        come = [m for m in hosting if m.mode != "remove"]
        leaving = [r for m in hosting if m.mode == "remove" for r in self._meant(m)]
        arriving = [m.entry.value for m in come]
        if leaving and arriving:
            return self._swapped(leaving, arriving)
        if leaving:
            return self._filled(leaving, count) if count else self._without(leaving)
        current = self.current
        if len(come) > 1 and all(m.position for m in come) and len({m.position for m in come}) == len(come):
            return [m.entry.value for m in sorted(come, key=lambda m: (m.position or 0) % 100)]
        if any(m.only for m in come):
            return [m.entry.value for m in come if m.only]
        positioned = [m for m in come if m.position and (m.position != 1 or len(current) > 1)]
        if len(come) == 1 and positioned and current:
            return self._placed(arriving[0], positioned[0].position or 1)
        if come[0].mode == "add" and (self.said or current):
            return [*current, *arriving]
        if len(arriving) == 1 and len(current) > 1 and count is None and self.said:
            if arriving[0] in current:
                return current
            return None if self.corrects or come[0].mode == "replace_to" else arriving
        return arriving

    def _filled(self, leaving: list[str], count: int) -> list[str]:
        """ "three regions, but not in the US": what stands and the next ones, without those."""
        gone = {r for value in leaving for r in self.lexicon.regions_in(value)} | set(leaving)
        stand = self.current if self.said else []
        order = [r for r in (*stand, *_FILL) if r not in gone and r in self.lexicon.regions]
        return list(dict.fromkeys(order))[:count]

    def _meant(self, mention: PlaceMention) -> tuple[str, ...]:
        """The regions that a name stands for: itself, or those of a country that are in the plan."""
        inside = self.lexicon.regions_in(mention.entry.value)
        return tuple(r for r in self.current if r in inside) or (mention.entry.value,)

    def _without(self, leaving: list[str]) -> list[str]:
        kept = [r for r in self.current if r not in leaving]
        if kept or not self.current:
            return kept
        gone = {r for value in leaving for r in self.lexicon.regions_in(value)} | set(leaving)
        return [r for r in _FILL if r not in gone and r in self.lexicon.regions][:1]

    def _swapped(self, leaving: list[str], arriving: list[str]) -> list[str]:
        """Replacing keeps the place in the order (plan-rules)."""
        result = list(self.current)
        rest = list(arriving)
        for value in leaving:
            if value in result and rest and rest[0] in result:
                rest.pop(0)  # "Falkenstein, not Nuremberg" where both stand: the one goes
                result.remove(value)
            elif value in result and rest:
                result[result.index(value)] = rest.pop(0)
            elif value in result:
                result.remove(value)
        fresh = [r for r in rest if r not in result]
        if rest and not any(value in self.current for value in leaving):
            # "not Hillsboro, Ashburn" when Hillsboro was never in the plan: the new ones are the choice.
            return rest if len(result) <= 1 else [*result, *fresh]
        return [*result, *fresh]

    def _placed(self, value: str, position: int) -> list[str]:
        index = len(self.current) - 1 if position == -1 else position - 1
        if value in self.current:
            rest = [r for r in self.current if r != value]
            return [*rest[:index], value, *rest[index:]]
        if index >= len(self.current):
            return [*self.current, value]
        return [*self.current[:index], value, *self.current[index + 1 :]]


def _store(edit: RegionEdit, state: State, result: list[str], count: int | None, *, added: bool) -> None:
    if not result:
        edit.clear |= {"regions", "regionCount", "topology"}
        return
    edit.values["regions"] = result
    if count is not None:
        edit.values["regionCount"] = count
        edit.clear.add("topology")
        return
    asked = state.draft.region_count or 0
    if (added and len(result) >= asked) or len(result) > asked:
        edit.clear |= {"regionCount", "topology"}
