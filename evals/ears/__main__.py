"""`python -m evals.ears`: accuracy and speed of the ears on noisy answers by several voices.

The first run speaks every line (some minutes) and keeps the sound, and what the model made of it: later ones compute what is new.
"""

import argparse
import json
import sys
from pathlib import Path

from assistant.bench.report import Report
from evals.ears import measure
from evals.ears.booth import Booth
from evals.ears.corpus import cases, corrections, nameless, strays
from evals.ears.memory import Remembering
from evals.ears.speakers import REPORTED, TUNED, present, studio
from speech.ears.opening import EarsSettings, load
from speech.models import ModelMissing

CACHE, VOICES, MODELS = Path("var/ears"), Path("var/voices"), Path("var/models")
_TIMED = 4
"""Every so many-th answer is timed."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print a table, write JSON. 0 when it could be measured."""
    options = _parser().parse_args(arguments)
    booth = Booth(studio(options.voices, options.cache), options.cache)
    speakers = present(TUNED if options.half == "tuned" else REPORTED, booth.studio)
    every = 5 if options.quick else 1
    chosen, odd, put_right, plain = (list(made(options.half, speakers))[::every] for made in (cases, strays, corrections, nameless))
    before = measure.rss_mb()
    try:
        ears = load(EarsSettings(options.models))
    except ModelMissing as error:
        sys.stderr.write(f"{error}\n")
        return 1
    model = Remembering(ears.model, options.cache / f"heard-{options.half}.tsv")
    second = Remembering(ears.second, options.cache / f"second-{options.half}.tsv") if ears.second is not None else None
    try:
        remembering = ears.with_models(model, second)
        answers, others, righted, others_beside = (measure.accuracy(booth, remembering, some) for some in (chosen, odd, put_right, plain))
    finally:
        model.close()
        if second is not None:
            second.close()
    rounds = measure.latency(booth, ears, chosen[::_TIMED], options.rounds)
    found = measure.report(answers, rounds, len(speakers), (before, measure.rss_mb()))
    measure.put_strays(found, others)
    measure.put_corrections(found, righted, others_beside)
    _write(found, options.json)
    if options.details is not None:
        lines = (json.dumps(row, ensure_ascii=False) for row in measure.rows([*answers, *others, *righted, *others_beside]))
        options.details.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _write(found: Report, file: Path | None) -> None:
    stdout = file is not None and str(file) == "-"
    sys.stdout.write(found.json() if stdout else found.table())
    if file is not None and not stdout:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found.json(), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m evals.ears", description="How well and how fast the ears hear.")
    top.add_argument("--half", choices=("reported", "tuned"), default="reported", help="the thresholds were tuned on the other one")
    top.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too (`-`: to stdout, instead of the table)")
    top.add_argument("--details", type=Path, metavar="FILE", help="one JSON object for each answer")
    top.add_argument("--rounds", type=int, default=5, help="of timing; the figures are medians over them")
    top.add_argument("--quick", action="store_true", help="a fifth of the answers, for a first look")
    top.add_argument("--cache", type=Path, default=CACHE, help="where spoken lines are kept")
    top.add_argument("--voices", type=Path, default=VOICES, help="packages of evals/asr/voices.txt")
    top.add_argument("--models", type=Path, default=MODELS, help="where the packaged model is joined")
    return top


if __name__ == "__main__":
    sys.exit(main())
