"""What speaking is, to the rest of the application: a clause in, sound with its words out."""

from dataclasses import dataclass
from typing import Protocol

from speech.audio import Samples, milliseconds


@dataclass(frozen=True, slots=True)
class WordTime:
    """A written word and when it is spoken, from the beginning of its clip."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Clip:
    """A clause as sound."""

    text: str
    """As written; what is heard of it is told in these words."""
    samples: Samples
    words: tuple[WordTime, ...]
    aligned: bool = False
    """The times were measured by the voice; otherwise they are estimated from the words' lengths."""
    cached: bool = False
    took_ms: float = 0.0

    @property
    def ms(self) -> int:
        """How long it lasts."""
        return milliseconds(self.samples)


class SpeakingFailed(Exception):
    """Nothing could be spoken; `code` is for programs and stays the same, the text is for people and holds no speech."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        """tts_no_voice, tts_unreachable, tts_timeout, tts_refused, tts_unauthorised, tts_busy, tts_bad_reply, tts_crashed,
        tts_closed, tts_unwanted."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What a voice made of one text."""

    samples: Samples
    spoken: tuple[tuple[str, int, int], ...] = ()
    """Spoken words with start and end in ms; empty when the voice doesn't know."""


@dataclass(slots=True, eq=False)
class Need:
    """Why a text is to be spoken. It may change while the text waits for its turn."""

    due: float = 0.0
    """The loop's time by which its sound is needed: what is needed sooner goes first. `math.inf`: nobody waits for it yet."""
    wanted: bool = True
    """Somebody still waits for it."""


class Voice(Protocol):
    """Something that speaks one language."""

    @property
    def key(self) -> str:
        """Names the voice and its settings exactly: the same key and text, the same sound."""
        ...

    @property
    def language(self) -> str:
        """Two letters; empty: any."""
        ...

    async def speak(self, text: str, need: Need | None = None) -> Sound:
        """A text that has been made speakable; without a need it is needed at once. What has begun is made to its end; what isn't wanted
        any more when its turn comes isn't begun. Raises SpeakingFailed."""
        ...

    async def close(self) -> None:
        """Let processes and connections go."""
        ...
