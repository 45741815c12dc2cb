"""The scripted user, one reply after the other."""

from pathlib import Path
from typing import Any

import pytest

from evals.user import End, Say, ScriptedUser, Seen, Wait, standard_answer
from tests.evals.making import GOAL, scenario


def user(folder: Path, **members: Any) -> ScriptedUser:
    return ScriptedUser(scenario(folder, **members))


def says(step: Say | Wait | End) -> str:
    assert isinstance(step, Say), step
    return step.text


def test_lines_come_in_order_whatever_is_asked(tmp_path: Path) -> None:
    person = user(tmp_path, say=["one", "two"])
    assert says(person.next(Seen())) == "one"
    assert says(person.next(Seen(asking="email"))) == "two"
    assert says(person.next(Seen(asking="email"))) == "My e-mail is a@acme.example."


def test_a_condition_that_holds_goes_first_and_only_once(tmp_path: Path) -> None:
    person = user(tmp_path, say=["one", {"say": "mail!", "when": {"asked": "email"}}, "two"])
    assert says(person.next(Seen(asking="email"))) == "one"
    assert says(person.next(Seen(asking="email"))) == "mail!"
    assert says(person.next(Seen(asking="email"))) == "two"
    assert says(person.next(Seen(asking="email"))) == "My e-mail is a@acme.example."
    assert person.unsaid == ()


def test_their_third_message(tmp_path: Path) -> None:
    person = user(tmp_path, say=["one", {"say": "third", "when": {"turn": 3}}])
    assert says(person.next(Seen())) == "one"
    assert says(person.next(Seen(asking="organisation"))) == "The organisation is called Acme."
    assert says(person.next(Seen(asking="email"))) == "third"


def test_the_nth_read_back_is_answered_with_the_line_for_it(tmp_path: Path) -> None:
    say = ["one", {"say": "hmm", "when": {"readback": 1}}, {"say": "yes now", "when": {"readback": 2}, "assent": True}]
    person = user(tmp_path, say=say)
    person.next(Seen())
    assert says(person.next(Seen(asking="confirm", read_back=True))) == "hmm"
    step = person.next(Seen(asking="confirm", read_back=True))
    assert isinstance(step, Say)
    assert (step.text, step.assent, step.index) == ("yes now", True, 2)


def test_no_read_back_no_line_for_it(tmp_path: Path) -> None:
    person = user(tmp_path, say=["one", {"say": "hmm", "when": {"readback": 1}}])
    person.next(Seen())
    step = person.next(Seen(asking="confirm"))
    assert isinstance(step, Say)
    assert (step.text, step.assent, step.source) == ("Yes, please go ahead.", True, "standard")


def test_after_the_commit_they_wait_for_the_phase_they_want_to_speak_in(tmp_path: Path) -> None:
    person = user(tmp_path, say=["one", {"say": "how far?", "when": {"phase": "provisioning"}}, {"say": "thanks", "when": {"phase": "ready"}}])
    person.next(Seen())
    assert says(person.next(Seen(phase="provisioning", committed=True))) == "how far?"
    assert person.next(Seen(phase="provisioning", committed=True)) == Wait(("ready",))
    assert says(person.next(Seen(phase="ready", committed=True))) == "thanks"
    assert person.next(Seen(phase="ready", committed=True)) == End("done")


def test_a_commit_ends_it_even_with_lines_left(tmp_path: Path) -> None:
    person = user(tmp_path, say=["one", "two"])
    person.next(Seen())
    assert person.next(Seen(phase="provisioning", committed=True)) == End("done")
    assert person.unsaid == (1,)


def test_answers_of_the_scenario_before_the_standard_ones(tmp_path: Path) -> None:
    person = user(tmp_path, answers={"apps": ["the first two", "none then"], "null": "go on"})
    person.next(Seen())
    assert says(person.next(Seen(asking="apps"))) == "the first two"
    assert says(person.next(Seen(asking="apps"))) == "none then"
    assert says(person.next(Seen(asking="apps"))) == "No apps, thanks."
    assert says(person.next(Seen())) == "go on"


def test_the_same_answer_three_times_and_they_give_up(tmp_path: Path) -> None:
    person = user(tmp_path)
    person.next(Seen())
    for _ in range(3):
        assert says(person.next(Seen(asking="email"))) == "My e-mail is a@acme.example."
    assert person.next(Seen(asking="email")) == End("looping")


def test_another_question_between_is_no_loop(tmp_path: Path) -> None:
    person = user(tmp_path)
    person.next(Seen())
    for _ in range(4):
        assert says(person.next(Seen(asking="email")))
        assert says(person.next(Seen(asking="organisation")))


def test_silent_people_say_their_lines_and_no_more(tmp_path: Path) -> None:
    person = user(tmp_path, silent=True, say=["one", {"say": "no!", "when": {"readback": 1}}])
    person.next(Seen())
    assert says(person.next(Seen(asking="confirm", read_back=True))) == "no!"
    assert person.next(Seen(asking="confirm", read_back=True)) == End("silent")


@pytest.mark.parametrize(("seen", "why"), [(Seen(phase="closed"), "closed"), (Seen(human=True), "handed_to_a_person")])
def test_nobody_talks_to_a_closed_door(tmp_path: Path, seen: Seen, why: str) -> None:
    person = user(tmp_path, say=["one", "two"])
    person.next(Seen())
    assert person.next(seen) == End(why)  # pyright: ignore[reportArgumentType] # parametrised text


def test_a_limit_of_messages(tmp_path: Path) -> None:
    person = user(tmp_path, max_turns=2, say=["one", "two", "three"])
    assert [says(person.next(Seen())), says(person.next(Seen()))] == ["one", "two"]
    assert person.next(Seen()) == End("max_turns")


def test_what_was_offered_and_is_meant_is_chosen(tmp_path: Path) -> None:
    person = user(tmp_path, goal=GOAL | {"regions": ["hel1"]})
    person.next(Seen())
    assert says(person.next(Seen(asking="clarify", options=("Falkenstein", "Helsinki")))) == "Helsinki"
    assert says(person.next(Seen(asking="clarify", options=("x",), topic="email"))) == "My e-mail is a@acme.example."
    assert says(person.next(Seen(asking="clarify", missing=("organisation",)))) == "The organisation is called Acme."


def test_plain_words_from_the_goal(tmp_path: Path) -> None:
    wish = scenario(tmp_path, goal=GOAL | {"regions": ["fsn1", "hel1"], "workers": 2, "apps": ["cal-com", "wordpress"]}).goal
    assert standard_answer("regions", wish, "en") == "In Falkenstein and Helsinki, please."
    assert standard_answer("regions", wish, "de") == "In Falkenstein und Helsinki, bitte."
    assert standard_answer("workers", wish, "en") == "2 workers in each region."
    assert standard_answer("apps", wish, "en") == "Only Cal.com and WordPress, please."
    assert standard_answer("domain", wish, "en") == "Use acme.omani.works, please."
    assert standard_answer("size", wish, "xx") == "cpx42, please."
    assert standard_answer("email_code", None, "tr") == "{code}"
    assert standard_answer("secret", wish, "en") is None
