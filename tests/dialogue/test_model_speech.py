"""What a model has said stands: the message that ends a turn begins with the clauses that were shown, however the turn goes on."""

import pytest

from dialogue import events as ev
from dialogue.state import SSHKEY
from tests.dialogue.model_talk import ModelTalk, fails, plans, says
from tests.dialogue.talk import error

BAKERY = "I run a bakery in Ghent, call it Broodhuis, mail is info at broodhuis dot be"
WISHES = {"organisation": "Broodhuis", "email": "info@broodhuis.be", "location": "Ghent"}


def shown(talk: ModelTalk, begin: int = 0) -> str:
    """Everything that was streamed since."""
    return " ".join(e.event.text.strip() for e in talk.log[begin:] if isinstance(e.event, ev.ModelSpoke))


def said(talk: ModelTalk) -> str:
    last = talk.log[-1].event
    assert isinstance(last, ev.AssistantSaid)
    return last.text


@pytest.mark.parametrize(
    ("spoken", "goes_on"),
    [("A website for Broodhuis, and", " … Let me put that differently. "), ("Good.", " Let me put that differently. ")],
)
def test_an_answer_that_is_cut_goes_on_in_one_message(spoken: str, goes_on: str) -> None:
    talk = ModelTalk().model(fails("cut", spoken=spoken))
    talk.say(BAKERY)
    assert said(talk).startswith(spoken + goes_on)
    assert said(talk).count(spoken) == 1
    assert talk.plan["organisation"] == "Broodhuis"
    assert next(m.text for m in talk.state.model.messages if m.role == "assistant") == spoken  # type: ignore[union-attr] # it took part


def test_two_answers_of_one_turn_are_one_message() -> None:
    talk = ModelTalk().model(plans("Let me note that.", **WISHES), says("All there."))
    talk.say(BAKERY)
    assert said(talk).startswith("Let me note that. All there. ")
    assert shown(talk) == "Let me note that. All there."


def test_a_tool_of_ours_that_fails_leaves_the_words_where_they_are() -> None:
    talk = ModelTalk(failures={SSHKEY: [error("internal", "No key today.")]}).model(plans(**WISHES), says("All there."))
    talk.say(BAKERY)
    assert said(talk).startswith("All there. ")


def test_after_a_restart_the_clauses_that_were_shown_still_stand() -> None:
    talk = ModelTalk()
    talk.crash_at = frozenset({len(talk.log) + 5})  # shown, said, understood, asked, spoke
    talk.model(says("I will put that down, and then"))
    talk.say(BAKERY)
    (failed,) = (e.event for e in talk.log if isinstance(e.event, ev.ModelFailed))
    assert (failed.code, failed.spoken) == ("restarted", "I will put that down, and then")
    assert said(talk).startswith("I will put that down, and then … Let me put that differently. ")
    assert talk.plan["organisation"] == "Broodhuis"
    assert talk.state == talk.refold()


def test_what_was_said_in_one_turn_isnt_said_again_in_one_that_begins_by_itself() -> None:
    talk = ModelTalk().model(plans(**WISHES), says("All there."))
    talk.say(BAKERY)
    talk.post(ev.EmailVerified(email="info@broodhuis.be"))  # by the link in the mail
    assert "All there." not in said(talk)
    talk.model(fails("cut", spoken="Well, so I"))
    talk.say("and what is a region?")
    talk.post(ev.EmailVerified(email="info@broodhuis.be"))
    assert "Well, so I" not in said(talk)
    assert "differently" not in said(talk)


@pytest.mark.parametrize("masked", ["my password is hunter2hunter2", "password: correcthorse99"])
def test_that_a_secret_was_hidden_is_said_behind_the_models_words(masked: str) -> None:
    talk = ModelTalk().model(says("Thank you. What is it called?"))
    talk.say(f"a cloud for a school, {masked}")
    assert said(talk).startswith("Thank you. What is it called? ")
    assert "hidden" in said(talk)


@pytest.mark.parametrize("answer", [says(""), says("  \n")])
def test_an_empty_answer_leaves_the_turn_to_us(answer: ev.ModelAnswered) -> None:
    talk = ModelTalk().model(answer)
    talk.say(BAKERY)
    assert (talk.plan["organisation"], talk.plan["email"]) == ("Broodhuis", "info@broodhuis.be")
    assert {e.event.engine for e in talk.log if isinstance(e.event, ev.Understood)} == {"anthropic", "embedded"}


def test_an_empty_answer_after_a_change_is_worded_by_us() -> None:
    talk = ModelTalk().model(plans(**WISHES), says(""))
    talk.say(BAKERY)
    assert talk.plan["organisation"] == "Broodhuis"
    assert talk.asking == "email_code"
    assert len(said(talk)) > 20
