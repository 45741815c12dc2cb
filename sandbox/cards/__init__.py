"""What happens in a session as cards, and what it does just now. No I/O and no clock: see `Feed`."""

from sandbox.cards.activity import Activity, State
from sandbox.cards.deck import Card, Deck, Frame
from sandbox.cards.feed import Feed, Processes

__all__ = ["Activity", "Card", "Deck", "Feed", "Frame", "Processes", "State"]
