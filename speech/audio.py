"""Sound as everything here hands it round: mono, 16 kHz, 16 bits, in frames of 20 ms."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
FRAME_MS = 20
FRAME = RATE * FRAME_MS // 1000
"""Samples in a frame."""
Samples = NDArray[np.int16]
QUIET_DBFS = -96.0
"""The level of nothing at all: what sixteen bits can hold."""
_BLOCK = 16
"""Frames. What 80 bands of 201 frequencies make of so many is too little for OpenBLAS to wake its threads for."""
Real = TypeVar("Real", np.float32, np.float64)


def to_float(samples: Samples) -> NDArray[np.float32]:
    """-1 to 1."""
    return samples.astype(np.float32) / 32768.0


def from_float(signal: NDArray[np.float32]) -> Samples:
    """Clipped, not wrapped."""
    return (np.clip(signal, -1.0, 1.0) * 32767.0).astype(np.int16)


def milliseconds(samples: Samples) -> int:
    """How long it lasts."""
    return len(samples) * 1000 // RATE


def level_dbfs(samples: Samples) -> float:
    """The mean power, in decibels below full scale."""
    if not len(samples):
        return QUIET_DBFS
    power = float(np.mean(np.square(to_float(samples), dtype=np.float64)))
    return max(QUIET_DBFS, 10.0 * float(np.log10(max(power, 1e-12))))


def silence(ms: int) -> Samples:
    """Nothing, for so long."""
    return np.zeros(RATE * ms // 1000, dtype=np.int16)


def faded(samples: Samples, start: float, end: float) -> Samples:
    """Scaled from gain `start` to gain `end` along half a cosine, which doesn't click."""
    if not len(samples) or (start == 1.0 and end == 1.0):
        return samples
    turn = (1.0 - np.cos(np.linspace(0.0, np.pi, len(samples), dtype=np.float32))) / 2.0
    gain = np.float32(start) + np.float32(end - start) * turn
    return (samples.astype(np.float32) * gain).astype(np.int16)


def resampled(signal: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """From `rate` to ours, by cutting or padding the spectrum: for whole pieces of sound, not for streams."""
    if rate == RATE or not len(signal):
        return signal.astype(np.float32)
    length = round(len(signal) * RATE / rate)
    spectrum = np.fft.rfft(signal)
    wanted = length // 2 + 1
    fitted = np.zeros(wanted, dtype=spectrum.dtype)
    kept = min(wanted, len(spectrum))
    fitted[:kept] = spectrum[:kept]
    return (np.fft.irfft(fitted, length) * (length / len(signal))).astype(np.float32)


def banded(filters: NDArray[Real], power: NDArray[Real]) -> NDArray[Real]:
    """`filters @ power` (bands by frequencies, frequencies by frames), on the calling thread alone.

    In one go it takes half a millisecond less, and the threads that helped then burn another core for some 40 ms, waiting for more:
    the core on which somebody else's sentence is being heard.
    """
    made = np.empty((filters.shape[0], power.shape[1]), dtype=filters.dtype)
    for at in range(0, power.shape[1], _BLOCK):
        np.matmul(filters, power[:, at : at + _BLOCK], out=made[:, at : at + _BLOCK])
    return made
