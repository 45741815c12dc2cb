"""The stages of `bench shell` have bounds, and what isn't done within them is said."""

import asyncio
import json
import time
from pathlib import Path

import pytest

from assistant.bench.report import Report
from assistant.bench.shell import ENOUGH_S, Stages
from assistant.bench.shell_floor import read_and_drop
from assistant.bench.shell_load import caught_up


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_a_stage_that_hangs_is_left_and_the_next_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    report, made_new = Report("shell"), list[str]()

    async def afresh() -> None:
        made_new.append("new")

    async def hangs(_until: float) -> None:
        await asyncio.Event().wait()

    async def fails(_until: float) -> None:
        raise RuntimeError("no cores")

    async def works(_until: float) -> None:
        report.put("figure", 1, ("==", 1))

    stages = Stages(report, afresh, enough=0.0)
    await stages.run("first", 0.01, hangs)
    await stages.run("second", 60, fails)
    await stages.run("third", 60, works)
    assert (report.figures, made_new) == ({"figure": 1}, ["new", "new"])
    assert report.undone == {"first": "not done within 0 s", "second": "no cores"}
    assert (report.ok, report.met("figure"), json.loads(report.json())["undone"]) == (False, True, report.undone)
    assert "no cores" in report.table()
    assert [line.split(" s  ")[1] for line in capsys.readouterr().err.splitlines()][-2:] == ["third, at most 60 s", "third: 0.0 s"]


async def test_what_there_is_no_time_for_is_not_begun(clock: Clock) -> None:
    report, bounds = Report("shell"), list[float]()

    async def afresh() -> None:
        raise AssertionError

    async def works(until: float) -> None:
        bounds.append(until)
        clock.now = 100 - ENOUGH_S / 2

    stages = Stages(report, afresh, whole=100, clock=clock)
    await stages.run("first", 300, works)
    await stages.run("second", 300, works)
    assert (bounds, report.undone) == ([100], {"second": "no time was left"})


def test_a_report_of_everything_says_nothing_of_what_is_missing() -> None:
    report = Report("shell")
    report.put("figure", 1, ("==", 1))
    assert report.ok
    assert "undone" not in json.loads(report.json())


@pytest.mark.parametrize(("came", "looked_at"), [((0, 900, 0, 100), 4), ((0, 101), 2), ((0, 0), 2)], ids=["catches up", "steady", "too slow"])
async def test_what_programs_are_behind_with_is_no_part_of_their_steady_rate(came: tuple[int, ...], looked_at: int) -> None:
    seen = list[int]()

    def received() -> int:
        seen.append(came[len(seen)])
        return seen[-1]

    await caught_up(received, 1e4, time.monotonic() + 60, window=0.01)
    assert len(seen) == looked_at


async def test_programs_that_catch_up_for_ever_are_waited_for_no_longer_than_there_is_time() -> None:
    began = time.monotonic()
    await caught_up(lambda: int((time.monotonic() - began) * 1e6), 1e3, began + 0.05, window=0.01)
    assert time.monotonic() - began < 5


def test_a_terminal_that_nobody_serves_is_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"a line\n" * 20_000)
    assert 0 < read_and_drop(tmp_path / "text") < 30
