"""JSON for programs: the public members, and beside them what `eval compare` and `eval baseline` read."""

import json
from typing import Any

from assistant.bench.report import Report
from evals import metrics
from evals.runner import Outcome, Result


def text(outcome: Outcome, report: Report, before: dict[str, bool] | None) -> str:
    """See the module."""
    body: dict[str, Any] = json.loads(report.json())
    found = metrics.verdicts(outcome)
    body |= {
        "engine": outcome.engine,
        "repeat": outcome.repeat,
        "suites": [_suite(s) for s in metrics.suites(outcome)],
        "slots": [_slot(s) for s in metrics.slots(outcome)],
        "skipped": {s.id: why for s, why in outcome.skipped},
        "notRun": [{"name": n, "scenarios": c, "why": w} for n, c, w in [*outcome.not_run, *outcome.beside]],
        "verdicts": found,
        "suiteOf": {r.run.scenario.id: r.run.scenario.suite for r in outcome.results},
        "failures": {r.run.scenario.id: _reasons(r) for r in outcome.results if not r.verdict.passed},
    }
    if before is not None:
        body["broken"] = [name for name, ok in found.items() if not ok and before.get(name, False)]
    return json.dumps(body, indent=1, ensure_ascii=False) + "\n"


def _reasons(result: Result) -> list[str]:
    return [result.verdict.broken] if result.verdict.broken else result.verdict.reasons


def _suite(suite: metrics.SuiteScore) -> dict[str, Any]:
    return {
        "name": suite.name,
        "tuned": _share(suite.tuned),
        "holdout": _share(suite.holdout),
        "gap": round(suite.gap, 2),
        "overfitted": suite.overfitted,
        "skipped": suite.skipped,
    }


def _share(share: metrics.Share) -> dict[str, float] | None:
    if share.of == 0:
        return None
    low, high = share.interval
    return {"scenarios": share.of, "pct": round(share.pct, 2), "low": round(low, 2), "high": round(high, 2)}


def _slot(score: metrics.SlotScore) -> dict[str, Any]:
    return {
        "slot": score.slot,
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "outcomes": dict(score.outcomes),
    }
