"""Streamed text cut into clauses that can be shown and spoken while the rest is made. Pure.

Every cut hangs on the text alone, never on how it was chunked; the clauses joined are the text. A cut is made as soon as the
character after it is known, mostly the space: nobody waits for the next word.
"""

import re
from dataclasses import dataclass

ENDS = ".!?…؟۔。！？।"
WIDE_ENDS = "。！？"
"""Followed by no space in their scripts."""
PAUSES = ",;:،؛、，；：—–"
WIDE_PAUSES = "、，；："
CLOSERS = "\"'”’»)]*_"
FIRST_WORDS = 5
"""A first clause of at least so many words may end at a comma: the sooner the voice begins, the better."""
LONGEST = 240
"""Characters after which a clause ends at the next space, whatever it says."""
_ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof jr vs etc eg ie e.g i.e a.m p.m u.s u.k approx incl excl nr vol fig inc ltd corp dept tel "
    "z.b d.h bzw usw evtl ggf inkl zzgl p.ej sra mme mlle bkz vb örn".split()
)
_WORD = re.compile(r"[^\s]*$")
_LIST_MARK = re.compile(r"(?:^|\n)[ \t]*\d{1,2}$")


@dataclass(slots=True)
class Clauses:
    """The splitter of one answer."""

    _text: str = ""
    """Of the clause under way, and what has come after it."""
    _at: int = 0
    """Decided up to here: no cut before this character."""
    _first: bool = True

    def feed(self, text: str) -> list[str]:
        """The clauses that are whole now."""
        self._text += text
        found: list[str] = []
        while self._at < len(self._text):
            cut = self._cut(self._at)
            if cut is None:
                break  # more text is needed to say
            if cut:
                found.append(self._text[:cut])
                self._text, self._at, self._first = self._text[cut:], 0, False
            else:
                self._at += 1
        return found

    def end(self) -> list[str]:
        """What is left, as one last clause."""
        rest, self._text, self._at = self._text, "", 0
        return [rest] if rest else []

    def _cut(self, at: int) -> int | None:
        """The clause's length if it ends at this character, 0 if it doesn't, None if that can't be said yet."""
        character = self._text[at]
        if not self._text[: at + 1].strip():
            return 0
        if character == "\n":
            return at + 1
        if character in ENDS:
            return self._end(at)
        if self._first and character in PAUSES:
            return self._pause(at)
        if at >= LONGEST and (character.isspace() or at >= 4 * LONGEST):
            return at
        return 0

    def _end(self, at: int) -> int | None:
        after = self._after(at)
        if after is None:
            return None
        if self._text[at] in WIDE_ENDS:
            return after
        if not self._text[after].isspace():
            return 0
        if self._text[at] != "." or self._text[at - 1 : at] == ".":
            return after
        return self._full_stop(at, after)

    def _full_stop(self, at: int, after: int) -> int | None:
        """Not after an abbreviation, an initial, the number of a list; and after `cpx42.` only if a sentence begins."""
        before = _WORD.search(self._text[:at])
        word = before[0].lstrip("\"'“‘«([*_") if before else ""
        if word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper() and word != "I"):
            return 0
        if _LIST_MARK.search(self._text[:at]):
            return 0
        if not any(character.isdigit() for character in word):
            return after
        rest = self._text[after:].lstrip(" \t")
        if not rest:
            return None
        return 0 if rest[0].islower() or rest[0].isdigit() else after

    def _pause(self, at: int) -> int | None:
        if len(self._text[:at].split()) < FIRST_WORDS:
            return 0
        if self._text[at] in WIDE_PAUSES:
            return at + 1
        if at + 1 >= len(self._text):
            return None
        spaced = self._text[at + 1].isspace()
        return at + 1 if spaced else 0

    def _after(self, at: int) -> int | None:
        """Behind the mark and what closes with it; None when the text ends there."""
        end = at + 1
        while end < len(self._text) and self._text[end] in CLOSERS:
            end += 1
        return end if end < len(self._text) else None
