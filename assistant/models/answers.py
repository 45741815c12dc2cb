"""What in an answer's text is for the person: thinking is left out, calls written as text are taken out. Pure, cut anywhere.

Servers without a parser for their model's dialect hand over `<think>…</think>` and `<tool_call>{…}</tool_call>` as plain text.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from assistant.models.mending import read

_TAGS = {"<think>": "</think>", "<thinking>": "</thinking>", "<tool_call>": "</tool_call>"}
_STRAY = ("</think>", "</thinking>", "</tool_call>")
"""An end whose beginning stood in the prompt."""
_ALL = (*_TAGS, *_STRAY)
_LONGEST = max(map(len, _ALL))
_NAME = re.compile(r'"name"\s*:\s*"([^"]{1,200})"')


@dataclass(frozen=True, slots=True)
class WrittenCall:
    """A call that stood in the text. `arguments` None: they couldn't be read."""

    tool: str
    arguments: dict[str, Any] | None


@dataclass(slots=True)
class AnswerText:
    """Fed with the text as it comes; says what of it may be shown."""

    calls: list[WrittenCall] = field(default_factory=list[WrittenCall])
    _held: str = ""
    """What may still become a tag."""
    _inside: str | None = None
    """The tag that is open."""
    _hidden: list[str] = field(default_factory=list[str])
    _shown: bool = False

    def feed(self, text: str) -> str:
        """What can be shown now."""
        self._held += text
        shown: list[str] = []
        while self._advance(shown):
            pass
        return self._visible("".join(shown))

    def end(self) -> str:
        """The rest. A tag left open hides what follows it, a call left open is read as far as it goes."""
        rest, self._held = self._held, ""
        if self._inside is None:
            return self._visible(rest)
        self._hidden.append(rest)
        self._close()
        return ""

    def _advance(self, shown: list[str]) -> bool:
        """One step; False when more text is needed."""
        if self._inside is not None:
            return self._hide(_TAGS[self._inside])
        found = min(((at, tag) for tag in _ALL if (at := self._held.find(tag)) >= 0), default=None)
        if found is None:
            keep = _may_begin(self._held, _ALL)
            shown.append(self._held[: len(self._held) - keep])
            self._held = self._held[len(self._held) - keep :]
            return False
        at, tag = found
        shown.append(self._held[:at])
        self._held = self._held[at + len(tag) :]
        self._inside = tag if tag in _TAGS else None
        return True

    def _hide(self, closing: str) -> bool:
        at = self._held.find(closing)
        if at < 0:
            keep = _may_begin(self._held, (closing,))
            self._hidden.append(self._held[: len(self._held) - keep])
            self._held = self._held[len(self._held) - keep :]
            return False
        self._hidden.append(self._held[:at])
        self._held = self._held[at + len(closing) :]
        self._close()
        return True

    def _close(self) -> None:
        inside, hidden = self._inside, "".join(self._hidden)
        self._inside, self._hidden = None, []
        if inside == "<tool_call>":
            self.calls += _calls(hidden)

    def _visible(self, text: str) -> str:
        """Blank lines between the thinking and the answer aren't part of it."""
        if not self._shown:
            text = text.lstrip()
            self._shown = bool(text)
        return text


def _may_begin(text: str, tags: tuple[str, ...]) -> int:
    """How many characters at the end may be the beginning of a tag."""
    for length in range(min(len(text), _LONGEST - 1), 0, -1):
        if any(tag.startswith(text[-length:]) for tag in tags):
            return length
    return 0


def _calls(written: str) -> list[WrittenCall]:
    """One object, or one a line."""
    if not written.strip():
        return []
    whole = read(written)
    objects = [whole] if whole is not None else [read(line) for line in written.splitlines() if line.strip()]
    if any(found is None for found in objects):
        name = _NAME.search(written)
        return [WrittenCall(name[1] if name else "", None)]
    return [_call(found) for found in objects if found is not None]


def _call(found: dict[str, Any]) -> WrittenCall:
    name = found.get("name") or found.get("tool") or ""
    return WrittenCall(str(name), read(found.get("arguments", found.get("parameters"))))
