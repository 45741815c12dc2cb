"""Cards keep their place, an answer is taken once, and a deck comes back from what was written down."""

import json
from typing import Any

from sandbox.cards.deck import MOST, Deck
from sandbox.cards.redact import MASK, redacted

TS = "2026-01-01T00:00:00.000+00:00"
KEYS = {"yes": "1", "no": "2"}
QUESTION: dict[str, Any] = {"id": "q", "kind": "question", "question": "Really?", "open": True, "actions": []}


def test_a_joiner_gets_each_card_as_it_is_now() -> None:
    deck = Deck()
    deck.put({"id": "a", "kind": "bash", "command": "ls", "exit_code": None}, TS)
    deck.put({"id": "b", "kind": "text", "markdown": "hi"}, TS)
    deck.put({"id": "a", "kind": "bash", "command": "ls", "exit_code": 0}, TS)
    assert [(f.seq, f.card["id"]) for f in deck.after(0)] == [(2, "b"), (3, "a")]
    assert [f.card["exit_code"] for f in deck.after(2)] == [0]
    assert deck.put({"id": "b", "kind": "text", "markdown": "hi"}, TS) is None


def test_the_first_answer_wins_and_no_other_is_taken() -> None:
    deck = Deck()
    deck.put(QUESTION, TS, KEYS)
    assert deck.decide("q", "perhaps", "Ann", TS) is None
    taken = deck.decide("q", "yes", "Ann", TS)
    assert taken is not None
    assert (taken[0].keys, taken[1].card["open"], taken[1].card["decision"]) == ("1", False, {"action": "yes", "by": "Ann"})
    assert deck.decide("q", "no", "Ben", TS) is None
    assert deck.decide("q", "yes", "Ann", TS) is None
    assert deck.waiting == []


def test_a_decided_card_stays_decided_whatever_comes_later() -> None:
    deck = Deck()
    deck.put(QUESTION, TS, KEYS)
    deck.decide("q", "yes", "Ann", TS)
    deck.put({**QUESTION, "detail": "more"}, TS, KEYS)
    card = deck.get("q")
    assert card is not None
    assert (card["open"], card["decision"]["by"], card["detail"]) == (False, "Ann", "more")


def test_a_question_that_has_gone_takes_no_answer() -> None:
    deck = Deck()
    deck.put(QUESTION, TS, KEYS)
    assert deck.close("q", TS) is not None
    assert deck.decide("q", "yes", "Ann", TS) is None
    assert deck.close("q", TS) is None


def test_what_was_written_down_makes_the_same_deck_and_names_unsaid_answers() -> None:
    written: list[dict[str, Any]] = []
    deck = Deck(written.append)
    deck.put({"id": "a", "kind": "text", "markdown": "hi"}, TS)
    deck.put(QUESTION, TS, KEYS)
    deck.put({**QUESTION, "id": "r"}, TS, KEYS)
    deck.decide("q", "yes", "Ann", TS)
    deck.decide("r", "no", "Ben", TS)
    deck.said("r")
    lines = json.loads(json.dumps(written))
    again, unsaid = Deck.restored([*lines, {"half": 1}], written.append)
    assert again.after(0) == deck.after(0)
    assert [(d.card_id, d.action, d.keys) for d in unsaid] == [("q", "yes", "1")]
    assert again.decide("q", "no", "Ben", TS) is None
    assert again.put({"id": "new", "kind": "text"}, TS) is not None
    assert again.seq == deck.seq + 1


def test_a_short_journal_makes_the_same_deck() -> None:
    deck = Deck()
    for name in ("p", "q", "r"):
        deck.put({**QUESTION, "id": name}, TS, KEYS)
    deck.decide("q", "yes", "Ann", TS)
    deck.decide("r", "no", "Ben", TS)
    again, unsaid = Deck.restored(json.loads(json.dumps(deck.records({"r"}))), lambda _: None)
    assert again.after(0) == deck.after(0)
    assert [(d.card_id, d.keys) for d in unsaid] == [("r", "2")]
    assert again.decide("q", "no", "Eve", TS) is None
    assert again.decide("p", "no", "Eve", TS) is not None


def test_an_answer_is_written_before_it_is_known() -> None:
    seen: list[Any] = []
    deck = Deck(lambda record: seen.append((record, deck.get("q"))))
    deck.put(QUESTION, TS, KEYS)
    deck.decide("q", "yes", "Ann", TS)
    record, card = seen[1]
    assert record == {"decided": "q", "action": "yes", "by": "Ann"}
    assert card["open"] is True


def test_only_so_many_are_kept() -> None:
    deck = Deck()
    for n in range(MOST + 10):
        deck.put({"id": str(n), "kind": "text"}, TS)
    assert len(deck.after(0)) == MOST
    assert deck.get("0") is None


def test_no_secret_stands_on_a_card() -> None:
    card = redacted(
        {
            "command": "curl -H 'Authorization: Bearer abc.def.ghi' https://me:hunter2@x.test; export DB_PASSWORD=hunter2 --token=hunter2",
            "args": {"password": "hunter2", "apiKey": "hunter2", "note": "ghp_0123456789abcdefghij0123", "list": [{"secret": "hunter2"}]},
            "output": "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----",
        }
    )
    text = json.dumps(card, ensure_ascii=False)
    assert "hunter2" not in text
    assert "abc.def" not in text
    assert "ghp_" not in text
    assert text.count(MASK) >= 8


def test_a_card_plays_no_tricks() -> None:
    assert redacted("a\x1b[31mred\x1b[0m\x1b]0;t\x07\u202eb\x00\tc\nd") == "aredb\tc\nd"
    assert redacted({"deep": {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}})
    for text in ("x", "a.", "token", "-", "sk-", "\x1b["):
        assert len(redacted(text * 100_000)) < 17_000
    assert redacted(b"bytes") == "…"


def test_what_no_file_takes_is_left_out() -> None:
    records: list[dict[str, Any]] = []
    Deck(records.append).put({"id": "a", "kind": "text", "markdown": "a\ud800b", "args": {"k\udfff": "\ud83d"}}, "")
    assert json.dumps(records, ensure_ascii=False).encode()
    assert (records[0]["put"]["markdown"], records[0]["put"]["args"]) == ("ab", {"k": ""})


def test_words_that_only_sound_like_secrets_stay() -> None:
    for text in ("the token count is 512", "tokens: 512 of 1000", "password prompt shown", "see https://example.com/a@b"):
        assert redacted(text) == text
