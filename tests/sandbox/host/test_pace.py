"""Output is collected where its server asks for it, and never what somebody waits for."""

import pytest

from sandbox.crowding import BUSY, EASED, LONGEST_S, PIECES_PER_S, SHORTEST_S, collect_s
from sandbox.host import pace
from sandbox.host.pace import PLENTY, PLENTY_S, TYPED_S, Pace

PAUSE = 0.1


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def asked(clock: Clock) -> Pace:
    found = Pace(clock)
    found.collect(PAUSE)
    return found


def test_nothing_is_collected_unless_it_is_asked_for(clock: Clock) -> None:
    found = Pace(clock)
    found.read(1)
    assert found.wait == 0


def test_what_comes_soon_after_is_collected_and_what_comes_late_is_not(asked: Pace, clock: Clock) -> None:
    assert asked.wait == 0
    asked.read(1000)
    assert asked.wait == pytest.approx(PAUSE)
    clock.now += PAUSE / 2
    assert asked.wait == pytest.approx(PAUSE / 2)
    clock.now += PAUSE
    assert asked.wait == 0


def test_an_answer_to_keys_is_not_collected(asked: Pace, clock: Clock) -> None:
    asked.typed()
    asked.read(1000)
    assert asked.wait == 0
    clock.now += TYPED_S
    asked.read(1000)
    assert asked.wait == pytest.approx(PAUSE)


def test_a_program_that_would_have_to_wait_is_not_left_waiting(asked: Pace) -> None:
    asked.read(PLENTY)
    assert asked.wait == pytest.approx(PLENTY_S)


def test_asked_for_less_it_waits_for_less(asked: Pace) -> None:
    asked.read(1000)
    asked.collect(0.02)
    assert asked.wait == pytest.approx(0.02)
    asked.collect(0)
    assert asked.wait == 0
    asked.collect(1000)
    asked.read(1000)
    assert asked.wait == pytest.approx(pace.LONGEST_S)


@pytest.mark.parametrize(
    ("pieces", "seconds"),
    [
        ([], 0), ([1000], 0), ([BUSY] * 39, 0), ([BUSY - 1] * 300, 0), ([BUSY] * 100 + [0] * 500, 100 / PIECES_PER_S),
        ([40] * 300, LONGEST_S), ([40] * 3000, LONGEST_S),
    ],
)  # fmt: skip
def test_it_is_asked_for_by_how_many_write(pieces: list[int], seconds: float) -> None:
    assert collect_s(pieces) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("pieces", "before", "seconds"),
    [
        ([3] * 300, LONGEST_S, LONGEST_S), ([7] * 300, LONGEST_S, LONGEST_S), ([1] * 300, LONGEST_S, LONGEST_S * EASED),
        ([], LONGEST_S, LONGEST_S * EASED), ([], SHORTEST_S, 0), ([40] * 200, 0.05, 0.1), ([4] * 100, 0.05, 0.05 * EASED),
    ],
)  # fmt: skip
def test_hosts_that_get_too_little_of_the_cores_are_not_taken_for_calm(pieces: list[int], before: float, seconds: float) -> None:
    assert collect_s(pieces, before) == pytest.approx(seconds)


def test_when_all_are_calm_nothing_is_collected_within_seconds() -> None:
    collected = [LONGEST_S]
    while collected[-1]:
        collected.append(collect_s([1] * 300, collected[-1]))
    assert 2 < len(collected) < 12
