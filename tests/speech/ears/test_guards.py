"""What recognisers make up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio import RATE
from speech.ears import guards


def test_too_quiet_or_too_short_is_silence() -> None:
    hiss = (np.random.default_rng(0).standard_normal(RATE) * 8).astype(np.int16)
    assert guards.silent(hiss)
    assert guards.silent(np.full(400, 20_000, dtype=np.int16))
    assert guards.silent(np.zeros(0, dtype=np.int16))
    assert not guards.silent((hiss.astype(np.int32) * 100).astype(np.int16))


def test_one_loud_moment_is_not_silence() -> None:
    samples = np.zeros(2 * RATE, dtype=np.int16)
    samples[RATE : RATE + RATE // 5] = 4_000
    assert not guards.silent(samples)


@pytest.mark.parametrize("text", ["Thanks for watching!", " Thank you for watching.", "Please subscribe", "Sous-titres réalisés para la communauté d'Amara.org"])
def test_sentences_out_of_films(text: str) -> None:
    assert guards.phantom(text)


@pytest.mark.parametrize("text", ["Thank you.", "Yes.", "Thanks for the quick answer", "We subscribe to a newsletter"])
def test_what_people_say_is_no_phantom(text: str) -> None:
    assert not guards.phantom(text)


def test_small_words_are_doubtful_and_answers_with_names_are_not() -> None:
    assert guards.doubtful("Thank you.")
    assert guards.doubtful("...")
    assert not guards.doubtful("Falkenstein")


@pytest.mark.parametrize(
    ("text", "language", "foreign"),
    [
        ("Falkenstein, please", "en", False),
        ("Нюрнберг", "en", True),
        ("ご視聴ありがとうございました", "en", True),
        ("مرحبا Hetzner", "ar", False),
        ("Ja, bitte größer", "de", False),
        ("42", "en", False),
    ],
)
def test_letters_that_a_language_does_not_have(text: str, language: str, foreign: bool) -> None:
    assert guards.foreign(text, language) is foreign


def test_what_goes_in_circles() -> None:
    assert guards.repetitive("Yes, please go ahead. " * 6)
    assert not guards.repetitive("We run a small bakery in Ghent and need a website, a shop and mail for six people.")


NAMES = ("Falkenstein", "Nuremberg", "Helsinki", "Ashburn")


def test_the_hint_read_back() -> None:
    assert guards.leaked("Nuremberg, Helsinki, Ashburn.", "", NAMES)
    assert guards.leaked("Gitea, Cal.com, Ghost.", "", ("Umami", "Gitea", "Cal.com", "Ghost"))
    assert not guards.leaked("Nuremberg, Helsinki.", "", NAMES)
    assert not guards.leaked("Helsinki, Nuremberg, Ashburn", "", NAMES)
    assert not guards.leaked("Nuremberg, Helsinki, Ashburn and a dog", "", NAMES)
    assert not guards.leaked("", "", NAMES)
    assert not guards.leaked("anything", "")


def test_whole_sentences_of_the_hint_read_back() -> None:
    hint = "I would like Falkenstein. Put it in Nuremberg, please. Yes. Helsinki."
    assert guards.leaked("I would like Falkenstein. Put it in Nuremberg, please.", hint)
    assert not guards.leaked("I would like Falkenstein.", hint), "that is an answer"
    assert not guards.leaked("Yes. Helsinki.", hint), "so is this"


def test_nothing_but_names() -> None:
    expected = ("Falkenstein", "Cal.com", "CPX42")
    assert guards.only_names("Falkenstein.", expected)
    assert guards.only_names("CPX 42, Cal.com", expected)
    assert not guards.only_names("Falkenstein, please", expected)
    assert not guards.only_names("", expected)
    assert not guards.only_names("Falkenstein", ())


def test_nobody_speaks_that_fast() -> None:
    second = np.zeros(RATE, dtype=np.int16)
    assert guards.too_fast("Falkenstein, Nuremberg, Helsinki, Ashburn, Hillsboro", second)
    assert not guards.too_fast("Falkenstein, please", second)


def test_a_decoder_that_repeats_itself_is_cut() -> None:
    assert guards.unlooped([5, 6, 7, 5, 6, 7]) == (5, 6, 7)
    assert guards.unlooped([1, 2, 3, 4, 3, 4, 3, 4, 3, 4]) == (1, 2, 3, 4)
    assert guards.unlooped([9, 9]) == (9, 9)
    assert guards.unlooped([1, 2, 1, 2, 3]) == (1, 2, 1, 2, 3)


SURELY_ON, MAYBE_OVER = -6.0, -1.2


def test_a_decoder_that_begins_anew_where_it_might_have_ended_is_stopped() -> None:
    ids = [5, 6, 9, 5]
    assert guards.begun_anew(ids, [SURELY_ON, SURELY_ON, SURELY_ON, MAYBE_OVER], {9}) == 3
    assert guards.begun_anew(ids, [SURELY_ON] * 4, {9}) == 4, "a person repeats a word"
    assert guards.begun_anew(ids, [MAYBE_OVER] * 4, {8}) == 4, "in the middle of a sentence"
    assert guards.begun_anew([5, 6, 9, 7], [MAYBE_OVER] * 4, {9}) == 4, "something else follows"
    assert guards.begun_anew([9, 9], [MAYBE_OVER] * 2, {9}) == 2


def test_a_decoder_that_says_all_of_it_twice_without_a_full_stop_is_stopped_too() -> None:
    ids, barely = [5, 6, 7, 5, 6, 7, 5], -3.0
    assert guards.begun_anew(ids, [SURELY_ON] * 3 + [barely] + [SURELY_ON] * 3, set()) == 3
    assert guards.begun_anew(ids, [SURELY_ON] * 7, set()) == 7, "a person says it twice"
    assert guards.begun_anew(ids[:5], [barely] * 5, set()) == 5, "not twice yet"
    assert guards.begun_anew([5, 6, 5, 6], [barely] * 4, set()) == 4, "so short a piece is said twice by people"


def test_a_decoder_that_is_saying_its_sentence_again_needn_t_come_to_the_end_of_it() -> None:
    ids, barely = [5, 6, 7, 8, 9, 5, 6, 7], -3.0
    ends = [SURELY_ON] * 5 + [barely] + [SURELY_ON] * 2
    assert guards.begun_anew(ids, ends, {9}) == 5
    assert guards.begun_anew(ids[:7], ends[:7], {9}) == 7, "two tokens may be the beginning of something else"
    assert guards.begun_anew([*ids[:7], 1], ends, {9}) == 8, "it is something else"
    assert guards.begun_anew(ids, ends, set()) == 8, "no sentence ended"
    assert guards.begun_anew(ids, [SURELY_ON] * 8, {9}) == 8, "a person says it twice"


@given(st.lists(st.integers(0, 5), max_size=24))
def test_cutting_only_ever_shortens(ids: list[int]) -> None:
    kept = guards.unlooped(ids)
    assert list(kept) == ids[: len(kept)]
    assert len(kept) == len(ids) or len(kept) >= 1
