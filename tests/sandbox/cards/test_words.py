"""Answers in one's own words: cleaned, bounded, said once and step by step."""

import json
from typing import Any

import pytest

from sandbox.cards.deck import MOST_WORDS, Decision, Deck, own_words
from sandbox.cards.saying import LATEST_S, Sayings
from sandbox.cards.screen import WORDS, question

TS = "2026-01-01T00:00:00.000+00:00"
CARD: dict[str, Any] = {"id": "q", "kind": "question", "open": True, "actions": [{"action": WORDS, "label": "Answer", "text": True}]}


class Program:
    """Takes each number of a writer once and in order, as a session host does."""

    def __init__(self) -> None:
        self.typed: list[str] = []
        self.last = 0
        self.writers = set[bytes]()

    def say(self, writer: bytes, number: int, data: bytes) -> None:
        self.writers.add(writer)
        if number == self.last + 1:
            self.last = number
            self.typed.append(data.decode())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("use  the blue\tone", "use the blue one"), ("two\r\nlines\n", "two lines"), ("a\x1b[200~b\x03c\x7f", "abc"), ("\ud800x\u202ey", "xy"),
        ("مرحبا 👩‍💻", "مرحبا 👩‍💻"), ("x" * MOST_WORDS, "x" * MOST_WORDS),
    ],
)  # fmt: skip
def test_words_are_one_line_without_keys(text: str, words: str) -> None:
    assert own_words(text) == words


@pytest.mark.parametrize("text", ["", " \n\t", "\x1b[A", "x" * (MOST_WORDS + 1)])
def test_no_words_and_too_many_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=str(MOST_WORDS)):
        own_words(text)


def test_as_many_as_are_taken_fit_into_a_line_of_a_terminal() -> None:
    assert len(own_words("\U0001f600" * MOST_WORDS).encode() + b"\r") < 4095


@pytest.mark.parametrize(
    ("lines", "text", "keys"),
    [
        (["Which colour?"], "Which colour?", ""),
        (["? What is it called? ›"], "What is it called?", ""),
        (["Do it?", "❯ 1. Yes", "  2. No, and tell Claude what to do differently (esc)"], "Do it?", "2"),
    ],
)
def test_questions_that_take_words(lines: list[str], text: str, keys: str) -> None:
    found = question(lines)
    assert found is not None
    assert (found.text, [(a.keys, a.text) for a in found.answers if a.action == WORDS]) == (text, [(keys, True)])


@pytest.mark.parametrize("line", ["Delete? [y/N]", "Password:", "$ what?; ls", "?", "done"])
def test_questions_that_do_not(line: str) -> None:
    found = question([line])
    assert found is None or not [a for a in found.answers if a.text]


def test_words_behind_a_choice_wait_until_the_program_is_ready_for_them() -> None:
    program, said, now = Program(), list[str](), [0.0]
    sayings = Sayings(program.say, said.append, lambda: now[0])
    sayings.begin(Decision("q", WORDS, "Ann", "2", "rather blue"))
    sayings.go_on(rests=True)
    assert program.typed == ["2"]  # nobody knows that it arrived
    (writer,) = program.writers
    sayings.taken(writer, 1)
    sayings.go_on(rests=False)
    assert program.typed == ["2"]
    sayings.go_on(rests=True)
    sayings.taken(writer, 2)
    now[0] += LATEST_S
    sayings.go_on(rests=False)
    assert (program.typed, said, sayings.cards) == (["2", "rather blue", "\r"], [], {"q"})
    sayings.taken(writer, 3)
    assert (said, sayings.cards) == (["q"], set())
    sayings.taken(writer, 3)
    sayings.go_on(rests=True)
    assert (len(program.typed), said) == (3, ["q"])


@pytest.mark.parametrize("arrived", [0, 1, 2, 3])
def test_what_an_earlier_server_said_half_is_said_to_the_end_and_nothing_twice(arrived: int) -> None:
    program, said = Program(), list[str]()
    steps = Decision("q", WORDS, "Ann", "2", "blue").steps
    program.last, program.typed = arrived, list(steps[:arrived])
    sayings = Sayings(program.say, said.append, lambda: 0.0)
    sayings.begin(Decision("q", WORDS, "Ann", "2", "blue"))
    while not said:
        (writer,) = program.writers
        sayings.taken(writer, program.last)
        sayings.go_on(rests=True)
    assert (program.typed, said) == (["2", "blue", "\r"], ["q"])


def test_words_are_kept_until_they_have_arrived_and_shown_without_secrets() -> None:
    written: list[dict[str, Any]] = []
    deck = Deck(written.append)
    deck.put(CARD, TS, {WORDS: ""})
    assert deck.takes_words("q", WORDS)
    taken = deck.decide("q", WORDS, "Ann", TS, "token=abcdefgh please")
    assert taken is not None
    assert taken[0].steps == ("token=abcdefgh please\r",)
    assert taken[1].card["decision"] == {"action": WORDS, "by": "Ann", "words": "token=••• please"}
    again, (unsaid,) = Deck.restored(json.loads(json.dumps(written)), lambda _: None)
    assert unsaid == taken[0]
    assert "abcdefgh" in json.dumps(again.records({"q"}))
    again.said("q")
    assert "abcdefgh" not in json.dumps(again.records({"q"}))
    assert deck.decide("q", WORDS, "Ben", TS, "no") is None
