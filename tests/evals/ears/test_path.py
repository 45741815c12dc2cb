"""A path in virtual time: what it loses, it loses by its seed."""

from pathlib import Path

import numpy as np
import pytest

from assistant.bench.voice_talks import EVERY_DAY
from evals.ears.path import carried
from speech.audio import FRAME, RATE, Samples, level_dbfs
from speech.transport.caller import Weather
from tests.speech.ears.making import recording

FRAMES = 200
CLIP = Path(__file__).parents[3] / "evals" / "asr" / "clips" / "asr-028-not-hillsboro-ashburn--1.ogg"


def tone() -> Samples:
    return (np.sin(2 * np.pi * 300 * np.arange(FRAMES * FRAME) / RATE) * 9000).astype(np.int16)


def test_over_a_good_path_all_of_it_arrives() -> None:
    heard, lost = carried(tone(), Weather())
    assert (len(heard), lost) == (FRAMES * FRAME, 0)
    assert level_dbfs(heard) == pytest.approx(level_dbfs(tone()), abs=1.5)


def test_late_packets_are_waited_for() -> None:
    heard, lost = carried(tone(), Weather(jitter_ms=40.0))
    assert len(heard) == FRAMES * FRAME
    assert lost <= FRAMES // 50


def test_lost_ones_of_a_voice_are_mended_and_the_time_is_kept() -> None:
    voice = recording(CLIP)
    (whole, _), (heard, lost) = carried(voice, Weather()), carried(voice, Weather(loss=0.1, seed=3))
    count = min(len(whole), len(heard)) // FRAME
    assert count // 20 < lost < count // 5
    assert abs(len(heard) - len(whole)) <= 3 * FRAME
    levels = [[level_dbfs(sound[at * FRAME : (at + 1) * FRAME]) for at in range(count)] for sound in (whole, heard)]
    holes = sum(before > -40 and before - after > 10 for before, after in zip(*levels, strict=True))
    assert holes <= lost // 4


def test_the_same_seed_loses_the_same() -> None:
    first, second, other = (carried(tone(), Weather(0.05, 60.0, seed)) for seed in (1, 1, 2))
    assert np.array_equal(first[0], second[0])
    assert not np.array_equal(first[0], other[0])


def test_the_sentences_are_those_of_the_bench() -> None:
    assert len(EVERY_DAY) == len(set(EVERY_DAY)) == 16
