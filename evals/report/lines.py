"""JSON lines, one for each message: for whoever looks for patterns."""

import json
from collections.abc import Iterator
from typing import Any

from evals.frames import shown
from evals.runner import Outcome, Result
from evals.talk import Turn


def text(outcome: Outcome) -> str:
    """The whole file."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for r in outcome.results for row in _rows(r))


def _rows(result: Result) -> Iterator[dict[str, Any]]:
    run = result.run
    for turn in run.turns:
        yield {
            "scenario": run.scenario.id,
            "suite": run.scenario.suite,
            "holdout": run.scenario.holdout,
            "repeat": run.repeat,
            "turn": turn.number,
            "source": turn.source,
            "said": turn.said,
            "reply": turn.reply.text,
            "error": turn.reply.error,
            "asking": turn.reply.state.get("asking"),
            "phase": turn.reply.state.get("phase"),
            "changes": changes(turn),
            "acts": [a["name"] for e in turn.reply.events if e["type"] == "understood" for a in e.get("acts", ())],
            "evidence": [x for e in turn.reply.events if e["type"] == "understood" for x in e.get("evidence", ())],
            "tools": [e["tool"] for e in turn.reply.events if e["type"] == "tool_called"],
            "problems": [p.get("code") for p in turn.reply.state.get("problems") or ()],
            "joint": all(c.ok for c in turn.checks) if turn.wanted is not None else None,
            "wrong": [{"slot": c.slot, "wanted": c.wanted, "got": c.got} for c in turn.checks if not c.ok],
            "unmet": turn.unmet,
            "ms": round(turn.reply.ms, 2),
        }


def changes(turn: Turn) -> dict[str, tuple[Any, Any]]:
    """Slot → before and after, of the slots that this message changed."""
    before, after = turn.plan_before, turn.plan
    names = [n for n in dict.fromkeys([*before, *after]) if n != "workersByRegion"]
    pairs = {n: (shown(before, n), shown(after, n)) for n in names}
    return {n: (b, a) for n, (b, a) in pairs.items() if b != a and not (_nothing(b) and _nothing(a))}


def _nothing(value: Any) -> bool:
    return value is None or value in ("", [], 0, False)
