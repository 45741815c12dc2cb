"""From a case to samples: spoken once and kept, then mixed with its noise."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.asr.audio import RATE, Signal, mix, noise, read_wav, write_wav
from evals.asr.voices import VOICES, Studio
from evals.ears.corpus import Case
from evals.ears.speakers import Speaker
from speech.audio import Samples, from_float

_LEAD_S, _TAIL_S = 0.2, 0.12
"""What a listener hands over: a little before the speech, and the pause in which it begins to recognise."""
_TALKERS = (
    ("joe", "So I told her we would meet at the station on Thursday, but she never came."),
    ("robot-us", "The soup was lovely, and then they brought us another plate of bread and olives."),
    ("joe-brisk", "Could you pass me that folder, no, the green one, it should be under the printer."),
    ("robot-gb", "They say it will rain all weekend, so we are moving the whole thing indoors."),
    ("joe-slow", "I was never good at tennis, my brother on the other hand plays every day."),
    ("robot-m3", "Order forty seven is ready, order forty seven please."),
)
"""A room full of other people."""


_INAUDIBLE = 0.01
"""Of the loudest sample."""


def trimmed(speech: Signal) -> Signal:
    """From the first audible sample to the last: synthesisers add pauses of their own."""
    loud = np.flatnonzero(np.abs(speech) > _INAUDIBLE * float(np.max(np.abs(speech), initial=0.0)))
    return speech[loud[0] : loud[-1] + 1] if len(loud) else speech


@dataclass(slots=True)
class Booth:
    """Keeps clean speech in a folder, so that only the first run is slow."""

    studio: Studio
    cache: Path

    def samples(self, case: Case) -> Samples:
        """What the ears are given."""
        spoken = trimmed(self.spoken(case.text, case.speaker))
        speech = np.concatenate([np.zeros(int(_LEAD_S * RATE)), spoken, np.zeros(int(_TAIL_S * RATE))]).astype(np.float32)
        talkers = [self._talker(n, t) for n, t in _TALKERS] if case.noise == "babble" else None
        return from_float(0.5 * mix(speech, noise(case.noise, len(speech), case.seed, talkers), case.snr))

    def spoken(self, text: str, speaker: Speaker) -> Signal:
        """Clean speech."""
        folder = self.cache / "speech"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{hashlib.sha256(f'{speaker.key}|{text}'.encode()).hexdigest()[:24]}.wav"
        if not file.is_file():
            part = file.with_suffix(".part")
            part.write_bytes(write_wav(speaker.speak(text, self.studio)))
            part.replace(file)
        return read_wav(file.read_bytes())

    def _talker(self, name: str, text: str) -> Signal:
        return self.spoken(text, Speaker(name, VOICES[name]))
