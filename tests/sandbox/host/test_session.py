"""When a screen goes to the disk: whole once it rests, seldom and in part while it doesn't."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.host import folder as files
from sandbox.host import protocol as wire
from sandbox.host.child import Child
from sandbox.host.session import FLOWING_LINES, FLOWING_S, QUIET_S, SHARE, Session
from sandbox.hub import last_screen
from sandbox.screen.terminal import Terminal

LINES = 3000
PIECE_S = 0.025
COST_S = 0.02
LOG = 64 << 20
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


@pytest.fixture
def cheap(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    """Writing its screen down costs nothing."""
    master, other = os.openpty()
    yield Session("one", Child(os.getpid(), master), tmp_path, (80, 24), lines=LINES, capacity=LOG, clock=clock, cpu=lambda: 0.0)
    os.close(master)
    os.close(other)


def _flow(session: Session, clock: Clock, seconds: float, folder: Path) -> list[float]:
    """Output without a pause; when the screen was written down."""
    written: list[float] = []
    before = _screen(folder)
    end = clock.now + seconds
    while clock.now < end:
        _write(session, ROW * 13)
        clock.now += PIECE_S
        session.due()
        if (now := _screen(folder)) != before:
            written.append(clock.now)
            before = now
    return written


def _write(session: Session, data: bytes) -> None:
    session.draw(data)
    session.output(data)


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


def test_while_the_log_goes_on_from_the_last_screen_no_other_is_written(cheap: Session, clock: Clock, tmp_path: Path) -> None:
    assert len(_flow(cheap, clock, 60.0, tmp_path)) == 1
    _write(cheap, b"the last word")
    assert _restored(tmp_path) == "the last word"
    assert len(_flow(cheap, clock, FLOWING_S, tmp_path)) == 1
    assert _flow(cheap, clock, 1.0, tmp_path) == []


def test_before_the_log_goes_round_the_screen_is_written(cheap: Session, clock: Clock, tmp_path: Path) -> None:
    _flow(cheap, clock, 2 * QUIET_S, tmp_path)
    for _ in range(LOG // len(ROW) // 2):
        _write(cheap, ROW)
    assert len(_flow(cheap, clock, 2 * QUIET_S, tmp_path)) == 1
    _write(cheap, b"the last word")
    assert _restored(tmp_path) == "the last word"


def test_a_change_of_size_has_it_written_soon(cheap: Session, clock: Clock, tmp_path: Path) -> None:
    _flow(cheap, clock, 10.0, tmp_path)
    before = files.read_screen(tmp_path)
    cheap.join(reader := _Reader())
    cheap.handle(reader, wire.HELLO, b'{"versions":[1]}')
    cheap.handle(reader, wire.RESIZE, wire.SIZE.pack(100, 40))
    _flow(cheap, clock, 2 * QUIET_S, tmp_path)
    after = files.read_screen(tmp_path)
    assert before is not None
    assert after is not None
    assert (before[1], after[1]) == ((80, 24), (100, 40))


def _restored(folder: Path) -> str:
    """The last line of what somebody would be shown if this process were killed now."""
    shot = last_screen(folder)
    assert shot is not None
    with Terminal(shot.cols, shot.rows) as shown:
        shown.feed(shot.data)
        return shown.text(1).strip()


class _Reader:
    full = False

    def send(self, data: bytes) -> None:
        """Whatever it is."""


def test_at_rest_it_is_written_whole(session: Session, clock: Clock, tmp_path: Path) -> None:
    _flow(session, clock, 10.0, tmp_path)
    wait = session.due()
    assert wait is not None
    assert wait == pytest.approx(QUIET_S, abs=2 * PIECE_S)
    clock.now += wait
    assert session.due() is None
    assert _screen(tmp_path).count(ROW) > LINES / 2
    _write(session, b"and more\r\n")
    assert session.due() == pytest.approx(QUIET_S)
    clock.now += QUIET_S
    session.due()
    assert b"and more" in _screen(tmp_path)
