"""What stands, spoken of by its place or all together; what stands in for it; what is all that stays."""

import pytest

from tests.dialogue.talk import Talk

BASE = "We're Acme Bank in Berlin, mail ops@acme.com"


def with_apps(*more: str) -> Talk:
    talk = Talk()
    talk.say(f"{BASE}, we want a wiki, Ghost and Umami", *more)
    assert talk.plan["apps"] == ["bookstack", "ghost", "umami"]
    return talk


def with_regions() -> Talk:
    talk = Talk()
    talk.say("We're Acme Tools in Denver, mail ops@acme.com", "in Nuremberg, Helsinki and Ashburn please")
    assert talk.plan["regions"] == ["nbg1", "hel1", "ash"]
    return talk


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("remove the last two apps", ["bookstack"]),
        ("please delete the first app", ["ghost", "umami"]),
        ("ok, the middle one can go", ["bookstack", "umami"]),
        ("skip all of them", []),
        ("let's get rid of the last one then", ["bookstack", "ghost"]),
        ("the first two should be dropped", ["umami"]),
        ("keep the wiki and forget the others", ["bookstack"]),
        ("Umami stays, the rest can go", ["umami"]),
        ("take the blog thing out", ["bookstack", "umami"]),
        ("pull the statistics app out again", ["bookstack", "ghost"]),
    ],
)
def test_apps_by_their_place_or_what_is_left_of_them(words: str, left: list[str]) -> None:
    talk = with_apps()
    talk.say(words)
    assert talk.plan["apps"] == left


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("drop the last one", ["nbg1", "hel1"]),
        ("can you remove the one in the middle", ["nbg1", "ash"]),
        ("the first two regions can go", ["ash"]),
        ("take the finnish one out", ["nbg1", "ash"]),
        ("leave the American site out", ["nbg1", "hel1"]),
    ],
)
def test_regions_by_their_place(words: str, left: list[str]) -> None:
    talk = with_regions()
    talk.say(words)
    assert talk.plan["regions"] == left


def test_a_place_that_nothing_has_changes_nothing() -> None:
    talk = with_regions()
    talk.say("get rid of the fourth one")
    assert talk.plan["regions"] == ["nbg1", "hel1", "ash"]


def test_what_comes_instead_of_the_one_spoken_of() -> None:
    talk = Talk()
    talk.say(BASE)
    if talk.asking == "apps":
        talk.say("no thanks")
    talk.say("add a wiki")
    talk.say("hm, replace it with something for invoices")
    assert talk.plan["apps"] == ["invoiceshelf"]


@pytest.mark.parametrize("words", ["is Nextcloud any good", "are surveys possible", "is Umami free"])
def test_a_question_without_its_mark_wishes_for_nothing(words: str) -> None:
    talk = Talk()
    talk.say(BASE)
    if talk.asking == "apps":
        talk.say("no thanks")
    talk.say(words)
    assert talk.plan["apps"] == []


@pytest.mark.parametrize("words", ["switch the HA option off", "turn the high availability stuff off please"])
def test_high_availability_is_switched_off_by_any_noun(words: str) -> None:
    talk = Talk()
    talk.say(f"{BASE}, highly available")
    assert talk.plan["highAvailability"]
    talk.say(words)
    assert not talk.plan["highAvailability"]
