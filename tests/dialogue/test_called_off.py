"""Calling it off: what stands is kept, an earlier read-back counts no more, nothing is asked or mailed."""

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
