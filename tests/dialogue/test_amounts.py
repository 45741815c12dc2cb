"""Counts of workers, sizes and high availability in many ways of saying them."""

import pytest

from tests.dialogue.talk import Talk

START = "We're Acme Bank, mail ops@acme.com"


@pytest.mark.parametrize(
    ("said", "workers"),
    [
        (("4 workers", "2 workers instead of 4"), "2"),
        (("five workers", "three instead of five"), "3"),
        (("five workers", "make it three rather than five"), "3"),
        (("two or three workers", "three"), "3"),
        (("two or three workers", "3 please"), "3"),
        (("several workers", "4"), "4"),
        (("a handful of workers would be good", "let's say five"), "5"),
        (("3x wrk",), "3"),
        (("wrk: 2",), "2"),
        (("2x workers",), "2"),
        (("workers x2",), "2"),
        (("I want two workers in total, Falkenstein and Helsinki",), "1"),
        (("Falkenstein and Helsinki", "three workers in Falkenstein and two in Helsinki"), "3,2"),
        (("Falkenstein and Helsinki", "two workers in both"), "2"),
        (("Falkenstein and Helsinki", "two workers in each"), "2"),
        (("five workers", "actually none"), "0"),
        (("five workers", "no workers after all"), "0"),
        (("five workers", "one less"), "4"),
        (("five workers", "one more of those"), "6"),
        (("five workers", "make it one more of them"), "6"),
        (("two workers", "add another one"), "3"),
        (("worker count 7",), "7"),
        (("no workers for now",), "0"),
        (("how many workers do I need?",), "0"),
        (("I don't need any workers",), "0"),
        (("Helsinki and Falkenstein", "6 workers, 3 per region"), "3"),
    ],
)
def test_how_many_workers(said: tuple[str, ...], workers: str) -> None:
    talk = Talk()
    talk.say(START, *said)
    shares = talk.plan["workersByRegion"]
    assert ",".join(map(str, shares if len(set(shares)) > 1 else shares[:1])) == workers


@pytest.mark.parametrize(
    "said",
    [
        ("two or three workers",), ("a few workers",), ("some workers please",),
    ],
)  # fmt: skip
def test_what_nobody_knows_is_asked_about(said: tuple[str, ...]) -> None:
    talk = Talk()
    talk.say(START, *said)
    assert talk.asking == "clarify"
    assert talk.plan["workers"] == 0


@pytest.mark.parametrize(
    ("said", "size"),
    [
        (("C P X five two",), "cpx52"),
        (("size C P X five two",), "cpx52"),
        (("give us a c c x three three",), "ccx33"),
        (("cpx fifty two",), "cpx52"),
        (("CPX-52 please",), "cpx52"),
        (("c a x four one",), "cax41"),
        (("see pee ex six two",), "cpx62"),
        (("cx four three",), "cx43"),
        (("a small server is plenty",), "cpx32"),
        (("Small is fine for us",), "cpx32"),
        (("medium would be enough",), "cpx42"),
        (("small will do for now",), "cpx32"),
        (("Invoices is the big one for us",), "cpx42"),
        (("booking is a big thing for us",), "cpx42"),
        (("privacy's a big deal here",), "cpx42"),
        (("the large one please",), "cpx52"),
        (("take the big one",), "cpx52"),
        (("large but not the dedicated kind",), "cpx52"),
        (("large, though not dedicated",), "cpx52"),
        (("medium, and dedicated please",), "ccx33"),
        (("dedicated, but a small one",), "ccx23"),
        (("not dedicated, shared large",), "cpx52"),
        (("no ARM, Intel please, large",), "cx53"),
        (("ARM but not the large one",), "cax31"),
        (("an ARM machine, medium",), "cax31"),
        (("a large ARM box",), "cax41"),
        (("dedicated cores, extra large",), "ccx53"),
        (("something with 16 cores and 32 gigs of ram",), "cpx62"),
        (("at least 32 gb",), "cpx62"),
        (("8 dedicated cores",), "ccx33"),
        (("eight vcpus and 16 gb ram will do",), "cpx42"),
        (("four cores, eight gigs on arm",), "cax21"),
        (("we're a small bakery with a large family",), "cpx42"),
        (("large bakery, small server",), "cpx32"),
        (("cpx52", "one size smaller"), "cpx42"),
        (("cpx42", "the next bigger one"), "cpx52"),
        (("cpx62", "something smaller please"), "cpx52"),
        (("cpx42", "a bit more powerful machine"), "cpx52"),
        (("cpx52", "no, the medium"), "cpx42"),
        (("large", "actually no, medium"), "cpx42"),
        (("large", "take medium instead of large"), "cpx42"),
        (("large", "medium rather than large"), "cpx42"),
        (("small or medium", "medium"), "cpx42"),
    ],
)
def test_which_size(said: tuple[str, ...], size: str) -> None:
    talk = Talk()
    talk.say(START, *said)
    assert talk.plan["size"] == size


@pytest.mark.parametrize(
    ("said", "on"),
    [
        (("can't do without high availability",), "y"),
        (("we cannot live without HA",), "y"),
        (("HA is a must",), "y"),
        (("not without high availability",), "y"),
        (("I wouldn't want to go without high availability",), "y"),
        (("HA: no",), "n"),
        (("HA no",), "n"),
        (("HA off",), "n"),
        (("HA yes",), "y"),
        (("ha=yes",), "y"),
        (("high availability", "leave the high availability away"), "n"),
        (("high availability", "leave HA out"), "n"),
        (("high availability", "drop the HA"), "n"),
        (("high availability", "HA isn't needed after all"), "n"),
        (("high availability", "take the high availability off again"), "n"),
        (("high availability", "we can do without the high availability"), "n"),
        (("high availability", "we'll go without HA"), "n"),
        (("high availability", "turn high availability off please"), "n"),
        (("high availability isn't necessary",), "n"),
        (("it must be highly available",), "y"),
        (("three control planes please",), "y"),
    ],
)
def test_whether_high_availability(said: tuple[str, ...], on: str) -> None:
    talk = Talk()
    talk.say(START, *said)
    assert talk.plan["highAvailability"] is (on == "y")
