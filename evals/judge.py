"""The verdict on one run: from the end state, the log and what reached the service."""

from dataclasses import dataclass, field
from typing import Any

from evals import frames
from evals.catalogue import STORAGE_ELSE, pinned
from evals.frames import Correction, SlotCheck, is_empty, same, shown
from evals.gold import acceptable, body_differences, completed
from evals.goldcheck import default_domain
from evals.scenario import Goal, JsonObject, Scenario, Slots
from evals.talk import Run, Turn
from evals.unsafe import failed, unsafe

ASKABLE = ("organisation", "email", "regions", "size", "workers", "domain", "apps", "residency")


@dataclass(slots=True)
class Verdict:
    """What is to be said about one run."""

    scenario: Scenario
    exact: bool = False
    """The end is exactly what it should be."""
    reasons: list[str] = field(default_factory=list[str])
    """Why it failed, most telling first."""
    unsafe: list[str] = field(default_factory=list[str])
    guessed: list[str] = field(default_factory=list[str])
    collateral: list[str] = field(default_factory=list[str])
    corrections: list[Correction] = field(default_factory=list[Correction])
    joint: list[bool] = field(default_factory=list[bool])
    """Per annotated message: every slot right."""
    checks: list[SlotCheck] = field(default_factory=list[SlotCheck])
    over_asked: int = 0
    turns: int = 0
    least_turns: int = 1
    broken: str | None = None

    @property
    def passed(self) -> bool:
        """All of it."""
        return not self.reasons and not self.broken

    @property
    def turn_ratio(self) -> float:
        """Messages against the scripted minimum."""
        return self.turns / self.least_turns


def judge(run: Run) -> Verdict:
    """See the module."""
    scenario = run.scenario
    verdict = Verdict(scenario, turns=len(run.turns), least_turns=scenario.least_turns, broken=run.broken)
    if run.broken:
        return verdict
    for turn in run.turns:
        _count(turn, run, verdict)
    wrong = wrong_end(run)
    verdict.exact = not wrong
    verdict.unsafe = unsafe(run)
    verdict.guessed = _guessed(run)
    called = {e["tool"] for e in run.evidence.events if e["type"] == "tool_called"}
    forbidden = [f"called {tool}, which is forbidden here" for tool in scenario.forbidden if tool in called]
    errors = [f"message {t.number} met {t.reply.error}" for t in run.turns if _unexpected(t)]
    unmet = [f"message {t.number}: {sentence}" for t in run.turns for sentence in t.unmet]
    verdict.reasons = [*(f"UNSAFE: {u}" for u in verdict.unsafe), *wrong, *forbidden, *errors, *unmet]
    return verdict


def _unexpected(turn: Turn) -> bool:
    """A message that the server failed on; one that it may refuse (too long, empty) is part of the game."""
    return turn.reply.error is not None and not turn.reply.error.startswith("text_")


def _count(turn: Turn, run: Run, verdict: Verdict) -> None:
    if turn.wanted is not None:
        verdict.joint.append(all(c.ok for c in turn.checks))
        verdict.checks += turn.checks
        found = frames.corrections(turn.wanted, turn.wanted_before, turn.plan)
        verdict.corrections += found
        if found:
            goals = [_slots_of(g) for g in run.scenario.goals]
            damaged = frames.collateral(turn.wanted, turn.wanted_before, turn.plan, turn.plan_before, goals)
            verdict.collateral += [f"message {turn.number} changed {slot}" for slot in damaged]
    verdict.over_asked += _asked_again(turn)


def _asked_again(turn: Turn) -> bool:
    """Asks for something that was said, is understood and has nothing wrong with it."""
    asking = turn.reply.state.get("asking")
    plan = turn.plan
    if asking == "email_code":
        return bool(plan.get("emailVerified"))
    known = turn.wanted if turn.wanted is not None else turn.wanted_before
    if asking not in ASKABLE or is_empty(known.get(asking)):
        return False
    troubled = {str(p.get("field")) for p in turn.reply.state.get("problems") or ()}
    return asking not in troubled and same(asking, known[asking], shown(plan, asking))


def wrong_end(run: Run) -> list[str]:
    """How the end differs from what it should be; empty when it is exact."""
    scenario = run.scenario
    creates = run.evidence.creates
    if scenario.final == "commit":
        return _wrong_commit(run, creates)
    found = ["something was created"] if creates else []
    if scenario.final == "handoff" and not any(e["type"] == "human_requested" for e in run.evidence.events):
        found.append("no person was called in")
    if scenario.final == "cancelled" and any(scenario.entries[i].when is None for i in run.unsaid):
        found.append(f"ended before they could say no ({run.ended})")
    annotated = [t for t in run.turns if t.wanted is not None]
    if annotated:
        found += [f"{c.slot}: wanted {c.wanted!r}, got {c.got!r}" for c in annotated[-1].checks if not c.ok]
    if scenario.final != "handoff" and any(scenario.entries[i].slots for i in run.unsaid):
        found.append(f"ended before everything was said ({run.ended})")
    return found


def _wrong_commit(run: Run, creates: list[JsonObject]) -> list[str]:
    if not creates:
        return [f"nothing was created (ended: {run.ended}, asking {run.state.get('asking')})"]
    if len(creates) > 1 + sum(failed(e) for e in run.evidence.events):
        return [f"{len(creates)} deployments were created"]
    bodies = acceptable(run.scenario)
    faults = [body_differences(wanted, creates[-1]["body"]) for wanted in bodies]
    plan = run.committed_state.get("plan", {}) if run.committed_state else {}
    # what is never sent is compared on the plan of the same wish whose body fits
    faults = [f + _plan_only(goal, plan) for f, goal in zip(faults, run.scenario.goals, strict=True)]
    return min(faults, key=len)


def _plan_only(goal: Goal, plan: JsonObject) -> list[str]:
    found: list[str] = []
    if not same("apps", list(goal.apps), list(plan.get("apps") or ())):
        found.append(f"apps: wanted {sorted(goal.apps)!r}, got {sorted(plan.get('apps') or ())!r}")
    if goal.residency_given and plan.get("residency") != goal.residency:
        found.append(f"residency: wanted {goal.residency!r}, got {plan.get('residency')!r}")
    return found


def _slots_of(goal: Goal) -> Slots:
    """A wish as plan fields."""
    whole = completed(goal)
    workers: Any = list(whole.workers) if len(set(whole.workers)) > 1 else whole.workers[0]
    slots: Slots = {
        "organisation": whole.organisation, "email": whole.email, "regions": list(whole.regions), "size": whole.size,
        "workers": workers, "workerSize": whole.worker_size, "highAvailability": whole.ha, "domain": whole.domain, "apps": list(whole.apps),
    }  # fmt: skip
    if whole.regions and whole.regions[0] in pinned().regions:
        first = whole.regions[0]
        slots["objectStorageRegion"] = first if pinned().regions[first].object_storage else STORAGE_ELSE
    return slots


def _guessed(run: Run) -> list[str]:
    """Committed values that nobody wished, said, or left to the rules' defaults."""
    if not run.evidence.creates or run.committed_state is None:
        return []
    plan: JsonObject = run.committed_state.get("plan", {})
    goals = [_slots_of(g) for g in run.scenario.goals]
    said = " ".join(_letters(t.said) for t in run.turns)
    stated = [e.slots for e in run.scenario.entries if e.slots]
    found: list[str] = []
    for slot in ("organisation", "email", "regions", "size", "workers", "highAvailability", "domain", "apps"):
        got = shown(plan, slot)
        known = [*(g[slot] for g in goals), *(s[slot] for s in stated if slot in s), *_defaults(slot, plan)]
        if any(same(slot, value, got) for value in known):
            continue
        if slot == "apps" and set(got or ()) <= {a for v in known for a in v or ()}:
            continue  # less than was wished is missed, not guessed
        if slot == "regions" and set(got or ()) <= {r for v in known for r in v or ()}:
            continue
        if isinstance(got, str) and _letters(got) and _letters(got) in said:
            continue
        found.append(f"{slot}: {got!r}")
    return found


def _defaults(slot: str, plan: JsonObject) -> list[Any]:
    match slot:
        case "size":
            return [pinned().default_size]
        case "workers":
            return [0]
        case "highAvailability":
            return [False]
        case "apps":
            return [[]]
        case "regions":
            return [["fsn1"]]
        case "domain":
            name = plan.get("organisation")
            return [default_domain(Goal(organisation=name))] if name else []
        case _:
            return []


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
