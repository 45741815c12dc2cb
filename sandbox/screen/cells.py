"""Single cells and rows of a terminal, where the library's own rendering leaves something out."""

import ctypes
from typing import Any, NamedTuple

from sandbox.screen import ghostty as lib
from sandbox.screen.terminal import Terminal

_BLANK = (0, 0x20)
SAMPLES = 8
"""Cells looked at of a line in the scrollback that holds no text; on the screen all of them."""


class Run(NamedTuple):
    """Cells without text that have a background."""

    start: int
    length: int
    colour: bytes
    """Parameters of SGR."""


class Cells:
    """Reads cells; valid until the terminal is fed again."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._cols = terminal.cols
        self._cell = ctypes.c_uint64()
        self._read = lib.call("grid_ref_cell")
        self._row_of, self._row_get, self._cell_get = lib.call("grid_ref_row"), lib.call("row_get"), lib.call("cell_get")
        # Asked for each line of a long scrollback: what ctypes needs is made once.
        self._ref: lib.GridRef = lib.sized(lib.GridRef)
        self._row_value, self._flag, self._kind, self._code = ctypes.c_uint64(), ctypes.c_bool(), ctypes.c_int(), ctypes.c_uint32()

    def _row(self, y: int) -> lib.GridRef:
        return self._terminal.at(0, y, self._ref)

    def _value(self, ref: lib.GridRef, x: int) -> int:
        ref.x = x
        lib.check(self._read(ctypes.byref(ref), ctypes.byref(self._cell)), "cell")
        return self._cell.value

    def filled(self, y: int) -> list[Run]:
        """Backgrounds of row `y` (0 is the oldest), which holds no text."""
        ref, cols = self._row(y), self._cols
        if y < self._terminal.scrollback:
            places = {min(cols - 1, cols * i // (SAMPLES - 1)) for i in range(SAMPLES)}
            if not any(self._value(ref, x) for x in places):
                return []
        runs: list[Run] = []
        start, last = 0, 0
        for x in range(cols + 1):
            value = self._value(ref, x) if x < cols else -1
            if value != last:
                if (colour := _background(last)) is not None:
                    runs.append(Run(start, x - start, colour))
                start, last = x, value
        return runs

    def wraps(self, y: int) -> bool:
        """Row `y` goes on in the next one, and is written to its end: blanks there are left out of what the library renders."""
        ref = self._row(y)
        last = self._value(ref, self._cols - 1)
        lib.check(self._cell_get(last, lib.CELL_WIDE, ctypes.byref(self._kind)), "wide")
        wide = self._kind.value
        if wide == lib.WIDE_SPACER_HEAD:
            return False
        if wide != lib.WIDE_SPACER_TAIL:
            lib.check(self._cell_get(last, lib.CELL_CODEPOINT, ctypes.byref(self._code)), "codepoint")
            if self._code.value in _BLANK:
                return False
        lib.check(self._row_of(ctypes.byref(ref), ctypes.byref(self._row_value)), "row")
        lib.check(self._row_get(self._row_value.value, lib.ROW_WRAP, ctypes.byref(self._flag)), "wrap")
        return self._flag.value

    def last_start(self, y: int) -> int:
        """Column at which the last character of row `y` begins."""
        return self.start(y, self._cols - 1)

    def start(self, y: int, x: int) -> int:
        """Column at which the character in this cell begins."""
        value = self._value(self._row(y), x)
        return x - 1 if x and _data(value, lib.CELL_WIDE, ctypes.c_int()) == lib.WIDE_SPACER_TAIL else x


def _data(cell: int, key: int, into: Any) -> Any:
    lib.check(lib.call("cell_get")(cell, key, ctypes.byref(into)), f"cell {key}")
    return into.value if hasattr(into, "value") else into


def _background(cell: int) -> bytes | None:
    if cell <= 0:
        return None
    match _data(cell, lib.CELL_CONTENT_TAG, ctypes.c_int()):
        case lib.CONTENT_BG_PALETTE:
            return b"48;5;%d" % _data(cell, lib.CELL_COLOR_PALETTE, ctypes.c_uint8())
        case lib.CONTENT_BG_RGB:
            colour = _data(cell, lib.CELL_COLOR_RGB, lib.Rgb())
            return b"48;2;%d;%d;%d" % (colour.r, colour.g, colour.b)
        case _:
            return None
