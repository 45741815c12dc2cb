"""A whole list gives way to something else; a region is spoken of by its country; facts in a row end with where."""

import pytest

from tests.dialogue.talk import Talk

OPENING = "Kaffeehaus Nord, a@kn.example, website and invoices, Germany and Finland"


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.say(OPENING)
    assert talk.plan["apps"] == ["wordpress", "invoiceshelf"]
    assert talk.plan["regions"] == ["fsn1", "hel1"]
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "replace all the apps with ghost", "swap both apps for Ghost", "replace them with ghost", "drop all the apps and take ghost",
        "take ghost in place of the apps", "please exchange those apps for ghost", "instead of those apps only ghost",
        "remove everything, and just install Ghost", "use ghost rather than the apps",
    ],
)  # fmt: skip
def test_all_apps_give_way_to_one(talk: Talk, said: str) -> None:
    talk.say(said)
    assert talk.plan["apps"] == ["ghost"]
    assert talk.plan["organisation"] == "Kaffeehaus Nord", "nothing else is forgotten"
    assert talk.plan["regions"] == ["fsn1", "hel1"]


def test_what_else_is_said_counts_too(talk: Talk) -> None:
    talk.say("replace everything with ghost, and two workers")
    assert (talk.plan["apps"], talk.plan["workers"]) == (["ghost"], 2)


def test_one_for_one_leaves_the_other(talk: Talk) -> None:
    talk.say("swap wordpress for ghost")
    assert talk.plan["apps"] == ["invoiceshelf", "ghost"]


def test_the_apps_alone_are_dropped_and_the_talk_goes_on(talk: Talk) -> None:
    talk.say("drop all the apps")
    assert talk.plan["apps"] == []
    assert talk.plan["organisation"] == "Kaffeehaus Nord"


@pytest.mark.parametrize("said", ["drop all of it", "forget everything", "delete it all"])
def test_everything_is_still_everything(talk: Talk, said: str) -> None:
    talk.say(said)
    assert talk.plan["organisation"] is None


@pytest.mark.parametrize(
    ("said", "regions"),
    [
        ("replace both regions with Nuremberg", ["nbg1"]), ("swap the locations for Ashburn", ["ash"]), ("the Finnish one first", ["hel1", "fsn1"]),
        ("the same two regions but with the Finnish one first", ["hel1", "fsn1"]), ("drop the Finnish one", ["fsn1"]),
        ("move the German one to Nuremberg", ["nbg1", "hel1"]), ("replace them with the two American ones", ["ash", "hil"]),
    ],
)  # fmt: skip
def test_regions_by_their_country_and_all_at_once(talk: Talk, said: str, regions: list[str]) -> None:
    talk.say(said)
    assert talk.plan["regions"] == regions
    assert talk.plan["apps"] == ["wordpress", "invoiceshelf"]


@pytest.mark.parametrize(
    ("said", "apps"),
    [
        ("We run Kaffeehaus Nord, bookings in Germany", ["cal-com"]), ("We are Kaffeehaus Nord, website and bookings in Finland", ["wordpress", "cal-com"]),
        ("Kaffeehaus Nord, files in Germany", ["nextcloud"]), ("We run Kaffeehaus Nord and keep our files in Dropbox", []),
    ],
)  # fmt: skip
def test_facts_in_a_row_that_end_with_where(said: str, apps: list[str]) -> None:
    talk = Talk()
    talk.say(said)
    assert talk.plan["apps"] == apps
    assert talk.plan["organisation"] == "Kaffeehaus Nord"
