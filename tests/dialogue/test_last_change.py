"""What refers to the change just made, places by position, names beside addresses: in words of their own."""

from typing import Any

import pytest

from tests.dialogue.talk import Talk, talked

SHOP = "We're Tern & Teal, hi@terntea.example, Nuremberg"
BOTH = "We're Tern & Teal, hi@terntea.example, Nuremberg and Ashburn"


@pytest.mark.parametrize(
    ("lines", "slot", "value"),
    [
        ((SHOP + ", a blog", "swap the blog for a wiki", "no wait, have both"), "apps", ["ghost", "bookstack"]),
        ((SHOP, "move it to Helsinki", "we'd like to keep both of them"), "regions", ["nbg1", "hel1"]),
        ((BOTH, "lose the German one", "sorry, delete the American one instead"), "regions", ["nbg1"]),
        ((SHOP + ", a blog and a wiki", "leave out the blog", "drop the wiki instead"), "apps", ["ghost"]),
        ((SHOP + ", 3 workers", "6 workers", "make it two more than we had before"), "workers", 5),
        ((SHOP + ", 4 workers", "8 workers", "too many, make that one fewer than before"), "workers", 3),
        ((SHOP, "bigger machine please", "too expensive, undo"), "size", "cpx42"),
        ((SHOP, "exactly the same, but in Finland"), "regions", ["hel1"]),
        ((SHOP, "the mail should read desk@ please"), "email", "desk@terntea.example"),
        ((SHOP + ", cpx52", "two workers, each smaller than the control plane"), "workerSize", "cpx42"),
        ((SHOP + ", cpx52", "two workers, each smaller than the control plane"), "size", "cpx52"),
    ],
)
def test_a_message_that_leans_on_the_change_before_it(lines: tuple[str, ...], slot: str, value: Any) -> None:
    assert talked(*lines)[slot] == value


def test_nothing_was_changed_so_nothing_is_leant_on() -> None:
    assert talked(SHOP, "keep both")["regions"] == ["nbg1"]
    assert talked(SHOP + ", a wiki", "drop the wiki instead")["apps"] == []


@pytest.mark.parametrize(
    ("said", "topic"),
    [("sorry, we don't understand what a region is", "region"), ("no idea what a control plane is", "the machine your cloud runs on"), ("I'm not sure what workers are", "orker")],
)
def test_a_word_that_isnt_known_is_explained_and_changes_nothing(said: str, topic: str) -> None:
    talk = Talk()
    talk.say(SHOP + ", 2 workers")
    reply = talk.say(said if said.startswith(("sorry", "I'm")) else f"I have {said}")
    assert topic.lower() in reply.lower()
    assert talk.plan["workers"] == 2


def test_an_app_whose_name_is_like_the_companys_renames_nothing() -> None:
    plan = talked("We're Harrow Books, hi@harrow.example, a blog", "replace the blog with BookStack")
    assert (plan["organisation"], plan["apps"]) == ("Harrow Books", ["bookstack"])


@pytest.mark.parametrize(
    ("said", "regions"),
    [
        ("Ashburn should come first and Hillsboro second", ["ash", "hil"]),
        ("we want Helsinki to be the primary one and Nuremberg as standby", ["hel1", "nbg1"]),
        ("Falkenstein must be second, Helsinki first", ["hel1", "fsn1"]),
        ("Helsinki, and the main one should be Nuremberg", ["nbg1", "hel1"]),
        ("four workers spread across Helsinki and Falkenstein", ["hel1", "fsn1"]),
    ],
)
def test_a_position_belongs_to_the_place_that_it_is_said_of(said: str, regions: list[str]) -> None:
    assert talked(said)["regions"] == regions


def test_workers_spread_over_regions_are_a_total_and_workers_each_are_not() -> None:
    assert talked("four workers spread across Helsinki and Falkenstein")["workers"] == 2
    assert talked("two workers each in Helsinki and Falkenstein")["workers"] == 2


@pytest.mark.parametrize(
    ("said", "domain", "name"),
    [
        ("a free address will do, call it tidepool. We are Tidepool Dental", "tidepool.omani.works", "Tidepool Dental"),
        ("free subdomain is fine: harebell", "harebell.omani.works", None),
        ("we'd like the subdomain to be harebell and the name Harebell Nursery School", "harebell.omani.works", "Harebell Nursery School"),
    ],
)
def test_a_label_that_is_said_of_the_address_names_no_company(said: str, domain: str, name: str | None) -> None:
    plan = talked(said)
    assert (plan["domain"]["fqdn"], plan["organisation"]) == (domain, name)


@pytest.mark.parametrize("said", ["no wordpress for us. we do need a website", "not WordPress, please. Some other website"])
def test_what_is_refused_by_name_isnt_wished_for_by_what_it_does(said: str) -> None:
    assert talked(said)["apps"] == []


@pytest.mark.parametrize(("said", "size"), [("give us the cheapest machine you have", "cpx32"), ("cheapest option, please", "cpx32"), ("which is the cheapest one?", "cpx42")])
def test_the_cheapest_is_the_smallest_unless_it_is_asked_about(said: str, size: str) -> None:
    assert talked(SHOP, said)["size"] == size


def test_customers_who_pay_ask_for_no_price() -> None:
    assert "EUR" not in Talk().say("could our guests pay by card?")


@pytest.mark.parametrize("said", ["The Thimble, hi@thimble.example, a blog", "Hello. The Lantern, desk@lantern.example"])
def test_a_name_of_one_word_behind_the_is_taken(said: str) -> None:
    assert talked(said)["organisation"].startswith("The ")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Osei, Brandt & Lowe LLP; desk@oblowe.example; files", "Osei, Brandt & Lowe LLP"),
        ("it's \"die Werft\", written small. hallo@werft.example", "die Werft"),
        ("COPPER HERON PRESS, HELLO@COPPERHERON.EXAMPLE, BLOG", "COPPER HERON PRESS"),
        ("PLEASE SEND HELP, HELP@HELPERS.EXAMPLE", None),
    ],
)
def test_names_of_partners_in_quotes_and_in_capitals(said: str, name: str | None) -> None:
    assert talked(said)["organisation"] == name


@pytest.mark.parametrize(
    ("said", "slot", "value"),
    [
        ("not Hillsboro, the other American one", "regions", ["ash"]),
        ("the boss wants three regions, but we think two are enough", "regions", ["fsn1", "hel1"]),
        ("they asked for five workers but I'd say one is plenty", "workers", 1),
        ("might be three workers, might be four, no idea", "workers", 0),
        ("we need a blog, and no newsletter", "apps", ["ghost"]),
        ("no dedicated cores, please", "size", "cpx42"),
    ],
)
def test_what_is_left_of_two_when_one_is_taken_back(said: str, slot: str, value: Any) -> None:
    assert talked("We're Tern & Teal, hi@terntea.example", said)[slot] == value


@pytest.mark.parametrize(
    ("said", "apps"),
    [
        ("pupils ought to register on their own", []),
        ("people should be able to register their kids", ["formbricks"]),
        ("it would be nice if folks could see our opening hours", ["wordpress"]),
        ("staff need to look up how things work here", ["bookstack"]),
        ("how many people visit the website? I'd love to know", ["umami"]),
        ("we'd like guests to rate our service", ["formbricks"]),
    ],
)
def test_what_people_shall_do_tells_which_app(said: str, apps: list[str]) -> None:
    assert talked(said)["apps"] == apps


def test_a_calendar_is_what_bookings_are_made_in() -> None:
    assert talked("We're Tern & Teal, hi@terntea.example, bookings and a blog", "drop the calendar")["apps"] == ["ghost"]
    assert talked("We're Tern & Teal, hi@terntea.example, files and bookings", "drop the calendar")["apps"] == ["nextcloud", "cal-com"]


def test_customers_who_leave_a_number_want_nobody_of_ours() -> None:
    talk = Talk()
    talk.say("guests want to leave their number for a call back")
    assert not talk.state.human
    talk.say("could someone call me back")
    assert talk.state.human


@pytest.mark.parametrize(
    ("lines", "slot", "value"),
    [
        ((SHOP + ", 3 workers", "and what would it cost without any workers?", "fine, skip them"), "workers", 0),
        ((SHOP.replace("Nuremberg", "Falkenstein"), "I'd take the other of your German sites"), "regions", ["nbg1"]),
        ((SHOP, "add Hillsboro too", "the newest region should come first"), "regions", ["hil", "nbg1"]),
        ((SHOP, "high availability, please", "hm. turn it off again"), "highAvailability", False),
        ((SHOP, "ok, let's go to Helsinki"), "regions", ["hel1"]),
        ((SHOP, "medium. no, extra large. no, medium after all"), "size", "cpx42"),
        ((SHOP, "turn teal into steel in the name"), "organisation", "Tern & Steel"),
        ((SHOP, "use the same as our company website, terntea.example"), "apps", []),
        ((SHOP, "the mail was wrong, there are two t's in it: hii@ttern.example"), "apps", []),
    ],
)
def test_second_looks_at_what_stands(lines: tuple[str, ...], slot: str, value: Any) -> None:
    assert talked(*lines)[slot] == value


@pytest.mark.parametrize(
    ("lines", "slot", "value"),
    [
        ((SHOP + ", wiki, blog, forms", "throw all of them out apart from the wiki"), "apps", ["bookstack"]),
        ((SHOP + ", wiki, blog, forms", "leave everything out but the forms", "put the blog back in"), "apps", ["formbricks", "ghost"]),
        (("We are Not Only Bread, and need a tool that polls our servers",), "organisation", "Not Only Bread"),
        (("We are Not Only Bread, and need a tool that polls our servers",), "apps", ["uptime-kuma"]),
        (("hi this is quiet pines hostel the site must be at stay dot quietpines dot example",), "email", None),
        (("we only want to see how many people come to our website. We're Acme",), "apps", ["umami"]),
    ],
)
def test_what_goes_but_for_one_and_what_lives_at_an_address(lines: tuple[str, ...], slot: str, value: Any) -> None:
    assert talked(*lines)[slot] == value


def test_the_own_domain_is_given_back_for_the_free_subdomain() -> None:
    plan = talked("We're Tern & Teal, hi@terntea.example, under cloud.terntea.example", "never mind our domain, we take the free sub-domain")
    assert plan["domain"]["fqdn"] == "tern-teal.omani.works"


def test_a_town_before_a_wished_address_is_where_they_are() -> None:
    plan = talked("Ternary Lamps from Bergen would like ternary.omani.works, hi@ternary.example")
    assert (plan["domain"]["fqdn"], plan["regions"]) == ("ternary.omani.works", ["hel1"])


@pytest.mark.parametrize(
    ("lines", "slot", "value"),
    [
        ((SHOP, "is Ashburn far from Boston?", "fine, that one too as number two"), "regions", ["nbg1", "ash"]),
        ((BOTH, "the first one, is that in Germany?", "then keep that one only"), "regions", ["nbg1"]),
        ((SHOP + ", a wiki and a blog", "remove the blog", "oh, bring back what we just removed"), "apps", ["bookstack", "ghost"]),
        ((SHOP, "high availability", "undo", "hm, have it back on after all"), "highAvailability", True),
        ((SHOP, "under tern.omani.works please", "no, take the name you suggested"), "domain", "tern-teal.omani.works"),
        ((SHOP, "large", "extra large", "hm, go back to the one before"), "size", "cpx52"),
        ((SHOP, "and a second region in Ashburn", "scratch that last part"), "regions", ["nbg1"]),
        ((SHOP + ", bookings", "and a wiki", "the last thing we asked for, drop it again"), "apps", ["cal-com"]),
        ((SHOP, "Make it Ashburn. We said Nuremberg in error."), "regions", ["ash"]),
        ((SHOP, "terntee in the mail, not terntea"), "email", "hi@terntee.example"),
        ((SHOP + ", files and a wiki", "swap the wiki for NocoDB", "sorry: BookStack stays, NocoDB goes out"), "apps", ["nextcloud", "bookstack"]),
        ((SHOP + ", high availability", "what does it cost without high availability?", "ok, without it then"), "highAvailability", False),
        ((BOTH, "six workers", "six in total, not in each region"), "workers", 3),
        ((SHOP + ", wiki, blog, forms, files", "all of them out but for the last two"), "apps", ["formbricks", "nextcloud"]),
        ((SHOP, "two regions in Germany", "drop Falkenstein and keep only Nuremberg"), "regions", ["nbg1"]),
        ((SHOP + ", cpx52, 5 workers of cpx42", "make the workers as big as the machine", "and only three of them"), "workers", 3),
        ((SHOP, "same set-up but in Finland please"), "regions", ["hel1"]),
    ],
)
def test_what_was_just_asked_said_or_taken_is_meant(lines: tuple[str, ...], slot: str, value: Any) -> None:
    plan = talked(*lines)
    assert (plan[slot]["fqdn"] if slot == "domain" else plan[slot]) == value
