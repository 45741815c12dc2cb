"""Whisper straight on CTranslate2: a window that fits is encoded once, then read, measured against other texts, or timed.

Everything here blocks and belongs on the thread of the desk. Nothing in it is left to chance: the same samples give the same text.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.ears import window
from speech.ears.guards import begun_anew
from speech.ears.mel import FRAME_MS, Signal, log_mel
from speech.ears.tokens import Tokens
from speech.ears.window import MOST_TOKENS

_CONTEXT = 448
"""Positions of the decoder."""
_NEVER = -100.0
"""The log probability of what was ruled out."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A window as the encoder sees it."""

    features: Any
    window_ms: int
    audio_ms: int
    signal: Signal
    """What they were made of."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the decoder wrote."""

    ids: tuple[int, ...]
    log_probs: tuple[float, ...]
    """Of each token."""
    no_speech: float
    """What the model gives for there being no speech at all."""
    full: bool
    """The decoder hadn't ended by itself: the budget ran out, or nobody wanted more."""

    @property
    def score(self) -> float:
        """Mean log probability; very low when nothing was written."""
        return sum(self.log_probs) / len(self.log_probs) if self.log_probs else -10.0


class Whisper:
    """One loaded model. As many threads as it has `workers` may use it at once; further ones wait."""

    def __init__(self, folder: Path, *, threads: int = 1, workers: int = 1) -> None:
        """`threads` work together on one piece of sound. They wait for each other hundreds of times on the way, which on cores that
        others use too costs far more than it brings."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a folder is given; nothing may ask a hub
        import ctranslate2  # noqa: PLC0415 - heavy, and needed only here

        self._workers = workers
        self._view: Any = ctranslate2.StorageView.from_array
        self._model: Any = ctranslate2.models.Whisper(
            str(folder), device="cpu", compute_type="int8", inter_threads=workers, intra_threads=threads
        )
        self.tokens = Tokens(folder, english=not self._model.is_multilingual)
        self._mels = int(self._model.n_mels)

    def warm(self) -> None:
        """The first run of each worker sets up buffers and takes several times as long as the next: do it before anybody waits."""
        with ThreadPoolExecutor(self._workers) as together:
            list(together.map(self._warm, [2_000, 4_000] * self._workers))

    def _warm(self, window: int) -> None:
        self.read(self.encode(np.zeros(16_000, dtype=np.float32), window), "en", budget=4)

    def encode(self, signal: Signal, window_ms: int) -> Encoded:
        """The dear part: its price is the window's."""
        features = self._model.encode(self._view(log_mel(signal, window_ms, self._mels)))
        return Encoded(features, window_ms, min(window_ms, len(signal) * 1000 // 16_000), signal)

    def read(
        self, sound: Encoded, language: str, hint: str = "", *, budget: int = MOST_TOKENS, wanted: Callable[[], bool] = lambda: True
    ) -> Reading:
        """The likeliest text, token by token, of at most `budget` tokens; it stops where the decoder begins anew, in capitals or not, and
        after a few more tokens when it isn't `wanted` any longer."""
        prompt = self.tokens.prompt(language, hint)
        budget = min(budget, _CONTEXT - len(prompt))
        ids: list[int] = []
        chosen: list[float] = []
        ends: list[float] = []
        no_speech, most = 0.0, 0
        for most in window.steps(sound.audio_ms, budget):
            result = self._written(sound, prompt, ids, most)
            no_speech = no_speech if ids else float(result.no_speech_prob)
            new = list(takewhile(lambda token: token < self.tokens.end, map(int, result.sequences_ids[0][len(ids) :])))
            for step, token in zip(result.logits[0][len(ids) :], new, strict=False):
                likely, end = _log_probs(step, token, self.tokens.end)
                chosen.append(likely)
                ends.append(end)
            ids += new
            kept = begun_anew([self.tokens.plain(token) for token in ids], ends, self.tokens.stops)
            if kept < len(ids):
                return Reading(tuple(ids[:kept]), tuple(chosen[:kept]), no_speech, full=False)
            if len(ids) < most or not wanted():
                break
        return Reading(tuple(ids), tuple(chosen), no_speech, len(ids) >= most)

    def _written(self, sound: Encoded, prompt: list[int], so_far: list[int], most: int) -> Any:
        """What was written `so_far` and goes on, up to `most` tokens in all."""
        return self._model.generate(
            sound.features, [[*prompt, *so_far]], beam_size=1, sampling_temperature=0.0, return_logits_vocab=True, return_no_speech_prob=True,
            suppress_blank=not so_far,  # a reading that goes on may end at once
            # CTranslate2 allows half of this to be written, and no more than what the prompt leaves of it
            max_length=min(_CONTEXT, max(2 * most, most + len(prompt))),
        )[0]  # fmt: skip

    def ponder(
        self, sound: Encoded, language: str, hint: str = "", *, budget: int = MOST_TOKENS, width: int = 4
    ) -> list[Reading]:
        """Several likely texts, the likeliest first: dearer than `read`. Their tokens all have the text's mean probability."""
        prompt = self.tokens.prompt(language, hint)
        budget = min(budget, _CONTEXT - len(prompt))
        result = self._model.generate(
            sound.features, [prompt], beam_size=width, num_hypotheses=width, sampling_temperature=0.0, return_scores=True,
            return_no_speech_prob=True, max_length=min(_CONTEXT, max(2 * budget, budget + len(prompt))),
        )[0]  # fmt: skip
        found: list[Reading] = []
        for ids, score in zip(result.sequences_ids, result.scores, strict=True):
            kept = tuple(int(t) for t in ids if t < self.tokens.end)
            found.append(Reading(kept, (float(score),) * len(kept), float(result.no_speech_prob), len(ids) >= budget))
        return found

    def log_probs(self, sound: Encoded, language: str, hint: str, ids: Sequence[int]) -> tuple[float, ...]:
        """Of each token of a text, given the sound."""
        found = self._aligned(sound, language, hint, [ids])[0].text_token_probs
        return tuple(float(p) for p in np.log(np.maximum(found, 1e-9)))

    def weigh(self, sound: Encoded, language: str, hint: str, texts: Sequence[Sequence[int]]) -> list[float]:
        """The log probability of each text: how well what might have been said explains what was heard.

        That nothing follows isn't counted, so a text that leaves something out looks better than it is.
        """
        found = self._aligned(sound, language, hint, texts)
        return [float(np.sum(np.log(np.maximum(result.text_token_probs, 1e-9)))) for result in found]

    def when(self, sound: Encoded, language: str, hint: str, ids: Sequence[int]) -> list[tuple[int, int]]:
        """From when to when each token was said, in milliseconds."""
        path = np.asarray(self._aligned(sound, language, hint, [ids])[0].alignments)
        if not len(path):
            return [(0, 0)] * len(ids)
        tokens, frames = path[:, 0], path[:, 1]
        starts = [int(frames[tokens == n].min(initial=10**6)) * 2 * FRAME_MS for n in range(len(ids) + 1)]
        starts = [min(start, sound.audio_ms) for start in starts]
        return list(pairwise(starts))

    def languages(self, sound: Encoded) -> list[tuple[str, float]]:
        """Language codes with their probability, likeliest first."""
        if not self._model.is_multilingual:
            return [("en", 1.0)]
        return [(code.strip("<|>"), float(p)) for code, p in self._model.detect_language(sound.features)[0]]

    def _aligned(self, sound: Encoded, language: str, hint: str, texts: Sequence[Sequence[int]]) -> list[Any]:
        features = sound.features
        if len(texts) > 1:
            features = self._view(np.repeat(np.array(features), len(texts), axis=0))
        frames = max(2, min(sound.audio_ms, sound.window_ms) // FRAME_MS)
        return self._model.align(
            features, self.tokens.start(language, hint), [list(t) for t in texts], [frames] * len(texts)
        )


def _log_probs(step: Any, *tokens: int) -> list[float]:
    """Of each of the tokens among all that could have stood there."""
    row: NDArray[np.float32] = np.array(step, dtype=np.float32).ravel()
    finite = row[np.isfinite(row)]
    top = float(finite.max())
    rest = top + float(np.log(np.sum(np.exp(finite - top))))
    return [max(_NEVER, float(row[token]) - rest) for token in tokens]
