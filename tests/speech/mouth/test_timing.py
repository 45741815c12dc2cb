"""When each word is heard."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from speech.mouth.port import WordTime
from speech.mouth.timing import estimated, spoken_times, written_times


def test_one_group_of_phonemes_a_word():
    assert spoken_times(["run", "in"], [(3, 16000), (2, 8000)], 1600, 16000) == [("run", 100, 1100), ("in", 1100, 1600)]


def test_words_run_together_share_their_group():
    times = spoken_times(["in", "the", "house"], [(4, 8000), (4, 16000)], 0, 16000)
    assert [word for word, _, _ in times] == ["in", "the", "house"]
    assert times[0][1] == 0
    assert times[-1][2] == 1500
    assert all(start < end for _, start, end in times)


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=12), st.lists(st.tuples(st.integers(1, 9), st.integers(100, 9000)), min_size=1, max_size=12))
def test_times_follow_each_other_and_cover_all(words: list[str], groups: list[tuple[int, int]]):
    times = spoken_times(words, groups, 0, 16000)
    assert [word for word, _, _ in times] == words
    assert all(a[2] == b[1] and a[1] <= a[2] for a, b in itertools.pairwise(times))
    assert times[-1][2] == sum(samples for _, samples in groups) * 1000 // 16000


def test_estimates_go_by_length():
    (a, b) = estimated(["a", "abcdefgh"], 1300)
    assert (a, b) == (("a", 0, 300), ("abcdefgh", 300, 1300))


def test_a_written_word_lasts_as_long_as_all_it_is_spoken_as():
    parts = [("€5", "five euros"), ("–", ""), ("fine", "fine")]
    spoken = [("five", 0, 200), ("euros", 200, 500), ("fine", 500, 900)]
    assert written_times(parts, spoken, 900) == (WordTime("€5", 0, 500), WordTime("–", 500, 500), WordTime("fine", 500, 900))


def test_times_that_dont_fit_the_words_are_not_believed():
    made = written_times([("one two", "one two")], [("one", 0, 10)], 800)
    assert made[-1].end_ms == 800
