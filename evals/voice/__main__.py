"""`python -m evals.voice`: the speech suite, spoken to a real server.

The first run speaks every line (some minutes) and keeps the sound. A talk takes about a minute, as talks do.
"""

import argparse
import asyncio
import json
import random
import signal
import sys
from pathlib import Path

from evals.asr.lines import FILES
from evals.loader import load
from evals.scenario import Scenario
from evals.voice import pool
from evals.voice.report import report, row
from evals.voice.sounds import Sounds

CACHE, VOICES = Path("var/asr"), Path("var/voices")
SAMPLE = 10
"""Scenarios of a first look."""
_BAR = 24
_INTERRUPTED = 130
"""Exit code: told to end before it was done; what was held until then is told."""


def main(arguments: list[str] | None = None) -> int:
    """Hold, judge, print a table, write JSON. 0 when it could be measured, whatever the figures; 130 when it was told to end, with the talks held until then."""
    options = parser().parse_args(arguments)
    scenarios = chosen(load(extra=[file for file in FILES if file.is_file()]).usable(), options)
    if not scenarios:
        sys.stderr.write("No spoken scenario is called so.\n")
        return 2
    sounds = Sounds.at(options.cache, options.voices, options.seed)
    done: list[pool.Result] = []

    def told(result: pool.Result, total: int) -> None:
        done.append(result)
        _progress(done, total)
        if options.details is not None:
            with options.details.open("a", encoding="utf-8") as out:
                out.write(json.dumps(row(result), ensure_ascii=False) + "\n")

    if options.details is not None:
        options.details.write_text("", encoding="utf-8")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it takes its servers along
    ended = 0
    try:
        asyncio.run(pool.run(scenarios, sounds, at_once=options.at_once, told=told))
    except KeyboardInterrupt:
        sys.stderr.write(f"\nEnded early: {len(done)} of {len(scenarios)} talks.\n")
        if not done:
            return _INTERRUPTED
        ended = _INTERRUPTED
    found = report(done, sounds.missing, len(scenarios))
    stdout = options.json is not None and str(options.json) == "-"
    sys.stdout.write(found.json() if stdout else found.table())
    if options.json is not None and not stdout:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(found.json(), encoding="utf-8")
    return ended


def chosen(scenarios: list[Scenario], options: argparse.Namespace) -> list[Scenario]:
    """Spoken ones of the part asked for: all, those named, or as many as wished, drawn by the seed."""
    found = [s for s in scenarios if s.channel == "asr" and s.model is None and s.holdout == (options.part == "holdout")]
    if options.only:
        return [s for s in found if any(s.id.startswith(o) for o in options.only)]
    limit = options.limit or (len(found) if options.whole else SAMPLE)
    if limit >= len(found):
        return found
    drawn = set(random.Random(options.seed).sample(range(len(found)), limit))  # noqa: S311 - a sample, no secret
    return [s for n, s in enumerate(found) if n in drawn]


def parser() -> argparse.ArgumentParser:
    """Its options."""
    top = argparse.ArgumentParser(prog="python -m evals.voice", description="The speech suite as real sound over WebRTC against a real server.")
    top.add_argument("--limit", type=_count, metavar="N", help=f"so many scenarios, drawn by the seed (without it {SAMPLE})")
    top.add_argument("--whole", action="store_true", help="all of them")
    top.add_argument("--only", action="append", default=[], metavar="ID", help="only this one (may be repeated; a beginning will do)")
    top.add_argument("--part", choices=("tuned", "holdout"), default="tuned", help="which part; of the held-out one only figures are told")
    top.add_argument("--seed", type=int, default=0, help="of the draw and of the noise")
    top.add_argument("--at-once", type=_count, default=pool.lanes(), metavar="N", help="talks at a time, each with a server of its own")
    top.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too (`-`: to stdout, instead of the table)")
    top.add_argument("--details", type=Path, metavar="FILE", help="one JSON object for each talk, as it ends; of the tuned part only")
    top.add_argument("--cache", type=Path, default=CACHE, help="where spoken lines are kept")
    top.add_argument("--voices", type=Path, default=VOICES, help="packages of evals/asr/voices.txt")
    return top


def _progress(done: list[pool.Result], total: int) -> None:
    exact = sum(r.verdict.exact for r in done)
    filled = _BAR * len(done) // total
    if sys.stderr.isatty():
        end = "\n" if len(done) == total else ""
        sys.stderr.write(f"\r  {'█' * filled}{'·' * (_BAR - filled)} {len(done)}/{total} talks, {exact} exact   {end}")
        sys.stderr.flush()


def _count(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 1000:
        return int(text)
    raise argparse.ArgumentTypeError("must be a number from 1 to 1000")


if __name__ == "__main__":
    sys.exit(main())
