"""Sound as arrays of 16 kHz: noise, mixing at a given ratio, the telephone's band. Pure; the same seed, the same samples."""

import io
import wave
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from speech.audio import RATE, resampled

Signal = NDArray[np.float32]
NoiseKind = Literal["none", "white", "pink", "babble", "car", "fan"]

_FRAME = RATE // 50
_ACTIVE_DB = 30.0
"""Frames this far below the loudest one are pauses, and pauses don't count as speech."""
_LOW, _HIGH, _SLOPE = 300.0, 3400.0, 60.0
_MU = 255.0


def read_wav(data: bytes) -> Signal:
    """16-bit mono WAV at any rate. Lengths in the header aren't believed: programs that write to a pipe can't know them."""
    with wave.open(io.BytesIO(data)) as sound:
        rate, channels = sound.getframerate(), sound.getnchannels()
        raw = sound.readframes(sound.getnframes())
    samples = np.frombuffer(raw[: len(raw) // (2 * channels) * 2 * channels], dtype="<i2").astype(np.float32) / 32768
    return resampled(samples.reshape(-1, channels).mean(axis=1).astype(np.float32), rate)


def write_wav(signal: Signal) -> bytes:
    """16-bit mono at our rate."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes((np.clip(signal, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def noise(kind: NoiseKind, length: int, seed: int, talkers: list[Signal] | None = None) -> Signal:
    """So many samples of a noise at power 1 (all zero for `none`). `babble` is made of the `talkers`, all at once.

    Raises:
        ValueError: babble without talkers.
    """
    chance = np.random.default_rng(seed)
    if kind == "none":
        return np.zeros(length, dtype=np.float32)
    if kind == "babble":
        made = _babble(length, chance, talkers or [])
    else:
        made = _coloured(chance.standard_normal(length), {"white": 0.0, "pink": 0.5, "fan": 0.5, "car": 1.0}[kind])
        time = np.arange(length) / RATE
        if kind == "fan":
            made = made + sum(np.sin(2 * np.pi * 120 * h * time + h) / h for h in range(1, 7))
        elif kind == "car":  # something drives by
            made = made * (1 + 0.6 * np.sin(2 * np.pi * 0.15 * time + chance.uniform(0, 6)))
    return (made / max(float(np.sqrt(np.mean(made**2))), 1e-9)).astype(np.float32)


def _coloured(white: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    """Amplitude falling with the frequency to the power of `exponent`, from 30 Hz on."""
    spectrum = np.fft.rfft(white)
    frequency = np.maximum(np.fft.rfftfreq(len(white), 1 / RATE), 30.0)
    return np.fft.irfft(spectrum / frequency**exponent, len(white))


def _babble(length: int, chance: np.random.Generator, talkers: list[Signal]) -> NDArray[np.float64]:
    if not talkers:
        raise ValueError("babble needs talkers")
    made = np.zeros(length, dtype=np.float64)
    for talker in talkers:
        start = int(chance.integers(0, len(talker)))
        long_enough = np.tile(talker, length // len(talker) + 2)
        made += long_enough[start : start + length] * chance.uniform(0.5, 1.0)
    return made


def speech_power(signal: Signal) -> float:
    """Mean power of what is spoken, pauses left out."""
    if len(signal) < _FRAME:
        return float(np.mean(signal**2)) if len(signal) else 0.0
    frames = signal[: len(signal) // _FRAME * _FRAME].reshape(-1, _FRAME)
    power = np.mean(frames.astype(np.float64) ** 2, axis=1)
    return float(np.mean(power[power >= power.max() * 10 ** (-_ACTIVE_DB / 10)]))


def mix(speech: Signal, background: Signal, snr: float) -> Signal:
    """Speech with a background of power 1 scaled to `snr` decibels below it; the sum never clips."""
    level = np.sqrt(speech_power(speech) / 10 ** (snr / 10))
    mixed = speech + background * level
    return (mixed / max(1.0, float(np.max(np.abs(mixed), initial=0.0)))).astype(np.float32)


def telephone(signal: Signal) -> Signal:
    """300 to 3400 Hz and eight logarithmic bits, as a call from an ordinary telephone arrives."""
    spectrum = np.fft.rfft(signal)
    frequency = np.fft.rfftfreq(len(signal), 1 / RATE)
    gain = np.clip((frequency - _LOW + _SLOPE) / _SLOPE, 0, 1) * np.clip((_HIGH + _SLOPE - frequency) / _SLOPE, 0, 1)
    narrow = np.fft.irfft(spectrum * gain, len(signal))
    peak = max(float(np.max(np.abs(narrow), initial=0.0)), 1e-9)
    scaled = narrow / peak
    companded = np.sign(scaled) * np.log1p(_MU * np.abs(scaled)) / np.log1p(_MU)
    coarse = np.round(companded * 127) / 127
    expanded = np.sign(coarse) * (np.expm1(np.abs(coarse) * np.log1p(_MU))) / _MU
    return (expanded * peak).astype(np.float32)


def padded(signal: Signal, seconds: float = 0.25) -> Signal:
    """A little silence before and after, as a microphone is open before somebody speaks."""
    quiet = np.zeros(int(seconds * RATE), dtype=np.float32)
    return np.concatenate([quiet, signal, quiet]).astype(np.float32)
