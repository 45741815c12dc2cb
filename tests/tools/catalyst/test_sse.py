"""Server-sent events: the standard's cases, and the same frames for any chunking."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tools.catalyst.sse import LONGEST_LINE, Frame, SseError, SseParser


def parse(raw: bytes) -> list[Frame]:
    return SseParser().feed(raw)


@pytest.mark.parametrize(
    ("raw", "frames"),
    [
        (b"data: a\n\n", [Frame("", "a")]),
        (b"data:a\n\n", [Frame("", "a")]),
        (b"data:  a\n\n", [Frame("", " a")]),
        (b"data: a\ndata: b\n\n", [Frame("", "a\nb")]),
        (b"event: done\ndata: {}\n\n", [Frame("done", "{}")]),
        (b"data: x\nevent: late\n\n", [Frame("late", "x")]),
        (b"data\n\n", [Frame("", "")]),
        (b"event: only\n\n", []),
        (b"event: only\n\ndata: next\n\n", [Frame("", "next")]),
        (b": comment\n\ndata: a\n\n", [Frame("", "a")]),
        (b"id: 7\nretry: 5\nother\ndata: a\n\n", [Frame("", "a")]),
        (b"data: a\r\n\r\ndata: b\r\rdata: c\n\n", [Frame("", "a"), Frame("", "b"), Frame("", "c")]),
        (b"data: a\r\n\n", [Frame("", "a")]),
        (b"data: unfinished\n", []),
        (b"\n\n\n", []),
        ("data: ü\n\n".encode(), [Frame("", "ü")]),
        (b"data: \xff\n\n", [Frame("", "\ufffd")]),
        (b'data: {"a": ": b"}\n\n', [Frame("", '{"a": ": b"}')]),
    ],
)
def test_the_standard(raw: bytes, frames: list[Frame]) -> None:
    assert parse(raw) == frames


LINE = st.sampled_from([b"data: a", b"data", b"data:", b"event: e", b":c", b"id: 1", "data: ü€😀".encode(), b"data: \xff", b""])
END = st.sampled_from([b"\n", b"\r\n", b"\r"])
STREAM = st.lists(st.tuples(LINE, END), max_size=12).map(lambda parts: b"".join(a + b for a, b in parts))


@given(STREAM | st.binary(max_size=60), st.lists(st.integers(0, 200), max_size=12))
@example(b"data: a\r\n\n", [8, 9])
@example(b"data: a\r\n\r\ndata: b\n\n", [8, 9, 10, 11])
def test_any_chunking_gives_the_same_frames(raw: bytes, cuts: list[int]) -> None:
    edges = sorted({0, len(raw), *(min(cut, len(raw)) for cut in cuts)})
    parser = SseParser()
    frames = [frame for a, b in pairwise(edges) for frame in parser.feed(raw[a:b])]
    assert frames == parse(raw)


@given(STREAM)
def test_byte_by_byte(raw: bytes) -> None:
    parser = SseParser()
    frames = [frame for i in range(len(raw)) for frame in (*parser.feed(b""), *parser.feed(raw[i : i + 1]))]
    assert frames == parse(raw)


def test_a_line_without_end() -> None:
    parser = SseParser()
    assert parser.feed(b"data: " + b"x" * (LONGEST_LINE - 6)) == []
    with pytest.raises(SseError):
        parser.feed(b"x")
