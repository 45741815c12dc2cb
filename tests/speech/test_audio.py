"""Sound as arrays."""

import time

import numpy as np
import pytest

from speech.audio import (
    QUIET_DBFS,
    RATE,
    banded,
    faded,
    from_float,
    level_dbfs,
    milliseconds,
    resampled,
    silence,
    to_float,
)


def tone(hertz: float, seconds: float, rate: int = RATE) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def test_levels():
    assert level_dbfs(silence(20)) == QUIET_DBFS
    assert level_dbfs(from_float(tone(400, 1))) == pytest.approx(-9.03, abs=0.05)


def test_there_and_back():
    sound = from_float(np.array([0.0, 0.5, -1.0, 2.0], dtype=np.float32))
    assert list(sound) == [0, 16383, -32767, 32767]
    assert to_float(sound)[1] == pytest.approx(0.5, abs=1e-3)
    assert milliseconds(silence(60)) == 60


def test_a_fade_begins_and_ends_where_it_should_without_a_jump():
    made = faded(np.full(640, 10_000, dtype=np.int16), 1.0, 0.0)
    assert made[0] == 10_000
    assert made[-1] == 0
    assert np.max(np.abs(np.diff(made.astype(int)))) < 30
    same = np.full(10, 5, dtype=np.int16)
    assert faded(same, 1.0, 1.0) is same


@pytest.mark.parametrize("rate", [8_000, 22_050, 24_000, 48_000])
def test_another_rate_keeps_length_pitch_and_level(rate: int):
    made = resampled(tone(400, 1, rate), rate)
    assert len(made) == RATE
    assert int(np.argmax(np.abs(np.fft.rfft(made)))) == 400
    assert float(np.max(np.abs(made))) == pytest.approx(0.5, abs=0.01)


def test_bands_are_made_on_the_calling_thread_alone():
    chance = np.random.default_rng(2)
    filters, power = chance.random((80, 201)), chance.random((201, 805))
    whole, own = time.process_time(), time.thread_time()
    made = banded(filters, power)
    until = time.perf_counter() + 0.03
    while time.perf_counter() < until:  # helpers would be waiting for more by now, at full speed
        pass
    others = time.process_time() - whole - (time.thread_time() - own)
    assert np.allclose(made, np.matmul(filters, power))
    assert others < 0.01
