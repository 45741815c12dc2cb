"""Sound as everything here hands it round: mono, 16 kHz, 16 bits, in frames of 20 ms."""

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
FRAME_MS = 20
FRAME = RATE * FRAME_MS // 1000
"""Samples in a frame."""
Samples = NDArray[np.int16]
QUIET_DBFS = -96.0
"""The level of nothing at all: what sixteen bits can hold."""


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
