"""Whisper base as the product calls it: a window that fits, names of the open vocabulary as a hint, no chance in it."""

import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.asr.audio import RATE, Signal
from evals.catalogue import pinned
from speech.models import WHISPER_SHA256, whisper_base

_WINDOWS = (6, 8, 10, 15, 20, 30)
_MARGIN = 1.0
"""Seconds beyond the speech; with less, the last word is lost."""
_FRAMES = 100
"""Of the spectrogram in a second."""
_POOR = -0.8
"""Below this mean log probability the whole window is tried, as noise needs more room."""
_REPETITIVE = 2.4


@dataclass(frozen=True, slots=True)
class Word:
    """One word and how sure the recogniser is of it."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What was made of a piece of sound."""

    text: str
    words: tuple[Word, ...]
    confidence: float


def hotwords() -> str:
    """The open vocabulary of the catalogue, as one line."""
    data = pinned()
    cities = [r.city for r in data.regions.values() if r.offered]
    apps = [data.apps[slug] for slug in sorted(data.installable) if slug in data.apps]
    return ", ".join([*cities, "Germany", "Finland", "CPX42", "CPX52", "CCX33", "CAX31", *apps, *data.pools])


class Recogniser:
    """Loaded once; deterministic on one machine."""

    OPTIONS = "greedy-short-window-1"
    """Changes when what is done with a sound changes, and with it every fixture."""

    def __init__(self, work: Path, threads: int = 2) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"  # a folder is given; nothing may ask a hub
        import ctranslate2  # noqa: PLC0415 - heavy, and needed only here
        from faster_whisper import WhisperModel  # noqa: PLC0415 - seconds to import, for this alone
        from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415 - seconds to import, for this alone

        self._model = WhisperModel(str(whisper_base(work)), device="cpu", compute_type="int8", cpu_threads=threads)
        self._tokenizer = Tokenizer(self._model.hf_tokenizer, multilingual=True, task="transcribe", language="en")
        self.id = f"whisper-base/{WHISPER_SHA256}/int8/ct2-{ctranslate2.__version__}/{self.OPTIONS}"

    def hear(self, signal: Signal, hint: str | None = None) -> Heard:
        """Transcribes up to 30 seconds; `hint` are names that may occur."""
        seconds = len(signal) / RATE + _MARGIN
        window = next((w for w in _WINDOWS if w >= seconds), _WINDOWS[-1])
        tokens, score, encoded = self._decode(signal, window, hint)
        if window < _WINDOWS[-1] and (score < _POOR or self._loops(tokens)):
            again = self._decode(signal, _WINDOWS[-1], hint)
            if again[1] > score or self._loops(tokens):
                tokens, score, encoded = again
        tokens = _without_loop(tokens)
        words = self._words(tokens, encoded, len(signal))
        text = self._tokenizer.decode(tokens).strip()
        return Heard(text, words, round(float(np.exp(score)), 3))

    def _decode(self, signal: Signal, window: int, hint: str | None) -> tuple[list[int], float, Any]:
        features = self._model.feature_extractor(signal)
        encoded = self._model.encode(_fitted(features, window * _FRAMES))
        prompt = self._model.get_prompt(self._tokenizer, [], without_timestamps=True, hotwords=hint)
        result = self._model.model.generate(
            encoded, [prompt], beam_size=1, sampling_temperature=0, max_length=448, return_scores=True,
            suppress_blank=True, suppress_tokens=[-1],
        )[0]  # fmt: skip
        tokens = [t for t in result.sequences_ids[0] if t < self._tokenizer.eot]
        return tokens, float(result.scores[0]), encoded

    def _loops(self, tokens: list[int]) -> bool:
        text = self._tokenizer.decode(tokens).encode()
        return len(text) > 40 and len(text) / len(zlib.compress(text)) > _REPETITIVE

    def _words(self, tokens: list[int], encoded: Any, length: int) -> tuple[Word, ...]:
        if not tokens:
            return ()
        frames = max(2, length * _FRAMES // RATE)
        align: Any = self._model.find_alignment  # its annotation forgets that it takes a batch
        found = align(self._tokenizer, [tokens], encoded, frames)[0]
        named = [(str(w["word"]).strip(), float(w["probability"])) for w in found]
        return tuple(Word(text, round(p, 3)) for text, p in named if text)


def _without_loop(tokens: list[int]) -> list[int]:
    """What is said three times over, or all of it twice, is said once: a decoder that has lost its place repeats itself."""
    half, odd = divmod(len(tokens), 2)
    if not odd and half >= 3 and tokens[:half] == tokens[half:]:
        return tokens[:half]
    for size in range(1, len(tokens) // 3 + 1):
        for start in range(len(tokens) - 3 * size + 1):
            block = tokens[start : start + size]
            if size * 3 >= 6 and block == tokens[start + size : start + 2 * size] == tokens[start + 2 * size : start + 3 * size]:
                return tokens[: start + size]
    return tokens


def _fitted(features: Any, frames: int) -> Any:
    """Cut or padded to the window."""
    have = features.shape[-1]
    if have >= frames:
        return features[..., :frames]
    return np.pad(features, [(0, 0)] * (features.ndim - 1) + [(0, frames - have)])
