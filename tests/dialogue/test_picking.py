"""Which of several: offers by place, what is left of an area, the slot that goes back, and when it has to be asked."""

import pytest

from dialogue import events as ev
from tests.dialogue.talk import Talk

SHOP = "We're Acme Tools in Denver, mail ops@acme.com"


def talked(*said: str) -> Talk:
    talk = Talk()
    talk.say(SHOP, *said)
    return talk


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("the first and the last one", [0, -1]),
        ("everything except the last", [0, 1, 2]),
        ("all but the second please", [0, 2, 3]),
        ("1 and 3", [0, 2]),
        ("yes, leave out the first", [1, 2, 3]),
        ("just the third", [2]),
    ],
)
def test_offered_apps_by_their_place(words: str, taken: list[int]) -> None:
    talk = Talk()
    talk.say("We're Trattoria Roma, a restaurant in Rome", "ciao@trattoria.example")
    if talk.asking != "apps":
        talk = Talk()
        talk.say("We're Trattoria Roma in Rome, mail ciao@trattoria.example. We run a restaurant")
    offered = talk.state.offered_apps
    assert len(offered) == 4
    talk.say(words)
    assert talk.plan["apps"] == [offered[at] for at in taken]


@pytest.mark.parametrize(("words", "workers"), [("five workers. scratch that, two", 2), ("seven workers, no, three", 0), ("four workers", 4)])
def test_a_count_of_something_else_picks_no_offer(words: str, workers: int) -> None:
    talk = Talk()
    talk.say("We're Trattoria Roma in Rome, mail ciao@trattoria.example. We run a restaurant", words)
    assert talk.plan["apps"] == []
    assert talk.plan["workers"] == workers


@pytest.mark.parametrize(
    ("words", "regions"),
    [
        (("wherever you like in Germany except Falkenstein",), ["nbg1"]),
        (("somewhere in Europe, only not in Germany",), ["hel1"]),
        (("two regions in the EU, not Helsinki",), ["fsn1", "nbg1"]),
        (("in America but not on the west coast",), ["ash"]),
        (("Nuremberg", "the other German city"), ["fsn1"]),
        (("Nuremberg", "same country, different town"), ["fsn1"]),
        (("Ashburn", "a different one in the States"), ["hil"]),
        (("Falkenstein", "and the same again in Helsinki"), ["fsn1", "hel1"]),
        (("Falkenstein", "ditto in Ashburn"), ["fsn1", "ash"]),
        (("Falkenstein and Helsinki", "the same in Helsinki"), ["fsn1", "hel1"]),
        (("Falkenstein and Helsinki", "Helsinki ought to be the main one"), ["hel1", "fsn1"]),
        (("every region you have", "but Hillsboro has to be the first"), ["hil", "fsn1", "hel1", "nbg1", "ash"]),
        (("Falkenstein, Helsinki and Ashburn", "just Helsinki and Ashburn"), ["hel1", "ash"]),
        (("I'm torn between Nuremberg and Helsinki. Let's take the second",), ["hel1"]),
        (("Falkenstein", "I said Falkenstein but I meant Finland"), ["hel1"]),
        (("Falkenstein", "leave all that, only change the town to Hillsboro"), ["hil"]),
    ],
)
def test_regions_in_roundabout_words(words: tuple[str, ...], regions: list[str]) -> None:
    talk = talked(*words)
    assert talk.plan["regions"] == regions
    assert talk.codes == []


@pytest.mark.parametrize(
    ("words", "slot", "back"),
    [
        ("put the size back to what it was", "size", "cpx42"),
        ("I'd like the previous size again", "size", "cpx42"),
        ("bring back the workers we had", "workers", 3),
        ("the workers should go back to how they were", "workers", 3),
    ],
)
def test_one_slot_goes_back(words: str, slot: str, back: object) -> None:
    talk = talked("cpx42 and three workers", "cpx62", "two workers", "a wiki")
    talk.say(words)
    assert talk.plan[slot] == back
    assert talk.plan["apps"] == ["bookstack"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("please add Ltd after the name", "Acme Tools Ltd"),
        ("you forgot the GmbH", "Acme Tools GmbH"),
        ("put The in front of the name", "The Acme Tools"),
        ("append Group to the company name", "Acme Tools Group"),
        ("add a wiki to it", "Acme Tools"),
    ],
)
def test_a_part_is_added_to_the_name(words: str, name: str) -> None:
    assert talked(words).plan["organisation"] == name


def test_a_part_is_left_out_of_the_name() -> None:
    talk = Talk()
    talk.say("We're Acme Tools Ltd in Denver", "drop the Ltd from the name")
    assert talk.plan["organisation"] == "Acme Tools"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("2nd Chance Charity", "2nd Chance Charity"),
        ("Second Site Surveyors", "Second Site Surveyors"),
        ("it's called 24h Locksmiths", "24h Locksmiths"),
        ("we're enterprise Sunrise Poultry", "Sunrise Poultry"),
        ("I write on behalf of Pemberton, Haigh and Lisle", "Pemberton, Haigh and Lisle"),
        ("we're a software company, Bytewren", "Bytewren"),
        ("my dog, Rex, says hello", None),
        ("name's Marcus, our crew is Bluecrab Movers", "Bluecrab Movers"),
        ("Umami Ramen is our noodle bar", "Umami Ramen"),
    ],
)
def test_names_of_unusual_shape(words: str, name: str | None) -> None:
    talk = Talk()
    talk.say("hello", words)
    assert talk.plan["organisation"] == name
    assert talk.plan["regions"] == ["fsn1"]


def asked_which(talk: Talk) -> tuple[str, ...]:
    understood = [e.event for e in talk.log if isinstance(e.event, ev.Understood)][-1]
    return next((act.options for act in understood.acts if act.name == "clarify"), ())


def test_a_number_said_of_two_things_is_asked_about() -> None:
    talk = talked("Falkenstein and Helsinki with two workers in each", "make it three")
    assert asked_which(talk) == ("3 workers", "3 regions")
    assert talk.plan["workers"] == 2
    talk.say("the workers")
    assert (talk.plan["workers"], talk.plan["regions"]) == (3, ["fsn1", "hel1"])
    assert talk.asking != "clarify"


def test_a_number_said_of_what_changed_last_is_not() -> None:
    talk = talked("Falkenstein and Helsinki", "two workers", "make it three")
    assert talk.plan["workers"] == 3


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("a newsletter", ("Listmonk", "Ghost")),
        ("we mail a newsletter to our members", ()),
        ("a newsletter people read on the site", ()),
    ],
)
def test_a_newsletter_is_mailed_or_read(words: str, options: tuple[str, ...]) -> None:
    assert asked_which(talked(words)) == options


def test_two_names_are_asked_about() -> None:
    talk = Talk()
    talk.say("hello", "Fox and Hound, or Fox & Hound Group")
    assert asked_which(talk) == ("Fox and Hound", "Fox & Hound Group")
    talk.say("the second one")
    assert talk.plan["organisation"] == "Fox & Hound Group"


@pytest.mark.parametrize(
    ("words", "email"),
    [
        ("it's kofi mensah, all one word, at hotmail dot com", "kofimensah@hotmail.com"),
        ("anna@b.. sorry anna@bakery.example", "anna@bakery.example"),
        ("mail=ops@nimbus.example", "ops@nimbus.example"),
    ],
)
def test_addresses_as_they_are_told(words: str, email: str) -> None:
    talk = Talk()
    talk.say("We're Nimbus Kites in Denver", words)
    assert talk.plan["email"] == email


def test_a_subdomain_of_their_own() -> None:
    talk = talked("the portal subdomain of acme-tools.example")
    assert talk.plan["domain"]["fqdn"] == "portal.acme-tools.example"


@pytest.mark.parametrize("words", ["scrap it, I don't want any of it", "we don't need the whole thing"])
def test_wanting_none_of_it_calls_it_off(words: str) -> None:
    talk = talked(words)
    understood = [e.event for e in talk.log if isinstance(e.event, ev.Understood)][-1]
    assert "cancel" in {act.name for act in understood.acts}


@pytest.mark.parametrize(
    ("words", "regions"),
    [
        ("swap those two", "hel1,fsn1"), ("swap that pair around", "hel1,fsn1"), ("could you reverse the pair", "hel1,fsn1"),
        ("please exchange the two of them", "hel1,fsn1"), ("put the second one first", "hel1,fsn1"), ("make the other region the main one", "hel1,fsn1"),
        ("the same two in the opposite order", "hel1,fsn1"), ("could those two trade places", "hel1,fsn1"), ("same pair, swapped", "hel1,fsn1"),
        ("have them switched over", "hel1,fsn1"), ("the other way about, please", "hel1,fsn1"),
        ("swap Falkenstein and Helsinki", "hel1,fsn1"), ("switch the German one with the Finnish one", "hel1,fsn1"), ("turn that pair around", "hel1,fsn1"),
        ("swap Falkenstein for Ashburn", "ash,hel1"),
        ("the second should be first", "hel1,fsn1"), ("second one first please", "hel1,fsn1"), ("move the first one to the end", "hel1,fsn1"),
        ("the first one should be second", "hel1,fsn1"), ("number two first", "hel1,fsn1"), ("the second before the first", "hel1,fsn1"),
        ("swap the first one with the last", "hel1,fsn1"), ("the first after the second", "hel1,fsn1"), ("only the first", "fsn1"), ("drop the second one", "fsn1"),
        ("reverse that", "fsn1"),
    ],
)  # fmt: skip
def test_a_pair_in_the_other_order(words: str, regions: str) -> None:
    talk = talked("Falkenstein", "and Helsinki too", words)
    assert talk.plan["regions"] == regions.split(",")
