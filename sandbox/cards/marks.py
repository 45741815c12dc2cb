"""What programs tell the terminal about themselves, read out of their output: where a command begins and ends, that somebody is
wanted (OSC 9, 133, 633, 777), the title, whether they fill the screen. Bytes may come cut anywhere."""

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote

from sandbox.cards.redact import plain

LONGEST = 64 * 1024
"""Bytes of one sequence; a longer one is none."""
TAIL = 4096
"""Bytes of a command's output that are kept."""
_TOKEN = re.compile(rb"\x1b(?:\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)|\[\?(?P<modes>[\d;]*(?:47|1049)[\d;]*)(?P<set>[hl]))")
"""Begins with one certain byte, so that it is searched for fast: all output goes through here."""
_BEGUN = re.compile(rb"\x1b(?:\][^\x07\x1b]*\x1b?|\[[\d;?]*)?\Z")
_ALTERNATE = {b"47", b"1047", b"1049"}
_HISTORY = re.compile(r"\s*(\d+)\*?\s+(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """The shell waits for a command."""


@dataclass(frozen=True, slots=True)
class Began:
    """A command runs; `command` is empty where the shell doesn't tell."""

    command: str


@dataclass(frozen=True, slots=True)
class Finished:
    """It has ended."""

    code: int | None
    tail: str
    truncated: bool


@dataclass(frozen=True, slots=True)
class Notified:
    """The program wants somebody's attention."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Titled:
    """The window's title."""

    title: str


@dataclass(frozen=True, slots=True)
class Filled:
    """Whether a program fills the screen."""

    on: bool


Mark = Prompt | Began | Finished | Notified | Titled | Filled


class Marks:
    """Output in, marks out."""

    def __init__(self) -> None:
        self._rest = b""
        self._running = False
        self._tail = bytearray()
        self._length = 0
        self._told: str = ""
        self._history = 0

    def resume(self) -> None:
        """A command ran already when somebody began to listen."""
        self._running = True

    def feed(self, data: bytes) -> list[Mark]:
        """The marks that are whole now."""
        if not self._rest and b"\x1b" not in data:
            self._keep(data)
            return []
        data = self._rest + data
        found: list[Mark] = []
        at = 0
        for token in _TOKEN.finditer(data):
            self._keep(data[at : token.start()])
            at = token.end()
            found += self._read(token)
        rest = data[at:]
        self._rest = _begun(rest)
        self._keep(rest[: len(rest) - len(self._rest)])
        return found

    def _keep(self, text: bytes) -> None:
        if self._running and text:
            self._length += len(text)
            self._tail += text[-TAIL:]
            del self._tail[: max(0, len(self._tail) - TAIL)]

    def _read(self, token: re.Match[bytes]) -> list[Mark]:
        if token["modes"] is not None:
            return [Filled(token["set"] == b"h")] if _ALTERNATE & set(token["modes"].split(b";")) else []
        code, _, text = token["osc"].decode(errors="replace").partition(";")
        match code:
            case "0" | "2":
                return [Titled(plain(text)[:200])]
            case "9":
                # 9;4 is a bar of progress, 9;9 a folder.
                return [] if re.match(r"\d+(;|$)", text) else [Notified("", plain(text)[:500])]
            case "777":
                kind, _, rest = text.partition(";")
                title, _, body = rest.partition(";")
                return [Notified(plain(title)[:200], plain(body)[:500])] if kind == "notify" else []
            case "633" if text.startswith("E;"):
                self._told = re.sub(r"\\x([0-9a-f]{2})", lambda m: chr(int(m[1], 16)), text[2:].split(";")[0])
                return []
            case "133" | "633":
                return self._command(text)
            case _:
                return []

    def _command(self, text: str) -> list[Mark]:
        kind, _, rest = text.partition(";")
        match kind:
            case "A":
                return [Prompt()]
            case "C":
                self._running, self._length = True, 0
                self._tail.clear()
                told, self._told = self._said(rest) or self._told, ""
                return [Began(plain(told).strip())]
            case "D" if self._running:
                self._running = False
                code = int(rest.split(";")[0]) if re.match(r"\d{1,3}(;|$)", rest) else None
                tail = plain(self._tail.decode(errors="replace")).strip("\n")
                return [Finished(code, tail, self._length > TAIL)]
            case _:
                return []

    def _said(self, rest: str) -> str:
        for part in rest.split(";"):
            name, _, value = part.partition("=")
            if name == "cmdline_url":
                return unquote(value)
            if name == "cmdline":
                return value
            if name == "history":
                return self._of_history(value)
        return ""

    def _of_history(self, value: str) -> str:
        """The last line of the shell's history. One with the number of the line before wasn't remembered by the shell."""
        try:
            found = _HISTORY.match(base64.b64decode(value, validate=True).decode(errors="replace"))
        except (binascii.Error, ValueError):
            return ""
        if found is None or int(found[1]) == self._history:
            return ""
        self._history = int(found[1])
        return found[2].strip()


def _begun(rest: bytes) -> bytes:
    """The sequence at the end that isn't whole yet: from the last escape on, or from the one before where that one may end it."""
    last = rest.rfind(b"\x1b")
    for at in (rest.rfind(b"\x1b", 0, last), last) if last >= 0 else ():
        if at >= 0 and len(rest) - at <= LONGEST and _BEGUN.match(rest, at):
            return rest[at:]
    return b""


HISTORY = "HISTTIMEFORMAT= history 1 2>/dev/null | base64 2>/dev/null | tr -d '\\n'"
SHELL = {
    "PS0": f"\\e]133;C;history=$({HISTORY})\\a",
    "PROMPT_COMMAND": "printf '\\033]133;D;%s\\007\\033]133;A\\007' \"$?\"",
}
"""Environment in which bash tells where commands begin and end."""
