"""Recordings of real programs, cut up."""

import gzip
import json
import random
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "tests" / "sandbox" / "recordings"
NAMES = tuple(sorted(p.name.removesuffix(".cast.gz") for p in FOLDER.glob("*.cast.gz")))
Event = bytes | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cast:
    """What a program wrote, and the sizes that its terminal was given."""

    cols: int
    rows: int
    events: tuple[Event, ...]

    @property
    def length(self) -> int:
        """Bytes written."""
        return sum(len(e) for e in self.events if isinstance(e, bytes))

    def cut(self, places: list[int]) -> list[list[Event]]:
        """The events in pieces that end at these bytes, and the rest."""
        pieces: list[list[Event]] = [[]]
        left, at = sorted(places), 0
        for event in self.events:
            if not isinstance(event, bytes):
                pieces[-1].append(event)
                continue
            rest = event
            while left and left[0] <= at + len(rest):
                head, rest = rest[: left[0] - at], rest[left[0] - at :]
                at += len(head)
                pieces[-1].append(head)
                pieces.append([])
                left.pop(0)
            pieces[-1].append(rest)
            at += len(rest)
        return pieces


def load(name: str) -> Cast:
    """One recording."""
    header, *lines = gzip.decompress((FOLDER / f"{name}.cast.gz").read_bytes()).decode().splitlines()
    size = json.loads(header)
    events: list[Event] = []
    for _, kind, data in map(json.loads, lines):
        cols, _, rows = data.partition("x")
        events.append(data.encode() if kind == "o" else (int(cols), int(rows)))
    return Cast(size["width"], size["height"], tuple(events))


def places(cast: Cast, count: int, seed: int) -> list[int]:
    """Where to cut: anywhere, in the middle of sequences and of characters too."""
    chance = random.Random(seed)  # noqa: S311 - the same in each run
    return sorted(chance.sample(range(1, cast.length), count))
