"""Phrases: words as data, one set per language, with variation that is deterministic by seed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dialogue.messages import Messages

ENGLISH = "en"
_FEW = range(3, 11)
_MANY = range(11, 100)


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language: templates by key, each with one wording or several equivalent ones; forms by number or by word."""

    templates: Mapping[str, Sequence[str]]
    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """Key → what fits a number's class (`one`, `other`; see `plural`) or a word ("1", "yes")."""
    language: str = ENGLISH
    messages: Messages | None = None
    """The toolbox's sentences in this language; None for English, in which they are written."""
    others: "Mapping[str, Phrases]" = field(default_factory=dict[str, "Phrases"])
    """The other languages."""

    @classmethod
    def parse(cls, text: str, language: str = ENGLISH) -> "Phrases":
        """From the JSON of `prompts/<language>/phrases.json`: key → string, list of strings, or object of strings."""
        raw: dict[str, Any] = json.loads(text)
        flat = {key: [value] if isinstance(value, str) else list(value) for key, value in raw.items() if not isinstance(value, dict)}
        return cls(flat, {key: value for key, value in raw.items() if isinstance(value, dict)}, language)

    @classmethod
    def gather(cls, texts: Mapping[str, str], messages: Mapping[str, str]) -> "Phrases":
        """English with the other languages beside it; both arguments by language, as the JSON of their files."""
        others = {
            code: replace(cls.parse(text, code), messages=Messages.parse(messages[ENGLISH], messages[code]))
            for code, text in texts.items()
            if code != ENGLISH
        }
        return replace(cls.parse(texts[ENGLISH]), others=others)

    def of(self, language: str) -> "Phrases":
        """The phrases of that language; these where there are none."""
        return self.others.get(language, self)

    def say(self, key: str, seed: int = 0, **values: object) -> str:
        """The wording for `key`. Raises KeyError for a key or a placeholder that doesn't exist."""
        wordings = self.templates[key]
        return wordings[seed % len(wordings)].format(**values)

    def has(self, key: str) -> bool:
        """The key exists."""
        return key in self.templates

    def form(self, key: str, which: str) -> str | None:
        """One form of `key`."""
        return self.forms.get(key, {}).get(which)

    def counted(self, key: str, number: int, *, digits: bool = False, **values: object) -> str:
        """The form of `key` that fits the number, which stands in it as `{n}`: in words when it is small, or in digits."""
        forms = self.forms[key]
        template = forms.get(plural(self.language, number)) or forms["other"]
        return template.format(n=str(number) if digits else self.number(number), **values)

    def number(self, value: int) -> str:
        """Small numbers as words, the rest as digits."""
        return self.form("number", str(value)) or str(value)

    def listed(self, items: Sequence[str], joiner: str = "and") -> str:
        """`a`, `a and b`, `a, b and c`; with `or` likewise."""
        if len(items) <= 1:
            return "".join(items)
        before = self.forms.get(f"list_{joiner}_before", {})  # Spanish says "e" before an i
        template = next((t for start, t in before.items() if items[-1].casefold().startswith(start)), None)
        head = self.say("list_comma").join(items[:-1])
        return template.format(head=head, last=items[-1]) if template else self.say(f"list_{joiner}", head=head, last=items[-1])

    def money(self, amount: float) -> str:
        """`EUR 25.49`, as this language says it."""
        point, group = self.say("decimal_point"), self.say("thousands")
        digits = f"{amount:,.2f}".replace(",", "\0").replace(".", point).replace("\0", group)
        return self.say("money", amount=digits)

    def place(self, name: str) -> str:
        """A country, a city or a law by its English name, as it is called in this language; else as it stands."""
        return self.form("place", name) or name


def plural(language: str, number: int) -> str:
    """The class of a whole number in a language: which form of a noun goes with it."""
    if language == "ar":
        classes = {0: "zero", 1: "one", 2: "two"}
        if number in classes:
            return classes[number]
        return "few" if number % 100 in _FEW else "many" if number % 100 in _MANY else "other"
    return "one" if number == 1 or (language == "fr" and number == 0) else "other"
