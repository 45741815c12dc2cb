"""What a session does just now. Waiting for a person is neither idle nor work."""

from dataclasses import dataclass
from enum import Enum

FRESH_S = 2.0
"""Output so recent counts as work."""
ECHO_S = 0.7
"""Output so soon after a key is its echo."""


class State(Enum):
    """One of three."""

    IDLE = "idle"
    WAITING = "waiting"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Activity:
    """The state, since when, and what shows it."""

    state: State
    since: float
    reason: str


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known at one moment."""

    asks: str = ""
    """What a card asks that nobody has answered."""
    wanted: str = ""
    """What a program said when it called for somebody, and nobody has typed since."""
    written: float = 0.0
    """When it last wrote, its echo of keys apart."""
    runs: str = ""
    """The command or tool that runs, as far as somebody told."""
    foreground: bool = False
    """A program other than the session's own has the terminal."""
    filled: bool = False
    """The screen is filled by a program that people work in."""
    busy: bool = False
    """Its processes used the processor since the last look."""


def judged(signs: Signs, now: float) -> tuple[State, str]:
    """The state, and what shows it."""
    if signs.asks:
        return State.WAITING, signs.asks
    if signs.wanted:
        return State.WAITING, signs.wanted
    if now - signs.written < FRESH_S:
        return State.WORKING, signs.runs or "It writes"
    if signs.busy:
        return State.WORKING, signs.runs or "It computes"
    # An editor that nobody types in does nothing, for all that it has the terminal.
    if (signs.runs or signs.foreground) and not signs.filled:
        return State.WORKING, signs.runs or "A program runs"
    return State.IDLE, ""
