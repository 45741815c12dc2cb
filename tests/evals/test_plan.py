"""Which scenarios share a server."""

from pathlib import Path
from typing import Any

from evals.plan import batches, names_of
from evals.served import BRISK, CALM
from tests.evals.making import GOAL, scenario


def made(folder: Path, number: int, **members: Any) -> Any:
    return scenario(folder, id=f"made-{number:03}", **{"goal": GOAL | {"organisation": f"Acme {number}"}, **members})


def test_every_scenario_runs_as_often_as_asked_and_names_never_meet(tmp_path: Path) -> None:
    same = [made(tmp_path, n, goal=GOAL) for n in range(5)]
    others = [made(tmp_path, n) for n in range(10, 30)]
    found = batches([*same, *others], 2, repeat=2)
    assert sorted(s.id for b in found for s in b.scenarios) == sorted([s.id for s in [*same, *others]] * 2)
    for batch in found:
        taken: set[str] = set()
        for one in batch.scenarios:
            assert not taken & names_of(one), "somebody on this server may already have the name"
            taken |= names_of(one)


def test_other_settings_and_another_pace_are_other_servers(tmp_path: Path) -> None:
    plain = made(tmp_path, 1)
    capped = made(tmp_path, 2, settings={"CONCIERGE_SPEND_CEILING_EUR": "20"})
    watched = made(tmp_path, 3, say=["x", {"say": "y", "when": {"phase": "ready"}}])
    wished = made(tmp_path, 4, say=[{"say": "x", "faults": ["tls-late"]}])
    found = {b.scenarios[0].id: b for b in batches([plain, capped, watched, wished], 2)}
    assert [s.id for s in found["made-003"].scenarios] == ["made-003", "made-004"]
    assert (found["made-001"].speed, found["made-003"].speed) == (CALM, BRISK)
    assert found["made-002"].settings == (("CONCIERGE_SPEND_CEILING_EUR", "20"),)


def test_names_are_the_goals_the_annotations_and_the_labels_that_follow(tmp_path: Path) -> None:
    one = made(tmp_path, 1, say=[{"say": "x", "slots": {"organisation": "Old Name", "domain": "old.omani.works"}}], alternatives=[GOAL])
    assert names_of(one) == {"acme-1.omani.works", "acme.omani.works", "old-name.omani.works", "old.omani.works"}
