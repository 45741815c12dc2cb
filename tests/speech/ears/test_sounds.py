"""Likeness of sounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.ears.sounds import alike, sounds, together
from speech.ears.spoken import said


def likeness(heard: str, name: str) -> float:
    return alike(together(said(heard)), together(said(name)))


@pytest.mark.parametrize(
    ("heard", "name", "others"),
    [
        ("fall constant", "Falkenstein", ["Nuremberg", "Helsinki", "Ashburn"]),
        ("Nurem burg", "Nuremberg", ["Falkenstein", "Ashburn"]),
        ("hell sink he", "Helsinki", ["Ashburn", "Hillsboro"]),
        ("hills borrow", "Hillsboro", ["Helsinki"]),
        ("get tea", "Gitea", ["Ghost", "Umami"]),
        ("cow dot com", "Cal dot com", ["Gitea"]),
        ("you mammy", "Umami", ["Uptime Kuma"]),
        ("fault warden", "Vaultwarden", ["WordPress"]),
        ("CPX for two", "CPX 42", ["CPX 32", "CCX 23"]),
    ],
)
def test_a_misheard_name_lies_nearest_to_its_own(heard: str, name: str, others: list[str]) -> None:
    assert likeness(heard, name) > 0.7
    assert all(likeness(heard, other) < likeness(heard, name) - 0.03 for other in others)


@pytest.mark.parametrize(("one", "other"), [("ghost", "goast"), ("phone", "fone"), ("knight", "nite"), ("x", "ex"), ("gitea", "gittea")])
def test_spellings_of_one_sound(one: str, other: str) -> None:
    assert alike(sounds(one), sounds(other)) > 0.6


def test_words_that_share_nothing_are_nothing_alike() -> None:
    assert likeness("yes", "no") == 0.0
    assert likeness("", "no") == 0.0


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14), st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=14))
def test_likeness_is_a_share_and_symmetric(one: str, other: str) -> None:
    first, second = sounds(one), sounds(other)
    assert 0.0 <= alike(first, second) <= 1.0
    assert alike(first, second) == pytest.approx(alike(second, first))
    assert not first or alike(first, first) == 1.0
