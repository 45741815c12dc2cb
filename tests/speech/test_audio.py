"""Sound as arrays."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from speech.audio import (
    QUIET_DBFS,
    RATE,
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


ALONE = """
import time
import numpy as np
from speech.audio import banded
chance = np.random.default_rng(2)
filters, power = chance.random((80, 201)), chance.random((201, 805))

def others_while_working(seconds):
    whole, own = time.process_time(), time.thread_time()
    while time.thread_time() - own < seconds:
        pass
    return time.process_time() - whole - (time.thread_time() - own)

while others_while_working(0.05) > 0.001:  # helpers that have just been made look around for work
    pass
whole, own = time.process_time(), time.thread_time()
made = banded(filters, power)
others_while_working(0.03)  # helpers would be waiting for more by now, at full speed
others = time.process_time() - whole - (time.thread_time() - own)
assert np.allclose(made, np.matmul(filters, power))
print(others)
"""


def test_bands_are_made_on_the_calling_thread_alone():
    """In a process of their own, where no other test's threads work."""
    done = subprocess.run([sys.executable, "-c", ALONE], cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=100, check=True)
    assert float(done.stdout) < 0.01
