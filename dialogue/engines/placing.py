"""From what was said of places to the draft: regions, how many, where the customer is, where data must stay."""

import re

from dialogue.engines.change import Change
from dialogue.engines.focus import focus
from dialogue.engines.reading import Reading
from dialogue.engines.regions import RegionEdit, current_regions, edit_regions
from dialogue.events import Act, Evidence
from dialogue.state import State
from dialogue.understanding.counts import region_count
from dialogue.understanding.numbers import Number
from dialogue.understanding.places import (
    dropped_positions,
    is_us_all,
    kept_positions,
    mentions,
    names_residency,
)
from dialogue.understanding.region_ids import unknown_place
from dialogue.understanding.residence import gives_up, residency
from dialogue.understanding.text import read

_REDUNDANT = re.compile(r"(?i)\b(?:(?<!no )(?<!without )(?<!not )redundan(?:cy|t)|fault[ -]toleran(?:ce|t)|fail[ -]?safe)\b")
_REDUNDANCY = ("high availability", "two regions")
_CORRECTS = re.compile(
    r"(?i)\b(?:actually|sorry|rather|instead|make (?:that|it)|change|correction|i meant|i mean|wrong|switch|move|replace|swap)\b"
    r"|^(?:(?:oh|ah|um+|well|hm+)[\s,]+)*(?:no|nope|not)\b(?! (?:budget|money|time|problem|worries|need))"
)
_REVERSE = re.compile(
    r"(?i)\b(?:swap|reverse|flip|switch|exchange)\s+(?:(?:the|their|its|both|two|those)\s+)*(?:order|them|regions|sites|places|around|round|ones?)\b"
    r"|\b(?:the )?other way (?:a)?round\b|\bvice versa\b|\bin reverse(?: order)?\b"
)
_EVERY = re.compile(r"(?i)\b(?:all (?:of )?(?:the |your |available )*|every (?:single )?)(?:regions?|locations?|data ?cent(?:er|re)s)\b")
_THERE = re.compile(
    r"(?i)\b(?:put|host|deploy|place|go|run|install|build|start|keep|move|set|take|do|have|want|like|be|stay|cloud|servers?|it|that|us|everything)\b(?: \w+){0,3} there\b(?! (?:is|are|was|were|any|a|an|be|will|must|should)\b)"
    r"|^(?:(?:ok(?:ay)?|yes|good|great|fine|then|perfect|so|and|let's go)[\s,]+)*(?:in )?there\b(?! (?:is|are|was|were|any|a|an|be|will|must|should)\b)"
)


def take_places(reading: Reading, change: Change) -> None:
    """Put everything said about places into the change."""
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
    if waived:
        found = [m for m in found if m.entry.kind != "country"]  # "the US-only rule" names no place to go to
    bound = "none" if waived else residency(utterance)
    if bound in ("eu", "us"):
        found = [m for m in found if not names_residency(utterance, m)]
    if any(m.role == "region" for m in found):
        count = _beside(reading, counting)
        edit = edit_regions(state, utterance, found, reading.lexicon, count=count, corrects=bool(_CORRECTS.search(utterance.text)))
    else:
        edit = edit_regions(state, utterance, found, reading.lexicon, count=None, corrects=False)
        _without_places(reading, counting, edit, named=bool(found))
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
    if bound:
        change.put("residency", bound, utterance.text)


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
    going = {current[p if p < 0 else p - 1] for p in dropped_positions(utterance) if abs(p) <= len(current)}
    kept = [current[p if p < 0 else p - 1] for p in kept_positions(utterance) if abs(p) <= len(current)]
    if len(current) > 1 and ((going and len(going) < len(current)) or kept):
        edit.put(kept or [r for r in current if r not in going], utterance.text)
        return
    if len(current) > 1 and _REVERSE.search(utterance.text):
        edit.put(current[::-1], utterance.text)
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
    unknown = unknown_place(utterance, reading.spans, reading.taken(), expects=state.asking == "regions" and not named)
    if unknown:
        edit.put([unknown], unknown)
    elif "there" in utterance.folded and _THERE.search(utterance.text) and (there := _meant_by_there(reading)):
        edit.put(there, utterance.text)


def _resized(state: State, edit: RegionEdit, count: int, current: list[str], words: str) -> None:
    """So many regions: those that stand, as far as they go."""
    edit.values["regionCount"] = count
    edit.clear.add("topology")
    edit.evidence.append(Evidence(slot="regionCount", words=words[:120], value=str(count)))
    if state.draft.regions and len(state.draft.regions) > count:
        edit.values["regions"] = list(current[:count])


def _meant_by_there(reading: Reading) -> list[str]:
    """The place that a question has just named, or where they said that they are."""
    state = reading.state
    asked = read(state.user_said.text) if state.user_said else reading.utterance
    named = [e.value for s in reading.lexicon.match(asked) if (e := s.get("region", "country")) and not e.ambiguous and not is_us_all(asked, s)]
    tried = state.supposition.get("regions")
    if len(set(named)) == 1:
        return named[:1]
    if isinstance(tried, list):
        return [str(r) for r in tried]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - a list of a draft holds words
    return [state.draft.location] if state.draft.location and not state.draft.regions else []
