"""Does the log of each conversation, stepped through the engine again, give the same decisions, byte for byte?"""

from collections.abc import Callable

from assistant import replay
from evals.runner import Outcome, Result

EVERY = 12
"""Of a sample: one conversation in so many. Deterministic, so that two runs look at the same ones."""


def check(outcome: Outcome, which: str, told: Callable[[int, int], None] | None = None) -> tuple[int, int]:
    """Replay `sample` or `all`; a conversation that comes out otherwise fails. How many were tried, how many were the same."""
    if which == "none" or outcome.engine != "embedded":
        return 0, 0
    able = [r for r in outcome.results if r.run.evidence.events and not r.run.broken]
    chosen = able if which == "all" else able[::EVERY]
    if not chosen:
        return 0, 0
    core = replay.embedded_core()
    same = 0
    for number, result in enumerate(chosen, 1):
        fault = _fault(result, core)
        if fault:
            result.verdict.reasons.append(fault)
        same += fault is None
        if told:
            told(number, len(chosen))
    return len(chosen), same


def _fault(result: Result, core: replay.CoreLike) -> str | None:
    try:
        found = replay.replay(replay.logged(result.run.evidence.events), core)
    except replay.NotReplayable as error:
        return f"can't be replayed: {error}"
    except ValueError:
        return "can't be replayed: the server's events aren't those of this code"
    if found.difference is None:
        return None
    return f"replay differs at {found.difference.seq}: {_short(found.difference.decided)} instead of {_short(found.difference.logged)}"


def _short(text: str | None) -> str:
    return "nothing" if text is None else text if len(text) <= 160 else text[:160] + "…"
