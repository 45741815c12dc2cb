"""Control sequences one by one: the screen they make, here and in another terminal; cut anywhere; with a joiner at any byte."""

from unicodedata import normalize

import pytest

from assistant.bench.shell_xterm import STATE, Xterm, differences
from sandbox.screen.replay import replay
from sandbox.screen.terminal import Terminal
from tests.sandbox.screen.sequences import Case, cases

CASES = cases()
OTHERS = {
    r"\e[2;3r\e[?6h\e[9A": "abcdef/ghijkl/mnopqr/stuvwx 3;1",
    r"\e[1;6HX\e[K": "abcdeX/ghijkl/mnopqr/stuvwx 1;6",
    r"\e[1;6HX\e[J": "abcdeX/// 1;6",
    r"\e[1;6HX\e7\e[3;3H\e8Y": "abcdeY/ghijkl/mnopqr/stuvwx 1;6",
}
"""Where the other terminal departs from the table, and to what."""
OURS = {
    r"\e[0S": "abcdef/ghijkl/mnopqr/stuvwx 1;1",
    r"\e[2;3H\e[0P": "abcdef/ghijkl/mnopqr/stuvwx 2;3",
    r"\e[2;3H\e[0L": "abcdef/ghijkl/mnopqr/stuvwx 2;3",
    r"\e[2;3H\e[0M": "abcdef/ghijkl/mnopqr/stuvwx 2;3",
    r"\e[2;3r\e[!p\e[4;1H\n": "abcdef/ghijkl/mnopqr/stuvwx 4;1",
    r"\e[4h\e[!p\e[1;3HX": "abXcde/ghijkl/mnopqr/stuvwx 1;4",
    r"\e[2;3r\e[?6h\e[!p\e[1;1HX": "abcdef/Xhijkl/mnopqr/stuvwx 2;2",
    r"\e[9G\e[g\e[1G\tX": "        X/ 1;10",
}
"""Where ours does: a 0 is taken for none, the soft reset and TBC without a number for unknown."""
PROTECTED = '\\e[1"q'
"""Which characters are protected from erasing isn't part of a snapshot."""


def _rows(terminal: Terminal) -> tuple[str, ...]:
    rows = [row.rstrip() for row in normalize("NFC", terminal.text()).split("\n")]
    return tuple(rows + [""] * (terminal.rows - len(rows)))


def _shown(rows: tuple[str, ...], cursor: tuple[int, int]) -> str:
    return f"{'/'.join(rows)} {cursor[1] + 1};{cursor[0] + 1}"


def _check(terminal: Terminal, case: Case) -> None:
    assert _shown(_rows(terminal), terminal.cursor[:2]) == OURS.get(case.name, _shown(case.screen, case.cursor))
    assert terminal.cursor.wraps == case.wraps


def test_the_table_is_whole() -> None:
    assert len(CASES) > 280
    assert len({(c.cols, c.name) for c in CASES}) == len(CASES)
    assert {*OTHERS, *OURS} <= {c.name for c in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_the_screen_is_as_published(case: Case) -> None:
    with Terminal(case.cols, case.rows) as terminal:
        terminal.feed(case.before + case.written)
        _check(terminal, case)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_it_is_the_same_byte_by_byte_and_for_whoever_joins_at_any_of_them(case: Case) -> None:
    with Terminal(case.cols, case.rows) as single:
        single.feed(case.before)
        for at in range(len(case.written)):
            if not case.name.startswith(PROTECTED):
                with Terminal(case.cols, case.rows) as joined:
                    joined.feed(replay(single) + case.written[at:])
                    _check(joined, case)
            single.feed(case.written[at : at + 1])
        _check(single, case)


def test_another_terminal_shows_the_same(xterm: Xterm) -> None:
    wrong: dict[str, str] = {}
    for case in CASES:
        if case.ours:
            continue
        (state,) = xterm.states(case.cols, case.rows, case.before + case.written, STATE)
        buffer = state["normal"] if state["screen"] == "normal" else state["alternate"]
        rows = tuple(normalize("NFC", line[0]) for line in buffer["lines"][-case.rows :])
        shown = _shown(rows, (min(buffer["cursor"][0], case.cols - 1), buffer["cursor"][1]))
        if shown != _shown(case.screen, case.cursor):
            wrong[case.name] = shown
    assert wrong == OTHERS


PENS = (
    "1", "2", "3", "4", "5", "7", "8", "9", "21", "53", "1;2", "1;22", "3;23", "4;24", "5;25", "7;27", "8;28", "9;29", "53;55", "30", "37", "90", "97", "40",
    "47", "100", "107", "31;39", "41;49", "38;5;1", "38;5;200", "48;5;17", "38;2;1;2;3", "48;2;1;2;3", "38:5:200", "38:2::1:2:3", "48:2::1:2:3", "4:3", "4:0",
    "4:3;58;5;9", "4;58:2::1:2:3;59", "1;3;4;7;31;42", "1;31;0", "", "0", "999", "1;999", "38;5;256", "1;38;5;9;3",
)  # fmt: skip


# Of half a colour (38;5) and of an empty last number ("1;31;") the two make different things.
@pytest.mark.parametrize("pen", PENS)
def test_a_pen_writes_the_same_here_and_there(pen: str, xterm: Xterm) -> None:
    written = f"a\x1b[{pen}mb c\x1b[0md\x1b[{pen}m\x1b[2;3H\x1b[K".encode()
    with Terminal(12, 3) as terminal:
        terminal.feed(written)
        (there,) = xterm.states(12, 3, written, STATE)
        (here,) = xterm.states(12, 3, replay(terminal), STATE)
    assert differences(there, here) == []


MODES = (1, 5, 6, 7, 9, 12, 25, 45, 47, 66, 69, 1000, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1016, 1035, 1036, 1047, 1049, 2004, 2026, 2048)


@pytest.mark.parametrize("number", MODES)
def test_a_mode_is_set_reset_asked_for_and_given_to_whoever_joins(number: int) -> None:
    replies: list[bytes] = []
    with Terminal(12, 3, reply=replies.append) as terminal:
        usual = terminal.mode(number)
        for letter, value in (("h", True), ("l", False), ("h", True)):
            terminal.feed(b"\x1b[?%d%s" % (number, letter.encode()))
            assert terminal.mode(number) is value
            replies.clear()
            terminal.feed(b"\x1b[?%d$p" % number)
            assert replies == [b"\x1b[?%d;%d$y" % (number, 1 if value else 2)]
            with Terminal(12, 3) as joined:
                joined.feed(replay(terminal))
                assert joined.mode(number) is value
        terminal.feed(b"\x1bc")
        assert terminal.mode(number) is usual


ANSWERS = {
    "\x1b[c": "\x1b[?62;22c",
    "\x1b[0c": "\x1b[?62;22c",
    "\x1b[5n": "\x1b[0n",
    "\x1b[6n": "\x1b[1;1R",
    "\x1b[3;4H\x1b[6n": "\x1b[3;4R",
    "\x1b[2;3r\x1b[?6h\x1b[2;2H\x1b[6n": "\x1b[2;2R",
    "\x1b[4$p": "\x1b[4;2$y",
    "\x1b[4h\x1b[4$p": "\x1b[4;1$y",
    "\x1b[?9999$p": "\x1b[?9999;0$y",
    "\x1bP$qm\x1b\\": "\x1bP1$r0m\x1b\\",
    "\x1b[2;3r\x1bP$qr\x1b\\": "\x1bP1$r2;3r\x1b\\",
    "\x1b[4 q\x1bP$q q\x1b\\": "\x1bP1$r4 q\x1b\\",
    "\x1bP$qzz\x1b\\": "\x1bP0$r\x1b\\",
    "\x1b[18t": "\x1b[8;3;12t",
    "\x1b]10;?\x07": "\x1b]10;rgb:d4d4/d7d7/dddd\x07",
    # What a program wrote must not come back as if somebody had typed it.
    "\x1b]2;rm -rf\x07\x1b[21t": "",
    "\x1b]1;rm -rf\x07\x1b[20t": "",
    "\x1b]52;c;cm0K\x07\x1b]52;c;?\x07": "",
    "\x1b[1;1;1;1;1;1*y": "",
    "\x1bP+p\x1b\\": "",
    "\x05": "",
}


@pytest.mark.parametrize("asked", ANSWERS, ids=repr)
def test_questions_and_answers(asked: str) -> None:
    replies: list[bytes] = []
    with Terminal(12, 3, reply=replies.append) as terminal:
        terminal.feed(asked.encode())
    assert b"".join(replies) == ANSWERS[asked].encode()
