"""Small ways of saying things that once were misread, each in several wordings."""

import pytest

from dialogue import events as ev
from tests.dialogue.talk import Talk

SHOP = "We're Acme Tools in Denver, mail ops@acme.com"


def acts(talk: Talk) -> set[str]:
    understood = [e.event for e in talk.log if isinstance(e.event, ev.Understood)][-1]
    return {act.name for act in understood.acts}


@pytest.mark.parametrize("words", ["at least 24GB ram", "8cores and 32gb", "16GB of RAM, 4 vCPUs please"])
def test_a_number_and_its_unit_written_as_one(words: str) -> None:
    talk = Talk()
    talk.say(SHOP, words)
    assert talk.state.draft.size_need is not None
    assert talk.plan["organisation"] == "Acme Tools"


@pytest.mark.parametrize("words", ["six workers in total, not per site", "all together six workers, not each"])
def test_a_share_that_is_denied(words: str) -> None:
    talk = Talk()
    talk.say(SHOP, "two regions", words)
    assert talk.state.draft.workers_total == 6


@pytest.mark.parametrize("words", ["we don't want it after all", "I really don't need it any longer, sorry", "stop. i dont want that anymore"])
def test_not_wanting_it_any_more_cancels(words: str) -> None:
    talk = Talk()
    talk.say(SHOP, words)
    assert "cancel" in acts(talk)


@pytest.mark.parametrize("words", ["hold off a bit", "hang fire please", "hold it"])
def test_holding_off_is_no_yes(words: str) -> None:
    talk = Talk()
    talk.say(SHOP)
    if talk.asking == "apps":
        talk.say("no thanks")
    talk.say(talk.code)
    assert talk.asking == "confirm"
    talk.say(words)
    assert "affirm" not in acts(talk)
    assert talk.creates == []


@pytest.mark.parametrize("words", ["could one of your sales people phone me back", "can somebody from your support people ring us back please"])
def test_our_people_are_asked_to_call(words: str) -> None:
    talk = Talk()
    talk.say(words)
    assert "human" in acts(talk)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("name of company is Delta Kites, mail kites@delta.example", "Delta Kites"),
        ("the name of the club: Riverside Rowers", "Riverside Rowers"),
        ("register it as Mombasa Divers plz", "Mombasa Divers"),
        ("Sunrise Weavers pls", "Sunrise Weavers"),
    ],
)
def test_names_with_what_stands_around_them(words: str, name: str) -> None:
    talk = Talk()
    talk.say("hello", words)
    assert talk.plan["organisation"] == name


@pytest.mark.parametrize("words", ["it must keep going when a data centre goes dark", "we have to survive it when a whole region goes dark"])
def test_what_outlives_the_dark_means_two(words: str) -> None:
    talk = Talk()
    talk.say(SHOP, words)
    assert len(talk.plan["regions"]) == 2


@pytest.mark.parametrize(
    ("words", "email"),
    [
        ("no, it ends in .org", "ops@acme.org"),
        ("not dot com but dot net", "ops@acme.net"),
        (".io, not .com", "ops@acme.io"),
        ("not .org but .net", "ops@acme.com"),  # it never was .org
    ],
)
def test_the_end_of_an_address_is_corrected(words: str, email: str) -> None:
    talk = Talk()
    talk.say(SHOP, words)
    assert talk.plan["email"] == email


def test_an_address_at_the_domain_that_is_known() -> None:
    talk = Talk()
    talk.say("We're Acme Tools in Denver, put it under acme-tools.example", "please use desk at our own domain")
    assert talk.plan["email"] == "desk@acme-tools.example"
    plain = Talk()
    plain.say("We're Acme Tools in Denver", "desk at our domain")
    assert plain.plan["email"] is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Lichtwerk in Hamburg, mail hallo@lichtwerk.example", "Lichtwerk"),
        ("Somewhere in Germany, please", None),
        ("Everything in Helsinki, thanks", None),
        ("hi, were called oak and ash, mail a@oak.example", "oak and ash"),
    ],
)
def test_a_name_at_the_head_of_a_message(words: str, name: str | None) -> None:
    talk = Talk()
    talk.say(words)
    assert talk.plan["organisation"] == name


def test_what_they_would_like_as_their_address() -> None:
    talk = Talk()
    talk.say(SHOP, "we'd like blue kite dot omani dot works")
    assert talk.plan["domain"]["fqdn"] == "bluekite.omani.works"
