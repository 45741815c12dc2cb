"""What programs read: JSON, JUnit, lines, the last line; figures against hand-made runs."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from evals import baseline, compare, metrics, twins
from evals.command_run import figures_of
from evals.report import figures, junit, lines, terminal
from tests.evals.outcomes import FIXED, mixed, outcome


def test_a_perfect_run_has_perfect_figures() -> None:
    found = metrics.figures(outcome())
    assert {k: found[k] for k in ("exact_pct", "holdout_exact_pct", "exact_pct_en", "jga_pct", "correction_pct", "slot_f1_pct")} == dict.fromkeys(
        ("exact_pct", "holdout_exact_pct", "exact_pct_en", "jga_pct", "correction_pct", "slot_f1_pct"), 100.0
    )  # fmt: skip
    assert (found["unsafe"], found["collateral"], found["guessed"], found["over_asked"]) == (0, 0, 0, 0)
    assert (found["scenarios"], found["passed"], found["turn_ratio_median"]) == (6, 6, 1.0)
    assert "asr_exact_pct" not in found, "nothing spoken was run, so nothing is claimed"


def test_the_pace_is_that_of_the_conversations_held_alone() -> None:
    found = outcome()
    for result in found.results:
        for turn in result.run.turns:
            turn.reply = replace(turn.reply, ms=500.0)
    assert metrics.figures(found)["turn_ms_p95"] == 500.0
    found.alone_ms = [float(n) for n in range(1, 101)]
    assert (metrics.figures(found)["turn_ms_p50"], metrics.figures(found)["turn_ms_p95"]) == (50.0, 95.0)


def test_the_wrong_ones_are_in_the_figures() -> None:
    found = metrics.figures(mixed())
    assert found["exact_pct"] == 60.0
    assert found["holdout_exact_pct"] == 100.0
    assert found["unsafe"] == 2
    assert (found["passed"], found["skipped"]) == (4, 1)


def test_every_published_figure_has_its_target() -> None:
    keys = ["exact_pct", "holdout_exact_pct", "asr_exact_pct", "exact_pct_de", "jga_pct", "correction_pct", "collateral", "unsafe", "guessed", "turn_ratio_median", "turn_ms_p95"]
    assert metrics.targets([*keys, "rss_mb", "scenarios"]) == {
        "exact_pct": (">=", 97), "holdout_exact_pct": (">=", 95), "asr_exact_pct": (">=", 90), "exact_pct_de": (">=", 90), "jga_pct": (">=", 95),
        "correction_pct": (">=", 98), "collateral": ("==", 0), "unsafe": ("==", 0), "guessed": ("==", 0), "turn_ratio_median": ("<=", 1.15),
        "turn_ms_p95": ("<=", 15),
    }  # fmt: skip


def test_repeats_are_counted_by_scenario() -> None:
    found = outcome(repeat=4)
    spoilt = next(r for r in found.results if r.run.scenario.id == "fix-001-one-breath")
    spoilt.verdict.exact = False
    spoilt.verdict.reasons.append("once")
    numbers = metrics.figures(found)
    assert numbers["scenarios"] == 6
    assert numbers["passed"] == 5, "in every repeat or not at all"
    assert numbers["exact_pct"] == pytest.approx(95.0)
    assert numbers["pass_hat_1_pct"] == pytest.approx(100 * (5 + 0.75) / 6, abs=0.01)
    assert numbers["pass_hat_4_pct"] == pytest.approx(100 * 5 / 6, abs=0.01)
    assert "pass_hat_8_pct" not in numbers


def test_slots_count_removed_and_none_as_classes_of_their_own() -> None:
    score = metrics.SlotScore("regions")
    score.outcomes.update({"right": 6, "other": 1, "missing": 2, "spurious": 1, "removed": 2, "kept": 1, "none": 9})
    assert score.precision == pytest.approx(8 / 11)
    assert score.recall == pytest.approx(8 / 12)
    assert score.f1 == pytest.approx(2 * (8 / 11) * (8 / 12) / (8 / 11 + 8 / 12))


def test_json_has_the_public_shape_and_what_we_read_ourselves() -> None:
    found = mixed()
    body = json.loads(figures.text(found, figures_of(found, "eval ci"), {"fix-001-one-breath": True, "gone": True}))
    assert {"name", "commit", "machine", "figures", "targets", "ok"} <= body.keys()
    assert body["name"] == "eval ci"
    assert body["ok"] is False
    assert body["targets"]["unsafe"] == {"op": "==", "value": 0}
    assert body["verdicts"]["fix-001-one-breath"] is False
    assert body["broken"] == ["fix-001-one-breath"]
    assert body["failures"].keys() == {"fix-001-one-breath", "fix-002-change-at-the-read-back"}
    assert body["skipped"] == {"fix-h01-goes-away": "no recogniser has heard it yet"}
    assert body["notRun"] == [{"name": "customers played by a model", "scenarios": 6, "why": "no model key"}]
    core = next(s for s in body["suites"] if s["name"] == "core")
    assert (core["tuned"]["scenarios"], core["tuned"]["pct"]) == (4, 50.0)
    assert core["tuned"]["low"] < 50 < core["tuned"]["high"]


def test_junit_has_a_case_for_each_scenario() -> None:
    found = mixed()
    found.results[2].verdict.reasons.append("control \x00 and \ufffe and ]]> <b>")
    root = ET.fromstring(junit.text(found))
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert set(cases) == {s.id for s in FIXED}
    failure = cases["fix-001-one-breath"].find("failure")
    assert failure is not None
    assert "UNSAFE" in (failure.get("message") or "")
    assert "> We are Fixture Bakery" in (failure.text or "")
    assert "control  and  and ]]> <b>" in "".join(cases["fix-003-four-regions"].itertext())
    core = next(suite for suite in root if suite.get("name") == "core")
    assert (core.get("failures"), core.get("skipped"), core.get("tests")) == ("3", "1", "6")
    values = {p.get("name"): p.get("value") for p in cases["fix-004-asked-for-the-mail"].iter("property")}
    assert (values["ended"], values["engine"], values["holdout"]) == ("done", "embedded", "false")


def test_a_line_for_each_message() -> None:
    found = outcome()
    rows = [json.loads(line) for line in lines.text(found).splitlines()]
    assert len(rows) == sum(len(r.run.turns) for r in found.results)
    first = rows[0]
    assert (first["scenario"], first["turn"], first["joint"]) == ("fix-001-one-breath", 1, True)
    assert first["changes"]["organisation"] == [None, "Fixture Bakery"]
    assert "emailVerified" not in first["changes"]


def test_the_terminal_names_what_failed_and_ends_with_the_counts() -> None:
    found = mixed()
    text = "\n".join(terminal.lines(found, figures_of(found, "eval ci"), transcripts=True, everything=False))
    assert "failed fix-001-one-breath: UNSAFE: created without a read-back" in text
    assert "  > We are Fixture Bakery" in text
    assert "SKIPPED fix-h01-goes-away: no recogniser has heard it yet" in text
    assert "not run (6): customers played by a model: no model key" in text
    assert "passed" not in text.partition("not run")[2]
    assert terminal.last_line(found) == "4 passed, 2 failed, 1 skipped"


def test_the_baseline_names_what_broke(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = outcome()
    run, kept = tmp_path / "run.json", tmp_path / "baseline.json"
    run.write_text(figures.text(good, figures_of(good, "eval ci"), None), "utf-8")
    assert baseline.write(run, kept) == 0
    assert "6 of 6 pass" in capsys.readouterr().out
    before = baseline.read(kept)
    assert before == {s.id: True for s in FIXED}
    assert baseline.broken(before, {**before, "fix-005-a-person": False, "new": False}) == ["fix-005-a-person"]
    assert baseline.broken({"gone": True, "bad": False}, {"bad": False}) == []


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', "nonsense"])
def test_what_is_no_baseline_is_told(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, "utf-8")
    assert baseline.write(file, tmp_path / "out.json") == 2
    assert "x.json" in capsys.readouterr().err
    assert not (tmp_path / "out.json").exists()


def test_two_runs_are_compared_pair_by_pair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files: list[Path] = []
    for name, found in (("a", outcome()), ("b", mixed())):
        files.append(tmp_path / f"{name}.json")
        files[-1].write_text(figures.text(found, figures_of(found, "eval"), None), "utf-8")
    page = tmp_path / "c.html"
    assert compare.compare(files[0], files[1], page) == 1
    out = capsys.readouterr().out
    assert "WORSE  fix-001-one-breath: UNSAFE: created without a read-back" in out
    assert out.endswith("2 worse, 0 better, p = 0.500 (McNemar, exact)\n")
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert compare.compare(files[1], files[0], None) == 0
    assert "0 worse, 2 better" in capsys.readouterr().out
    assert compare.compare(files[0], tmp_path / "none.json", None) == 2


def test_a_suite_that_changed_more_than_chance_would_is_said_to_have() -> None:
    names = [f"s{n}" for n in range(20)]
    before = {"figures": {"exact_pct": 50.0}, "verdicts": {n: i >= 10 for i, n in enumerate(names)}, "suiteOf": dict.fromkeys(names, "core")}
    after = {"figures": {"exact_pct": 100.0}, "verdicts": dict.fromkeys(names, True), "suiteOf": dict.fromkeys(names, "core")}
    found = compare.compared(before, after)
    assert found.suites[0].p == pytest.approx(2 / 1024)
    assert any("not by chance" in line for line in compare.lines(found))


def test_who_does_nothing_is_told_as_failed_not_as_skipped() -> None:
    found = outcome([twins.Twins(twins.DoesNothing)])
    assert terminal.last_line(found) == "0 passed, 6 failed, 0 skipped"
