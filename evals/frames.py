"""Slots after a message: what should stand in the plan, what does, and how that is counted."""

from dataclasses import dataclass
from typing import Any, Literal

from evals.scenario import JsonObject, Slots

FIELDS = (
    "organisation", "email", "emailVerified", "regions", "size", "workers", "workerSize", "highAvailability", "domain", "apps",
    "residency", "objectStorageRegion", "meshName", "meshId",
)  # fmt: skip
DEPENDENTS = {
    "organisation": ("domain",),
    "email": ("emailVerified",),
    "regions": ("objectStorageRegion", "workers", "workerSize", "size", "residency", "meshName", "meshId"),
    "size": ("workerSize",),
    "workers": ("workerSize",),
    "residency": ("regions", "objectStorageRegion"),
    "domain": ("meshName", "meshId"),
}
"""What may change along with a field by the rules of the plan."""
_UNORDERED = ("apps",)
Outcome = Literal["right", "other", "missing", "none", "spurious", "removed", "kept"]
"""`right`, `other` (another value), `missing`: a value is due. `none`, `spurious`: nothing is due. `removed`, `kept`: what stood
there must be gone."""


@dataclass(frozen=True, slots=True)
class SlotCheck:
    """One slot after one message."""

    slot: str
    outcome: Outcome
    wanted: Any
    got: Any

    @property
    def ok(self) -> bool:
        """As it should be."""
        return self.outcome in ("right", "none", "removed")


@dataclass(frozen=True, slots=True)
class Correction:
    """A message that gave a slot another value than the one that stood there."""

    slot: str
    done: bool


def shown(plan: JsonObject, slot: str) -> Any:
    """A slot of the plan in the form of the files."""
    if slot == "domain":
        domain = plan.get("domain")
        return domain.get("fqdn") if isinstance(domain, dict) else domain  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    if slot == "workers":
        each = plan.get("workersByRegion") or []
        return list(each) if len(set(each)) > 1 else plan.get("workers")
    return plan.get(slot)


def is_empty(value: Any) -> bool:
    """Nothing stands there."""
    return value is None or value in ("", [], ())


def same(slot: str, wanted: Any, got: Any) -> bool:
    """The value that was wanted; the order of apps doesn't matter, that of regions does."""
    if is_empty(wanted) and is_empty(got):
        return True
    if slot in _UNORDERED and isinstance(wanted, list) and isinstance(got, list):
        return sorted(map(str, wanted)) == sorted(map(str, got))  # pyright: ignore[reportUnknownArgumentType] - JSON
    if slot == "email" and isinstance(wanted, str) and isinstance(got, str):
        return wanted.lower() == got.lower()
    if slot == "workers" and isinstance(wanted, list) and isinstance(got, int):
        return set(wanted) == {got}  # pyright: ignore[reportUnknownArgumentType] - JSON
    return wanted == got and isinstance(wanted, bool) == isinstance(got, bool)


def compare(wanted: Slots, before: Slots, plan: JsonObject) -> list[SlotCheck]:
    """Every slot that something is said about, with what was wanted before this message."""
    return [_check(slot, value, before.get(slot), shown(plan, slot)) for slot, value in wanted.items()]


def _check(slot: str, wanted: Any, before: Any, got: Any) -> SlotCheck:
    right = same(slot, wanted, got)
    outcome: Outcome
    if not is_empty(wanted):
        outcome = "right" if right else "missing" if is_empty(got) else "other"
    elif not is_empty(before):
        outcome = "removed" if right else "kept"
    else:
        outcome = "none" if right else "spurious"
    return SlotCheck(slot, outcome, wanted, got)


def corrections(wanted: Slots, before: Slots, plan: JsonObject) -> list[Correction]:
    """Which slots this message gave another value, and whether they have it."""
    changed = [s for s, v in wanted.items() if s in before and not is_empty(before[s]) and not same(s, v, before[s])]
    return [Correction(s, same(s, wanted[s], shown(plan, s))) for s in changed]


def collateral(
    wanted: Slots, before: Slots, plan: JsonObject, plan_before: JsonObject, goals: list[Slots]
) -> list[str]:
    """Slots that a correction damaged: right before and wrong now, or moved without a reason to something nobody wants."""
    touched = {s for s, v in wanted.items() if s not in before or not same(s, v, before[s])}
    excused = touched | {d for s in touched for d in DEPENDENTS.get(s, ())}
    damaged: list[str] = []
    for slot in FIELDS:
        now, then = shown(plan, slot), shown(plan_before, slot)
        if slot in before and slot not in touched:
            if same(slot, before[slot], then) and not same(slot, before[slot], now):
                damaged.append(slot)
        elif slot not in excused and not same(slot, then, now) and not is_empty(then):
            wished = [g for g in goals if slot in g]
            if wished and not any(same(slot, g[slot], now) for g in wished):
                damaged.append(slot)
    return damaged
