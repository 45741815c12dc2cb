"""From what was said of machines to the draft: how many workers, which sizes, high availability."""

from typing import Literal

from dialogue.engines.change import Change
from dialogue.engines.focus import changed_last, changed_together, focus
from dialogue.engines.reading import Reading
from dialogue.engines.workers_apart import lone_share, put_apart, told_apart
from dialogue.events import Act
from dialogue.patterns import regex
from dialogue.state import State
from dialogue.understanding.availability import availability
from dialogue.understanding.bounds import without_bounds, without_shares
from dialogue.understanding.numbers import numbers
from dialogue.understanding.positions import REGIONS
from dialogue.understanding.sizes import Sizes, sizes
from dialogue.understanding.text import Utterance, read
from dialogue.understanding.workers import (
    WORKER,
    WorkerCount,
    says_each,
    share_only,
    worker_count,
)

Target = Literal["size", "workerSize"]
_SHORT = 5
"""Words of an answer that is about what was said last."""
_LISTED = ("sku", "family", "sizeword", "region", "country", "place", "app", "compliance")
"""What may follow the number of a label ("workers 3 Helsinki")."""


def take_machines(reading: Reading, change: Change) -> None:
    """Put everything said about machines into the change."""
    state, utterance, found = reading.state, without_bounds(reading.utterance), reading.numbers()
    about = focus(state)
    if about == "email":
        about = changed_last(state) or about  # no number answers that question
    plan = state.validated.plan if state.validated else None
    lone = lone_share(state)
    now = lone[1] if lone else state.draft.workers_total if state.draft.workers_total is not None else plan.workers if plan else 0
    begins = frozenset(s.start for s in reading.spans if s.get(*_LISTED))
    count = worker_count(utterance, found, focused=about == "workers", now=now, begins=begins)
    same = _same_everywhere(state, utterance)
    apart = told_apart(reading, found)
    if same is not None:
        change.put("workers", same, utterance.text)
        change.clear |= {"workersIn", "workersTotal"}
    elif apart is not None:
        put_apart(reading, apart[0], change, only=apart[1])
    elif count and (readings := _open_amount(state, utterance, count.value)):
        change.acts.append(Act(name="clarify", topic="amount", options=readings))
    elif count:
        _put_count(state, utterance, count, change)
    elif about == "workers" and (share := share_only(utterance)):
        _put_count(state, utterance, WorkerCount(now, share, frozenset()), change)
    said = sizes(
        without_shares(utterance),
        reading.spans,
        found,
        expects=state.asking == "size" or (about in ("size", "workerSize") and len(utterance.words) <= _SHORT),
        about="workerSize" if about in ("workers", "workerSize") else "size",
        taken=count.taken if count else frozenset(),
        settled=state.draft.size is not None or state.draft.size_need is not None,
    )
    for target in ("size", "workerSize"):
        _put_size(reading, said, target, change)
    if said.same:
        change.clear |= {"workerSize", "workerSizeNeed"}
    available = availability(utterance, found)
    if available is not None:
        change.put("highAvailability", available, utterance.text)


_BY_HOW_MANY = frozenset("more extra additional another fewer less double twice triple half".split())


def _put_count(state: State, utterance: Utterance, count: WorkerCount, change: Change) -> None:
    if count.either:
        total = " in total" if count.share == "total" else ""
        options = tuple(f"{n} worker{'s' if n != 1 else ''}{total}" for n in count.either)
        change.acts.append(Act(name="clarify", topic="workers", options=options))
        return
    lone = lone_share(state)
    if lone and count.value > 0 and count.share == "each" and not says_each(utterance) and (WORKER.isdisjoint(utterance.folded) or _BY_HOW_MANY & set(utterance.folded)):
        change.put("workersIn", {**(state.draft.workers_in or {}), lone[0]: count.value}, utterance.text)  # "two more", "make it four"
        return
    # a total stays one when only the number is corrected
    kept = state.draft.workers_total is not None and share_only(utterance) is None and not says_each(utterance) and focus(state) == "workers" and state.asking != "workers"
    total = count.share == "total" or (kept and count.value > 0)
    change.put("workersTotal" if total else "workers", count.value, utterance.text)
    change.clear |= {"workersIn", "workers" if total else "workersTotal"}


def _open_amount(state: State, utterance: Utterance, number: int) -> tuple[str, ...]:
    """ "make it three", when workers and regions were spoken of together: it may be either of them."""
    plan = state.validated.plan if state.validated else None
    if plan is None or state.asking in ("workers", "regions") or not {"workers", "regions"} <= changed_together(state):
        return ()
    said = set(utterance.folded)
    if said & (WORKER | REGIONS - _ANY_THING) or len(plan.regions) < _SEVERAL or not plan.workers or number in (0, len(plan.regions), plan.workers):
        return ()
    return (f"{number} workers", f"{number} regions") if number > 1 else (f"{number} worker", f"{number} region")


_SEVERAL = 2
_ANY_THING = frozenset("one ones thing things item items option options".split())
_SAME_THERE = regex(r"(?i)\b(?:same|as many|equally many)\b.{0,30}\b(?:second|other|first|last|both|each|every|there|all|too|as well|in|at|for|over)\b")


def _same_everywhere(state: State, utterance: Utterance) -> int | None:
    """ "the same number in the second one", after as many were told for the first, or asked about."""
    lone, plan = lone_share(state), state.validated.plan if state.validated else None
    if lone and plan and len(plan.regions) == _SEVERAL and _SAME_THERE.search(utterance.text):
        return lone[1]
    if state.asking != "clarify" or not state.options or not all("worker" in o for o in state.options) or not _SAME_THERE.search(utterance.text):
        return None
    counted = numbers(read(state.options[0]))
    return counted[0].value if counted else None


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
    elif target in said.steps and state.validated is None:
        change.put(target, "large" if said.steps[target] > 0 else "small", text)  # beside the usual one
    elif target in said.steps and state.validated:
        plan = state.validated.plan
        usual = str(change.values.get("size") or plan.size)  # what workers have that were never told apart
        stands = (plan.worker_size or usual if target == "workerSize" else plan.size) or ""
        beside = reading.lexicon.size_beside(stands, up=said.steps[target] > 0)
        if beside:
            change.put(target, beside, text)
            change.clear.add(need)
