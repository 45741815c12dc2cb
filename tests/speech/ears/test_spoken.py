"""How names and numbers are read out."""

import pytest

from speech.ears.spoken import number, said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CPX42", "see pee ex forty two"),
        ("C P X 42.", "see pee ex forty two"),
        ("C.P.X. 42", "see pee ex forty two"),
        ("cax31", "see ay ex thirty one"),
        ("fsn1", "eff ess en one"),
        ("Cal.com", "cal dot com"),
        ("ada@lab.org", "ada at lab dot org"),
        ("Nürnberg", "nurnberg"),
        ("NocoDB", "nocodb"),
        ("a large one", "a large one"),
        ("I'd like it", "id like it"),
        ("10.0.0.1", "ten dot zero dot zero dot one"),
        ("OK", "ok"),
        ("", ""),
    ],
)
def test_what_is_written_becomes_what_is_said(text: str, words: str) -> None:
    assert " ".join(said(text)) == words


@pytest.mark.parametrize(
    ("digits", "words"), [("7", "seven"), ("40", "forty"), ("42", "forty two"), ("07", "zero seven"), ("443", "four four three")]
)
def test_numbers_are_read_as_people_do(digits: str, words: str) -> None:
    assert " ".join(number(digits)) == words
