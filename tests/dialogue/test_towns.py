"""Smaller towns count where a place is expected, and nowhere else."""

import pytest

from tests.dialogue.languages.understanding import understood
from tests.dialogue.talk import Talk


@pytest.mark.parametrize(
    ("said", "regions"),
    [
        ("a blog for a bush pilot in Yellowknife, called Loon Air", ["hil"]),
        ("a blog for a bush pilot in yellowknife, called Loon Air", ["hil"]),
        ("a tiny cafe in Taos, New Mexico, called Loon Air", ["hil"]),
        ("We're a school from Haapsalu, called Loon Air", ["hel1"]),
        ("Loon Air in Bad Ischl, we need bookings", ["fsn1"]),
    ],
)
def test_a_town_after_a_word_that_says_where(said: str, regions: list[str]) -> None:
    talk = Talk()
    talk.say(said)
    assert talk.plan["regions"] == regions
    assert talk.plan["organisation"] == "Loon Air"


def test_a_name_that_is_an_everyday_word_needs_its_capital() -> None:
    small, large = Talk(), Talk()
    small.say("we are called Dust, put it in purdy please")
    large.say("we are called Dust, an inn in Purdy")
    assert small.state.draft.location is None
    assert large.state.draft.location == "Purdy"


def test_a_town_in_a_name_is_a_name() -> None:
    talk = Talk()
    talk.say("We are Ludlow & Sons, info@ludlow.example")
    assert talk.plan["organisation"] == "Ludlow & Sons"
    assert talk.state.draft.location is None


def test_health_data_in_a_small_town_of_the_eu_stays_there() -> None:
    talk = Talk()
    talk.say("We're a clinic in Selfoss called Heilsa")
    assert talk.plan["residency"] == "eu"


@pytest.mark.parametrize(
    ("language", "said", "town"),
    [
        ("de", "Wir sind eine Bäckerei in Bad Tölz", "Bad Tölz"),
        ("fr", "Nous sommes une boulangerie à Martigny", "Martigny"),
        ("es", "Somos un hotel en Ushuaia", "Ushuaia"),
        ("tr", "Datça'da bir otelimiz var, adı Badem", "Datça"),
        ("tr", "Datçada bir otelimiz var, adı Badem", "Datça"),
    ],
)
def test_towns_in_other_languages(language: str, said: str, town: str) -> None:
    assert understood(said, language).set.get("location") == town


@pytest.mark.parametrize(("language", "said"), [("de", "In Ruhe bitte"), ("fr", "En avant"), ("es", "En paz por favor"), ("de", "Im Moment nichts")])
def test_a_turn_of_phrase_is_no_town(language: str, said: str) -> None:
    assert "location" not in understood(said, language).set
