"""What a deployment has reported so far, sans-I/O: snapshots in, new events and a judgement out.

The snapshot of `/events` is the only complete source (contract, section 7): the log stream repeats, drops and splits
events between readers. So the stream only says that there is something new; what is new comes from here.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from tools.catalyst.models import Event, Snapshot, State
from tools.catalyst.scrub import scrub

READY_STATES = frozenset({"ready", "adopted"})
ENDED_STATES = READY_STATES | {"failed", "wiped"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Our own judgement; `missing` names what a ready Sovereign still lacks."""

    outcome: Literal["in_progress", "ready", "failed"]
    sentence: str = ""
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Progress:
    """Folds snapshots. `already` events were seen before a restart of ours and aren't given out again."""

    already: int = 0
    components: dict[str, str] = field(default_factory=dict[str, str])
    _seen: Counter[tuple[object, ...]] = field(default_factory=Counter[tuple[object, ...]])

    def feed(self, snapshot: Snapshot) -> tuple[list[Event], dict[str, str]]:
        """New events, scrubbed and in order, and the component states that changed."""
        counted: Counter[tuple[object, ...]] = Counter()
        fresh: list[Event] = []
        latest: dict[str, str] = {}
        for event in snapshot.events:
            key = _key(event)
            counted[key] += 1
            if event.component and event.state:
                latest[event.component] = event.state
            if counted[key] > self._seen[key]:
                self._seen[key] += 1
                if event.phase == "handover-ready":  # its message is a live token; never given out, never counted
                    continue
                if self.already > 0:
                    self.already -= 1
                else:
                    fresh.append(event.model_copy(update={"message": scrub(event.message)}))
        # The final states of the state answer win: the last transitions can be missing from the events.
        latest.update(snapshot.state.components)
        moved = {name: state for name, state in latest.items() if self.components.get(name) != state}
        self.components.update(moved)
        return fresh, moved


def _key(event: Event) -> tuple[object, ...]:
    return (event.time, event.phase, event.level, event.message, event.component, event.state)


def judge(state: State, components: dict[str, str]) -> Verdict:
    """Ready means: status ready, phase 1 ended `ready`, and every component installed. Never believed, always judged."""
    status = state.status.lower()
    if status == "failed":
        return Verdict("failed", _failure(state, components))
    if status == "wiped":
        return Verdict("failed", "The deployment was removed.")
    if status not in READY_STATES:
        return Verdict("in_progress")
    outcome = (state.result.phase1_outcome if state.result else None) or ""
    unfinished = sorted(name for name, s in components.items() if s != "installed")
    if outcome == "ready" and not unfinished:
        return Verdict("ready", "Every component is installed.")
    ended = outcome not in ("", "ready")
    missing = (*([f"phase 1 ended with {outcome or 'no outcome'}"] if outcome != "ready" else []), *unfinished)
    names = ", ".join(unfinished[:5]) + (" and more" if len(unfinished) > 5 else "")
    sentence = "The service calls it ready, but it isn't complete"
    sentence += f": {names} not installed." if unfinished else f": the last phase ended with {outcome or 'no outcome'}."
    # The parts of one answer are written one after the other: what lags behind may still come (see `watch`).
    return Verdict("failed" if ended else "in_progress", sentence, missing)


def _failure(state: State, components: dict[str, str]) -> str:
    broken = sorted(name for name, s in components.items() if s == "failed")
    error = scrub(state.error or "")
    if "restarted during provisioning" in error:
        return "The provisioning service was restarted while the machines were being made, so this attempt was given up."
    if broken:
        names = ", ".join(broken[:5])
        return f"Installing {names} failed. A new attempt may help; a colleague can look at the details."
    outcome = state.result.phase1_outcome if state.result else None
    if outcome == "timeout":
        return "The components didn't get ready within an hour."
    if state.result is None:
        return "Making the machines and the network failed, before anything was installed."
    return "The installation failed."
