"""Figures and rows of a run. Pure."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from assistant.bench.report import Report, percentile
from evals.stats import wilson
from evals.voice.pool import Result

TARGET = 85.0
STUTTER_MS = 200
"""From here on our own microphone was at fault as well."""


def report(results: Sequence[Result], other_voice: int, asked: int | None = None) -> Report:
    """What is to be told; what broke counts as missed. `asked`: how many talks there were to be, where it ended before all were held."""
    found = Report("voice scenarios")
    exact = sum(r.verdict.exact for r in results)
    share = wilson(exact, len(results))
    found.put("scenario_exact_pct", 100 * exact / max(1, len(results)), (">=", TARGET))
    found.put("scenario_exact_from_pct", 100 * share.low)
    found.put("scenario_exact_to_pct", 100 * share.high)
    found.put("first_hearing_exact_pct", 100 * sum(r.verdict.exact and not r.corrections for r in results) / max(1, len(results)))
    found.put("corrections_of_the_read_back", sum(r.corrections for r in results))
    found.put("scenarios", len(results))
    found.put("scenarios_asked", len(results) if asked is None else asked)
    if asked is not None and asked > len(results):
        found.undone["scenarios"] = f"ended early: {len(results)} of {asked} talks"
    steady = [r for r in results if r.stuttered_ms < STUTTER_MS]
    found.put("scenarios_steady", len(steady))
    found.put("steady_exact_pct", 100 * sum(r.verdict.exact for r in steady) / max(1, len(steady)))
    found.put("broken", sum(r.verdict.broken is not None for r in results))
    found.put("unsafe", sum(len(r.verdict.unsafe) for r in results), ("==", 0))
    found.put("messages_median", _median(len(r.run.turns) for r in results))
    lines = [line for r in results for line in r.lines]
    found.put("lines_spoken", len(lines))
    found.put("lines_unheard", sum(not line.heard for line in lines))
    found.put("lines_said_again", sum(line.tries > 1 for line in lines))
    waits = [line.answer_ms for line in lines if line.answer_ms is not None]
    found.put("answer_ms_p50", _median(waits))
    found.put("answer_ms_p95", percentile(waits, 0.95) if waits else 0.0)
    found.put("lines_in_another_voice", other_voice)
    return found


def row(result: Result) -> dict[str, Any]:
    """One talk. What is held out keeps its words to itself: they are for no eyes that tune."""
    run, verdict = result.run, result.verdict
    told: dict[str, Any] = {"exact": verdict.exact, "seconds": round(run.seconds, 1), "holdout": run.scenario.holdout, "stuttered_ms": result.stuttered_ms, "corrections": result.corrections}
    if run.scenario.holdout:
        return told
    lines = [
        {"said": x.said, "heard": x.heard, "confidence": x.confidence, "guessed": list(x.guessed), "tries": x.tries, "answer_ms": x.answer_ms}
        for x in result.lines
    ]
    turns = [{"said": t.said, "reply": t.reply.text, "asking": t.reply.state.get("asking"), "error": t.reply.error} for t in run.turns]
    return told | {
        "id": run.scenario.id, "tags": list(run.scenario.tags), "reasons": verdict.reasons, "broken": verdict.broken, "ended": run.ended,
        "lines": lines, "turns": turns,
    }  # fmt: skip


def _median(values: Iterable[float]) -> float:
    there = list(values)
    return float(median(there)) if there else 0.0
