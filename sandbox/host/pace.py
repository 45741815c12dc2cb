"""When a program's output is read next, where its server asks for it to be collected. No I/O.

Waking up for a kilobyte costs a host, its server and a viewer several times what the kilobyte itself does. See `sandbox/crowding.py`.
"""

from collections.abc import Callable

LONGEST_S = 0.25
"""That output is collected, whoever asks."""
TYPED_S = 0.25
"""After somebody typed, what comes is probably the answer."""
PLENTY, PLENTY_S = 16 * 1024, 0.005
"""Bytes collected: of a little more than that a program has to wait until some are read, so it isn't left for longer than this."""


class Pace:
    """Of one program.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._collect = 0.0
        self._next = self._typed = float("-inf")

    @property
    def wait(self) -> float:
        """Seconds until output is to be read; 0: now."""
        if not self._collect:
            return 0.0
        now = self._clock()
        return 0.0 if now - self._typed < TYPED_S else max(0.0, self._next - now)

    def collect(self, seconds: float) -> None:
        """What comes within so long is read together; 0: each piece at once."""
        self._collect = min(seconds, LONGEST_S)
        self._next = min(self._next, self._clock() + self._collect)

    def typed(self) -> None:
        """Somebody typed."""
        self._typed = self._clock()

    def read(self, size: int) -> None:
        """So many bytes were read at once."""
        self._next = self._clock() + (self._collect if size < PLENTY else min(PLENTY_S, self._collect))
