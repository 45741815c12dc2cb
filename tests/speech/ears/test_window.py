"""Room for speech: windows, budgets, cuts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from speech.audio import RATE, milliseconds
from speech.ears.window import LONGEST_MS, budget, fitting, pieces, plan, steps


@given(st.integers(0, 29_000))
def test_a_window_leaves_a_second_after_the_speech(audio_ms: int) -> None:
    assert fitting(audio_ms) >= audio_ms + 1000
    assert fitting(audio_ms) <= max(2_000, 2 * (audio_ms + 1000))


def test_a_window_is_never_longer_than_the_model_allows() -> None:
    assert fitting(500_000) == LONGEST_MS


def test_later_tries_have_more_room() -> None:
    assert plan(2_500) == (4_000, 8_000, 30_000)
    assert plan(2_500, tries=1) == (4_000,)
    assert plan(29_500) == (30_000,)


def test_more_speech_may_hold_more_tokens() -> None:
    assert budget(500) < budget(3_000) < budget(10_000) <= budget(60_000)
    assert budget(3_000) >= 3 * 7


@given(st.integers(0, 30_000), st.integers(1, 220))
def test_what_is_written_is_looked_at_in_ever_later_places_and_last_at_its_bound(audio_ms: int, most: int) -> None:
    found = list(steps(audio_ms, most))
    assert found == sorted(set(found))
    assert found[-1] == most
    assert found[0] <= 3 + audio_ms // 200, "early enough to notice a decoder that begins anew"


def test_speech_too_long_for_a_window_is_cut_where_it_is_quietest() -> None:
    chance = np.random.default_rng(1)
    samples = (chance.standard_normal(70 * RATE) * 3000).astype(np.int16)
    for second in (20, 41):
        samples[second * RATE : second * RATE + RATE // 2] //= 100
    found = pieces(samples)
    assert [round(milliseconds(piece) / 1000) for piece in found] == [20, 21, 29] or len(found) == 4
    assert np.array_equal(np.concatenate(found), samples)
    assert all(milliseconds(piece) <= 28_000 for piece in found)
    assert abs(len(found[0]) - 20 * RATE) < RATE // 2


def test_short_speech_stays_whole() -> None:
    samples = np.zeros(RATE, dtype=np.int16)
    assert len(pieces(samples)) == 1
