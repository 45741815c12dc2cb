"""What the ears are told for each question."""

import pytest

from assistant.voice.expecting import Expecting
from dialogue import events as ev
from dialogue.state import State
from speech.ears.hotwords import hint
from speech.turns.expectation import Completeness
from tests.dialogue.talk import LEXICON

EXPECTING = Expecting(LEXICON)


def asked(question: ev.Asking | None, **more: object) -> State:
    return State().but(asking=question, **more)


@pytest.mark.parametrize(
    ("question", "kind", "slot", "name"),
    [
        ("regions", "list", "region", "Falkenstein"),
        ("size", "choice", "size", "C P X 42"),
        ("apps", "list", "app", "Cal dot com"),
        ("confirm", "yes_no", "yes_no", "Yes"),
        ("email", "email", "email", ""),
        ("email_code", "code", "code", ""),
        ("workers", "number", "number", ""),
        ("organisation", "name", "organisation", ""),
        (None, "open", None, "Helsinki"),
    ],
)
def test_each_question_has_its_kind_and_its_names(question: ev.Asking | None, kind: str, slot: str | None, name: str) -> None:
    expectation, vocabulary = EXPECTING.of(asked(question))
    assert (expectation.kind, expectation.slot, vocabulary.slot) == (kind, slot, slot)
    assert expectation.awaited == (question is not None)
    assert name == "" or name in vocabulary.names
    assert expectation.paid == (question == "confirm")


def test_names_are_written_as_the_toolbox_writes_them() -> None:
    sizes = EXPECTING.of(asked("size"))[1]
    assert sizes.written("C P X 42") == "cpx42"
    assert EXPECTING.of(asked("apps"))[1].written("Cal dot com") == "Cal.com"


def test_a_choice_is_made_with_a_name_and_a_list_may_go_on() -> None:
    one, many = EXPECTING.of(asked("size"))[0], EXPECTING.of(asked("regions"))[0]
    assert one.completeness("The C P X 42, please") is Completeness.COMPLETE
    assert one.completeness("The cpx42.") is Completeness.COMPLETE
    assert one.completeness("the one with") is Completeness.INCOMPLETE
    assert one.completeness("something bigger") is Completeness.UNKNOWN
    assert many.completeness("Helsinki") is Completeness.POSSIBLE
    assert many.completeness("Helsinki and") is Completeness.INCOMPLETE


def test_a_yes_that_costs_money_is_waited_for_a_little_longer() -> None:
    assert EXPECTING.of(asked("confirm"))[0].completeness("Yes.") is Completeness.POSSIBLE
    assert EXPECTING.of(asked("residency"))[0].completeness("Yes.") is Completeness.COMPLETE


@pytest.mark.parametrize("question", ["email", "email_code", "workers"])
def test_who_is_asked_for_an_address_may_speak_of_a_place(question: ev.Asking) -> None:
    assert {"Falkenstein", "Cal dot com"} <= set(EXPECTING.of(asked(question))[1].names)


def test_who_is_asked_for_a_yes_may_put_a_place_right_and_is_only_hinted_at_yes_and_no() -> None:
    for question in ("confirm", "residency"):
        vocabulary = EXPECTING.of(asked(question))[1]
        assert {"Falkenstein", "Cal dot com"} <= set(vocabulary.beside)
        assert not set(vocabulary.beside) & set(vocabulary.names)
        assert vocabulary.written("Cal dot com") == "Cal.com"
        assert "Falkenstein" not in hint(vocabulary)


def test_who_is_asked_for_a_name_says_a_name() -> None:
    assert EXPECTING.of(asked("organisation"))[1].names == ()
    assert EXPECTING.of(asked("domain"))[1].names == ()


def test_what_can_be_chosen_comes_first() -> None:
    vocabulary = EXPECTING.of(asked("clarify", options=("Rheinberg", "Rheinfelden")))[1]
    assert vocabulary.names[:2] == ("Rheinberg", "Rheinfelden")
    assert EXPECTING.key(asked("clarify", options=("a",))) != EXPECTING.key(asked("clarify", options=("b",)))
