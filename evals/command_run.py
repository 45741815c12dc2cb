"""`concierge eval run`: hold, judge, report."""

import argparse
import sys
from pathlib import Path

from assistant.bench.report import Report, progress
from evals import baseline, metrics, runner
from evals.report import terminal, write_reports
from evals.scenario import Scenario

OK, FAILED, MISUSED = 0, 1, 2


async def run(options: argparse.Namespace, scenarios: list[Scenario]) -> int:
    """0 when it could be measured, whatever the figures; 1 when something that passed in the baseline fails."""
    try:
        before = baseline.read(options.baseline) if options.baseline else None
    except ValueError as error:
        sys.stderr.write(f"concierge eval: {error}\n")
        return MISUSED
    outcome = await runner.run(
        scenarios,
        engine=options.engine,
        repeat=options.repeat,
        told=lambda done, total: progress(done, total, "conversations"),
    )
    report = figures_of(outcome, _name(options))
    for line in terminal.lines(outcome, report, transcripts=options.verbose, everything=bool(options.only)):
        sys.stdout.write(line + "\n")
    write_reports(outcome, report, before, _files(options))
    broken = baseline.broken(before, metrics.verdicts(outcome)) if before is not None else []
    for name in broken:
        sys.stdout.write(f"BROKEN {name}: passed in the baseline\n")
    sys.stdout.write(terminal.last_line(outcome) + "\n")
    return FAILED if broken else OK


def figures_of(outcome: runner.Outcome, name: str) -> Report:
    """The figures beside their targets."""
    report = Report(name)
    found = metrics.figures(outcome)
    wanted = metrics.targets(list(found))
    for key, value in found.items():
        report.put(key, value, wanted.get(key))
    return report


def _name(options: argparse.Namespace) -> str:
    return "eval " + (" ".join(options.only) if options.only else options.suite)


def _files(options: argparse.Namespace) -> dict[str, Path]:
    return {k: v for k in ("json", "junit", "jsonl", "html") if (v := getattr(options, k)) is not None}
