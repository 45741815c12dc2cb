"""Where a text may be cut for speaking: the first piece short, so that it is heard soon, the others whole sentences. Pure.

Fed in any pieces, it gives the same clauses.
"""

import re
from dataclasses import dataclass

_ABBREVIATIONS = frozenset(
    "e.g. i.e. etc. mr. mrs. ms. dr. st. vs. approx. no. inc. ltd. co. z.b. d.h. bzw. usw. ca. nr. p.ej. sr. sra. vb. örn. dr.".split()
)
_END = re.compile(r"[.!?…؟。][\"'”»)\]]*(?=\s)|\n+")
_BREATH = re.compile(r"(?:[,;:،؛][\"'”»)\]]*(?=\s))|(?<=\s)[–—-](?=\s)")
_VALUE = re.compile(r"(?<=\s)(?:[A-Z]{3}\s|[€$£(]\s?)*[^\s\d]*?(?:\d|\w[.@]\w)")
"""A sum, a size, an address: what is filled in. The words before it are the same every time, so they are mostly in the cache."""
_BEFORE_VALUE = 3
"""Words that the first piece must have to end there."""
_FIRST_WORDS, _LATER_WORDS, _LONG = 1, 9, 24
"""Words a piece must have to end at a comma: the first, the others; and where a piece is cut whatever stands there."""


@dataclass(slots=True)
class ClauseSplitter:
    """Takes text as it comes."""

    _pending: str = ""
    _first: bool = True
    _opened: bool = False
    """What stood before the first value is said already."""

    def push(self, text: str) -> list[str]:
        """The clauses that are complete now."""
        self._pending += text
        return self._cut(final=False)

    def flush(self) -> list[str]:
        """What is left."""
        made = self._cut(final=True)
        rest, self._pending = self._pending.strip(), ""
        self._first, self._opened = True, False
        return [*made, rest] if rest else made

    def _cut(self, *, final: bool) -> list[str]:
        made: list[str] = []
        while (end := self._next(final=final)) is not None:
            before_value = end == self._before_value(self._pending)
            clause, self._pending = self._pending[:end].strip(), self._pending[end:]
            if clause:
                made.append(clause)
                self._first, self._opened = before_value, True
        return made

    def _next(self, *, final: bool) -> int | None:
        """The first place to cut that is sure: what follows can't move it."""
        least = _FIRST_WORDS if self._first else _LATER_WORDS
        text = self._pending
        places = sorted(
            [(m.end(), True) for m in _END.finditer(text) if not _abbreviated(text[: m.end()])]
            + [(m.end(), False) for m in _BREATH.finditer(text)]
        )
        value = self._before_value(text)
        for place, sentence in places:
            words = len(text[:place].split())
            if words and (sentence or words >= least):
                return self._shortened(text, place if value is None else min(value, place))
        if final and value is not None and text.rstrip()[-1] in ".!?…؟。":
            return value
        if not final and len(text.split()) <= _LONG + 1:
            return None
        return self._shortened(text, len(text)) if len(text.split()) > _LONG else None

    def _before_value(self, text: str) -> int | None:
        """Where the first piece ends before something that is filled in."""
        found = (m.start() for m in _VALUE.finditer(text) if self._first and not self._opened)
        return next((at for at in found if _BEFORE_VALUE <= len(text[:at].split()) <= _LONG), None)

    @staticmethod
    def _shortened(text: str, place: int) -> int:
        """A piece that is too long for one breath is cut between two words."""
        words = list(re.finditer(r"\S+", text[:place]))
        return words[_LONG - 1].end() if len(words) > _LONG else place


def _abbreviated(text: str) -> bool:
    """It ends in an abbreviation or an initial, or in the number of a list."""
    last = text.rsplit(maxsplit=1)[-1].lower() if text.split() else ""
    return last in _ABBREVIATIONS or re.fullmatch(r"(?:[^\W\d_]|\d{1,2})\.", last) is not None and len(text.split()) > 0 and _opens(text, last)


def _opens(text: str, last: str) -> bool:
    """"1." ends nothing at the beginning of a line; at the end of a sentence it does. An initial never does."""
    return not last[0].isdigit() or text[: -len(last)].rstrip(" ").endswith(("\n", ":")) or not text[: -len(last)].strip()


def clauses(text: str) -> list[str]:
    """All of a text at once."""
    splitter = ClauseSplitter()
    return [*splitter.push(text), *splitter.flush()]
