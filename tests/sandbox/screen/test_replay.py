"""A snapshot written to a fresh terminal brings it to the same state, in ours and in another one."""

import pytest

from assistant.bench.shell_xterm import STATE, Xterm, differences
from sandbox.screen.replay import replay
from sandbox.screen.terminal import Cursor, Terminal

COLS, ROWS = 20, 6
STATES = {
    "nothing": b"",
    "text in colours": b"hello \x1b[31mred\x1b[0m \x1b[1;38;5;200mx\x1b[48;2;1;2;3my\r\nnext",
    "a line that wraps": b"a line longer than the twenty columns\r\nend",
    "the cursor behind the last column": b"x" * COLS,
    "a wide character in the last columns": b"x" * 18 + "漢".encode(),
    "a wide character that didn't fit": b"x" * 19 + "漢字".encode(),
    "a line that wraps after a blank": b"x" * 18 + b"\t " + "漢a".encode(),
    "backgrounds without text": b"\x1b[44m\x1b[K\r\n\x1b[3;5H\x1b[0mz\x1b[5;3H\x1b[48;2;1;2;3m\x1b[K\x1b[0m",
    "a screen of nothing but background": b"\x1b[45m\x1b[2J\x1b[H",
    "scrollback": b"\r\n".join(b"line %d" % n for n in range(30)) + b"\r\n\r\n",
    "empty scrollback": b"\r\n" * 30,
    "the alternate screen over the main one": b"main\x1b[3;4H\x1b[32m\x1b[?1049hALT\x1b[2;2H\x1b[44mq",
    "an alternate screen with cursors kept in both": b"main\x1b[3;4H\x1b[32m\x1b7\x1b[?47hALT\x1b[2;2H\x1b7\x1b[5;5H",
    "margins and origin mode": b"\x1b[2;5r\x1b[?6h\x1b[2;3Hq",
    "modes": b"\x1b[4h\x1b[?7l\x1b[?1;66;1000;1004;1006;2004h\x1b[?25l",
    "tab stops": b"\x1b[3g\x1b[5G\x1bH\x1b[13G\x1bHq",
    "line drawing": b"\x1b(0lqk",
    "half a sequence": b"a\x1b[3",
    "half a character": b"a\xe6\xbc",
    "half a title": b"\x1b]2;hal",
    "half a frame": b"\x1b[?2026hhalf",
    "a pen": b"\x1b[1;3;4;7;35;46m",
}
OURS = {**STATES, "origin mode kept under the alternate screen": b"\x1b[2;4r\x1b[?6hmain\x1b[?1049hALT\x1b[?6l"}
"""xterm.js doesn't keep origin mode with the cursor."""


@pytest.mark.parametrize("written", STATES.values(), ids=STATES)
def test_another_terminal_comes_to_the_same_state(written: bytes, xterm: Xterm) -> None:
    terminal = Terminal(COLS, ROWS)
    terminal.feed(written)
    rest = b"1mtail\r\nX\x1b[K\tT\x1b8Y\x1b[?1049lZ\r\n\n\n\n\nend"
    whole = xterm.states(COLS, ROWS, written, STATE, rest, STATE)
    joined = xterm.states(COLS, ROWS, replay(terminal), STATE, rest, STATE)
    assert [differences(a, b) for a, b in zip(whole, joined, strict=True)] == [[], []]


@pytest.mark.parametrize("written", OURS.values(), ids=OURS)
def test_our_own_comes_to_the_same_state(written: bytes) -> None:
    terminal, fresh = Terminal(COLS, ROWS), Terminal(COLS, ROWS)
    terminal.feed(written)
    fresh.feed(replay(terminal))
    assert _state(fresh) == _state(terminal)
    for each in (terminal, fresh):
        each.feed(b"1mtail\x1b8Y\x1b[?1049lZ")
    assert _state(fresh) == _state(terminal)


def _state(terminal: Terminal) -> tuple[str, Cursor, int, bool, bytes, bool]:
    return terminal.text(), terminal.cursor, terminal.scrollback, terminal.alternate, terminal.continuation, terminal.synchronized


def test_what_a_snapshot_asks_nobody_answers() -> None:
    """It goes to terminals that might answer into the program."""
    replies: list[bytes] = []
    terminal, fresh = Terminal(COLS, ROWS), Terminal(COLS, ROWS, reply=replies.append)
    terminal.feed(b"\x1b[c\x1b[6n\x1b]10;?\x07\x1bP$qm\x1b\\\x1b[5 qtext")
    fresh.feed(replay(terminal))
    assert replies == []


def test_questions_are_answered_once_each() -> None:
    replies: list[bytes] = []
    terminal = Terminal(COLS, ROWS, reply=replies.append)
    terminal.feed(b"abc\x1b[6n\x1b[c\x1b[18t\x1b]11;?\x07")
    assert replies == [b"\x1b[1;4R", b"\x1b[?62;22c", b"\x1b[8;6;20t", b"\x1b]11;rgb:1414/1616/1b1b\x07"]


def test_the_clipboard_is_not_read() -> None:
    replies: list[bytes] = []
    Terminal(COLS, ROWS, reply=replies.append).feed(b"\x1b]52;c;?\x07")
    assert replies == []


def test_less_scrollback_on_request() -> None:
    terminal, fresh = Terminal(COLS, ROWS), Terminal(COLS, ROWS)
    terminal.feed(b"\r\n".join(b"line %d" % n for n in range(30)))
    fresh.feed(replay(terminal, lines=5))
    assert fresh.scrollback == 5
    assert fresh.text() == terminal.text()


def test_a_title_brings_no_sequences_along() -> None:
    terminal = Terminal(COLS, ROWS)
    terminal.feed(b"\x1b]2;one\x07")
    assert b"\x1b]2;one\x1b\\" in replay(terminal)


def test_bytes_cut_anywhere_mean_the_same() -> None:
    written = b"".join(STATES.values())
    whole, single = Terminal(COLS, ROWS), Terminal(COLS, ROWS)
    whole.feed(written)
    for index in range(len(written)):
        single.feed(written[index : index + 1])
    assert replay(single) == replay(whole)


@pytest.mark.parametrize("cols", [40, 80, 100, 250])
def test_scrollback_is_bounded_by_bytes_and_long_enough(cols: int) -> None:
    with Terminal(80, 24) as terminal:
        terminal.resize(cols, 24)
        for _ in range(30):
            terminal.feed(b"a line of a usual length\r\n" * 2000)
        assert 10_000 <= terminal.scrollback <= 20_000
