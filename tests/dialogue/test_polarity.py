"""Not this, that; from this to that; this, no, that; this or that: the same for every kind of value."""

from typing import Any

import pytest

from tests.dialogue.talk import Talk

START = "We're Blue Door Ltd, mail ops@bluedoor.be"


def after(*words: str) -> dict[str, Any]:
    """The plan after these words."""
    talk = Talk()
    talk.say(START, *words)
    return talk.plan


@pytest.mark.parametrize(
    ("words", "member", "value"),
    [
        (("Nuremberg", "switch from Nuremberg to Hillsboro"), "regions", ["hil"]),
        (("put it in Helsinki no Ashburn",), "regions", ["ash"]),
        (("Helsinki and Ashburn", "Ashburn should be Nuremberg"), "regions", ["hel1", "nbg1"]),
        (("Helsinki", "and Ashburn"), "regions", ["hel1", "ash"]),
        (("Helsinki", "one more region"), "regions", ["hel1", "fsn1"]),
        (("three regions", "drop a region"), "regions", ["fsn1", "hel1"]),
        (("three regions, but none of them in the US",), "regions", ["fsn1", "hel1", "nbg1"]),
        (("two regions, one of them in America",), "regions", ["ash", "fsn1"]),
        (("both German sites",), "regions", ["fsn1", "nbg1"]),
        (("a standby site in Finland",), "regions", ["fsn1", "hel1"]),
        (("Hillsboro second, Helsinki first",), "regions", ["hel1", "hil"]),
        (("ccx33", "change it from ccx33 to ccx43"), "size", "ccx43"),
        (("take cpx62, not cpx52",), "size", "cpx62"),
        (("not ops@bluedoor.be but jan@bluedoor.be",), "email", "jan@bluedoor.be"),
        (("the mail is jan@bluedoor.be, not ops@bluedoor.be",), "email", "jan@bluedoor.be"),
        (("a wiki and invoices", "swap the invoices for a blog"), "apps", ["bookstack", "ghost"]),
        (("a wiki, invoices and a blog", "leave out the last one"), "apps", ["bookstack", "invoiceshelf"]),
        (("a wiki and a blog", "drop the apps"), "apps", []),
        (("four workers", "not four, five"), "workers", 5),
        (("four workers", "five actually"), "workers", 5),
        (("four workers", "two more"), "workers", 6),
        (("four workers", "drop one"), "workers", 3),
        (("four workers in two regions", "I meant in total"), "workers", 2),
        (("two regions, four workers in total", "no, per region"), "workers", 4),
    ],
)  # fmt: skip
def test_what_is_taken_back_goes_and_what_is_meant_stays(words: tuple[str, ...], member: str, value: object) -> None:
    assert after(*words)[member] == value


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("host it in Nuremberg or Ashburn", ("Nuremberg", "Ashburn")),
        ("three or four workers", ("3 workers", "4 workers")),
        ("either cpx52 or ccx33", ("cpx52", "ccx33")),
        ("two or three regions", ("2 regions", "3 regions")),
        ("a wiki or a blog", ("BookStack", "Ghost")),
    ],
)
def test_alternatives_are_asked_for_and_never_guessed(words: str, options: tuple[str, ...]) -> None:
    talk = Talk()
    talk.say(START)
    before = talk.plan
    talk.say(words)
    assert talk.plan == before
    assert talk.asking == "clarify"
    assert tuple(talk.seen["options"]) == options
    talk.say("the second one")
    assert talk.plan != before
    assert talk.asking == "email_code"


@pytest.mark.parametrize(
    ("words", "size", "worker_size"),
    [
        ("a large control plane and three small workers", "cpx52", "cpx32"),
        ("ccx33 with three workers", "ccx33", "ccx33"),
        ("three workers, dedicated ones", "cpx42", "ccx33"),
        ("three workers with 16 cores", "cpx42", "cpx62"),
        ("the biggest you have", "cpx62", ""),
    ],
)
def test_a_size_binds_to_its_machine(words: str, size: str, worker_size: str) -> None:
    plan = after(words)
    assert (plan["size"], plan["workerSize"]) == (size, worker_size)


def test_the_workers_grow_alone() -> None:
    plan = after("three workers", "make the workers larger")
    assert (plan["size"], plan["workers"], plan["workerSize"]) == ("cpx42", 3, "cpx52")
    assert after("three ccx33 workers", "workers same as the control plane")["workerSize"] == "cpx42"


@pytest.mark.parametrize(
    ("words", "region"),
    [("make it hell sinky", "hel1"), ("in new remberg please", "nbg1"), ("host it in falcon stine", "fsn1"), ("near ashbern", "ash")],
)
def test_a_city_heard_as_other_words_is_found_by_its_sound(words: str, region: str) -> None:
    assert after(words)["regions"] == [region]


@pytest.mark.parametrize("words", ["we heal sinks", "a number in the manual", "it was help desk"])
def test_words_that_only_sound_a_little_like_a_city_are_none(words: str) -> None:
    talk = Talk()
    talk.say(START, words)
    assert talk.state.draft.regions is None


def test_letters_and_numbers_as_a_recogniser_writes_them() -> None:
    assert after("see p x fifty two")["size"] == "cpx52"
    assert after("see see ex 43")["size"] == "ccx43"
    assert after("too workers")["workers"] == 2


@pytest.mark.parametrize(
    ("words", "member", "value"),
    [
        (("Nuremberg is wrong, it should be Ashburn",), "regions", ["ash"]),
        (("Helsinki and Ashburn", "Ashburn is wrong, should be Nuremberg"), "regions", ["hel1", "nbg1"]),
        (("Helsinki and Ashburn", "leave Ashburn out again"), "regions", ["hel1"]),
        (("Helsinki and Ashburn", "both should have two workers"), "workers", 2),
        (("four workers", "I'd rather have none"), "workers", 0),
        (("four workers", "fewer, say three"), "workers", 3),
        (("a wiki, a blog, forms",), "apps", ["bookstack", "ghost", "formbricks"]),
        (("a wiki", "a blog instead"), "apps", ["ghost"]),
        (("a CRM and a wiki", "take NocoDB instead"), "apps", ["bookstack", "nocodb"]),
    ],
)
def test_short_changes_bind_to_what_stands(words: tuple[str, ...], member: str, value: object) -> None:
    assert after(*words)[member] == value


def test_an_app_that_replaces_one_of_several_is_asked_about() -> None:
    talk = Talk()
    talk.say(START, "a wiki and invoices", "a blog instead")
    assert talk.plan["apps"] == ["bookstack", "invoiceshelf"]
    assert talk.seen["options"] == ["Ghost instead of BookStack", "Ghost instead of InvoiceShelf"]
    talk.say("the first one")
    assert talk.plan["apps"] == ["invoiceshelf", "ghost"]
