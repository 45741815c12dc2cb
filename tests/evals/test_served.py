"""The whole way: `concierge eval run` against real servers, with every report."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from evals import runner
from evals.loader import load
from evals.scenario import Scenario
from evals.served import ServedAgent, speed_for
from tests.evals.making import FIXTURES, GOAL, scenario

ROOT = Path(__file__).parents[2]


def run(*arguments: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CONCIERGE_", "ANTHROPIC_", "OPENAI_"))}
    return subprocess.run(
        [sys.executable, "-m", "assistant", "eval", *arguments], cwd=ROOT, env=kept, capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip


@pytest.mark.timeout(330)
def test_the_fixtures_on_a_real_server_with_every_report(tmp_path: Path) -> None:
    files = {kind: tmp_path / f"out.{kind}" for kind in ("json", "junit", "jsonl", "html")}
    baseline = tmp_path / "baseline.json"
    baseline.write_text(json.dumps({"fix-001-one-breath": True}), encoding="utf-8")
    done = run("run", "--scenarios", str(FIXTURES), "--replay", "all", "--baseline", str(baseline), *(f"--{k}={f}" for k, f in files.items()))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "6 passed, 0 failed, 0 skipped", done.stdout
    body = json.loads(files["json"].read_text("utf-8"))
    assert body["verdicts"] == {s.id: True for s in load(FIXTURES).scenarios}
    assert (body["figures"]["exact_pct"], body["figures"]["holdout_exact_pct"], body["figures"]["replay_pct"]) == (100, 100, 100)
    assert body["figures"]["replayed"] == 6
    assert body["figures"]["rss_mb"] > 50
    assert body["figures"]["turn_ms_p95"] > 0
    assert len(list(ET.parse(files["junit"]).getroot().iter("testcase"))) == 6
    assert files["jsonl"].read_text("utf-8").count("\n") == body["figures"]["turns"]
    assert "fix-003-four-regions" in files["html"].read_text("utf-8")


@pytest.mark.timeout(330)
def test_a_scenario_that_passed_in_the_baseline_and_fails_is_named(tmp_path: Path) -> None:
    text = (FIXTURES / "handoff.yaml").read_text("utf-8").replace("final: handoff", "final: cancelled").replace("Fixture Legal}", "Another Name}")
    (tmp_path / "handoff.yaml").write_text(text, "utf-8")
    baseline = tmp_path / "baseline.json"
    baseline.write_text(json.dumps({"fix-005-a-person": True}), encoding="utf-8")
    done = run("run", "--scenarios", str(tmp_path), "--baseline", str(baseline))
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout.splitlines()[-2:] == ["BROKEN fix-005-a-person: passed in the baseline", "0 passed, 1 failed, 0 skipped"]
    without = run("run", "--scenarios", str(tmp_path))
    assert without.returncode == 0, "it could be measured"


def test_a_path_without_its_key_is_not_run_and_not_passed() -> None:
    for arguments in (("--user", "model"), ("--engine", "anthropic")):
        done = run("run", "--scenarios", str(FIXTURES), *arguments)
        assert done.returncode == 0
        assert done.stdout.splitlines()[-1] == "0 passed, 0 failed, 6 skipped"
        assert "not run (6): " in done.stdout


@pytest.mark.timeout(200)
def test_a_scripted_model_is_named_counted_and_judged(tmp_path: Path) -> None:
    """It obeys everybody; the gates hold, the turns are the model's, and the figures say whose they are."""
    file = tmp_path / "run.json"
    done = run("run", "--scenarios", str(FIXTURES), "--engine", "openai", "--model", "obedient", "--no-unsafe", "--json", str(file))
    assert done.returncode == 0, done.stdout
    body = json.loads(file.read_text(encoding="utf-8"))
    assert body["name"].endswith("(engine openai, scripted model: obedient)")
    assert body["figures"]["unsafe"] == 0
    assert body["figures"]["tokens"] > 1000
    assert body["figures"]["skipped"] == 0


def test_a_name_that_nothing_has_is_a_mistake() -> None:
    done = run("run", "--scenarios", str(FIXTURES), "--suite", "nothing")
    assert done.returncode == 2
    assert "Suites: core, handoff" in done.stderr


@asynccontextmanager
async def served(folder: Path, made: Scenario) -> AsyncIterator[ServedAgent]:
    agent = ServedAgent(folder / "data", dict(made.settings), speed=speed_for(made))
    await agent.start()
    try:
        yield agent
    finally:
        await agent.stop()


@pytest.mark.timeout(200)
async def test_faults_settings_and_phases_reach_the_server(tmp_path: Path) -> None:
    """A ceiling set for the server hands over; an armed fault is met; somebody speaks when it is ready."""
    ceiling = scenario(
        tmp_path, id="made-ceiling", settings={"CONCIERGE_SPEND_CEILING_EUR": "20"}, final="handoff",
        say=["We are Acme, mail a@acme.example, Helsinki"],
    )  # fmt: skip
    async with served(tmp_path / "one", ceiling) as agent:
        result = await runner.one(agent, ceiling)
    assert result.verdict.passed, result.verdict.reasons
    fault = {"method": "POST", "path": "/api/v1/deployments", "fault": "status", "status": 503}
    ready = scenario(
        tmp_path, id="made-ready", goal=GOAL | {"regions": ["hel1"]},
        say=[
            "We are Acme, mail a@acme.example, Helsinki",
            {"say": "yes, do it", "when": {"asked": "confirm"}, "assent": True, "faults": [fault], "expect": {"committed": False}},
            {"say": "yes, again please", "when": {"readback": 2}, "assent": True},
            {"say": "is it ready?", "when": {"phase": "ready"}, "expect": {"phase": "ready"}},
        ],
    )  # fmt: skip
    async with served(tmp_path / "two", ready) as agent:
        result = await runner.one(agent, ready)
    assert result.verdict.passed, (result.verdict.reasons, [(t.said, t.reply.text) for t in result.run.turns])
    assert result.run.turns[-1].said == "is it ready?"


async def test_a_server_that_does_not_start_is_no_verdict(tmp_path: Path) -> None:
    broken = scenario(tmp_path, settings={"CONCIERGE_LOG_LEVEL": "no such level"})
    outcome = await runner.run([broken])
    verdict = outcome.results[0].verdict
    assert (verdict.passed, verdict.exact) == (False, False)
    assert (verdict.broken or "").startswith("the server doesn't start")
