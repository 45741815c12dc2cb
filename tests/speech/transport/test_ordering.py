"""Packets come out in order, once, and as soon as they can: in virtual time, by the thousand."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.transport.ordering import MOST_WAIT_MS, STALLED_MS, Gap, Ordering, Pause, Piece, Whole


def payload(number: int) -> bytes:
    return number.to_bytes(4, "big")


def push(ordering: Ordering, number: int, now: float, *, source: int = 1, base: int = 0) -> list[Piece]:
    return ordering.push(source, (base + number) % 65_536, (number * 960) % (1 << 32), payload(number), now)


def numbers(pieces: list[Piece]) -> list[int]:
    return [int.from_bytes(piece.payload, "big") for piece in pieces if isinstance(piece, Whole)]


def test_what_comes_in_order_goes_on_at_once() -> None:
    ordering = Ordering()
    for n in range(200):
        assert push(ordering, n, n * 20.0) == [Whole(payload(n))]
    assert ordering.tally.lost == 0


def test_two_that_changed_places_are_put_right_without_a_gap() -> None:
    ordering = Ordering()
    assert numbers(push(ordering, 0, 0)) == [0]
    assert push(ordering, 2, 20) == []
    assert numbers(push(ordering, 1, 25)) == [1, 2]


def test_a_lost_one_is_given_up_after_a_while_and_mended_by_the_next() -> None:
    ordering = Ordering()
    push(ordering, 0, 0)
    assert push(ordering, 2, 40) == []
    assert ordering.tick(50) == []
    assert ordering.tick(40 + ordering.wait_ms) == [Gap(payload(2)), Whole(payload(2))]
    assert (ordering.tally.lost, ordering.tally.mended) == (1, 1)
    assert push(ordering, 1, 90) == []
    assert ordering.tally.late == 1


def test_a_jittery_path_is_waited_for_longer_and_a_calm_one_again_less() -> None:
    ordering, rng = Ordering(), random.Random(3)
    for n in range(300):
        push(ordering, n, n * 20.0 + rng.uniform(0, 60))
    assert 60 < ordering.wait_ms <= MOST_WAIT_MS
    for n in range(300, 600):
        push(ordering, n, n * 20.0)
    assert ordering.wait_ms < 40


@pytest.mark.parametrize("base", [65_500, 32_700, 0, 1])
def test_sequence_numbers_wrap(base: int) -> None:
    ordering = Ordering()
    got = [number for n in range(100) for number in numbers(push(ordering, n, n * 20.0, base=base))]
    assert got == list(range(100))
    assert ordering.tally.resets == 0


def test_another_stream_begins_anew() -> None:
    ordering = Ordering()
    push(ordering, 0, 0)
    assert numbers(push(ordering, 7, 20, source=2)) == [7]
    assert numbers(push(ordering, 20_000, 40, source=2)) == [20_000]
    assert ordering.tally.resets == 2


def test_a_sender_that_stops_leaves_silence_behind_in_real_time() -> None:
    ordering = Ordering()
    push(ordering, 0, 0)
    told = [piece for at in range(20, 2000, 20) for piece in ordering.tick(float(at))]
    assert set(map(type, told)) == {Pause}
    assert abs(len(told) * 20 - (2000 - STALLED_MS)) <= 40
    assert numbers(push(ordering, 1, 2000)) == [1]
    assert ordering.tick(2020) == []


def test_time_in_which_nobody_looked_is_neither_silence_nor_waiting() -> None:
    ordering = Ordering()
    push(ordering, 0, 0)
    push(ordering, 2, 40)
    ordering.slept(900)  # the packets of that time still lie in the socket
    assert ordering.tick(950) == [], "the gap isn't given up: what fills it may have come"
    assert numbers(push(ordering, 1, 951)) == [1, 2]
    ordering.slept(900)
    assert ordering.tick(1900) == [], "and nobody has fallen silent"
    assert [type(piece) for piece in ordering.tick(1851 + STALLED_MS)] == [Pause], "unless it goes on while we look"
    assert (ordering.tally.lost, ordering.tally.late) == (0, 0)


def test_a_hole_of_a_minute_is_bridged_briefly() -> None:
    ordering = Ordering()
    push(ordering, 0, 0)
    push(ordering, 2900, 60_000)
    pieces = ordering.tick(60_000 + MOST_WAIT_MS)
    assert sum(isinstance(piece, Gap) for piece in pieces) == 10
    assert numbers(pieces) == [2900]


@settings(max_examples=300, deadline=None)
@given(
    seed=st.integers(0, 1 << 30), loss=st.floats(0, 0.4), jitter=st.floats(0, 200), doubling=st.floats(0, 0.2), base=st.integers(0, 65_535)
)
def test_whatever_the_path_does(seed: int, loss: float, jitter: float, doubling: float, base: int) -> None:
    """Each packet at most once, in order; every frame has its piece; nothing is held back for longer than the longest wait."""
    rng = random.Random(seed)
    arrivals: list[tuple[float, int]] = []
    for n in range(1, 120):
        copies = 1 + (rng.random() < doubling)
        arrivals += [(n * 20.0 + rng.uniform(0, jitter), n) for _ in range(copies) if rng.random() >= loss]
    arrivals.sort()
    ordering, out, at = Ordering(), list[Piece](), 0.0
    out += push(ordering, 0, 0.0, base=base)
    clock = 0.0
    for when, number in arrivals:
        while clock + 20 <= when:
            clock += 20
            out += ordering.tick(clock)
        out += push(ordering, number, when, base=base)
        at = when
    for step in range(1, 12):
        out += ordering.tick(max(clock, at) + 20 * step)
    got = numbers(out)
    assert got == sorted(set(got))
    assert len(got) + ordering.tally.late + ordering.tally.doubled == ordering.tally.received
    gaps = sum(isinstance(piece, Gap) for piece in out)
    assert gaps <= ordering.tally.lost
    if got:
        assert len(got) + ordering.tally.lost == got[-1] + 1
