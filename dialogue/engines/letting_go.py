"""A no to what a problem proposes lets go of the wish that made the problem: the plan is as it was before it."""

from dialogue.engines.change import Change
from dialogue.events import Act
from dialogue.patterns import regex
from dialogue.plan import PlanView, Problem
from dialogue.state import State
from dialogue.turning_back import MEMBERS
from dialogue.understanding.acts import Acts

_SLOTS = {"regions": ("regions", "residency"), "objectStorageRegion": ("residency", "regions"), "workers": ("workers", "regions"), "domain": ("domain",), "apps": ("apps",)}
"""The field of a problem → what can have made it, the likelier first."""
_WAITS = regex(r"(?i)^(?:(?:oh|ah|um+|well|hmm+|sorry|no)[\s,.!]+){0,3}(?:wait|hold|hang|stop|not\s+(?:yet|so\s+fast|sure|now)|i\s+(?:don't|do\s+not)\s+(?:know|think))\b")
_NOES = frozenset({"deny", "cancel"})


def let_go(state: State, view: PlanView, shape: Acts, change: Change, text: str) -> None:
    """ "also in Falkenstein" is twice the same place; "no": then one is enough. "Wait" only waits."""
    refused = any(act.name == "deny" and act.topic is None for act in shape.acts) and not _WAITS.match(text)
    problem = next((p for p in view.problems if p.blocking and p.field in _SLOTS), None)
    slot = _made_by(state, problem) if problem and refused else None
    if slot:
        change.acts = [act for act in change.acts if act.name not in _NOES] + [Act(name="undo", topic=slot)]


def _made_by(state: State, problem: Problem) -> str | None:
    """What was wished last of all that can have made it."""
    later = state.draft
    slots = [slot for slot in _SLOTS[problem.field] if any(getattr(state.draft, m) is not None for m in MEMBERS[slot])]
    for earlier in reversed(state.history):
        changed = [slot for slot in slots if any(getattr(earlier, m) != getattr(later, m) for m in MEMBERS[slot])]
        if changed:
            return changed[0]
        later = earlier
    return None
