import random

import pytest

from sandbox.host import protocol as wire


def test_frames_come_out_as_they_went_in_however_they_are_cut() -> None:
    sent = [(wire.OUTPUT, b"x" * n) for n in (0, 1, 5, 70_000)] + [(wire.END, b"")]
    data = b"".join(wire.frame(kind, payload) for kind, payload in sent)
    chance = random.Random(3)
    frames, got, at = wire.Frames(), [], 0
    while at < len(data):
        size = chance.choice((1, 2, 7, 50_000))
        got += list(frames.feed(data[at : at + size]))
        at += size
    assert got == sent


@pytest.mark.parametrize("data", [b"\x00\x00\x00\x00\x01", b"\xff\xff\xff\xff\x01"])
def test_a_length_that_cannot_be_is_refused(data: bytes) -> None:
    with pytest.raises(wire.Malformed):
        list(wire.Frames().feed(data))


def test_the_highest_common_version_is_spoken() -> None:
    assert wire.agreed([0, 1, 99]) == 1
    for nothing in ([99], [], None, "1"):
        with pytest.raises(wire.Malformed):
            wire.agreed(nothing)
