"""A yes that an insult follows is none any more; a spoken one spends money only after the whole read-back was heard, when it was really said, and not over our own words."""

import re
from typing import Any

import pytest

from dialogue import events as ev
from tests.dialogue.talk import CODE, Talk

QUESTION = re.compile(r"[^.!?]*\?$")
"""What a read-back ends with."""
SHOP = "We are Acme Foods in Ghent, mail ops@acme.com"


def confirming(*, heard: bool) -> Talk:
    """Everything but the yes; the read-back was shown, and played to its end or not."""
    talk = Talk()
    talk.say(SHOP)
    talk.post(ev.Shown(upto=talk.state.seq, how="played" if heard else "shown"))
    talk.say(CODE, show=heard)
    assert talk.asking == "confirm"
    return talk


def speak(talk: Talk, text: str, **more: Any) -> ev.AssistantSaid:
    """A spoken message; the reply."""
    talk.post(talk.heard(text).model_copy(update={"channel": "voice", "confidence": 0.9, "after": talk.state.seq, **more}))
    return next(e.event for e in reversed(talk.log) if isinstance(e.event, ev.AssistantSaid))


def test_a_clear_yes_to_what_was_heard_whole_creates_it() -> None:
    talk = confirming(heard=True)
    speak(talk, "Yes, please.")
    assert len(talk.creates) == 1


@pytest.mark.parametrize(
    "more",
    [{"confidence": 0.3}, {"over_us": True}, {"guessed": ("Yes",)}, {"after": 1}],
    ids=["mumbled", "over our words", "put in place of another word", "begun before the read-back"],
)
def test_any_other_yes_creates_nothing_and_is_asked_for_again(more: dict[str, Any]) -> None:
    talk = confirming(heard=True)
    said = speak(talk, "Yes.", **more)
    assert talk.creates == []
    assert (said.asking, said.options) == ("confirm", ("yes",)), "there is a button"
    speak(talk, "Yes.")
    assert len(talk.creates) == 1


def test_a_murmur_is_no_yes() -> None:
    talk = confirming(heard=True)
    speak(talk, "Mhm.")
    assert talk.creates == []


def test_a_yes_to_what_was_only_shown_is_not_taken_by_voice_but_by_the_button() -> None:
    talk = confirming(heard=False)
    said = speak(talk, "Yes, go ahead.")
    assert talk.creates == []
    assert "button" in said.text
    talk.say("yes")
    assert len(talk.creates) == 1


def test_the_read_back_can_be_heard_to_its_end_and_then_agreed_to() -> None:
    talk = confirming(heard=False)
    speak(talk, "Yes.")
    assert speak(talk, "Repeat that, please.").read_back
    talk.post(ev.Shown(upto=talk.state.seq, how="played"))
    speak(talk, "Yes.")
    assert len(talk.creates) == 1


def test_a_read_back_that_was_broken_off_is_read_on_from_there_and_a_yes_after_it_counts() -> None:
    talk = confirming(heard=False)
    speak(talk, "Repeat that, please.")
    whole = talk.state.last_said
    heard = whole.split()[: len(whole.split()) // 2]
    talk.post(ev.Interrupted(heard=" ".join(heard)))
    said = speak(talk, "Yes.")
    assert talk.creates == []
    assert "button" in said.text
    plan = whole[: QUESTION.search(whole).start()]  # type: ignore[union-attr] # it ends with one
    unheard = plan.split()[len(heard) :]
    assert QUESTION.sub("", said.text).split()[-len(unheard) :] == unheard
    assert plan not in said.text
    assert any(plan[at:] in said.text for at in range(len(plan)) if plan[at - 2 : at] in (". ", "? "))
    talk.post(ev.Shown(upto=talk.state.last_said_seq, how="played"))
    speak(talk, "Yes.")
    assert len(talk.creates) == 1
    assert talk.refold() == talk.state


def test_the_rest_may_be_broken_off_too_and_is_never_told_twice_in_vain() -> None:
    talk = confirming(heard=False)
    speak(talk, "Repeat that, please.")
    talk.post(ev.Shown(upto=talk.state.seq))
    whole = talk.state.last_said.split()
    talk.post(ev.Interrupted(heard=" ".join(whole[:4])))
    first = speak(talk, "Yes.").text
    talk.post(ev.Interrupted(heard=" ".join(QUESTION.sub("", first).split()[:-2])))
    second = speak(talk, "Yes.").text
    assert len(second) < len(first)
    last = QUESTION.sub("", " ".join(whole)).split()[-3:]
    assert QUESTION.sub("", second).split()[-3:] == last
    again = speak(talk, "Yes.").text
    assert last[-1] not in again, "nobody hears it: the button is what is left"
    assert "button" in again
    assert talk.creates == []


def test_where_nothing_was_shown_either_the_whole_is_read_again() -> None:
    talk = confirming(heard=False)
    speak(talk, "Repeat that, please.")
    assert not speak(talk, "Yes.").read_back
    assert speak(talk, "Yes.").read_back
    assert talk.creates == []


def test_what_was_heard_of_another_message_says_nothing_of_the_read_back() -> None:
    talk = confirming(heard=False)
    speak(talk, "Repeat that, please.")
    whole = talk.state.last_said
    talk.post(ev.Interrupted(heard="Something else entirely"))
    assert talk.state.read_back is not None
    plan = QUESTION.sub("", whole).rstrip()
    assert talk.state.read_back.unheard == plan
    speak(talk, "What does it cost?")
    talk.post(ev.Interrupted(heard=" ".join(talk.state.last_said.split()[:3])))
    assert talk.state.read_back.unheard == plan
    assert plan in speak(talk, "Yes.").text


def test_who_cuts_in_on_the_question_has_heard_the_plan() -> None:
    talk = confirming(heard=False)
    speak(talk, "Repeat that, please.")
    talk.post(ev.Interrupted(heard=" ".join(talk.state.last_said.split()[:-2])))
    speak(talk, "Yes.")
    assert len(talk.creates) == 1
    assert talk.refold() == talk.state


def test_the_last_word_of_the_plan_must_have_been_heard() -> None:
    talk = confirming(heard=False)
    speak(talk, "Repeat that, please.")
    talk.post(ev.Interrupted(heard=" ".join(QUESTION.sub("", talk.state.last_said).split()[:-1])))
    speak(talk, "Yes.")
    assert talk.creates == []


def test_the_rest_that_somebody_cut_in_on_is_read_on_once_more() -> None:
    """ "Yes, perfect." "Thank you.": the second half comes while the rest is being read."""
    talk = confirming(heard=False)
    rest = speak(talk, "Yes, perfect.").text
    talk.post(ev.Interrupted(heard=" ".join(rest.split()[:3])))
    speak(talk, "Thank you.")
    again = speak(talk, "Yes, please go ahead.").text
    assert "Acme Foods" in again
    talk.post(ev.Shown(upto=talk.state.last_said_seq, how="played"))
    speak(talk, "Yes, please go ahead.")
    assert len(talk.creates) == 1


def test_what_was_asked_behind_the_plan_is_asked_as_it_stands_now() -> None:
    """The code was typed over the read-back: nobody is told to tell it any more."""
    talk = Talk()
    talk.say(SHOP)
    talk.post(ev.Interrupted(heard=" ".join(talk.state.last_said.split()[:6])))
    talk.say(CODE, show=False)
    rest = speak(talk, "Yes.")
    assert "Acme Foods" in rest.text
    assert "code" not in rest.text
    assert rest.asking == "confirm"


def test_another_message_that_was_played_is_not_the_read_back() -> None:
    """Nor does it acknowledge it for a yes that is typed: the read-back may have been cut short."""
    talk = Talk()
    talk.say(SHOP)
    talk.say(CODE, show=False)
    talk.post(ev.Shown(upto=talk.state.seq, how="played"))
    speak(talk, "Yes.")
    assert talk.creates == []
    assert talk.state.read_back is not None
    assert not talk.state.read_back.acknowledged


def test_a_sentence_after_a_pause_takes_the_place_of_its_beginning() -> None:
    """Nothing is counted twice, and the question is the one that was answered."""
    talk = Talk()
    talk.say(SHOP)
    speak(talk, "Add two workers")
    first = next(e.seq for e in reversed(talk.log) if isinstance(e.event, ev.UserSaid))
    assert talk.plan["workers"] == 2
    speak(talk, "Add two workers and put it in Helsinki.", continues=first)
    assert (talk.plan["workers"], talk.plan["regions"]) == (2, ["hel1"])
    assert talk.refold() == talk.state
    speak(talk, "Undo that.")
    assert talk.plan["workers"] == 0, "one step, not two"


def test_a_name_that_was_cut_in_two_is_one_name() -> None:
    talk = Talk()
    talk.say("Hello, I need a website")
    assert talk.asking == "organisation"
    speak(talk, "Muster")
    first = next(e.seq for e in reversed(talk.log) if isinstance(e.event, ev.UserSaid))
    speak(talk, "Muster Bakery", continues=first)
    assert talk.plan["organisation"] == "Muster Bakery"


def test_a_beginning_that_has_led_to_a_deployment_stays_what_it_was() -> None:
    talk = confirming(heard=True)
    speak(talk, "Yes.")
    first = next(e.seq for e in reversed(talk.log) if isinstance(e.event, ev.UserSaid))
    speak(talk, "Yes. But make it Helsinki.", continues=first)
    assert len(talk.creates) == 1
    assert talk.state.create == "done"


@pytest.mark.parametrize("angry", ["you idiot", "this is useless", "oh piss off"])
def test_an_insult_takes_a_yes_back(angry: str) -> None:
    talk = Talk()
    talk.say("Acme, a@acme.com")
    talk.say("yes")
    talk.say(angry)
    talk.say(CODE)
    assert talk.creates == []
    talk.say("yes")
    assert len(talk.creates) == 1
