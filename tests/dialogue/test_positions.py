"""Things told apart by their place in a list: which stay, which go, and when it is all but those."""

import pytest

from dialogue.understanding.positions import APPS, REGIONS, Positions, positions
from dialogue.understanding.text import read


@pytest.mark.parametrize(
    ("words", "count", "kept", "dropped"),
    [
        ("the first and the last one", 4, (0, 3), ()),
        ("the first two and the fourth", 4, (0, 1, 3), ()),
        ("the middle one", 3, (1,), ()),
        ("the last two please", 3, (1, 2), ()),
        ("everything except the last", 4, (), (3,)),
        ("all but the second", 3, (), (1,)),
        ("no, not the third one", 3, (), (2,)),
        ("drop the first and the third", 3, (), (0, 2)),
        ("the last can go", 3, (), (2,)),
        ("the fifth one", 3, (), ()),
        ("the latter", 2, (1,), ()),
        ("the first website we made", 3, (), ()),
        ("last week we talked", 3, (), ()),
        ("the last three", 2, (), ()),
    ],
)
def test_places_in_a_list_of_apps(words: str, count: int, kept: tuple[int, ...], dropped: tuple[int, ...]) -> None:
    found = positions(read(words), count, APPS)
    assert (found.kept, found.dropped) == (kept, dropped)


@pytest.mark.parametrize(
    ("words", "alone"),
    [("keep only the first region", True), ("drop all except the second site", True), ("the second site is good", False)],
)
def test_what_is_said_to_stay_alone(words: str, alone: bool) -> None:
    found = positions(read(words), 3, REGIONS)
    assert found.kept
    assert found.alone is alone


def test_an_app_is_no_region() -> None:
    assert positions(read("drop the second app"), 3, REGIONS) == Positions()
