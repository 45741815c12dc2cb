"""The last stretch of a session's sound, to be cut out by its times."""

from collections import deque

import numpy as np

from speech.audio import FRAME_MS, RATE, Samples


class Recording:
    """Frames in order; the oldest are forgotten."""

    def __init__(self, keep_ms: int = 32_000) -> None:
        self._frames: deque[Samples] = deque(maxlen=keep_ms // FRAME_MS)
        self._heard = 0

    def add(self, frame: Samples) -> None:
        """One more frame."""
        self._frames.append(frame)
        self._heard += 1

    def between(self, start_ms: int, end_ms: int) -> Samples:
        """What of it is still there."""
        first = self._heard - len(self._frames)
        since = max(first, start_ms // FRAME_MS)
        until = min(self._heard, -(-end_ms // FRAME_MS))
        if until <= since:
            return np.zeros(0, dtype=np.int16)
        frames = [self._frames[i - first] for i in range(since, until)]
        whole = np.concatenate(frames)
        skipped = max(0, start_ms - since * FRAME_MS) * RATE // 1000
        return whole[skipped : skipped + (end_ms - max(start_ms, since * FRAME_MS)) * RATE // 1000]
