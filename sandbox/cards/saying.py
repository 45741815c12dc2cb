"""Answers on their way to the program: each step once, whoever else says it too, and the next only when the program is ready for it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.cards.deck import Decision
from sandbox.host.protocol import WRITER

LATEST_S = 3.0
"""A program that doesn't come to rest is told the next step all the same."""


@dataclass(slots=True)
class _Saying:
    card_id: str
    steps: tuple[str, ...]
    sent: int
    """Steps that were sent, and
    taken: those that the program has."""
    taken: int
    since: float


class Sayings:
    """Of one session.

    Args:
        say: input to the session: a writer's name, a number of that writer's, bytes. The session takes each number once and in order,
            however often it is told, so what isn't known to have arrived is simply said again.
        said: told the card whose whole answer has arrived.
        clock: seconds.
    """

    def __init__(self, say: Callable[[bytes, int, bytes], None], said: Callable[[str], None], clock: Callable[[], float]) -> None:
        self._say, self._said, self._clock = say, said, clock
        self._on_their_way: dict[bytes, _Saying] = {}

    @property
    def cards(self) -> set[str]:
        """Whose answers haven't arrived."""
        return {saying.card_id for saying in self._on_their_way.values()}

    def begin(self, decision: Decision) -> None:
        """The first step."""
        writer = hashlib.sha256(f"card/{decision.card_id}".encode()).digest()[:WRITER]
        self._on_their_way[writer] = _Saying(decision.card_id, decision.steps, 0, 0, self._clock())
        self._next(writer)

    def taken(self, writer: bytes, number: int) -> None:
        """The program has everything of this writer up to this number."""
        saying = self._on_their_way.get(writer)
        if saying is None or number <= saying.taken:
            return
        saying.taken, saying.sent, saying.since = number, max(saying.sent, number), self._clock()
        if number >= len(saying.steps):
            del self._on_their_way[writer]
            self._said(saying.card_id)

    def go_on(self, *, rests: bool) -> None:
        """The next steps of what has arrived so far, where the program rests."""
        now = self._clock()
        for writer, saying in list(self._on_their_way.items()):
            if saying.taken == saying.sent and (rests or now - saying.since >= LATEST_S):
                self._next(writer)

    def _next(self, writer: bytes) -> None:
        saying = self._on_their_way[writer]
        saying.sent += 1
        self._say(writer, saying.sent, saying.steps[saying.sent - 1].encode())
