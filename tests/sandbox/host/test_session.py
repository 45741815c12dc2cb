"""When a screen goes to the disk: whole once it rests, seldom and in part while it doesn't."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.host import folder as files
from sandbox.host.child import Child
from sandbox.host.session import FLOWING_LINES, QUIET_S, SHARE, Session

LINES = 3000
PIECE_S = 0.025
COST_S = 0.02
ROW = b"0" * 79 + b"\r\n"


class Clock:
    """Seconds that go as the test says."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Cpu:
    """Each look at it costs something."""

    spent = 0.0

    def __call__(self) -> float:
        self.spent += COST_S
        return self.spent


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    master, other = os.openpty()
    yield Session("one", Child(os.getpid(), master), tmp_path, (80, 24), lines=LINES, capacity=1 << 20, clock=clock, cpu=Cpu())
    os.close(master)
    os.close(other)


def _flow(session: Session, clock: Clock, seconds: float, folder: Path) -> list[float]:
    """Output without a pause; when the screen was written down."""
    written: list[float] = []
    before = _screen(folder)
    end = clock.now + seconds
    while clock.now < end:
        session.output(ROW * 13)
        clock.now += PIECE_S
        session.due()
        if (now := _screen(folder)) != before:
            written.append(clock.now)
            before = now
    return written


def _screen(folder: Path) -> bytes:
    path = folder / files.SCREEN
    return path.read_bytes() if path.exists() else b""


def test_what_does_not_rest_is_written_seldom_and_in_part(session: Session, clock: Clock, tmp_path: Path) -> None:
    began = clock.now
    written = _flow(session, clock, 3 * COST_S / SHARE, tmp_path)
    assert written[0] - began == pytest.approx(QUIET_S, abs=2 * PIECE_S)
    pauses = [late - early for early, late in itertools.pairwise(written)]
    assert len(pauses) == 2
    assert all(pause == pytest.approx(COST_S / SHARE, abs=2 * PIECE_S) for pause in pauses)
    assert FLOWING_LINES <= _screen(tmp_path).count(ROW) <= FLOWING_LINES + 24


def test_at_rest_it_is_written_whole(session: Session, clock: Clock, tmp_path: Path) -> None:
    _flow(session, clock, 10.0, tmp_path)
    wait = session.due()
    assert wait is not None
    assert wait == pytest.approx(QUIET_S, abs=2 * PIECE_S)
    clock.now += wait
    assert session.due() is None
    assert _screen(tmp_path).count(ROW) > LINES / 2
    session.output(b"and more\r\n")
    assert session.due() == pytest.approx(QUIET_S)
    clock.now += QUIET_S
    session.due()
    assert b"and more" in _screen(tmp_path)
