"""The person's view of a talk: whose turn it is, from the live socket alone."""

import pytest

from evals.voice.agent import QUIET_S, Floor


def floor(*frames: tuple[float, dict[str, object]]) -> Floor:
    made = Floor()
    for at, frame in frames:
        made.took(frame, at)
    return made


def voice(state: str) -> dict[str, object]:
    return {"type": "voice", "state": state, "line": "l1"}


def test_it_is_their_turn_when_nothing_has_changed_for_a_moment() -> None:
    there = floor((1.0, voice("speaking")), (2.0, voice("listening")))
    assert not there.idle(2.0 + QUIET_S / 2)
    assert there.idle(2.0 + QUIET_S)
    there.took({"type": "assistant_said", "seq": 9, "text": "And another thing."}, 2.5)
    assert not there.idle(2.0 + QUIET_S)


def test_an_answer_is_one_that_ends_the_turn_and_stands_behind_what_was_heard() -> None:
    there = floor((1.0, {"type": "assistant_said", "seq": 3}), (2.0, {"type": "user_said", "seq": 4}))
    assert not there.answered_since(3)
    there.took({"type": "assistant_said", "seq": 6, "endsTurn": False}, 2.1)
    assert not there.answered_since(3)
    there.took({"type": "assistant_said", "seq": 7, "endsTurn": True}, 2.2)
    assert there.answered_since(3)
    assert not there.answered_since(4)


def test_a_sentence_that_goes_on_waits_for_the_answer_to_the_whole() -> None:
    there = floor((1.0, {"type": "user_said", "seq": 4}), (1.1, {"type": "assistant_said", "seq": 5}), (1.5, {"type": "user_said", "seq": 6}))
    assert not there.answered_since(3)


@pytest.mark.parametrize("kind", ["level", "partial", "spoken"])
def test_what_only_passes_by_changes_nothing(kind: str) -> None:
    there = floor((1.0, voice("listening")))
    there.took({"type": kind}, 5.0)
    assert there.idle(1.0 + QUIET_S)
    assert there.last == 0
