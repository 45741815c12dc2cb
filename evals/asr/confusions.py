"""What gets mistaken for what, learned from the fixtures; and the same damage done to any text, cheaply and by seed."""

import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evals.asr.fixtures import Fixture
from evals.asr.words import align

FILE = Path(__file__).parent / "fixtures" / "confusions.json"
LONGEST = 4
"""Words in a phrase that is learned as one."""
_TOKEN = re.compile(r"\s+")
_TRIM = re.compile(r"^[^\w]*|[^\w]*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase: how often it came through, and what it became instead."""

    right: int
    wrong: dict[str, int]

    @property
    def risk(self) -> float:
        """How often it is mistaken; smoothed, so that one bad day doesn't spoil a word for ever."""
        bad = sum(self.wrong.values())
        return bad / (self.right + bad + 1)


Table = dict[str, Entry]


def learn(fixtures: Iterable[Fixture]) -> Table:
    """Phrases of up to four words and what they turned into, over all fixtures."""
    wrong: dict[str, Counter[str]] = {}
    said_lines: list[str] = []
    for fixture in fixtures:
        said = [b for w in fixture.text.split() if (b := _bare(w))]
        heard = [b for w in fixture.heard.split() if (b := _bare(w))]
        said_lines.append(f" {' '.join(said)} ")
        for before, after in _phrases(said, heard):
            wrong.setdefault(before, Counter())[after] += 1
    table: Table = {}
    for phrase, became in sorted(wrong.items()):
        total = sum(line.count(f" {phrase} ") for line in said_lines)
        right = max(0, total - sum(became.values()))
        table[phrase] = Entry(right, dict(sorted(became.items(), key=lambda p: (-p[1], p[0]))))
    return table


def _phrases(said: list[str], heard: list[str]) -> list[tuple[str, str]]:
    """Runs of words that don't match, each with what stands in its place. Additions belong to the run they touch."""
    found: list[tuple[str, str]] = []
    before: list[str] = []
    after: list[str] = []
    for kind, was, became in [*align(said, heard), ("same", "", "")]:
        if kind != "same":
            before += [was] if was else []
            after += [became] if became else []
            continue
        if before and len(before) <= LONGEST and len(after) <= 2 * LONGEST:
            found.append((" ".join(before), " ".join(after)))
        before, after = [], []
    return found


def save(table: Table, file: Path = FILE) -> None:
    """As JSON, one phrase a line."""
    rows = [f"  {json.dumps(p, ensure_ascii=False)}: {json.dumps([e.right, e.wrong], ensure_ascii=False)}" for p, e in table.items()]
    file.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


@cache
def load(file: Path = FILE) -> Table:
    """The frozen table."""
    raw: dict[str, tuple[int, dict[str, int]]] = json.loads(file.read_text(encoding="utf-8"))
    return {phrase: Entry(right, wrong) for phrase, (right, wrong) in raw.items()}


def perturb(text: str, seed: int, table: Table | None = None) -> str:
    """The text as it might have been heard: each known phrase is mistaken as often as it was in the fixtures.

    The same text and seed give the same result. Words that no fixture mistook come through as they are.
    """
    known = load() if table is None else table
    chance = random.Random(f"{seed}\n{text}")  # noqa: S311 - no secret
    tokens = [t for t in _TOKEN.split(text) if t]
    bare = [_bare(t) for t in tokens]
    out: list[str] = []
    position = 0
    while position < len(tokens):
        taken = _mistake(bare, position, known, chance)
        if taken is None:
            out.append(tokens[position])
            position += 1
            continue
        words, length = taken
        last = tokens[position + length - 1]
        if words:
            out.append(words + last[len(last.rstrip(".,;:!?")) :])
        position += length
    return " ".join(out)


def _mistake(bare: list[str], position: int, known: Table, chance: random.Random) -> tuple[str, int] | None:
    """What is heard in place of the phrase at a position, and its length in words; None when it comes through."""
    for length in range(min(LONGEST, len(bare) - position), 0, -1):
        entry = known.get(" ".join(bare[position : position + length]))
        if entry is not None and chance.random() < entry.risk:
            return chance.choices(list(entry.wrong), list(entry.wrong.values()))[0], length
    return None


def _bare(token: str) -> str:
    return _TRIM.sub("", token).lower()
