"""A busy machine is told from a quiet one."""

import asyncio
from pathlib import Path

import pytest

from assistant.bench.neighbours import Neighbours, times
from assistant.bench.report import Report

LINE = "cpu  {user} 10 20 {idle} 30 0 5 0 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n"


def _write(stat: Path, user: int, idle: int) -> None:
    stat.write_text(LINE.format(user=user, idle=idle), encoding="ascii")


def test_the_work_of_all_processors_is_read(tmp_path: Path) -> None:
    stat = tmp_path / "stat"
    _write(stat, 100, 1000)
    assert times(stat) == (135, 1165)
    assert times(tmp_path / "none") is None


@pytest.mark.parametrize(("worked", "rested", "share", "judged"), [(5, 95, 5, True), (60, 40, 60, False)])
def test_its_busiest_moment_counts(tmp_path: Path, worked: int, rested: int, share: float, judged: bool) -> None:
    stat = tmp_path / "stat"

    async def looks() -> Neighbours:
        neighbours = Neighbours(stat)
        for more in ((worked, rested), (0, 100)):
            _write(stat, 100, 1000)
            looking = asyncio.create_task(neighbours.look(0.01))
            await asyncio.sleep(0)  # it has read what was
            _write(stat, 100 + more[0], 1000 + more[1])
            await looking
        return neighbours

    neighbours = asyncio.run(looks())
    report = Report("page")
    neighbours.into(report)
    assert neighbours.most == pytest.approx(share)
    assert report.met("others_cpu_%") is judged


def test_a_system_that_does_not_tell_is_taken_for_quiet(tmp_path: Path) -> None:
    neighbours = Neighbours(tmp_path / "none")
    asyncio.run(neighbours.look(0))
    assert neighbours.most == 0
