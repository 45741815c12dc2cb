"""The whole state of a terminal as bytes: written to a fresh one, they bring it to the same state.

Both screens, scrollback, wrapped lines, cursor (its wish to wrap too), the saved cursors, pen, character sets,
margins, tab stops, modes, changed colours, title, and what of a half read sequence came so far: so it can be taken
at any byte. In a synchronized update the fresh terminal is left inside that update, and shows the frame when it is whole.
"""

import ctypes
import re

from sandbox.screen import ghostty as lib
from sandbox.screen.cells import Cells, Run
from sandbox.screen.terminal import Cursor, Terminal

RESET = b"\x1bc"
_MODE = re.compile(rb"\x1b\[(\??)(\d+)([hl])")
_PREFIX = re.compile(rb"(?:\x1b\[\??\d+[hl])*")
_STYLES = re.compile(rb"(?:\x1b\[[\d;:]*m)*")
_UNSAFE = re.compile(rb"[\x00-\x1f\x7f]")
_SCREENS = (1049, 1047, 47)
_ELSEWHERE = {(b"?", n) for n in (3, 6, 7, 40, 47, 69, 1047, 1048, 1049, 2026)} | {(b"", 4)}
"""Modes that have a place of their own below, or whose setting does something else as well."""
_USUAL_SHAPE = b"2"
_PLAIN = b"\x1b[?6l\x1b[0m\x1b(B\x1b)B\x0f"
_UNTOUCHED = [b"", b"\x1b[1;1H", b"\x1b[0m", b"\x1b7"]
_SCREEN_EXTRAS = ("style", "hyperlink", "protection", "kitty_keyboard", "charsets")


def replay(terminal: Terminal, *, lines: int | None = None) -> bytes:
    """What brings a fresh terminal of the same size to this one's state.

    Args:
        lines: at most so many of the scrollback.
    """
    parts = [RESET, b"\x1b[?2026h", _colours(terminal), _texts(terminal)]
    modes = _modes(terminal)
    # What can't be asked is found out with a second terminal in the same state, by doing what would show it.
    with terminal.clone() as probe:
        shape, origin, saved = _cursor_shape(probe), _home(probe), _saved_cursor(probe)
        if terminal.alternate:
            parts += _main_screen(probe, lines)
    parts.append(b"\x1b[H")
    parts += _content(terminal, lines)
    parts += [saved, _tab_stops(terminal)]
    if terminal.mode(69):
        parts.append(b"\x1b[?69h")
    parts.append(_extras(terminal, "scrolling_region"))
    parts += [m.group() for m in modes if (m[1], int(m[2])) not in _ELSEWHERE]
    parts.append(_cursor(terminal, origin))
    parts += [m.group() for m in modes if (m[1], int(m[2])) in ((b"?", 7), (b"", 4))]
    parts += [_extras(terminal, *_SCREEN_EXTRAS, "keyboard"), shape]
    if not terminal.synchronized:
        parts.append(b"\x1b[?2026l")
    parts.append(terminal.continuation)
    return b"".join(parts)


def _main_screen(probe: Terminal, lines: int | None) -> list[bytes]:
    """What lies under the alternate screen, and the way back into the latter."""
    mode = next((n for n in _SCREENS if probe.mode(n)), _SCREENS[0])
    probe.feed(b"\x1b[?%dl\x1b8" % mode)
    return [b"\x1b[H", *_content(probe, lines), *_kept(probe), b"\x1b[?%dh" % mode, _PLAIN]


def _options(*extras: str) -> lib.FormatterOptions:
    options: lib.FormatterOptions = lib.sized(lib.FormatterOptions)
    options.emit = lib.FORMAT_VT
    for name in extras:
        setattr(options.extra.screen if name in _SCREEN_EXTRAS else options.extra, name, True)
    return options


def _content(terminal: Terminal, lines: int | None) -> list[bytes]:
    """Rows from the top left corner down, so that as many scroll out of sight as did here."""
    history = terminal.scrollback
    first = 0 if lines is None else max(0, history - lines)
    total = history + terminal.rows
    options = _options()
    options.selection = ctypes.pointer(terminal.select((0, first), (terminal.cols - 1, total - 1), screen=True))
    rows = terminal.formatted(options, (total - first) * terminal.cols * 2).split(b"\r\n")
    rows += [b""] * (total - first - len(rows))
    cells, cols = Cells(terminal), terminal.cols
    parts: list[bytes] = []
    for index, row in enumerate(rows):
        y = first + index
        parts.append(row + _backgrounds(cells.filled(y)) if _STYLES.fullmatch(row) else row)
        if index + 1 < len(rows) and not (len(row) >= cols - 1 and rows[index + 1] and cells.wraps(y)):
            parts.append(b"\r\n")
    parts.append(b"\x1b[0m")
    return parts


def _backgrounds(runs: list[Run]) -> bytes:
    return b"".join(b"\x1b[0;%sm\x1b[%dG\x1b[%dX\x1b[0m" % (run.colour, run.start + 1, run.length) for run in runs)


def _extras(terminal: Terminal, *names: str) -> bytes:
    """What the library adds after the content for these."""
    without, with_ = _options(), _options(*names)
    for options in (without, with_):
        options.selection = ctypes.pointer(terminal.select((0, 0), (0, 0)))
    base = terminal.formatted(without)
    return terminal.formatted(with_).removeprefix(base)


def _modes(terminal: Terminal) -> list[re.Match[bytes]]:
    """Every mode that isn't as it was at the start."""
    options = _options("modes")
    options.selection = ctypes.pointer(terminal.select((0, 0), (0, 0)))
    found = _PREFIX.match(terminal.formatted(options))
    return list(_MODE.finditer(found.group())) if found else []


def _position(terminal: Terminal, row: int | None = None, left: int = 0) -> bytes:
    """The cursor with nothing in its way; where it waits to wrap, by writing the last character again.

    Args:
        row: what to call its row, and
        left: the column that is called the first, where they are counted from margins.
    """
    cursor = terminal.cursor
    line = (cursor.y if row is None else row) + 1
    if not cursor.wraps:
        return b"\x1b[%d;%dH" % (line, max(0, cursor.x - left) + 1)
    start = Cells(terminal).last_start(terminal.scrollback + cursor.y)
    options = _options()
    options.selection = ctypes.pointer(terminal.select((start, cursor.y), (terminal.cols - 1, cursor.y)))
    return b"\x1b[%d;%dH%s" % (line, max(0, start - left) + 1, terminal.formatted(options) or b" ")


def _again(terminal: Terminal) -> bytes:
    """The character before the cursor once more, where there is one: a program may ask for repetitions of it next."""
    x, y, wraps = terminal.cursor
    if wraps or x == 0 or terminal.mode(69):
        return b""
    cells, row = Cells(terminal), terminal.scrollback + y
    if cells.start(row, x) != x:
        return b""  # in the middle of a wide one
    start = cells.start(row, x - 1)
    options = _options()
    options.selection = ctypes.pointer(terminal.select((start, y), (x - 1, y)))
    written = terminal.formatted(options)
    return b"\x1b[%d;%dH%s" % (y + 1, start + 1, written) if _STYLES.sub(b"", written, 1).strip() else b""


def _cursor(terminal: Terminal, home: Cursor) -> bytes:
    if not terminal.mode(6):
        return _again(terminal) or _position(terminal)
    # Setting origin mode moves the cursor home; after that it is counted from the margins.
    return b"\x1b[?6h" + _position(terminal, max(0, terminal.cursor.y - home.y), home.x)


def _home(probe: Terminal) -> Cursor:
    """Where row 1, column 1 is."""
    probe.feed(b"\x1b[1;1H")
    return probe.cursor


def _saved_cursor(probe: Terminal) -> bytes:
    probe.feed(b"\x1b8")
    kept = _kept(probe)
    return b"".join(kept) + _PLAIN if kept != _UNTOUCHED else b""


def _kept(terminal: Terminal) -> list[bytes]:
    """Puts the cursor as it is into what the program can go back to."""
    origin = b"\x1b[?6h" if terminal.mode(6) else b""  # is kept with it; no margins are set yet
    return [origin, _position(terminal), _extras(terminal, "style", "charsets"), b"\x1b7"]


def _tab_stops(terminal: Terminal) -> bytes:
    told = _options("tabstops")
    told.selection = ctypes.pointer(terminal.select((0, 0), (0, 0)))
    found = re.match(rb"\x1b\[3g(?:\x1b\[\d+G\x1bH)*", terminal.formatted(told))
    usual = b"\x1b[3g" + b"".join(b"\x1b[%dG\x1bH" % (x + 1) for x in range(8, terminal.cols, 8))
    return found.group() if found and found.group() != usual else b""


def _cursor_shape(probe: Terminal) -> bytes:
    """Asked as a program would."""
    answers: list[bytes] = []
    probe.answer_to(answers.append)
    probe.feed(b"\x18\x1bP$q q\x1b\\")
    found = re.search(rb"\$r(\d) q", b"".join(answers))
    return b"\x1b[%s q" % found[1] if found and found[1] != _USUAL_SHAPE else b""


def _colours(terminal: Terminal) -> bytes:
    """Those that a program changed."""
    parts: list[bytes] = []
    now, usual = (terminal.find(key, lib.Rgb * 256) for key in (lib.DATA_COLOR_PALETTE, lib.DATA_COLOR_PALETTE_DEFAULT))
    if now is not None and usual is not None and bytes(now) != bytes(usual):
        changed = [(i, c) for i, (c, u) in enumerate(zip(now, usual, strict=True)) if bytes(c) != bytes(u)]
        parts += [b"\x1b]4;%d;rgb:%02x/%02x/%02x\x1b\\" % (i, c.r, c.g, c.b) for i, c in changed]
    for code, key, default in (
        (10, lib.DATA_COLOR_FOREGROUND, lib.DATA_COLOR_FOREGROUND_DEFAULT),
        (11, lib.DATA_COLOR_BACKGROUND, lib.DATA_COLOR_BACKGROUND_DEFAULT),
        (12, lib.DATA_COLOR_CURSOR, lib.DATA_COLOR_CURSOR_DEFAULT),
    ):
        colour, was = terminal.find(key, lib.Rgb), terminal.find(default, lib.Rgb)
        if colour is not None and (was is None or bytes(colour) != bytes(was)):
            parts.append(b"\x1b]%d;rgb:%02x/%02x/%02x\x1b\\" % (code, colour.r, colour.g, colour.b))
    return b"".join(parts)


def _texts(terminal: Terminal) -> bytes:
    parts: list[bytes] = []
    for code, key in ((2, lib.DATA_TITLE), (7, lib.DATA_PWD)):
        if text := _UNSAFE.sub(b"", terminal.string(key)):
            parts.append(b"\x1b]%d;%s\x1b\\" % (code, text))
    return b"".join(parts)
