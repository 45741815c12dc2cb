"""An answer acted out before the machine in virtual time: frames, and the opinions of the models with their delays and errors."""

import heapq
import random
from dataclasses import dataclass

from speech.turns.bench.corpus import Answer
from speech.turns.events import (
    AskSmartTurn,
    Command,
    EndTurn,
    Event,
    ExpectationChanged,
    FinalHeard,
    FrameHeard,
    PartialHeard,
    SmartTurnSaid,
    StartPartial,
    StartSpeculativeFinal,
)
from speech.turns.expectation import breaks_off
from speech.turns.machine import TurnMachine

FRAME_MS = 20
_LEAD_MS, _TAIL_MS = 500, 4_000


@dataclass(frozen=True, slots=True)
class Models:
    """How the models behave: delays in ms of audio, and how often they are right."""

    final_ms: tuple[int, int] = (120, 320)
    partial_ms: tuple[int, int] = (150, 400)
    smart_ms: tuple[int, int] = (40, 90)
    smart_right_at_end: float = 0.75
    """As measured on the corpus as real sound (`python -m speech.turns.bench`)."""
    smart_right_inside: float = 0.4
    word_error: float = 0.04
    vad_lag_ms: int = 40
    """Silero lets go of a voice, and takes hold of one, a little late."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer."""

    cut_off: bool
    """The turn ended before the answer did."""
    missed: bool
    """It hadn't ended `LATE_MS` after the last word."""
    latency_ms: int | None
    """From the last sound to the end of the turn."""
    reason: str


LATE_MS = 2_000
_PLAUSIBLE = -60
"""A turn may be taken to end within the lag of the detector, never before the last sound."""


def rehearse(answer: Answer, seed: int, models: Models | None = None, machine: TurnMachine | None = None) -> Outcome:
    """Act it out once."""
    stage = _Stage(answer, random.Random(seed), models or Models(), machine or TurnMachine())  # noqa: S311 - a rehearsal
    return stage.run()


class _Stage:
    def __init__(self, answer: Answer, chance: random.Random, models: Models, machine: TurnMachine) -> None:
        self._answer, self._chance, self._models, self._machine = answer, chance, models, machine
        self._start = machine.now + _LEAD_MS
        self._spans: list[tuple[int, int, str]] = []
        at = self._start
        for piece in answer.pieces:
            self._spans.append((at, at + piece.ms, piece.word))
            at += piece.ms + piece.pause_ms
        self._end = self._spans[-1][1]
        self._due: list[tuple[int, int, Event]] = []
        self._ends: list[EndTurn] = []

    def run(self) -> Outcome:
        self._do(self._machine.feed(ExpectationChanged(self._answer.expectation)))
        for ms in range(self._machine.now + FRAME_MS, self._end + _TAIL_MS, FRAME_MS):
            self._do(self._machine.feed(self._frame(ms)))
            while self._due and self._due[0][0] <= ms:
                self._do(self._machine.feed(heapq.heappop(self._due)[2]))
        early = [end for end in self._ends if end.at_ms < self._end + _PLAUSIBLE]
        whole = [end for end in self._ends if end.at_ms >= self._end + _PLAUSIBLE]
        latency = whole[0].at_ms - self._end if whole else None
        reason = (early or whole)[0].reason if self._ends else "never"
        return Outcome(bool(early), latency is None or latency > LATE_MS, latency, reason)

    def _frame(self, ms: int) -> FrameHeard:
        lag = self._models.vad_lag_ms
        voiced = any(start + lag < ms <= end + lag for start, end, _ in self._spans)
        jitter = self._chance.gauss(0, 2.0)
        if voiced:
            dip = self._chance.random() < 0.06  # a stop consonant
            return FrameHeard(ms, True, 0.2 if dip else self._chance.uniform(0.7, 1.0), (-45 if dip else -22) + jitter)
        return FrameHeard(ms, self._chance.random() < 0.1, self._chance.uniform(0.0, 0.15), -58 + jitter)

    def _do(self, commands: list[Command]) -> None:
        now = self._machine.now
        for command in commands:
            match command:
                case StartPartial():
                    text = self._heard(command.start_ms, command.end_ms)
                    self._later(now, self._models.partial_ms, PartialHeard(text, command.end_ms))
                case StartSpeculativeFinal():
                    text = self._heard(command.start_ms, command.end_ms)
                    self._later(now, self._models.final_ms, FinalHeard(text, command.speculation))
                case AskSmartTurn():
                    self._later(now, self._models.smart_ms, SmartTurnSaid(self._finished(command.end_ms), command.end_ms))
                case EndTurn():
                    self._ends.append(command)
                case _:
                    pass

    def _later(self, now: int, delay: tuple[int, int], event: Event) -> None:
        heapq.heappush(self._due, (now + self._chance.randint(*delay), len(self._due) + now * 100, event))

    def _heard(self, start: int, end: int) -> str:
        words = [w for since, until, w in self._spans if since >= start - 60 and until <= end + 20]
        return " ".join("thing" if self._chance.random() < self._models.word_error else word for word in words)

    def _finished(self, end: int) -> float:
        """The acoustic model: mostly right at the end, less so inside, least after a sentence that could have ended."""
        if end >= self._end:
            right = self._chance.random() < self._models.smart_right_at_end
            return self._chance.uniform(0.6, 0.99) if right else self._chance.uniform(0.05, 0.5)
        said = self._heard(0, end)
        certain = 0.15 if breaks_off(said, "en") else 0.0
        right = self._chance.random() < self._models.smart_right_inside + certain
        return self._chance.uniform(0.02, 0.45) if right else self._chance.uniform(0.5, 0.95)
