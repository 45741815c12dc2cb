"""What is only told of, what is wished for without its word, and what isn't ours to install."""

import pytest

from tests.dialogue.talk import Talk

SHOP = "We're Acme Tools in Denver, mail ops@acme.com"


def apps(*said: str) -> list[str]:
    talk = Talk()
    talk.say(SHOP, *said)
    return talk.plan["apps"]


@pytest.mark.parametrize(
    "words",
    [
        "my sister takes care of our website",
        "our webmaster runs the blog",
        "my accountant writes all our invoices",
        "the wiki at my former job was a disaster",
        "the bookings from last season were hopeless",
        "our mailing list is fine where it is",
        "the website works well as it is, no need to touch it",
        "I post on a blog about bees in my spare time",
        "I keep a wiki about moss, that has nothing to do with this",
    ],
)
def test_what_others_do_or_what_is_fine_is_no_wish(words: str) -> None:
    assert apps(words) == []


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("my husband wants a blog", ["ghost"]),
        ("a wiki is fine", ["bookstack"]),
        ("our accountant asked for invoices", ["invoiceshelf"]),
        ("what we lack is a wiki", ["bookstack"]),
        ("surveys are all we require", ["formbricks"]),
        ("a password manager would be all I need", ["vaultwarden"]),
        ("I need to run surveys among the staff", ["formbricks"]),
        ("files for the office and surveys for the guests", ["nextcloud", "formbricks"]),
        ("just website statistics", ["umami"]),
        ("a site, please", ["wordpress"]),
    ],
)
def test_what_is_wished_for_in_other_words(words: str, wanted: list[str]) -> None:
    assert apps(words) == wanted


@pytest.mark.parametrize(
    "words",
    ["tourists must be able to book a kayak trip", "so that members can reserve their lane", "anyone should be able to schedule a pickup online"],
)
def test_whoever_books_anything_needs_a_calendar(words: str) -> None:
    assert apps(words) == ["cal-com"]


@pytest.mark.parametrize("words", ["we publish books", "can I book a call with you?", "I booked a holiday"])
def test_not_every_book_is_booked(words: str) -> None:
    assert apps(words) == []


@pytest.mark.parametrize(
    "words",
    ["alert me when the page is offline", "we want to be told if our systems go down", "something that pings us whenever anything breaks"],
)
def test_whoever_is_to_be_warned_needs_a_watch(words: str) -> None:
    assert apps(words) == ["uptime-kuma"]


@pytest.mark.parametrize("words", ["we need Salesforce", "add odoo", "please install QuickBooks"])
def test_a_product_that_is_not_ours_is_unknown(words: str) -> None:
    talk = Talk()
    talk.say(SHOP, words)
    assert talk.codes == ["app_unknown"]
    assert talk.plan["apps"] == []


def test_what_such_a_product_does_is_listed() -> None:
    talk = Talk()
    talk.say(SHOP, "something like Salesforce")
    assert talk.codes == ["app_not_installable"]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("a webiste", ["wordpress"]), ("apointments", ["cal-com"]), ("surveis and pasword manager", ["formbricks", "vaultwarden"]), ("we are cooking all day", [])],
)
def test_needs_with_a_slip_of_the_finger(words: str, wanted: list[str]) -> None:
    assert apps(words) == wanted


def test_an_app_with_a_dot_in_its_name_as_it_is_spoken() -> None:
    talk = Talk()
    talk.say(SHOP, "add cal dot com")
    assert talk.plan["apps"] == ["cal-com"]
    assert talk.plan["domain"]["fqdn"] == "acme-tools.omani.works"


@pytest.mark.parametrize(
    ("question", "answer", "wanted"),
    [
        ("what's Nextcloud when it's at home?", "grand, we'll have that one", ["nextcloud"]),
        ("remind me what Umami does?", "ok, add it", ["umami"]),
        ("what is Ghost?", "we don't need that", []),
    ],
)
def test_what_was_asked_about_is_taken_or_not(question: str, answer: str, wanted: list[str]) -> None:
    assert apps(question, answer) == wanted


@pytest.mark.parametrize("words", ["why is the wiki in there? take it out", "what's BookStack? we don't need it"])
def test_what_was_asked_about_goes(words: str) -> None:
    assert apps("a wiki and Ghost", words) == ["ghost"]


@pytest.mark.parametrize(("words", "wanted"), [("I said a wiki, I meant a blog", ["ghost"]), ("Ghost, no wait, not Ghost, and Umami", ["bookstack", "umami"])])
def test_what_was_said_is_corrected(words: str, wanted: list[str]) -> None:
    assert apps("a wiki", words) == wanted


@pytest.mark.parametrize("words", ["we employ nine workers", "there are six workers in our kitchen", "I have forty workers at the factory"])
def test_staff_are_no_machines(words: str) -> None:
    talk = Talk()
    talk.say(SHOP, words)
    assert talk.plan["workers"] == 0


@pytest.mark.parametrize(
    ("words", "workers"),
    [("all good except the workers, I only need two of them", 2), ("apps: none", 4), ("two'll be enough workers", 2), ("add a node", 5), ("a node with 8 cores", 4)],
)
def test_counts_of_workers_and_of_others(words: str, workers: int) -> None:
    talk = Talk()
    talk.say(SHOP, "four workers", words)
    assert talk.plan["workers"] == workers


@pytest.mark.parametrize("words", ["Ha, worth a try", "ha! fine"])
def test_a_laugh_asks_for_nothing(words: str) -> None:
    talk = Talk()
    talk.say(SHOP, words)
    assert not talk.plan["highAvailability"]
