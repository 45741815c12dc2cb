"""From a line to what the microphone gives: the suite's voices, with a room that is still there when the words have ended."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.asr.audio import RATE, Signal, mix, noise, speech_power, telephone
from evals.asr.casting import Condition, cast
from evals.asr.generate import Workshop, workshop
from evals.asr.voices import VOICES, VoiceMissing
from evals.ears.booth import trimmed
from evals.scenario import Scenario
from speech.audio import Samples, from_float

_LEAD_S, _TAIL_S = 0.3, 1.2
"""The room before and after the words, so that a turn's end isn't given away by the noise that stops with it."""
_LOUD = 0.5
_SPARE = "joe"
"""Speaks where a synthesiser isn't installed."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line, ready to be sent."""

    samples: Samples
    voiced_ms: int
    """From the beginning to the end of the words."""


@dataclass(slots=True)
class Sounds:
    """Every line of every scenario; clean speech is kept in a folder."""

    shop: Workshop
    seed: int = 0
    """Another one, other noise."""
    missing: int = 0
    """Lines that another voice had to speak."""

    @classmethod
    def at(cls, cache: Path, voices: Path, seed: int = 0) -> "Sounds":
        """`cache`: where spoken lines are kept; `voices`: the packages of the other synthesisers."""
        return cls(workshop(cache, voices), seed)

    def of(self, scenario: Scenario, text: str) -> Spoken:
        """A line as its person says it, where they are."""
        condition = cast(scenario.id, scenario.tags, holdout=scenario.holdout)
        words = trimmed(self._clean(text, condition))
        speech = np.concatenate([np.zeros(int(_LEAD_S * RATE)), words, np.zeros(int(_TAIL_S * RATE))]).astype(np.float32)
        if condition.snr is not None and speech_power(words):
            speech = mix(speech, self._room(condition, len(speech), text), condition.snr)
        if condition.telephone:
            speech = telephone(speech)
        return Spoken(from_float(_LOUD * speech), round((_LEAD_S + len(words) / RATE) * 1000))

    def _clean(self, text: str, condition: Condition) -> Signal:
        try:
            return self.shop.spoken(text, condition.voice)
        except VoiceMissing:
            self.missing += 1
            return self.shop.spoken(text, VOICES[_SPARE])

    def _room(self, condition: Condition, length: int, text: str) -> Signal:
        seed = condition.seed ^ int.from_bytes(hashlib.sha256(f"{self.seed}/{text}".encode()).digest()[:4], "big")
        talkers = self.shop.talkers() if condition.noise == "babble" else None
        return noise(condition.noise, length, seed, talkers)
