"""The outcome of a deployment: judged by us, never believed. Pure; every rule is a line of the contract.

Ready means: status ready (or adopted), phase 1 ended `ready`, every component installed, the console's name resolves,
and the console answers with a valid certificate. Anything else is said for what it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tools.catalyst.models import State
from tools.catalyst.reach import Reach
from tools.catalyst.scrub import scrub

READY_STATES = frozenset({"ready", "adopted"})
ENDED_STATES = READY_STATES | {"failed", "wiped", "partial-failure"}
Outcome = Literal["in_progress", "ready", "unreachable", "failed"]
Advice = Literal["retry", "new_deployment", "wait", "ask_person"]
MOST_NAMES = 5
_STEPS = {
    "": "before the machines were planned",
    "tofu-init": "while the tools were being prepared",
    "tofu-plan": "while the machines were being planned",
    "tofu-apply": "while the machines and the network were being made",
    "tofu-output": "while the new machines were being read",
    "flux-bootstrap": "while the cluster was being started",
}
_RESTARTED = "catalyst-api restarted during provisioning"
_LOST_FILE = "kubeconfig file lost across catalyst-api restart: "
_CAUSES: dict[str, tuple[str, Advice]] = {
    "timeout": ("The components didn't all get ready within an hour", "ask_person"),
    "flux-not-reconciling": ("The machines are there, but nothing was ever installed on them", "new_deployment"),
    "flux-crds-absent": ("The machines are there, but nothing was ever installed on them", "new_deployment"),
    "kubeconfig-missing": ("The machines are there, but the cluster never reported back", "new_deployment"),
    "watcher-start-failed": ("The machines are there, but the installation couldn't be watched", "ask_person"),
}
"""Phase-1 outcome → what to say, what to do."""
_NAME_HELD = "Its address is still taken, so a new attempt needs another one, unless a colleague removes this one first."
_LEFTOVERS = "What was already made at the provider stays there until a colleague removes it."


@dataclass(frozen=True, slots=True)
class Verdict:
    """Our own judgement; `missing` names what a ready Sovereign still lacks."""

    outcome: Outcome
    sentence: str = ""
    missing: tuple[str, ...] = ()
    """Component names, and `phase1`, `name`, `certificate`, `console`."""
    cause: str = ""
    """Stable code of what went wrong or is missing."""
    advice: Advice | None = None
    step: str = ""
    """Where it failed: a phase of the service's own naming."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the state answer doesn't say."""

    phase0: str = ""
    """The last marker of the first phase."""
    restarted: bool = False
    """The service was restarted meanwhile, so its stored secrets are gone (contract, section 6)."""
    retried: bool = False
    """It was run again already; a second retry of the same can't be better."""
    pooled: bool = False
    """The name belongs to a pool: a failure of phase 0 has released it, and a rerun wouldn't take it again."""
    reach: Reach | None = None
    """The last look at the console; None before the first."""


def judge(state: State, components: Mapping[str, str], facts: Facts | None = None) -> Verdict:
    """The verdict as of now. `in_progress` with `missing` is a deployment that calls itself ready and isn't yet."""
    facts = facts or Facts()
    if state.status == "wiped":
        return Verdict("failed", "The deployment was removed.", cause="wiped", advice="new_deployment")
    if state.status in ("failed", "partial-failure"):
        return _failed(state, components, facts)
    if state.status not in READY_STATES:
        return Verdict("in_progress")
    outcome = state.phase1_outcome
    unfinished = tuple(sorted(name for name, s in components.items() if s != "installed"))
    if outcome and outcome != "ready":
        return _falsely_ready(state, outcome, unfinished)
    if unfinished or not outcome:
        # The parts of one answer are written one after the other: what lags behind may still come (see `watch`).
        names = _names(unfinished)
        what = f"{names} {_is(unfinished)} not installed" if unfinished else "the installation hasn't reported its end"
        sentence = f"The service calls it ready, but it isn't complete yet: {what}."
        missing = (*(() if outcome else ("phase1",)), *unfinished)
        return Verdict("in_progress", sentence, missing, "components" if unfinished else "phase1", "wait", "component")
    return _reached(state, facts.reach)


def gone() -> Verdict:
    """The service has forgotten it, for good as it seems."""
    sentence = "The provisioning service no longer knows this deployment. A colleague has to look whether its machines exist."
    return Verdict("failed", sentence, cause="gone", advice="ask_person")


def final(verdict: Verdict) -> Verdict:
    """What is still in progress when there is no more waiting."""
    if verdict.outcome != "in_progress":
        return verdict
    if verdict.cause in ("name", "certificate", "console"):
        sentence = f"{verdict.sentence} I have stopped looking; say “look again” and I'll check once more, or ask for a person."
        return Verdict("unreachable", sentence, verdict.missing, verdict.cause, "ask_person", verdict.step)
    sentence = f"{verdict.sentence} It stays as it is; a colleague can see what holds it up. {_NAME_HELD}"
    return Verdict("failed", sentence, verdict.missing, verdict.cause, "ask_person", verdict.step)


def _reached(state: State, reach: Reach | None) -> Verdict:
    """Everything is installed: does the console answer."""
    note = _note(state)
    if reach is None:
        return Verdict("in_progress", "", ("console",), "unchecked", "wait")
    match reach.missing:
        case None:
            return Verdict("ready", f"Every component is installed.{note}")
        case "unchecked":
            told = " Its address couldn't be checked from here, so please see for yourself that it opens."
            return Verdict("ready", f"Every component is installed.{told}{note}", cause="unchecked")
        case "name":
            told = "Everything is installed, but its address isn't known to the internet yet."
        case "certificate":
            told = "Everything is installed, but its console has no valid certificate yet; that can take some minutes."
        case "console":
            told = "Everything is installed, but its console doesn't answer yet."
    return Verdict("in_progress", f"{told}{note}", (reach.missing,), reach.missing, "wait", "console")


def _falsely_ready(state: State, outcome: str, unfinished: tuple[str, ...]) -> Verdict:
    """Ready by name, with an outcome that says otherwise (contract, section 6)."""
    what, advice = _CAUSES.get(outcome, (f"The installation ended with “{scrub(outcome)[:60]}”", "ask_person"))
    lacking = f": {_names(unfinished)} {_is(unfinished)} not installed" if unfinished else ""
    sentence = f"The service calls it ready, but it isn't complete. {what}{lacking}. {_NAME_HELD}{_note(state)}"
    return Verdict("failed", sentence, ("phase1", *unfinished), outcome, advice, "component")


def _failed(state: State, components: Mapping[str, str], facts: Facts) -> Verdict:
    broken = tuple(sorted(name for name, s in components.items() if s == "failed"))
    outcome = state.phase1_outcome
    if not components and not outcome:
        return _failed_in_phase0(state, facts)
    if broken:
        sentence = f"Installing {_names(broken)} failed. {_NAME_HELD}"
        return Verdict("failed", sentence, broken, "component_failed", "new_deployment", "component")
    what, advice = _CAUSES.get(outcome, ("The machines are there, but the installation on them failed", "new_deployment"))
    return Verdict("failed", f"{what}. {_NAME_HELD}", (), outcome or "phase1_failed", advice, "component")


def _failed_in_phase0(state: State, facts: Facts) -> Verdict:
    if state.error.startswith(_RESTARTED):
        told = "The provisioning service was restarted while the machines were being made, so this attempt was given up."
        held = "Its address may stay taken for some minutes." if facts.pooled else "With the same address a new attempt would meet it."
        return Verdict("failed", f"{told} {_LEFTOVERS} {held}", (), "restarted", "new_deployment", facts.phase0)
    where = _STEPS.get(facts.phase0, _STEPS["tofu-apply"])
    told = f"It failed {where}; nothing was installed."
    if not facts.pooled and not facts.restarted and not facts.retried:
        return Verdict("failed", told, (), "phase0_failed", "retry", facts.phase0)
    why = "Its address was given back and will be reserved again." if facts.pooled else f"{_LEFTOVERS} With the same address a new attempt would meet it."
    return Verdict("failed", f"{told} {why}", (), "phase0_failed", "new_deployment", facts.phase0)


def _note(state: State) -> str:
    """A non-empty `error` may sit beside `ready` (contract, section 6); the person is told."""
    if not state.error:
        return ""
    if state.error.startswith(_LOST_FILE):
        return " The service notes that it lost its own access file to the cluster in a restart; a colleague can restore it."
    text = scrub(state.error).strip()[:200]
    return f" The service notes: {text}" + ("" if text.endswith((".", "!", "?")) else ".")


def _is(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 else "are"


def _names(names: tuple[str, ...]) -> str:
    """`gitea in hel1-2, harbor and 3 more`."""
    told = [_named(name) for name in names[:MOST_NAMES]]
    more = len(names) - len(told)
    if more:
        told.append(f"{more} more")
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}" if told else ""


def _named(name: str) -> str:
    region, colon, chart = name.partition(":")
    return f"{scrub(chart)[:80]} in {scrub(region)[:40]}" if colon else scrub(name)[:80]
