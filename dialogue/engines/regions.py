"""From place mentions to the draft's regions: replace, add, remove, reorder, and how many."""

from dataclasses import dataclass, field

from dialogue.events import Evidence, JsonObject
from dialogue.state import State
from dialogue.understanding.places import PlaceMention


_AREAS = frozenset({"europe", "the eu", "eu", "european union", "the european union"})


@dataclass(slots=True)
class RegionEdit:
    """The change to `regions`, `regionCount`, `location`."""

    values: JsonObject = field(default_factory=dict[str, object])
    clear: set[str] = field(default_factory=set[str])
    evidence: list[Evidence] = field(default_factory=list[Evidence])
    clarify: tuple[str, ...] = ()
    """Readings to choose between, when it is open which region is to be replaced."""


def edit_regions(
    state: State, found: list[PlaceMention], count: int | None, *, corrects: bool, words: dict[int, str]
) -> RegionEdit:
    """The region members after this utterance.

    Args:
        corrects: the utterance says that something was wrong ("no", "actually", "make that").
        words: surface text by the start index of a mention.
    """
    edit = RegionEdit()
    _location(found, edit, words)
    hosting = [m for m in found if m.role == "region"]
    current = list(state.validated.plan.regions) if state.validated else list(state.draft.regions or ())
    chosen = list(state.draft.regions or ()) or current
    if not hosting:
        _count_only(state, edit, count, current)
        return edit
    for mention in hosting:
        value = words[mention.span.start]
        edit.evidence.append(
            Evidence(slot="regions", words=value, value=mention.entry.value, score=mention.span.score)
        )
    gone = [m for m in hosting if m.mode == "remove"]
    come = [m for m in hosting if m.mode != "remove"]
    result = _changed(current, chosen, gone, come, count, corrects=corrects, said=state.draft.regions is not None)
    if result is None:
        edit.clarify = tuple(f"{come[0].entry.value} instead of {region}" for region in current)
        return edit
    _store(edit, state, result, count, added=any(m.mode == "add" for m in come) or len(come) > 1)
    return edit


def _location(found: list[PlaceMention], edit: RegionEdit, words: dict[int, str]) -> None:
    for mention in found:
        vague = mention.entry.value.casefold() in _AREAS and "location" in edit.values
        if mention.role == "location" and mention.mode != "remove" and not vague:
            edit.values["location"] = mention.entry.value
            edit.evidence.append(
                Evidence(slot="location", words=words[mention.span.start], value=mention.entry.value)
            )


def _count_only(state: State, edit: RegionEdit, count: int | None, current: list[str]) -> None:
    if count is None:
        return
    edit.values["regionCount"] = count
    edit.clear.add("topology")
    if state.draft.regions and len(state.draft.regions) > count:
        edit.values["regions"] = list(current[:count])


def _changed(
    current: list[str],
    chosen: list[str],
    gone: list[PlaceMention],
    come: list[PlaceMention],
    count: int | None,
    *,
    corrects: bool,
    said: bool,
) -> list[str] | None:
    """The new list; None when it is open which one a single correction replaces."""
    leaving = [m.entry.value for m in gone]
    arriving = [m.entry.value for m in come]
    if leaving and arriving:
        return _swap(current, leaving, arriving)
    if leaving:
        return [r for r in current if r not in leaving]
    positioned = [m for m in come if m.position and m.position != 1 or (m.position == 1 and len(current) > 1)]
    if len(come) == 1 and positioned and current:
        return _placed(current, arriving[0], positioned[0].position or 1)
    if come[0].mode == "add" and (said or current):
        return [*current, *arriving]
    if len(arriving) == 1 and len(current) > 1 and count is None:
        if not said:
            return arriving
        if corrects or come[0].mode == "replace_to":
            return None
        return arriving if arriving[0] not in current else current
    del chosen
    return arriving


def _swap(current: list[str], leaving: list[str], arriving: list[str]) -> list[str]:
    """Replacing keeps the place in the order (plan-rules)."""
    result = list(current)
    rest = list(arriving)
    for value in leaving:
        if value in result and rest and rest[0] in result:
            rest.pop(0)  # "Falkenstein, not Nuremberg" where both stand: the one goes
            result.remove(value)
        elif value in result and rest:
            result[result.index(value)] = rest.pop(0)
        elif value in result:
            result.remove(value)
    if rest and not any(value in current for value in leaving):
        # "not Hillsboro, Ashburn" when Hillsboro was never in the plan: the new ones are the choice.
        return rest if len(result) <= 1 else [*result, *[r for r in rest if r not in result]]
    return [*result, *[r for r in rest if r not in result]]


def _placed(current: list[str], value: str, position: int) -> list[str]:
    index = len(current) - 1 if position == -1 else position - 1
    if index >= len(current):
        return [*current, value]
    return [*current[:index], value, *current[index + 1 :]]


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
