"""The toolbox's sentences in other languages.

The toolbox writes English. As in a catalogue of translations, a sentence is found by its English template, the values
are taken out of it, and the same sentence of the other language is filled with them. One message may be several
sentences. What the values are is told by the name of their placeholder (see `dialogue.words`).
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialogue.patterns import regex

_PLACEHOLDER = regex(r"\{([a-z]+)(\d?)\}")
_SHAPES = {"n": r"\d+", "amount": r"[\d.,]*\d", "sku": r"[a-z]+\d+", "size": r"\S+ \([^)]*\)"}
"""Placeholder → what it can hold; anything where nothing is said."""

Localise = Callable[[str, str], str | None]
"""A value's kind and its English → how it is said; None when that isn't known."""


@dataclass(frozen=True, slots=True)
class Messages:
    """Sentences by their English template, the most particular ones first."""

    entries: tuple[tuple[re.Pattern[str], str], ...]

    @classmethod
    def parse(cls, english: str, translated: str) -> "Messages":
        """From the JSON of two `messages.json` with the same keys."""
        sources: Mapping[str, str] = json.loads(english)
        targets: Mapping[str, str] = json.loads(translated)
        by_weight = sorted(sources, key=lambda key: -len(_PLACEHOLDER.sub("", sources[key])))
        return cls(tuple((_pattern(sources[key]), targets[key]) for key in by_weight))

    def translate(self, text: str, localise: Localise) -> str | None:
        """`text` in this language; None when one of its sentences isn't known."""
        text = text.strip()
        if not text:
            return ""
        for pattern, target in self.entries:
            found = pattern.match(text)
            if found is None:
                continue
            rest = self.translate(text[found.end() :], localise)
            if rest is None:
                continue
            values = {name: localise(name.rstrip("0123456789"), value) for name, value in found.groupdict().items()}
            if all(value is not None for value in values.values()):
                return f"{target.format(**values)} {rest}".strip()
        return None


def _pattern(template: str) -> re.Pattern[str]:
    """The template as an expression; a sentence ends where the text does or another one begins."""
    parts: list[str] = []
    at = 0
    for found in _PLACEHOLDER.finditer(template):
        shape = _SHAPES.get(found.group(1), ".+?")
        parts += [re.escape(template[at : found.start()]), f"(?P<{found.group(1)}{found.group(2)}>{shape})"]
        at = found.end()
    return regex("".join(parts) + re.escape(template[at:]) + r"(?=\s|$)", re.DOTALL)
