"""A take before the real detectors and the real turn model, offline: the sound is fed frame by frame, time is its length."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from speech.audio import FRAME, Samples, level_dbfs
from speech.mouth.port import Clip, WordTime
from speech.mouth.speaker import Speaker, Stopped
from speech.turns.bench.rehearsal import LATE_MS, Outcome
from speech.turns.bench.sound import Take
from speech.turns.events import (
    AskSmartTurn,
    Command,
    Duck,
    EndTurn,
    Event,
    ExpectationChanged,
    FadeOut,
    FinalHeard,
    PartialHeard,
    PlaybackProgress,
    PlaybackStarted,
    ResumePlayback,
    SmartTurnSaid,
    StartPartial,
    StartSpeculativeFinal,
    StopPlayback,
)
from speech.turns.expectation import Expectation
from speech.turns.machine import TurnMachine
from speech.turns.recording import Recording
from speech.turns.smart_turn import SmartTurn
from speech.turns.vad import Silero, VoiceDetector

PARTIAL_MS, FINAL_MS, SMART_MS = 250, 220, 60
"""The delays of the models in audio time: what they take on two cores."""
_SILENT_DB = -50.0


Reader = Callable[[Samples], tuple[str, float]]
"""What a sound says, and how sure it is."""


class Ears:
    """The opinions that the machine asks for. The words are the true ones, told with the recogniser's delay, unless there is a
    `reader`: where an answer may be anything, its end hangs on how it is written."""

    def __init__(self, take: Take, machine: TurnMachine, silero: Silero, model: SmartTurn | None, reader: Reader | None = None) -> None:
        self._take, self._machine, self._model = take, machine, model
        self._reader = reader if take.answer.kind in ("open", "name") else None
        self._recording = Recording()
        self._due: list[tuple[int, int, Event]] = []
        self.detector = VoiceDetector(silero)
        self.probabilities: list[tuple[bool, float]] = []
        """Asked at the end or inside, and what the turn model said."""

    def frames(self) -> int:
        """Of the take."""
        return len(self._take.samples) // FRAME

    def hear(self, number: int) -> list[Command]:
        """One frame, and the opinions that are due by then."""
        frame = self._take.samples[number * FRAME : (number + 1) * FRAME]
        self._recording.add(frame)
        commands = list(self._machine.feed(self.detector.measure(frame, eager=self._machine.playing is not None)))
        while self._due and self._due[0][0] <= self._machine.now:
            commands += self._machine.feed(heapq.heappop(self._due)[2])
        for command in commands:
            self._opinion(command)
        return commands

    def _opinion(self, command: Command) -> None:
        match command:
            case StartPartial():
                self._later(PARTIAL_MS, PartialHeard(self._words(command.start_ms, command.end_ms), command.end_ms))
            case StartSpeculativeFinal():
                text, confidence = self._read(command.start_ms, command.end_ms)
                self._later(FINAL_MS, FinalHeard(text, command.speculation, confidence))
            case AskSmartTurn() if self._model is not None:
                probability = self._model.probability(self._recording.between(command.start_ms, command.end_ms))
                self.probabilities.append((command.end_ms >= self._take.end_ms, probability))
                self._later(SMART_MS, SmartTurnSaid(probability, command.end_ms))
            case _:
                pass

    def _later(self, delay: int, event: Event) -> None:
        heapq.heappush(self._due, (self._machine.now + delay, len(self._due) + self._machine.now * 100, event))

    def _read(self, start: int, end: int) -> tuple[str, float]:
        return (self._words(start, end), 1.0) if self._reader is None else self._reader(self._recording.between(start, end))

    def _words(self, start: int, end: int) -> str:
        return " ".join(w for since, until, w in self._take.spans if since >= start - 100 and until <= end + 60)


def act(take: Take, silero: Silero, model: SmartTurn | None, reader: Reader | None = None) -> tuple[Outcome, Ears]:
    """One answer, as in the rehearsal, but heard."""
    machine = TurnMachine()
    machine.feed(ExpectationChanged(take.answer.expectation))
    ears = Ears(take, machine, silero, model, reader)
    ends: list[EndTurn] = []
    for number in range(ears.frames()):
        ends += [command for command in ears.hear(number) if isinstance(command, EndTurn)]
    early = [end for end in ends if end.at_ms < take.end_ms - 60]
    whole = [end for end in ends if end.at_ms >= take.end_ms - 60]
    latency = whole[0].at_ms - take.end_ms if whole else None
    reason = (early or whole)[0].reason if ends else "never"
    return Outcome(bool(early), latency is None or latency > LATE_MS, latency, reason), ears


@dataclass(frozen=True, slots=True)
class Interruption:
    """What came of speaking over us."""

    silent_after_ms: int | None
    """From the first sound to the first silent frame of ours; None: we spoke on."""
    stopped: bool
    resumed: bool
    heard: str
    """What we had said by then, as far as it was heard."""


def interrupt(take: Take, silero: Silero, expectation: Expectation, prompt: str) -> Interruption:
    """The take is spoken over a prompt of ours, which goes on all the while. What we play doesn't reach the microphone."""
    machine, speaker = TurnMachine(), Speaker(latency_ms=0)
    machine.feed(ExpectationChanged(expectation))
    machine.feed(PlaybackStarted(prompt))
    _endless(speaker, prompt)
    ears = Ears(take, machine, silero, None)
    onset = take.spans[0][0]
    silent: int | None = None
    stopped = resumed = False
    for number in range(ears.frames()):
        for command in ears.hear(number):
            _play(speaker, command)
            stopped = stopped or isinstance(command, StopPlayback)
            resumed = resumed or isinstance(command, ResumePlayback)
        frame = speaker.frame()
        machine.feed(PlaybackProgress(speaker.level, ""))
        quiet = frame is None or level_dbfs(frame) < _SILENT_DB
        if quiet and silent is None and machine.now >= onset:
            silent = machine.now - onset
        if stopped:
            break
    heard = next((event.heard for event in reversed(speaker.events()) if isinstance(event, Stopped)), "")
    return Interruption(silent, stopped, resumed, heard)


def _endless(speaker: Speaker, prompt: str) -> None:
    words = prompt.split()
    tone = (3000 * np.sin(np.arange(16 * 300 * len(words)) / 9)).astype(np.int16)
    clip = Clip(prompt, tone, tuple(WordTime(word, i * 300, (i + 1) * 300) for i, word in enumerate(words)))
    speaker.begin("prompt")
    for _ in range(20):
        speaker.add("prompt", clip)


def _play(speaker: Speaker, command: Command) -> None:
    match command:
        case Duck():
            speaker.duck(command.db)
        case FadeOut():
            speaker.fade_out(command.ms)
        case ResumePlayback():
            speaker.resume()
        case StopPlayback():
            speaker.stop()
        case _:
            pass
