"""What the talk is about: the slot that was asked for, or the one that changed last. Short answers bind to it."""

from typing import Literal

from dialogue.draft import Draft
from dialogue.state import State

Focus = Literal["organisation", "email", "regions", "size", "workers", "workerSize", "domain", "apps", "highAvailability"]
_SLOTS: tuple[tuple[Focus, tuple[str, ...]], ...] = (
    ("workers", ("workers", "workers_total", "workers_in")),
    ("workerSize", ("worker_size", "worker_size_need")),
    ("size", ("size", "size_need")),
    ("regions", ("regions", "region_count", "topology")),
    ("apps", ("apps",)),
    ("highAvailability", ("high_availability",)),
    ("domain", ("domain",)),
    ("email", ("email",)),
    ("organisation", ("organisation",)),
)

_ASKED_ABOUT: dict[str, Focus] = {"workers": "workers", "size": "size", "region": "regions", "apps": "apps", "ha": "highAvailability", "domain": "domain"}
"""Topic of a question → the slot that "one of those" is about afterwards."""


def focus(state: State) -> Focus | None:
    """The slot that a bare number, "one more" or "the last one" is about."""
    for slot, _members in _SLOTS:
        if state.asking == slot:
            return slot
    if state.asking == "clarify" and state.options:
        if all({"worker", "workers"} & set(option.split()) for option in state.options):
            return "workers"
        if all({"region", "regions"} & set(option.split()) for option in state.options):
            return "regions"
    return _ASKED_ABOUT.get(state.topic or "") or changed_last(state)


def changed_last(state: State) -> Focus | None:
    """The slot that the last change was about; workers before all that is said along with them."""
    changed = changed_together(state)
    return next((slot for slot, _members in _SLOTS if slot in changed), None)


def changed_together(state: State) -> set[Focus]:
    """Every slot that the last change was about."""
    if not state.history:
        return set()
    before, now = state.history[-1], state.draft
    last = _last[-1]
    if last[0] is before and last[1] is now:
        return last[2]
    was, is_now = before.__dict__, now.__dict__
    found: set[Focus] = {slot for slot, members in _SLOTS if any(was[m] != is_now[m] for m in members)}
    _last[0] = (before, now, found)
    return found


_last: list[tuple[Draft | None, Draft | None, set[Focus]]] = [(None, None, set())]
"""The last answer: it is asked for several times a message, about the same two drafts."""
