"""Voice activity: a cheap detector on every frame, a careful one behind it. One object per session, a third of a millisecond a frame.

The careful one is Silero v6 from faster-whisper's wheel, run window by window with its state kept here, so that all sessions
share one loaded model.
"""

import hashlib
from collections import deque
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from speech.audio import FRAME, FRAME_MS, RATE, Samples, level_dbfs, to_float
from speech.models import ModelMissing
from speech.turns.events import FrameHeard

SILERO_SHA256 = "4cbf549b8326f60f80f2536d9eefeb450a9abe83365a098031c89719f1be17d2"
_WINDOW, _CONTEXT = 512, 64
"""Silero looks at 32 ms at a time, and at the 4 ms before them."""
_STATE = (1, 1, 128)
_LENIENT = 1
"""webrtcvad's mode: it only has to wake the careful detector, so it should miss nothing."""
_ASLEEP_AFTER = 50
"""Frames without a sign of voice after which Silero rests: an idle session then costs a few dozen microseconds a frame."""
_WARM_UP = 3
"""Windows that Silero is shown when it wakes, so that it knows the room."""


class Detector(Protocol):
    """Measures frames of 20 ms."""

    def measure(self, frame: Samples, *, eager: bool = False) -> FrameHeard:
        """One more frame of 320 samples. `eager`: a voice must be noticed at once, whatever that costs."""
        ...


class Silero:
    """The model, shared by all sessions; what one has heard is in the state that it passes."""

    def __init__(self, model: Path | None = None) -> None:
        """Load the packaged model, or another file. Blocking, a tenth of a second.

        Raises:
            ModelMissing: it isn't there, the packaged one isn't the known one, or another file is no model of the kind.
        """
        import onnxruntime  # noqa: PLC0415 - heavy

        weights = (model or silero_model()).read_bytes()
        if model is None and hashlib.sha256(weights).hexdigest() != SILERO_SHA256:
            raise ModelMissing("The Silero model isn't the known one; reinstall with `make clean setup`.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._session: Any = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
            self.probability(np.zeros(_CONTEXT + _WINDOW, dtype=np.float32), np.zeros(_STATE, dtype=np.float32), np.zeros(_STATE, dtype=np.float32))
        except Exception as error:  # the runtime's own have no other kind in common
            name = model.name if model is not None else "The packaged one"
            raise ModelMissing(f"{name} can't be used as a Silero model, version 6 with `input`, `h` and `c` ({type(error).__name__}).") from None

    def probability(
        self, window: NDArray[np.float32], h: NDArray[np.float32], c: NDArray[np.float32]
    ) -> tuple[float, NDArray[np.float32], NDArray[np.float32]]:
        """Of speech in a window with its context, and the state after it."""
        said, h, c = self._session.run(None, {"input": window[None], "h": h, "c": c})
        return float(said[0]), h, c


def silero_model() -> Path:
    """Where the packaged model lies. Raises ModelMissing."""
    spec = find_spec("faster_whisper")  # found, not imported: only the file is wanted
    found = Path(spec.origin).parent / "assets" / "silero_vad_v6.onnx" if spec is not None and spec.origin else Path()
    if not found.is_file():
        raise ModelMissing("The Silero model isn't installed; run `make setup`.")
    return found


class VoiceDetector:
    """webrtcvad as a gate, Silero to confirm."""

    def __init__(self, silero: Silero) -> None:
        import webrtcvad  # noqa: PLC0415 - only where ears are wanted

        self._gate = webrtcvad.Vad(_LENIENT)
        self._silero = silero
        self._pending = np.zeros(0, dtype=np.int16)
        self._past: deque[Samples] = deque(maxlen=_WARM_UP)
        self._context = np.zeros(_CONTEXT, dtype=np.float32)
        self._h = np.zeros(_STATE, dtype=np.float32)
        self._c = np.zeros(_STATE, dtype=np.float32)
        self._quiet = 0
        self._speech = 0.0
        self._ms = 0

    def measure(self, frame: Samples, *, eager: bool = False) -> FrameHeard:
        """One more frame. `eager` also looks at the last 32 ms when no window has just ended: 20 ms sooner, for twice the work.

        Raises:
            ValueError: it isn't 320 samples long.
        """
        if len(frame) != FRAME:
            raise ValueError(f"a frame has {FRAME} samples, not {len(frame)}")
        gate = bool(self._gate.is_speech(frame.tobytes(), RATE))
        woken = gate and self._quiet >= _ASLEEP_AFTER
        self._quiet = 0 if gate else self._quiet + 1
        self._confirm(frame, woken=woken)
        self._ms += FRAME_MS
        speech = self._speech
        if eager and len(self._pending) and self._quiet < _ASLEEP_AFTER:
            speech = max(speech, self._glance())
        return FrameHeard(self._ms, gate, speech, level_dbfs(frame))

    def _confirm(self, frame: Samples, *, woken: bool) -> None:
        if woken:
            self._h, self._c = np.zeros_like(self._h), np.zeros_like(self._c)
            for window in self._past:
                self._speech = self._probability(window)
        self._pending = np.concatenate([self._pending, frame])
        if len(self._pending) < _WINDOW:
            return
        window, self._pending = self._pending[:_WINDOW], self._pending[_WINDOW:]
        self._past.append(window)
        self._speech = 0.0 if self._quiet >= _ASLEEP_AFTER else self._probability(window)

    def _glance(self) -> float:
        """The newest 32 ms, overlapping the last window; the state stays as it was."""
        known = self._past[-1] if self._past else np.zeros(_WINDOW, dtype=np.int16)
        newest = np.concatenate([np.zeros(_CONTEXT, dtype=np.int16), known, self._pending])[-(_WINDOW + _CONTEXT) :]
        return self._silero.probability(to_float(newest), self._h, self._c)[0]

    def _probability(self, window: Samples) -> float:
        heard = np.concatenate([self._context, to_float(window)])
        self._context = heard[-_CONTEXT:]
        said, self._h, self._c = self._silero.probability(heard, self._h, self._c)
        return said
