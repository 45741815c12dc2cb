"""Apps, compliance regimes, provider, topology and an operator's mesh pair, into the draft."""


from dialogue.engines.change import Change
from dialogue.engines.focus import focus
from dialogue.engines.reading import Reading
from dialogue.engines.regions import current_regions
from dialogue.events import Act, Evidence
from dialogue.patterns import regex
from dialogue.state import State
from dialogue.understanding.mesh import mesh_pair
from dialogue.understanding.positions import APPS, positions
from dialogue.understanding.proposals import takes_proposals, takes_those
from dialogue.understanding.text import Utterance
from dialogue.understanding.unknown_apps import unknown_apps
from dialogue.understanding.wants import Wants, no_apps

_REST_GOES = regex(
    r"(?i)\b(?:drop|lose|remove|delete|ditch|skip|scrap|cut|bin|dump|get rid of|leave out|not|without|forget)\s+(?:all\s+)?(?:of\s+)?(?:the\s+)?(?:rest|others?|other ones|remaining(?: ones| apps)?|everything else|anything else)\b|"
    r"\b(?:rest|others|everything else|all else) (?:can|should|must|may|could) (?:go|be (?:removed|dropped|left out))\b"
)
"""Says that what is named is all that stays."""
_STRIKES_PLACE = regex(r"(?i)\b(?:forget(?:\s+about)?|drop|skip|remove|leave\s+out|lose|scrap|delete|take\s+out)\s+the\s+\w+\s+(?:thing|one|app|program|item)\b|\b(?:everything|all)\b[^.!?]{0,20}\b(?:except|but)\s+(?:for\s+)?the\s+(?:first|last)\b")
"""With one region and several apps, only an app can be the second of something."""
_FOR_THAT_ONE = regex(r"(?i)\b(?:swap|replace|exchange|switch|change|trade)\s+(?:that|it|this|that one|this one|the app|that app)\s+(?:out\s+)?(?:for|with|by|to|into)\b")
"""What comes stands in for the one that the talk is about."""


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
    _mesh(reading.said or reading.utterance, change)  # "the mesh should be called kite"


def _apps(reading: Reading, found: Wants, change: Change) -> None:
    state = reading.state
    if found.either:
        options = tuple(reading.lexicon.app_name(slug) for slug in found.either)
        change.acts.append(Act(name="clarify", topic="apps", options=options))
    now = list(state.validated.plan.apps if state.validated else state.draft.apps or ())
    going = set(found.not_apps)
    if _REST_GOES.search(reading.utterance.text):
        named = {e.value for span in reading.spans if (e := span.get("app", "need"))} - going
        going |= {slug for slug in now if slug not in named} if named & set(now) else set()
        found.only = found.only or bool(found.apps)
    found.instead = found.instead or bool(found.apps and _FOR_THAT_ONE.search(reading.utterance.text))
    only_apps = len(now) > 1 and len(current_regions(state)) == 1 and _STRIKES_PLACE.search(reading.utterance.text)
    if (focus(state) == "apps" or only_apps) and not state.offered_apps:
        by_place = positions(reading.utterance, len(now), APPS)
        going |= {slug for place, slug in enumerate(now) if place in by_place.dropped or (by_place.alone and place not in by_place.kept)}
    if found.instead and not going and found.apps and now and not _for_refused(state, found):
        if len(now) > 1:
            name = " and ".join(reading.lexicon.app_name(a) for a in found.apps)
            options = tuple(f"{name} instead of {reading.lexicon.app_name(a)}" for a in now)
            change.acts.append(Act(name="clarify", topic="apps", options=options))
            return
        going = set(now)
    found.apps += _unknown(reading)
    proposed = _proposed(reading, found, change)
    if proposed:
        change.put("apps", list(dict.fromkeys([*(a for a in now if a not in going), *found.apps, *proposed])), reading.utterance.text)
    elif found.apps or going:
        kept = [] if found.only else [slug for slug in now if slug not in going]
        change.values["apps"] = list(dict.fromkeys([*kept, *found.apps]))
    elif no_apps(reading.utterance):
        change.put("apps", [], "no apps")


def _unknown(reading: Reading) -> list[str]:
    """Software that nobody here knows: the toolbox says so."""
    utterance = reading.utterance
    taken = {i for span in reading.spans for i in range(span.start, span.end)}
    taken |= {i for address in reading.addresses for i in range(address.start, address.end)}
    if reading.name:
        taken |= {i for i, w in enumerate(utterance.words) if reading.name.start <= w.start < reading.name.end}
    known = {i for s in reading.spans if s.get("app", "need", "unavailable_need") for i in range(s.start, s.end)}
    return unknown_apps(utterance, taken=taken, apps=known, expects=reading.state.asking == "apps")


def _proposed(reading: Reading, found: Wants, change: Change) -> list[str]:
    """What is proposed for the trade, when it is taken up in so many words, without what is left out of it."""
    state = reading.state
    nothing_yet = not (state.validated.plan.apps if state.validated else state.draft.apps)
    lapsed = nothing_yet and state.offer_closed and takes_those(reading.utterance.text)
    if found.only or not (lapsed or takes_proposals(reading.utterance.text)):
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
    name, number = mesh_pair(utterance)
    if name:
        change.put("meshName", name, utterance.text)
    if number is not None:
        change.put("meshId", number, utterance.text)
