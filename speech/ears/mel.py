"""The log-mel spectrogram that Whisper was trained on, for a window as long as one likes.

Written out here because the usual extractor brings a media library, a runtime and a hub client with it, and always fills
thirty seconds.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from speech.audio import RATE, banded

Signal = NDArray[np.float32]
HOP = RATE // 100
FRAME_MS = 10
_FFT = 400
_FLOOR = 1e-10
_HISS = 1e-3
_RANGE = 8.0
"""Decades below the loudest point that are kept."""
_LINEAR_HZ, _LINEAR_STEP, _LOG_STEP = 1000.0, 200.0 / 3.0, float(np.log(6.4) / 27.0)
_TOP_MEL = 45.245640471924965
"""8 kHz."""


def log_mel(signal: Signal, window_ms: int, mels: int = 80) -> Signal:
    """`(1, mels, window)`: the signal's spectrogram, and silence up to the end of the window; what is longer is cut off."""
    frames = window_ms // FRAME_MS
    signal = signal[: frames * HOP]
    spectrum = np.full((mels, frames), -10.0, dtype=np.float32)
    heard = min(frames, -(-(len(signal) + _FFT // 2) // HOP))
    if len(signal) > _FFT // 2:
        spectrum[:, :heard] = np.log10(np.maximum(banded(_filters(mels), _power(signal, heard)), _FLOOR))
    loudest = float(spectrum.max())
    return ((np.maximum(spectrum, loudest - _RANGE) + 4.0) / 4.0)[np.newaxis].astype(np.float32)


def hiss(length_ms: int) -> Signal:
    """What a microphone gives where nobody speaks; always the same."""
    return (np.random.default_rng(0).standard_normal(length_ms * RATE // 1000) * _HISS).astype(np.float32)


def _power(signal: Signal, frames: int) -> Signal:
    """Power by frequency and frame; the first frames see the beginning mirrored, the last ones silence."""
    edge = _FFT // 2
    padded = np.zeros(frames * HOP + _FFT, dtype=np.float32)
    padded[:edge] = signal[edge:0:-1]
    padded[edge : edge + len(signal)] = signal
    sliding = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[: frames * HOP : HOP]
    turned = np.fft.rfft(sliding * _hann(), axis=-1)
    return np.ascontiguousarray((turned.real**2 + turned.imag**2).T, dtype=np.float32)


@cache
def _hann() -> Signal:
    return np.hanning(_FFT + 1)[:-1].astype(np.float32)


@cache
def _filters(mels: int) -> Signal:
    """Triangles of equal area on Slaney's scale."""
    points = np.linspace(0.0, _TOP_MEL, mels + 2)
    knee = _LINEAR_HZ / _LINEAR_STEP
    centres = np.where(
        points < knee, points * _LINEAR_STEP, _LINEAR_HZ * np.exp(_LOG_STEP * (np.maximum(points, knee) - knee))
    )
    bins = np.fft.rfftfreq(_FFT, 1.0 / RATE)
    ramps = centres[:, np.newaxis] - bins[np.newaxis, :]
    widths = np.diff(centres)
    rising = -ramps[:-2] / widths[:-1, np.newaxis]
    falling = ramps[2:] / widths[1:, np.newaxis]
    shapes = np.maximum(0.0, np.minimum(rising, falling))
    areas = 2.0 / (centres[2:] - centres[:-2])
    return np.ascontiguousarray(shapes * areas[:, np.newaxis], dtype=np.float32)
