"""Who says it: the voices of the other speech suite, and copies of them with longer and shorter throats."""

from dataclasses import dataclass, replace
from pathlib import Path

from evals.asr.audio import Signal
from evals.asr.voices import VOICES, Studio, Voice, VoiceMissing
from speech.audio import RATE, resampled

_PROBE = "Hello."


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice, its pitch and formants moved together by a factor; the tempo stays."""

    name: str
    voice: Voice
    shift: float = 1.0

    @property
    def key(self) -> str:
        """Names the sound exactly."""
        return f"{self.voice.key}:{self.shift}"

    def speak(self, text: str, studio: Studio) -> Signal:
        """Played back faster or slower than it was spoken."""
        if self.shift == 1.0:
            return studio.speak(text, self.voice)
        spoken = studio.speak(text, replace(self.voice, speed=round(self.voice.speed / self.shift, 3)))
        return resampled(spoken, round(RATE * self.shift))


def _said_by(name: str, shift: float = 1.0) -> Speaker:
    """One of the other suite's voices as it is."""
    return Speaker(name, VOICES[name], shift)


TUNED: tuple[Speaker, ...] = (
    *map(_said_by, ("joe", "joe-brisk", "robot-us", "robot-gb", "robot-m3", "slt", "rms", "lena", "lena-low", "kate", "kumo")),
    Speaker("joe-young", VOICES["joe"], 1.18),
    Speaker("joe-high", VOICES["joe-slow"], 1.1),
    Speaker("lena-high", VOICES["lena"], 1.1),
    Speaker("slt-deep", VOICES["slt"], 0.9),
)
REPORTED: tuple[Speaker, ...] = (
    *map(_said_by, ("joe-slow", "robot-scot", "awb", "kate-low", "tebukuro")),
    Speaker("joe-deep", VOICES["joe"], 0.88),
    Speaker("kal", Voice("kal", "flite", "kal16")),
    Speaker("robot-carib", Voice("robot-carib", "espeak", "en-029+f4", speed=0.88)),
)
"""A third of all, and nothing was tuned on them."""


def present(speakers: tuple[Speaker, ...], studio: Studio) -> tuple[Speaker, ...]:
    """Those whose synthesiser is installed; Piper's always is."""
    engines: dict[str, bool] = {}
    for speaker in speakers:
        if speaker.voice.engine not in engines:
            engines[speaker.voice.engine] = _works(speaker, studio)
    return tuple(s for s in speakers if engines[s.voice.engine])


def _works(speaker: Speaker, studio: Studio) -> bool:
    try:
        return len(studio.speak(_PROBE, speaker.voice)) > 0
    except VoiceMissing:
        return False


def studio(extra: Path, cache: Path) -> Studio:
    """Every synthesiser there is."""
    work = cache / "work"
    work.mkdir(parents=True, exist_ok=True)
    return Studio(extra, work)
