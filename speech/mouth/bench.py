"""`python -m speech.mouth.bench`: how soon the packaged voice is heard, what it costs, what the cache saves."""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from speech.models import piper_voice
from speech.mouth.cache import PhraseCache
from speech.mouth.mouth import Mouth
from speech.mouth.piper import Piper
from speech.mouth.port import Clip

PHRASES = {
    1: ("Okay,", "Sure.", "Right,", "Helsinki.", "Done."),
    3: ("Okay, Falkenstein then.", "How many workers?", "That costs more.", "What's your email?", "Anything else needed?"),
    7: (
        "Your cluster will run in Falkenstein today.",
        "I have put two workers into it.",
        "Which of your domains shall I use?",
        "A code is on its way now.",
        "That would cost eleven euros a month.",
    ),
    20: (
        "I have put together a small cluster for your shop with two workers in Falkenstein, and it costs thirty euros monthly.",
        "Before anything is built I will read the whole plan to you once, and you can still change all of it.",
        "Your files and your mail stay in Germany, the backups go to Helsinki every night, and you can restore them yourself.",
    ),
}
TARGETS = {"first_audio_ms_3_words": ("<=", 400.0), "cached_ms": ("<=", 5.0), "rss_mb": ("<=", 250.0)}


async def measure(rounds: int) -> dict[str, Any]:
    """Medians over all phrases and rounds, spoken anew each time."""
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        piper = Piper(piper_voice())
        started = time.perf_counter()
        await piper.start()
        figures["start_ms"] = _ms(started)
        try:
            for words, phrases in PHRASES.items():
                figures |= await _phrases(piper, words, phrases, rounds)
            figures["rss_mb"] = _rss_mb(piper.pid)
            figures |= await _cached(piper, Path(folder))
        finally:
            await piper.close()
    return figures


async def _phrases(piper: Piper, words: int, phrases: Sequence[str], rounds: int) -> dict[str, float]:
    times: list[float] = []
    audio = 0.0
    before = _cpu_ms(piper.pid)
    for _ in range(rounds):
        for phrase in phrases:
            started = time.perf_counter()
            sound = await piper.speak(phrase)
            times.append(_ms(started))
            audio += len(sound.samples) / 16
    cpu = _cpu_ms(piper.pid) - before
    return {
        f"first_audio_ms_{words}_words": round(median(times), 1),
        f"cpu_ms_{words}_words": round(cpu / len(times), 1),
        f"real_time_factor_{words}_words": round(sum(times) / audio, 3),
    }


async def _cached(piper: Piper, folder: Path) -> dict[str, float]:
    mouth = Mouth([piper], PhraseCache(folder))
    phrases = PHRASES[3]
    for phrase in phrases:
        await mouth.say(phrase, "en")
    memory = [await mouth.say(phrase, "en") for phrase in phrases for _ in range(5)]
    cold: list[Clip] = []
    for phrase in phrases:
        cold.append(await Mouth([piper], PhraseCache(folder)).say(phrase, "en"))  # noqa: PERF401 - one after the other
    return {
        "cached_ms": round(median(clip.took_ms for clip in memory), 2),
        "cached_on_disk_ms": round(median(clip.took_ms for clip in cold), 2),
    }


def _ms(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 1)


def _rss_mb(pid: int | None) -> float:
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return 0.0
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024, 1)


def _cpu_ms(pid: int | None) -> float:
    stat = Path(f"/proc/{pid}/stat")
    if not stat.is_file():
        return 0.0
    fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m speech.mouth.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = asyncio.run(measure(options.rounds))
    body = {
        "name": "mouth",
        "figures": figures,
        "targets": {key: {"op": op, "value": value} for key, (op, value) in TARGETS.items()},
        "ok": all(figures[key] <= value for key, (_, value) in TARGETS.items()),
    }
    text = json.dumps(body, indent=2) + "\n"
    sys.stdout.write(text)
    if options.json is not None:
        options.json.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
