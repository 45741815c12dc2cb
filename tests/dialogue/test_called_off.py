"""Calling it off: what stands is kept, an earlier read-back counts no more, nothing is asked or mailed."""

from dialogue.state import CREATE
from tests.dialogue.model_talk import ModelTalk, calls, plans, says
from tests.dialogue.talk import WHOLE, Talk


def test_what_was_called_off_rests_until_it_is_taken_up_again() -> None:
    talk = Talk()
    talk.say(WHOLE)
    if talk.asking == "apps":
        talk.say("no thanks")
    assert talk.asking == "email_code"
    talk.say("stop, cancel this, my partner says no")
    assert talk.asking is None
    for words in ("nothing more, bye", "thanks", "no"):
        talk.say(words)
        assert talk.asking is None
    assert talk.state.read_back is None
    talk.say("yes")  # to what? the plan is read back before it can count
    assert talk.asking == "email_code"
    talk.say(talk.code)
    assert talk.creates == []
    talk.say("yes")
    assert len(talk.creates) == 1


def test_nothing_is_mailed_for_what_was_called_off() -> None:
    talk = Talk()
    talk.say("We're Acme Bank in Berlin, mail ops@acme.com")
    mails = list(talk.mails)
    talk.say("forget it", "no, nothing else")
    assert talk.mails == mails


def test_a_model_takes_nothing_up_again_that_was_called_off() -> None:
    talk = ModelTalk().model(plans(organisation="Broodhuis", email="info@broodhuis.be", location="Ghent"), says("All there."))
    talk.say("I run a bakery in Ghent, call it Broodhuis, mail is info at broodhuis dot be")
    talk.say("stop, cancel this, my partner says no")
    talk.model(calls((CREATE, {"confirmed": True})), says("It is created, and you have approved it."))
    talk.say("nothing more, bye")
    assert talk.state.read_back is None
    assert talk.asking is None
    talk.model(says("Gladly."))
    talk.say("yes")  # read back anew before it can count
    talk.say(talk.code)
    assert talk.creates == []
    talk.say("yes")
    assert len(talk.creates) == 1
