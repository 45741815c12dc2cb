"""Somebody who doesn't look is told once each time that a session waits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.cards.activity import Activity, State
from sandbox.cards.waiting import GRACE_S, SETTLE_S, Waiting


def _is(state: str, reason: str = "") -> Activity:
    return Activity(State(state), 0.0, reason)


ASKS = _is("waiting", "Go on?")


def _told(waiting: Waiting, *steps: tuple[float, Activity]) -> list[float]:
    return [at for at, activity in steps if waiting.look(activity, at)]


def test_it_is_told_once_after_a_moment_and_again_when_it_waits_again() -> None:
    steps = [(0.0, _is("working")), (1.0, ASKS), (2.0, ASKS), (1.0 + GRACE_S, ASKS), (60.0, ASKS), (61.0, _is("working")), (62.0, ASKS), (62.0 + GRACE_S, ASKS)]
    assert _told(Waiting(), *steps) == [1.0 + GRACE_S, 62.0 + GRACE_S]


def test_another_question_without_a_break_is_the_same_wait() -> None:
    assert _told(Waiting(), (0.0, ASKS), (5.0, ASKS), (6.0, _is("waiting", "Really?")), (60.0, _is("waiting", "Really?"))) == [5.0]


def test_what_goes_on_by_itself_is_not_told() -> None:
    assert _told(Waiting(), (0.0, ASKS), (GRACE_S - 0.1, ASKS), (GRACE_S, _is("working")), (60.0, _is("idle"))) == []


@pytest.mark.parametrize("before", [True, False])
def test_who_sees_it_is_not_told(before: bool) -> None:
    waiting = Waiting()
    assert not before or not waiting.look(ASKS, 0.0)
    waiting.seen(ASKS)
    assert _told(waiting, (0.5, ASKS), (60.0, ASKS), (61.0, _is("idle")), (62.0, ASKS), (70.0, ASKS)) == [70.0]
    waiting.seen(_is("working"))  # nothing to be seen
    assert _told(waiting, (71.0, _is("idle")), (72.0, ASKS), (80.0, ASKS)) == [80.0]


def test_a_server_that_starts_again_tells_nothing_twice() -> None:
    first = Waiting()
    assert _told(first, (0.0, ASKS), (5.0, ASKS)) == [5.0]
    assert _told(Waiting(first.told), (10.0, _is("idle")), (11.0, ASKS), (60.0, ASKS)) == []
    assert _told(Waiting(first.told), (10.0, _is("idle")), (11.0, _is("waiting", "Something else?")), (60.0, _is("waiting", "Something else?"))) == [60.0]
    late = 10.0 + SETTLE_S
    assert _told(Waiting(first.told), (10.0, _is("working")), (late + 1, _is("working")), (late + 2, ASKS), (late + 2 + GRACE_S, ASKS)) == [late + 2 + GRACE_S]


@given(st.lists(st.tuples(st.floats(0, 5), st.sampled_from(["idle", "working", "waiting", "seen"]), st.sampled_from(["a", "b"]))))
def test_never_twice_in_one_wait_and_never_after_it_was_seen(steps: list[tuple[float, str, str]]) -> None:
    waiting, now, done, last = Waiting(), 0.0, False, _is("idle")
    for after, what, reason in steps:
        now += after
        if what == "seen":
            waiting.seen(last)
            done = done or last.state is State.WAITING
            continue
        last = _is(what, reason)
        told = waiting.look(last, now)
        assert not (told and done)
        done = last.state is State.WAITING and (done or told)
