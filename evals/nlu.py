"""`concierge eval nlu`: utterances in the format of the SNIPS benchmark (2017), scored as the papers do.

Whoever reads utterances stands behind a small port; the one that comes with it is a plain floor (naive Bayes for the
intent, a gazetteer for the slots), there to show that files and scores are right. Our own engine speaks of one thing only and
doesn't take part.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from evals.metrics import Share

_WORD = re.compile(r"\w+(?:'\w+)?")
LONGEST_VALUE = 8
"""Words of a slot value that a gazetteer looks for."""


class Span(NamedTuple):
    """A slot value in its place."""

    slot: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence with what it means."""

    text: str
    intent: str
    spans: frozenset[Span]


class Reader(Protocol):
    """Reads intent and slots out of a sentence."""

    def learn(self, utterances: Iterable[Utterance]) -> None:
        """From examples."""
        ...

    def read(self, text: str) -> tuple[str, frozenset[Span]]:
        """Intent and slots."""
        ...


@dataclass(slots=True)
class Scores:
    """How the frames fared."""

    intents: int = 0
    frames: int = 0
    total: int = 0
    hits: int = 0
    found: int = 0
    due: int = 0

    def add(self, wanted: Utterance, intent: str, spans: frozenset[Span]) -> None:
        """One more sentence."""
        self.total += 1
        self.intents += intent == wanted.intent
        self.frames += intent == wanted.intent and spans == wanted.spans
        self.hits += len(spans & wanted.spans)
        self.found += len(spans)
        self.due += len(wanted.spans)

    @property
    def f1(self) -> float:
        """Of slots, micro: a span counts when its name and both ends are right."""
        return 2 * self.hits / (self.found + self.due) if self.found + self.due else 1.0


def load(folder: Path) -> tuple[list[Utterance], list[Utterance]]:
    """Training and validation sentences of `<Intent>/train_<Intent>[_full].json` and `validate_<Intent>.json`. Raises ValueError."""
    intents = sorted(d.name for d in folder.iterdir() if d.is_dir()) if folder.is_dir() else []
    train: list[Utterance] = []
    validate: list[Utterance] = []
    for intent in intents:
        full, short = folder / intent / f"train_{intent}_full.json", folder / intent / f"train_{intent}.json"
        train += _file(full if full.is_file() else short, intent)
        validate += _file(folder / intent / f"validate_{intent}.json", intent)
    if not validate:
        raise ValueError(f"{folder} has no folders with train_….json and validate_….json")
    return train, validate


def _file(file: Path, intent: str) -> list[Utterance]:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror}") from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")  # some files of the benchmark are
    try:
        rows: list[dict[str, Any]] = json.loads(text)[intent]
        return [_utterance(intent, row["data"]) for row in rows]
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{file} isn't in the format of the benchmark") from None


def _utterance(intent: str, parts: list[dict[str, str]]) -> Utterance:
    text = ""
    spans: set[Span] = set()
    for part in parts:
        words = part["text"]
        if "entity" in part:
            lead = len(words) - len(words.lstrip())
            spans.add(Span(part["entity"], len(text) + lead, len(text) + len(words.rstrip())))
        text += words
    return Utterance(text, intent, frozenset(spans))


@dataclass(slots=True)
class Floor:
    """Naive Bayes over words for the intent, and for each intent the values seen in training, longest first."""

    intents: Counter[str] = field(default_factory=Counter[str])
    words: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    values: dict[str, dict[str, Counter[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Counter)))
    _known: set[str] = field(default_factory=set[str])

    def learn(self, utterances: Iterable[Utterance]) -> None:
        """See `Reader`."""
        for utterance in utterances:
            self.intents[utterance.intent] += 1
            for word in _words(utterance.text):
                self.words[utterance.intent][word] += 1
                self._known.add(word)
            for span in utterance.spans:
                value = utterance.text[span.start : span.end].lower()
                self.values[utterance.intent][value][span.slot] += 1

    def read(self, text: str) -> tuple[str, frozenset[Span]]:
        """See `Reader`."""
        intent = max(self.intents, key=lambda name: (self._likely(name, text), name), default="")
        return intent, self._spans(intent, text)

    def _likely(self, intent: str, text: str) -> float:
        counts = self.words[intent]
        size = counts.total() + len(self._known) + 1
        return log(self.intents[intent]) + sum(log((counts[w] + 1) / size) for w in _words(text))

    def _spans(self, intent: str, text: str) -> frozenset[Span]:
        places = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        found: set[Span] = set()
        at = 0
        while at < len(places):
            for length in range(min(LONGEST_VALUE, len(places) - at), 0, -1):
                start, end = places[at][0], places[at + length - 1][1]
                slots = self.values[intent].get(text[start:end].lower())
                if slots:
                    found.add(Span(slots.most_common(1)[0][0], start, end))
                    at += length - 1
                    break
            at += 1
        return frozenset(found)


def _words(text: str) -> list[str]:
    return [m.group().lower() for m in _WORD.finditer(text)]


def score(reader: Reader, utterances: Sequence[Utterance]) -> Scores:
    """Read every sentence and compare."""
    scores = Scores()
    for utterance in utterances:
        scores.add(utterance, *reader.read(utterance.text))
    return scores


def run(folder: Path) -> int:
    """Train the floor on the training part, score it on the validation part, print."""
    try:
        train, validate = load(folder)
    except ValueError as error:
        sys.stderr.write(f"concierge eval: {error}\n")
        return 2
    reader = Floor()
    reader.learn(train)
    scores = score(reader, validate)
    sys.stdout.write(f"{len(train)} sentences learnt, {len(validate)} read\n")
    for name, right in (("intent", scores.intents), ("whole frame", scores.frames)):
        share = Share(right, scores.total)
        low, high = share.interval
        sys.stdout.write(f"  {name:<14}{share.pct:6.1f} %  ({low:.1f} to {high:.1f})\n")
    sys.stdout.write(f"  {'slot F1':<14}{100 * scores.f1:6.1f} %\n")
    return 0
