"""How long this speaker pauses between words: learned, within bounds. Pure."""

from dataclasses import dataclass

_USUAL_MS = 300.0
_WEIGHT = 0.25
"""Of the newest pause."""
_CUT_OFF_WEIGHT = 0.5
"""Of a pause that we took for the end of a turn: such a mistake must not come twice."""
_LEAST_MS, _MOST_MS = 120, 2000
SLOWEST, QUICKEST = 1.6, 0.8


@dataclass(frozen=True, slots=True)
class Pace:
    """An exponential mean of pauses inside turns."""

    mean_ms: float = _USUAL_MS

    @property
    def factor(self) -> float:
        """By what the usual silences are multiplied."""
        return min(SLOWEST, max(QUICKEST, 0.5 + 0.5 * self.mean_ms / _USUAL_MS))

    def after_pause(self, ms: int, *, cut_off: bool = False) -> "Pace":
        """Speech went on after so long. Breaths between words and absences tell nothing."""
        if not _LEAST_MS <= ms <= _MOST_MS:
            return self
        weight = _CUT_OFF_WEIGHT if cut_off else _WEIGHT
        return Pace(self.mean_ms + (ms - self.mean_ms) * weight)
