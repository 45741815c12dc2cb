"""Scenario files: what is wrong is told with its place."""

from pathlib import Path
from typing import Any

import pytest

from evals.loader import load
from evals.main import main
from tests.evals.making import FIXTURES, GOAL, loaded, scenario


def faults(folder: Path, **members: Any) -> list[str]:
    raw: dict[str, Any] = {"id": "made-001", "say": ["hello"], "goal": GOAL, "final": "commit", **members}
    return [str(f) for f in loaded(folder, raw).faults]


def test_our_own_files_are_right() -> None:
    found = load()
    assert [str(f) for f in found.faults] == []
    assert len(found.scenarios) > 100


def test_the_fixtures_are_read_whole() -> None:
    found = load(FIXTURES)
    assert [str(f) for f in found.faults] == []
    by_id = {s.id: s for s in found.scenarios}
    assert [s.id for s in found.scenarios if s.holdout] == ["fix-h01-goes-away"]
    change = by_id["fix-002-change-at-the-read-back"].entries[1]
    assert change.when is not None
    assert (change.when.kind, change.when.value) == ("readback", 1)
    assert change.expect is not None
    assert change.expect.committed is False
    assert by_id["fix-003-four-regions"].entries[0].say.startswith("We are")


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"bogus": 1}, "made.yaml: made-001: unknown member ('bogus' was unexpected)"),
        ({"say": [{"say": "x", "slot": {}}]}, "made-001: say[0]: unknown member ('slot' was unexpected)"),
        ({"say": [{"say": "x", "slots": {"region": "fsn1"}}]}, "made-001: say[0].slots: unknown member"),
        ({"say": [{"say": "x", "when": {"asked": "regoins"}}]}, "made-001: say[0].when.asked: 'regoins' is not one of"),
        ({"say": [{"say": True}]}, "made-001: say[0].say: True is not of type 'string'"),
        ({"final": "done"}, "made-001: final: 'done' is not one of"),
        ({"goal": GOAL | {"regions": ["fsn9"]}}, "made-001: goal.regions: there is no region `fsn9`"),
        ({"goal": GOAL | {"regions": ["sin"]}}, "goal.regions: `sin` isn't offered"),
        ({"goal": GOAL | {"regions": ["fsn1", "fsn1"]}}, "goal.regions: the same one twice"),
        ({"goal": GOAL | {"size": "cpx99"}}, "goal.size: there is no size `cpx99`"),
        ({"goal": GOAL | {"size": "cpx32", "regions": ["ash"]}}, "goal.size: `cpx32` can't be ordered in ash"),
        ({"goal": GOAL | {"apps": ["jitsi-meet"]}}, "goal.apps: `jitsi-meet` can't be installed"),
        ({"goal": GOAL | {"apps": ["word"]}}, "goal.apps: there is no app `word`"),
        ({"goal": GOAL | {"domain": "www.omani.works"}}, "goal.domain: reserved"),
        ({"goal": GOAL | {"domain": "4u.omani.works"}}, "goal.domain: each part begins with a letter"),
        ({"goal": GOAL | {"domain": "a" * 50 + ".omani.works"}}, "goal.domain: longer than 54"),
        ({"goal": GOAL | {"organisation": "النور"}}, "goal.domain: nothing is left of the organisation's name"),
        ({"goal": GOAL | {"workers": 51}}, "goal.workers: 50 at most"),
        ({"goal": GOAL | {"workers": [1, 2]}}, "goal.workers: one number, or one for each region"),
        ({"goal": GOAL | {"meshId": 3}}, "goal.meshId: both or neither"),
        ({"goal": GOAL | {"meshId": 255, "meshName": "m"}}, "goal.meshId: 1 to 254"),
        ({"goal": {"organisation": "A"}}, "goal.email: a commit needs one"),
        ({"say": [{"say": "x", "slots": {"apps": ["mysql"]}}]}, "say[0].slots.apps: `mysql` can't be installed"),
        ({"say": [{"say": "x", "expect": {"problems": ["oops"]}}]}, "there is no problem `oops`"),
        ({"say": [{"say": "x", "heard": "y"}]}, "say[0].heard: only with `channel: asr`"),
        ({"final": "no_commit"}, "an assistant that does nothing would pass"),
        ({"final": "cancelled", "say": [{"say": "x", "expect": {"committed": False}}]}, "does nothing would pass"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_id_and_path(tmp_path: Path, members: dict[str, Any], told: str) -> None:
    found = faults(tmp_path, **members)
    assert len(found) >= 1
    assert any(told in fault for fault in found), found
    assert all(fault.startswith("made.yaml: made-001: ") for fault in found)


def test_a_wish_that_is_not_to_be_fulfilled_may_be_impossible(tmp_path: Path) -> None:
    goal = GOAL | {"regions": ["fsn1", "fsn1"]}
    say = [{"say": "x", "expect": {"problems": ["duplicate_region"]}}]
    assert faults(tmp_path, goal=goal, final="no_commit", say=say) == []


def test_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    (tmp_path / "holdout").mkdir()
    for place in ("a.yaml", "holdout/b.yaml"):
        (tmp_path / place).write_text((FIXTURES / "handoff.yaml").read_text("utf-8"), "utf-8")
    assert [f.message for f in load(tmp_path).faults] == ["stands in a.yaml too"]


def test_yaml_is_read_as_it_is_meant(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "suite: words\ncatalogue: 2026-05-15\nscenarios:\n- id: a-b\n  say: [yes, 'no', {say: off, slots: &s {email: 1@2.example}}, {say: on, slots: {<<: *s, workers: 2}}]\n  final: no_commit\n",
        "utf-8",
    )
    found = load(tmp_path)
    assert found.faults == []
    assert [e.say for e in found.scenarios[0].entries] == ["yes", "no", "off", "on"]
    assert found.scenarios[0].entries[3].slots == {"email": "1@2.example", "workers": 2}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("suite: a\nsuite: b\n", "`suite` stands twice"),
        ("suite: [", "expected"),
        ("- 1\n", "is not of type 'object'"),
        ("suite: a\n", "'scenarios' is a required property"),
    ],
)
def test_a_file_that_is_no_file_of_scenarios(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    found = load(tmp_path)
    assert found.scenarios == []
    assert told in str(found.faults[0])


def test_the_data_must_be_of_the_day_that_the_gold_was_written_for(tmp_path: Path) -> None:
    made = loaded(tmp_path, {"id": "a-b", "say": ["x"], "goal": GOAL, "final": "commit"}, catalogue="2020-01-01")
    assert [f.message for f in made.faults] == ["the pinned data are of 2026-05-15"]


def test_the_scripted_minimum(tmp_path: Path) -> None:
    say = ["a", {"say": "b", "when": {"readback": 1}}, {"say": "c", "when": {"phase": "ready"}}]
    assert scenario(tmp_path, say=say).least_turns == 4
    assert scenario(tmp_path, say=["a", {"say": "{code}, yes", "assent": True}]).least_turns == 2
    assert scenario(tmp_path, say=["a"], turns=7).least_turns == 7


def test_check_reports_sizes_and_fails_on_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--scenarios", str(FIXTURES)]) == 0
    out = capsys.readouterr().out
    assert "core                        4 tuned     1 held out" in out
    assert "6 scenarios, 0 faults" in out
    (tmp_path / "bad.yaml").write_text("suite: 1\nscenarios: []\n", "utf-8")
    assert main(["check", "--scenarios", str(tmp_path)]) == 1
    assert "bad.yaml: suite: 1 is not of type 'string'" in capsys.readouterr().out


def test_run_refuses_faulty_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.yaml").write_text("suite: 1\nscenarios: []\n", "utf-8")
    assert main(["run", "--scenarios", str(tmp_path)]) == 2
    assert "bad.yaml" in capsys.readouterr().err
