"""The corpus as real sound: each answer spoken stretch by stretch, with its pauses between, over a little noise."""

import hashlib
import shutil
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speech.audio import FRAME, RATE, Samples, from_float, level_dbfs, resampled, to_float
from speech.models import piper_voice
from speech.mouth.piper import Piper
from speech.turns.bench.corpus import Answer

_SOUND_DB = -45.0
"""Below this, against full scale, nothing is being said."""
_LEAD_MS, _TAIL_MS = 600, 3_500


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who speaks: the packaged voice at a speed and pitch, or one of espeak-ng's."""

    name: str
    speed: float = 1.0
    pitch: float = 1.0
    espeak: str = ""


SPEAKERS = (
    Speaking("joe"),
    Speaking("joe-quick", speed=1.2),
    Speaking("joe-slow-low", speed=0.95, pitch=0.86),
    Speaking("joe-high", speed=1.0, pitch=1.18),
    Speaking("robot", espeak="en-us+m3"),
    Speaking("robot-gb", espeak="en-gb+f2"),
)


@dataclass(frozen=True, slots=True)
class Take:
    """An answer as it was spoken."""

    answer: Answer
    samples: Samples
    spans: tuple[tuple[int, int, str], ...]
    """Start and end in ms of each word."""
    voice: str

    @property
    def end_ms(self) -> int:
        """When the last sound ended."""
        return self.spans[-1][1]


class Studio:
    """Speaks stretches and keeps them in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pipers: dict[float, Piper] = {}
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def speakers(self) -> tuple[Speaking, ...]:
        """Those that can speak on this machine."""
        robots = shutil.which("espeak-ng") is not None
        return tuple(each for each in SPEAKERS if robots or not each.espeak)

    async def take(self, answer: Answer, who: Speaking, *, noise_db: float = -60.0, seed: int = 0) -> Take:
        """One answer in one voice; the noise is pink, in dBFS (speech is near -20)."""
        pieces: list[Samples] = [np.zeros(_LEAD_MS * 16, dtype=np.int16)]
        spans: list[tuple[int, int, str]] = []
        at = _LEAD_MS
        for words, pause_ms, last in _stretches(answer):
            sound = await self.stretch(" ".join(words) + ("." if last else ","), who)
            spans += _spread(words, at, len(sound) // 16)
            pieces += [sound, np.zeros(pause_ms * 16, dtype=np.int16)]
            at += len(sound) // 16 + pause_ms
        pieces.append(np.zeros(_TAIL_MS * 16, dtype=np.int16))
        samples = _noisy(np.concatenate(pieces), noise_db, seed)
        return Take(answer, samples[: len(samples) // FRAME * FRAME], tuple(spans), who.name)

    async def stretch(self, text: str, who: Speaking) -> Samples:
        """A few words without the silence around them."""
        name = hashlib.sha256(f"{who}|{text}".encode()).hexdigest()[:24]
        kept = self._folder / f"{name}.npy"
        if kept.is_file():
            return np.load(kept)
        made = _espeak(text, who) if who.espeak else await self._piper(text, who)
        made = _trimmed(made)
        np.save(kept, made)
        return made

    async def close(self) -> None:
        """Let the voices go."""
        for piper in self._pipers.values():
            await piper.close()

    async def _piper(self, text: str, who: Speaking) -> Samples:
        speed = who.speed / who.pitch  # what is then played faster sounds higher
        if speed not in self._pipers:
            self._pipers[speed] = Piper(piper_voice(), speed=speed)
        sound = to_float((await self._pipers[speed].speak(text)).samples)
        return from_float(resampled(sound, round(RATE * who.pitch)) if who.pitch != 1.0 else sound)


def _stretches(answer: Answer) -> list[tuple[list[str], int, bool]]:
    """Words that are spoken in one go, the pause after them, and whether they are the last."""
    made: list[tuple[list[str], int, bool]] = []
    words: list[str] = []
    for i, piece in enumerate(answer.pieces):
        words.append(piece.word)
        last = i == len(answer.pieces) - 1
        if piece.pause_ms or last:
            made.append((words, piece.pause_ms, last))
            words = []
    return made


def _spread(words: list[str], start: int, ms: int) -> list[tuple[int, int, str]]:
    shares = np.cumsum([0, *(len(word) + 2 for word in words)])
    edges = [start + round(ms * share / shares[-1]) for share in shares]
    return [(edges[i], edges[i + 1], word) for i, word in enumerate(words)]


def _trimmed(samples: Samples) -> Samples:
    frames = [i for i in range(0, len(samples), 160) if level_dbfs(samples[i : i + 160]) > _SOUND_DB]
    return samples[frames[0] : frames[-1] + 160] if frames else samples


def _noisy(samples: Samples, level: float, seed: int) -> Samples:
    chance = np.random.default_rng(seed)
    spectrum = np.fft.rfft(chance.standard_normal(len(samples)))
    pink: NDArray[np.float64] = np.fft.irfft(spectrum / np.sqrt(np.maximum(1.0, np.arange(len(spectrum)))), len(samples))
    pink *= 10 ** (level / 20) / max(1e-9, float(np.sqrt(np.mean(pink**2))))
    return from_float((to_float(samples) + pink).astype(np.float32))


def _espeak(text: str, who: Speaking) -> Samples:
    with tempfile.NamedTemporaryFile(suffix=".wav") as made:
        command = ["espeak-ng", "-v", who.espeak, "-s", str(round(160 * who.speed)), "-w", made.name, text]
        subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603 - our own words
        with wave.open(made.name, "rb") as sound:
            rate, raw = sound.getframerate(), sound.readframes(sound.getnframes())
    signal = to_float(np.frombuffer(raw, dtype="<i2").astype(np.int16))
    return from_float(resampled(signal, rate) * np.float32(0.5))
