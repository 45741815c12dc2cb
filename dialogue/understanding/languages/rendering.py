"""The pipeline's English for what a person said, and which of their words each part stands for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dialogue.events import Evidence, Understood

NAME = "qzname"
"""Stands for the organisation's name, so that nothing in a name is read as a word."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`start` to `end` of the English stands for `source` to `source_end` of what was said."""

    start: int
    end: int
    source: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Rendering:
    """English text with its alignment. Text that was English already is its own rendering."""

    text: str
    said: str
    pieces: tuple[Piece, ...] = ()
    name: str | None = None
    """What `NAME` stands for."""
    language: str | None = None
    """The language the conversation changes to."""
    asked: bool = False
    """The change of language was asked for."""

    def words(self, english: str) -> str:
        """The person's own words for a part of the English."""
        if not self.pieces:
            return english
        at = self.text.find(english)
        if at < 0:
            return english if english in self.said else self.said
        end = at + len(english)
        inside = [p for p in self.pieces if p.start < end and at < p.end and p.source_end > p.source]
        if not inside:
            return self.said
        return self.said[min(p.source for p in inside) : max(p.source_end for p in inside)]

    def localised(self, understood: Understood) -> Understood:
        """What was understood, with the person's own name and words in it."""
        if not self.pieces and self.language is None:
            return understood
        values = {slot: self._named(value) if slot == "organisation" else value for slot, value in understood.set.items()}
        evidence = tuple(self._evidence(e) for e in understood.evidence)
        return understood.model_copy(update={"set": values, "evidence": evidence, "language": self.language})

    def _evidence(self, evidence: Evidence) -> Evidence:
        if evidence.slot == "organisation" and self.name:
            return evidence.model_copy(update={"words": self.name[:120], "value": self.name[:120]})
        return evidence.model_copy(update={"words": self.words(evidence.words)[:120]})

    def _named(self, value: object) -> object:
        if value == NAME and self.name:
            return self.name
        return self.words(value) if self.pieces and isinstance(value, str) else value


@dataclass(slots=True)
class Writer:
    """Puts a rendering together piece by piece."""

    parts: list[str] = field(default_factory=list[str])
    pieces: list[Piece] = field(default_factory=list[Piece])
    length: int = 0

    def word(self, english: str, source: int, source_end: int) -> None:
        """One more piece of English, after a space."""
        if not english:
            return
        if self.parts:
            self._put(" ")
        self.pieces.append(Piece(self.length, self.length + len(english), source, source_end))
        self._put(english)

    def mark(self, mark: str) -> None:
        """Punctuation; the stronger of two stays."""
        if not self.parts:
            return
        if self.parts[-1] in (",", ".", "?"):
            if self.parts[-1] == "," and mark != ",":
                self.parts[-1] = mark
            return
        self._put(mark)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.parts)


def joined(renderings: Sequence[Rendering], said: str, offsets: Sequence[int]) -> Rendering:
    """Sentences that were rendered one by one."""
    text, pieces, name = "", list[Piece](), None
    for rendering, offset in zip(renderings, offsets, strict=True):
        text += " " if text and not re.search(r"\s$", text) else ""
        shift = len(text)
        if rendering.pieces:
            pieces += [Piece(p.start + shift, p.end + shift, p.source + offset, p.source_end + offset) for p in rendering.pieces]
        else:
            pieces.append(Piece(shift, shift + len(rendering.text), offset, offset + len(rendering.said)))
        text += rendering.text
        name = rendering.name or name
    return Rendering(text, said, tuple(pieces), name)
