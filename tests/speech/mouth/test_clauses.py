"""Where a text is cut for speaking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.mouth.clauses import ClauseSplitter, clauses


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Okay, Falkenstein it is. Anything else?", ["Okay,", "Falkenstein it is.", "Anything else?"]),
        ("It costs €1,250.50 a month.", ["It costs €1,250.50 a month."]),
        ("See cal.com, e.g. for dates. Fine?", ["See cal.com,", "e.g. for dates.", "Fine?"]),
        ("Dr. Smith agreed.", ["Dr. Smith agreed."]),
        ("You get:\n1. WordPress\n2. Gitea", ["You get:", "1. WordPress", "2. Gitea"]),
        ("We need 4. Really.", ["We need 4.", "Really."]),
        ("Your address would be blue-lotus.example.org. Fine?", ["Your address would be", "blue-lotus.example.org.", "Fine?"]),
        ("As an estimate about EUR 25.49 a month: two of cpx42.", ["As an estimate about", "EUR 25.49 a month:", "two of cpx42."]),
        ("The machine is now cpx52 (12 cores, 24 GB).", ["The machine is now", "cpx52 (12 cores,", "24 GB)."]),
        ("There are now 4 machines", ["There are now 4 machines"]),
        ("I wrote to jo@example.com.", ["I wrote to", "jo@example.com."]),
        ("Now cpx52. That costs about 30 euros.", ["Now cpx52.", "That costs about 30 euros."]),
        ("", []),
        ("  ", []),
        ("no end", ["no end"]),
    ],
)
def test_cuts(text: str, cut: list[str]):
    assert clauses(text) == cut


def test_a_breathless_sentence_is_cut_between_words():
    text = " ".join(f"word{i}" for i in range(60))
    pieces = clauses(text)
    assert [len(piece.split()) for piece in pieces] == [24, 24, 12]


@given(st.text(alphabet="abE.,;:!?@( \n–1", max_size=200), st.lists(st.integers(1, 9), max_size=60))
def test_any_chunking_gives_the_same_clauses_and_loses_no_word(text: str, sizes: list[int]):
    splitter, made, at = ClauseSplitter(), [], 0
    for size in sizes:
        made += splitter.push(text[at : at + size])
        at += size
    made += splitter.push(text[at:]) + splitter.flush()
    assert made == clauses(text)
    assert " ".join(made).split() == text.split()
