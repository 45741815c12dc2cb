"""Whatever is written and wherever it is cut: a snapshot and the rest come to the same as the whole."""

from hypothesis import given, settings
from hypothesis import strategies as st

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
