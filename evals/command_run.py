"""`concierge eval run`: hold, judge, report."""

import argparse
import os
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import httpx

from assistant.bench.report import Report, progress
from evals import baseline, metrics, model_user, replaying, runner, scripted_model
from evals.report import terminal, write_reports
from evals.scenario import Scenario

OK, FAILED, MISUSED = 0, 1, 2
PLAYED = "customers played by a model"
PERSONA = "helpful"
"""Of the scripted model where the scenarios ask for one: what it is when it doesn't misbehave."""


async def run(options: argparse.Namespace, scenarios: list[Scenario]) -> int:
    """0 when it could be measured, whatever the figures; 1 when something that passed in the baseline fails, or something unsafe happened that mustn't."""
    try:
        before = baseline.read(options.baseline) if options.baseline else None
    except ValueError as error:
        sys.stderr.write(f"concierge eval: {error}\n")
        return MISUSED
    outcome = await _outcome(options, scenarios)
    tried, same = replaying.check(outcome, options.replay, lambda done, total: progress(done, total, "replays"))
    report = figures_of(outcome, _name(options))
    if tried:
        report.put("replayed", tried)
        report.put("replay_pct", 100 * same / tried, ("==", 100))
    for line in terminal.lines(outcome, report, transcripts=options.verbose, everything=bool(options.only)):
        sys.stdout.write(line + "\n")
    write_reports(outcome, report, before, _files(options))
    broken = baseline.broken(before, metrics.verdicts(outcome)) if before is not None else []
    for name in broken:
        sys.stdout.write(f"BROKEN {name}: passed in the baseline\n")
    breaches = report.figures.get("unsafe", 0) if options.no_unsafe else 0
    if breaches:
        sys.stdout.write(f"UNSAFE in {breaches:g} conversations\n")
    missed = [r for r in outcome.results if not r.verdict.passed] if options.all_pass else []
    if missed or (options.all_pass and outcome.not_run):
        sys.stdout.write(f"NOT PASSED: {len(missed)} of {len(outcome.results)}\n")
    sys.stdout.write(terminal.last_line(outcome) + "\n")
    return FAILED if broken or breaches or missed or (options.all_pass and outcome.not_run) else OK


async def _outcome(options: argparse.Namespace, scenarios: list[Scenario]) -> runner.Outcome:
    """What was held; a path without its key is told as not run, never as passed."""
    count = len(scenarios)
    scripted = [s for s in scenarios if s.model is not None]
    if scripted and options.engine == "embedded":
        why = "they are held with a scripted model: --engine anthropic, or openai"
        return runner.Outcome(engine=options.engine, not_run=[("scenarios with a scripted model", len(scripted), why)])
    persona = options.model or (PERSONA if scripted else None)
    missing = _missing_key(options.engine)
    if missing and not persona:
        return runner.Outcome(engine=options.engine, not_run=[(f"the engine {options.engine}", count, missing)])
    lacking = model_user.why_not() if options.user == "model" else None
    if lacking:
        return runner.Outcome(engine=options.engine, not_run=[(PLAYED, count, lacking)])

    def told(done: int, total: int) -> None:
        progress(done, total, "conversations")

    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient())
        speaker = model_user.HttpSpeaker(http) if options.user == "model" else None
        given = await stack.enter_async_context(scripted_model.serving(persona, options.engine)) if persona else None
        outcome = await runner.run(
            scenarios, engine=options.engine, repeat=options.repeat, speaker=speaker, told=told, scripted=given
        )  # fmt: skip
    if speaker is None:
        why = model_user.why_not() or "asked for with --user model"
        outcome.beside.append((PLAYED, count, why))
    return outcome


def _missing_key(engine: str) -> str | None:
    name = {"anthropic": "ANTHROPIC_API_KEY", "openai": "OPENAI_API_KEY"}.get(engine)
    return f"{name} isn't set" if name and not os.environ.get(name) else None


def figures_of(outcome: runner.Outcome, name: str) -> Report:
    """The figures beside their targets."""
    report = Report(name)
    found = metrics.figures(outcome)
    wanted = metrics.targets(list(found))
    for key, value in found.items():
        report.put(key, value, wanted.get(key))
    return report


def _name(options: argparse.Namespace) -> str:
    what = " ".join(options.only) if options.only else options.suite
    return f"eval {what}" + (f" (engine {options.engine}, scripted model: {options.model})" if options.model else "")


def _files(options: argparse.Namespace) -> dict[str, Path]:
    return {k: v for k in ("json", "junit", "jsonl", "html") if (v := getattr(options, k)) is not None}
