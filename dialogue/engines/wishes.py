"""Apps, compliance regimes, provider, topology and an operator's mesh pair, into the draft."""

import re

from dialogue.engines.change import Change
from dialogue.engines.focus import focus
from dialogue.engines.reading import Reading
from dialogue.events import Act, Evidence
from dialogue.state import State
from dialogue.understanding.places import dropped_positions
from dialogue.understanding.proposals import takes_proposals
from dialogue.understanding.text import Utterance
from dialogue.understanding.wants import Wants, no_apps

_MESH_NAME = re.compile(
    r"(?i)\bmesh(?:\s+name)?\s*(?:(?:is|should be|shall be|called|named|to|=|:)\s*)?[\"“']?([a-z0-9](?:[\w-]{0,61}[a-z0-9])?)\b"
)
_MESH_ID = re.compile(r"(?i)\bmesh\b[^.!?]{0,60}?\b(?:id|number)\s*(?:is|should be|to|=|:)?\s*(-?\d{1,6})\b")
_NO_MESH_NAME = frozenset("name id number is and or for it the a called named with to please do does then at in should".split())


def take_wishes(reading: Reading, found: Wants, change: Change) -> None:
    """Put what was wanted and what was struck into the change."""
    state = reading.state
    for slot, words, value in found.evidence:
        change.evidence.append(Evidence(slot=slot, words=words, value=value))
    if found.industry and (state.draft.industry is None or found.describes):
        change.values["industry"] = found.industry
    _comply(state, found, change)
    if found.provider:
        change.values["provider"] = found.provider
    if found.topology:
        change.values["topology"] = found.topology
        change.clear.add("regionCount")
        change.values.pop("regionCount", None)
    _apps(reading, found, change)
    _mesh(reading.utterance, change)


def _apps(reading: Reading, found: Wants, change: Change) -> None:
    state = reading.state
    if found.either:
        options = tuple(reading.lexicon.app_name(slug) for slug in found.either)
        change.acts.append(Act(name="clarify", topic="apps", options=options))
    now = list(state.validated.plan.apps if state.validated else state.draft.apps or ())
    going = set(found.not_apps)
    if focus(state) == "apps":
        going |= {now[p if p < 0 else p - 1] for p in dropped_positions(reading.utterance) if abs(p) <= len(now)}
    if found.instead and not going and found.apps and now and not _for_refused(state, found):
        if len(now) > 1:
            name = " and ".join(reading.lexicon.app_name(a) for a in found.apps)
            options = tuple(f"{name} instead of {reading.lexicon.app_name(a)}" for a in now)
            change.acts.append(Act(name="clarify", topic="apps", options=options))
            return
        going = set(now)
    proposed = _proposed(reading, found, change)
    if proposed:
        change.put("apps", list(dict.fromkeys([*(a for a in now if a not in going), *found.apps, *proposed])), reading.utterance.text)
    elif found.apps or going:
        kept = [] if found.only else [slug for slug in now if slug not in going]
        change.values["apps"] = list(dict.fromkeys([*kept, *found.apps]))
    elif no_apps(reading.utterance):
        change.put("apps", [], "no apps")


def _proposed(reading: Reading, found: Wants, change: Change) -> list[str]:
    """What is proposed for the trade, when it is taken up in so many words, without what is left out of it."""
    state = reading.state
    if found.only or not takes_proposals(reading.utterance.text):
        return []
    industry = change.values.get("industry") or found.industry or state.draft.industry
    offered = state.offered_apps or reading.lexicon.proposals.get(str(industry), ())
    return [slug for slug in offered if slug not in found.not_apps]


def _for_refused(state: State, found: Wants) -> bool:
    """What comes instead is for an app that can't be had, not for one that stands."""
    problems = state.validated.problems if state.validated else ()
    return any(set(p.suggestions) & set(found.apps) for p in problems if p.code == "app_not_installable")


def _comply(state: State, found: Wants, change: Change) -> None:
    if "compliance" in change.clear or not (found.compliance or found.not_compliance):
        return
    standing = [r for r in state.draft.compliance or () if r not in found.not_compliance]
    merged = list(dict.fromkeys([*standing, *found.compliance]))
    change.evidence.append(Evidence(slot="compliance", words=", ".join(merged), value=", ".join(merged)))
    if merged:
        change.values["compliance"] = merged
    else:
        change.clear.add("compliance")


def _mesh(utterance: Utterance, change: Change) -> None:
    """A pair given by an operator ("mesh name blue, id 12"); nobody is asked for one."""
    said = _MESH_NAME.search(utterance.text)
    if said and said.group(1).lower() not in _NO_MESH_NAME:
        change.put("meshName", said.group(1).lower(), said.group())
    number = _MESH_ID.search(utterance.text)
    if number:
        change.put("meshId", int(number.group(1)), number.group())
