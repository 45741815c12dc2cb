"""Words as they are spoken, and the error rates."""

import pytest

from evals.asr.words import Errors, align, fitted, normal


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("CPX52, please.", "c p x fifty two please"),
        ("the C P X fifty two", "the c p x fifty two"),
        ("info@acme-bank.com", "info at acme bank dot com"),
        ("info at acme dot o m", "info at acme dot o m"),
        ("4 workers", "four workers"),
        ("E-mail's fine, O'Neill & Sons", "email's fine o'neill and sons"),
        ("code 0417", "code zero four one seven"),
        ("20 gigs", "twenty gigabytes"),
        ("fsn1", "fsn one"),
    ],
)
def test_both_ways_of_writing_meet(written, spoken):
    assert " ".join(normal(written)) == spoken


def test_alignment_finds_each_kind_of_error():
    steps = align("please put it in falkenstein".split(), "put it in folk and stein".split())
    assert steps[:4] == [("gone", "please", ""), ("same", "put", "put"), ("same", "it", "it"), ("same", "in", "in")]
    assert sorted(kind for kind, _, _ in steps[4:]) == ["added", "added", "other"]
    assert align([], []) == []


def test_rates_are_of_all_words_and_of_the_words_that_matter():
    errors = Errors()
    errors.add("put it in Helsinki", "put this in Helsinki", frozenset({"helsinki"}))
    errors.add("not Ashburn", "not Ashford", frozenset({"ashburn"}))
    assert errors.rate == pytest.approx(2 / 6)
    assert errors.entity_rate == pytest.approx(1 / 2)
    assert (errors.lines, errors.perfect) == (2, 0)


def test_nothing_heard_is_every_word_wrong():
    errors = Errors()
    errors.add("yes please", "", frozenset())
    assert errors.rate == 1.0
    assert errors.entity_rate == 0.0


def test_words_written_together_are_no_error():
    errors = Errors()
    errors.add("write to club at riverside tennis dot com, not any more", "Write to club@riversidetennis.com, not anymore.", frozenset())
    errors.add("we need a web site", "We need a website.", frozenset())
    errors.add("we need a website", "we need a web site", frozenset())
    assert errors.wrong == 0
    assert fitted(["oak", "tree"], ["oaktrees"]) == ["oaktrees"]
