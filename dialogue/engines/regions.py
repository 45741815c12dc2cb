"""From place mentions to the draft's regions: replace, add, remove, reorder, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dialogue.events import Evidence, JsonObject
from dialogue.lexicon import Entry, Lexicon
from dialogue.patterns import regex
from dialogue.state import State
from dialogue.understanding.listed_places import counts_all, place_behind
from dialogue.understanding.places import PlaceMention
from dialogue.understanding.text import Utterance

_TWICE = regex(r"(?i)\b(?:twice|two times|both (?:of them )?(?:in|at|to))\b")
_SWAPS = regex(r"(?i)\b(?:swap|swapping|switch|switching|exchange|exchanging|interchange|reverse|reversing|flip|flipping)\b")
_FEWER = regex(r"(?i)\b(?:drop|remove|delete|ditch|lose|cut|scrap|strike|kick|bin|take\s+(?:out|away|off)|get\s+rid\s+of|without|minus|can\s+go|goes|leave\s+out)\b")
""" "drop Hillsboro" leaves one region less; "not in the US" leaves as many, elsewhere."""
_EVERYWHERE = regex(r"(?i)\ball\s+(?:of\s+)?(?:(?:the|your|available|possible)\s+)*(?:regions|locations|sites)\b")
_AT_HEAD = regex(r"(?i)\b(?:first|main|primary|leading|head)\b")
_ALL = regex(r"(?i)\b(?:all|both|every|each)\b[^.!?]{0,30}\b(?:regions?|locations?|sites?|data ?cent(?:er|re)s?|ones?)\b")
FILL = ("fsn1", "hel1", "nbg1", "ash", "hil")
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


def current_regions(state: State) -> list[str]:
    """The regions that stand."""
    return list(state.validated.plan.regions) if state.validated else list(state.draft.regions or ())


def _instead_of_left_out(state: State, hosting: Sequence[PlaceMention]) -> list[str]:
    """An answer to "Ashburn is outside the EU, shall I take Helsinki or Nuremberg instead?": in the place of that one alone."""
    asked, standing = list(state.draft.regions or ()), current_regions(state)
    left_out = [r for r in asked if r not in standing]
    conflict = state.asking == "regions" and state.validated is not None and any(p.code == "residency_conflict" for p in state.validated.problems)
    if not conflict or len(left_out) != 1 or len(asked) == 1 or len(hosting) != 1:
        return []
    one = hosting[0]
    fits = one.mode in ("plain", "replace_to") and one.entry.kind == "region" and one.entry.value not in asked and not one.position and not one.only
    return [one.entry.value if r in left_out else r for r in asked] if fits else []


def _narrowed(found: Sequence[PlaceMention], lexicon: Lexicon) -> list[PlaceMention]:
    """ "in Germany, just not in Falkenstein": where some of it is struck, the area itself is where it is to be hosted."""
    struck = {m.entry.value for m in found if m.mode == "remove" and m.role == "region" and m.entry.kind == "region"}
    areas = [m for m in found if m.role in ("location", "weak") and m.mode == "plain" and m.entry.kind == "country" and struck & lexicon.regions_in(m.entry.value)]
    return [replace(m, role="region") if m in areas else m for m in found]


def beside_standing(current: Sequence[str], named: Sequence[str], text: str) -> list[str]:
    """ "put it there too": the named regions beside those that stand; without such a word in their place."""
    return [*current, *(r for r in named if r not in current)] if _TOO.search(text) else list(named)


_TOO = regex(r"(?i)\b(?:there|that|it|one)\s+(?:too|as\s+well|also)\b|\b(?:also|additionally)\b[^.!?]{0,30}\b(?:there|that|it)\b")


def _wished(state: State, hosting: Sequence[PlaceMention]) -> list[str]:
    """What was asked for, where one of it that the plan couldn't take is spoken of ("Helsinki in place of Ashburn"); else nothing."""
    asked = list(state.draft.regions or ())
    left_out = set(asked) - set(current_regions(state))
    return asked if any(m.mode == "remove" and m.entry.value in left_out for m in hosting) else []


def edit_regions(
    state: State, utterance: Utterance, found: list[PlaceMention], lexicon: Lexicon, *, count: int | None, corrects: bool
) -> RegionEdit:
    """The region members after an utterance that names places.

    Args:
        count: how many regions were asked for beside the places.
        corrects: the utterance says that something was wrong ("no", "actually", "make that").
    """
    edit = RegionEdit()
    _location(utterance, found, edit)
    found = _narrowed(found, lexicon)
    hosting = [m for m in found if m.role == "region" and m.mode != "either"]
    open_names = [lexicon.region_city(m.entry.value) for m in found if m.role == "region" and m.mode == "either"]
    if open_names:
        edit.clarify = tuple(dict.fromkeys(open_names))
    if not hosting:
        return edit
    hosting = _first_chosen(state, utterance, _taken_back_later(hosting))
    current = _wished(state, hosting) or current_regions(state)
    hosting = _limited([_another(m, current, lexicon, hosting) for m in _once(utterance, hosting)], current, lexicon, count)
    hosting = _other_instead(utterance, _standing([_of_those(utterance, m, current, lexicon) for m in hosting], current, lexicon), current, lexicon)
    if not hosting:
        return edit
    swapped = _instead_of_left_out(state, hosting) or _swapped_places(utterance, hosting, current, lexicon)
    if swapped:
        edit.put(swapped, utterance.text)
        return edit
    for mention in hosting:
        words = utterance.surface(mention.span.start, mention.span.end)
        edit.evidence.append(Evidence(slot="regions", words=words, value=mention.entry.value, score=mention.span.score))
    if count is None and len(hosting) == 1 and hosting[0].mode == "plain" and _EVERYWHERE.search(utterance.text) and _AT_HEAD.search(utterance.text):
        count = len(FILL)  # "all regions, with Hillsboro being the first"
    hosting = _beside_twin(state, hosting, current)
    count, hosting = _counted(utterance, hosting, lexicon, count, standing=len(current))
    result = _Editing(current, lexicon, corrects=corrects, said=state.draft.regions is not None).changed(hosting, count)
    if result is None:
        name = lexicon.region_city(hosting[0].entry.value)
        edit.clarify = tuple(f"{name} instead of {lexicon.region_city(region)}" for region in current)
        return edit
    if _TWICE.search(utterance.text) and len(hosting) == 1 and hosting[0].entry.kind == "region":
        result, count = [hosting[0].entry.value] * 2, None  # the toolbox says why not
    if result == current and not any(m.mode != "remove" for m in hosting):
        if current:
            edit.values["regions"] = current  # what isn't there needn't go
        return edit
    if count is None and len(result) < len(current) and all(m.mode == "remove" for m in hosting):
        shunned = [m.entry.value for m in hosting]
        elsewhere = _Editing(result, lexicon, corrects=corrects, said=True).filled(shunned, state.draft.region_count or 0)
        if _FEWER.search(utterance.text) or len(elsewhere) < (state.draft.region_count or 0):
            edit.clear |= {"regionCount", "topology"}
        elif state.draft.region_count:
            result = elsewhere
    _store(edit, state, result, count, added=any(m.mode == "add" for m in hosting) or len(hosting) > 1, only=any(m.only for m in hosting))
    return edit


def _standing(hosting: list[PlaceMention], current: list[str], lexicon: Lexicon) -> list[PlaceMention]:
    """What is there already needn't come; "then not Ashburn, Helsinki as the second": what never stood takes nothing with it when it goes."""
    hosting = [m for m in hosting if not (m.again and m.entry.value in current)]
    if not any(m.position for m in hosting):
        return hosting
    return [m for m in hosting if m.mode != "remove" or lexicon.regions_in(m.entry.value) & set(current)]


def _of_those(utterance: Utterance, mention: PlaceMention, current: list[str], lexicon: Lexicon) -> PlaceMention:
    """ "make it the US first": the one of them that stands moves, and no other comes in its place."""
    inside = [r for r in current if r in lexicon.regions_in(mention.entry.value)]
    moves = mention.position and mention.entry.kind == "country" and mention.mode != "remove" and len(current) > 1 and inside and place_behind(utterance, mention.span.end)
    return replace(mention, entry=Entry("region", inside[0])) if moves else mention


def _swapped_places(utterance: Utterance, hosting: list[PlaceMention], current: list[str], lexicon: Lexicon) -> list[str] | None:
    """ "swap Ashburn and Helsinki", "switch the Finnish one with the American one", when both stand: each takes the other's place."""
    if len(hosting) != 2 or not _SWAPS.search(utterance.text):
        return None
    between = utterance.norms(hosting[0].span.end, hosting[1].span.start)
    meant = [[r for r in current if r in lexicon.regions_in(m.entry.value)] for m in hosting]
    if not {"and", "with"} & set(between) or any(len(found) != 1 for found in meant) or meant[0] == meant[1]:
        return None
    (one,), (other,) = meant
    places = {one: other, other: one}
    return [places.get(region, region) for region in current]


def _taken_back_later(hosting: list[PlaceMention]) -> list[PlaceMention]:
    """ "in Helsinki… Falkenstein I mean, rather than Helsinki": what the same breath takes back was never asked for."""
    gone = {m.entry: m.span.start for m in hosting if m.mode == "remove"}
    return [m for m in hosting if m.mode == "remove" or gone.get(m.entry, -1) < m.span.start]


def _other_instead(utterance: Utterance, hosting: list[PlaceMention], current: list[str], lexicon: Lexicon) -> list[PlaceMention]:
    """ "Finland, hmm. Can we have Germany instead": what stands and is named before it goes."""
    comes = [m for m in hosting if utterance.norms(m.span.end, m.span.end + 1) == ("instead",)]
    if len(comes) != 1 or len(hosting) == 1:
        return hosting
    goes = {m for m in hosting if m is not comes[0] and m.mode == "plain" and m.span.start < comes[0].span.start and lexicon.regions_in(m.entry.value) & set(current)}
    return [replace(m, mode="remove") if m in goes else m for m in hosting]


def _first_chosen(state: State, utterance: Utterance, hosting: list[PlaceMention]) -> list[PlaceMention]:
    """ "and please in Nuremberg", where the region that stands was only our suggestion: one more wish, and no second region."""
    only = hosting[0] if len(hosting) == 1 else None
    if only is None or only.mode != "add" or only.again or state.draft.regions is not None or not _ONE_MORE_WISH.match(utterance.text):
        return hosting
    return [replace(only, mode="plain")]


_ONE_MORE_WISH = regex(r"(?i)(?:oh\s+|ah\s+|ok(?:ay)?\s+)?(?:and|plus)[\s,]+(?:(?:please|then|we|i|it|should|would|like|want|that|'d|it's|this|be|put|host)[\s,]+)*(?:in|at|near|from)\b(?![^.!?]*\b(?:too|also|as\s+well|another|second|additional)\b)")


def _once(utterance: Utterance, hosting: list[PlaceMention]) -> list[PlaceMention]:
    """A place named again in passing is the same one; "fsn1 and fsn1" are two, and the toolbox says why not."""
    kept: list[PlaceMention] = []
    for mention in hosting:
        before = next((k for k in kept if k.entry == mention.entry), None)
        between = utterance.norms(before.span.end, mention.span.start) if before else ()
        placed = before is not None and before.position and mention.position and before.position != mention.position
        twice = before is not None and before is kept[-1] and not between and utterance.words[mention.span.start].brk == 1 and utterance.words[mention.span.end - 1].text[-1].isdigit()
        if before is None or placed or twice or (before.mode == "remove") != (mention.mode == "remove") or (len(between) <= 2 and set(between) & {"and", "plus", "also"} and before is kept[-1]):
            kept.append(mention)
            continue
        known = replace(before, position=before.position or mention.position, count=before.count or mention.count, only=before.only or mention.only)
        kept[kept.index(before)] = known
    return kept


def _another(mention: PlaceMention, current: list[str], lexicon: Lexicon, hosting: Sequence[PlaceMention]) -> PlaceMention:
    """ "the other one in Germany": of that country, and not the one that stands or goes; it takes the place of that one."""
    inside = lexicon.regions_in(mention.entry.value)
    barred = {*current, *(m.entry.value for m in hosting if m.mode == "remove")}
    fresh = next((r for r in FILL if r in inside and r not in barred), None)
    if not mention.other or mention.mode == "remove" or fresh is None:
        return mention
    standing = next((i for i, r in enumerate(current, 1) if r in inside), None)
    place = standing if mention.mode != "add" else None
    return replace(mention, entry=Entry("region", fresh), position=place, other=False)


def _limited(hosting: list[PlaceMention], current: list[str], lexicon: Lexicon, count: int | None) -> list[PlaceMention]:
    """ "anywhere in Germany except Falkenstein", "in Europe, just not in Germany": of the area, what is left of it."""
    shunned = {r for m in hosting if m.mode == "remove" for r in lexicon.regions_in(m.entry.value)}
    areas = {m: lexicon.regions_in(m.entry.value) for m in hosting if m.mode != "remove" and m.entry.kind != "region"}
    limits = set[str]()
    kept: list[PlaceMention] = []
    for mention in hosting:
        inside = areas.get(mention, frozenset[str]())
        left = [r for r in FILL if r in inside and r not in shunned] if inside & shunned else []
        limits |= inside & shunned if left else set[str]()
        wanted = left[: max(1, mention.count or count or 1)]
        kept += [replace(mention, entry=Entry("region", r), count=None) for r in wanted] or [mention]
    return [m for m in kept if m.mode != "remove" or not lexicon.regions_in(m.entry.value) & (limits - set(current)) or lexicon.regions_in(m.entry.value) & set(current)]


def _beside_twin(state: State, hosting: list[PlaceMention], current: list[str]) -> list[PlaceMention]:
    """What answers "which other one shall I add?" stands beside the one that was named twice."""
    twice = state.validated is not None and any(p.code == "duplicate_region" for p in state.validated.problems)
    only = hosting[0]
    if not twice or len(hosting) > 1 or only.mode != "plain" or only.position or only.only or only.entry.value in current:
        return hosting
    return [replace(only, mode="add")]


def _counted(
    utterance: Utterance, hosting: list[PlaceMention], lexicon: Lexicon, count: int | None, *, standing: int
) -> tuple[int | None, list[PlaceMention]]:
    """The count of all regions, and the places with as many as were said to be in each."""
    come = [m for m in hosting if m.mode != "remove"]
    if len(come) == 1 and come[0].entry.kind != "region" and come[0].mode == "plain":
        one = come[0]
        inside = [r for r in FILL if r in lexicon.regions_in(one.entry.value)]
        if count is None and one.count is None and _ALL.search(utterance.text) and len(inside) > 1:
            return len(inside), hosting  # "all German regions"
        if count is None and one.count is None and _TWICE.search(utterance.text):
            return max(2, standing), hosting
        if count is None or one.count == count:
            return (one.count if one.count and one.count > 1 else count), hosting
        if one.count and one.count < count and inside:
            fresh = replace(one, entry=Entry("region", inside[0]), count=None)  # "three, one of them in the US"
            return count, [fresh if m is one else m for m in hosting]
        return count, hosting
    counted = [m for m in come if m.count]
    if len(come) < 2 or not counted or counts_all(utterance, come):
        return count, hosting
    spread = [m for m in hosting for _ in range((m.count or 1) if m.entry.kind != "region" and m.mode != "remove" else 1)]
    total = sum(m.mode != "remove" for m in spread)
    return (count if count and count > total else None), spread


def _location(utterance: Utterance, found: Sequence[PlaceMention], edit: RegionEdit) -> None:
    theirs = [m for m in found if m.role == "location" and m.mode != "remove"]
    for mention in sorted(theirs, key=lambda m: m.users):
        words = utterance.surface(mention.span.start, mention.span.end)
        edit.values["location"] = mention.entry.value
        edit.evidence.append(Evidence(slot="location", words=words, value=mention.entry.value))


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
            shunned = [m.entry.value for m in hosting if m.mode == "remove"]
            return self.filled(shunned, count) if count else self._without(leaving, shunned)
        current = self.current
        if any(m.only for m in come):
            return [m.entry.value for m in come if m.only]
        if len(come) > 1 and any(m.position for m in come):
            return self._ordered(come)
        positioned = [m for m in come if m.position and (m.position != 1 or len(current) > 1 or m.entry.value not in current)]
        if len(come) == 1 and positioned and current and come[0].mode == "add" and arriving[0] not in current:
            at = len(current) if positioned[0].position == -1 else (positioned[0].position or 1) - 1
            return [*current[:at], arriving[0], *current[at:]]
        if len(come) == 1 and positioned and current:
            return self._placed(arriving[0], positioned[0].position or 1)
        if come[0].mode == "add" and (self.said or current):
            return [*current, *arriving]
        if len(arriving) == 1 and len(current) > 1 and count is None and self.said:
            if arriving[0] in current:
                return current
            return None if self.corrects or come[0].mode == "replace_to" else arriving
        return arriving

    def _ordered(self, come: list[PlaceMention]) -> list[str]:
        """ "Ashburn second, Helsinki first": each at its place, the others where there is room."""
        if self.said and len(self.current) > len(come) and all(m.position for m in come):
            edited = self
            for mention in sorted(come, key=lambda m: (m.position or 0) % 100):
                edited = replace(edited, current=edited._placed(mention.entry.value, mention.position or 1))
            return edited.current
        rest = iter([m.entry.value for m in come if not m.position])
        fixed = {(m.position or 0) % 100: m.entry.value for m in come if m.position}
        if len(fixed) != sum(1 for m in come if m.position):
            return [m.entry.value for m in come]
        result: list[str] = []
        for place in range(1, len(come) + max(fixed) + 1):
            value = fixed.pop(place, None) or next(rest, None)
            result += [value] if value else []
        return result

    def filled(self, leaving: list[str], count: int) -> list[str]:
        """ "three regions, but not in the US": what stands and the next ones, without those."""
        gone = {r for value in leaving for r in self.lexicon.regions_in(value)} | set(leaving)
        stand = self.current if self.said else []
        order = [r for r in (*stand, *FILL) if r not in gone and r in self.lexicon.regions]
        return list(dict.fromkeys(order))[:count]

    def _meant(self, mention: PlaceMention) -> tuple[str, ...]:
        """The regions that a name stands for: itself, or those of a country that are in the plan."""
        inside = self.lexicon.regions_in(mention.entry.value)
        return tuple(r for r in self.current if r in inside) or (mention.entry.value,)

    def _without(self, leaving: list[str], shunned: list[str]) -> list[str]:
        kept = [r for r in self.current if r not in leaving]
        gone = {r for value in shunned for r in self.lexicon.regions_in(value)} | set(shunned)
        if kept or not (self.current or gone & set(FILL[:2])):
            return kept  # what would not have been suggested needn't be kept away from
        return [r for r in FILL if r not in gone and r in self.lexicon.regions][:1]

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
        if value in self.current and index == len(self.current):
            return [*self.current, value]  # "a second one, also in Helsinki": the toolbox says why not
        if value in self.current:
            rest = [r for r in self.current if r != value]
            return [*rest[:index], value, *rest[index:]]
        if index >= len(self.current):
            return [*self.current, value]
        return [*self.current[:index], value, *self.current[index + 1 :]]


def _store(edit: RegionEdit, state: State, result: list[str], count: int | None, *, added: bool, only: bool) -> None:
    if not result:
        edit.clear |= {"regions", "regionCount", "topology"}
        return
    edit.values["regions"] = result
    if count is not None:
        edit.values["regionCount"] = count
        edit.clear.add("topology")
        return
    asked = state.draft.region_count or 0
    if only:
        edit.clear |= {"regionCount", "topology"}  # "remove Falkenstein and keep only Nuremberg"
    if state.validated and any(p.code == "too_many_regions" for p in state.validated.problems):
        edit.clear |= {"regionCount", "topology"}  # named now, instead of a number that can't be had
    if (added and len(result) >= asked) or len(result) > asked:
        edit.clear |= {"regionCount", "topology"}
