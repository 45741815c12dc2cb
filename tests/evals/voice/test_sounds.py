"""The sound of a line: words where they are said to be, a room before, under and after them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evals.asr.audio import RATE, Signal
from evals.asr.generate import Workshop
from evals.asr.lines import FILES
from evals.asr.voices import VOICES, Studio, Voice, VoiceMissing
from evals.loader import load
from evals.scenario import Scenario
from evals.voice.sounds import Sounds
from speech.audio import Samples, level_dbfs

WORDS_S = 0.8


class Tone(Studio):
    """Says everything as the same tone."""

    def __init__(self, lacks: str = "") -> None:
        self.asked: list[str] = []
        self._lacks = lacks

    def speak(self, text: str, voice: Voice) -> Signal:
        self.asked.append(voice.name)
        if voice.engine == self._lacks:
            raise VoiceMissing("not here")
        return (0.6 * np.sin(np.arange(int(WORDS_S * RATE)) * 0.1)).astype(np.float32)


def sounds(tmp_path: Path, studio: Tone, seed: int = 0) -> Sounds:
    for name in ("speech", "heard", "work"):
        (tmp_path / name).mkdir(exist_ok=True)
    return Sounds(Workshop(studio, tmp_path, tmp_path), seed)


def part(samples: Samples, start_s: float, end_s: float) -> float:
    return level_dbfs(samples[int(start_s * RATE) : int(end_s * RATE)])


@pytest.fixture(scope="module")
def noisy() -> Scenario:
    return next(s for s in load(extra=[FILES[0]]).usable() if s.channel == "asr" and not s.holdout and "room" in s.tags)


def test_the_room_goes_on_when_the_words_have_ended(tmp_path: Path, noisy: Scenario) -> None:
    said = sounds(tmp_path, Tone()).of(noisy, "Two workers.")
    assert said.voiced_ms == pytest.approx(300 + WORDS_S * 1000, abs=20)
    words, after = part(said.samples, 0.4, 1.0), part(said.samples, 1.3, 2.2)
    assert words > -20
    assert -75 < after < words - 8


def test_the_same_seed_gives_the_same_sound_and_another_one_other_noise(tmp_path: Path, noisy: Scenario) -> None:
    first, again = (sounds(tmp_path, Tone()).of(noisy, "Two workers.").samples for _ in range(2))
    other = sounds(tmp_path, Tone(), seed=1).of(noisy, "Two workers.").samples
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_what_isnt_installed_is_spoken_by_the_voice_that_always_is_and_counted(tmp_path: Path, noisy: Scenario) -> None:
    studio = Tone(lacks="pico")
    room = sounds(tmp_path, studio)
    speaks_pico = replace(noisy, id=next(f"made-{n:03}" for n in range(200) if _engine(replace(noisy, id=f"made-{n:03}")) == "pico"))
    assert len(room.of(speaks_pico, "Hello.").samples)
    assert room.missing == 1
    assert VOICES["joe"].name in studio.asked


def _engine(scenario: Scenario) -> str:
    from evals.asr.casting import cast  # noqa: PLC0415 - beside its only use

    return cast(scenario.id, scenario.tags, holdout=False).voice.engine
