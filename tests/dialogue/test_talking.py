"""Questions, small talk, corrections of the talk itself, and how it sounds."""

import re

import pytest

from dialogue import events as ev
from tests.dialogue.talk import CODE, Talk

SHOP = "We are Acme Foods in Ghent, mail ops@acme.com"


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("what is a region?", "data centre site"), ("what's a worker?", "extra machines"), ("what is a Sovereign?", "your own cloud"),
        ("what does high availability mean?", "three control-plane machines"), ("what is the mesh for?", "Cilium mesh"),
        ("explain data residency", "Data residency means"), ("how much does it cost?", "EUR 25.49"), ("what's the price per month?", "estimate"),
        ("how long does it take?", "ten to thirty minutes"), ("is it secure?", "single sign-on"), ("who are you?", "concierge"),
        ("are you a robot?", "a program"), ("what can you do?", "Tell me what your business does"), ("help", "Tell me what your business does"),
        ("which apps are there?", "BookStack"), ("do you have WordPress?", "Yes, WordPress"), ("can I get Rocket.Chat? do you have it?", ""),
        ("which sizes are there?", "cpx42 with 8 cores"), ("where are your data centres?", "Hillsboro"), ("what about the mesh?", "Cilium mesh"),
        ("why do you need a code?", "proves"), ("how far is it?", "still planning"), ("which provider do you use?", "Hetzner"),
        ("is this a demo?", "real service"), ("what is an SSH key?", "SSH key pair"), ("what is object storage?", "object storage"), ("what about backups?", "object storage"),
        ("what's the weather like?", "can't answer that"), ("what do we have so far?", "Acme Foods"), ("show me the plan", "Acme Foods"),
    ],
)  # fmt: skip
def test_a_question_is_answered_and_the_thread_picked_up(question: str, phrase: str) -> None:
    talk = Talk()
    talk.say(SHOP)
    before = talk.plan
    reply = talk.say(question)
    assert phrase in reply
    assert talk.asking == "email_code"
    assert talk.plan == before
    assert "six-digit code" in reply
    talk.say(f"{CODE} yes")
    assert len(talk.creates) == 1


@pytest.mark.parametrize(
    "words",
    [
        "hello", "hi there!", "good morning", "yes", "no", "asdf qwer", "🙂🙂", "مرحبا، أريد موقعا إلكترونيا", "你好", "", "?", "...", "help", "I want a cloud",
        "thanks", "cancel", "undo", "start over", "repeat", "123456", "you stupid bot", "talk to a person", "mhm", "x" * 8000, "hello " * 1300,
        "what is a region?", "try again", "send a new code", "the second one", "wait", "\u202eabc\u202c", "\n\n\n", "SELECT * FROM plans; --",
        "{plan}", "{0}", "%s %d", "<script>alert(1)</script>", "ok ok ok",
    ],
)  # fmt: skip
def test_anything_may_come_first(words: str) -> None:
    talk = Talk()
    reply = talk.say(words)
    assert reply
    assert talk.creates == []
    assert talk.codes == []
    assert talk.plan["organisation"] is None
    assert talk.plan["email"] is None
    talk.say(SHOP, f"{CODE} yes")
    assert len(talk.creates) == 1 or talk.state.human


def test_a_greeting_asks_what_is_needed() -> None:
    talk = Talk()
    reply = talk.say("hello")
    assert "what your business does" in reply
    assert talk.asking == "organisation"
    assert "Hello" not in talk.say("hello")


def test_what_was_not_understood_is_said() -> None:
    talk = Talk()
    reply = talk.say(SHOP, "flurb the gnorp")
    assert re.match(r"Sorry, I didn't get that\.|I'm afraid I didn't understand that\.", reply)


def test_repeat() -> None:
    talk = Talk()
    first = talk.say(SHOP)
    assert talk.say("could you say that again?") == first
    assert talk.asking == "email_code"


def test_undo_step_by_step() -> None:
    talk = Talk()
    talk.say(SHOP, "Helsinki", "two workers")
    assert "Taken back." in talk.say("undo")
    assert (talk.plan["regions"], talk.plan["workers"]) == (["hel1"], 0)
    talk.say("take that back")
    assert talk.plan["regions"] == ["fsn1"]
    talk.say("undo")
    assert talk.plan["organisation"] is None
    assert "nothing to take back" in talk.say("undo")


def test_start_over_clears_every_slot() -> None:
    talk = Talk()
    talk.say(SHOP, "two workers, Helsinki and a wiki", CODE)
    reply = talk.say("let's start over")
    assert "everything is cleared" in reply
    assert talk.state.draft.wire() == {}
    assert talk.seen["missing"] == ["organisation", "email"]
    assert talk.plan["apps"] == []
    talk.say(SHOP)
    assert talk.plan["emailVerified"] is True
    assert talk.asking == "confirm"
    assert talk.mails == ["ops@acme.com"]


def test_cancel_keeps_what_was_said() -> None:
    talk = Talk()
    reply = talk.say(SHOP, "cancel")
    assert "nothing is created" in reply
    assert talk.asking is None
    assert talk.seen["phase"] == "talking"
    talk.say("Helsinki")
    assert talk.plan["regions"] == ["hel1"]
    assert talk.asking == "email_code"


@pytest.mark.parametrize("words", ["talk to a person", "I want a human being", "can I speak to someone from sales?", "hand me over please"])
def test_a_person_is_asked_for(words: str) -> None:
    talk = Talk()
    reply = talk.say(SHOP, words)
    assert talk.state.human
    assert "colleague" in reply
    assert talk.asking == "email_code"
    assert sum(isinstance(e.event, ev.HumanRequested) for e in talk.log) == 1


def test_a_wish_beside_the_call_for_a_person_is_taken_in() -> None:
    talk = Talk()
    reply = talk.say(SHOP, "put it in Helsinki and let me talk to a person")
    assert talk.state.human
    assert talk.plan["regions"] == ["hel1"]
    assert "colleague" in reply


def test_abuse_is_met_politely() -> None:
    talk = Talk()
    assert "get this right" in talk.say(SHOP, "you stupid bot")


def test_several_slots_in_one_breath() -> None:
    talk = Talk()
    reply = talk.say(
        "We're Blue Door Ltd in Ghent, e-mail info@bluedoor.be, Helsinki and Nuremberg, cpx52, two workers each, "
        "high availability, a wiki and a blog, at blue.omani.works"
    )
    plan = talk.plan
    assert (plan["organisation"], plan["email"], plan["regions"]) == ("Blue Door Ltd", "info@bluedoor.be", ["hel1", "nbg1"])
    assert (plan["size"], plan["workersByRegion"], plan["highAvailability"]) == ("cpx52", [2, 2], True)
    assert plan["apps"] == ["bookstack", "ghost"]
    assert plan["domain"]["fqdn"] == "blue.omani.works"
    assert talk.asking == "email_code"
    assert "Three cpx52 (12 cores, 24 GB) machines in each region" in reply


def test_the_proposal_is_whole_and_made_once() -> None:
    talk = Talk()
    reply = talk.say("We're Brood & Co, a bakery in Ghent, and need a website and bookings")
    assert reply.startswith(
        "I suggest Falkenstein, Germany, which suits Ghent best: one cpx42 (8 cores, 16 GB) machine at brood-co.omani.works, "
        "with WordPress and Cal.com, for about EUR 25.49 a month (an estimate)."
    )
    assert talk.asking == "email"
    assert reply.count("Falkenstein") == 1
    again = talk.say("we also need a wiki")
    assert "I suggest" not in again
    assert "Added BookStack." in again


def test_the_address_is_told_when_the_name_comes_later() -> None:
    talk = Talk()
    talk.say("a bakery in Ghent, we need a website")
    assert "Your address would be brood-co.omani.works." in talk.say("Brood & Co")


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_equal_logs_give_equal_replies(seed: int) -> None:
    def spoken() -> list[str]:
        talk = Talk(started=ev.ConversationStarted(seed=seed))
        return [talk.say(text) for text in ("hello", SHOP, "what is a region?", "Helsinki", "flurb", CODE, "no", "yes", "yes")]

    assert spoken() == spoken()


def test_every_sentence_is_written_properly() -> None:
    texts: list[str] = []
    for script in (
        ("hello", "a law firm in Vienna", "Huber Law", "office@huber.at", "three regions", "five workers in total", "yes", CODE),
        (SHOP, "60 workers", "12", "64 gigs of RAM", "yes", "put it in Atlantis", "Helsinki", "GDPR applies", "Ashburn", "yes", CODE, "mhm", "yes"),
        (SHOP, "a CRM and mail", "FedRAMP", "drop the US-only rule", "no", "repeat", "undo", "start over"),
    ):
        talk = Talk()
        texts += [talk.say(text) for text in script]
    for text in texts:
        assert text == text.strip()
        assert "  " not in text
        assert "None" not in text
        assert "{" not in text
        assert text[0].isupper()
        assert text[-1] in ".?"
        for sentence in re.split(r"(?<=[.?!]) ", text):
            assert not re.match(r"one |two |three |no ", sentence), sentence


def test_while_it_is_being_created() -> None:
    talk = Talk()
    talk.to_provisioning(SHOP)
    assert "machines and the network" in talk.say("how far is it?")
    talk.report(status="phase1", components={"gitea": "installed", "harbor": "pending"})
    assert "1 of 2 components" in talk.say("status?")
    for words, phrase in (
        ("make it Helsinki", "can't change any more"),
        ("start over", "can't change any more"),
        ("undo", "can't change any more"),
        ("cancel", "I can't stop it from here"),
        ("yes", "1 of 2 components"),
        ("what does it cost?", "EUR 25.49"),
        ("talk to a person", "colleague"),
        ("thanks!", ""),
    ):
        assert phrase in talk.say(words)
        assert talk.seen["phase"] == "provisioning"
        assert talk.plan["regions"] == ["fsn1"]
    assert len(talk.creates) == 1
    assert "is ready" in talk.ready()
    assert talk.seen["phase"] == "ready"
    assert "is ready" in talk.say("is it ready?")
    assert "new conversation" in talk.say("add a wiki")
    assert talk.plan["apps"] == []
    assert len(talk.creates) == 1


def test_a_ready_one_without_more_to_say_is_told_properly() -> None:
    talk = Talk()
    talk.to_provisioning(SHOP)
    told = talk.report(status="ready", verdict=ev.Verdict(outcome="ready"), console_url="https://console.acme")
    assert told == "Your Sovereign acme-foods.omani.works is ready. Its console is at https://console.acme"


def test_an_emulated_cloud_is_admitted() -> None:
    talk = Talk(started=ev.ConversationStarted(emulated=True))
    assert "demonstration" in talk.say("is this real?")


def test_two_messages_before_anything_was_read() -> None:
    talk = Talk()
    talk.say(SHOP, show=False)
    talk.say("Helsinki", show=False)
    talk.say(f"{CODE} yes", show=False)
    assert talk.creates == []
    assert talk.plan["regions"] == ["hel1"]
