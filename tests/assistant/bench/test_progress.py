"""The bench of progress finds what is wrong, and runs against real emulators."""

from typing import Any

import pytest

from assistant.bench import progress as bench
from assistant.bench.folding import fold_milliseconds
from tools.catalyst.jobs import Node
from tools.catalyst.models import Event, Job, event_of
from tools.catalyst.watch import Update

RAW = [{"time": f"2026-05-15T09:00:0{n}Z", "phase": "tofu", "level": "info", "message": f"line {n}"} for n in range(4)]
LINK = {"phase": "handover-ready", "message": "{}"}
RUN = bench._Run.drawn(1)


def events(*numbers: int) -> list[Event]:
    found = [event_of(RAW[number]) for number in numbers]
    return [event for event in found if event]


def node(name: str, *needs: str) -> Node:
    return Node(name, name, "pending", None, None, needs, Job(id=name))


@pytest.mark.parametrize(
    ("given", "lost", "double", "misordered"),
    [
        (events(0, 1, 2, 3), 0, 0, 0),
        (events(0, 1, 3), 1, 0, 0),
        (events(0, 1, 1, 2, 3), 0, 1, 0),
        (events(0, 2, 1, 3), 0, 0, 1),
        ([], 4, 0, 0),
    ],
)
def test_what_was_given_out_is_compared_with_the_truth(given: list[Event], lost: int, double: int, misordered: int) -> None:
    tally = bench._Tally()
    updates = [Update("ready", events=given[:2]), Update("ready", events=given[2:])]
    bench._compare(tally, RUN, updates, [*RAW, LINK])
    assert (tally.lost, tally.double, tally.misordered, tally.dangling) == (lost, double, misordered, 0)


def test_an_edge_without_an_end_is_counted() -> None:
    tally = bench._Tally()
    updates = [Update("ready", jobs=[node("a"), node("b", "a")]), Update("ready", jobs=[node("c", "b", "nowhere")])]
    bench._compare(tally, RUN, updates, [])
    assert tally.dangling == 1


def test_runs_are_drawn_the_same_each_time_and_all_faults_come_up() -> None:
    runs = [bench._Run.drawn(number) for number in range(bench.RUNS)]
    assert runs == [bench._Run.drawn(number) for number in range(bench.RUNS)]
    assert {fault for run in runs for fault in run.faults} == {*bench.STREAM, *bench.SHAPE, *bench.READS, *bench.ENDS}
    assert {len(run.regions) for run in runs} == {1, 2, 3}
    assert len({run.fqdn for run in runs}) == len(runs)


def test_the_fold_can_be_measured() -> None:
    assert fold_milliseconds() > 0


async def test_a_few_runs_end_to_end() -> None:
    report = await bench.measure(True, runs=3)
    figures: dict[str, Any] = report.figures
    assert figures["runs"] == 3
    assert [figures[key] for key in ("wrong_verdicts", "lost_events", "duplicate_events", "misordered_runs", "dangling_edges")] == [0] * 5
    assert figures["events"] > 100
