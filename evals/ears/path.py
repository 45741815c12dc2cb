"""`python -m evals.ears.path`: what a bad network costs in words. The sound goes through our codec and our ordering in virtual time, so
the figure is the same on a busy machine; `concierge bench voice` measures the same over real packets."""

import argparse
import random
import sys
from pathlib import Path

import numpy as np

from assistant.bench.report import Report, progress
from assistant.bench.voice_path import BAD_WEATHER, word_errors, words
from assistant.bench.voice_talks import EVERY_DAY
from evals.ears.booth import Booth
from evals.ears.corpus import vocabulary
from evals.ears.speakers import REPORTED, present, studio
from speech.audio import FRAME, FRAME_MS, Samples, from_float, silence
from speech.ears.hearing import Hearing, Task
from speech.ears.opening import EarsSettings, load
from speech.models import ModelMissing
from speech.transport.caller import Weather
from speech.transport.opus import OpusDecoder, OpusEncoder
from speech.transport.ordering import FRAME_TICKS, Ordering
from speech.transport.peer import decoded

_AROUND_MS = 200
CACHE, VOICES, MODELS = Path("var/ears"), Path("var/voices"), Path("var/models")


def carried(sound: Samples, weather: Weather) -> tuple[Samples, int]:
    """What the other end hears of it, and how many packets it did without."""
    encoder, decoder, ordering, chance = OpusEncoder(loss_percent=10), OpusDecoder(), Ordering(), random.Random(weather.seed)  # noqa: S311 - a path
    packets = [encoder.encode(sound[at : at + FRAME]) for at in range(0, len(sound) // FRAME * FRAME, FRAME)]
    arrivals = [
        (n * FRAME_MS + chance.uniform(0, weather.jitter_ms), n) for n in range(len(packets)) if chance.random() >= weather.loss
    ]
    heard: list[Samples] = []
    waiting = sorted(arrivals, reverse=True)
    for beat in range(len(packets) + 50):
        while waiting and waiting[-1][0] <= beat * FRAME_MS:
            at, n = waiting.pop()
            heard += [decoded(decoder, piece) for piece in ordering.push(1, n, n * FRAME_TICKS, packets[n], at)]
        heard += [decoded(decoder, piece) for piece in ordering.tick(beat * FRAME_MS)] if waiting else []
    encoder.close()
    decoder.close()
    return np.concatenate([*heard, silence(0)]), ordering.tally.lost


def word_error_pct(ears: Hearing, sounds: list[tuple[str, Samples]], weather: Weather, seeds: int) -> float:
    """Over all sentences, each carried so many times."""
    wrong = total = 0
    for number, (text, sound) in enumerate(sounds):
        for seed in range(seeds):
            arrived, _ = carried(sound, Weather(weather.loss, weather.jitter_ms, weather.seed + 1000 * number + seed))
            found = ears.hear(arrived, Task("path", "en", vocabulary("beside_nothing")))
            wrong += min(len(words(text)), word_errors(words(text), words(found.text)))
            total += len(words(text))
        progress(number + 1, len(sounds), "sentences")
    return 100 * wrong / max(1, total)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print a table, or JSON. 0 when it could be measured."""
    top = argparse.ArgumentParser(prog="python -m evals.ears.path", description="What a bad network costs in words.")
    top.add_argument("--seeds", type=int, default=3, help="times that each sentence goes over the bad path")
    top.add_argument("--json", action="store_true", help="JSON instead of a table")
    options = top.parse_args(arguments)
    booth = Booth(studio(VOICES, CACHE), CACHE)
    try:
        ears = load(EarsSettings(MODELS))
    except ModelMissing as error:
        sys.stderr.write(f"{error}\n")
        return 1
    speakers = present(REPORTED, booth.studio)
    sounds: list[tuple[str, Samples]] = []
    for number, text in enumerate(EVERY_DAY):
        spoken = from_float(0.5 * booth.spoken(text, speakers[number % len(speakers)]))
        sounds.append((text, np.concatenate([silence(_AROUND_MS), spoken, silence(_AROUND_MS)])))
    fine = word_error_pct(ears, sounds, Weather(), 1)
    bad = word_error_pct(ears, sounds, BAD_WEATHER, options.seeds)
    report = Report("path")
    report.put("sentences", len(sounds))
    report.put("voices", len(speakers))
    report.put("word_error_pct", fine)
    report.put("word_error_bad_path_pct", bad)
    report.put("word_error_bad_path_points", max(0.0, bad - fine), ("<=", 3.0))
    sys.stdout.write(report.json() if options.json else report.table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
