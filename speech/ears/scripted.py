"""The twin of the real ears: says what a script says, by how much sound it is given. For tests, demos and replays."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from speech.audio import Samples, milliseconds
from speech.ears.port import HearingFailed, Transcript, Vocabulary, Word
from speech.ears.repair import repair

WORD_MS = 300
"""How long a word of the script takes."""


@dataclass(slots=True)
class Asked:
    """One call, for tests to look at."""

    kind: str
    """partial, final, speculative, confirm or cancel."""
    session: str
    audio_ms: int = 0
    language: str | None = None
    """That it was to be read in."""


@dataclass(slots=True)
class _Line:
    """Where a session stands in its script."""

    number: int = 0
    pending: asyncio.Event | None = None
    speculative: bool = False


@dataclass(slots=True)
class ScriptedRecogniser:
    """A `Recogniser` whose sessions each hear the lines of a script, one after the other.

    A final takes the next line. A speculative one takes it only when it is confirmed: after a `cancel` the same line is
    heard again. While `hold()` is on, finals wait, so that a test can have one under way.
    """

    script: Mapping[str, Sequence[str]] | Sequence[str]
    """Lines for every session, or by session. An empty line is silence."""
    confidence: float = 0.9
    asked: list[Asked] = field(default_factory=list[Asked])
    _lines: dict[str, _Line] = field(default_factory=dict[str, _Line])
    _open: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._open.set()

    def hold(self) -> None:
        """Finals wait from now on."""
        self._open.clear()

    def release(self) -> None:
        """Finals go on."""
        self._open.set()

    async def partial(
        self, session: str, samples: Samples, *, language: str | None, vocabulary: Vocabulary
    ) -> Transcript | None:
        """As many words of the line as fit into the sound."""
        self.asked.append(Asked("partial", session, milliseconds(samples), language))
        words = self._text(session).split()[: milliseconds(samples) // WORD_MS]
        return self._transcript(" ".join(words), samples, language, vocabulary) if words else None

    async def final(
        self, session: str, samples: Samples, *, language: str | None, vocabulary: Vocabulary, speculative: bool = False
    ) -> Transcript:
        """The whole line. Raises HearingFailed when it is called off meanwhile."""
        self.asked.append(Asked("speculative" if speculative else "final", session, milliseconds(samples), language))
        line = self._lines.setdefault(session, _Line())
        called_off = asyncio.Event()
        line.pending = called_off
        await self._released(called_off)
        if called_off.is_set():
            raise HearingFailed("stt_cancelled", "The recognition was called off.")
        text = self._text(session)
        line.pending = None
        line.speculative = speculative
        if not speculative:
            line.number += 1
        return self._transcript(text, samples, language, vocabulary)

    def confirm(self, session: str) -> None:
        """The line that was heard on speculation counts."""
        self.asked.append(Asked("confirm", session))
        line = self._lines.get(session)
        if line is not None and line.speculative:
            line.number += 1
            line.speculative = False

    def cancel(self, session: str) -> None:
        """The line will be heard again."""
        self.asked.append(Asked("cancel", session))
        line = self._lines.get(session)
        if line is not None:
            line.speculative = False
            if line.pending is not None:
                line.pending.set()

    async def _released(self, called_off: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(event.wait()) for event in (self._open, called_off)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _text(self, session: str) -> str:
        lines = self.script.get(session, ()) if isinstance(self.script, Mapping) else self.script
        number = self._lines.setdefault(session, _Line()).number
        return lines[number] if number < len(lines) else ""

    def _transcript(self, text: str, samples: Samples, language: str | None, vocabulary: Vocabulary) -> Transcript:
        repaired = repair(text, vocabulary)
        said = [
            Word(word, at * WORD_MS, (at + 1) * WORD_MS, self.confidence) for at, word in enumerate(repaired.text.split())
        ]
        return Transcript(
            repaired.text, tuple(said), self.confidence if text else 0.0, language or "en", audio_ms=milliseconds(samples),
            window_ms=milliseconds(samples), discarded="" if text else "silence", heard=text, repairs=repaired.repairs,
            names=repaired.names,
        )  # fmt: skip
