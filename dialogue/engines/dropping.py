"""A message that strikes what stands by its place or all together, into the draft."""

from dialogue.engines.change import Change
from dialogue.engines.focus import focus
from dialogue.engines.regions import current_regions
from dialogue.state import State
from dialogue.understanding.references import dropped
from dialogue.understanding.text import Utterance

_BESIDE = frozenset({"thanks", "greet"})
"""Acts that such a message can have besides."""


def take_dropped(state: State, utterance: Utterance, change: Change) -> bool:
    """Put it into the change; true when the message was one of these, and means nothing else."""
    apps = list(state.validated.plan.apps if state.validated else state.draft.apps or ())
    regions = current_regions(state) if state.draft.regions else []
    found = dropped(utterance, apps=apps, regions=regions, about=focus(state))
    if found is None:
        return False
    standing = apps if found.kind == "apps" else regions
    change.acts = [act for act in change.acts if act.name in _BESIDE]
    change.put(found.kind, [item for place, item in enumerate(standing) if place not in found.places], utterance.text)
    if found.kind == "regions":
        change.clear |= {"regionCount", "topology"}
    return True
