"""For whoever ran it: suites, figures, what failed and why."""

import sys
from collections.abc import Iterator

from assistant.bench.report import Report
from evals import metrics
from evals.runner import Outcome, Result
from evals.talk import Turn

MOST_REASONS = 3


def lines(outcome: Outcome, report: Report, *, transcripts: bool, everything: bool) -> Iterator[str]:
    """The whole text, without the last line."""
    yield from _suites(outcome)
    yield ""
    yield report.table().rstrip("\n")
    yield ""
    failed = [r for r in outcome.results if not r.verdict.passed]
    for result in outcome.results if everything and transcripts else failed:
        yield _headline(result)
        if transcripts:
            yield from _transcript(result)
    for scenario, why in outcome.skipped:
        yield f"SKIPPED {scenario.id}: {why}"
    for name, count, why in [*outcome.not_run, *outcome.beside]:
        yield f"not run ({count}): {name}: {why}"


def last_line(outcome: Outcome) -> str:
    """What scripts read."""
    found = metrics.verdicts(outcome)
    good = sum(found.values())
    skipped = len(outcome.skipped) + sum(count for _, count, _ in outcome.not_run)
    return f"{good} passed, {len(found) - good} failed, {skipped} skipped"


def _suites(outcome: Outcome) -> Iterator[str]:
    yield f"{'':<24}{'tuned':>26}   {'held out':>26}"
    for suite in metrics.suites(outcome):
        mark = _colour("  gap over 8 points: overfitted?", 33) if suite.overfitted else ""
        skipped = f"  {suite.skipped} skipped" if suite.skipped else ""
        yield f"{suite.name:<24}{_share(suite.tuned):>26}   {_share(suite.holdout):>26}{mark}{skipped}"


def _share(share: metrics.Share) -> str:
    if share.of == 0:
        return "–"
    low, high = share.interval
    return f"{share.pct:5.1f} % of {share.of:<4} ({low:.0f}–{high:.0f})"


def _headline(result: Result) -> str:
    verdict = result.verdict
    run = result.run
    if verdict.passed:
        return _colour(f"passed {run.scenario.id}", 32)
    reasons = [f"BROKEN: {verdict.broken}"] if verdict.broken else verdict.reasons
    more = f" (and {len(reasons) - MOST_REASONS} more)" if len(reasons) > MOST_REASONS else ""
    return _colour(f"failed {run.scenario.id}", 31) + ": " + "; ".join(reasons[:MOST_REASONS]) + more


def _transcript(result: Result) -> Iterator[str]:
    for turn in result.run.turns:
        said = turn.said if len(turn.said) <= 400 else turn.said[:400] + "…"
        yield f"  > {said}" + ("" if turn.source == "line" else f"   [{turn.source}]")
        yield f"  < {turn.reply.text or '(' + str(turn.reply.error) + ')'}"
        yield from _wrong(turn)
    yield f"    ended: {result.run.ended}"


def _wrong(turn: Turn) -> Iterator[str]:
    for check in turn.checks:
        if not check.ok:
            yield _colour(f"    {check.slot}: wanted {check.wanted!r}, got {check.got!r}", 33)
    for sentence in turn.unmet:
        yield _colour(f"    {sentence}", 33)


def _colour(text: str, code: int) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if sys.stdout.isatty() else text
