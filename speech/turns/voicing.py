"""Which frames are somebody's voice: above the noise of the room and above our own echo. Audio time, no clock."""

from collections import deque
from dataclasses import dataclass, field

from speech.turns.events import FrameHeard

_SPAN_FRAMES, _SPANS = 25, 6
"""The floor is the least level of six half seconds: speech dips that often, a steady noise doesn't."""
_LOWEST_FLOOR = -65.0
_FLOOR_BIAS = 2.0
ONSET, STAY = 0.5, 0.35
"""Silero's probability for a voice to begin, and to go on."""
_ONSET_MARGIN, _STAY_MARGIN = 6.0, 3.0
_SUSPICION_STEP, _SUSPICION_MOST = 2.0, 8.0


@dataclass(slots=True)
class NoiseFloor:
    """The level of the room. Music or a fan that is taken for speech again and again makes it suspicious."""

    level: float = _LOWEST_FLOOR
    suspicion: float = 0.0
    """Decibels that a voice must be louder than usual, because the last ones held no words."""
    _frames: int = 0
    _least: float = 0.0
    _minima: deque[float] = field(default_factory=lambda: deque(maxlen=_SPANS))

    def hear(self, level: float) -> None:
        """One more frame."""
        self._least = level if self._frames == 0 else min(self._least, level)
        self._frames += 1
        if self._frames == _SPAN_FRAMES:
            self._minima.append(self._least)
            self._frames = 0
            self.level = max(_LOWEST_FLOOR, min(self._minima) + _FLOOR_BIAS)

    def was_nothing(self) -> None:
        """What passed for a voice held no words."""
        self.suspicion = min(_SUSPICION_MOST, self.suspicion + _SUSPICION_STEP)

    def was_speech(self) -> None:
        """It held words."""
        self.suspicion = 0.0


@dataclass(slots=True)
class EchoGuard:
    """How loud what we play comes back. Browsers cancel most of it; how much, is learned when our own words are recognised."""

    coupling: float = -30.0
    """Decibels between what we send and what comes back."""
    played: float = -96.0
    """The loudest of the last frames played; it falls as the room's echo does."""
    _FALL = 1.5

    def played_at(self, level: float) -> None:
        """A frame of ours went out."""
        self.played = max(level, self.played - self._FALL)

    def frame(self, playing: bool) -> None:
        """20 ms passed in which nothing may have been played."""
        if not playing:
            self.played = max(-96.0, self.played - self._FALL)

    def expected(self) -> float:
        """How loud our echo would be now."""
        return self.played + self.coupling

    def was_echo(self, heard: float, played: float) -> None:
        """Our own words went out at `played` dBFS and came back at `heard`: next time they won't be taken for a voice."""
        if played > -60.0:
            self.coupling = min(-3.0, max(self.coupling, heard - played))

    def was_speech(self) -> None:
        """Somebody did speak; the guard may have been too strict."""
        self.coupling = max(-45.0, self.coupling - 1.0)


_ECHO_MARGIN = 6.0


@dataclass(slots=True)
class Voicing:
    """The decision, frame by frame."""

    floor: NoiseFloor = field(default_factory=NoiseFloor)
    echo: EchoGuard = field(default_factory=EchoGuard)

    def voiced(self, frame: FrameHeard, *, speaking: bool, playing: bool) -> bool:
        """Whether the frame is a voice; easier to stay one (`speaking`) than to become one."""
        self.floor.hear(frame.level)
        self.echo.frame(playing)
        margin, needed = (_STAY_MARGIN, STAY) if speaking else (_ONSET_MARGIN, ONSET)
        if not speaking and not frame.gate:
            return False
        if frame.speech < needed + self.floor.suspicion / 40:
            return False
        if frame.level < self.floor.level + margin + self.floor.suspicion:
            return False
        return frame.level >= self.echo.expected() + _ECHO_MARGIN
