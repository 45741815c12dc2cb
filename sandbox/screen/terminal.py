"""One emulated terminal: bytes in, state out. No I/O and no clock."""

import ctypes
from collections.abc import Callable
from typing import Any, NamedTuple, Self

from sandbox.screen import ghostty as lib

LINES = 10_000
"""Most lines of scrollback kept."""
LARGEST_SCROLLBACK = 32 * 1024 * 1024
"""Bytes."""
CELL_BYTES, PAGE_BYTES = 9, 1024 * 1024
"""What a cell takes of scrollback, and what goes at once when there is too much."""
FOREGROUND = (0xD4, 0xD7, 0xDD)
BACKGROUND = (0x14, 0x16, 0x1B)
"""What a program is told when it asks; the page's terminal has the same."""
CELL = (8, 16)
"""Size of a cell in pixels, as programs that ask are told."""
LONGEST_CONTINUATION = 64 * 1024
SMALLEST, LARGEST = 1, 1000
SYNCHRONIZED = 2026
DELETE = b"\x7f"
"""Terminals pass over it wherever it comes; the library would show a character."""
GRAPHEMES = 2027
"""What people see as one character is one, in ours and in the page's terminal: both count its cells by Unicode."""

Reply = Callable[[bytes], None]


class Cursor(NamedTuple):
    """Where the next character goes; with `wraps` it goes to the next line first."""

    x: int
    y: int
    wraps: bool


def clamped(cols: int, rows: int) -> tuple[int, int]:
    """A size that a terminal can have; 0 means the default."""
    return min(max(cols or 80, SMALLEST), LARGEST), min(max(rows or 24, SMALLEST), LARGEST)


class Terminal:
    """A terminal without a window.

    Args:
        reply: takes what the terminal answers to the program (cursor position, attributes, colours).
        handle: one that the library made.
    """

    def __init__(
        self, cols: int, rows: int, *, lines: int = LINES, reply: Reply | None = None, handle: ctypes.c_void_p | None = None
    ) -> None:
        if handle is None:
            handle = ctypes.c_void_p()
            lib.check(lib.call("terminal_new")(None, ctypes.byref(handle), *clamped(cols, rows)), "new")
        self._handle = handle
        self._reply: Reply | None = None
        self._kept: list[Any] = []
        self._free = lib.call("terminal_free")  # still there when the interpreter goes
        self._lines = lines
        self._bound(clamped(cols, rows)[0])
        for option in (lib.OPT_MODE_DEFAULT, lib.OPT_MODE):
            self._set(option, lib.ModeConfig(GRAPHEMES, True))
        self._set(lib.OPT_CONTINUATION_MAX_BYTES, ctypes.c_size_t(LONGEST_CONTINUATION))
        self._set(lib.OPT_KITTY_IMAGE_STORAGE_LIMIT, ctypes.c_uint64(0))
        self._set(lib.OPT_COLOR_FOREGROUND, lib.Rgb(*FOREGROUND))
        self._set(lib.OPT_COLOR_BACKGROUND, lib.Rgb(*BACKGROUND))
        if reply is not None:
            self.answer_to(reply)

    def answer_to(self, reply: Reply) -> None:
        """From now on `reply` takes what the terminal answers to the program."""
        self._reply = reply
        answer, size = lib.WritePty(self._answer), lib.ReportSize(self._size)
        self._kept = [answer, size]  # the library holds no reference
        for option, function in ((lib.OPT_WRITE_PTY, answer), (lib.OPT_SIZE, size)):
            lib.check(lib.call("terminal_set")(self._handle, option, ctypes.cast(function, ctypes.c_void_p)), "set")

    def _bound(self, cols: int) -> None:
        """By bytes, which lets go of whole pages: at a bound of lines each new one costs five times as much as without. So up to twice
        as many lines are kept as were asked for."""
        size = self._lines * cols * CELL_BYTES + PAGE_BYTES if self._lines else 0
        self._set(lib.OPT_SCROLLBACK_MAX_BYTES, ctypes.c_size_t(min(size, LARGEST_SCROLLBACK)))
        self._set(lib.OPT_SCROLLBACK_MAX_LINES, ctypes.c_size_t(2 * self._lines))

    def _set(self, option: int, value: Any) -> None:
        lib.check(lib.call("terminal_set")(self._handle, option, ctypes.byref(value)), f"set {option}")

    def _answer(self, _terminal: Any, _data: Any, text: int | None, length: int) -> None:
        if self._reply is not None and text and length:
            self._reply(ctypes.string_at(text, length))

    def _size(self, _terminal: Any, _data: Any, out: Any) -> bool:
        report = out.contents
        report.rows, report.columns = self.rows, self.cols
        report.cell_width, report.cell_height = CELL
        return True

    def close(self) -> None:
        """Free it."""
        if self._handle:
            self._free(self._handle)
            self._handle = ctypes.c_void_p()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def feed(self, data: bytes) -> None:
        """What a program wrote."""
        if DELETE in data:
            data = data.replace(DELETE, b"")
        lib.call("terminal_vt_write")(self._handle, data, len(data))

    def resize(self, cols: int, rows: int) -> None:
        """The main screen's lines are wrapped anew."""
        cols, rows = clamped(cols, rows)
        lib.check(lib.call("terminal_resize")(self._handle, cols, rows, *CELL), "resize")
        self._bound(cols)

    def compress(self, *, fully: bool = False) -> None:
        """Scrollback that nobody looks at takes less memory from now on."""
        mode, result = lib.COMPRESS_FULL if fully else lib.COMPRESS_INCREMENTAL, ctypes.c_int()
        lib.call("terminal_compress")(self._handle, mode, ctypes.byref(result))

    def get(self, key: int, kind: Any = ctypes.c_uint16) -> Any:
        """One of the library's data. Raises EmulatorFailed."""
        value = kind()
        lib.check(lib.call("terminal_get")(self._handle, key, ctypes.byref(value)), f"get {key}")
        return value.value if hasattr(value, "value") else value

    def find(self, key: int, kind: Any) -> Any | None:
        """One of the library's data, where it has a value."""
        value = kind()
        result = lib.call("terminal_get")(self._handle, key, ctypes.byref(value))
        return None if result != lib.SUCCESS else value

    def string(self, key: int) -> bytes:
        """One of the library's data that is text."""
        found = self.find(key, lib.String)
        return ctypes.string_at(found.ptr, found.len) if found is not None and found.ptr and found.len else b""

    @property
    def cols(self) -> int:
        """Columns."""
        return self.get(lib.DATA_COLS)

    @property
    def rows(self) -> int:
        """Rows of the screen."""
        return self.get(lib.DATA_ROWS)

    @property
    def cursor(self) -> Cursor:
        """From 0."""
        return Cursor(
            self.get(lib.DATA_CURSOR_X), self.get(lib.DATA_CURSOR_Y), self.get(lib.DATA_CURSOR_PENDING_WRAP, ctypes.c_bool)
        )

    @property
    def scrollback(self) -> int:
        """Lines above the screen."""
        return self.get(lib.DATA_SCROLLBACK_ROWS, ctypes.c_size_t)

    @property
    def alternate(self) -> bool:
        """The second screen is shown, the one without scrollback."""
        return bool(self.get(lib.DATA_ACTIVE_SCREEN, ctypes.c_int))

    @property
    def grounded(self) -> bool:
        """No escape sequence is half read."""
        return self.get(lib.DATA_VT_GROUND, ctypes.c_bool)

    @property
    def synchronized(self) -> bool:
        """The program is in the middle of drawing a frame and said so."""
        return self.mode(SYNCHRONIZED)

    @property
    def continuation(self) -> bytes:
        """What of a half read sequence came so far."""
        return lib.read_all("terminal_continuation_buf", self._handle)

    @property
    def title(self) -> bytes:
        """As the program set it: not to be trusted."""
        return self.string(lib.DATA_TITLE)

    def mode(self, number: int, *, ansi: bool = False) -> bool:
        """Whether a mode is set; one of DEC's unless `ansi`."""
        config = lib.ModeConfig(mode=(number & 0x7FFF) | (int(ansi) << 15))
        found = lib.call("terminal_get")(self._handle, lib.DATA_MODE, ctypes.byref(config))
        return found == lib.SUCCESS and config.value

    def encode(self) -> bytes:
        """Everything, in the library's own form, which only the same version of it reads."""
        return lib.read_all("snapshot_encode_buf", self._handle, (self.scrollback + self.rows) * self.cols * 4)

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """A terminal from its library's form; it answers no questions. Raises EmulatorFailed."""
        decoder, handle = ctypes.c_void_p(), ctypes.c_void_p()
        lib.check(lib.call("snapshot_decoder_new_buf")(None, ctypes.byref(decoder), data, len(data)), "decoder")
        try:
            lib.check(lib.call("snapshot_decoder_decode")(decoder, ctypes.byref(handle)), "decode")
        finally:
            lib.call("snapshot_decoder_free")(decoder)
        return cls(0, 0, handle=handle)

    def clone(self) -> Self:
        """A second one in the same state, for finding out what can't be asked."""
        return self.decode(self.encode())

    def formatted(self, options: lib.FormatterOptions, guess: int = 4096) -> bytes:
        """As text or as sequences that draw it."""
        formatter = ctypes.c_void_p()
        lib.check(lib.call("formatter_terminal_new")(None, ctypes.byref(formatter), self._handle, options), "formatter")
        try:
            return lib.read_all("formatter_format_buf", formatter, guess)
        finally:
            lib.call("formatter_free")(formatter)

    def select(self, start: tuple[int, int], end: tuple[int, int], *, screen: bool = False) -> lib.Selection:
        """From one cell to another, both included; valid until the next change. With `screen` row 0 is the oldest line."""
        selection: lib.Selection = lib.sized(lib.Selection)
        for corner, (x, y) in ((selection.start, start), (selection.end, end)):
            point = lib.Point(lib.POINT_SCREEN if screen else lib.POINT_ACTIVE, lib.PointValue(x, y))
            lib.check(lib.call("terminal_grid_ref")(self._handle, point, ctypes.byref(corner)), "grid")
        return selection

    def at(self, x: int, y: int, into: lib.GridRef) -> lib.GridRef:
        """One cell, row 0 is the oldest line; valid until the next change."""
        point = lib.Point(lib.POINT_SCREEN, lib.PointValue(x, y))
        lib.check(lib.call("terminal_grid_ref")(self._handle, point, ctypes.byref(into)), "grid")
        return into

    def text(self, last: int | None = None) -> str:
        """The screen as plain text; only the `last` rows of it where given."""
        options: lib.FormatterOptions = lib.sized(lib.FormatterOptions)
        options.emit, options.trim = lib.FORMAT_PLAIN, True
        top = 0 if last is None else max(0, self.rows - last)
        options.selection = ctypes.pointer(self.select((0, top), (self.cols - 1, self.rows - 1)))
        return self.formatted(options).decode(errors="replace")
