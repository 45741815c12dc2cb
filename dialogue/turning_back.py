"""Undo and redo over the drafts that stood before; and choices that stay open until they are made."""

from typing import NamedTuple

from dialogue import events as ev
from dialogue.draft import Draft

MEMBERS: dict[str, tuple[str, ...]] = {
    "organisation": ("organisation",),
    "email": ("email",),
    "regions": ("regions", "region_count", "topology", "location"),
    "size": ("size", "size_need"),
    "workers": ("workers", "workers_total", "workers_in"),
    "workerSize": ("worker_size", "worker_size_need"),
    "domain": ("domain",),
    "apps": ("apps",),
    "highAvailability": ("high_availability",),
    "residency": ("residency", "compliance"),
}
"""Slot → the members of the draft that it is made of."""
_SETTLES: dict[str, frozenset[str]] = {
    "regions": frozenset({"regions", "regionCount", "topology"}),
    "size": frozenset({"size", "sizeNeed"}),
    "workers": frozenset({"workers", "workersTotal", "workersIn"}),
    "workerSize": frozenset({"workerSize", "workerSizeNeed"}),
    "location": frozenset({"location", "regions"}),
    "amount": frozenset({"workers", "workersTotal", "workersIn", "regions", "regionCount"}),
    "anySize": frozenset({"size", "sizeNeed", "workerSize", "workerSizeNeed"}),
    "highAvailability": frozenset({"highAvailability", "regionCount", "regions"}),
}
"""Topic of a choice → what settles it, set or cleared."""
_DROPS = frozenset({"deny", "restart", "undo", "redo", "cancel"})


class Drafts(NamedTuple):
    """The draft with those before and those undone."""

    now: Draft
    history: tuple[Draft, ...]
    future: tuple[Draft, ...]


def undone(drafts: Drafts, topic: str | None) -> Drafts:
    """After an undo: of the last change, of so many changes, or of one slot, wherever it changed last or to what it was `first:`."""
    first, _, slot = (topic or "").rpartition(":")
    if first and slot in MEMBERS:
        return _slot_at_first(drafts, slot)
    if topic in MEMBERS:
        return _slot_undone(drafts, topic)
    for _ in range(int(topic) if topic and topic.isdecimal() else 1):
        if not drafts.history:
            break
        drafts = Drafts(drafts.history[-1], drafts.history[:-1], (*drafts.future, drafts.now))
    return drafts


def _slot_undone(drafts: Drafts, slot: str) -> Drafts:
    """The slot as it was before it changed last; what changed beside it or since stays."""
    later = drafts.now
    for earlier in reversed(drafts.history):
        if any(getattr(earlier, m) != getattr(later, m) for m in MEMBERS[slot]):
            back = drafts.now.model_copy(update={m: getattr(earlier, m) for m in MEMBERS[slot]})
            if back == drafts.history[-1]:
                return undone(drafts, None)
            return Drafts(back, (*drafts.history, drafts.now), ())
        later = earlier
    return undone(drafts, None)  # it never changed: something else is called so


def _slot_at_first(drafts: Drafts, slot: str) -> Drafts:
    """The slot as it was said first of all; nothing changes where it stands like that."""
    members = MEMBERS[slot]
    said = next((d for d in (*drafts.history, drafts.now) if any(getattr(d, m) is not None for m in members)), None)
    back = drafts.now.model_copy(update={m: getattr(said, m) for m in members}) if said else drafts.now
    return drafts if back == drafts.now else Drafts(back, (*drafts.history, drafts.now), ())


def redone(drafts: Drafts) -> Drafts:
    """After a redo."""
    if not drafts.future:
        return drafts
    return Drafts(drafts.future[-1], (*drafts.history, drafts.now), drafts.future[:-1])


def open_choices(before: tuple[ev.Act, ...], event: ev.Understood) -> tuple[ev.Act, ...]:
    """The questions "which of them?" that are still to be answered: a yes, or something else, doesn't answer one."""
    fresh = [act for act in event.acts if act.name == "clarify" and len(act.options) > 1]
    if any(act.name in _DROPS and act.topic != "said" for act in event.acts):
        return tuple(fresh)
    changed = {*event.set, *event.clear}
    again = {act.topic for act in fresh}
    kept = [act for act in before if act.topic not in again and not changed & _SETTLES.get(act.topic or "", frozenset({act.topic}))]
    return (*fresh, *kept)
