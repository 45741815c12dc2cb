"""Corrections in whichever order they come: what was wrong, what was meant, and for every slot."""

from typing import Any

import pytest

from dialogue.understanding.corrections import Kind, Valued, corrected
from tests.dialogue.talk import Talk

OPENING = ("We are Acme, a@acme.com", "Helsinki, with a website and files, four workers, high availability, large", "subdomain foxtrot")
SLOTS = ("organisation", "email", "regions", "size", "workers", "highAvailability", "apps")


def _after(*said: str) -> dict[str, Any]:
    """What is different."""
    talk = Talk()
    talk.say(*OPENING)
    before = talk.plan
    talk.say(*said)
    now = talk.plan
    told = {slot: now[slot] for slot in SLOTS if before[slot] != now[slot]}
    return told | ({"label": now["domain"]["label"]} if before["domain"] != now["domain"] else {})


@pytest.mark.parametrize(
    "said",
    [
        "it's Nuremberg I meant, Helsinki was wrong",
        "I meant Nuremberg when I said Helsinki",
        "Helsinki should have been Nuremberg",
        "it was meant to say Nuremberg where it says Helsinki",
        "Nuremberg is what I meant, you wrote Helsinki",
        "you put Helsinki but I said Nuremberg",
        "Helsinki isn't right. It should be Nuremberg.",
        "where it says Helsinki it should say Nuremberg",
        "sorry, the right one is Nuremberg, Helsinki was a slip of the tongue",
        "oh, that's wrong: I said Nuremberg, it says Helsinki",
        "Helsinki was supposed to be Nuremberg",
        "what I meant was Nuremberg, Helsinki is a mistake",
        "Nuremberg it should be, I gave you Helsinki by accident",
    ],
)
def test_the_region_that_was_meant(said: str) -> None:
    assert _after(said) == {"regions": ["nbg1"]}


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("a blog was what I wanted, I don't need the website", {"apps": ["nextcloud", "ghost"]}),
        ("the website was a mistake, it's the wiki we need", {"apps": ["nextcloud", "bookstack"]}),
        ("instead of files a password manager", {"apps": ["wordpress", "vaultwarden"]}),
        ("WordPress was wrong, it's Ghost I was after", {"apps": ["nextcloud", "ghost"]}),
        ("the website and the files were a mistake", {"apps": []}),
        ("the website was a slip", {"apps": ["nextcloud"]}),
        ("HA was a mistake", {"highAvailability": False}),
        ("the high availability is wrong", {"highAvailability": False}),
        ("subdomain golf I meant, not foxtrot", {"label": "golf"}),
        ("golf is what I meant when I said foxtrot", {"label": "golf"}),
        ("foxtrot should have been golf", {"label": "golf"}),
        ("the subdomain should have been golf, foxtrot is wrong", {"label": "golf"}),
        ("b@acme.com please, I gave you a@acme.com by mistake", {"email": "b@acme.com"}),
        ("a@acme.com was wrong, it's b@acme.com", {"email": "b@acme.com"}),
        ("where you have a@acme.com I meant b@acme.com", {"email": "b@acme.com"}),
        ("five workers is what I meant, four was wrong", {"workers": 5}),
        ("four workers was a mistake, I meant six", {"workers": 6}),
        ("four should have been five", {"workers": 5}),
        ("four workers is not enough, I want five", {"workers": 5}),
        ("the workers should be five", {"workers": 5}),
        ("the workers were a mistake", {"workers": 0}),
        ("medium was what I meant, large was wrong", {"size": "cpx42"}),
        ("cpx32 is what I wanted, cpx52 was my mistake", {"size": "cpx32"}),
        ("I never said large, I said medium", {"size": "cpx42"}),
        ("Acme should have been Akme", {"organisation": "Akme"}),
        ("the company is Bolt, Acme was a mistake", {"organisation": "Bolt"}),
        ("it's Nuremberg I meant, Helsinki was wrong, and five workers please", {"regions": ["nbg1"], "workers": 5}),
        ("I don't know where the files came from, we wanted a wiki", {"apps": ["wordpress", "bookstack"]}),
        ("the files shouldn't be in there, I meant a blog", {"apps": ["wordpress", "ghost"]}),
        ("everything's right except the files, those should be invoices", {"apps": ["wordpress", "invoiceshelf"]}),
        ("what do you mean, Helsinki? I said Hillsboro", {"regions": ["hil"]}),
        ("that ought to be Falkenstein, I don't know why I said Helsinki", {"regions": ["fsn1"]}),
        ("Helsinki was wrong and so was the e-mail, it's Nuremberg and office@acme.com", {"regions": ["nbg1"], "email": "office@acme.com"}),
        ("that's the wrong mailbox, hello@acme.com is the one I read", {"email": "hello@acme.com"}),
        ("where it says Helsinki it should say Ashburn, and the workers should be five", {"regions": ["ash"], "workers": 5}),
    ],
)  # fmt: skip
def test_every_slot_may_be_put_right_so(said: str, changed: dict[str, Any]) -> None:
    assert _after(said) == changed


@pytest.mark.parametrize(
    "said",
    [
        "I said Helsinki and I meant Helsinki",
        "Helsinki was a good choice",
        "my boss said the wiki was a mistake",
        "it says Helsinki, that's right",
        "our old website was a mistake",
        "the website shows the wrong opening hours",
        "was Helsinki a mistake?",
        "the blog was a mistake",
        "I never meant to be rude",
        "I have a website, I need the files",
        "the files should be on the website",
        "Acme needs to be online by Friday",
        "foxtrot should be easy to remember",
        "Helsinki should be enough",
        "the website should be in Helsinki",
        "four workers should be fine",
        "we need the website, and it's the files we need most",
    ],
)
def test_what_is_no_correction_changes_nothing(said: str) -> None:
    assert _after(said) == {}


def _values(phrase: str) -> Valued | None:
    known: dict[str, Kind] = {"helsinki": "region", "nuremberg": "region", "ashburn": "region", "the wiki": "app", "a blog": "app"}
    kind = known.get(phrase.lower())
    return Valued(kind, phrase.lower(), phrase, stands=False) if kind else None


@pytest.mark.parametrize(
    "said",
    ["Helsinki was wrong, I meant a blog", "Helsinki, not Nuremberg", "I want Helsinki", "should it have been Helsinki rather than Nuremberg?", "It should be Helsinki.", "Helsinki is right, Nuremberg too"],
)
def test_two_of_different_kinds_and_what_is_plain_already_stay(said: str) -> None:
    assert corrected(said, _values) == said


def test_the_rest_of_the_message_stays() -> None:
    said = "Hello there. Sorry, Helsinki was wrong, it's Nuremberg I meant, and two workers. Thanks."
    assert corrected(said, _values) == "Hello there. Sorry, not Helsinki but Nuremberg, and two workers. Thanks."
