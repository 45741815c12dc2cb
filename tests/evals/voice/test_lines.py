"""What is spoken, what is typed, and who listens to the end first."""

import pytest

from evals.asr.lines import FILES
from evals.loader import load
from evals.scenario import Scenario
from evals.voice.lines import hears_out, spoken


@pytest.fixture(scope="module")
def bakery() -> Scenario:
    return next(s for s in load(extra=[FILES[0]]).usable() if s.id == "asr-001-sunrise-bakery")


@pytest.mark.parametrize(
    ("text", "aloud"),
    [
        ("Hi, we run a small bakery called Sunrise Bakery and we need a website.", True),
        ("The mail is hello at sunrise dash bakery dot com.", True),
        ("The mail is hello@sunrise-bakery.com, and it is a website that we need.", False),
        ("We'd like it in Helsinki.", True),
        ("{code}", False),
        ("The code is 482913.", False),
        ("hello@example.com", False),
        ("Please use shop.example.com", False),
        ("No apps. Thank you.", True),
    ],
)
def test_spoken_where_the_suite_has_speech_and_typed_where_it_is_an_address(bakery: Scenario, text: str, aloud: bool) -> None:
    assert spoken(bakery, text) is aloud


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("Yes, please go ahead.", True),
        ("The mail is hello@sunrise-bakery.com, and it is a website that we need.", False),
        ("{code}", True),
        ("Two workers.", True),
    ],
)
def test_a_correction_doesnt_wait_for_the_end_but_a_yes_does(bakery: Scenario, text: str, waits: bool) -> None:
    assert hears_out(bakery, text) is waits


def test_every_spoken_scenario_has_something_to_say_aloud() -> None:
    heard = [s for s in load(extra=[FILES[0]]).usable() if s.channel == "asr"]
    assert len(heard) >= 60
    assert [s.id for s in heard if not any(spoken(s, e.say) for e in s.entries)] == []
