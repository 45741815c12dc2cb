"""Turn taking: who has the floor, when a turn is over, what an interruption is worth. No clock, no threads, no models.

Feed events, carry out the commands. Time is the length of the audio fed. A frame that isn't voice lets the silence grow;
at 100 ms of it the final pass starts on trust, and `endpointing` says how long the silence must become. What is said
while we speak first makes us fall silent (`overlap`), then its words decide whether it was meant.
"""

from collections import deque
from typing import assert_never

from speech.turns import overlap
from speech.turns.endpointing import Evidence, hangover
from speech.turns.events import (
    AskSmartTurn,
    ButtonChanged,
    Command,
    DropSpeculation,
    EndReason,
    EndTurn,
    Event,
    ExpectationChanged,
    FadeOut,
    FinalHeard,
    FrameHeard,
    Ignored,
    IgnoredKind,
    ModeChanged,
    MuteChanged,
    PartialHeard,
    PlaybackEnded,
    PlaybackProgress,
    PlaybackStarted,
    ResumePlayback,
    SmartTurnSaid,
    SpeechStarted,
    StartPartial,
    StartSpeculativeFinal,
    StopPlayback,
    TurnWasEmpty,
)
from speech.turns.expectation import Completeness, Expectation, only_hesitates
from speech.turns.pace import Pace
from speech.turns.prompting import Prompting
from speech.turns.turn import Turn, TurnLimits
from speech.turns.voicing import Voicing

_FRAME_MS = 20
_RESUME_FRAMES = 2


class TurnMachine:
    """One session's. Deterministic: the same events, the same commands."""

    def __init__(self, limits: TurnLimits | None = None, prompting: Prompting | None = None) -> None:
        self.limits = limits or TurnLimits()
        self.expectation = Expectation()
        self.voicing = Voicing()
        self.pace = Pace()
        self.playing: PlaybackStarted | None = None
        self.said = ""
        """The words of ours that may come back as an echo."""
        self.said_so_far = False
        """They are those that are out already, not the whole message."""
        self._prompting = prompting or Prompting()
        self._turn: Turn | None = None
        self._now = 0
        self._recent: deque[bool] = deque(maxlen=5)
        self._speculations = 0
        self._muted = False
        self._push_to_talk = False
        self._thinking = False
        """A turn was handed over and nothing came of it yet."""
        self._ended_ms: int | None = None
        """The end of the speech of the turn before, while nothing was answered."""
        self._heard_to = 0
        """No turn begins before this: it belongs to another."""
        self._played_until = -10_000

    @property
    def turn(self) -> Turn | None:
        """The turn in progress."""
        return self._turn

    @property
    def now(self) -> int:
        """The audio time."""
        return self._now

    def feed(self, event: Event) -> list[Command]:
        """Take one event; what to do follows, in order."""
        match event:
            case FrameHeard():
                return self._frame(event)
            case SmartTurnSaid():
                return self._smart_turn(event)
            case PartialHeard():
                return self._partial(event)
            case FinalHeard():
                return self._final(event)
            case ExpectationChanged():
                self.expectation, self._thinking = event.expectation, False
                self._prompting.asked(again=event.again)
                return []
            case PlaybackStarted():
                return self._playback_started(event)
            case PlaybackProgress():
                self.voicing.echo.played_at(event.level)
                if event.said:
                    self.said, self.said_so_far = event.said, True
                return []
            case PlaybackEnded():
                return self._playback_ended()
            case TurnWasEmpty():
                self._thinking = False
                self.voicing.floor.was_nothing()
                return []
            case MuteChanged():
                return self._mute(event.muted)
            case ModeChanged():
                self._push_to_talk = event.mode == "push_to_talk"
                return self.drop("noise") if self._turn is not None else []
            case ButtonChanged():
                return self._pressed() if event.pressed else self._released()
            case _:
                assert_never(event)

    # ── sound ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _frame(self, frame: FrameHeard) -> list[Command]:
        self._now = frame.ms
        turn = self._turn
        if self._muted and (turn is None or not turn.held):  # who holds the button wants to be heard all the same
            return []
        if turn is not None and turn.released_at is not None and self._now - turn.released_at > self.limits.postroll:
            return self._let_go(turn)
        voiced = self.voicing.voiced(frame, speaking=turn is not None, playing=self.playing is not None)
        if turn is None:
            return self._listen(frame, voiced)
        commands = self._heard(turn, frame, voiced)
        if turn is self._turn and not turn.held:
            commands += overlap.escalate(self, turn, frame) if voiced else self._pause(turn)
        return commands + self._bounded(turn) if turn is self._turn else commands

    def _listen(self, frame: FrameHeard, voiced: bool) -> list[Command]:
        """Nobody speaks yet."""
        self._recent.append(voiced and not self._push_to_talk)
        needed = self.limits.onset_frames if self.playing is None else self.limits.onset_frames_over_us
        if sum(self._recent) >= needed:
            return self._begin(frame)
        if not self.expectation.awaited or self._thinking or self.playing is not None:
            return []
        return self._prompting.quiet(_FRAME_MS)

    def _begin(self, frame: FrameHeard) -> list[Command]:
        heard = list(self._recent)
        since = (len(heard) - heard.index(True)) * _FRAME_MS
        voiced_ms = sum(heard) * _FRAME_MS
        self._recent.clear()
        first = self._now - since
        turn = Turn(start_ms=max(self._heard_to, first - self.limits.preroll, 0), speech_end_ms=self._now)
        turn.voiced_ms, turn.level, turn.partial_at = voiced_ms, frame.level, self._now
        turn.run, turn.played = 1, self.voicing.echo.played
        turn.over_us = self.playing is not None
        self._turn = turn
        self._join(turn, first)
        self._prompting.stirred()
        return [SpeechStarted(turn.start_ms, turn.over_us), *overlap.begin(self, turn, frame)]

    def _join(self, turn: Turn, first: int) -> None:
        """Speech that comes back before we answered continues the turn before, and tells how long this speaker pauses."""
        if self._ended_ms is None or turn.over_us or first - self._ended_ms > self.limits.joins:
            return
        turn.continues = True
        self.pace = self.pace.after_pause(first - self._ended_ms, cut_off=True)

    def _heard(self, turn: Turn, frame: FrameHeard, voiced: bool) -> list[Command]:
        """Count the frame; speech that resumes drops what was made of the pause."""
        if not voiced:
            turn.run = 0
            return []
        turn.run += 1
        turn.voiced_ms += _FRAME_MS
        turn.level += (frame.level - turn.level) * 0.2
        silence = self._now - turn.speech_end_ms - turn.run * _FRAME_MS
        if silence > 0 and turn.run < _RESUME_FRAMES:
            return []
        commands: list[Command] = []
        if silence > 0:
            self.pace = self.pace.after_pause(silence)
        turn.speech_end_ms = self._now
        dropped = turn.went_on()
        if dropped is not None:
            commands.append(DropSpeculation(dropped))
        if self._now - turn.partial_at >= self.limits.partial_every:
            turn.partial_at = self._now
            commands.append(StartPartial(turn.start_ms, self._now))
        return commands

    def _pause(self, turn: Turn) -> list[Command]:
        """Another frame without a voice."""
        silence = self._now - turn.speech_end_ms
        if turn.voiced_ms < self.limits.shortest:
            return self.drop("noise") if silence >= self.limits.noise_after else []
        commands: list[Command] = []
        if silence < self.limits.speculate:
            return commands
        end = turn.speech_end_ms + self.limits.speculate
        if turn.speculation is None:
            commands.append(self._speculate(turn, end))
        moments = (self.limits.speculate, *self.limits.ask_again)
        answered = turn.asked == 0 or turn.smart_turn is not None
        if answered and turn.asked < len(moments) and silence >= moments[turn.asked]:
            turn.asked += 1
            commands.append(AskSmartTurn(turn.start_ms, self._now))
        return commands + self.decide(turn)

    def _speculate(self, turn: Turn, end: int) -> Command:
        self._speculations += 1
        turn.speculation = self._speculations
        return StartSpeculativeFinal(turn.speculation, turn.start_ms, end)

    def _bounded(self, turn: Turn) -> list[Command]:
        """A turn doesn't last for ever: it is cut, and what follows continues it."""
        if self._now - turn.start_ms < self.limits.longest:
            return []
        held, voiced = turn.held, turn.run > 0
        commands = self.end("limit")
        if voiced or held:
            follow = Turn(start_ms=self._heard_to, speech_end_ms=self._now, held=held, released_at=turn.released_at, continues=True)
            follow.partial_at, follow.run = self._now, turn.run
            self._turn, self._thinking = follow, False
        return commands

    # ── opinions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _smart_turn(self, event: SmartTurnSaid) -> list[Command]:
        turn = self._turn
        if turn is None or event.end_ms < turn.speech_end_ms + self.limits.speculate - _FRAME_MS:
            return []
        turn.smart_turn = event.probability
        return self.decide(turn)

    def _partial(self, event: PartialHeard) -> list[Command]:
        turn = self._turn
        if turn is None or event.end_ms <= turn.start_ms:
            return []
        if turn.partial is None or event.end_ms >= turn.partial.end_ms:
            turn.partial = event
        if not event.text.strip() and turn.voiced_ms >= self.limits.wordless and not turn.held:
            return self.drop("noise")
        return overlap.judge(self, turn) or self.decide(turn)

    def _final(self, event: FinalHeard) -> list[Command]:
        turn = self._turn
        if turn is None or event.speculation != turn.speculation:
            return []
        turn.final, turn.confidence = event.text, event.confidence
        return overlap.judge(self, turn) or self.decide(turn)

    def decide(self, turn: Turn) -> list[Command]:
        """Is the silence long enough for what is known?"""
        silence = self._now - turn.speech_end_ms
        if turn is not self._turn or turn.held or silence < self.limits.speculate:
            return []
        text = turn.text()
        if overlap.unsettled(turn, text, silence, self.limits):
            return []
        completeness = None if text is None else self.expectation.completeness(text)
        wait, reason = hangover(Evidence(self.expectation.kind, completeness, turn.smart_turn, self.pace.factor, turn.confidence))
        if self._now - turn.start_ms >= self.limits.cut_gladly:
            wait, reason = min(wait, self.limits.little_pause), "limit"
        if silence < wait:
            return []
        if text is not None and not text.strip():
            return self.drop("empty")
        if text is not None and only_hesitates(text):
            return self.drop("backchannel")
        return self.end(_named(reason, completeness))

    # ── ends ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def end(self, reason: EndReason) -> list[Command]:
        """The turn in progress is over."""
        turn = self._turn
        assert turn is not None  # noqa: S101 - only called with one
        self._turn = None
        commands: list[Command] = []
        if turn.playback in ("ducked", "faded"):
            commands.append(StopPlayback())
        silence = self._now - turn.speech_end_ms
        end = turn.speech_end_ms + min(self.limits.speculate, silence)
        commands.append(
            EndTurn(
                start_ms=turn.start_ms,
                end_ms=end,
                speech_end_ms=turn.speech_end_ms,
                at_ms=self._now,
                reason=reason,
                speculation=turn.speculation,
                over_us=turn.over_us,
                continues=turn.continues,
            )
        )
        if turn.latest().strip():
            self.voicing.floor.was_speech()
        self._thinking, self._ended_ms, self._heard_to = True, turn.speech_end_ms, end
        self._prompting.answered()
        return commands

    def drop(self, kind: IgnoredKind) -> list[Command]:
        """What was heard is no turn; our own speech goes on."""
        turn = self._turn
        assert turn is not None  # noqa: S101 - only called with one
        self._turn = None
        self._heard_to = self._now
        commands: list[Command] = []
        if turn.speculation is not None:
            commands.append(DropSpeculation(turn.speculation))
        commands.append(Ignored(kind, turn.start_ms, self._now))
        if turn.playback in ("ducked", "faded") and self.playing is not None:
            commands.append(ResumePlayback())
        if kind == "echo":
            self.voicing.echo.was_echo(turn.level, turn.played)
        elif kind == "empty" or (kind == "noise" and turn.voiced_ms >= self.limits.shortest):
            self.voicing.floor.was_nothing()
        return commands

    # ── our own speech, the microphone, the button ────────────────────────────────────────────────────────────────────

    def _playback_started(self, event: PlaybackStarted) -> list[Command]:
        self.playing, self.said, self.said_so_far = event, event.text, False
        self._thinking, self._ended_ms = False, None
        self._prompting.stirred()
        turn = self._turn
        if turn is None or self._now - turn.speech_end_ms > self.limits.joins:
            return []
        # Somebody has begun to speak again while we thought: theirs is the floor.
        turn.playback = "stopped"
        return [FadeOut(0), StopPlayback()]

    def _playback_ended(self) -> list[Command]:
        self.playing = None
        self._played_until = self._now
        self._prompting.stirred()
        if self._turn is not None and self._turn.playback in ("ducked", "faded", "protected"):
            self._turn.playback = "none"
        return []

    def lately_playing(self) -> bool:
        """We speak, or the room may still ring with it."""
        return self.playing is not None or self._now - self._played_until <= self.limits.echo_tail

    def _mute(self, muted: bool) -> list[Command]:
        self._muted = muted
        self._recent.clear()
        if not muted or self._turn is None or self._turn.held:
            return []
        return self.end("muted") if self._turn.voiced_ms >= self.limits.shortest else self.drop("noise")

    def _pressed(self) -> list[Command]:
        """The button is an unmistakable wish to speak, also for who has begun already."""
        if self._turn is not None:
            self._turn.held, self._turn.released_at = True, None
            return []
        turn = Turn(start_ms=max(self._heard_to, self._now - self.limits.preroll), speech_end_ms=self._now, held=True)
        turn.partial_at = self._now
        turn.over_us = self.playing is not None
        self._turn = turn
        self._prompting.stirred()
        commands: list[Command] = [SpeechStarted(turn.start_ms, turn.over_us)]
        if self.playing is not None:
            turn.playback = "stopped"
            commands += [FadeOut(self.limits.fade), StopPlayback()]
        return commands

    def _released(self) -> list[Command]:
        """The last words are still to come: see `postroll`."""
        if self._turn is not None and self._turn.held and self._turn.released_at is None:
            self._turn.released_at = self._now
        return []

    def _let_go(self, turn: Turn) -> list[Command]:
        return self.end("released") if turn.voiced_ms >= self.limits.shortest else self.drop("noise")


def _named(reason: EndReason, completeness: Completeness | None) -> EndReason:
    """A sentence that breaks off ends by patience running out, nothing else."""
    return "cap" if completeness is Completeness.INCOMPLETE and reason == "silence" else reason
