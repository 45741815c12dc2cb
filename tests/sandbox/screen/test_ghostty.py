"""What is declared of the library's interface is what its own header says."""

import ctypes

import pytest
from pyghostty._ffi import ffi
from pyghostty._ffi import lib as header

from sandbox.screen import ghostty

STRUCTS = {
    "GhosttyFormatterScreenExtra": ghostty.ScreenExtra,
    "GhosttyFormatterTerminalExtra": ghostty.TerminalExtra,
    "GhosttyFormatterTerminalOptions": ghostty.FormatterOptions,
    "GhosttyGridRef": ghostty.GridRef,
    "GhosttySelection": ghostty.Selection,
    "GhosttyTerminalModeConfig": ghostty.ModeConfig,
    "GhosttySizeReportSize": ghostty.SizeReport,
    "GhosttyColorRgb": ghostty.Rgb,
    "GhosttyString": ghostty.String,
}
PREFIXES = {
    "OPT": "TERMINAL_OPT", "DATA": "TERMINAL_DATA", "CELL": "CELL_DATA", "CONTENT": "CELL_CONTENT", "WIDE": "CELL_WIDE",
    "ROW": "ROW_DATA", "FORMAT": "FORMATTER_FORMAT", "POINT": "POINT_TAG", "COMPRESS": "TERMINAL_COMPRESSION_MODE",
}  # fmt: skip
LONGER = {"CONTENT_BG_PALETTE": "CELL_CONTENT_BG_COLOR_PALETTE", "CONTENT_BG_RGB": "CELL_CONTENT_BG_COLOR_RGB"}


@pytest.mark.parametrize("name", STRUCTS)
def test_layouts(name: str) -> None:
    ours, theirs = STRUCTS[name], dict(ffi.typeof(name).fields)
    assert ctypes.sizeof(ours) == ffi.sizeof(name)
    assert {field[0]: getattr(ours, field[0]).offset for field in ours._fields_} == {n: f.offset for n, f in theirs.items()}


def test_the_point_is_as_large_as_the_union() -> None:
    assert ctypes.sizeof(ghostty.Point) == ffi.sizeof("GhosttyPoint")
    assert ghostty.Point.value.offset == ffi.offsetof("GhosttyPoint", "value")


def test_constants() -> None:
    for name, value in vars(ghostty).items():
        kind, _, rest = name.partition("_")
        if isinstance(value, int) and kind in PREFIXES:
            assert getattr(header, "GHOSTTY_" + LONGER.get(name, f"{PREFIXES[kind]}_{rest}")) == value, name
    assert (header.GHOSTTY_SUCCESS, header.GHOSTTY_NO_VALUE) == (ghostty.SUCCESS, ghostty.NO_VALUE)
