"""Ears at work, one session: frames in, what was said out. The asyncio shell around the turn machine.

It owns no decision: it measures frames, carries out the machine's commands by asking the recogniser and the turn model,
and tells the machine what they said. Everything that concerns others comes out through `sink`, in order.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar, assert_never

from speech.audio import Samples
from speech.ears.port import HearingFailed, Recogniser, Transcript, Vocabulary
from speech.turns.events import (
    AskSmartTurn,
    ButtonChanged,
    Command,
    DropSpeculation,
    Duck,
    EndReason,
    EndTurn,
    Event,
    ExpectationChanged,
    FadeOut,
    FinalHeard,
    GiveUpPrompting,
    Ignored,
    Mode,
    ModeChanged,
    MuteChanged,
    PartialHeard,
    PlaybackEnded,
    PlaybackProgress,
    PlaybackStarted,
    Reprompt,
    ResumePlayback,
    SmartTurnSaid,
    SpeechStarted,
    StartPartial,
    StartSpeculativeFinal,
    StopPlayback,
    TurnWasEmpty,
)
from speech.turns.expectation import Expectation
from speech.turns.machine import TurnMachine
from speech.turns.recording import Recording
from speech.turns.smart_turn import TurnModel
from speech.turns.vad import Detector


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn and its words."""

    transcript: Transcript
    start_ms: int
    end_ms: int
    reason: EndReason
    over_us: bool
    """It began while we were speaking: no assent to what wasn't heard yet."""
    continues: bool
    """It belongs to the turn before, which was cut short."""
    decided_after_ms: int
    """From the end of the speech to the decision, in audio time."""
    waited_ms: float
    """From the decision to the words."""
    read_after_ms: float = 0.0
    """From the end of the speech to the words, which may have been there before the decision."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What has been said so far; the next one, or the turn, takes its place."""

    text: str


@dataclass(frozen=True, slots=True)
class HearingTrouble:
    """The words of a turn are lost; the codes are HearingFailed's."""

    code: str


T = TypeVar("T")
Output = (
    Heard
    | Caption
    | HearingTrouble
    | SpeechStarted
    | Ignored
    | Duck
    | FadeOut
    | StopPlayback
    | ResumePlayback
    | Reprompt
    | GiveUpPrompting
)


@dataclass(slots=True)
class _Final:
    """A final pass under way or done."""

    task: "asyncio.Task[Transcript]"
    speculative: bool
    read_at: float = 0.0
    """When its words were there, by the loop's clock."""
    running: bool = False
    """The recogniser has it; a cancel would reach it."""


class Listener:
    """One session's ears. All methods belong to the event loop's thread."""

    def __init__(
        self,
        session: str,
        recogniser: Recogniser,
        detector: Detector,
        sink: Callable[[Output], None],
        *,
        turn_model: TurnModel | None = None,
        machine: TurnMachine | None = None,
        language: str | None = None,
    ) -> None:
        self.machine = machine or TurnMachine()
        self._session, self._recogniser, self._detector, self._sink = session, recogniser, detector, sink
        self._turn_model = turn_model
        self._language = language
        self._vocabulary = Vocabulary()
        self._recording = Recording()
        self._finals: dict[int, _Final] = {}
        self._one_final = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    @property
    def busy(self) -> "frozenset[asyncio.Task[Any]]":
        """What is under way."""
        return frozenset(self._tasks)

    # ── in ────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def hear(self, frame: Samples) -> None:
        """20 ms of the microphone."""
        if not self._closed:
            self._recording.add(frame)
            self._feed(self._detector.measure(frame, eager=self.machine.playing is not None))

    def expect(self, expectation: Expectation, vocabulary: Vocabulary, language: str | None = None, *, again: bool = False) -> None:
        """The dialogue has asked something else, or (`again`) the same, since nobody answered."""
        self._vocabulary = vocabulary
        self._language = language or self._language
        self._feed(ExpectationChanged(expectation, again))

    def playback_started(self, text: str, *, interruptible: bool = True) -> None:
        """We begin to speak."""
        self._feed(PlaybackStarted(text, interruptible))

    def playback_progress(self, level: float, said: str = "") -> None:
        """A frame of ours went out."""
        self._feed(PlaybackProgress(level, said))

    def playback_ended(self) -> None:
        """We have finished, or were stopped."""
        self._feed(PlaybackEnded())

    def mute(self, muted: bool) -> None:
        """The person turned the microphone off or on."""
        self._feed(MuteChanged(muted))

    def mode(self, mode: Mode) -> None:
        """Hands free, or push-to-talk."""
        self._feed(ModeChanged(mode))

    def button(self, pressed: bool) -> None:
        """Push-to-talk."""
        self._feed(ButtonChanged(pressed))

    async def close(self) -> None:
        """The session is over; nothing more comes out, and no task is left."""
        if self._closed:
            return
        self._closed = True
        self._recogniser.cancel(self._session)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # ── the machine's commands ────────────────────────────────────────────────────────────────────────────────────────

    def _feed(self, event: Event) -> None:
        if self._closed:
            return
        for command in self.machine.feed(event):
            self._carry_out(command)

    def _carry_out(self, command: Command) -> None:
        match command:
            case StartPartial():
                self._spawn(self._partial(command))
            case StartSpeculativeFinal():
                self._start_final(command.speculation, command.start_ms, command.end_ms, speculative=True)
                self._spawn(self._tell_final(command.speculation))
            case DropSpeculation():
                self._drop(command.speculation)
            case AskSmartTurn():
                if self._turn_model is not None:
                    self._spawn(self._ask(self._turn_model, command))
            case EndTurn():
                self._spawn(self._hand_over(command, self._final_of(command)))
            case (
                SpeechStarted()
                | Ignored()
                | Duck()
                | FadeOut()
                | StopPlayback()
                | ResumePlayback()
                | Reprompt()
                | GiveUpPrompting()
            ):
                self._sink(command)
            case _:
                assert_never(command)

    async def _partial(self, command: StartPartial) -> None:
        samples = self._recording.between(command.start_ms, command.end_ms)
        try:
            heard = await self._recogniser.partial(
                self._session, samples, language=self._language, vocabulary=self._vocabulary
            )
        except HearingFailed:
            return  # the final says it, if it is still so
        if heard is None or self._closed:
            return
        turn = self.machine.turn
        if turn is not None and turn.start_ms == command.start_ms and heard.text.strip():
            self._sink(Caption(heard.text))
        if not heard.discarded or heard.discarded == "silence":
            self._feed(PartialHeard(heard.text, command.end_ms))

    async def _ask(self, model: TurnModel, command: AskSmartTurn) -> None:
        probability = await model.finished(self._recording.between(command.start_ms, command.end_ms))
        if probability is not None:
            self._feed(SmartTurnSaid(probability, command.end_ms))

    # ── finals ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _start_final(self, key: int, start_ms: int, end_ms: int, *, speculative: bool) -> _Final:
        samples = self._recording.between(start_ms, end_ms)
        vocabulary, language = self._vocabulary, self._language

        async def recognise() -> Transcript:
            async with self._one_final:
                final.running = True
                try:
                    return await self._recogniser.final(
                        self._session, samples, language=language, vocabulary=vocabulary, speculative=final.speculative
                    )
                finally:
                    final.running = False
                    final.read_at = asyncio.get_running_loop().time()

        final = _Final(self._spawn(recognise()), speculative)
        final.task.add_done_callback(_looked_at)
        self._finals[key] = final
        return final

    async def _tell_final(self, speculation: int) -> None:
        """The machine hears what a speculation came to."""
        final = self._finals.get(speculation)
        if final is None:  # dropped, or taken, before this had its turn
            return
        await asyncio.wait([final.task])
        if not final.task.cancelled() and final.task.exception() is None:
            heard = final.task.result()
            self._feed(FinalHeard(heard.text, speculation, heard.confidence))

    def _drop(self, speculation: int) -> None:
        final = self._finals.pop(speculation, None)
        if final is None:
            return
        if final.running:
            self._recogniser.cancel(self._session)
        final.task.cancel()

    def _final_of(self, end: EndTurn) -> _Final:
        """The speculation that came true, else a pass begun now."""
        final = self._finals.pop(end.speculation, None) if end.speculation is not None else None
        if final is None:
            return self._start_final(-end.at_ms, end.start_ms, end.end_ms, speculative=False)
        final.speculative = False
        self._recogniser.confirm(self._session)
        return final

    async def _hand_over(self, end: EndTurn, final: _Final) -> None:
        loop = asyncio.get_running_loop()
        since = loop.time()
        try:
            transcript = await final.task
        except HearingFailed as failed:
            if not self._closed:
                self._sink(HearingTrouble(failed.code))
                self._feed(TurnWasEmpty())
            return
        finally:
            self._finals.pop(-end.at_ms, None)
        if self._closed:
            return
        if not transcript.text.strip():
            self._feed(TurnWasEmpty())
            self._sink(Ignored("empty", end.start_ms, end.end_ms))
            return
        self._sink(
            Heard(
                transcript,
                end.start_ms,
                end.end_ms,
                end.reason,
                over_us=end.over_us,
                continues=end.continues,
                decided_after_ms=end.at_ms - end.speech_end_ms,
                waited_ms=(loop.time() - since) * 1000,
                read_after_ms=max(0.0, end.at_ms - end.speech_end_ms + (final.read_at - since) * 1000),
            )
        )

    def _spawn(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _looked_at(task: "asyncio.Task[Transcript]") -> None:
    """A speculation that nobody came back for may fail in silence."""
    if not task.cancelled():
        task.exception()
