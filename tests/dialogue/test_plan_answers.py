"""Questions that the plan itself answers."""

import pytest

from tests.dialogue.talk import Talk

ONE = "We're Ivy Court, hi@ivy.example, please use Nuremberg"
TWO = "We're Ivy Court, hi@ivy.example, regions: Ashburn and Helsinki"


@pytest.mark.parametrize(
    ("plan", "said", "told"),
    [
        (ONE, "does all of that stay in the EU?", "Yes: the plan stands in Nuremberg, Germany"),
        (TWO, "is this inside Europe?", "Ashburn, United States is outside the EU"),
        (ONE, "and if the building of that data centre floods, what happens if the site fails?", "With one region your cloud stops"),
        (TWO, "would we survive the loss of one site?", "the others go on"),
        (ONE, "could it survive a power cut?", "With one region your cloud stops"),
        (TWO, "which region is the main one?", "Ashburn is the first one"),
        (ONE, "so where will it stand?", "planned for Nuremberg"),
        (ONE, "what is our address going to be?", "ivy-court.omani.works"),
        (ONE, "how will we sign in?", "hi@ivy.example"),
        (ONE, "how many users can it have?", "Nothing limits"),
        (ONE, "what would you pick?", "Nuremberg, Germany, and cpx42"),
        (ONE, "what's the cheapest machine?", "cpx22"),
        (ONE, "how can you help me?", "Tell me what your business does"),
    ],
)
def test_a_question_about_the_plan_is_answered_from_it(plan: str, said: str, told: str) -> None:
    talk = Talk()
    talk.say(plan)
    before = dict(talk.plan)
    assert told in talk.say(said)
    assert talk.plan == before


def test_a_term_is_explained_all_the_same() -> None:
    talk = Talk()
    talk.say(ONE)
    assert "Data residency means" in talk.say("what does residency mean?")


def test_the_nearest_is_told_where_they_are_known() -> None:
    talk = Talk()
    talk.say("We're Ivy Court in Asheville NC, hi@ivy.example")
    assert "Ashburn, United States is the nearest" in talk.say("is there any region nearer to us?")


def test_without_an_address_the_way_in_is_told_in_general() -> None:
    assert "link to the console" in Talk().say("how do I log in later?")


@pytest.mark.parametrize(
    ("said", "where"), [("we run a tiny place in Lisbon called Fado Tea", "Lisbon"), ("I own a coffee place in Helsinki, it's called Fika Corner", "hel1")]
)
def test_a_place_that_somebody_runs_is_where_they_are(said: str, where: str) -> None:
    talk = Talk()
    talk.say(said)
    assert (talk.state.draft.location, talk.state.draft.regions) == (where, None)


def test_where_they_are_is_no_news_to_them() -> None:
    assert "Helsinki, Finland, where you are" in Talk().say("We're Fika Corner in Helsinki")


def test_it_is_called_what_was_changed() -> None:
    talk = Talk()
    talk.say("We're Ivy Court, hi@ivy.example, our domain is cloud.ivy.example", "rather a free address", "ok call it ivyhouse")
    assert (talk.plan["organisation"], talk.plan["domain"]["fqdn"]) == ("Ivy Court", "ivyhouse.omani.works")
