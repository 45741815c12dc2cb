"""Streamed text, cut into clauses."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.models.clauses import LONGEST, Clauses


def cut(text: str, size: int = 1000) -> list[str]:
    clauses = Clauses()
    found = [clause for i in range(0, len(text), size) for clause in clauses.feed(text[i : i + size])]
    return found + clauses.end()


@pytest.mark.parametrize(
    "clauses",
    [
        ["Good morning.", " How can I help?", " Tell me!", " Now"],
        ["It costs 3.5 EUR.", " Fine."],
        ["Ask e.g. Dr. Weber at cal.com,", " i.e. by mail.", " He knows."],
        ["The size is cpx42.", " It has 16 GB."],
        ["The cpx42. is enough."],
        ["That was in 2026.", " Since then it runs."],
        ["A talk with J. R. Hartley.", " And I."],
        ["At 5 p.m. we close.", " Good."],
        ['He said "yes."', " Then he left."],
        ["Really?!", " Yes..."],
        ["Wait...", " what?"],
        ["1. Falkenstein\n", "2. Helsinki\n", "\nWhich one?"],
        ["Well, yes.", " So it is."],
        ["For a clinic in Muscat,", " I suggest Falkenstein, which is closest."],
        ["Here is what I have noted:", " one region."],
        ["That is all I need –", " thank you."],
        ["It costs 1,250 EUR, more or less,", " a month."],
        ["مرحبا، أهلا بك في خدمتنا اليوم،", " هل تريد؟", " نعم."],
        ["これは計画です。", "続けますか？", "はい"],
        ["Grüß Gott, z.B. heute.", " Ja."],
    ],
)
def test_where_clauses_end(clauses: list[str]) -> None:
    text = "".join(clauses)
    assert cut(text) == clauses
    assert cut(text, 1) == clauses


def test_a_clause_leaves_as_soon_as_the_space_behind_it_comes() -> None:
    clauses = Clauses()
    assert clauses.feed("Good morning.") == []
    assert clauses.feed(" ") == ["Good morning."]


def test_what_never_ends_is_cut_at_a_space() -> None:
    text = "word " * 200
    found = cut(text)
    assert "".join(found) == text
    assert max(map(len, found)) <= LONGEST + len("word ")


def test_what_has_no_spaces_either_is_cut_all_the_same() -> None:
    found = cut("x" * 3000)
    assert max(map(len, found)) <= 4 * LONGEST


TEXTS = st.lists(
    st.sampled_from(
        ["Hello", "e.g.", "3.5", "cal.com", "cpx42.", "Dr.", ".", "?", "!", "…", ",", ":", " – ", " ", "  ", "\n", "I", "J.", '"', ")", "؟", "،", "。", "ok", "1."]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS | st.text(max_size=80), st.lists(st.integers(1, 7), min_size=1, max_size=20))
def test_any_chunking_gives_the_same_clauses_and_loses_nothing(text: str, sizes: list[int]) -> None:
    clauses, found, at = Clauses(), [], 0
    for size in sizes * (len(text) // sum(sizes) + 1):
        found += clauses.feed(text[at : at + size])
        at += size
    found += clauses.end()
    assert "".join(found) == text
    assert found == cut(text)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Hello", "e.g.", "3.5", "cal.com", "Dr.", "No!", "So."]), max_size=12).map(" ".join))
def test_no_number_and_no_address_is_torn(text: str) -> None:
    for clause in cut(text)[:-1]:
        assert re.search(r"(?:^|\s)(?:No!|So\.)$", clause)
