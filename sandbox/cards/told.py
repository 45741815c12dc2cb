"""What a source has to say of one event."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sandbox.cards.deck import Card

MOST = 500
"""Of anything that is kept of an agent: as many as there are cards."""
T = TypeVar("T")


def remember(kept: dict[str, T], name: str, value: T) -> None:
    """As the newest; the oldest goes where there are too many."""
    kept.pop(name, None)
    kept[name] = value
    while len(kept) > MOST:
        del kept[next(iter(kept))]


def number(value: Any) -> float:
    """0 of what is none."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """Cards, and what they mean for the session's state."""

    cards: list[Card]
    runs: str | None = None
    """What runs now; empty: nothing. None: as before."""
    asks: str = ""
    """Id of a card that somebody must answer; how is found on the screen."""
    wanted: str = ""
    """The agent calls for somebody."""
    answered: bool = False
    """Somebody has said something."""
    stopped: bool = False
    """The agent's turn is over."""

    @classmethod
    def joined(cls, parts: "list[Told]") -> "Told":
        """Several as one."""
        runs = [part.runs for part in parts if part.runs is not None]
        return cls(
            [card for part in parts for card in part.cards],
            runs[-1] if runs else None,
            next((part.asks for part in parts if part.asks), ""),
            next((part.wanted for part in parts if part.wanted), ""),
            any(part.answered for part in parts),
            any(part.stopped for part in parts),
        )
