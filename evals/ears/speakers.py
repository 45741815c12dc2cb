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


TUNED: tuple[Speaker, ...] = (
    Speaker("joe", VOICES["joe"]),
    Speaker("joe-brisk", VOICES["joe-brisk"]),
    Speaker("joe-young", VOICES["joe"], 1.18),
    Speaker("robot-us", VOICES["robot-us"]),
    Speaker("robot-gb", VOICES["robot-gb"]),
    Speaker("slt", VOICES["slt"]),
    Speaker("lena", VOICES["lena"]),
    Speaker("lena-low", VOICES["lena-low"]),
)
REPORTED: tuple[Speaker, ...] = (
    Speaker("joe-slow", VOICES["joe-slow"]),
    Speaker("joe-deep", VOICES["joe"], 0.88),
    Speaker("joe-high", VOICES["joe-slow"], 1.1),
    Speaker("robot-m3", VOICES["robot-m3"]),
    Speaker("robot-scot", VOICES["robot-scot"]),
    Speaker("rms", VOICES["rms"]),
    Speaker("awb", VOICES["awb"]),
    Speaker("kate", VOICES["kate"]),
)


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
