"""What goes out to the listener's ear, 20 ms at a time, and what of it was heard. Sans-I/O: no clock, no loop.

A message is several clips that arrive one after the other. It can be made quieter, faded out with its place kept, spoken on
from the word where it was, or dropped; what was heard is told in whole written words.
"""

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from speech.audio import FRAME, RATE, Samples, faded, level_dbfs
from speech.mouth.port import Clip, WordTime

_PER_MS = RATE // 1000
_LEAST_HEARD = 0.6
"""The share of a word that must have been played for it to count as heard."""


@dataclass(frozen=True, slots=True)
class Started:
    """The first frame of a message goes out."""

    message: str


@dataclass(frozen=True, slots=True)
class Progress:
    """So many words of the message have been heard."""

    message: str
    heard: str
    words: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole message was played."""

    message: str
    heard: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The rest was dropped."""

    message: str
    heard: str
    """The written words that were heard."""
    words: int
    of_words: int
    """All that were to be spoken, as far as they were there."""
    played_ms: int


Playout = Started | Progress | Finished | Stopped


@dataclass(slots=True)
class _Message:
    name: str
    interruptible: bool
    clips: list[Samples] = field(default_factory=list[Samples])
    words: list[WordTime] = field(default_factory=list[WordTime])
    length: int = 0
    """Samples that are there."""
    at: int = 0
    """Samples that were played."""
    complete: bool = False
    started: bool = False
    told: int = 0


class Speaker:
    """One session's mouth."""

    def __init__(self, *, latency_ms: int = 80) -> None:
        """`latency_ms`: from here to the ear; what was sent so lately isn't heard yet."""
        self._latency = latency_ms * _PER_MS
        self._messages: deque[_Message] = deque()
        self._gain = self._target = 1.0
        self._fade_left = 0
        self._paused = self._pausing = False
        self._events: list[Playout] = []
        self.level = -96.0
        """dBFS of the last frame."""
        self.underruns = 0
        """Frames of silence within a message, because its next clip was late."""

    # ── what to say ───────────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, message: str, *, interruptible: bool = True) -> None:
        """A message whose clips follow; it is spoken after those that wait."""
        self._messages.append(_Message(message, interruptible))

    @property
    def interruptible(self) -> bool:
        """Whether the message under way may be interrupted."""
        return not self._messages or self._messages[0].interruptible

    def add(self, message: str, clip: Clip) -> None:
        """The next clip of a message that wasn't dropped meanwhile."""
        there = self._find(message)
        if there is None or there.complete:
            return
        since = there.length // _PER_MS
        there.words += [WordTime(w.text, w.start_ms + since, w.end_ms + since) for w in clip.words]
        there.clips.append(clip.samples)
        there.length += len(clip.samples)

    def complete(self, message: str) -> None:
        """No more clips follow."""
        there = self._find(message)
        if there is not None:
            there.complete = True

    # ── interruptions ─────────────────────────────────────────────────────────────────────────────────────────────────

    def duck(self, db: float) -> None:
        """Speak on, more quietly."""
        if not self._pausing and not self._paused:
            self._target = 10 ** (-db / 20)
            self._fade_left = 2 * FRAME

    def fade_out(self, ms: int) -> None:
        """Fall silent within `ms` and keep the place."""
        self._target, self._pausing = 0.0, True
        self._fade_left = max(0, ms) * _PER_MS
        if self._fade_left == 0:
            self._gain, self._pausing, self._paused = 0.0, False, True

    def resume(self) -> None:
        """Speak on, from the beginning of the word that was cut, at full level."""
        if self._paused and self._messages:
            there = self._messages[0]
            there.at = self._word_start(there)
        self._paused = self._pausing = False
        self._target, self._fade_left = 1.0, FRAME

    def stop(self) -> None:
        """Drop everything that waits; what of it was heard is told. Speaking can begin anew at once."""
        for there in self._messages:
            heard = self._heard(there)
            text = " ".join(word.text for word in heard)
            self._events.append(Stopped(there.name, text, len(heard), len(there.words), there.at // _PER_MS))
        self._messages.clear()
        self._gain = self._target = 1.0
        self._fade_left = 0
        self._paused = self._pausing = False

    # ── frames ────────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def speaking(self) -> bool:
        """A message is under way, resting or waiting."""
        return bool(self._messages)

    @property
    def paused(self) -> bool:
        """It rests with its place kept."""
        return self._paused

    def frame(self) -> Samples | None:
        """The next 20 ms; None when there is nothing to play."""
        while self._messages and self._messages[0].complete and self._messages[0].at >= self._messages[0].length:
            self._finish(self._messages.popleft())
        if not self._messages or self._paused:
            self.level = -96.0
            return None
        there = self._messages[0]
        sound = self._take(there)
        if not len(sound):
            self.underruns += there.started
            self.level = -96.0
            return None
        if not there.started:
            there.started = True
            self._events.append(Started(there.name))
        made = self._shaped(sound)
        self.level = level_dbfs(made)
        self._tell(there)
        return made

    def events(self) -> list[Playout]:
        """What has happened since one last asked."""
        told, self._events = self._events, []
        return told

    def said(self) -> str:
        """The words of the message under way that are out, heard or not: what may come back as an echo."""
        if not self._messages:
            return ""
        there = self._messages[0]
        return " ".join(word.text for word in there.words if word.start_ms * _PER_MS <= there.at)

    # ── inside ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _find(self, message: str) -> _Message | None:
        return next((there for there in self._messages if there.name == message), None)

    def _take(self, there: _Message) -> Samples:
        """Up to a frame from the message's place; the last one is filled with silence."""
        taken: list[Samples] = []
        missing, start = FRAME, 0
        for clip in there.clips:
            end = start + len(clip)
            if missing and there.at < end:
                piece = clip[there.at - start : there.at - start + missing]
                taken.append(piece)
                there.at += len(piece)
                missing -= len(piece)
            start = end
        if not taken or missing == FRAME:
            return np.zeros(0, dtype=np.int16)
        return np.concatenate([*taken, np.zeros(missing, dtype=np.int16)]) if missing else np.concatenate(taken)

    def _shaped(self, sound: Samples) -> Samples:
        """At the level wanted, or on the way to it."""
        if self._fade_left <= 0 and not self._pausing:
            return sound if self._gain == 1.0 else faded(sound, self._gain, self._gain)
        step = min(len(sound), self._fade_left)
        share = step / self._fade_left if self._fade_left else 1.0
        reached = self._gain + (self._target - self._gain) * share
        made = np.concatenate([faded(sound[:step], self._gain, reached), faded(sound[step:], reached, reached)])
        self._gain = reached
        self._fade_left -= step
        if self._pausing and self._fade_left <= 0:
            self._pausing, self._paused = False, True
        return made

    def _heard(self, there: _Message) -> list[WordTime]:
        reached = max(0, there.at - self._latency) / _PER_MS if there.at < there.length or not there.complete else there.length
        return [word for word in there.words if word.start_ms + (word.end_ms - word.start_ms) * _LEAST_HEARD <= reached]

    def _word_start(self, there: _Message) -> int:
        cut = next((word for word in there.words if word.end_ms * _PER_MS > there.at), None)
        return there.at if cut is None else min(there.at, cut.start_ms * _PER_MS)

    def _tell(self, there: _Message) -> None:
        heard = self._heard(there)
        if len(heard) != there.told:
            there.told = len(heard)
            self._events.append(Progress(there.name, " ".join(word.text for word in heard), len(heard)))

    def _finish(self, there: _Message) -> None:
        text = " ".join(word.text for word in there.words)
        self._events.append(Finished(there.name, text))

