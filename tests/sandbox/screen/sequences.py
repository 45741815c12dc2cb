"""A table of control sequences and what they make of a screen, written by ourselves after the published behaviour."""

import re
from pathlib import Path
from typing import NamedTuple

FILLED = b"abcdef\r\nghijkl\r\nmnopqr\r\nstuvwx\x1b[H"
_ESCAPE = re.compile(r"\\(x[0-9a-f]{2}|.)")
_SIGNS = {"e": "\x1b", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


class Case(NamedTuple):
    """One line of the table."""

    name: str
    cols: int
    rows: int
    before: bytes
    written: bytes
    screen: tuple[str, ...]
    cursor: tuple[int, int]
    """Column and row from 0."""
    wraps: bool
    ours: bool
    """The other terminal isn't asked."""


def cases() -> list[Case]:
    """All of them."""
    found: list[Case] = []
    size, filled, ours = (6, 4), False, False
    for line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            words = line[1:].partition("]")[0].split()
            cols, rows = words[0].split("x")
            size, filled, ours = (int(cols), int(rows)), "filled" in words, "ours" in words
        elif line and not line.startswith("#"):
            written, screen, cursor = line.split()
            row, col = cursor.removesuffix("+").split(";")
            found.append(
                Case(
                    written, *size, FILLED if filled else b"", _bytes(written), _screen(screen, size[1], filled), (int(col) - 1, int(row) - 1),
                    cursor.endswith("+"), ours,
                )
            )  # fmt: skip
    return found


def _bytes(written: str) -> bytes:
    parts: list[bytes] = []
    at = 0
    for found in _ESCAPE.finditer(written):
        parts.append(written[at : found.start()].replace("~", " ").encode())
        sign = found[1]
        parts.append(bytes([int(sign[1:], 16)]) if sign.startswith("x") and len(sign) == 3 else _SIGNS[sign].encode())
        at = found.end()
    return b"".join([*parts, written[at:].replace("~", " ").encode()])


def _screen(text: str, rows: int, filled: bool) -> tuple[str, ...]:
    was = ["abcdef", "ghijkl", "mnopqr", "stuvwx"] if filled else [""] * rows
    wanted = text.split("/")
    wanted += [""] * (rows - len(wanted))
    return tuple(old if row == "=" else row.replace(".", " ") for old, row in zip(was, wanted, strict=True))
