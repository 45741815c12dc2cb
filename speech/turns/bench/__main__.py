"""`python -m speech.turns.bench`: cut-offs, missed ends, interruptions; as real sound, and in virtual time by the thousand."""

import argparse
import asyncio
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from speech.audio import Samples
from speech.ears.hearing import Task
from speech.ears.opening import EarsSettings, load
from speech.ears.port import Vocabulary
from speech.turns.bench import unseen
from speech.turns.bench.acting import Interruption, Reader, act, interrupt
from speech.turns.bench.corpus import Answer, Piece, answers
from speech.turns.bench.rehearsal import Outcome, rehearse
from speech.turns.bench.sound import Studio
from speech.turns.expectation import Expectation
from speech.turns.smart_turn import SmartTurn
from speech.turns.vad import Silero

TARGETS = {
    "false_cutoff_pct": ("<=", 5.0),
    "missed_end_pct": ("<=", 2.0),
    "latency_ms_p50": ("<=", 450.0),
    "barge_in_ms_p95": ("<=", 150.0),
    "rehearsed_false_cutoff_pct": ("<=", 5.0),
    "rehearsed_missed_end_pct": ("<=", 2.0),
}
_PROMPT = "I have put together a small cluster for your shop with two workers, and it costs about thirty euros a month."
_OVER_US = ("make it Helsinki instead", "no wait", "stop", "actually four workers", "what does that cost", "hold on please")
_MURMURS = ("mhm", "uh huh", "okay", "i see", "right", "hmm")


def percentile(values: Iterable[float], share: float) -> float:
    """The value that so many are at or below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass(frozen=True, slots=True)
class _Heads:
    """The models that listen."""

    silero: Silero
    turns: SmartTurn
    reader: Reader


async def measure(corpus: Sequence[Answer], folder: Path, *, noise_db: float, rehearsed: Sequence[Answer]) -> dict[str, Any]:
    """All figures."""
    model, silero = SmartTurn(), Silero()
    hearing = await asyncio.to_thread(load, EarsSettings(folder.parent / "models"))

    def read(samples: Samples) -> tuple[str, float]:
        heard = hearing.hear(samples, Task("bench", "en", Vocabulary()))
        return heard.text, heard.confidence

    studio = Studio(folder)
    try:
        spoken = await _spoken(studio, _Heads(silero, model, read), corpus, noise_db)
        interruptions = await _interruptions(studio, silero, noise_db)
    finally:
        await studio.close()
        model.close()
    figures = spoken | interruptions
    acted = [rehearse(answer, i) for i, answer in enumerate(rehearsed)]
    figures |= {f"rehearsed_{key}": value for key, value in _summary(acted).items()}
    return figures


async def _spoken(studio: Studio, heads: _Heads, corpus: Sequence[Answer], noise_db: float) -> dict[str, Any]:
    outcomes: list[tuple[Answer, str, Outcome]] = []
    at_end: list[float] = []
    inside: list[float] = []
    speakers = studio.speakers
    for i, answer in enumerate(corpus):
        take = await studio.take(answer, speakers[i // 10 % len(speakers)], noise_db=noise_db, seed=i)
        outcome, ears = act(take, heads.silero, heads.turns, heads.reader)
        outcomes.append((answer, take.voice, outcome))
        for ended, probability in ears.probabilities:
            (at_end if ended else inside).append(probability)
    figures = _summary([outcome for _, _, outcome in outcomes])
    figures |= {
        "smart_turn_right_at_end_pct": _share(p >= 0.5 for p in at_end),
        "smart_turn_right_inside_pct": _share(p < 0.5 for p in inside),
    }
    by: dict[str, list[Outcome]] = defaultdict(list)
    for answer, voice, outcome in outcomes:
        by[f"slot_{answer.slot}"].append(outcome)
        by[f"voice_{voice}"].append(outcome)
    for name, group in sorted(by.items()):
        figures |= {f"{name}_{key}": value for key, value in _summary(group).items() if key != "latency_ms_p95"}
    return figures


async def _interruptions(studio: Studio, silero: Silero, noise_db: float) -> dict[str, Any]:
    meant: list[Interruption] = []
    murmurs: list[Interruption] = []
    for who in studio.speakers:
        for texts, group in ((_OVER_US, meant), (_MURMURS, murmurs)):
            for i, text in enumerate(texts):
                answer = Answer("choice", "region", tuple(Piece(word, 0, 0) for word in text.split()))
                take = await studio.take(answer, who, noise_db=noise_db, seed=i)
                group.append(interrupt(take, silero, replace(Expectation(), kind="choice"), _PROMPT))
    silent = [each.silent_after_ms for each in meant if each.silent_after_ms is not None]
    return {
        "barge_in_ms_p50": percentile(silent, 0.5),
        "barge_in_ms_p95": percentile(silent, 0.95),
        "barge_in_stopped_pct": _share(each.stopped for each in meant),
        "murmur_went_on_pct": _share(not each.stopped for each in murmurs),
    }


def _summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    latencies = [outcome.latency_ms for outcome in outcomes if outcome.latency_ms is not None]
    return {
        "false_cutoff_pct": _share(outcome.cut_off for outcome in outcomes),
        "missed_end_pct": _share(outcome.missed for outcome in outcomes),
        "latency_ms_p50": percentile(latencies, 0.5),
        "latency_ms_p95": percentile(latencies, 0.95),
    }


def _share(what: Iterable[bool]) -> float:
    values = list(what)
    return round(100 * sum(values) / max(1, len(values)), 2)


def parser() -> argparse.ArgumentParser:
    """Its options."""
    top = argparse.ArgumentParser(prog="python -m speech.turns.bench", description=__doc__)
    top.add_argument("--count", type=int, default=200, help="answers as real sound")
    top.add_argument("--phrases", choices=("tuned", "unseen"), default="tuned", help="those that the thresholds were tuned on, or others")
    top.add_argument("--rehearsals", type=int, default=2000, help="answers in virtual time")
    top.add_argument("--noise-db", type=float, default=-60.0, help="pink noise, dBFS; speech is near -20")
    top.add_argument("--seed", type=int, default=11)
    top.add_argument("--folder", type=Path, default=Path("var/turns"))
    top.add_argument("--json", type=Path)
    return top


def main() -> int:
    """Print the figures as JSON."""
    options = parser().parse_args()
    made = unseen.answers if options.phrases == "unseen" else answers
    spoken, rehearsed = made(options.count, options.seed), made(options.rehearsals, options.seed)
    figures = asyncio.run(measure(spoken, options.folder, noise_db=options.noise_db, rehearsed=rehearsed))
    met = {key: figures[key] <= value for key, (_, value) in TARGETS.items()}
    body = {
        "name": "turns",
        "figures": figures,
        "targets": {key: {"op": op, "value": value} for key, (op, value) in TARGETS.items()},
        "ok": all(met.values()),
    }
    text = json.dumps(body, indent=2) + "\n"
    sys.stdout.write(text)
    if options.json is not None:
        options.json.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
