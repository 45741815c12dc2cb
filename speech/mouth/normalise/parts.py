"""A text as parts: how each stretch is written and how it is spoken, so that times of the one can be told in the other."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from speech.mouth.normalise.rules import RULES
from speech.mouth.normalise.tongues import tongue


class Part(NamedTuple):
    """One or more written words and what is said for them (nothing, for a bullet)."""

    written: str
    spoken: str


_MARKS = re.compile(r"(?:\*\*|__|`+|~~)|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+", re.MULTILINE)
_LINE = re.compile(r"(?<![.!?:,;\s])[ \t]*\n+")
_PICTURE = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]")
_ENDLESS = re.compile(r"\S{101,}")
"""Nobody wants to hear it: a digest, a key, a line of signs."""
_WORD = re.compile(r"\S+")
_SPEAKABLE = re.compile(r"\w", re.UNICODE)


def normalise(text: str, language: str = "en", names: Mapping[str, str] | None = None) -> tuple[Part, ...]:
    """The parts of a text. `names` are written words (in lower case) with their own way of being said; they go first."""
    plain = _plain(text)
    replaced = _replacements(plain, language, names or {})
    parts: list[Part] = []
    words = list(_WORD.finditer(plain))
    i = 0
    while i < len(words):
        start, end = words[i].span()
        j = i
        while True:  # a replacement may reach over several words
            over = [span for span in replaced if span[0] < end and span[1] > start]
            reach = max((span[1] for span in over), default=end)
            if reach <= end or j + 1 >= len(words):
                break
            j += 1
            end = words[j].end()
        parts.append(Part(" ".join(plain[start:end].split()), _spoken(plain, start, end, replaced)))
        i = j + 1
    return tuple(parts)


def speakable(parts: tuple[Part, ...]) -> str:
    """What a voice is given."""
    return " ".join(part.spoken for part in parts if part.spoken)


def _plain(text: str) -> str:
    """Without marks and pictures; lines of a list become sentences."""
    text = _LINK.sub(r"\1", _ENDLESS.sub("…", text))
    text = _MARKS.sub("", text)
    text = _PICTURE.sub("", text)
    text = _BULLET.sub("", text)
    return _LINE.sub(". ", text.strip()) if "\n" in text.strip() else text.strip()


def _replacements(text: str, language: str, names: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Whatever was recognised first keeps its place."""
    taken: list[tuple[int, int, str]] = []

    def take(found: Iterable[tuple[re.Match[str], str]]) -> None:
        for match, said in found:
            start, end = match.span()
            if all(end <= since or start >= until for since, until, _ in taken):
                taken.append((start, end, said))

    for name in sorted(names, key=len, reverse=True):
        alone = re.compile(rf"(?<![\w.@-]){re.escape(name)}(?![\w@-]|\.\w)", re.IGNORECASE)
        take((match, names[name]) for match in alone.finditer(text))
    for short, said in tongue(language).abbreviations.items():
        take((match, said) for match in re.finditer(rf"(?<!\w){re.escape(short)}", text, re.IGNORECASE))
    for rule in RULES:
        take((match, rule.say(match, language)) for match in rule.pattern.finditer(text))
    return sorted(taken)


def _spoken(text: str, start: int, end: int, replaced: list[tuple[int, int, str]]) -> str:
    said, at = "", start
    for since, until, words in replaced:
        if until <= start or since >= end:
            continue
        said += text[at:since] + _apart(said + text[at:since]) + words
        at = until
        if at < end and text[at].isalnum():
            said += " "
    said = " ".join((said + text[at:end]).split())
    return said if _SPEAKABLE.search(said) else ""


def _apart(before: str) -> str:
    return " " if before and before[-1].isalnum() else ""
