"""Phrases: words as data, per language, with variation that is deterministic by seed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Phrases:
    """Templates by key; each has one wording or several equivalent ones."""

    templates: Mapping[str, Sequence[str]]

    @classmethod
    def parse(cls, text: str) -> "Phrases":
        """From the JSON of `prompts/<language>/phrases.json`: key → string or list of strings."""
        raw: dict[str, Any] = json.loads(text)
        return cls({key: [value] if isinstance(value, str) else list(value) for key, value in raw.items()})

    def say(self, key: str, seed: int = 0, **values: object) -> str:
        """The wording for `key`. Raises KeyError for a key or a placeholder that doesn't exist."""
        wordings = self.templates[key]
        return wordings[seed % len(wordings)].format(**values)

    def has(self, key: str) -> bool:
        """The key exists."""
        return key in self.templates


def and_list(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def money(amount: float) -> str:
    """`EUR 25.49`."""
    return f"EUR {amount:,.2f}"


def number_word(value: int) -> str:
    """Small numbers as words, the rest as digits."""
    words = "no one two three four five six seven eight nine ten".split()
    return words[value] if 0 <= value < len(words) else str(value)
