"""Whose size it is, figures in shorthand, labels of lists, and words that only bound a number."""

import pytest

from tests.dialogue.talk import Talk


def _machines(*said: str) -> tuple[str, int, str]:
    talk = Talk()
    talk.say(*said)
    return talk.plan["size"], talk.plan["workers"], talk.plan["workerSize"]


@pytest.mark.parametrize(
    ("said", "size", "workers", "of_workers"),
    [
        ("arm large finland 2 workers", "cax41", 2, "cax41"),
        ("nuremberg ccx23 three workers and a wiki", "ccx23", 3, "ccx23"),
        ("large machine two workers", "cpx52", 2, "cpx52"),
        ("medium arm workers 2", "cax31", 2, "cax31"),
        ("cpx62 workers: three", "cpx62", 3, "cpx62"),
        ("cpx62 no workers", "cpx62", 0, ""),
        ("no workers large machine", "cpx52", 0, ""),
        ("ccx33 4 workers cpx52", "ccx33", 4, "cpx52"),
        ("ccx33 4 cpx52 workers", "ccx33", 4, "cpx52"),
        ("ccx33 control plane 4 workers cpx52", "ccx33", 4, "cpx52"),
        ("two cpx52 workers", "cpx42", 2, "cpx52"),
        ("two workers cpx52 each", "cpx42", 2, "cpx52"),
        ("two workers (cpx52)", "cpx42", 2, "cpx52"),
        ("cpx52 for the two workers", "cpx42", 2, "cpx52"),
        ("cpx52 workers, three of them", "cpx42", 3, "cpx52"),
        ("three large dedicated workers", "cpx42", 3, "ccx43"),
        ("helsinki 4 workers in total cpx52", "cpx52", 4, "cpx52"),
        ("The control plane should be a small dedicated one. Four workers go with it, and those can be CPX52.", "ccx23", 4, "cpx52"),
        ("a large dedicated control plane and two workers. They may be cpx52.", "ccx43", 2, "cpx52"),
        ("12 cores and 24 GB, two workers with 16 cores and 32 GB each", "cpx52", 2, "cpx62"),
        ("three 16 core 32 gb workers", "cpx42", 3, "cpx62"),
    ],
)
def test_a_size_belongs_to_the_machine_that_it_stands_at(said: str, size: str, workers: int, of_workers: str) -> None:
    assert _machines(said) == (size, workers, of_workers)


def test_a_size_told_before_stays_the_control_planes() -> None:
    assert _machines("ccx33 in Helsinki", "cpx52 two workers") == ("ccx33", 2, "cpx52")


@pytest.mark.parametrize(
    ("said", "size", "workers", "of_workers"),
    [
        ("CP: dedicated 8c/32G. Workers: 3x cpx52.", "ccx33", 3, "cpx52"),
        ("workers: 2 x cpx52", "cpx42", 2, "cpx52"),
        ("worker size = cpx52, worker count = 2", "cpx42", 2, "cpx52"),
        ("Workers: two in each place. Type of machine: CCX23.", "ccx23", 2, "ccx23"),
        ("size cpx62 workers 3 ha yes", "cpx62", 3, "cpx62"),
        ("nodes = 3", "cpx42", 3, "cpx42"),
        ("workers three helsinki", "cpx42", 3, "cpx42"),
        ("Workers: none. HA: no.", "cpx42", 0, ""),
        ("8c16g, 3 workers", "cpx42", 3, "cpx42"),
        ("CP: 16c/32g, workers: 3x 4c8g", "cpx62", 3, "cpx32"),
        ("16c dedicated", "ccx43", 0, ""),
        ("dedicated, 64g ram", "ccx43", 0, ""),
        ("32G/16c box", "cpx62", 0, ""),
        ("CP ccx33, 2 workers per site, same flavour", "ccx33", 2, "ccx33"),
    ],
)
def test_labels_and_shorthand(said: str, size: str, workers: int, of_workers: str) -> None:
    assert _machines(said) == (size, workers, of_workers)


@pytest.mark.parametrize(
    ("said", "workers"),
    [
        ("8 cores 16 gigs two workers", 2),
        ("the other US one. CP ccx33, 3 workers per site", 3),
        ("We need workers, two apps and a wiki", 0),
        ("two 8 core workers", 2),
        ("a pair of cpx42 workers", 2),
        ("half a dozen cpx52 workers", 6),
        ("no fewer than three workers", 3),
        ("not more than three workers", 3),
        ("Workers: 16 cores", 0),
    ],
)
def test_only_what_counts_workers_counts_them(said: str, workers: int) -> None:
    assert _machines(said)[1] == workers


@pytest.mark.parametrize(
    ("said", "size"),
    [
        ("no less than 12 cores and 24 GB of memory", "cpx52"),
        ("not under 16 cores", "cpx62"),
        ("nothing under 12 cores", "cpx52"),
        ("no smaller than cpx52", "cpx52"),
        ("not dedicated that's too dear take the normal shared amd large one", "cpx52"),
        ("a standard large machine", "cpx52"),
        ("the normal dedicated one", "ccx33"),
    ],
)
def test_what_only_bounds_a_size_denies_nothing(said: str, size: str) -> None:
    assert _machines(said)[0] == size


@pytest.mark.parametrize(
    ("said", "workers", "regions"),
    [("workers 2 regions 3", 2, 3), ("regions: 2", 0, 2), ("number of regions: 3", 0, 3), ("workers 3 regions two", 3, 2)],
)
def test_a_list_without_signs(said: str, workers: int, regions: int) -> None:
    talk = Talk()
    talk.say(said)
    assert (talk.plan["workers"], len(talk.plan["regions"])) == (workers, regions)


def test_not_each_is_a_total_and_no_word_about_the_size() -> None:
    talk = Talk()
    talk.say("Falkenstein and Helsinki, 5 workers not each cpx62")
    deployment = talk.state.validated
    assert deployment is not None
    assert talk.state.draft.workers_total == 5
    assert talk.plan["size"] == "cpx62"


@pytest.mark.parametrize(
    ("said", "available"),
    [
        ("3x control plane", True), ("control plane x3, two workers", True), ("3 node control plane", True), ("three masters", True), ("a triple control plane", True),
        ("HA = true", True), ("w/o HA", False), ("non-HA", False), ("1 control plane, 3 workers", False), ("control plane 3 workers", False),
        ("not three control planes, just one", False), ("don't need three control planes", False),
    ],
)  # fmt: skip
def test_control_planes_in_number_are_high_availability(said: str, available: bool) -> None:
    talk = Talk()
    talk.say(said)
    assert talk.plan["highAvailability"] is available
    assert "node" not in said or talk.plan["workers"] == 0


@pytest.mark.parametrize(("said", "workers"), [("twenty workers", 20), ("twenty-two cpx42 workers", 22), ("worker pool: 5x cpx52", 5), ("a worker pool of 4", 4)])
def test_counts_that_look_like_something_else(said: str, workers: int) -> None:
    talk = Talk()
    assert "listed" not in talk.say(said)  # Twenty is an app as well
    assert talk.plan["workers"] == workers


@pytest.mark.parametrize("said", ["it's scrap metal sven, sven@scrapmetal.example", "for the swap shop sven@scrapmetal.example"])
def test_a_verb_of_removal_after_an_article_is_a_noun(said: str) -> None:
    talk = Talk()
    talk.say(said)
    assert talk.plan["email"] == "sven@scrapmetal.example"
