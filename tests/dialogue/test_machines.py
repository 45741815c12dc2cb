"""Sizes, workers, high availability."""

import pytest

from tests.dialogue.talk import WHOLE, Talk

ONE = "Blue Door Ltd in Ghent, mail info@bluedoor.be"
TWO = "Blue Door Ltd, mail info@bluedoor.be, in Falkenstein and Helsinki"


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("C P X 52", "cpx52"),
        ("cpx 62 please", "cpx62"),
        ("take ccx33", "ccx33"),
        ("8 cores and 32 gigs", "cpx62"),
        ("at least 16 vCPUs", "cpx62"),
        ("twelve cores", "cpx52"),
        ("24 GB of RAM", "cpx52"),
        ("dedicated with 16 cores", "ccx43"),
        ("small", "cpx32"),
        ("a small one", "cpx32"),
        ("a medium machine", "cpx42"),
        ("make it large", "cpx52"),
        ("an extra large server", "cpx62"),
        ("dedicated servers", "ccx33"),
        ("small dedicated servers", "ccx23"),
        ("ARM please", "cax31"),
        ("arm, large", "cax41"),
        ("large intel machines", "cx53"),
        ("intel", "cx43"),
        ("no, make that cpx52", "cpx52"),
        ("cpx52, not cpx42", "cpx52"),
        ("make the control plane cpx52", "cpx52"),
        ("could you use a bigger machine?", "cpx52"),
        ("a smaller one please", "cpx32"),
    ],
)
def test_a_size_by_id_need_word_or_family(words: str, size: str) -> None:
    talk = Talk()
    talk.say(ONE, words)
    assert talk.plan["size"] == size
    assert talk.codes == []
    assert talk.plan["apps"] == []
    assert talk.plan["workers"] == 0


def test_small_below_eight_cores_is_warned_about() -> None:
    talk = Talk()
    assert "below 8" in talk.say(ONE, "make it small")


@pytest.mark.parametrize(
    ("words", "code", "suggested"),
    [
        ("64 gigs of RAM", "sku_unavailable", "ccx43"),
        ("extra large arm", "sku_unavailable", "cax41"),
        ("cpx31", "sku_unavailable", "cpx32"),
        ("cpx99", "unknown_size", "cpx42"),
    ],
)
def test_a_size_that_cannot_be_had(words: str, code: str, suggested: str) -> None:
    talk = Talk()
    talk.say(ONE, words)
    assert talk.codes == [code]
    assert talk.asking == "size"
    assert talk.plan["size"] == "cpx42"
    talk.say("yes")
    assert talk.codes == []
    assert talk.plan["size"] == suggested


def test_no_keeps_the_size_that_stands() -> None:
    talk = Talk()
    talk.say(ONE, "64 gigs of RAM", "no")
    assert talk.codes == []
    assert talk.plan["size"] == "cpx42"
    assert talk.asking == "email_code"


def test_a_word_takes_what_can_be_ordered_there() -> None:
    talk = Talk()
    reply = talk.say(ONE, "small in Ashburn")
    assert (talk.plan["regions"], talk.plan["size"]) == (["ash"], "cpx42")
    assert "cpx32 can't be ordered" in reply


@pytest.mark.parametrize(
    ("words", "count", "size"),
    [
        ("four workers", 4, "cpx42"),
        ("a worker", 1, "cpx42"),
        ("two workers each", 2, "cpx42"),
        ("add three worker nodes", 3, "cpx42"),
        ("cx33 workers, three of them", 3, "cx33"),
        ("two cpx32 workers", 2, "cpx32"),
        ("workers on ccx23, two", 2, "ccx23"),
        ("two workers with 4 cores and 8 GB each", 2, "cpx32"),
        ("three workers, the same size", 3, "cpx42"),
        ("set the number of workers to 6", 6, "cpx42"),
        ("50 workers", 50, "cpx42"),
    ],
)
def test_workers(words: str, count: int, size: str) -> None:
    talk = Talk()
    talk.say(ONE, words)
    assert (talk.plan["workers"], talk.plan["workerSize"], talk.plan["size"]) == (count, size, "cpx42")
    assert talk.codes == []


@pytest.mark.parametrize(
    ("words", "shares"),
    [
        ("four workers", [4, 4]),
        ("two workers each", [2, 2]),
        ("four workers in total", [2, 2]),
        ("five workers altogether", [3, 2]),
        ("one worker per region", [1, 1]),
    ],
)
def test_workers_are_per_region_unless_in_total(words: str, shares: list[int]) -> None:
    talk = Talk()
    talk.say(TWO, words)
    assert talk.plan["workersByRegion"] == shares


def test_per_region_is_said_in_the_reply_and_the_read_back() -> None:
    talk = Talk()
    reply = talk.say(TWO, "four workers")
    assert "Now four workers in each region." in reply
    assert "four workers in each region, cpx42" in reply
    assert "5 workers in total (3 in Falkenstein and 2 in Helsinki)" in talk.say("five workers in total")


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        (("no workers",), 0),
        (("four workers", "no workers"), 0),
        (("four workers", "drop the workers"), 0),
        (("four workers", "two more workers"), 6),
        (("four workers", "one worker fewer"), 3),
        (("four workers", "no, make it three"), 3),
        (("four workers", "actually two workers"), 2),
        (("four workers", "undo"), 0),
        (("no high availability, two workers, and in Helsinki",), 2),
    ],
)
def test_workers_are_changed(texts: tuple[str, ...], count: int) -> None:
    talk = Talk()
    talk.say(ONE, *texts)
    assert talk.plan["workers"] == count
    assert talk.plan["workerSize"] == ("cpx42" if count else "")


def test_too_many_workers() -> None:
    talk = Talk()
    talk.say(ONE, "60 workers")
    assert talk.codes == ["workers_out_of_range"]
    assert talk.asking == "workers"
    talk.say("12")
    assert talk.codes == []
    assert talk.plan["workers"] == 12


def test_the_workers_follow_the_size_unless_set_apart() -> None:
    talk = Talk()
    talk.say(ONE, "two workers", "make it cpx52")
    assert talk.plan["workerSize"] == "cpx52"
    talk.say("the workers on cpx32", "cpx62")
    assert (talk.plan["size"], talk.plan["workerSize"]) == ("cpx62", "cpx32")
    talk.say("same size for the workers")
    assert talk.plan["workerSize"] == "cpx62"


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("high availability please", True),
        ("HA", True),
        ("make it highly available", True),
        ("without high availability", False),
        ("no HA", False),
        ("turn off HA", False),
        ("I don't need high availability", False),
        ("do I need high availability?", False),
        ("what is high availability?", False),
    ],
)
def test_high_availability(words: str, on: bool) -> None:
    talk = Talk()
    talk.say(ONE, words)
    assert talk.plan["highAvailability"] is on
    assert talk.seen["estimate"]["monthly"] == (76.47 if on else 25.49)


def test_high_availability_is_switched_off_again() -> None:
    talk = Talk()
    assert "High availability is off" in talk.say(ONE, "with high availability", "no, without high availability")
    assert talk.plan["highAvailability"] is False


@pytest.mark.parametrize(
    "words", ["what is a worker?", "what's a worker", "which sizes are there?", "how much is cpx62?", "is a small one enough?"]
)
def test_asking_sets_nothing(words: str) -> None:
    talk = Talk()
    talk.say(ONE)
    before = talk.plan
    reply = talk.say(words)
    assert talk.plan == before
    assert talk.asking == "email_code"
    assert reply


@pytest.mark.parametrize(
    "words",
    [
        "a small bakery", "we are a big family", "a large bank with small branches", "we have 12 people",
        "our standard is high", "we are a dedicated team",
    ],
)  # fmt: skip
def test_everyday_words_are_no_sizes(words: str) -> None:
    talk = Talk()
    talk.say(words)
    assert talk.state.draft.size is None
    assert talk.state.draft.workers is None


def test_an_operator_gives_the_mesh_pair() -> None:
    talk = Talk()
    talk.say(WHOLE, "4 regions", "mesh name blue, id 12")
    assert (talk.plan["meshName"], talk.plan["meshId"]) == ("blue", 12)


@pytest.mark.parametrize("said", ["hmm make it medium actually", "go medium then"])
def test_a_size_word_with_small_talk_after_it(said: str) -> None:
    talk = Talk()
    talk.say(WHOLE, "small machines please", said)
    assert talk.plan["size"] == "cpx42"


@pytest.mark.parametrize(("words", "count"), [("a pair of workers", 2), ("half a dozen workers", 6), ("a dozen workers", 12)])
def test_counts_of_several_words(words: str, count: int) -> None:
    talk = Talk()
    talk.say("We're Blue Door Ltd, mail ops@bluedoor.be", words)
    assert talk.plan["workers"] == count


@pytest.mark.parametrize(("words", "count"), [("double the workers", 8), ("half as many", 2)])
def test_workers_are_scaled(words: str, count: int) -> None:
    talk = Talk()
    talk.say("We're Blue Door Ltd, mail ops@bluedoor.be", "four workers", words)
    assert talk.plan["workers"] == count
