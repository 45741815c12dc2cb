"""Tool names, there and back."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.models.names import NameTaken, Spelling, respelt
from tools.concierge.schemas import SPECS


def test_every_tool_of_the_toolbox_has_a_name_of_its_own_that_providers_take() -> None:
    spelling = Spelling(SPECS)
    for name in SPECS:
        wire = spelling.wire(name)
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", wire)
        assert spelling.ours(wire) == name
    assert len({spelling.wire(name) for name in SPECS}) == len(SPECS)


def test_two_names_that_would_be_spelt_alike_are_refused() -> None:
    with pytest.raises(NameTaken):
        Spelling(["a.b", "a_b"])


def test_the_same_tool_twice_is_no_collision() -> None:
    assert Spelling(["a.b", "a.b"]).ours("a_b") == "a.b"


@pytest.mark.parametrize("said", ["a.b", "a_b"])
def test_a_model_may_say_the_name_as_the_toolbox_does(said: str) -> None:
    assert Spelling(["a.b"]).ours(said) == "a.b"


def test_a_name_that_was_not_offered_stays_as_it_is() -> None:
    assert Spelling(["a.b"]).ours("shell.run") == "shell.run"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_name_fits(name: str) -> None:
    assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", respelt(name))


@settings(deadline=None)
@given(st.text(min_size=65, max_size=200), st.text(min_size=65, max_size=200))
def test_long_names_differ_by_their_digests(one: str, other: str) -> None:
    assert (respelt(one) == respelt(other)) == (one == other)
