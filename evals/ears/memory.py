"""A model's answers, kept: what has been read, or weighed, once isn't computed again.

With them what follows the model (guards, repair, the choice among readings) is tried on a thousand answers in seconds. Only what
hasn't been asked before costs its time.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np

from speech.ears.mel import Signal
from speech.ears.model import Model
from speech.ears.tokens import Tokens
from speech.ears.whisper import Encoded, Reading
from speech.ears.window import MOST_TOKENS

_FEATURES_KEPT = 4


@dataclass(frozen=True, slots=True, eq=False)
class _Sound:
    """Samples that are encoded when something new is asked about them."""

    key: str
    signal: Signal


@dataclass(slots=True)
class Remembering:
    """A `Model` in front of another one. `close` it, or what is new is lost."""

    inner: Model
    file: Path
    asked: int = 0
    """What had to be computed."""
    _known: dict[str, Any] = field(default_factory=dict[str, Any])
    _new: list[str] = field(default_factory=list[str])
    _encoded: dict[tuple[str, int], Encoded] = field(default_factory=dict[tuple[str, int], Encoded])

    def __post_init__(self) -> None:
        if self.file.is_file():
            with self.file.open(encoding="utf-8") as lines:
                for line in lines:
                    key, _, value = line.partition("\t")
                    self._known[key] = json.loads(value)

    @property
    def tokens(self) -> Tokens:
        """The inner model's."""
        return self.inner.tokens

    def encode(self, signal: Signal, window_ms: int) -> Encoded:
        """Nothing yet but a promise."""
        sound = _Sound(hashlib.sha256(np.ascontiguousarray(signal).tobytes()).hexdigest()[:20], signal)
        return Encoded(sound, window_ms, min(window_ms, len(signal) * 1000 // 16_000), signal)

    def read(  # all of it, wanted or not: it is kept
        self, sound: Encoded, language: str, hint: str = "", *, budget: int = MOST_TOKENS, wanted: Callable[[], bool] = lambda: True  # noqa: ARG002 - the port's: what is remembered was read whole
    ) -> Reading:
        """The likeliest text."""
        return _reading(self._ask(sound, ("read", language, hint, budget), lambda it: _plain(self.inner.read(it, language, hint, budget=budget))))

    def ponder(
        self, sound: Encoded, language: str, hint: str = "", *, budget: int = MOST_TOKENS, width: int = 4
    ) -> list[Reading]:
        """Several likely texts."""

        def compute(it: Encoded) -> list[list[Any]]:
            return [_plain(r) for r in self.inner.ponder(it, language, hint, budget=budget, width=width)]

        return [_reading(r) for r in self._ask(sound, ("ponder", language, hint, budget, width), compute)]

    def log_probs(self, sound: Encoded, language: str, hint: str, ids: Sequence[int]) -> tuple[float, ...]:
        """Each token's log probability."""
        found = self._ask(sound, ("log_probs", language, hint, *ids), lambda it: list(self.inner.log_probs(it, language, hint, ids)))
        return tuple(found)

    def weigh(self, sound: Encoded, language: str, hint: str, texts: Sequence[Sequence[int]]) -> list[float]:
        """Each text's log probability; only the new ones are computed."""
        keys = [self._key(sound, ("weigh", language, hint, *ids)) for ids in texts]
        missing = [(key, ids) for key, ids in zip(keys, texts, strict=True) if key not in self._known]
        if missing:
            found = self.inner.weigh(self._real(sound), language, hint, [ids for _, ids in missing])
            for (key, _), value in zip(missing, found, strict=True):
                self._keep(key, value)
        return [float(self._known[key]) for key in keys]

    def when(self, sound: Encoded, language: str, hint: str, ids: Sequence[int]) -> list[tuple[int, int]]:
        """Each token's beginning and end."""
        found = self._ask(sound, ("when", language, hint, *ids), lambda it: [list(p) for p in self.inner.when(it, language, hint, ids)])
        return [(first, last) for first, last in found]

    def languages(self, sound: Encoded) -> list[tuple[str, float]]:
        """Codes and their probability."""
        return [(code, p) for code, p in self._ask(sound, ("languages",), lambda it: [list(p) for p in self.inner.languages(it)])]

    def close(self) -> None:
        """Writes down what is new."""
        if self._new:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as out:
                out.writelines(f"{line}\n" for line in self._new)
            self._new.clear()

    def _ask(self, sound: Encoded, question: tuple[object, ...], compute: Callable[[Encoded], Any]) -> Any:
        key = self._key(sound, question)
        if key not in self._known:
            self._keep(key, compute(self._real(sound)))
        return self._known[key]

    def _keep(self, key: str, value: Any) -> None:
        self.asked += 1
        self._known[key] = value
        self._new.append(f"{key}\t{json.dumps(value)}")

    def _key(self, sound: Encoded, question: tuple[object, ...]) -> str:
        told = json.dumps([cast(_Sound, sound.features).key, sound.window_ms, *question], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:24]

    def _real(self, sound: Encoded) -> Encoded:
        held = cast(_Sound, sound.features)
        at = (held.key, sound.window_ms)
        if at not in self._encoded:
            while len(self._encoded) >= _FEATURES_KEPT:
                self._encoded.pop(next(iter(self._encoded)))
            self._encoded[at] = self.inner.encode(held.signal, sound.window_ms)
        return self._encoded[at]


def _plain(reading: Reading) -> list[Any]:
    return [list(reading.ids), [round(p, 4) for p in reading.log_probs], round(reading.no_speech, 4), reading.full]


def _reading(plain: Any) -> Reading:
    ids, log_probs, no_speech, full = plain
    return Reading(tuple(ids), tuple(log_probs), no_speech, full)
