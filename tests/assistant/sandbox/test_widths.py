"""The page's terminal and the session's emulator count the cells of a character alike."""

import re

from sandbox.screen import ghostty
from tests.e2e.served import ROOT


def test_the_pages_table_is_the_emulators() -> None:
    text = (ROOT / "web" / "src" / "sandbox" / "wide.ts").read_text(encoding="utf-8")
    table = [int(n) for n in re.findall(r"\d+", text[text.index("[] = [") + 6 :])]
    wide: set[int] = set()
    last = 0
    for distance, length in zip(table[::2], table[1::2], strict=True):
        first = last + distance
        last = first + length
        wide |= set(range(first, last + 1))
    width = ghostty.call("unicode_codepoint_width")
    assert wide == {code for code in range(0x1100, 0x40000) if width(code) == 2}
