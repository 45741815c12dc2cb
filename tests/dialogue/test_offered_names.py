"""What is on offer and is named is that, whatever else it looks like."""

import pytest

from dialogue import events as ev
from tests.dialogue.languages import tongues
from tests.dialogue.talk import Talk


def taken(label: str, *, language: str = "en") -> Talk:
    talk = Talk(core=tongues.CORE, started=ev.ConversationStarted(language=language), taken=frozenset({label}))
    talk.say("We're Orgel, a@orgel.example" if language == "en" else "info@orgel.example")
    if talk.asking == "organisation":
        talk.say("Orgel")
    assert (talk.asking, talk.codes) == ("domain", ["label_taken"])
    return talk


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "orgel-2"), ("en", "Orgel-2 please"), ("en", "take orgel-2"), ("en", "then orgel-2 it is"), ("en", "I'd go for orgel-2"),
        ("de", "orgel-2"), ("de", "dann nehmen wir orgel-2"), ("fr", "je prends orgel-2"), ("es", "orgel-2 por favor"), ("tr", "orgel-2 olsun"), ("ar", "orgel-2"),
    ],
)  # fmt: skip
def test_a_free_label_is_taken_by_its_name(language: str, words: str) -> None:
    talk = taken("orgel", language=language)
    talk.say(words)
    assert talk.plan["domain"]["label"] == "orgel-2"
    assert talk.codes == []


@pytest.mark.parametrize("label", ["orgel-3", "orgel7", "kist-12"])
def test_a_label_of_their_own_may_look_like_an_id(label: str) -> None:
    talk = taken("orgel")
    talk.say(label)
    assert (talk.plan["domain"]["label"], talk.codes) == (label, [])


def test_a_name_may_look_like_an_id() -> None:
    talk = Talk()
    talk.say("hello", "Studio-54")
    assert (talk.plan["organisation"], talk.codes) == ("Studio-54", [])


@pytest.mark.parametrize("words", ["put it in region ams3", "make it eu-central-1"])
def test_what_is_not_on_offer_and_called_a_region_is_none_that_we_know(words: str) -> None:
    talk = taken("orgel")
    talk.say(words)
    assert "unknown_region" in talk.codes
