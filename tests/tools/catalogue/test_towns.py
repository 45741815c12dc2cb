"""Smaller towns, one by one out of the sorted table."""

from importlib.resources import files

import pytest

from tools.catalogue import Catalogue
from tools.catalogue.fold import key
from tools.catalogue.towns import Towns

LINES = [line.split("\t") for line in files("tools.data").joinpath("towns.tsv").read_text(encoding="utf-8").splitlines()]


def test_the_table_is_in_the_order_that_it_is_searched_in() -> None:
    names = [line[0].encode() for line in LINES]
    assert names == sorted(set(names))
    assert all(len(line) in (3, 4, 5) and len(line[2]) == 2 for line in LINES)
    assert all(key(line[1]) == line[0] for line in LINES if line[1])


def test_every_line_is_found() -> None:
    towns = Towns.load()
    for line in (LINES[0], LINES[-1], *LINES[:: len(LINES) // 500]):
        found = towns.find(line[0])
        assert found is not None, line
        assert (key(found.name), found.country) == (line[0], line[2])


@pytest.mark.parametrize(
    ("said", "name", "region", "eu"),
    [
        ("Yellowknife", "Yellowknife", "hil", False),
        ("taos", "Taos", "hil", False),
        ("Taos, New Mexico", "Taos", "hil", False),
        ("Montpelier, Vermont", "Montpelier", "ash", False),
        ("fussen", "Füssen", "fsn1", True),
        ("Füssen", "Füssen", "fsn1", True),
        ("Selfoss", "Selfoss", "hel1", True),
        ("Haapsalu", "Haapsalu", "hel1", True),
        ("Martigny", "Martigny", "fsn1", False),
        ("Ushuaia", "Ushuaia", "ash", False),
        ("Hay-on-Wye", "Hay-on-Wye", "fsn1", False),
    ],
)
def test_a_town_has_its_region(catalogue: Catalogue, said: str, name: str, region: str, eu: bool) -> None:
    place = catalogue.place(said)
    assert place is not None
    assert (place.name, place.suggested_region, place.in_eu) == (name, region, eu)


@pytest.mark.parametrize("said", ["", "zzzz", "aaaa", "\t", "\n", "fsn\tx", "x" * 5000, "nelson\n", "Ashbourne"])
def test_what_is_none_is_none(said: str) -> None:
    assert Towns.load().find(said) is None


def test_a_town_takes_no_phrase_of_the_vocabulary(catalogue: Catalogue) -> None:
    taken = {key(term.phrase) for term in catalogue.vocabulary()}
    assert not taken.intersection(line[0] for line in LINES)
