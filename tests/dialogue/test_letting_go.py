"""A no to what a problem proposes lets go of the wish that made it; and other noes and takings-back that led nowhere."""

import pytest

from tests.dialogue.talk import CODE, Talk
from tests.dialogue.test_supposing import begun


@pytest.mark.parametrize(
    ("lines", "slot", "value"),
    [
        (("also in Falkenstein", "no"), "regions", ["fsn1"]), (("also in Falkenstein", "none of them"), "regions", ["fsn1"]), (("six regions", "no thanks"), "regions", ["fsn1"]), (("60 workers", "no"), "workers", 0),
        (("three workers", "60 workers", "absolutely not"), "workers", 3), (("GDPR applies", "host in Ashburn", "no"), "regions", ["fsn1"]), (("host in Ashburn", "GDPR applies", "no"), "regions", ["ash"]),
        (("host in Ashburn", "GDPR applies", "never mind Ashburn"), "regions", ["fsn1"]), (("GDPR applies", "in Hillsboro then", "neither"), "regions", ["fsn1"]),
    ],
)  # fmt: skip
def test_what_made_the_problem_is_let_go(lines: tuple[str, ...], slot: str, value: object) -> None:
    talk = begun()
    talk.say(*lines[:-1])
    assert talk.codes
    reply = talk.say(lines[-1])
    assert talk.codes == []
    assert talk.plan[slot] == value
    assert talk.asking == "email_code"
    assert talk.plan["organisation"] == "Acme"
    assert "Taken back." in reply or lines[-1].startswith("never mind")


def test_said_in_the_first_message() -> None:
    talk = Talk()
    talk.say("Acme, a@acme.com, GDPR, and host in Ashburn")
    assert talk.codes == ["residency_conflict"]
    assert "Taken back." in talk.say("no")
    assert talk.plan["regions"] == ["fsn1"]
    assert talk.plan["residency"] == "eu"
    assert talk.plan["email"] == "a@acme.com"


def test_an_address_that_is_taken() -> None:
    talk = Talk(taken=frozenset({"beta"}))
    talk.say("Acme, a@acme.com", "use beta.omani.works")
    assert talk.codes == ["label_taken"]
    talk.say("no")
    assert talk.plan["domain"]["fqdn"] == "acme.omani.works"


def test_what_nobody_wished_for_is_asked_again() -> None:
    talk = Talk(taken=frozenset({"acme"}))
    talk.say("Acme, a@acme.com", "no")
    assert talk.codes == ["label_taken"]
    assert talk.plan["organisation"] == "Acme"


@pytest.mark.parametrize("words", ["wait", "hold on", "not yet", "no problem", "what does it cost?", "no human please"])
def test_who_only_waits_keeps_the_wish(words: str) -> None:
    talk = begun()
    talk.say("also in Falkenstein", words)
    assert talk.codes == ["duplicate_region"]


@pytest.mark.parametrize(("language", "wish", "no"), [("de", "auch in Falkenstein", "nein"), ("fr", "aussi à Falkenstein", "non"), ("es", "también en Falkenstein", "no"), ("tr", "60 worker", "hayır"), ("ar", "60 عاملا", "لا")])
def test_in_other_languages(language: str, wish: str, no: str) -> None:
    talk = begun(language)
    before = talk.plan
    talk.say(wish)
    talk.say(no)
    assert talk.codes == []
    assert talk.plan == before


@pytest.mark.parametrize("words", ["scratch that, we're Beta Corp", "strike that, we are Beta Corp", "scratch that. I am Beta Corp"])
def test_a_name_in_the_place_of_what_was_said(words: str) -> None:
    talk = begun()
    talk.say(words)
    assert talk.plan["organisation"] == "Beta Corp"
    assert talk.plan["email"] == "a@acme.com"


@pytest.mark.parametrize("words", ["leave it as it was", "keep everything as it was", "leave it how it was before"])
def test_as_it_was_before_anything_changed_is_as_it_is(words: str) -> None:
    talk = begun()
    before = talk.plan
    talk.say(words)
    assert talk.plan == before
    talk.say("make it large", words)
    assert talk.plan == before


@pytest.mark.parametrize("words", ["move it to Helsinki and undo that and tell me the price", "make it large, undo that, and what does it cost?", "three workers. undo that. how much is it?"])
def test_a_question_behind_what_is_taken_back(words: str) -> None:
    talk = begun()
    before = talk.plan
    reply = talk.say(words)
    assert talk.plan == before
    assert "EUR 25.49" in reply


@pytest.mark.parametrize("words", ["no human please", "no person, thanks", "I don't want to talk to a human", "don't get anyone", "no need for a person", "please don't hand me over to a colleague"])
def test_a_no_to_a_person_calls_none(words: str) -> None:
    talk = begun()
    talk.say(words)
    assert not talk.state.human
    assert talk.asking == "email_code"
    talk.say(f"{CODE} yes")
    assert len(talk.creates) == 1


@pytest.mark.parametrize("words", ["human please", "get me a person", "no, I want a human", "I don't want a robot, get me a human"])
def test_a_wish_for_a_person_is_one(words: str) -> None:
    talk = begun()
    talk.say(words)
    assert talk.state.human


@pytest.mark.parametrize("words", ["can you say that slower", "could you speak more slowly please", "slow down please", "a bit slower please", "say that again, louder", "read it to me more clearly"])
def test_slower_is_the_same_again(words: str) -> None:
    talk = begun()
    assert "Acme, a@acme.com. One region" in talk.say(words)
