"""Somebody else in the room: nothing that is said to them or asked by them changes the plan, and it is no answer to us."""

import pytest

from tests.dialogue.talk import CODE, Talk
from tests.dialogue.test_supposing import begun

TO_OTHERS = [
    ("en", "sorry, I was talking to my wife"), ("en", "no not you, I'm talking to the dog"), ("en", "hang on, my wife is asking if we want Ashburn"), ("en", "my colleague asks whether we need three workers"),
    ("en", "just a second, my boss is saying something about three workers"), ("en", "sorry, that wasn't meant for you"), ("en", "oops, wrong window"), ("en", "two coffees please. sorry, I was talking to the waiter"), ("en", "no, not you"), ("en", "one moment, my husband wants to know if we should take Helsinki"),
    ("de", "Moment, meine Frau fragt, ob wir Ashburn wollen"), ("de", "Entschuldigung, ich habe mit meinem Mann gesprochen"), ("de", "nein, nicht Sie, ich rede mit der Katze"), ("de", "das war nicht für Sie bestimmt"),
    ("fr", "attendez, mon mari demande si on veut Ashburn"), ("fr", "pardon, je parlais à ma fille"), ("fr", "non, pas vous, je parle au chien"),
    ("es", "espere, mi mujer pregunta si queremos Ashburn"), ("es", "perdone, hablaba con mi hijo"), ("es", "no, usted no, le hablo al perro"),
    ("tr", "bir saniye, karım Ashburn ister miyiz diye soruyor"), ("tr", "pardon, kocamla konuşuyordum"), ("tr", "hayır size değil, köpekle konuşuyorum"),
    ("ar", "لحظة، زوجتي تسأل إن كنا نريد أشبرن"), ("ar", "آسف، كنت أتحدث مع زوجتي"), ("ar", "لا ليس أنت، أنا أكلم الكلب"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words"), TO_OTHERS)
def test_it_is_let_pass(language: str, words: str) -> None:
    talk = begun(language)
    before, asking = talk.plan, talk.asking
    talk.say(words)
    assert talk.plan == before
    assert talk.asking == asking
    assert talk.state.understood is not None
    assert [(act.name, act.topic) for act in talk.state.understood.acts] == [("unknown", "pause")]
    assert talk.seen["language"] == language


def test_it_is_no_answer_to_the_question_for_a_yes() -> None:
    talk = Talk()
    talk.say("Acme, a@acme.com", CODE, "no not you, I'm talking to the dog")
    assert talk.asking == "confirm"
    assert talk.creates == []
    talk.say("yes")
    assert len(talk.creates) == 1


@pytest.mark.parametrize(
    ("language", "words", "slot", "value"),
    [
        ("en", "my wife wants Ashburn", "regions", ["ash"]), ("en", "my boss says we need three workers", "workers", 3), ("en", "sorry, I was talking to my wife. make it Helsinki", "regions", ["hel1"]),
        ("en", "my partner asks if we can have a wiki", "apps", ["bookstack"]), ("de", "ich habe mit meiner Chefin gesprochen, wir nehmen Helsinki", "regions", ["hel1"]), ("de", "Ich habe mit dem Team gesprochen und wir wollen drei Worker", "workers", 3),
    ],
)  # fmt: skip
def test_what_others_want_of_us_is_heard(language: str, words: str, slot: str, value: object) -> None:
    talk = begun(language)
    talk.say(words)
    assert talk.plan[slot] == value


@pytest.mark.parametrize("words", ["am I talking to a robot?", "I'm talking to a machine, right?", "my boss is asking what it costs", "my wife asks if it is safe"])
def test_a_question_stays_one(words: str) -> None:
    talk = begun()
    talk.say(words)
    assert talk.state.understood is not None
    assert ("unknown", "pause") not in [(act.name, act.topic) for act in talk.state.understood.acts]


def test_the_yes_behind_it_counts() -> None:
    talk = Talk()
    talk.say("Acme, a@acme.com", CODE, "sorry, I was talking to my wife. Yes, create it.")
    assert len(talk.creates) == 1
