"""What the turn machine is told and what it decides. Times are milliseconds of audio since the session's first frame."""

from dataclasses import dataclass
from typing import Literal

from speech.turns.expectation import Expectation

Mode = Literal["open", "push_to_talk"]
EndReason = Literal["silence", "complete", "smart_turn", "cap", "limit", "released", "muted"]
"""Why a turn ended: the hangover passed; the text answers what was asked; the sound was finished; nobody holds the floor for
ever; a turn may last only so long; the button was let go; the microphone was turned off."""
IgnoredKind = Literal["noise", "backchannel", "echo", "empty"]


# ── in ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FrameHeard:
    """20 ms of the microphone, measured."""

    ms: int
    """When the frame ended."""
    gate: bool
    """The cheap detector (webrtcvad) says voice."""
    speech: float
    """The careful detector's (Silero's) probability, 0 to 1, of the last window it has seen."""
    level: float
    """dBFS."""


@dataclass(frozen=True, slots=True)
class SmartTurnSaid:
    """What the acoustic model thinks of a pause."""

    probability: float
    """That the speaker has finished."""
    end_ms: int
    """The end of the speech it was asked about; an answer that comes after speech resumed counts no more."""


@dataclass(frozen=True, slots=True)
class PartialHeard:
    """The text so far."""

    text: str
    end_ms: int
    """How much of the sound it was made of."""


@dataclass(frozen=True, slots=True)
class FinalHeard:
    """The text of a final pass."""

    text: str
    speculation: int
    confidence: float = 1.0
    """The recogniser's own, 0 to 1."""


@dataclass(frozen=True, slots=True)
class TurnWasEmpty:
    """The turn that was handed over held no words after all; nobody will answer it."""


@dataclass(frozen=True, slots=True)
class ExpectationChanged:
    """The dialogue has asked something else, or nothing."""

    expectation: Expectation
    again: bool = False
    """The same question, since nobody answered: the silence counts on."""


@dataclass(frozen=True, slots=True)
class PlaybackStarted:
    """We begin to speak."""

    text: str
    interruptible: bool = True


@dataclass(frozen=True, slots=True)
class PlaybackProgress:
    """How loud what we play is, and what has been said of it."""

    level: float
    """dBFS of the last frame sent."""
    said: str = ""
    """The words played so far."""


@dataclass(frozen=True, slots=True)
class PlaybackEnded:
    """We have finished, or were stopped."""


@dataclass(frozen=True, slots=True)
class MuteChanged:
    """The person turned the microphone off or on."""

    muted: bool


@dataclass(frozen=True, slots=True)
class ModeChanged:
    """Hands free, or a button that is held."""

    mode: Mode


@dataclass(frozen=True, slots=True)
class ButtonChanged:
    """Push-to-talk."""

    pressed: bool


Event = (
    FrameHeard
    | SmartTurnSaid
    | PartialHeard
    | FinalHeard
    | TurnWasEmpty
    | ExpectationChanged
    | PlaybackStarted
    | PlaybackProgress
    | PlaybackEnded
    | MuteChanged
    | ModeChanged
    | ButtonChanged
)


# ── out ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody speaks; `start_ms` lies before the first sound that was sure."""

    start_ms: int
    over_us: bool
    """While we were speaking."""


@dataclass(frozen=True, slots=True)
class StartPartial:
    """Recognise what has been said so far, for captions and for the decision."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class StartSpeculativeFinal:
    """Recognise the whole, as if the turn had ended."""

    speculation: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class DropSpeculation:
    """Speech went on."""

    speculation: int


@dataclass(frozen=True, slots=True)
class AskSmartTurn:
    """Ask the acoustic model about this pause."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class EndTurn:
    """The turn is over; hand over what was said."""

    start_ms: int
    end_ms: int
    """The end of the speech and a little silence."""
    speech_end_ms: int
    at_ms: int
    """When it was decided."""
    reason: EndReason
    speculation: int | None
    """The final pass that covers all of it, under way or done; None: it must be started."""
    over_us: bool = False
    """It began while we were speaking."""
    continues: bool = False
    """Speech came back before we answered the turn before: the two belong together."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """What was heard is not taken for a turn."""

    kind: IgnoredKind
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Duck:
    """Speak on, more quietly: somebody may want to say something."""

    db: float


@dataclass(frozen=True, slots=True)
class FadeOut:
    """Fall silent within `ms` and keep the place."""

    ms: int


@dataclass(frozen=True, slots=True)
class StopPlayback:
    """It was meant: what has not been played is dropped, and what was heard recorded."""


@dataclass(frozen=True, slots=True)
class ResumePlayback:
    """It was not meant: speak on from where we were, at full level."""


@dataclass(frozen=True, slots=True)
class Reprompt:
    """Nobody answers: ask again."""

    attempt: int


@dataclass(frozen=True, slots=True)
class GiveUpPrompting:
    """Asked often enough; wait in silence."""


Command = (
    SpeechStarted
    | StartPartial
    | StartSpeculativeFinal
    | DropSpeculation
    | AskSmartTurn
    | EndTurn
    | Ignored
    | Duck
    | FadeOut
    | StopPlayback
    | ResumePlayback
    | Reprompt
    | GiveUpPrompting
)
