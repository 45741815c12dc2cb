"""Noise, mixing and the telephone's band, measured."""

import numpy as np
import pytest

from evals.asr.audio import mix, noise, padded, read_wav, speech_power, telephone, write_wav
from speech.audio import RATE, resampled


def tone(frequency: float, seconds: float = 1.0, rate: int = RATE) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * frequency * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def level(signal: np.ndarray, low: float, high: float) -> float:
    """Power between two frequencies."""
    spectrum = np.abs(np.fft.rfft(signal)) ** 2
    frequency = np.fft.rfftfreq(len(signal), 1 / RATE)
    return float(spectrum[(frequency >= low) & (frequency < high)].sum() / len(signal) ** 2)


TALKERS = [tone(f) for f in (180, 220, 310)]


@pytest.mark.parametrize("kind", ["white", "pink", "babble", "car", "fan"])
@pytest.mark.parametrize("snr", [20.0, 10.0, 5.0])
def test_a_mix_has_the_ratio_asked_for(kind, snr):
    speech = padded(0.2 * tone(440))
    background = noise(kind, len(speech), 7, TALKERS)
    added = mix(speech, background, snr) - speech
    ratio = 10 * np.log10(speech_power(speech) / np.mean(added.astype(np.float64) ** 2))
    assert ratio == pytest.approx(snr, abs=0.1)


def test_pauses_dont_count_as_speech():
    talk = tone(440)
    assert speech_power(padded(talk, 2.0)) == pytest.approx(speech_power(talk), rel=0.05)


def test_a_loud_mix_is_turned_down_instead_of_clipped():
    mixed = mix(3 * tone(440), noise("white", RATE, 1), 0.0)
    assert np.max(np.abs(mixed)) == pytest.approx(1.0)
    assert np.sum(np.abs(mixed) > 0.999) < 3


@pytest.mark.parametrize("kind", ["white", "pink", "babble", "car", "fan"])
def test_the_same_seed_gives_the_same_noise_at_power_one(kind):
    first, second, other = (noise(kind, RATE, seed, TALKERS) for seed in (3, 3, 4))
    assert np.array_equal(first, second)
    assert float(np.mean(first**2)) == pytest.approx(1.0, rel=1e-3)
    if kind != "fan":
        assert not np.array_equal(first, other)


def test_colours_lie_where_they_should():
    white, pink, car = (noise(kind, 4 * RATE, 5) for kind in ("white", "pink", "car"))
    tilt = [level(n, 100, 1000) / level(n, 4000, 8000) for n in (white, pink, car)]
    assert tilt[0] < 0.5 < tilt[1] < tilt[2]


def test_silence_is_silent_and_babble_needs_people():
    assert not noise("none", 100, 1).any()
    with pytest.raises(ValueError, match="talkers"):
        noise("babble", 100, 1, [])


def test_the_telephone_lets_through_its_band_alone():
    heard = telephone(tone(100) + tone(1000) + tone(6000))
    assert level(heard, 950, 1050) == pytest.approx(level(tone(1000), 950, 1050), rel=0.1)
    assert level(heard, 50, 200) < level(tone(100), 50, 200) / 1000
    assert level(heard, 5900, 6100) < level(tone(6000), 5900, 6100) / 1000


def test_resampling_keeps_pitch_loudness_and_length():
    made = resampled(tone(440, rate=22050), 22050)
    assert len(made) == RATE
    assert np.max(np.abs(made[1000:-1000] - tone(440)[1000:-1000])) < 0.02
    assert len(resampled(np.zeros(0, dtype=np.float32), 8000)) == 0


def test_a_wav_comes_back_as_it_was():
    sound = tone(440, 0.2)
    assert np.max(np.abs(read_wav(write_wav(sound)) - sound)) < 1e-3
