"""The stages of `bench shell` have bounds, and what isn't done within them is said."""

import asyncio
import json

import pytest

from assistant.bench.report import Report
from assistant.bench.shell import ENOUGH_S, Stages


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
