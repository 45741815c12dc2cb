"""A name that the recogniser isn't sure of is taken, and said back to be denied."""

from typing import Any

import pytest

from dialogue import events as ev
from tests.dialogue.talk import Talk


def spoken(*words: tuple[str, float]) -> tuple[ev.SpokenWord, ...]:
    return tuple(ev.SpokenWord(text=text, start_ms=300 * n, end_ms=300 * n + 280, confidence=sure) for n, (text, sure) in enumerate(words))


def reply(talk: Talk, text: str, **more: Any) -> str:
    talk.post(talk.heard(text).model_copy(update={"channel": "voice", "confidence": 0.8, "after": talk.state.seq, **more}))
    return next(e.event.text for e in reversed(talk.log) if isinstance(e.event, ev.AssistantSaid))


def put(sure: float) -> dict[str, Any]:
    return {"words": spoken(("Put", 0.9), ("it", 0.9), ("in", 0.9), ("Hillsboro,", sure), ("please.", 0.9)), "guessed": ("Hillsboro",)}


def test_a_repaired_place_with_a_low_score_is_taken_and_read_back() -> None:
    talk = Talk()
    assert "Hillsboro, right?" in reply(talk, "Put it in Hillsboro, please.", **put(0.41))
    assert talk.state.draft.regions == ("hil",)
    assert "Helsinki" in reply(talk, "No, Helsinki.", words=spoken(("No,", 0.9), ("Helsinki.", 0.9)))
    assert talk.state.draft.regions == ("hel1",)


@pytest.mark.parametrize("more", [put(0.9), {"words": ()}, {**put(0.41), "channel": "text"}], ids=["sure", "unknown", "typed"])
def test_what_is_sure_isnt_asked_about(more: dict[str, Any]) -> None:
    assert "right?" not in reply(Talk(), "Put it in Hillsboro, please.", **more)


def test_sizes_and_apps_are_read_back_too_and_names_of_several_words_as_one() -> None:
    talk = Talk()
    said = reply(
        talk, "The CPX 52, with Uptime Kuma and Gitea.",
        words=spoken(("The", 0.9), ("CPX", 0.5), ("52,", 0.9), ("with", 0.9), ("Uptime", 0.9), ("Kuma", 0.3), ("and", 0.9), ("Gitea.", 0.9)),
    )  # fmt: skip
    assert "cpx52, right?" in said
    assert "Uptime Kuma, right?" in said
    assert "Gitea, right?" not in said


def test_a_doubt_about_other_words_is_none_about_the_name() -> None:
    words = spoken(("Puddid", 0.2), ("in", 0.3), ("Hillsboro.", 0.95))
    assert "right?" not in reply(Talk(), "Puddid in Hillsboro.", words=words)


def test_what_was_said_twice_counts_where_it_was_clearer() -> None:
    words = spoken(("Hillsboro.", 0.3), ("Yes,", 0.9), ("Hillsboro.", 0.9))
    assert "right?" not in reply(Talk(), "Hillsboro. Yes, Hillsboro.", words=words)
