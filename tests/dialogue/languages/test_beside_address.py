"""A first message of a name and an address; a hyphen of a spoken address is kept."""

import pytest

from dialogue import events as ev
from tests.dialogue.languages import tongues
from tests.dialogue.talk import Talk


def talked(language: str, *said: str) -> Talk:
    talk = Talk(core=tongues.CORE, started=ev.ConversationStarted(language=language))
    talk.say(*said)
    return talk


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "tr"])
@pytest.mark.parametrize(("said", "name"), [("Vireo, hi@vireo.example", "Vireo"), ("Lunaro, mail@lunaro.com.tr, Helsinki", "Lunaro")])
def test_a_name_that_an_address_repeats(language: str, said: str, name: str) -> None:
    assert talked(language, said).plan["organisation"] == name


def test_an_umlaut_may_be_spelled_out() -> None:
    assert talked("de", "Müllerei, info@muellerei.example").plan["organisation"] == "Müllerei"


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "Petra, petra@gmail.com"), ("de", "Berlin, info@berlin.example"), ("es", "Web, info@web.example"), ("fr", "Merci, info@kranich.example"), ("tr", "Merhaba, info@kranich.example")],
)
def test_other_words_beside_an_address(language: str, said: str) -> None:
    assert talked(language, said).plan["organisation"] is None


@pytest.mark.parametrize(
    ("language", "said", "email"),
    [
        ("de", "info ät nord-licht punkt de", "info@nord-licht.de"), ("de", "jean-paul at nordlicht punkt de", "jean-paul@nordlicht.de"), ("de", "info at nord licht punkt de", "info@nordlicht.de"),
        ("de", "info at N-O-R-D punkt de", "info@nord.de"), ("fr", "contact arobase nord-sud point fr", "contact@nord-sud.fr"),
        ("es", "info arroba norte-sur punto es", "info@norte-sur.es"), ("tr", "info et kuzey-guney nokta com", "info@kuzey-guney.com"),
    ],
)  # fmt: skip
def test_hyphens_of_a_spoken_address(language: str, said: str, email: str) -> None:
    talk = talked(language, "Vireo GmbH", said) if language == "de" else talked(language, "Vireo Ltd", said)
    assert talk.plan["email"] == email


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("We're The Very Long Named Foundry For Bells and Gongs", "The Very Long Named Foundry For Bells and Gongs"), ("We are A Fine Name Ltd", "A Fine Name Ltd"),
        ("We are Big Name Events", "Big Name Events"), ("Our Company Is Called Vireo Tools", "Vireo Tools"), ("Company Name Vireo Tools", "Vireo Tools"), ("we're a firm named Vireo Tools", "Vireo Tools"),
    ],
)  # fmt: skip
def test_a_word_that_announces_names_may_stand_in_one(said: str, name: str) -> None:
    assert talked("en", said).plan["organisation"] == name
