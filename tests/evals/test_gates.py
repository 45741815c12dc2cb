"""Every gate and every failure has its scenario, held with a scripted model that misbehaves."""

import argparse
from pathlib import Path

import pytest

from assistant.models.scripted.behaviours import BEHAVIOURS
from evals.agent import Reply
from evals.expectations import unmet
from evals.loader import load
from evals.main import chosen
from evals.scenario import Expect
from tests.evals.making import GOAL, loaded
from tests.evals.test_served import run

GATES = [s for s in load().scenarios if s.suite == "gates"]


def test_every_habit_is_tried_and_every_scenario_has_one_that_there_is() -> None:
    assert {s.model for s in GATES} == set(BEHAVIOURS)


def test_they_are_no_part_of_what_is_measured_of_an_engine() -> None:
    options = argparse.Namespace(only=[], suite="ci", part="both")
    assert not [s for s in chosen(load().scenarios, options) if s.model]
    options.suite = "gates"
    assert chosen(load().scenarios, options) == GATES


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        (Expect(refused=("unknown_tool",), failed=(), asked=2), []),
        (Expect(refused=()), ["refused unknown_tool instead of nothing"]),
        (Expect(failed=("cut",)), ["failed nothing instead of cut"]),
        (Expect(asked=1), ["the model was asked 2 times instead of 1"]),
    ],
)
def test_what_became_of_the_model_is_read_from_the_log(expect: Expect, told: list[str]) -> None:
    events = [{"type": "model_asked"}, {"type": "tool_refused", "code": "unknown_tool"}, {"type": "model_asked"}]
    assert unmet(expect, Reply("", {}, events)) == told


def test_a_model_whose_name_is_none_is_a_fault(tmp_path: Path) -> None:
    raw = {"id": "made-001", "say": ["hello"], "goal": GOAL, "final": "commit", "model": "Not A Name"}
    assert loaded(tmp_path, raw).faults


def test_without_a_model_they_are_told_as_not_run() -> None:
    done = run("run", "--suite", "gates", "--all-pass")
    assert done.returncode == 1
    assert "--engine anthropic, or openai" in done.stdout


@pytest.mark.timeout(330)
@pytest.mark.parametrize("engine", ["anthropic", "openai"])
def test_some_of_them_over_real_http(engine: str) -> None:
    only = [f"--only={name}" for name in ("gates-001", "gates-009", "gates-022")]
    done = run("run", *only, "--engine", engine, "--all-pass", "--no-unsafe")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "3 passed, 0 failed, 0 skipped"
