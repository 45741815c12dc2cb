"""Regions that are listed, counted and put in order: every place that is named is heard, and nothing is mapped in silence."""

import pytest

from tests.dialogue.talk import Talk

START = "We're Kiln Tiles Ltd, mail ops@kiln.example"


@pytest.mark.parametrize(
    ("said", "regions"),
    [
        (("we'd like two regions, Norway and Germany",), ["hel1", "fsn1"]),
        (("Two regions: Montreal and Vancouver",), ["ash", "hil"]),
        (("three sites, Norway, Germany and Canada",), ["hel1", "fsn1", "ash"]),
        (("two regions in Lyon and Oslo",), ["fsn1", "hel1"]),
        (("two regions in Germany",), ["fsn1", "nbg1"]),
        (("two regions, our customers are in Norway",), ["hel1", "fsn1"]),
        (("fsn1, hel1, nbg1 and ash", "make it the US first"), ["ash", "fsn1", "hel1", "nbg1"]),
        (("fsn1, nbg1, ash and hil", "the United States should be first"), ["ash", "fsn1", "nbg1", "hil"]),
        (("fsn1 and ash", "Finland first"), ["hel1", "ash"]),
        (("fsn1 and ash", "the second one in Germany"), ["fsn1", "nbg1"]),
        (("what regions are there?", "the third one"), ["hel1"]),
        (("which regions do you have?", "I'd take the last one"), ["hil"]),
        (("two regions", "and a third one please"), ["fsn1", "hel1", "nbg1"]),
    ],
)  # fmt: skip
def test_regions(said: tuple[str, ...], regions: list[str]) -> None:
    talk = Talk()
    talk.say(START, *said)
    assert talk.plan["regions"] == regions


def test_a_country_without_a_region_is_said_so() -> None:
    talk = Talk()
    talk.say(START)
    assert "There is no region in Norway itself." in talk.say("two regions, Norway and Germany")


@pytest.mark.parametrize("said", ["a hundred regions", "one hundred regions, cpx52", "two hundred and fifty regions"])
def test_more_regions_than_there_are(said: str) -> None:
    talk = Talk()
    talk.say(START, said)
    assert talk.codes == ["too_many_regions"]


def test_hundreds_are_counted() -> None:
    talk = Talk()
    talk.say(START, "a hundred workers")
    assert talk.codes == ["workers_out_of_range"]
