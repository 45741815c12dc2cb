"""libghostty-vt, Ghostty's terminal core, reached with ctypes: the library lies in the wheel of `pyghostty`.

Its Python side isn't imported: parsing the C header takes half a second and more memory than the rest of a session
host. What is declared here is compared with that header by a test.
"""

import ctypes
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

SUCCESS: Final = 0
OUT_OF_SPACE: Final = -3
NO_VALUE: Final = -4
FORMAT_PLAIN: Final = 0
FORMAT_VT: Final = 1
POINT_ACTIVE: Final = 0
POINT_SCREEN: Final = 2
OPT_WRITE_PTY: Final = 1
OPT_SIZE: Final = 6
OPT_COLOR_FOREGROUND: Final = 11
OPT_COLOR_BACKGROUND: Final = 12
OPT_KITTY_IMAGE_STORAGE_LIMIT: Final = 15
OPT_SCROLLBACK_MAX_BYTES: Final = 27
OPT_SCROLLBACK_MAX_LINES: Final = 28
OPT_CONTINUATION_MAX_BYTES: Final = 31
OPT_MODE_DEFAULT: Final = 33
OPT_MODE: Final = 34
DATA_COLS: Final = 1
DATA_ROWS: Final = 2
DATA_CURSOR_X: Final = 3
DATA_CURSOR_Y: Final = 4
DATA_CURSOR_PENDING_WRAP: Final = 5
DATA_ACTIVE_SCREEN: Final = 6
DATA_KITTY_KEYBOARD_FLAGS: Final = 8
DATA_TITLE: Final = 12
DATA_PWD: Final = 13
DATA_TOTAL_ROWS: Final = 14
DATA_SCROLLBACK_ROWS: Final = 15
DATA_COLOR_FOREGROUND: Final = 18
DATA_COLOR_BACKGROUND: Final = 19
DATA_COLOR_CURSOR: Final = 20
DATA_COLOR_PALETTE: Final = 21
DATA_COLOR_FOREGROUND_DEFAULT: Final = 22
DATA_COLOR_BACKGROUND_DEFAULT: Final = 23
DATA_COLOR_CURSOR_DEFAULT: Final = 24
DATA_COLOR_PALETTE_DEFAULT: Final = 25
DATA_MODE: Final = 37
DATA_VT_GROUND: Final = 38
CELL_CODEPOINT: Final = 1
CELL_CONTENT_TAG: Final = 2
CELL_WIDE: Final = 3
CELL_COLOR_PALETTE: Final = 10
CELL_COLOR_RGB: Final = 11
CONTENT_BG_PALETTE: Final = 2
CONTENT_BG_RGB: Final = 3
WIDE_SPACER_TAIL: Final = 2
WIDE_SPACER_HEAD: Final = 3
ROW_WRAP: Final = 1
COMPRESS_INCREMENTAL: Final = 0
COMPRESS_FULL: Final = 1

_Handle = ctypes.c_void_p
_Size = ctypes.c_size_t


class _Sized(ctypes.Structure):
    """A struct that tells its own size, so that the library may grow it."""

    size: int


class ScreenExtra(_Sized):
    """`GhosttyFormatterScreenExtra`"""

    _fields_ = (
        ("size", _Size),
        ("cursor", ctypes.c_bool), ("style", ctypes.c_bool), ("hyperlink", ctypes.c_bool),
        ("protection", ctypes.c_bool), ("kitty_keyboard", ctypes.c_bool), ("charsets", ctypes.c_bool),
    )  # fmt: skip


class TerminalExtra(_Sized):
    """`GhosttyFormatterTerminalExtra`"""

    _fields_ = (
        ("size", _Size),
        ("palette", ctypes.c_bool), ("modes", ctypes.c_bool), ("scrolling_region", ctypes.c_bool),
        ("tabstops", ctypes.c_bool), ("pwd", ctypes.c_bool), ("keyboard", ctypes.c_bool),
        ("screen", ScreenExtra),
    )  # fmt: skip


class GridRef(_Sized):
    """`GhosttyGridRef`"""

    _fields_ = (("size", _Size), ("node", ctypes.c_void_p), ("x", ctypes.c_uint16), ("y", ctypes.c_uint16))


class Selection(_Sized):
    """`GhosttySelection`"""

    _fields_ = (("size", _Size), ("start", GridRef), ("end", GridRef), ("rectangle", ctypes.c_bool))


class FormatterOptions(_Sized):
    """`GhosttyFormatterTerminalOptions`"""

    _fields_ = (
        ("size", _Size),
        ("emit", ctypes.c_int),
        ("unwrap", ctypes.c_bool),
        ("trim", ctypes.c_bool),
        ("extra", TerminalExtra),
        ("selection", ctypes.POINTER(Selection)),
    )


class PointValue(ctypes.Structure):
    """The member of `GhosttyPointValue` that is used, as large as the union."""

    _fields_ = (("x", ctypes.c_uint16), ("y", ctypes.c_uint32), ("_pad", ctypes.c_uint64))


class Point(ctypes.Structure):
    """`GhosttyPoint`, without its union: ctypes passes none by value."""

    _fields_ = (("tag", ctypes.c_int), ("value", PointValue))


class ModeConfig(ctypes.Structure):
    """`GhosttyTerminalModeConfig`"""

    _fields_ = (("mode", ctypes.c_uint16), ("value", ctypes.c_bool))


class SizeReport(ctypes.Structure):
    """`GhosttySizeReportSize`"""

    _fields_ = (
        ("rows", ctypes.c_uint16), ("columns", ctypes.c_uint16),
        ("cell_width", ctypes.c_uint32), ("cell_height", ctypes.c_uint32),
    )  # fmt: skip


class Rgb(ctypes.Structure):
    """`GhosttyColorRgb`"""

    _fields_ = (("r", ctypes.c_uint8), ("g", ctypes.c_uint8), ("b", ctypes.c_uint8))


class String(ctypes.Structure):
    """`GhosttyString`"""

    _fields_ = (("ptr", ctypes.c_void_p), ("len", _Size))


WritePty = ctypes.CFUNCTYPE(None, _Handle, ctypes.c_void_p, ctypes.c_void_p, _Size)
ReportSize = ctypes.CFUNCTYPE(ctypes.c_bool, _Handle, ctypes.c_void_p, ctypes.POINTER(SizeReport))


class EmulatorFailed(RuntimeError):
    """The library refused something that it shouldn't."""


def sized(kind: Any) -> Any:
    """A zeroed struct with its size, and those inside it, filled in."""
    made = kind()
    _set_sizes(made)
    return made


def _set_sizes(made: Any) -> None:
    for name, kind, *_ in made._fields_:
        if name == "size":
            made.size = ctypes.sizeof(made)
        elif isinstance(kind, type) and issubclass(kind, _Sized):
            _set_sizes(getattr(made, name))


def library_path() -> Path:
    """The shared library in the installed wheel. Raises EmulatorFailed."""
    for folder in sys.path or ():
        found = Path(folder or ".") / "pyghostty" / "_lib" / ("libghostty-vt" + (".dylib" if sys.platform == "darwin" else ".so"))
        if found.exists():
            return found
    raise EmulatorFailed("libghostty-vt isn't installed (the wheel of pyghostty holds it)")


_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "terminal_new": (ctypes.c_int, (ctypes.c_void_p, ctypes.POINTER(_Handle), ctypes.c_uint16, ctypes.c_uint16)),
    "terminal_free": (None, (_Handle,)),
    "terminal_resize": (ctypes.c_int, (_Handle, ctypes.c_uint16, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_uint32)),
    "terminal_set": (ctypes.c_int, (_Handle, ctypes.c_int, ctypes.c_void_p)),
    "terminal_get": (ctypes.c_int, (_Handle, ctypes.c_int, ctypes.c_void_p)),
    "terminal_vt_write": (None, (_Handle, ctypes.c_char_p, _Size)),
    "terminal_continuation_buf": (ctypes.c_int, (_Handle, ctypes.c_void_p, _Size, ctypes.POINTER(_Size))),
    "terminal_compress": (ctypes.c_int, (_Handle, ctypes.c_int, ctypes.c_void_p)),
    "grid_ref_cell": (ctypes.c_int, (ctypes.POINTER(GridRef), ctypes.POINTER(ctypes.c_uint64))),
    "grid_ref_row": (ctypes.c_int, (ctypes.POINTER(GridRef), ctypes.POINTER(ctypes.c_uint64))),
    "cell_get": (ctypes.c_int, (ctypes.c_uint64, ctypes.c_int, ctypes.c_void_p)),
    "row_get": (ctypes.c_int, (ctypes.c_uint64, ctypes.c_int, ctypes.c_void_p)),
    "terminal_grid_ref": (ctypes.c_int, (_Handle, Point, ctypes.POINTER(GridRef))),
    "formatter_terminal_new": (ctypes.c_int, (ctypes.c_void_p, ctypes.POINTER(_Handle), _Handle, FormatterOptions)),
    "formatter_format_buf": (ctypes.c_int, (_Handle, ctypes.c_void_p, _Size, ctypes.POINTER(_Size))),
    "formatter_free": (None, (_Handle,)),
    "unicode_codepoint_width": (ctypes.c_uint8, (ctypes.c_uint32,)),
    "snapshot_encode_buf": (ctypes.c_int, (_Handle, ctypes.c_void_p, _Size, ctypes.POINTER(_Size))),
    "snapshot_decoder_new_buf": (ctypes.c_int, (ctypes.c_void_p, ctypes.POINTER(_Handle), ctypes.c_char_p, _Size)),
    "snapshot_decoder_free": (None, (_Handle,)),
    "snapshot_decoder_decode": (ctypes.c_int, (_Handle, ctypes.POINTER(_Handle))),
}
_loaded: dict[str, Any] = {}


def call(name: str) -> Callable[..., Any]:
    """A function of the library, typed, by its name without the prefix."""
    found = _loaded.get(name)
    if found is None:
        library = _loaded.setdefault("", ctypes.CDLL(str(library_path())))
        found = getattr(library, f"ghostty_{name}")
        found.restype, found.argtypes = _SIGNATURES[name]
        _loaded[name] = found
    return found


def check(result: int, what: str) -> None:
    """Raises EmulatorFailed unless `result` is success."""
    if result != SUCCESS:
        raise EmulatorFailed(f"{what}: {result}")


def read_all(name: str, handle: Any, guess: int = 4096) -> bytes:
    """What a function of the form (handle, buffer, length, out length) writes; asked twice only where `guess` was too little."""
    function, length = call(name), _Size()
    buffer = ctypes.create_string_buffer(guess)
    result = function(handle, buffer, guess, ctypes.byref(length))
    if result == OUT_OF_SPACE:
        buffer = ctypes.create_string_buffer(length.value)
        result = function(handle, buffer, length.value, ctypes.byref(length))
    if result == NO_VALUE:
        return b""
    check(result, name)
    return ctypes.string_at(buffer, length.value)
