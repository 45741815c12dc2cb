"""What is proposed and when; places that are told, counts that shrink, wishes that can't be met and stand."""

import pytest

from tests.dialogue.talk import Talk

REASON = "I suggest "


@pytest.mark.parametrize("before", [(), ("hello",), ("hi there", "thanks")])
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("I have a small vineyard in Tuscany", "which suits Tuscany best"),
        ("a bakery", "where machines and object storage stand together"),
        ("we sell shoes", "where machines and object storage stand together"),
        ("We're in Frankfurt", "which suits Frankfurt best"),
        ("our customers are in Vilnius", "which suits Vilnius best"),
    ],
)
def test_the_first_content_brings_the_proposal(before: tuple[str, ...], said: str, told: str) -> None:
    talk = Talk()
    for line in before:
        talk.say(line)
    reply = talk.say(said)
    assert (reply.count(REASON), told in reply, "EUR 25.49" in reply, "Noted" in reply) == (1, True, True, False), reply


@pytest.mark.parametrize("then", ["thanks", "what does it cost?", "good morning", "four workers", "a wiki too"])
def test_nothing_is_proposed_twice(then: str) -> None:
    talk = Talk()
    talk.say("hello")
    assert REASON in talk.say("we sell shoes")
    assert REASON not in talk.say(then)
    assert "My suggestion for" not in talk.say("We are Acme")


def test_what_the_proposal_tells_isnt_told_before_it() -> None:
    talk = Talk()
    talk.say("hello")
    assert talk.say("a wiki").count("BookStack") == 1


def test_behind_a_question_that_came_first_it_is_proposed() -> None:
    talk = Talk()
    talk.say("hello")
    assert "an estimate" not in talk.say("Helsinki and Helsinki")
    assert "an estimate" in talk.say("and Ashburn then")
    assert "an estimate" not in talk.say("four workers")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("as close to Tokyo as possible", "There is no region in Tokyo itself. For it I offer Falkenstein"),
        ("put it as near to Seoul as you can, please", "There is no region in Seoul itself. For it I offer Falkenstein"),
        ("we're in Munich by the way", "I suggest Falkenstein, Germany, which suits Munich best"),
    ],
)
def test_a_place_whose_region_stands_is_told_all_the_same(said: str, told: str) -> None:
    talk = Talk()
    talk.say("We are Acme, a@acme.com")
    assert told in talk.say(said)
    assert talk.plan["regions"] == ["fsn1"]


def test_regions_that_go_and_come_are_told_as_what_they_do() -> None:
    talk = Talk()
    talk.say("We are Acme, a@acme.com")
    assert "To make 3 regions I add Helsinki and Nuremberg." in talk.say("three regions")
    reply = talk.say("and only two regions")
    assert "For 2 regions I keep Falkenstein and Helsinki." in reply
    assert "I add" not in reply
    assert "I keep" not in (next_reply := talk.say("four workers"))
    assert "I add" not in next_reply
    assert "To make 3 regions I add Nuremberg." in talk.say("three regions after all")


@pytest.mark.parametrize(("wish", "code", "settles"), [("on AWS please", "provider_unsupported", "Hetzner is fine"), ("add a mail server", "app_not_installable", "add a wiki")])
def test_a_wish_that_cant_be_met_stands_until_it_is_settled_and_is_told_once(wish: str, code: str, settles: str) -> None:
    talk = Talk()
    talk.say("We are Acme, a@acme.com")
    told = talk.say(wish)
    for line in ("four workers", "Helsinki please"):
        reply = talk.say(line)
        assert [p["code"] for p in talk.seen["problems"]] == [code]
        assert not set(told.split(". ")[:1]) & set(reply.split(". "))
        assert talk.asking == "email_code"
    talk.say(settles)
    assert talk.seen["problems"] == []


def test_what_somebody_does_for_a_living_is_no_wish_that_stands() -> None:
    talk = Talk()
    talk.say("I do the books for the Harbour Pilots Trust, jo@pilots.example")
    assert (talk.state.draft.organisation, talk.seen["problems"]) == ("Harbour Pilots Trust", [])
