"""Questions that try something out, comparisons, what isn't a question; undo and redo; a person wanted."""

import pytest

from tests.dialogue.talk import CODE, Talk

START = "We're Blue Door Ltd, mail ops@bluedoor.be"


@pytest.mark.parametrize(
    ("words", "price"),
    [
        ("what would three workers cost?", "EUR 101.96"),
        ("how much is it with HA?", "EUR 76.47"),
        ("how much would two regions be", "EUR 50.98"),
        ("would a bigger machine be expensive?", "EUR 36.49"),
        ("should we take two regions?", "EUR 50.98"),
    ],
)
def test_a_change_is_priced_and_nothing_changes(words: str, price: str) -> None:
    talk = Talk()
    talk.say(START, CODE)
    before = talk.plan
    reply = talk.say(words)
    assert price in reply
    assert "estimate" in reply
    assert talk.plan == before
    assert talk.asking == "confirm"


def test_what_was_tried_out_can_be_taken() -> None:
    talk = Talk()
    talk.say(START, CODE, "what would three workers cost?")
    talk.say("ok, take that")
    assert talk.plan["workers"] == 3
    assert talk.creates == []
    talk.say("yes")
    assert [plan["workers"] for plan in talk.creates] == [3]


def test_a_yes_after_a_trial_is_for_the_plan_as_it_stands() -> None:
    talk = Talk()
    talk.say(START, CODE)
    assert "as it stands" in talk.say("what would three workers cost?")
    talk.say("yes")
    assert [plan["workers"] for plan in talk.creates] == [0]


@pytest.mark.parametrize("words", ["compare cpx42 and ccx33", "what's the difference between cpx42 and ccx33?", "which is cheaper, cpx42 or ccx33"])
def test_sizes_are_compared(words: str) -> None:
    talk = Talk()
    talk.say(START)
    reply = talk.say(words)
    assert "cpx42 has 8 cores" in reply
    assert "ccx33 has 8 cores" in reply
    assert talk.plan["size"] == "cpx42"


def test_what_cannot_be_had_is_said_when_it_is_asked_about() -> None:
    talk = Talk()
    talk.say(START)
    assert "can't be ordered" in talk.say("how much is cpx31?")
    assert talk.codes == []


def test_the_tenant_plans_are_told_in_their_own_currency() -> None:
    talk = Talk()
    talk.say(START)
    reply = talk.say("what do the tenant plans cost?")
    assert "OMR 9" in reply
    assert "EUR" not in reply


def test_redo_brings_back_what_undo_took() -> None:
    talk = Talk()
    talk.say(START, "Helsinki", "three workers", "undo", "undo")
    assert (talk.plan["regions"], talk.plan["workers"]) == (["fsn1"], 0)
    talk.say("redo", "redo that please")
    assert (talk.plan["regions"], talk.plan["workers"]) == (["hel1"], 3)
    assert "nothing" in talk.say("redo")


@pytest.mark.parametrize(
    "words", ["give me a human please", "could you connect us with your sales team", "is there a real person I can speak with?", "transfer me to an agent"]
)
def test_a_person_is_wanted(words: str) -> None:
    talk = Talk()
    talk.say(START, words)
    assert talk.state.human


@pytest.mark.parametrize("words", ["sorry, I was speaking to someone else", "we need someone to pay for it", "I don't want to talk to a person", "our support team has ten people"])
def test_no_person_is_wanted(words: str) -> None:
    talk = Talk()
    talk.say(START, words)
    assert not talk.state.human
