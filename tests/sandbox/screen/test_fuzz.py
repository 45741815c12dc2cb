"""Whatever is written and wherever it is cut: a snapshot and the rest come to the same as the whole."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.bench import shell_casts as casts
from sandbox.screen.replay import replay
from sandbox.screen.terminal import Terminal

WORDS = st.text("ab é漢👍\u0301", min_size=1, max_size=12).map(str.encode)
NUMBER = st.integers(0, 30)
# Line drawing only around letters that it has: of wide characters in between nobody knows what they become.
SEQUENCES = st.one_of(
    st.sampled_from(
        [b"\r\n", b"\n", b"\r", b"\t", b"\b", b"\x1b7", b"\x1b8", b"\x1bM", b"\x1bD", b"\x1bc", b"\x1b(0lqk\x1b(B", b"\x1b[?1049h",
         b"\x1b[?1049l", b"\x1b[?47h", b"\x1b[?47l", b"\x1b[?6h", b"\x1b[?6l", b"\x1b[?7l", b"\x1b[?7h", b"\x1b[4h", b"\x1b[4l", b"\x1b[?2026h",
         b"\x1b[?2026l", b"\x1b[m", b"\x1bH", b"\x1b[g", b"\x1b[3g", b"\x1b[!p"]
    ),
    st.tuples(NUMBER, NUMBER, st.sampled_from("HrfABCDEFGJKLMPSTX@d")).map(lambda t: f"\x1b[{t[0]};{t[1]}{t[2]}".encode()),
    st.tuples(NUMBER, st.sampled_from("JKXPLM@ABCDGdSTb")).map(lambda t: f"\x1b[{t[0]}{t[1]}".encode()),
    st.sampled_from([1, 3, 4, 7, 31, 44, 97, 105]).map(lambda n: f"\x1b[{n}m".encode()),
    st.integers(16, 255).map(lambda n: f"\x1b[48;5;{n}m".encode()),
)  # fmt: skip
WRITTEN = st.lists(st.one_of(WORDS, SEQUENCES), max_size=40).map(b"".join)

BACK = (b"\x18\x1b8Z", b"\x1b[?1049l\x1b[?47lY", b"\x1b8X\tT")
"""What shows the kept cursors, the other screen and the tab stops."""


def seen(terminal: Terminal) -> tuple[object, ...]:
    """All that a person can see, and where it goes on."""
    modes = (*(terminal.mode(n) for n in (1, 5, 6, 7, 25, 66, 2004, 2026)), terminal.mode(4, ansi=True))
    return terminal.text(), terminal.cursor[:2], terminal.alternate, modes


@settings(max_examples=200, deadline=None, derandomize=True)
@given(WRITTEN, WRITTEN, st.integers(0, 8))
def test_a_snapshot_and_the_rest_are_the_whole(before: bytes, after: bytes, half: int) -> None:
    cut = before[: len(before) - half]
    rest = before[len(cut) :] + after
    whole, joined = Terminal(20, 6), Terminal(20, 6)
    whole.feed(cut)
    joined.feed(replay(whole))
    assert seen(joined) == seen(whole)
    assert joined.scrollback == whole.scrollback
    for more in (rest, *BACK):
        for terminal in (whole, joined):
            terminal.feed(more)
        assert seen(joined) == seen(whole)


LETTERS = st.sampled_from("@ABCDEFGHJKLMPSTXZ`abdefghlmnrsu")
STRINGS = st.tuples(st.sampled_from([b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b^", b"\x1bX"]), st.binary(max_size=12), st.sampled_from([b"\x07", b"\x1b\\", b"\x18", b"", b"\x1b["]))
"""Commands to the system, device control and the other strings: whole, called off, and without an end."""
WILD = st.one_of(
    WORDS,
    SEQUENCES,
    STRINGS.map(b"".join),
    st.tuples(st.sampled_from(["", "?", ">", "="]), st.lists(st.integers(0, 70000), max_size=4), st.sampled_from(["", "$", " ", '"']), LETTERS).map(
        lambda t: f"\x1b[{t[0]}{';'.join(map(str, t[1]))}{t[2]}{t[3]}".encode()
    ),
    st.binary(max_size=6),
    st.sampled_from(["漢", "👍", "é", "🇩🇪"]).map(lambda t: t.encode()[:-1]),
)
PLACES = st.lists(st.integers(0, 400), max_size=8)
SIZES = st.lists(st.tuples(st.integers(0, 400), st.integers(2, 40), st.integers(2, 12)), max_size=3)


def _played(terminal: Terminal, data: bytes, cuts: list[int], sizes: dict[int, tuple[int, int]]) -> None:
    """In pieces, with changes of size between them."""
    at = 0
    for place in sorted({min(p, len(data)) for p in (*cuts, *sizes, len(data))}):
        terminal.feed(data[at:place])
        at = place
        if size := sizes.get(place):
            terminal.resize(*size)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(WILD, max_size=30).map(b"".join), PLACES, SIZES)
def test_anything_cut_anywhere_means_the_same_and_answers_the_same(data: bytes, cuts: list[int], sizes: list[tuple[int, int, int]]) -> None:
    resized = {min(at, len(data)): (cols, rows) for at, cols, rows in sizes}
    said: list[list[bytes]] = [[], [], []]
    whole, cut, single = (Terminal(20, 6, reply=replies.append) for replies in said)
    _played(whole, data, [], resized)
    _played(cut, data, cuts, resized)
    _played(single, data, list(range(len(data))), resized)
    assert seen(cut) == seen(single) == seen(whole)
    assert len({b"".join(replies) for replies in said}) == 1
    assert replay(cut) == replay(single) == replay(whole)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(WILD, max_size=30).map(b"".join), SIZES)
def test_of_anything_at_all_a_snapshot_can_be_taken_and_drawn(data: bytes, sizes: list[tuple[int, int, int]]) -> None:
    """And what is drawn asks nothing: a viewer's terminal would answer into the program."""
    replies: list[bytes] = []
    with Terminal(20, 6) as terminal:
        _played(terminal, data, [], {at: (cols, rows) for at, cols, rows in sizes})
        with Terminal(terminal.cols, terminal.rows, reply=replies.append) as joined:
            joined.feed(replay(terminal))
            joined.feed(b"\x18")
            assert (joined.cols, joined.rows) == (terminal.cols, terminal.rows)
            assert joined.alternate == terminal.alternate
    assert replies == []


@pytest.mark.parametrize("name", casts.NAMES)
def test_recordings_with_bytes_changed_break_nothing(name: str) -> None:
    """Bytes of real programs, some of them others, cut anywhere, with a change of size within: here as byte by byte."""
    chance = random.Random(name)
    recording = casts.load(name)
    data = bytearray(b"".join(e for e in recording.events if isinstance(e, bytes))[: 24 * 1024])
    for _ in range(60):
        data[chance.randrange(len(data))] = chance.choice((0x1B, 0x5B, 0x3B, 0x9B, 0x18, 0x5D, 0x50, 0xE2, 0xFF, chance.randrange(256)))
    sizes = {chance.randrange(len(data)): (chance.randrange(20, 150), chance.randrange(5, 50)) for _ in range(3)}
    with Terminal(recording.cols, recording.rows) as whole, Terminal(recording.cols, recording.rows) as cut:
        _played(whole, bytes(data), [], sizes)
        _played(cut, bytes(data), [chance.randrange(len(data)) for _ in range(2000)], sizes)
        assert seen(cut) == seen(whole)
        assert replay(cut) == replay(whole)
