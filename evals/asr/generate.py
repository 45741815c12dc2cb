"""Makes the fixtures anew: speak, spoil, recognise, freeze. Slow; what is finished is kept, so it can be stopped and taken up again.

Run as `python -m evals.asr.generate [--only ID…] [--cache FOLDER] [--voices FOLDER]`; `concierge eval asr` shows the rates.
"""

import argparse
import hashlib
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from evals.asr import confusions, fixtures, lines, report
from evals.asr.audio import Signal, mix, noise, padded, read_wav, telephone, write_wav
from evals.asr.casting import Condition, cast
from evals.asr.fixtures import Fixture
from evals.asr.lines import Line
from evals.asr.recogniser import Heard, Recogniser, Word, hotwords
from evals.asr.voices import VOICES, Studio, Voice, VoiceMissing

CACHE = Path("var/asr")
EXTRA = Path("var/voices")
_TALKERS = (
    ("lena", "So I told her we would meet at the station on Thursday, but she never came."),
    ("kate", "The soup was lovely, and then they brought us another plate of bread and olives."),
    ("slt", "Could you pass me that folder, no, the green one, it should be under the printer."),
    ("rms", "They say it will rain all weekend, so we are moving the whole thing indoors."),
    ("lena-low", "I was never good at tennis, my brother on the other hand plays every day."),
    ("kate-brisk", "Number forty seven, your order is ready, number forty seven please."),
)
"""A room full of other people."""
_BAR = 24


@dataclass(slots=True)
class Workshop:
    """What is needed to make a line into a fixture. The recogniser is loaded only if something isn't finished yet."""

    studio: Studio
    cache: Path
    models: Path
    recogniser: Recogniser | None = None

    def sound(self, text: str, condition: Condition) -> Signal:
        """The line as a microphone delivers it."""
        speech = padded(self.spoken(text, condition.voice))
        if condition.snr is not None:
            talkers = self.talkers() if condition.noise == "babble" else None
            seed = condition.seed ^ int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
            speech = mix(speech, noise(condition.noise, len(speech), seed, talkers), condition.snr)
        return telephone(speech) if condition.telephone else speech

    def talkers(self) -> list[Signal]:
        """Other people, in the background."""
        return [self.spoken(text, VOICES[voice]) for voice, text in _TALKERS]

    def spoken(self, text: str, voice: Voice) -> Signal:
        """Clean speech, kept once it is made."""
        file = self.cache / "speech" / f"{_key(voice.key, text)}.wav"
        if not file.is_file():
            part = file.with_suffix(".part")
            part.write_bytes(write_wav(self.studio.speak(text, voice)))
            part.replace(file)
        return read_wav(file.read_bytes())

    def fixture(self, line: Line) -> Fixture:
        """The line heard, from the cache when nothing about it changed."""
        condition = cast(line.scenario, line.tags, holdout=line.holdout)
        hint = hotwords() if condition.hinted else None
        file = self.cache / "heard" / f"{_key(line.text, repr(condition), hint or '', Recogniser.OPTIONS)}.json"
        if file.is_file():
            raw = json.loads(file.read_text(encoding="utf-8"))
            heard = Heard(raw["text"], tuple(Word(w["text"], w["confidence"]) for w in raw["words"]), raw["confidence"])
            return Fixture.of(line.id, line.text, heard, condition, raw["recogniser"])
        self.recogniser = self.recogniser or Recogniser(self.models)
        heard = self.recogniser.hear(self.sound(line.text, condition), hint)
        kept = {**asdict(heard), "recogniser": self.recogniser.id}
        part = file.with_suffix(".part")
        part.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        part.replace(file)
        return Fixture.of(line.id, line.text, heard, condition, self.recogniser.id)


def workshop(cache: Path = CACHE, extra: Path = EXTRA) -> Workshop:
    """With its folders."""
    for name in ("speech", "heard", "work"):
        (cache / name).mkdir(parents=True, exist_ok=True)
    return Workshop(Studio(extra, cache / "work"), cache, cache / "models")


def regenerate(only: list[str] | None = None, cache: Path = CACHE, extra: Path = EXTRA) -> int:
    """Makes every fixture that isn't finished, writes the files and the table of confusions. Returns an exit status."""
    shop = workshop(cache, extra)
    wanted = [x for x in lines.spoken() if not only or any(x.id.startswith(o) for o in only)]
    made: dict[bool, list[Fixture]] = {False: [], True: []}
    started = time.monotonic()
    for number, line in enumerate(wanted):
        _progress(number, len(wanted), line.id, started)
        try:
            made[line.holdout].append(shop.fixture(line))
        except VoiceMissing as error:
            sys.stderr.write(f"\n{line.id}: {error}\n")
            return 1
    _progress(len(wanted), len(wanted), "done", started)
    sys.stderr.write("\n")
    if only:
        _replace_some(made)
    else:
        for holdout, part in made.items():
            fixtures.write(fixtures.file_for(holdout=holdout), part)
    # what is held out teaches nothing
    confusions.save(confusions.learn(fixtures.read(fixtures.file_for(holdout=False))))
    return show()


def show() -> int:
    """The error rates of the frozen fixtures. Returns an exit status."""
    known = lines.entities()
    for holdout in (False, True):
        found = fixtures.read(fixtures.file_for(holdout=holdout))
        title = "held out" if holdout else "tuned"
        sys.stdout.write(f"\n{title}\n{report.table(report.errors(found, known))}\n")
    return 0


def _replace_some(made: dict[bool, list[Fixture]]) -> None:
    for holdout, part in made.items():
        if part:
            file = fixtures.file_for(holdout=holdout)
            kept = {f.id: f for f in fixtures.read(file)} | {f.id: f for f in part}
            fixtures.write(file, kept.values())


def _progress(done: int, total: int, what: str, started: float) -> None:
    share = done / total if total else 1.0
    left = (time.monotonic() - started) / done * (total - done) if done else 0.0
    bar = "#" * int(share * _BAR)
    sys.stderr.write(f"\r[{bar:.<{_BAR}}] {done}/{total} {left / 60:5.1f} min left  {what:44.44}")
    sys.stderr.flush()


def _key(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def main(arguments: list[str] | None = None) -> int:
    """`concierge eval asr`: the error rates, or with `--regenerate` everything anew. Returns an exit status."""
    parser = argparse.ArgumentParser(prog="concierge eval asr", description="Error rates of the frozen speech fixtures.")
    parser.add_argument("--regenerate", action="store_true", help="make the fixtures anew (slow; can be stopped and taken up again)")
    parser.add_argument("--only", nargs="*", help="ids of lines or scenarios (beginnings will do)")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where finished clips are kept (default: var/asr)")
    parser.add_argument("--voices", type=Path, default=EXTRA, help="folder with the packages of evals/asr/voices.txt (default: var/voices)")
    options = parser.parse_args(arguments)
    return regenerate(options.only, options.cache, options.voices) if options.regenerate else show()


if __name__ == "__main__":
    sys.exit(main(["--regenerate", *sys.argv[1:]]))
