"""The thread that hears for everybody."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from speech.ears.desk import Alive, Desk, Dropped
from speech.ears.rota import Kind, Limits

WAIT = 60.0


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk(Limits(finals=2, partial_waits_s=WAIT))
    made.open()
    yield made
    made.close()


class Slow:
    """Work that runs until it is let go."""

    def __init__(self) -> None:
        self.begun, self.let_go = threading.Event(), threading.Event()
        self.alive: Alive = lambda: True

    def __call__(self, alive: Alive) -> str:
        self.alive = alive
        self.begun.set()
        assert self.let_go.wait(WAIT)
        return "slow"


def reason(future: Future[object]) -> str:
    error = future.exception(WAIT)
    assert isinstance(error, Dropped)
    return error.reason


def busy(desk: Desk, session: str = "busy", kind: Kind = Kind.FINAL) -> tuple[Slow, Future[object]]:
    slow = Slow()
    future = desk.hand_in(session, kind, slow)
    assert slow.begun.wait(WAIT)
    return slow, future


def test_work_is_done_on_another_thread(desk: Desk) -> None:
    future = desk.hand_in("a", Kind.FINAL, lambda _: threading.current_thread().name)
    assert future.result(WAIT) == "ears"
    assert desk.figures().done == {"final": 1}
    assert desk.figures().runs["final"].count == 1


def test_the_most_pressing_comes_first(desk: Desk) -> None:
    slow, _ = busy(desk)
    done: list[str] = []
    futures = [
        desk.hand_in(name, kind, lambda _, name=name: done.append(name))
        for name, kind in (("partial", Kind.PARTIAL), ("speculative", Kind.SPECULATIVE), ("final", Kind.FINAL))
    ]
    slow.let_go.set()
    for future in futures:
        future.result(WAIT)
    assert done == ["final", "speculative", "partial"]


def test_a_partial_under_way_gives_way_to_a_final(desk: Desk) -> None:
    slow, _ = busy(desk, kind=Kind.PARTIAL)
    assert slow.alive()
    waiting = desk.hand_in("other", Kind.FINAL, lambda _: "heard")
    assert not slow.alive()
    slow.let_go.set()
    assert waiting.result(WAIT) == "heard"


def test_a_newer_final_of_the_session_makes_the_one_under_way_unwanted(desk: Desk) -> None:
    slow, first = busy(desk, "a", Kind.SPECULATIVE)
    second = desk.hand_in("a", Kind.FINAL, lambda _: "second")
    assert not slow.alive()
    slow.let_go.set()
    assert reason(first) == "cancelled"
    assert second.result(WAIT) == "second"


def test_cancelling_reaches_what_waits_and_what_runs(desk: Desk) -> None:
    slow, running = busy(desk, "a")
    waiting = desk.hand_in("b", Kind.FINAL, lambda _: "b")
    desk.cancel("a")
    desk.cancel("b")
    assert reason(waiting) == "cancelled"
    assert not slow.alive()
    slow.let_go.set()
    assert reason(running) == "cancelled"
    assert desk.figures().dropped["cancelled"] == 2


def test_no_more_is_taken_on_than_can_be_done(desk: Desk) -> None:
    slow, _ = busy(desk)
    kept = [desk.hand_in(name, Kind.FINAL, lambda _: "kept") for name in "ab"]
    assert reason(desk.hand_in("c", Kind.FINAL, lambda _: "c")) == "overloaded"
    assert reason(desk.hand_in("d", Kind.PARTIAL, lambda _: "d")) == "crowded"
    slow.let_go.set()
    assert [future.result(WAIT) for future in kept] == ["kept", "kept"]


def test_a_speculation_confirmed_while_it_runs_stays_wanted(desk: Desk) -> None:
    slow, future = busy(desk, "a", Kind.SPECULATIVE)
    desk.promote("a")
    assert slow.alive()
    slow.let_go.set()
    assert future.result(WAIT) == "slow"


def test_a_fault_is_the_jobs_own(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    def faulty(_: Alive) -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        desk.hand_in("a", Kind.FINAL, faulty).result(WAIT)
    assert desk.hand_in("a", Kind.FINAL, lambda _: "still here").result(WAIT) == "still here"
    assert desk.figures().dropped == {"failed": 1}
    assert "recognition failed" in caplog.text


def test_a_waiter_that_went_away_is_no_harm(desk: Desk) -> None:
    slow, _ = busy(desk)
    gone = desk.hand_in("a", Kind.FINAL, lambda alive: alive())
    assert gone.cancel()
    slow.let_go.set()
    assert desk.hand_in("b", Kind.FINAL, lambda _: "b").result(WAIT) == "b"


def test_closing_ends_what_waits(desk: Desk) -> None:
    slow, running = busy(desk)
    waiting = desk.hand_in("a", Kind.FINAL, lambda _: "a")
    closer = threading.Thread(target=desk.close)
    closer.start()
    assert reason(waiting) == "closed"
    slow.let_go.set()
    closer.join(WAIT)
    assert not closer.is_alive()
    assert reason(running) == "cancelled"
    assert reason(desk.hand_in("a", Kind.FINAL, lambda _: "late")) == "closed"


@pytest.fixture
def pair() -> Iterator[Desk]:
    made = Desk(Limits(partial_waits_s=WAIT), workers=2)
    made.open()
    yield made
    made.close()


def test_with_two_threads_a_final_neither_waits_for_a_partial_nor_ends_it(pair: Desk) -> None:
    slow, partial = busy(pair, "a", Kind.PARTIAL)
    assert pair.hand_in("b", Kind.FINAL, lambda _: "heard").result(WAIT) == "heard"
    assert slow.alive()
    slow.let_go.set()
    assert partial.result(WAIT) == "slow"


def test_with_two_threads_one_is_left_to_finals(pair: Desk) -> None:
    slow, _ = busy(pair, "a", Kind.PARTIAL)
    second = Slow()
    waiting = pair.hand_in("b", Kind.PARTIAL, second)
    assert pair.hand_in("c", Kind.FINAL, lambda _: "heard").result(WAIT) == "heard"
    assert not second.begun.is_set()
    assert not waiting.done()
    slow.let_go.set()
    assert second.begun.wait(WAIT)
    second.let_go.set()
    assert waiting.result(WAIT) == "slow"


def test_with_two_threads_two_finals_are_heard_at_once_and_both_end_with_the_desk(pair: Desk) -> None:
    first, _ = busy(pair, "a")
    second, _ = busy(pair, "b")
    assert pair.figures().sessions == 2
    newer = pair.hand_in("a", Kind.FINAL, lambda _: "newer")
    assert not first.alive()
    assert second.alive()
    for slow in (first, second):
        slow.let_go.set()
    assert newer.result(WAIT) == "newer"


def test_with_every_thread_at_a_final_they_are_to_hurry(pair: Desk) -> None:
    partial, partials = busy(pair, "a", Kind.PARTIAL)
    first, _ = busy(pair, "b", Kind.SPECULATIVE)
    assert not pair.crowded, "the next final has a thread as soon as it presses"
    partial.let_go.set()
    assert partials.result(WAIT) == "slow"
    second, _ = busy(pair, "c", Kind.FINAL)
    assert pair.crowded
    first.let_go.set()
    second.let_go.set()


def test_one_thread_alone_need_not_hurry_while_nobody_waits(desk: Desk) -> None:
    slow, _ = busy(desk)
    assert not desk.crowded
    slow.let_go.set()
