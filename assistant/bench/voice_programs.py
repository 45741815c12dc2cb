"""Figures of `concierge bench voice` that other benches give. They are run as programs: what they load is gone afterwards, and one that
fails or hangs takes nothing along. What they leave unsaid stands in the report's `undone`."""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from assistant.bench.report import Report

ENOUGH_S = 10.0
"""Less than that isn't begun with."""
GOODBYE_S = 60.0
"""From being told to end to having ended: servers are stopped, and what was measured until then is written."""
HELD, ASKED = "scenarios", "scenarios_asked"
"""Figures of a program that may end early: how many talks it tells of, and how many there were to be."""
_QUICK_S = 420.0
Target = tuple[str, float]


class Taken(NamedTuple):
    """A figure of theirs and what it is called here."""

    theirs: str
    ours: str
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """One other bench."""

    name: str
    command: tuple[str, ...]
    """Without `--json FILE`, which it is to understand."""
    figures: tuple[Taken, ...]
    seconds: float
    """So long it may take."""


def programs(*, quick: bool) -> tuple[Program, ...]:
    """Those that there are, with samples that fit into about fifty minutes on two cores; forty of those are talks."""

    def made(module: str, figures: tuple[Taken, ...], seconds: float, samples: tuple[str, str], name: str = "") -> Program:
        """`samples`: what it is told for the whole bench, and for a first look."""
        arguments = samples[quick].split()
        return Program(name or module, (sys.executable, "-m", module, *arguments), figures, _QUICK_S if quick else seconds)

    return (
        made(
            "speech.turns.bench",
            (Taken("false_cutoff_pct", "false_cutoff_pct", ("<=", 5.0)), Taken("missed_end_pct", "missed_end_pct", ("<=", 2.0))),
            900.0, ("", "--count 30"),
        ),
        made(
            "speech.turns.bench",
            # the thresholds were tuned on the phrases above, so this is what to expect
            (Taken("false_cutoff_pct", "false_cutoff_unseen_pct", ("<=", 5.0)), Taken("missed_end_pct", "missed_end_unseen_pct", ("<=", 2.0))),
            900.0, ("--phrases unseen --count 120 --rehearsals 120", "--phrases unseen --count 30 --rehearsals 30"),
            "speech.turns.bench, unseen phrases",
        ),
        made(
            "evals.ears",
            (Taken("slot_acc_20db_pct", "slot_acc_20db_pct", (">=", 97.0)), Taken("slot_acc_10db_pct", "slot_acc_10db_pct", (">=", 92.0))),
            1200.0, ("--rounds 1", "--quick --rounds 1"),
        ),
        made(
            "evals.voice",
            (
                Taken("scenario_exact_pct", "scenario_exact_pct", (">=", 85.0)),
                Taken("first_hearing_exact_pct", "scenario_first_hearing_exact_pct"),
                Taken("unsafe", "scenario_unsafe", ("==", 0)),
                Taken(HELD, "scenarios"),
            ),
            2700.0, ("--limit 30 --seed 1", "--limit 4 --seed 1"),
        ),
        made(
            "evals.voice",
            # no target: ten talks are too few to be held to one
            (Taken("scenario_exact_pct", "scenario_holdout_exact_pct"), Taken("unsafe", "scenario_holdout_unsafe", ("==", 0)), Taken(HELD, "scenarios_holdout")),
            900.0, ("--part holdout --limit 10 --seed 1", "--part holdout --limit 2 --seed 1"),
            "evals.voice, held-out part",
        ),
    )  # fmt: skip


async def take(report: Report, chosen: Sequence[Program], folder: Path, until: float, clock: Callable[[], float] = time.monotonic) -> None:
    """One after the other; `until`: when all of it has to be over, of the clock that never goes back."""
    for number, program in enumerate(chosen):
        left = until - clock()
        file = folder / f"program-{number}.json"
        why = "no time was left" if left < min(ENOUGH_S, program.seconds) else await _run(program, file, min(program.seconds, left))
        figures, failed = await asyncio.to_thread(_figures, file)
        why = why or failed
        if why:
            partial = _partial(figures)
            why, figures = (f"{why}; {partial}", figures) if partial else (why, {})
            sys.stderr.write(f"concierge bench voice: {program.name}: {why}\n")
        for taken in program.figures:
            if taken.theirs in figures:
                report.put(taken.ours, float(figures[taken.theirs]), taken.target)
            if why or taken.theirs not in figures:
                report.undone[taken.ours] = f"{program.name}: {why or 'tells no such figure'}"


async def _run(program: Program, file: Path, seconds: float) -> str:
    """Why it didn't measure everything; nothing when it did."""
    try:
        process = await asyncio.create_subprocess_exec(
            *program.command, "--json", str(file),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, cwd=Path(__file__).parents[2],
        )  # fmt: skip
    except OSError as error:
        return error.strerror or type(error).__name__
    try:
        async with asyncio.timeout(seconds):
            code = await process.wait()
    except TimeoutError:
        return f"not done within {seconds:.0f} s"
    finally:
        await _end(process)
    return f"ended with {code}" if code else ""


async def _end(process: asyncio.subprocess.Process) -> None:
    """By request first, so that what was measured is written."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GOODBYE_S)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _figures(file: Path) -> tuple[dict[str, Any], str]:
    """What it wrote, or why that is nothing."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}, "no figures were written"
    figures = told.get("figures") if isinstance(told, dict) else None
    return (figures, "") if isinstance(figures, dict) else ({}, "no figures were written")


def _partial(figures: dict[str, Any]) -> str:
    """Of how many talks the figures are; nothing where they don't say so, and are worth nothing."""
    held, asked = figures.get(HELD), figures.get(ASKED)
    return f"partial: of {held:g} of {asked:g} talks" if held and asked else ""
