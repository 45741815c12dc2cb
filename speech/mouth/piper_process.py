"""Piper in a process of its own: it is GPL, so nothing of it is ever imported by the application, which talks to it over a pipe.

In: one JSON object a line, `{"id", "text"}`. Out: for each one JSON line, `{"id", "bytes", "words", "took_ms"}` or
`{"id", "error"}`, then so many bytes of PCM (16 kHz, mono, 16 bits); of two that were asked for one after the other, whichever is
there first. The first line out is `{"ready", …}`. It ends when its input does, and so with its parent.
"""

import argparse
import ctypes
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from speech.audio import from_float, resampled
from speech.mouth.onnx_outputs import with_durations
from speech.mouth.timing import Group, spoken_times

_VOLUME = 0.6
_SPACE = " "
_LONGEST = 2_000
"""Characters; a clause has some hundred."""
_AT_ONCE = 2
"""A long sentence that isn't needed yet, and a short one that is. They share the model."""


class Synthesiser:
    """The model, loaded and warm."""

    def __init__(self, model: Path, threads: int, speed: float) -> None:
        import onnxruntime  # noqa: PLC0415 - heavy, and only in this process
        from piper import PiperVoice, SynthesisConfig  # noqa: PLC0415 - GPL: only this process may load it
        from piper.config import PiperConfig  # noqa: PLC0415 - GPL: only this process may load it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        # A thread that waits for its sister by spinning takes the core that she needs: two fifths of all time when both are busy.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        with _with_durations(model) as (file, self.aligns):
            session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        settings = json.loads(Path(f"{model}.json").read_text(encoding="utf-8"))
        thrifty: Any = _Thrifty(session, onnxruntime.RunOptions())
        self._voice: Any = PiperVoice(session=thrifty, config=PiperConfig.from_dict(settings))
        self._voice.phonemize = _in_turns(self._voice.phonemize)
        self._config: Any = SynthesisConfig(length_scale=1.0 / speed, volume=_VOLUME)
        self.rate: int = self._voice.config.sample_rate
        self.speak("Ready.")  # the first run is several times slower

    def speak(self, text: str) -> tuple[bytes, list[tuple[str, int, int]]]:
        """PCM and the times of the spoken words (none when they couldn't be measured)."""
        chunks = list(self._voice.synthesize(text, self._config, include_alignments=self.aligns))
        if not chunks:
            return b"", []
        signal = np.concatenate([chunk.audio_float_array for chunk in chunks])
        sound = from_float(resampled(signal, self.rate))
        return sound.tobytes(), self._times(text.split(), chunks)

    def _times(self, words: Sequence[str], chunks: Sequence[Any]) -> list[tuple[str, int, int]]:
        groups: list[Group] = []
        lead = 0
        for chunk in chunks:
            if not chunk.phoneme_alignments:
                return []
            first, made = _groups(chunk.phoneme_alignments, len(chunk.audio_float_array))
            if groups:
                count, samples = groups[-1]
                groups[-1] = (count, samples + first)
            else:
                lead = first
            groups += made
        return spoken_times(words, groups, lead, self.rate)


def _groups(alignments: Sequence[Any], samples: int) -> tuple[int, list[Group]]:
    """What comes before the first phoneme, and the runs of phonemes between spaces. The marks for beginning and end count as silence."""
    scale = samples / max(1, sum(a.num_samples for a in alignments))
    lead, groups, count, total = 0.0, list[Group](), 0, 0.0
    for place, alignment in enumerate(alignments):
        taken = alignment.num_samples * scale
        if place == 0:
            lead = taken
        elif alignment.phoneme == _SPACE:
            if count:
                groups.append((count, round(total + taken)))
            count, total = 0, 0.0
        else:
            count += alignment.phoneme.isalpha()
            total += taken
    if count:
        groups.append((count, round(total)))
    return round(lead), groups


class _Thrifty:
    """A session that gives back after each run what only a long sentence needed: 140 MB at rest instead of 330."""

    def __init__(self, session: Any, options: Any) -> None:
        options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        self._session, self._options = session, options

    def run(self, outputs: Any, inputs: Any) -> Any:
        """As the session's."""
        return self._session.run(outputs, inputs, self._options)

    def get_inputs(self) -> Any:
        """As the session's."""
        return self._session.get_inputs()

    def get_outputs(self) -> Any:
        """As the session's."""
        return self._session.get_outputs()


@contextmanager
def _with_durations(model: Path) -> Generator[tuple[Path, bool]]:
    """A file to load: the voice with its phoneme lengths as an output, or as it is when that can't be had."""
    patched = with_durations(model.read_bytes())
    if patched is None:
        yield model, False
        return
    with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
        file.write(patched)
        file.flush()
        del patched
        yield Path(file.name), True


def _give_back() -> None:
    """Freed memory goes back to the system, where the C library can be asked to."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def serve(source: BinaryIO, target: BinaryIO, synthesiser: Synthesiser) -> None:
    """Answer requests until there are no more."""
    _send(target, {"ready": True, "rate": synthesiser.rate, "aligned": synthesiser.aligns})
    sending = threading.Lock()

    def answer(request: dict[str, Any]) -> None:
        started = time.perf_counter()
        try:
            sound, words = synthesiser.speak(str(request["text"])[:_LONGEST])
        except Exception as error:  # one text that can't be spoken is no reason to stop
            with sending:
                _send(target, {"id": request["id"], "error": type(error).__name__})
            return
        took = round((time.perf_counter() - started) * 1000, 1)
        with sending:
            _send(target, {"id": request["id"], "bytes": len(sound), "words": words, "took_ms": took}, sound)
        _give_back()

    with ThreadPoolExecutor(_AT_ONCE) as together:
        for line in source:
            together.submit(answer, json.loads(line))


def _in_turns(phonemes: Callable[[str], Any]) -> Callable[[str], Any]:
    """One at a time: espeak-ng keeps what it is at in variables of its library."""
    lock = threading.Lock()

    def one_at_a_time(text: str) -> Any:
        with lock:
            return phonemes(text)

    return one_at_a_time


def _send(target: BinaryIO, header: dict[str, Any], sound: bytes = b"") -> None:
    target.write(json.dumps(header).encode() + b"\n" + sound)
    target.flush()


def main() -> int:
    """`python -m speech.mouth.piper_process --voice FILE`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--voice", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--speed", type=float, default=1.0)
    options = parser.parse_args()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not get between our lines
    serve(source, target, Synthesiser(options.voice, options.threads, options.speed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
