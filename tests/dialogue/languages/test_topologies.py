"""Topologies by name: before another language's reading of a part of it, and as an item among those of a plan."""

import pytest

from dialogue import events as ev
from tests.dialogue.languages import tongues
from tests.dialogue.talk import Talk


def begun(language: str) -> Talk:
    return Talk(started=ev.ConversationStarted(language=language), core=tongues.CORE)


@pytest.mark.parametrize(
    ("language", "said", "regions"),
    [
        ("en", "Harbor Light, a@harborlight.com, citadel", 4),
        ("en", "Pine Studio, jo@pine.example, citadel, wordpress", 4),
        ("en", "Harbor Light, a@harborlight.com, compact", 2),
        ("en", "Harbor Light, a@harborlight.com, dual", 2),
        ("en", "Pine Studio, dual, jo@pine.example, wordpress please", 2),
        ("en", "Pine Studio, jo@pine.example, compact please, helsinki", 2),
        ("en", "Harbor Light, a@harborlight.com, zoned", 2),
        ("es", "Somos Faro Azul, a@faro.es, citadel", 4),
        ("de", "Wir heißen Hafenlicht, a@hafenlicht.de, compact", 2),
        ("fr", "Nous sommes Phare, a@phare.fr, dual, wordpress", 2),
        ("es", "Somos Faro Azul, a@faro.es, solo wordpress", 1),
        ("en", "We make chairs that are solid, compact, sturdy. Reborn Chairs, a@acme.com", 1),
        ("en", "We're Reborn Chairs (small, compact, sturdy), a@acme.com", 1),
    ],
)
def test_a_topology_is_so_many_regions_and_no_app(language: str, said: str, regions: int) -> None:
    talk = begun(language)
    talk.say(said)
    assert len(talk.plan["regions"]) == regions
    assert talk.plan["apps"] == (["wordpress"] if "wordpress" in said else [])
    assert talk.seen["language"] == language


def test_the_word_that_it_begins_like_still_means_what_it_means() -> None:
    talk = begun("es")
    talk.say("Somos Faro Azul, a@faro.es, triangle y citas")
    assert (len(talk.plan["regions"]), talk.plan["apps"]) == (3, ["cal-com"])


def test_a_regime_that_leaves_too_few_is_said() -> None:
    talk = begun("en")
    talk.say("Harbor Light, a@harborlight.com, citadel, fedramp")
    assert "too_many_regions" in talk.codes
    assert talk.plan["apps"] == []
