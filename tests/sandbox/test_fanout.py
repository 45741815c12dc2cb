"""Who sees what, with a host that is a list of what it was asked."""

import struct
from typing import Any

import pytest

from sandbox.fanout import BEHIND, OUTPUT, SNAPSHOT, Fanout, Hello, Role, Watcher
from sandbox.host.protocol import Shot

WRITER = b"w" * 16


class Host:
    """Remembers."""

    def __init__(self) -> None:
        self.typed: list[tuple[int, bytes]] = []
        self.sizes: list[tuple[int, int]] = []
        self.signals: list[int] = []
        self.screens: list[tuple[int, int]] = []
        self.olds: list[tuple[int, int, int]] = []
        self.paces: tuple[bool, int] = (False, 0)

    def type(self, writer: bytes, number: int, data: bytes) -> None:
        self.typed.append((number, data))

    def resize(self, cols: int, rows: int) -> None:
        self.sizes.append((cols, rows))

    def signal(self, number: int) -> None:
        self.signals.append(number)

    def ask_screen(self, number: int, lines: int) -> None:
        self.screens.append((number, lines))

    def ask_old(self, number: int, offset: int, length: int) -> None:
        self.olds.append((number, offset, length))

    def flow(self, paces: bool, acked: int) -> None:
        self.paces = (paces, acked)


class Box:
    """Keeps what would be sent."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self.messages: list[dict[str, Any]] = []

    def binary(self, data: bytes) -> None:
        self.frames.append(data)

    def text(self, message: dict[str, Any]) -> None:
        self.messages.append(message)

    def drop(self) -> None:
        self.frames.clear()

    def said(self, kind: str) -> list[dict[str, Any]]:
        return [m for m in self.messages if m["type"] == kind]

    @property
    def seen(self) -> list[tuple[int, int, bytes]]:
        """(kind, offset, data) of each frame."""
        heads = {OUTPUT: 9, SNAPSHOT: struct.calcsize("!BQHHI")}
        return [(f[0], struct.unpack_from("!Q", f, 1)[0], f[heads[f[0]] :]) for f in self.frames]


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def fanout(host: Host) -> Fanout:
    return Fanout(host, offset=100, size=(80, 24), epoch=0)


def joined(fanout: Fanout, host: Host, **hello: Any) -> tuple[Watcher, Box]:
    """Somebody who has the screen."""
    box = Box()
    watcher = fanout.join(box, Hello(**hello), WRITER)
    if watcher.asked is not None:
        fanout.screen(Shot(watcher.asked, fanout.offset, 80, 24, fanout.epoch, b"S"))
    box.frames.clear()
    return watcher, box


def test_a_joiner_gets_the_screen_and_then_what_comes_after_it(fanout: Fanout, host: Host) -> None:
    box = Box()
    watcher = fanout.join(box, Hello(lines=50), WRITER)
    assert host.screens == [(watcher.asked, 50)]
    fanout.output(100, b"before")
    fanout.screen(Shot(watcher.asked or 0, 103, 80, 24, 0, b"SCREEN"))
    fanout.output(106, b"later")
    assert box.seen == [(SNAPSHOT, 103, b"SCREEN"), (OUTPUT, 106, b"later")]


def test_output_that_the_screen_holds_already_is_left_out(fanout: Fanout, host: Host) -> None:
    box = Box()
    watcher = fanout.join(box, Hello(), WRITER)
    fanout.screen(Shot(watcher.asked or 0, 105, 80, 24, 0, b"SCREEN"))
    fanout.output(100, b"abc")
    fanout.output(103, b"defg")
    assert box.seen == [(SNAPSHOT, 105, b"SCREEN"), (OUTPUT, 105, b"fg")]


def test_who_was_here_before_gets_what_it_missed_in_order(fanout: Fanout, host: Host) -> None:
    box = Box()
    watcher = fanout.join(box, Hello(offset=90, epoch=0), WRITER)
    assert host.olds == [(watcher.asked, 90, 10)]
    fanout.output(100, b"new")
    fanout.old(watcher.asked or 0, 90, b"0123456789")
    fanout.output(103, b"er")
    assert box.seen == [(OUTPUT, 90, b"0123456789"), (OUTPUT, 100, b"new"), (OUTPUT, 103, b"er")]
    assert host.screens == []


@pytest.mark.parametrize("hello", [{"offset": 90, "epoch": 1}, {"offset": 101, "epoch": 0}, {"offset": 10, "epoch": 0, "delta": 50}])
def test_it_gets_the_screen_after_a_change_of_size_or_too_long_an_absence(fanout: Fanout, host: Host, hello: dict[str, int]) -> None:
    fanout.join(Box(), Hello(**hello), WRITER)  # pyright: ignore[reportArgumentType]
    assert len(host.screens) == 1


def test_it_gets_the_screen_where_the_old_output_is_gone(fanout: Fanout, host: Host) -> None:
    watcher = fanout.join(Box(), Hello(offset=90, epoch=0), WRITER)
    fanout.old(watcher.asked or 0, 90, b"")
    assert len(host.screens) == 1


def test_the_controller_alone_sets_the_pace(fanout: Fanout, host: Host) -> None:
    controller, _ = joined(fanout, host)
    watcher, _ = joined(fanout, host, role=Role.WATCH)
    fanout.output(100, b"x" * 1000)
    fanout.ack(watcher, 1100)
    assert host.paces == (True, 100)
    fanout.ack(controller, 600)
    assert host.paces == (True, 600)
    fanout.leave(controller)
    assert host.paces == (False, 1100)


def test_a_laggard_is_skipped_forward_and_nobody_else_is(fanout: Fanout, host: Host) -> None:
    controller, seen = joined(fanout, host)
    laggard, missed = joined(fanout, host, role=Role.WATCH)
    piece = b"x" * 65536
    for n in range(BEHIND // len(piece) + 3):
        fanout.output(100 + n * len(piece), piece)
        fanout.ack(controller, fanout.offset)
    assert missed.frames == []
    assert len(seen.frames) == BEHIND // len(piece) + 3
    asked = len(host.screens)
    assert laggard.next is not None
    fanout.ack(laggard, laggard.next)
    assert len(host.screens) == asked + 1
    fanout.screen(Shot(laggard.asked or 0, fanout.offset, 80, 24, 0, b"NOW"))
    fanout.output(fanout.offset, b"on")
    assert [data for _, _, data in missed.seen] == [b"NOW", b"on"]
    assert [m["bytes"] > 0 for m in missed.said("skipped")] == [True]


def test_a_controller_that_sleeps_is_not_waited_for_until_it_wakes(fanout: Fanout, host: Host) -> None:
    controller, _ = joined(fanout, host)
    fanout.output(100, b"x" * 10)
    assert fanout.waits == (controller.id, 100)
    fanout.stop_waiting()
    assert host.paces[0] is False
    assert fanout.waits is None
    fanout.ack(controller, 110)
    assert host.paces == (True, 110)


def test_the_size_follows_the_controller(fanout: Fanout, host: Host) -> None:
    first, _ = joined(fanout, host, cols=100, rows=30)
    second, _ = joined(fanout, host, role=Role.WATCH, cols=50, rows=20)
    fanout.resize(second, 60, 20)
    assert host.sizes == [(100, 30)]
    fanout.take_control(second)
    assert host.sizes == [(100, 30), (60, 20)]
    assert (first.role, second.role) == (Role.WATCH, Role.CONTROL)


def test_after_a_change_of_size_everybody_gets_the_screen_of_the_new_size(fanout: Fanout, host: Host) -> None:
    _, box = joined(fanout, host)
    stale = Box()
    late = fanout.join(stale, Hello(role=Role.WATCH), WRITER)
    asked = late.asked or 0
    fanout.resized(100, 120, 40, 1)
    fanout.screen(Shot(asked, 100, 80, 24, 0, b"OLD"))
    fanout.output(100, b"x")
    for number, _ in list(host.screens):
        fanout.screen(Shot(number, 101, 120, 40, 1, b"NEW"))
    assert [d for _, _, d in box.seen] == [b"NEW"]
    assert [d for _, _, d in stale.seen] == [b"NEW"]
    assert box.said("resized") == [{"type": "resized", "cols": 120, "rows": 40, "epoch": 1}]


def test_typing_takes_control_and_reading_does_not_type(fanout: Fanout, host: Host) -> None:
    joined(fanout, host)
    watcher, _ = joined(fanout, host, role=Role.WATCH)
    reader, box = joined(fanout, host, role=Role.READ)
    fanout.type(watcher, 1, b"a")
    fanout.type(reader, 1, b"b")
    fanout.take_control(reader)
    fanout.signal(reader, 2)
    assert host.typed == [(1, b"a")]
    assert host.signals == []
    assert box.said("refused") == [{"type": "refused", "n": 1, "why": "read_only"}]
    assert [w["controls"] for w in box.said("presence")[-1]["watchers"]] == [False, True, False]


def test_control_goes_on_to_who_waits_for_it(fanout: Fanout, host: Host) -> None:
    first, _ = joined(fanout, host)
    _, box = joined(fanout, host)
    fanout.leave(first)
    assert [w["controls"] for w in box.said("presence")[-1]["watchers"]] == [True]


def test_the_end_is_told_to_all_and_to_late_ones(fanout: Fanout, host: Host) -> None:
    watcher, box = joined(fanout, host)
    fanout.ended({"code": 0, "signal": None})
    _, late = joined(fanout, host)
    fanout.type(watcher, 1, b"a")
    assert box.said("exit") == late.said("exit") == [{"type": "exit", "code": 0, "signal": None}]
    assert box.said("refused") == [{"type": "refused", "n": 1, "why": "ended"}]


def test_input_that_arrived_is_told_to_who_typed_it(fanout: Fanout, host: Host) -> None:
    _, box = joined(fanout, host)
    other = Box()
    fanout.join(other, Hello(), b"o" * 16)
    fanout.taken(WRITER, 4)
    assert box.said("taken") == [{"type": "taken", "n": 4}]
    assert other.said("taken") == []
