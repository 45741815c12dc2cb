"""From what was said of places to the draft: regions, how many, where the customer is, where data must stay."""

import re

from dialogue.engines.change import Change
from dialogue.engines.focus import focus
from dialogue.engines.reading import Reading
from dialogue.engines.regions import edit_regions
from dialogue.events import Act
from dialogue.understanding.numbers import numbers
from dialogue.understanding.places import mentions, residency

_REDUNDANT = re.compile(r"(?i)\b(?:(?<!no )(?<!without )(?<!not )redundan(?:cy|t)|fault[ -]toleran(?:ce|t)|fail[ -]?safe)\b")
_REDUNDANCY = ("high availability", "two regions")
_WAIVES = re.compile(
    r"(?i)\b(?:drop|forget|waive|lift|remove|without|skip|ignore)\s+(?:the\s+|that\s+)?(?:(?:us|u\.s\.|eu|europe|america)[\s-]only\s+)?"
    r"(?:rule|restriction|requirement|residency(?:\s+rule)?)\b"
    r"|\b(?:eu|europe|residency|gdpr|where (?:it|the data) (?:is|stays))\s+(?:isn't|is not|doesn't|does not)\s+(?:important|needed|required|necessary|matter)\b"
)
_CORRECTS = re.compile(
    r"(?i)\b(?:no|not|actually|sorry|rather|instead|make (?:that|it)|change|correction|i meant|i mean|wrong|switch|move|replace|swap)\b"
)
_BARE_COUNT = re.compile(
    r"(?i)^(?:(?:no|actually|ok(?:ay)?|please|and|yes|sorry|well|rather|just)[\s,]+)*"
    r"(?:make (?:it|that|them)|take|let's have|i(?:'d like| want)|better|only)?\s*(?:to\s+)?"
    r"([a-z]+|\d{1,3})(?:\s+(?:please|then|instead|of them|in total))*[.!]*$"
)


def take_places(reading: Reading, change: Change) -> None:
    """Put everything said about places into the change."""
    state, utterance = reading.state, reading.utterance
    waived = _WAIVES.search(utterance.text)
    found = mentions(
        utterance,
        reading.spans,
        expects_region=state.asking == "regions",
        knows_location=state.draft.location is not None,
    )
    if waived:
        found = [m for m in found if m.entry.kind != "country"]  # "the US-only rule" names no place to go to
    edit = edit_regions(state, utterance, found, reading.lexicon, corrects=bool(_CORRECTS.search(utterance.text)))
    change.values.update(edit.values)
    change.clear |= edit.clear
    change.evidence += edit.evidence
    open_words = not {"regions", "regionCount"} & set(edit.values) and "highAvailability" not in change.values
    if open_words and not state.draft.high_availability and _REDUNDANT.search(utterance.text):
        change.acts.append(Act(name="clarify", topic="highAvailability", options=_REDUNDANCY))
    if edit.clarify:
        change.acts.append(Act(name="clarify", topic="regions", options=edit.clarify))
    bound = "none" if waived else residency(utterance)
    if waived and state.draft.compliance:
        change.clear.add("compliance")
    if bound:
        change.put("residency", bound, utterance.text)
    _counted_again(reading, change)


def _counted_again(reading: Reading, change: Change) -> None:
    """ "make it three": when regions were counted last, the number counts them."""
    state, utterance = reading.state, reading.utterance
    said = _BARE_COUNT.match(utterance.text.strip())
    counted = [n for n in numbers(utterance) if utterance.words[n.start].norm != "no"]
    if said is None or change.values or len(counted) != 1 or counted[0].article or not counted[0].value:
        return
    if focus(state) == "regions" and (state.draft.region_count or state.asking == "regions"):
        count = counted[0].value
        change.put("regionCount", count, utterance.text)
        if state.draft.regions and len(state.draft.regions) > count and state.validated:
            change.values["regions"] = list(state.validated.plan.regions[:count])
