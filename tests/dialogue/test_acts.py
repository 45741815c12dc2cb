"""What a message does besides naming values: it wants a person, takes back, starts over, chooses, or says something by the way."""

import pytest

from dialogue.understanding.asides import without_asides
from dialogue.understanding.choosing import choose
from dialogue.understanding.commands import commands
from dialogue.understanding.person import wants_person
from dialogue.understanding.text import read
from tests.dialogue.talk import CODE, Talk

SHOP = "We are Acme Foods in Ghent, mail ops@acme.com"
LABELS = ("acme-cloud", "acme-2", "acme-hq")
WORKERS = ("2 workers", "3 workers")
PLACES = ("Nuremberg", "Ashburn")
INSTEAD = ("Helsinki instead of Falkenstein", "Helsinki instead of Nuremberg")


@pytest.mark.parametrize(
    "words",
    [
        "let one of your people look at it", "have somebody ring me tomorrow", "could a human take over from here", "pls pass me on to a colleague",
        "isn't there a human being i can speak to", "I'm sick of talking to bots", "agent please", "someone from your team should take a look",
        "why don't you put me through to somebody", "I'd like to talk this over with one of your consultants", "could I get a call back",
    ],
)  # fmt: skip
def test_a_person_is_wanted(words: str) -> None:
    talk = Talk()
    talk.say(SHOP)
    assert "colleague" in talk.say(words)
    assert talk.state.human
    assert talk.creates == []


@pytest.mark.parametrize(
    "words",
    [
        "do I speak with a machine or a person", "I talked to a person at your company yesterday", "patients should be able to contact us", "no need for a human",
        "our customers can talk to a person on our website", "a tool for my team to chat", "we call our guests back", "I don't want to talk to a person",
        "We run Human Touch Spa", "two agents and a manager use it", "send the code to my colleague", "is there a person behind this?",
    ],
)  # fmt: skip
def test_no_person_is_wanted(words: str) -> None:
    assert not wants_person(read(words))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("could you please undo that", "undo"), ("nah, put it back the way it was", "undo"), ("disregard my last message", "undo"), ("back to the previous version please", "undo"),
        ("I want to start from scratch", "restart"), ("no let's do it all over", "restart"), ("scrap the whole plan", "restart"), ("sorry, what was the question?", "repeat"),
        ("would you mind repeating that?", "repeat"), ("I didn't catch that", "repeat"), ("forget the whole thing", "cancel"), ("please don't do it", "cancel"),
        ("hold on, the phone is ringing", "pause"), ("give me a minute", "pause"), ("undo the undo", "redo"), ("look again", "retry"),
        ("do I have to start over?", None), ("we started from scratch in 2010", None), ("I don't want to cancel", None), ("go back to two workers", None),
        ("drop everything except gitea", None), ("the last one please", None), ("cancel the wiki", None), ("what is that?", None), ("Undo Wear", None),
    ],
)  # fmt: skip
def test_commands_stand_at_the_head_of_a_clause(words: str, name: str | None) -> None:
    assert [c.name for c in commands(words)] == ([name] if name else [])


@pytest.mark.parametrize(
    ("words", "options", "picked"),
    [
        ("the one with cloud at the end", LABELS, (0,)), ("the middle one", LABELS, (1,)), ("two", LABELS, (1,)), ("the hq one please", LABELS, (2,)), ("number three", LABELS, (2,)),
        ("you choose", LABELS, (0,)), ("none of them", LABELS, "none"), ("three", WORKERS, (1,)), ("the first one", WORKERS, (0,)), ("four", WORKERS, None), ("yes", WORKERS, None),
        ("both of them", PLACES, (0, 1)), ("not Ashburn", PLACES, (0,)), ("Nuremberg, sorry", PLACES, (0,)), ("ok", PLACES, None), ("replace Falkenstein", INSTEAD, (0,)),
        ("large", ("large", "extra large"), (0,)), ("the extra large one", ("large", "extra large"), (1,)),
    ],
)  # fmt: skip
def test_choosing(words: str, options: tuple[str, ...], picked: object) -> None:
    assert choose(read(words), options) == picked


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("my brother-in-law works in Ashburn, put us in Falkenstein", "put us in Falkenstein"), ("I was in Helsinki last summer, lovely place", ""),
        ("our neighbours are in Ashburn but we want Falkenstein", "but we want Falkenstein"), ("make it large, everything else stays the same", "make it large"),
        ("Perhaps a second region some day", ""), ("my boss wants Helsinki", "my boss wants Helsinki"),
        ("my wife runs a bakery in Ghent", "my wife runs a bakery in Ghent"), ("the data must stay in the EU", "the data must stay in the EU"), ("We are in Helsinki", "We are in Helsinki"),
        ("the region stays Helsinki", "the region stays Helsinki"), ("mum, not now! five workers", "five workers"),
    ],
)  # fmt: skip
def test_what_is_said_by_the_way_is_no_wish(words: str, kept: str) -> None:
    bare = without_asides(words, list)
    assert len(bare) == len(words)
    assert " ".join(bare.split()).strip(" .,!") == kept


@pytest.mark.parametrize(
    ("words", "workers"),
    [("five workers. scratch that, two", 2), ("five workers, no wait, scratch that, make it two", 2), ("five workers. Forget what I just said", 0), ("five workers. Actually, take that back", 0), ("five workers, hm, never mind", 0), ("switch on high availability, no wait, leave it off", 0)],
)
def test_a_message_takes_back_its_own_words(words: str, workers: int) -> None:
    talk = Talk()
    talk.say(SHOP)
    before = talk.plan
    talk.say(words)
    assert talk.plan["workers"] == workers
    assert {k: v for k, v in talk.plan.items() if "orker" not in k} == {k: v for k, v in before.items() if "orker" not in k}


def test_an_undo_takes_back_what_it_names_and_nothing_else() -> None:
    talk = Talk()
    talk.say(SHOP, "two workers", "make it Helsinki", "high availability")
    talk.say("please undo the region change")
    assert (talk.plan["regions"], talk.plan["workers"], talk.plan["highAvailability"]) == (["fsn1"], 2, True)
    talk.say("undo the last two changes")
    assert (talk.plan["regions"], talk.plan["highAvailability"]) == (["hel1"], False)


def test_an_undo_with_a_wish_behind_it() -> None:
    talk = Talk()
    talk.say(SHOP, "two workers", "make it Helsinki")
    talk.say("undo that and make it large")
    assert (talk.plan["regions"], talk.plan["size"], talk.plan["workers"]) == (["fsn1"], "cpx52", 2)
    talk.say("scratch that, medium")
    assert (talk.plan["regions"], talk.plan["size"], talk.plan["workers"]) == (["fsn1"], "cpx42", 2)


@pytest.mark.parametrize("asking", ["organisation", "email"])
def test_starting_over_clears_everything_and_takes_what_follows(asking: str) -> None:
    talk = Talk()
    talk.say("large machine in Helsinki with two workers" if asking == "organisation" else "We are Acme Foods, large machine in Helsinki")
    talk.say("start over")
    assert talk.plan["regions"] == [] or talk.plan["size"] != "cpx52"
    assert talk.state.draft.wire() == {}
    talk.say("let's start over: we're Blue Door Ltd in Ghent, mail a@bluedoor.be")
    assert talk.plan["organisation"] == "Blue Door Ltd"
    assert talk.plan["size"] == "cpx42"


@pytest.mark.parametrize("answer", ["yes", "ok", "sure", "what does that cost?", "one moment please"])
def test_a_choice_stays_open_until_it_is_made(answer: str) -> None:
    talk = Talk()
    talk.say("We are Acme Foods, mail ops@acme.com. Nuremberg or Ashburn")
    assert talk.mails == [], "no code before the choice"
    talk.say(answer)
    assert (talk.asking, talk.seen["options"]) == ("clarify", ["Nuremberg", "Ashburn"])
    talk.say("the second one")
    assert talk.plan["regions"] == ["ash"]
    talk.say(f"{CODE} yes")
    assert len(talk.creates) == 1


def test_a_choice_is_put_again_after_something_else() -> None:
    talk = Talk()
    talk.say("two or three workers please", "We are Acme Foods, mail ops@acme.com")
    assert talk.seen["options"] == ["2 workers", "3 workers"]
    talk.say("four, and make it large")
    assert (talk.plan["workers"], talk.plan["size"]) == (4, "cpx52")
    assert talk.asking == "email_code"


def test_what_was_asked_about_is_meant_by_there() -> None:
    talk = Talk()
    talk.say("can you host in Helsinki?", "great, put us there. We are Acme Foods, mail ops@acme.com")
    assert talk.plan["regions"] == ["hel1"]


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("And the damage per month?", "25.49"), ("price?", "25.49"), ("what would that set me back?", "25.49"), ("am I chatting with a robot?", "a program"),
        ("people keep telling me about high availability. What does that mean?", "three control-plane machines"), ("write me a poem", "I can't do that"), ("can you book a flight for me", "I can't do that"),
        ("brb", "Take your time"), ("hmm, let me ask my partner", "Take your time"), ("can I resize it afterwards?", "changed in its console later"),
        ("in which city is that?", "data centre site"), ("so who will read my files", "single sign-on"), ("what am I signing here?", "Acme Foods"), ("are we done?", "Nothing is missing"), ("this is so stupid", "like to get this right"),
    ],
)  # fmt: skip
def test_a_digression_is_answered_and_the_question_put_again(words: str, phrase: str) -> None:
    talk = Talk()
    talk.say(SHOP)
    before = talk.plan
    reply = talk.say(words)
    assert phrase in reply
    assert (talk.plan, talk.asking) == (before, "email_code")
    assert "six-digit code" in reply


def test_the_plan_is_said_again_when_it_waits_for_the_yes() -> None:
    talk = Talk()
    talk.say(SHOP, CODE)
    assert "Address acme-foods.omani.works" in talk.say("say that once more, I was making tea")
    assert talk.asking == "confirm"
    assert talk.creates == []
    talk.say("yes")
    assert len(talk.creates) == 1


def test_what_was_tried_out_is_left_on_a_no() -> None:
    talk = Talk()
    talk.say(SHOP, CODE, "how much with three workers?")
    reply = talk.say("no, leave it")
    assert talk.asking == "confirm"
    assert "Shall I create it" in reply
    assert talk.plan["workers"] == 0
    talk.say("is Nuremberg possible?", "good, take that one")
    assert talk.plan["regions"] == ["nbg1"]


def test_put_it_back_after_an_undo_does_it_again() -> None:
    talk = Talk()
    talk.say(SHOP, "Helsinki", "no go back, it was better before")
    assert talk.plan["regions"] == ["fsn1"]
    talk.say("hm, put it back")
    assert talk.plan["regions"] == ["hel1"]


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("the name is Blue Gate Ltd, not Acme Foods", {"organisation": "Blue Gate Ltd"}), ("not Acme but Blue Gate", {"organisation": "Blue Gate"}), ("oops, I meant large", {"size": "cpx52"}),
        ("I said Acme Foods but it is Blue Gate", {"organisation": "Blue Gate"}), ("Hillsboro, sorry, Ashburn", {"regions": ["ash"]}), ("the address stays, the mail is jo@acme.com", {"email": "jo@acme.com"}),
        ("large rather than medium, and Nuremberg rather than Falkenstein", {"size": "cpx52", "regions": ["nbg1"]}), ("correction: four workers instead of two, rest unchanged", {"workers": 4}),
        ("not ops@acme.com but sales@acme.com, my mistake", {"email": "sales@acme.com"}), ("let me correct that: no website, forms instead", {"apps": ["bookstack", "formbricks"]}),
        ("Helsinki it should have been, I mixed them up", {"regions": ["hel1"]}), ("no website after all", {"apps": ["bookstack"]}),
    ],
)  # fmt: skip
def test_a_correction_changes_what_it_names_and_nothing_else(words: str, changed: dict[str, object]) -> None:
    talk = Talk()
    talk.say("We are Acme Ltd in Ghent, mail ops@acme.com" if "not Acme but" in words else SHOP)
    talk.say("Falkenstein, medium machine, two workers, a wiki and a website")
    before = talk.plan
    talk.say(words)
    follow = {"organisation": {"domain"}, "email": {"emailVerified"}, "regions": {"objectStorageRegion"}, "size": {"workerSize"}, "workers": {"workersByRegion"}}
    expected = {*changed, *(m for slot in changed for m in follow.get(slot, ()))}
    assert {k: v for k, v in talk.plan.items() if k in changed} == changed
    assert {k for k, v in talk.plan.items() if v != before[k]} <= expected
