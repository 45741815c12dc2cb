"""The cards of one session: each with a place in the log, some of them waiting for an answer, which is taken once.

What changes is told as records, so that somebody can write them down; `Deck.restored` makes the same deck of them.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.cards.redact import plain, redacted

MOST = 500
"""Cards kept; the oldest go first."""
MOST_WORDS = 1000
"""Characters of an answer in one's own words: a terminal takes 4095 bytes of a line."""
Card = dict[str, Any]
"""`id` and `kind` always; `open` and `actions` where somebody may answer."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A card as it is since `seq`."""

    seq: int
    ts: str
    card: Card


@dataclass(frozen=True, slots=True)
class Decision:
    """The one answer of a card, and the keys that say it to the program."""

    card_id: str
    action: str
    by: str
    keys: str
    words: str = ""
    """Of one's own, after the keys."""

    @property
    def steps(self) -> tuple[str, ...]:
        """What is typed, each once the program has come to rest after the one before."""
        if not self.words:
            return (self.keys,)
        return (self.keys, self.words, "\r") if self.keys else (f"{self.words}\r",)


def own_words(text: str) -> str:
    """As they may be typed: one line without controls and keys (a tab would be one). Raises ValueError: none, or too many."""
    words = " ".join(plain(text[: 2 * MOST_WORDS]).split())
    if not words or len(text) > MOST_WORDS:
        raise ValueError(f"1 to {MOST_WORDS} characters")
    return words


@dataclass(slots=True)
class _Held:
    frame: Frame
    keys: dict[str, str] = field(default_factory=dict[str, str])
    decided: str | None = None
    words: str = ""
    """Of the answer, until it has arrived."""


class Deck:
    """Cards by their id, in the order of their last change.

    Args:
        written: told each record before anybody sees the change.
    """

    def __init__(self, written: Callable[[dict[str, Any]], None] = lambda _: None) -> None:
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._written = written
        self.seq = 0

    @classmethod
    def restored(cls, records: Iterable[dict[str, Any]], written: Callable[[dict[str, Any]], None]) -> "tuple[Deck, list[Decision]]":
        """The deck of these records, and the answers of which it isn't known that they arrived."""
        deck, unsaid = cls(), OrderedDict[str, Decision]()
        for record in records:
            match record:
                case {"put": dict(card), "seq": int(seq), "ts": str(ts)} if isinstance(card.get("id"), str) and seq > deck.seq:
                    deck._place(card, seq, ts, record.get("keys") or {})
                case {"decided": str(card_id), "action": str(action), "by": str(by)}:
                    held = deck._held.get(card_id)
                    if held is not None and held.decided is None:
                        held.decided, held.words = action, str(record.get("words") or "")
                        unsaid[card_id] = Decision(card_id, action, by, held.keys.get(action, ""), held.words)
                case {"said": str(card_id)}:
                    unsaid.pop(card_id, None)
                case _:
                    pass  # half a line of a process that was killed
        deck._written = written
        return deck, list(unsaid.values())

    def put(self, card: Card, ts: str, keys: dict[str, str] | None = None) -> Frame | None:
        """A card, new or changed; None where nothing has changed. `keys`: what is typed for each action."""
        card = redacted(card)
        before = self._held.get(card["id"])
        if before is not None:
            if before.decided is not None:
                card = {**card, "open": False, "decision": before.frame.card.get("decision")}
            if before.frame.card == card and (keys is None or keys == before.keys):
                return None
        kept = keys if keys is not None else (before.keys if before else {})
        self._written({"put": card, "seq": self.seq + 1, "ts": ts, "keys": kept})
        return self._place(card, self.seq + 1, ts, kept)

    def _place(self, card: Card, seq: int, ts: str, keys: dict[str, str]) -> Frame:
        before = self._held.pop(card["id"], None)
        held = _Held(Frame(seq, ts, card), keys, before.decided if before else None, before.words if before else "")
        self._held[card["id"]] = held
        self.seq = seq
        while len(self._held) > MOST:
            self._held.popitem(last=False)
        return held.frame

    def get(self, card_id: str) -> Card | None:
        """As it is now."""
        held = self._held.get(card_id)
        return held.frame.card if held else None

    def close(self, card_id: str, ts: str) -> Frame | None:
        """Nobody need answer any more."""
        card = self.get(card_id)
        return self.put({**card, "open": False}, ts) if card is not None and card.get("open") else None

    def takes_words(self, card_id: str, action: str) -> bool:
        """An answer that is given in words of one's own, and in no other way."""
        return any(a.get("action") == action and a.get("text") is True for a in (self.get(card_id) or {}).get("actions") or ())

    def worded(self, card_id: str) -> bool:
        """It was answered in somebody's own words."""
        return "words" in ((self.get(card_id) or {}).get("decision") or {})

    def decide(self, card_id: str, action: str, by: str, ts: str, words: str = "") -> tuple[Decision, Frame] | None:
        """The first answer wins; None for every later one, and for a card that doesn't wait. `words`: see `own_words`."""
        held = self._held.get(card_id)
        if held is None or held.decided is not None or not held.frame.card.get("open") or action not in held.keys:
            return None
        said = {"words": words} if words else {}
        self._written({"decided": card_id, "action": action, "by": by, **said})
        held.decided, held.words = action, words
        card = {**held.frame.card, "open": False, "decision": {"action": action, "by": by, **redacted(said)}}
        decision = Decision(card_id, action, by, held.keys[action], words)
        self._written({"put": card, "seq": self.seq + 1, "ts": ts, "keys": held.keys})
        return decision, self._place(card, self.seq + 1, ts, held.keys)

    def said(self, card_id: str) -> None:
        """The program has the answer."""
        self._written({"said": card_id})
        if (held := self._held.get(card_id)) is not None:
            held.words = ""

    @property
    def waiting(self) -> list[Card]:
        """Cards that wait for somebody, oldest first."""
        return [h.frame.card for h in self._held.values() if h.frame.card.get("open")]

    def records(self, unsaid: Collection[str] = ()) -> list[dict[str, Any]]:
        """What makes this deck, and nothing of how it came to be. `unsaid`: cards whose answers haven't arrived."""
        found: list[dict[str, Any]] = []
        for name, held in self._held.items():
            found.append({"put": held.frame.card, "seq": held.frame.seq, "ts": held.frame.ts, "keys": held.keys})
            if held.decided is not None:
                by = str((held.frame.card.get("decision") or {}).get("by", ""))
                said = {"words": held.words} if held.words and name in unsaid else {}
                found.append({"decided": name, "action": held.decided, "by": by, **said})
                found += [] if name in unsaid else [{"said": name}]
        return found

    def after(self, seq: int) -> list[Frame]:
        """What somebody who saw everything up to `seq` hasn't seen, in order: of each card as it is now."""
        return [held.frame for held in self._held.values() if held.frame.seq > seq]
