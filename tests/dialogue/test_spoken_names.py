"""Who speaks gives no capitals: a company's name is written as names are, and typed ones stay as they were typed."""

from typing import Literal

import pytest

from dialogue.engines.spoken_names import capitalised
from tests.dialogue.talk import Talk


def named(text: str, channel: Literal["text", "voice"]) -> str | None:
    talk = Talk()
    talk.post(talk.heard(text).model_copy(update={"channel": channel, "confidence": 0.9 if channel == "voice" else None}))
    return talk.state.draft.organisation


def test_a_name_that_was_heard_in_part_without_capitals_gets_them() -> None:
    assert named("We are the Riverside tennis club.", "voice") == "Riverside Tennis Club"
    assert named("The company is called blue river logistics.", "voice") == "Blue River Logistics"


def test_what_was_typed_is_as_it_was_typed() -> None:
    assert named("The company is called blue river logistics.", "text") == "blue river logistics"


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("silver lake hospital supplies", "Silver Lake Hospital Supplies"),
        ("house of the rising sun", "House of the Rising Sun"),
        ("the", "The"),
        ("eBay iOS b2b", "eBay iOS b2b"),
        ("NASA partners", "NASA Partners"),
        ("o'neill and sons", "o'neill and Sons"),
        ("café central", "Café Central"),
        ("iron-gate security", "Iron Gate Security"),
        ("Coca-Cola bottling", "Coca-Cola Bottling"),
    ],
)
def test_words_that_have_a_way_of_their_own_keep_it(heard: str, written: str) -> None:
    assert capitalised(heard) == written
