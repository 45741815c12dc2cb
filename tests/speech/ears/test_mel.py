"""The spectrogram is the one Whisper was trained on."""

import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor

from speech.audio import RATE
from speech.ears.mel import log_mel


def _speechlike(seconds: float) -> np.ndarray:
    time = np.arange(int(seconds * RATE)) / RATE
    wave = sum(np.sin(2 * np.pi * 140 * h * time) / h for h in range(1, 20)) * (0.3 + 0.2 * np.sin(2 * np.pi * 4 * time))
    return (wave * 0.1).astype(np.float32)


def test_it_agrees_with_the_usual_extractor() -> None:
    signal = _speechlike(2.5)
    usual = FeatureExtractor()(signal)
    ours = log_mel(signal, 4_000)[0]
    assert ours.shape == (80, 400)
    assert np.max(np.abs(usual[:, :249] - ours[:, :249])) < 1e-4


def test_after_the_speech_comes_silence() -> None:
    ours = log_mel(_speechlike(1.0), 3_000)[0]
    assert np.all(ours[:, 110:] == ours.min())
    assert ours.max() - ours.min() <= 2.0 + 1e-6


def test_longer_sound_is_cut_and_none_is_silence() -> None:
    assert log_mel(_speechlike(5.0), 2_000).shape == (1, 80, 200)
    nothing = log_mel(np.zeros(0, dtype=np.float32), 2_000)
    assert nothing.shape == (1, 80, 200)
    assert np.ptp(nothing) == 0.0
