"""Frozen hypotheses: what was said, what was heard, how sure, and under which conditions. One JSON object per line."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals.asr.casting import Condition, Tier
from evals.asr.recogniser import Heard

FOLDER = Path(__file__).parent / "fixtures"
MEMBERS = frozenset(
    "id text heard words confidence voice engine tier noise snr band hinted seed recogniser".split()
)


@dataclass(frozen=True, slots=True)
class Fixture:
    """One line of one scenario, as it arrived."""

    id: str
    """Scenario, slash, the number of the spoken line."""
    text: str
    """What was said."""
    heard: str
    words: tuple[tuple[str, float], ...]
    """With their confidences."""
    confidence: float
    voice: str
    engine: str
    tier: Tier
    noise: str
    snr: float | None
    band: str
    """`wide` or `telephone`."""
    hinted: bool
    """The recogniser was given the names of the open vocabulary."""
    seed: int
    recogniser: str

    @classmethod
    def of(cls, line: str, text: str, heard: Heard, condition: Condition, recogniser: str) -> "Fixture":
        """From what was heard under a condition."""
        return cls(
            id=line,
            text=text,
            heard=heard.text,
            words=tuple((w.text, w.confidence) for w in heard.words),
            confidence=heard.confidence,
            voice=condition.voice.name,
            engine=condition.voice.engine,
            tier=condition.tier,
            noise=condition.noise,
            snr=condition.snr,
            band="telephone" if condition.telephone else "wide",
            hinted=condition.hinted,
            seed=condition.seed,
            recogniser=recogniser,
        )

    @classmethod
    def parse(cls, raw: dict[str, Any]) -> "Fixture":
        """From its JSON. Raises ValueError when a member is missing or unknown."""
        if raw.keys() != MEMBERS:
            raise ValueError(f"{raw.get('id')}: members differ: {sorted(raw.keys() ^ MEMBERS)}")
        values: dict[str, Any] = {**raw, "words": tuple((str(w), float(c)) for w, c in raw["words"])}
        return cls(**values)

    def line(self) -> str:
        """Its JSON, in one line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read(file: Path) -> list[Fixture]:
    """All fixtures of a file; none when it isn't there."""
    if not file.is_file():
        return []
    return [Fixture.parse(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines() if line]


def write(file: Path, fixtures: Iterable[Fixture]) -> None:
    """Sorted by id, so that a change shows as one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [f.line() for f in sorted(fixtures, key=lambda f: f.id)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def file_for(*, holdout: bool) -> Path:
    """Where the fixtures of a part stand."""
    return FOLDER / ("asr_holdout.jsonl" if holdout else "asr.jsonl")
