"""A message that strikes what stands by its place or all together, into the draft."""


from dialogue.engines.change import Change
from dialogue.engines.focus import changed_together, focus
from dialogue.engines.regions import current_regions
from dialogue.patterns import regex
from dialogue.state import State
from dialogue.understanding.references import dropped, kept
from dialogue.understanding.text import Utterance

_DROPS_IT = regex(
    r"(?i)\b(?:remove|drop|delete|lose|skip|scrap|cut|ditch|strike|bin|leave\s+out|take\s+out|get\s+rid\s+of|throw\s+out)\s+(?:it|that|this|them|that\s+one)\b|\b(?:take|leave|throw|kick)\s+(?:it|that|this|them)\s+(?:out|off|away)\b|"
    r"\b(?:don't|dont|do\s+not|no\s+longer|never)\s+(?:\w+\s+)?(?:need|want|use|like)\s+(?:it|that|this|them|one)\b|\b(?:it|that|that\s+one|they)\s+(?:can|should|may|must)\s+go\b"
)
_KEEPS_BOTH = regex(
    r"(?i)^(?:(?:actually|oh|no|hm+|well|wait|sorry|ok(?:ay)?|or|please|on\s+second\s+thoughts?|let's|let\s+us|i'd\s+like\s+to|we'd\s+like\s+to|can\s+we|just)[\s,]+)*"
    r"(?:keep|have|take|use|leave|want|do|give\s+us)\s+(?:us\s+)?(?:them\s+)?(?:both|the\s+two)(?:\s+(?:of\s+them|of\s+those|then|please|after\s+all|in))*[\s.!?]*$"
)
"""After an exchange, what went and what came are to stand."""
_BESIDE = frozenset({"thanks", "greet"})
"""Acts that such a message can have besides."""


def take_dropped(state: State, utterance: Utterance, change: Change) -> bool:
    """Put it into the change; true when the message was one of these, and means nothing else."""
    apps = list(state.validated.plan.apps if state.validated else state.draft.apps or ())
    regions = current_regions(state) if state.draft.regions else []
    if _taken_back(state, utterance, change):
        return True
    found = dropped(utterance, apps=apps, regions=regions, about=focus(state))
    if found is None:
        return False
    standing = apps if found.kind == "apps" else regions
    change.acts = [act for act in change.acts if act.name in _BESIDE]
    change.put(found.kind, [item for place, item in enumerate(standing) if place not in found.places], utterance.text)
    if found.kind == "regions":
        change.clear |= {"regionCount", "topology"}
    return True


def _taken_back(state: State, utterance: Utterance, change: Change) -> bool:
    """ "actually keep the first", right after apps or regions were struck: it stands among them again."""
    together = changed_together(state)
    for kind in ("apps", "regions"):
        before: list[str] = list(getattr(state.history[-1], kind) or ()) if kind in together else []
        now: list[str] = list(getattr(state.draft, kind) or ())
        struck = [item for item in before if item not in now]
        if struck and not set(now) < set(before) and _KEEPS_BOTH.search(utterance.text):
            change.acts = [act for act in change.acts if act.name in _BESIDE]
            change.put(kind, [*before, *(item for item in now if item not in before)], utterance.text)
            return True
        if not struck or not set(now) < set(before):
            continue
        places = kept(utterance, before) or (kept(utterance, struck) and tuple(before.index(item) for item in struck))
        wanted = [item for place, item in enumerate(before) if place in places and item in struck]
        if wanted:
            change.acts = [act for act in change.acts if act.name in _BESIDE]
            change.put(kind, [item for item in before if item in now or item in wanted], utterance.text)
            return True
    return False


def drop_asked(state: State, text: str, asked: str | None, change: Change) -> None:
    """ "why is Nextcloud in there? remove it": the app that was asked about goes."""
    apps = list(state.validated.plan.apps if state.validated else ())
    if asked is None or asked not in apps or "apps" in change.values or not _DROPS_IT.search(text):
        return
    change.acts = [act for act in change.acts if act.name not in ("cancel", "deny", "unknown")]
    change.put("apps", [slug for slug in apps if slug != asked], text)
