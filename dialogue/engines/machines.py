"""From what was said of machines to the draft: how many workers, which sizes, high availability."""

from typing import Literal

from dialogue.engines.change import Change
from dialogue.engines.focus import changed_last, focus
from dialogue.engines.reading import Reading
from dialogue.events import Act
from dialogue.state import State
from dialogue.understanding.sizes import Sizes, sizes
from dialogue.understanding.text import Utterance
from dialogue.understanding.workers import WorkerCount, availability, share_only, worker_count

Target = Literal["size", "workerSize"]


def take_machines(reading: Reading, change: Change) -> None:
    """Put everything said about machines into the change."""
    state, utterance, found = reading.state, reading.utterance, reading.numbers()
    about = focus(state)
    if about == "email":
        about = changed_last(state) or about  # no number answers that question
    plan = state.validated.plan if state.validated else None
    now = state.draft.workers_total if state.draft.workers_total is not None else plan.workers if plan else 0
    count = worker_count(utterance, found, focused=about == "workers", now=now)
    if count:
        _put_count(state, utterance, count, change)
    elif about == "workers" and (share := share_only(utterance)):
        _put_count(state, utterance, WorkerCount(now, share, frozenset()), change)
    said = sizes(
        utterance,
        reading.spans,
        found,
        expects=state.asking == "size",
        about="workerSize" if about in ("workers", "workerSize") else "size",
        taken=count.taken if count else frozenset(),
    )
    for target in ("size", "workerSize"):
        _put_size(reading, said, target, change)
    if said.same:
        change.clear |= {"workerSize", "workerSizeNeed"}
    available = availability(utterance)
    if available is not None:
        change.put("highAvailability", available, utterance.text)


def _put_count(state: State, utterance: Utterance, count: WorkerCount, change: Change) -> None:
    if count.either:
        total = " in total" if count.share == "total" else ""
        options = tuple(f"{n} worker{'s' if n != 1 else ''}{total}" for n in count.either)
        change.acts.append(Act(name="clarify", topic="workers", options=options))
        return
    # a total stays one when only the number is corrected
    kept = state.draft.workers_total is not None and share_only(utterance) is None and focus(state) == "workers" and state.asking != "workers"
    total = count.share == "total" or (kept and count.value > 0)
    change.put("workersTotal" if total else "workers", count.value, utterance.text)
    change.clear.add("workers" if total else "workersTotal")


def _put_size(reading: Reading, said: Sizes, target: Target, change: Change) -> None:
    state, text = reading.state, reading.utterance.text
    need = f"{target}Need"
    options = said.either.get(target)
    if options:
        suffix = " workers" if target == "workerSize" else ""
        change.acts.append(Act(name="clarify", topic=target, options=tuple(f"{o}{suffix}" for o in options)))
    elif target in said.values:
        change.put(target, said.values[target], text)
        change.clear.add(need)
    elif need in said.values:
        change.put(need, said.values[need], text)
        change.clear.add(target)
    elif target in said.steps and state.validated:
        plan = state.validated.plan
        stands = (plan.worker_size if target == "workerSize" else plan.size) or ""
        beside = reading.lexicon.size_beside(stands, up=said.steps[target] > 0)
        if beside:
            change.put(target, beside, text)
            change.clear.add(need)
