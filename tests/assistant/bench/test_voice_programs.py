"""Other benches that `bench voice` runs: small programs that measure, fail, hang or are told to end."""

import argparse
import asyncio
import importlib
import json
import sys
import time
from pathlib import Path

import pytest

from assistant.bench.report import Report
from assistant.bench.voice_programs import Program, Taken, programs, take
from evals.ears.__main__ import _parser as ears  # pyright: ignore[reportPrivateUsage] - its options
from evals.voice.__main__ import parser as voice

FIGURES = (Taken("exact_pct", "scenario_exact_pct", (">=", 85.0)), Taken("cut_pct", "cut_pct"))
WRITES = """
import json, pathlib, sys
pathlib.Path(sys.argv[sys.argv.index("--json") + 1]).write_text({text!r})
"""
HANGS = """
import signal, sys, threading
def ended(*_):
{ended}
    sys.exit(130)
signal.signal(signal.SIGTERM, ended)
threading.Event().wait(300)
"""


def program(folder: Path, source: str, seconds: float = 60.0) -> Program:
    script = folder / f"program{len(list(folder.iterdir()))}.py"
    script.write_text(source, encoding="utf-8")
    return Program("theirs", (sys.executable, "-S", "-E", str(script), "--seed", "1"), FIGURES, seconds)


def written(figures: object, after: str = "") -> str:
    return WRITES.format(text=json.dumps({"figures": figures})) + after


async def told(folder: Path, source: str, seconds: float = 60.0) -> Report:
    report = Report("voice")
    (folder / "made").mkdir()
    await take(report, [program(folder / "made", source, seconds)], folder, time.monotonic() + 600)
    return report


async def test_what_they_measured_is_taken_over_under_our_name(tmp_path: Path) -> None:
    report = await told(tmp_path, written({"exact_pct": 90, "cut_pct": 4, "other": 1}))
    assert (report.figures, report.undone, report.ok) == ({"scenario_exact_pct": 90, "cut_pct": 4}, {}, True)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("raise SystemExit(3)", "ended with 3"),
        (written({"exact_pct": 90, "cut_pct": 4}, "sys.exit(1)"), "ended with 1"),
        ("", "no figures were written"),
        (WRITES.format(text="{"), "no figures were written"),
        (WRITES.format(text="[]"), "no figures were written"),
        (written({"exact_pct": 90, "cut_pct": 4, "scenarios": 0, "scenarios_asked": 30}, "sys.exit(130)"), "ended with 130"),
    ],
    ids=["fails", "fails after writing", "writes nothing", "half a file", "no object", "of no talk"],
)
async def test_one_that_fails_is_missed_in_every_figure(tmp_path: Path, source: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    report = await told(tmp_path, source)
    assert (report.figures, report.ok) == ({}, False)
    assert report.undone == {"scenario_exact_pct": f"theirs: {why}", "cut_pct": f"theirs: {why}"}
    assert f"theirs: {why}" in capsys.readouterr().err


async def test_a_figure_that_isnt_told_is_missed_alone(tmp_path: Path) -> None:
    report = await told(tmp_path, written({"exact_pct": 90}))
    assert (report.figures, report.ok) == ({"scenario_exact_pct": 90}, False)
    assert report.undone == {"cut_pct": "theirs: tells no such figure"}


async def test_one_that_ended_early_counts_with_what_it_held(tmp_path: Path) -> None:
    report = await told(tmp_path, written({"exact_pct": 90, "cut_pct": 1, "scenarios": 12, "scenarios_asked": 30}, "sys.exit(130)"))
    assert (report.figures, report.ok) == ({"scenario_exact_pct": 90, "cut_pct": 1}, False)
    assert report.undone["cut_pct"] == "theirs: ended with 130; partial: of 12 of 30 talks"


async def test_one_that_hangs_is_told_to_end_and_what_it_held_until_then_is_used_and_called_partial(tmp_path: Path) -> None:
    figures = {"exact_pct": 75, "cut_pct": 1, "scenarios": 12, "scenarios_asked": 30}
    tells = "".join(f"    {line}\n" for line in written(figures).strip().splitlines())
    report = await told(tmp_path, HANGS.format(ended=tells), seconds=1.0)
    assert report.figures == {"scenario_exact_pct": 75, "cut_pct": 1}
    assert report.undone["scenario_exact_pct"] == "theirs: not done within 1 s; partial: of 12 of 30 talks"
    assert not report.ok
    assert "in part" in report.table()


async def test_one_that_is_ended_without_a_word_is_missed(tmp_path: Path) -> None:
    report = await told(tmp_path, "import threading\nthreading.Event().wait(300)", seconds=0.3)
    assert (report.figures, set(report.undone)) == ({}, {"scenario_exact_pct", "cut_pct"})


async def test_what_there_is_no_time_for_is_not_begun(tmp_path: Path) -> None:
    report = Report("voice")
    began = tmp_path / "began"
    source = f"open({str(began)!r}, 'w').close()"
    await take(report, [program(tmp_path, source)], tmp_path, until=105.0, clock=lambda: 100.0)
    assert report.undone["cut_pct"] == "theirs: no time was left"
    assert not await asyncio.to_thread(began.exists)


async def test_what_cannot_be_started_is_missed(tmp_path: Path) -> None:
    report = Report("voice")
    await take(report, [Program("theirs", (str(tmp_path / "nothing"),), FIGURES, 60.0)], tmp_path, time.monotonic() + 600)
    assert report.undone["cut_pct"] == "theirs: No such file or directory"


@pytest.mark.parametrize("quick", [False, True])
def test_the_real_ones_understand_what_they_are_told(*, quick: bool) -> None:
    parsers: dict[str, argparse.ArgumentParser] = {
        "evals.voice": voice(), "evals.ears": ears(), "speech.turns.bench": importlib.import_module("speech.turns.bench.__main__").parser(),
    }  # fmt: skip
    for one in programs(quick=quick):
        executable, flag, module, *arguments = one.command
        assert (executable, flag) == (sys.executable, "-m")
        parsers[module].parse_args([*arguments, "--json", "file.json"])
    assert len({one.name for one in programs(quick=quick)}) == len(programs(quick=quick))
