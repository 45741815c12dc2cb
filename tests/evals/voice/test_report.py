"""Figures of spoken scenarios, and what is told of those that are held out."""

import argparse
from dataclasses import replace
from pathlib import Path

from evals.judge import Verdict
from evals.scenario import Scenario
from evals.talk import Run
from evals.voice.__main__ import chosen, parser
from evals.voice.agent import Heard
from evals.voice.pool import Result
from evals.voice.report import report, row
from tests.evals.making import scenario


def result(made: Scenario, *, exact: bool, broken: str | None = None, lines: tuple[Heard, ...] = ()) -> Result:
    return Result(Run(made, broken=broken), Verdict(made, exact=exact, broken=broken, reasons=[] if exact else ["regions: wanted fsn1"]), list(lines))


def test_what_broke_counts_as_missed_and_is_told(tmp_path: Path) -> None:
    made = scenario(tmp_path)
    found = report([result(made, exact=True), result(made, exact=True), result(made, exact=False), result(made, exact=False, broken="lost")], 0)
    assert found.figures["scenario_exact_pct"] == 50
    assert found.figures["broken"] == 1
    assert found.met("scenario_exact_pct") is False
    assert found.figures["scenario_exact_from_pct"] < 50 < found.figures["scenario_exact_to_pct"]


def test_lines_that_nobody_heard_are_counted_and_dont_pass_for_fast_ones(tmp_path: Path) -> None:
    lines = (Heard("Yes.", "", 0.0, (), 3, None), Heard("Two.", "Two.", 0.9, (), 2, 700.0))
    found = report([result(scenario(tmp_path), exact=True, lines=lines)], 0)
    assert (found.figures["lines_unheard"], found.figures["lines_said_again"], found.figures["answer_ms_p50"]) == (1, 2, 700)


def test_a_talk_in_which_our_own_microphone_stuttered_counts_and_is_told_apart(tmp_path: Path) -> None:
    good, bad = result(scenario(tmp_path), exact=True), result(scenario(tmp_path), exact=False)
    bad.stuttered_ms = 400
    found = report([good, bad], 0)
    assert (found.figures["scenario_exact_pct"], found.figures["steady_exact_pct"], found.figures["scenarios_steady"]) == (50, 100, 1)


def test_words_of_what_is_held_out_are_not_told(tmp_path: Path) -> None:
    held = replace(scenario(tmp_path), holdout=True)
    told = row(result(held, exact=False, lines=(Heard("Secret words.", "secret", 0.5, (), 1, None),)))
    assert told == {"exact": False, "seconds": 0.0, "holdout": True, "stuttered_ms": 0, "corrections": 0}
    open_ = row(result(scenario(tmp_path), exact=False))
    assert open_["reasons"] == ["regions: wanted fsn1"]


def options(*arguments: str) -> argparse.Namespace:
    return parser().parse_args(arguments)


def test_a_sample_is_drawn_by_its_seed_and_keeps_the_files_order(tmp_path: Path) -> None:
    there = [replace(scenario(tmp_path), id=f"made-{n:03}", channel="asr", holdout=n % 4 == 0) for n in range(40)]
    first, again, other = (chosen(there, options("--limit", "8", "--seed", seed)) for seed in ("1", "1", "2"))
    assert [s.id for s in first] == [s.id for s in again] == sorted(s.id for s in first)
    assert len(first) == 8
    assert first != other
    assert not any(s.holdout for s in first)
    assert len(chosen(there, options("--whole"))) == 30
    assert len(chosen(there, options("--whole", "--part", "holdout"))) == 10
    assert [s.id for s in chosen(there, options("--only", "made-005"))] == ["made-005"]


def test_what_is_typed_in_the_suite_isnt_spoken_at_all(tmp_path: Path) -> None:
    assert chosen([scenario(tmp_path)], options("--whole")) == []


def test_what_needed_a_correction_counts_and_isnt_told_as_heard_at_once(tmp_path: Path) -> None:
    good, corrected = result(scenario(tmp_path), exact=True), result(scenario(tmp_path), exact=True)
    corrected.corrections = 2
    found = report([good, corrected], 0)
    assert (found.figures["scenario_exact_pct"], found.figures["first_hearing_exact_pct"]) == (100, 50)
    assert found.figures["corrections_of_the_read_back"] == 2


def test_a_run_that_was_ended_says_of_how_many_talks_it_tells(tmp_path: Path) -> None:
    whole, part = (report([result(scenario(tmp_path), exact=True)], 0, asked) for asked in (1, 30))
    assert (whole.ok, whole.undone, whole.figures["scenarios_asked"]) == (True, {}, 1)
    assert (part.ok, part.undone) == (False, {"scenarios": "ended early: 1 of 30 talks"})
    assert (part.figures["scenarios"], part.figures["scenarios_asked"]) == (1, 30)
    assert "in part" in part.table()
