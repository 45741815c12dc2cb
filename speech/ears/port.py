"""What hearing is, to the rest of the application: samples in, a transcript out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol

from speech.audio import Samples

Discarded = Literal["", "silence", "repeats", "script", "prompt", "phantom", "unsure"]
"""Why nothing is said to have been heard: no speech in the sound; a decoder going in circles; letters that the language doesn't
have; the hint read back to us; a sentence that recognisers make up out of nothing; too unlikely to be repeated."""

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Word:
    """One word, when it was said and how sure the recogniser is of it."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Words that were, or may be, a misheard name of the open vocabulary, and the evidence."""

    start: int
    end: int
    """Words of the text as it was heard, half open."""
    heard: str
    name: str
    """In its spoken form."""
    written: str
    score: float
    """0 to about 1, from the sound of the words and, where it could be asked, from the sound itself."""
    runner_up: str
    """How the next likely name is written; empty when there is none."""
    runner_up_score: float
    done: bool
    """The text now says `written`; otherwise it may have been meant, which is for the dialogue to ask."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was made of a piece of sound."""

    text: str
    words: tuple[Word, ...] = ()
    confidence: float = 0.0
    """Of the whole, 0 to 1: the geometric mean over its tokens."""
    language: str = "en"
    audio_ms: int = 0
    took_ms: float = 0.0
    """Time at work; waiting for a turn isn't counted."""
    window_ms: int = 0
    """The window that the text was read in."""
    discarded: Discarded = ""
    """Set when `text` is empty because what was recognised isn't believed."""
    heard: str = ""
    """The text before it was repaired."""
    repairs: tuple[Repair, ...] = ()
    names: tuple[str, ...] = ()
    """Names of the vocabulary that the text holds, as they are written, in its order."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that are likely at this moment, best first; what the open question asks for comes before the rest."""

    names: tuple[str, ...] = ()
    """Spoken forms: "Falkenstein", "CPX 42", "cal dot com"."""
    canonical: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """Spoken form → how it is written or what it stands for; a name that isn't in it stands for itself."""
    slot: str | None = None
    """What is being asked: "region", "size", "app", "yes_no", "email", "domain", "number"…; None when the floor is open."""
    beside: tuple[str, ...] = ()
    """Spoken forms of names that are no answer, where `names` are: a correction may ask for one all the same."""

    def written(self, name: str) -> str:
        """How a spoken form is written."""
        return self.canonical.get(name, name)


class HearingFailed(Exception):
    """Nothing could be recognised; `code` is for programs and stays the same, the text is for people and holds no speech."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        """stt_unreachable, stt_timeout, stt_refused, stt_unauthorised, stt_busy, stt_bad_reply, stt_overloaded, stt_cancelled,
        stt_closed or stt_failed."""


class Recogniser(Protocol):
    """Ears. A session has at most one partial and one final under way."""

    async def partial(
        self, session: str, samples: Samples, *, language: str | None, vocabulary: Vocabulary
    ) -> Transcript | None:
        """What has been said so far; None when a newer one took its place, or there was no time for it."""
        ...

    async def final(
        self, session: str, samples: Samples, *, language: str | None, vocabulary: Vocabulary, speculative: bool = False
    ) -> Transcript:
        """What was said. A speculative one gives way to those whose speech is known to have ended. Raises HearingFailed."""
        ...

    def confirm(self, session: str) -> None:
        """The speech of the session's speculative final has ended: it is speculative no longer."""
        ...

    def cancel(self, session: str) -> None:
        """Speech went on, or the session is over: what is under way for it is of no use. Its final raises `stt_cancelled`."""
        ...
