"""A turn in progress, and the limits it is held to."""

from dataclasses import dataclass
from typing import Literal

from speech.turns.events import PartialHeard

Playback = Literal["none", "protected", "ducked", "faded", "stopped"]
"""What became of our own speech when this turn came over it: there was none; it can't be interrupted; it goes on more quietly; it
rests; it is given up."""


@dataclass(frozen=True, slots=True)
class TurnLimits:
    """Every threshold, in ms of audio unless it says otherwise."""

    preroll: int = 240
    """Taken along from before the first sure frame: a first consonant is quiet."""
    onset_frames: int = 3
    """Of the last five must be a voice for a turn to begin."""
    onset_frames_over_us: int = 1
    """The same while we speak: silence must come fast, and a mistake is undone."""
    speculate: int = 100
    """Silence after which the final pass and the acoustic model are started."""
    ask_again: tuple[int, ...] = (500, 1000)
    """Silences at which the acoustic model is asked once more."""
    partial_every: int = 300
    shortest: int = 80
    """Less voice than this is a click or a cough."""
    noise_after: int = 200
    """Silence after which so short a sound is dismissed."""
    postroll: int = 140
    """After the button is let go: its word travels faster than the sound before it, which waits to be put in order."""
    fade: int = 40
    """Two frames, along a cosine: no click is heard."""
    duck_db: float = 12.0
    ducked_for: int = 280
    """Voice that goes on for so long is no murmur: fall silent."""
    surely_meant: int = 900
    """Voice that goes on for so long interrupts, whether or not its words are known."""
    wait_for_text: int = 1500
    """Silence in which the text of something said over us is waited for."""
    wordless: int = 6_000
    """Voice without a single word: music."""
    longest: int = 25_000
    """A turn is cut here; what follows continues it."""
    cut_gladly: int = 20_000
    """From here on any little pause will do."""
    little_pause: int = 160
    joins: int = 1_200
    """Speech that comes back within this continues the turn before, unless we have begun to answer."""
    echo_tail: int = 500
    """The room may still send back our words for so long."""


@dataclass(slots=True)
class Turn:
    """What is known of the turn so far."""

    start_ms: int
    speech_end_ms: int
    over_us: bool = False
    held: bool = False
    """Push-to-talk: the button decides."""
    released_at: int | None = None
    """When it was let go; what had been said by then is still on its way."""
    continues: bool = False
    playback: Playback = "none"
    voiced_ms: int = 0
    run: int = 0
    """Frames of voice since the last one without."""
    level: float = -96.0
    """Smoothed level of its voice."""
    played: float = -96.0
    """How loud we were when it began, in dBFS."""
    partial_at: int = 0
    partial: PartialHeard | None = None
    speculation: int | None = None
    final: str | None = None
    """What the running speculation heard."""
    confidence: float = 1.0
    """In that, 0 to 1."""
    smart_turn: float | None = None
    asked: int = 0
    """How often the acoustic model was asked in this pause."""

    def text(self) -> str | None:
        """The words of everything said so far; None while no pass covers it."""
        if self.final is not None:
            return self.final
        if self.partial is not None and self.partial.end_ms >= self.speech_end_ms - 40:
            return self.partial.text
        return None

    def latest(self) -> str:
        """Whatever words are known, though more may have been said since."""
        return self.final if self.final is not None else self.partial.text if self.partial is not None else ""

    def went_on(self) -> int | None:
        """Speech resumed: forget what was thought of the pause. Returns the speculation to drop."""
        dropped, self.speculation = self.speculation, None
        self.final, self.confidence, self.smart_turn, self.asked = None, 1.0, None, 0
        return dropped
