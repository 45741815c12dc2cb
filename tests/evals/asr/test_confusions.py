"""The cheap copy of a recogniser's damage."""

from dataclasses import replace

import pytest

from evals.asr import confusions, fixtures
from evals.asr.confusions import Entry, learn, perturb
from evals.asr.fixtures import Fixture

BLANK = Fixture("x/1", "", "", (), 0.5, "joe", "piper", "room", "pink", 10.0, "wide", True, 1, "none")


def heard(said: str, became: str) -> Fixture:
    return replace(BLANK, text=said, heard=became)


def test_phrases_are_learned_with_what_came_through():
    table = learn(
        [
            heard("Put it in Falkenstein, please.", "put it in folk and stein please"),
            heard("Use Falkenstein.", "Use Falkenstein."),
            heard("No, make that Helsinki.", "I'll make that Helsinki."),
        ]
    )
    assert table["falkenstein"] == Entry(1, {"folk and stein": 1})
    assert table["no"] == Entry(0, {"i'll": 1})
    assert "helsinki" not in table


def test_a_word_that_vanishes_becomes_nothing():
    table = learn([heard("yes please go", "yes go")])
    assert table == {"please": Entry(0, {"": 1})}
    assert {perturb("please go", seed, table) for seed in range(30)} == {"go", "please go"}


def test_the_same_seed_does_the_same_damage():
    table = {"falkenstein": Entry(1, {"folk and stein": 2, "falcons time": 1}), "four": Entry(1, {"for": 3})}
    text = "Four workers in Falkenstein, please."
    assert all(perturb(text, seed, table) == perturb(text, seed, table) for seed in range(20))
    made = {perturb(text, seed, table) for seed in range(200)}
    assert "for workers in folk and stein, please." in made
    assert "for workers in falcons time, please." in made
    assert text in made


def test_damage_is_as_frequent_as_it_was_seen():
    table = {"helsinki": Entry(right=69, wrong={"hell sink": 30})}
    hit = sum(perturb("Helsinki", seed, table) != "Helsinki" for seed in range(2000)) / 2000
    assert hit == pytest.approx(0.30, abs=0.04)


def test_words_that_nobody_mistook_come_through():
    assert perturb("Grüezi,  wir  sind da!", 1, {"four": Entry(0, {"for": 9})}) == "Grüezi, wir sind da!"
    assert perturb("", 1, {}) == ""


def test_the_longest_phrase_is_tried_first():
    table = {"make that": Entry(0, {"may cat": 999}), "make": Entry(0, {"lake": 999})}
    assert {perturb("make that", seed, table) for seed in range(20)} <= {"may cat", "lake that"}
    assert perturb("make that", 3, table) == "may cat"


def test_the_frozen_table_is_the_one_of_the_frozen_fixtures():
    frozen = fixtures.read(fixtures.file_for(holdout=False))
    assert confusions.load() == learn(frozen)
    assert len(confusions.load()) > 50


def test_perturbed_text_differs_now_and_then_and_never_is_empty():
    text = "We are Sunrise Bakery, put it in Falkenstein with four workers, the mail is info at sunrise dot com."
    made = [perturb(text, seed) for seed in range(50)]
    assert 5 < len(set(made)) <= 50
    assert all(made)
