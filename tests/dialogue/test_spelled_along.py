"""Letters right after a word only spell it."""

import pytest

from dialogue.understanding.spelled_along import spelled_once
from tests.dialogue.talk import Talk


@pytest.mark.parametrize(
    ("said", "once"),
    [
        ("we are called rye and shine r y e and shine and we want a site", "we are called rye and shine and we want a site"),
        ("kestrel freight k e s t r e l and you can write to", "kestrel freight and you can write to"),
        ("the name is claddagh sails c l a double d a g h sails and", "the name is claddagh sails and"),
        ("We're Smyth Bakery, that's S-M-Y-T-H, in Cork", "We're Smyth Bakery, in Cork"),
        ("Jonson Ltd (J O H N S O N) please", "Johnson Ltd please"),
        ("kestrel freight k for kilo e s t r e l in Cork", "kestrel freight in Cork"),
    ],
)
def test_the_letters_go_and_settle_the_spelling(said: str, once: str) -> None:
    assert spelled_once(said) == once


@pytest.mark.parametrize(
    "said",
    ["in f s n one and h e l one", "size c p x five two", "u s a please", "the mail is k i m at kim dot com", "plan a b c d", "Harbor is spelt H A R B O U R", "", "a b c"],
)
def test_letters_that_spell_nothing_before_them_stay(said: str) -> None:
    assert spelled_once(said) == said


def test_a_name_is_taken_with_its_spelling() -> None:
    talk = Talk()
    talk.say("our company is jonson freight j o h n s o n and we sit in Cork")
    assert talk.plan["organisation"] == "johnson freight"
