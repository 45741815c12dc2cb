"""How much the recogniser gets wrong, over all and by condition."""

from collections.abc import Callable, Iterable

from evals.asr.casting import REALISTIC
from evals.asr.fixtures import Fixture
from evals.asr.words import Errors

Rows = dict[str, Errors]


def errors(fixtures: Iterable[Fixture], entities: dict[str, frozenset[str]]) -> Rows:
    """Counts for the whole, the realistic part, and each tier, voice, noise and band."""
    rows: Rows = {}
    for fixture in fixtures:
        known = entities.get(fixture.id.rpartition("/")[0], frozenset())
        for name in _groups(fixture):
            rows.setdefault(name, Errors()).add(fixture.text, fixture.heard, known)
    return dict(sorted(rows.items(), key=lambda row: _order(row[0])))


def table(rows: Rows) -> str:
    """As text for a terminal."""
    lines = [f"{'':24}{'lines':>7}{'words':>7}{'WER':>8}{'entity WER':>12}{'perfect':>9}"]
    for name, e in rows.items():
        share = e.perfect / e.lines if e.lines else 0.0
        lines.append(f"{name:24}{e.lines:7}{e.words:7}{e.rate:8.1%}{e.entity_rate:12.1%}{share:9.0%}")
    return "\n".join(lines)


_GROUPS: tuple[Callable[[Fixture], str], ...] = (
    lambda f: f"tier {f.tier}",
    lambda f: f"voice {f.voice}",
    lambda f: f"noise {f.noise}" + (f" {f.snr:.0f} dB" if f.snr is not None else ""),
    lambda f: f"band {f.band}",
)


def _groups(fixture: Fixture) -> list[str]:
    first = ["all", *(["realistic"] if fixture.tier in REALISTIC else [])]
    return first + [group(fixture) for group in _GROUPS]


def _order(name: str) -> tuple[int, str]:
    kinds = ("all", "realistic", "tier", "voice", "noise", "band")
    return kinds.index(name.partition(" ")[0]), name
