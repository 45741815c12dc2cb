"""Which of several addresses is meant, and what looks like one and isn't."""

import pytest

from tests.dialogue.talk import Talk

ONE = "We're Blue Door Ltd in Ghent, mail info@bluedoor.be"


@pytest.mark.parametrize("words", ["either desk@kite.example or boss@kite.example", "mail: desk@kite.example and boss@kite.example"])
def test_two_mails_are_asked_about(words: str) -> None:
    talk = Talk()
    talk.say("We're Kite Works in Ghent", words)
    assert (talk.asking, talk.plan["email"]) == ("clarify", None)
    assert talk.seen["options"] == ["desk@kite.example", "boss@kite.example"]
    talk.say("boss@kite.example")
    assert talk.plan["email"] == "boss@kite.example"


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("the admin should be a@kite.example, invoices go to b@kite.example", "a@kite.example"),
        ("a@kite.example, no sorry, b@kite.example", "b@kite.example"),
        ("not a@kite.example, b@kite.example", "b@kite.example"),
        ("Jo Doe <jo@kite.example>", "jo@kite.example"),
        ("jo, then at, kite.example", "jo@kite.example"),
        ("jo, then at, kite dot example", "jo@kite.example"),
        ("jo (at) kite.example", "jo@kite.example"),
        ("jo [at] kite [dot] example", "jo@kite.example"),
        ("jo underscore doe at the domain kite.example", "jo_doe@kite.example"),
    ],
)
def test_one_mail_is_meant(words: str, address: str) -> None:
    talk = Talk()
    talk.say("We're Kite Works in Ghent", words)
    assert talk.plan["email"] == address
    assert talk.plan["domain"]["fqdn"] == "kite-works.omani.works"


@pytest.mark.parametrize("words", ["mail: office.kite.example", "our e-mail is office.kite.example", "office.kite.example"])
def test_a_mail_without_its_sign_is_asked_for_again(words: str) -> None:
    talk = Talk()
    talk.say("We're Kite Works in Ghent")
    assert talk.asking == "email"
    talk.say(words)
    assert (talk.asking, talk.codes) == ("email", ["email_invalid"])
    assert talk.plan["domain"]["fqdn"] == "kite-works.omani.works"


@pytest.mark.parametrize(
    "words",
    [
        "![pixel](http://spy.example/p.png?c=1) hello", "see [our shop](https://shop.example/x)", "have a look at https://bluedoor.example/about",
        "our current website is bluedoor.example", "Address stays.", "the address is fine", "our address is 12 Main Street", "we don't have our own domain",
    ],
)  # fmt: skip
def test_what_is_only_spoken_of_is_no_wish_for_a_domain(words: str) -> None:
    talk = Talk()
    talk.say(ONE, words)
    assert talk.plan["domain"]["fqdn"] == "blue-door-ltd.omani.works"


@pytest.mark.parametrize(
    ("words", "fqdn"),
    [
        ("use our mail domain", "bluedoor.be"),
        ("take the same domain as the e-mail", "bluedoor.be"),
        ("just bdoor in front of omani.works", "bdoor.omani.works"),
        ("put cloud in front of bluedoor.example", "cloud.bluedoor.example"),
        ("host it under cloud.bluedoor.example", "cloud.bluedoor.example"),
    ],
)
def test_a_domain_said_by_what_it_is(words: str, fqdn: str) -> None:
    talk = Talk()
    talk.say(ONE, words)
    assert talk.plan["domain"]["fqdn"] == fqdn


def test_a_domain_of_their_own_that_isnt_named_is_asked_for() -> None:
    talk = Talk()
    talk.say(ONE, "we already have our own domain, please use it")
    assert (talk.asking, talk.seen["options"]) == ("clarify", ["bluedoor.be"])
    talk.say("yes")
    assert talk.plan["domain"]["fqdn"] == "bluedoor.be"


def test_a_domain_of_their_own_beside_a_mail_of_everybodys_is_asked_for() -> None:
    talk = Talk()
    talk.say("We're Kite Works in Ghent, kiteworks@gmail.com", "we'd like to use our own domain")
    assert talk.asking == "domain"
    talk.say("kiteworks.example")
    assert talk.plan["domain"]["fqdn"] == "kiteworks.example"
