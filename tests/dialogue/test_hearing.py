"""What a recogniser wrote is read as it was meant; where it may have been another name, that is said back or asked."""

from typing import Any

import pytest

from dialogue import events as ev
from dialogue.engines.embedded import EmbeddedEngine
from dialogue.state import State
from dialogue.understanding.hearing import written
from dialogue.understanding.phonetics import alike, sounds
from dialogue.understanding.text import read
from tests.dialogue.talk import CODE, LEXICON, WHOLE, Talk


def as_written(text: str, asking: str | None = None) -> str:
    return written(text, asking=asking, kind=LEXICON.spelled)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("our mail is lena at brightwave.io", "our mail is lena@brightwave.io"),
        ("you can write to front desk dot two at harborinn.com please", "you can write to front desk.two@harborinn.com please"),
        ("the address is post at salt and pepper dot com, one word", "the address is post@saltandpepper.com, one word"),
        ("We are Kelp Labs, info at kelp dash labs dot dev", "We are Kelp Labs, info@kelp-labs.dev"),
        ("my email is jo add tulip.org", "my email is jo@tulip.org"),
        ("send it to kim@ tulip.org", "send it to kim@tulip.org"),
        ("contact at larch dot come", "contact@larch.com"),
        ("you find us at acme.com", "you find us at acme.com"),
        ("our site is hosted at acme.com", "our site is hosted at acme.com"),
        ("we work at acme dot com", "we work at acme dot com"),
        ("info at acme dot o m", "info at acme dot o m"),
        ("the mail @acme.com", "the mail @acme.com"),
    ],
)
def test_spoken_addresses(heard: str, meant: str) -> None:
    assert as_written(heard) == meant


def test_an_answer_with_an_at_is_an_address_whatever_stands_before_it() -> None:
    assert as_written("stay at pine.com", "email") == "stay@pine.com"
    assert as_written("people stay at pine.com") == "people stay at pine.com"


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("put it intofalkenstein", "put it intofalkenstein"),
        ("inhelsinki please", "in helsinki please"),
        ("Anashburn, then", "in ashburn, then"),
        ("NoWorkers after all", "No Workers after all"),
        ("andworkers", "and workers"),
        ("we have to write in voices", "we have to write invoices"),
        ("a web site and a news letter", "a website and a newsletter"),
        ("News Letter House", "News Letter House"),
        ("RocketScience", "RocketScience"),
        ("another transformation", "another transformation"),
    ],
)
def test_words_glued_together_or_torn_apart(heard: str, meant: str) -> None:
    assert as_written(heard) == meant


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("we want for workers in Finland", "we want four workers in Finland"),
        ("add to workers", "add two workers"),
        ("give me won region", "give me one region"),
        ("to workers please", "two workers please"),
        ("use for workers the small size", "use for workers the small size"),
        ("what do we need for workers?", "what do we need for workers?"),
        ("size cpx52, and for workers, cpx32", "size cpx52, and for workers, cpx32"),
        ("know, make that Helsinki", "no, make that Helsinki"),
        ("know workers then", "no workers then"),
        ("know how much it costs?", "know how much it costs?"),
        ("I don't no yet", "I don't know yet"),
        ("write, go ahead", "right, go ahead"),
        ("write invoices", "write invoices"),
        ("a second sight in Germany", "a second site in Germany"),
        ("my male is jo@acme.com", "my mail is jo@acme.com"),
        ("no, under the last change", "no, undo the last change"),
        ("under that please", "undo that please"),
        ("put it under that domain", "put it under that domain"),
        ("under cloud.acme.com please", "under cloud.acme.com please"),
        ("a shop main Corner Candle", "a shop named Corner Candle"),
        ("the shop is on Main Street", "the shop is on Main Street"),
        ("who want a website", "we want a website"),
        ("who are you?", "who are you?"),
        ("a site 4 hour studio", "a site for our studio"),
        ("Extra Large Machines, Please, in Nuremberg", "extra large machines, please, in Nuremberg"),
    ],
)
def test_homophones_of_small_words(heard: str, meant: str) -> None:
    assert as_written(heard) == meant


@pytest.mark.parametrize(("heard", "number"), [("for", "four"), ("too, please", "two, please"), ("make it tree", "make it three"), ("um, ate.", "um, eight.")])
def test_a_number_alone_is_one_where_a_number_was_asked_for(heard: str, number: str) -> None:
    assert as_written(heard, "workers") == number
    assert as_written(heard) == heard


@pytest.mark.parametrize(
    ("heard", "name"),
    [("vulcan stain", "falkenstein"), ("newrenberg", "nuremberg"), ("hell sinki", "helsinki"), ("ash berne", "ashburn"), ("hills borrow", "hillsboro"), ("nex cloud", "nextcloud"), ("fault warden", "vaultwarden")],
)
def test_likeness_of_what_is_heard_for_a_name(heard: str, name: str) -> None:
    assert alike(sounds(heard), sounds(name)) > 0.84


@pytest.mark.parametrize(("word", "name"), [("frankfurt", "falkenstein"), ("november", "nuremberg"), ("melbourne", "ashburn"), ("network", "nextcloud"), ("ireland", "finland"), ("wireless", "wordpress")])
def test_other_words_are_no_names_of_ours(word: str, name: str) -> None:
    assert alike(sounds(word), sounds(name)) < 0.72


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("host it in folk and stein", []),
        ("host it in falken stain", ["region:fsn1"]),
        ("in new rim berg please", ["region:nbg1"]),
        ("WordPress and Giteea", ["need:wordpress", "need:gitea"]),
        ("install next clout", ["need:nextcloud"]),
        ("we need a portal", []),
        ("we are hungry", []),
        ("a gate", []),
        ("the number of members", []),
    ],
)
def test_names_are_heard_where_they_stand(text: str, spans: list[str]) -> None:
    found = [(s.get("region") or s.entries[0]) for s in LEXICON.match(read(text))]
    assert [f"{e.kind}:{e.value}" for e in found] == spans


def test_what_is_unlike_its_spelling_is_said_back() -> None:
    talk = Talk()
    reply = talk.say("We are Blue Fern in Graz, install Nextcloud and Guidea, mail jo@bluefern.at")
    assert talk.plan["apps"] == ["nextcloud", "gitea"]
    assert "“Guidea”" in reply


@pytest.mark.parametrize("words", ["Guitea, Umami and Vaultwarden for Blue Fern", "Umami and Guitea for Blue Fern"])
def test_a_short_name_is_heard_beside_others_of_its_kind(words: str) -> None:
    talk = Talk()
    talk.say(words)
    assert "gitea" in talk.plan["apps"]
    talk.say("drop the last one")
    assert talk.asking != "clarify"


def test_a_choice_beside_a_place_that_may_be_another_is_none() -> None:
    talk = Talk()
    talk.say(WHOLE, "put it in ams3")
    assert talk.asking == "regions"
    talk.say("the second. no. Felkonstamm")
    assert talk.plan["regions"] != ["nbg1"]


def test_what_may_have_been_meant_is_asked_and_a_yes_takes_it() -> None:
    talk = Talk()
    talk.say("Blue Fern here, we need a wexite")
    assert (talk.asking, talk.plan["apps"]) == ("clarify", [])
    talk.say("yes, exactly")
    assert talk.plan["apps"] == ["wordpress"]
    assert talk.asking == "email"


def test_what_may_have_been_meant_is_left_out_after_a_no() -> None:
    talk = Talk()
    talk.say("Blue Fern here, we need a wexite", "no")
    assert talk.plan["apps"] == []
    assert talk.asking == "email"


def test_a_region_that_may_have_been_meant_never_rides_on_the_yes_to_a_plan() -> None:
    talk = Talk()
    talk.say(WHOLE, CODE)
    talk.say("yes, and move it to helzingy")
    assert talk.creates == []


@pytest.mark.parametrize(("confidence", "clear"), [(None, True), (0.9, True), (0.3, False)])
def test_a_yes_that_was_badly_heard_is_no_clear_one(confidence: float | None, clear: bool) -> None:
    said: dict[str, Any] = {"text": "yes please", "channel": "voice", "confidence": confidence}
    understood = EmbeddedEngine(LEXICON).understand(State(asking="confirm"), ev.UserSaid(**said), 1)
    assert [a.topic for a in understood.acts if a.name == "affirm"] == [None if clear else "hedged"]
