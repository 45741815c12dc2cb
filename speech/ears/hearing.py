"""From samples to a transcript that can be believed: windows, guards, and names weighed against the sound. Blocking."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from speech.audio import RATE, Samples, milliseconds, resampled, to_float
from speech.ears import guards, window
from speech.ears.hotwords import as_printed, blended, hinted
from speech.ears.hotwords import hint as hint_of
from speech.ears.languages import Languages
from speech.ears.mel import Signal
from speech.ears.model import Model
from speech.ears.policies import rivalry_of
from speech.ears.port import Discarded, Transcript, Vocabulary, Word
from speech.ears.repair import Candidate, Looked, Repaired, look, settle
from speech.ears.rivals import Evidence, Place, beyond_doubt, judge, places
from speech.ears.transcripts import joined, renamed
from speech.ears.weighing import Scales
from speech.ears.whisper import Encoded, Reading

_POOR = -0.9
"""Mean log probability below which no text is worth more than one that ends."""
_UNCLEAR = -0.4
"""Below this a slower copy of the sound is read as well, where the question has a list of answers."""
_SLOWER, _SLOWED_MS = 0.85, 10_000
"""The copy's pace, pitch and all, and the longest speech that it is made of. What noise does to a word isn't the same in both: they
seldom make the same mistake. At 0.93 and 1.08 they often do, at 1.16 the model hears worse, 0.88 is as good."""
_CLEAR, _CLEARER = -0.5, -0.25
"""From this mean log probability on the first reading is taken; the higher one is for those that don't answer what is asked, where
names may."""
_SURE = -0.1
"""From this on a name that was read isn't held against the others: that never changed one."""
_PLAIN = -0.2
"""From this on a text with nothing like a name in it isn't held against any: that never made one, and costs as much as hearing it."""
_NAMED, _NAMED_SLOWLY, _ENDLESS = 0.4, 0.2, 1.0
_DOUBTED = 0.45
"""The confidence of words in which two readings differ is no higher: the dialogue says back what it takes from them."""
_HOPELESS = -1.6
"""Below this nothing is repeated that hasn't a clear voice in it."""
_NO_SPEECH = 0.25
_VOICED = 0.5
"""What the voice detector must give for something doubtful to be believed."""
_WEIGHED, _WEIGHED_HERE = 6, 3
"""Candidates that are weighed against the sound: in all, and for the same words. More made no difference."""
_PARTIAL_MS = 12_000
"""A partial of longer speech is made of its end."""


class Abandoned(Exception):
    """Nobody wants the result any more."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked about some samples."""

    session: str
    language: str | None
    vocabulary: Vocabulary
    partial: bool = False
    times: bool = False
    """Word times to about 50 ms; without it they are spread over the speech by length."""
    alive: Callable[[], bool] = lambda: True
    hurried: Callable[[], bool] = lambda: False
    """Others wait: nothing is read a second time, and names are weighed against few others."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """The best reading so far, with the sound it was read from."""

    reading: Reading
    sound: Encoded
    text: str
    pace: float = 1.0
    """Of the sound it was read from: what lasts a second there was said in that many."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A reading and what it says after repair."""

    heard: _Heard
    repaired: Repaired
    doubted: bool = False
    """The other reading says something else."""


class Hearing:
    """Ears without a queue. May hear for several sessions at once, each on a thread of its own."""

    def __init__(self, model: Model, languages: Languages, voices: guards.Voices | None = None, *, second: Model | None = None) -> None:
        """`second`: another model, for a second opinion on names; it may know fewer languages."""
        self._model = model
        self._second = second
        self._languages = languages
        self._voices = voices or guards.Voices()
        self._scales = Scales(model, second)

    @property
    def model(self) -> Model:
        """What it hears with."""
        return self._model

    @property
    def second(self) -> Model | None:
        """What it asks for a second opinion."""
        return self._second

    def with_models(self, model: Model, second: Model | None = None) -> "Hearing":
        """The same around others."""
        return Hearing(model, self._languages, self._voices, second=second)

    def learn(self, vocabulary: Vocabulary, language: str) -> None:
        """A few more of the names, ahead of the answer in which they will be weighed: while somebody still speaks there is time."""
        if rivalry_of(vocabulary.slot) is not None:
            self._scales.learn([as_printed(vocabulary.written(name)) for name in vocabulary.names], language)

    def hear(self, samples: Samples, task: Task) -> Transcript:
        """Raises Abandoned when `task.alive()` has turned false."""
        began = time.perf_counter()
        audio_ms = milliseconds(samples)
        if task.partial and audio_ms > _PARTIAL_MS:
            samples = samples[-(_PARTIAL_MS * len(samples) // audio_ms) :]
        if guards.silent(samples):
            made = Transcript("", language=task.language or "en", discarded="silence")
        else:
            made = joined([self._piece(piece, task) for piece in window.pieces(samples)])
        return replace(made, audio_ms=audio_ms, took_ms=round((time.perf_counter() - began) * 1000, 1))

    def _piece(self, samples: Samples, task: Task) -> Transcript:
        signal = to_float(samples)
        closed = self._closed(signal, task)
        heard, language, hint = self._windows(signal, task, brief=closed and task.vocabulary.slot != "yes_no")
        why = self._disbelieved(heard, samples, language, hint, task.vocabulary)
        if why:
            return Transcript("", language=language, window_ms=heard.sound.window_ms, discarded=why, heard=heard.text)
        made = self._made(heard, task, language)
        if closed and heard.reading.score < _UNCLEAR and not task.hurried():
            made = self._again(made, samples, task, language, hint)
        return self._transcript(made, task, language, hint)

    def _again(self, made: _Made, samples: Samples, task: Task, language: str, hint: str) -> _Made:
        """Read slowly too; where neither reading holds an answer the first one is thought over, if it wasn't."""
        first = made.heard
        others = [lambda: self._slowly(samples, task, language), lambda: self._pondered(first, task, language, hint)]
        for other in others[: 1 if task.vocabulary.slot == "yes_no" else 2]:
            found = other()
            if not self._disbelieved(found, samples, language, hint, task.vocabulary):
                made = self._better(made, self._made(found, task, language), task)
            if self._said(made, task) or not task.alive():
                break
        return made

    def _windows(self, signal: Signal, task: Task, *, tries: int = 3, brief: bool = False) -> tuple[_Heard, str, str]:
        """The best reading of a few windows, its language, and the hint that it was read with. `brief`: see `_read`."""
        audio_ms = len(signal) * 1000 // RATE
        heard: _Heard | None = None
        language, hint = task.language or "en", ""
        for width in window.plan(audio_ms, tries=1 if task.partial else tries):
            if not task.alive():
                raise Abandoned
            sound = self._model.encode(signal, width)
            if heard is None:
                language = self._languages.of(
                    task.session, task.language, audio_ms, lambda sound=sound: self._model.languages(sound)
                )
                hint = hint_of(task.vocabulary, language)
            if not task.alive():  # more than half of the price is still to be paid
                raise Abandoned
            budget = window.usual(audio_ms) if task.partial else window.budget(audio_ms)  # a partial isn't worth going on for
            found = self._read(sound, language, hint, budget, task, brief=brief)
            tried = heard is not None
            heard = found if heard is None or self._worth(found, task) > self._worth(heard, task) else heard
            if not self._poor(found) or (tried and not self._circling(found)):
                break
        assert heard is not None  # noqa: S101 - a plan has at least one window
        return heard, language, hint

    def _slowly(self, samples: Samples, task: Task, language: str) -> _Heard:
        """The same sound, played more slowly."""
        slow = resampled(to_float(samples), round(RATE * _SLOWER))
        heard, _, _ = self._windows(slow, replace(task, language=language), tries=2, brief=True)
        return replace(heard, pace=_SLOWER)

    def _better(self, first: _Made, slow: _Made, task: Task) -> _Made:
        """Of two readings the likelier one; that it holds one answer counts."""
        bonus = _NAMED if self._poor(first.heard) else _NAMED_SLOWLY
        better = slow if self._weight(slow, task, bonus) > self._weight(first, task, bonus) else first
        return replace(better, doubted=self._said(first, task) != self._said(slow, task))

    def _weight(self, made: _Made, task: Task, bonus: float) -> float:
        said = self._said(made, task)
        named = bonus if len(said) == 1 or (said and task.vocabulary.slot == "yes_no") else 0.0
        return made.heard.reading.score + named - (_ENDLESS if self._circling(made.heard) else 0.0)

    @staticmethod
    def _said(made: _Made, task: Task) -> frozenset[str]:
        """The answers in it: names, and where yes or no is asked for, likely words."""
        names = frozenset(made.repaired.names)
        if task.vocabulary.slot != "yes_no":
            return names
        words = f" {guards.plain(made.repaired.text)} "
        return names | {name for name in task.vocabulary.names if f" {guards.plain(name)} " in words}

    def _made(self, heard: _Heard, task: Task, language: str) -> _Made:
        return _Made(heard, self._repaired(heard, task, language))

    def _read(self, sound: Encoded, language: str, hint: str, budget: int, task: Task, *, brief: bool = False) -> _Heard:
        """The likeliest text, or where that is unclear or no answer, the best of several; `brief`: not where it is read slowly as well."""
        reading = self._model.read(sound, language, hint, budget=budget, wanted=task.alive)
        if reading.full and not task.alive():  # a beginning
            raise Abandoned
        first = self._cut(reading, sound)
        if not task.partial and task.vocabulary.slot is None and self._grafted(first.text, task.vocabulary):
            unhinted = self._cut(self._model.read(sound, language, budget=budget), sound)
            if not self._poor(unhinted) and unhinted.text.strip():
                return unhinted
        nameless = not (task.vocabulary.names or task.vocabulary.beside)
        clear = _CLEAR if nameless or self._answers(first, task) else _CLEARER
        later = brief and first.reading.score < _UNCLEAR
        if later or task.partial or first.reading.score >= clear or task.hurried() or not task.alive():
            return first
        return self._pondered(first, task, language, hint)

    def _pondered(self, first: _Heard, task: Task, language: str, hint: str) -> _Heard:
        """The best of several texts for the same window: three times as dear as one."""
        budget = window.budget(first.sound.audio_ms)
        others = [self._cut(reading, first.sound) for reading in self._model.ponder(first.sound, language, hint, budget=budget)]
        best = max((first, *others), key=lambda heard: self._worth(heard, task))
        if best is first or not best.reading.ids:
            return first
        exact = self._model.log_probs(first.sound, language, hint, best.reading.ids)
        return replace(best, reading=replace(best.reading, log_probs=exact))

    @staticmethod
    def _grafted(text: str, vocabulary: Vocabulary) -> bool:
        """The hint has written a part of a word, and not one that may be the hinted name after all."""
        return blended(text, vocabulary) and not settle(look(text, vocabulary), vocabulary).repairs

    def _cut(self, reading: Reading, sound: Encoded) -> _Heard:
        kept = len(guards.unlooped(reading.ids))
        if kept < len(reading.ids):
            reading = replace(reading, ids=reading.ids[:kept], log_probs=reading.log_probs[:kept], full=False)
        return _Heard(reading, sound, self._model.tokens.decode(reading.ids))

    def _poor(self, heard: _Heard) -> bool:
        return heard.reading.score < _POOR or self._circling(heard)

    @staticmethod
    def _closed(signal: Signal, task: Task) -> bool:
        """What is asked for has a list of answers, and this is short enough for one."""
        listed = task.vocabulary.slot == "yes_no" or rivalry_of(task.vocabulary.slot) is not None
        return listed and not task.partial and len(signal) * 1000 <= _SLOWED_MS * RATE

    def _circling(self, heard: _Heard) -> bool:
        return heard.reading.full or guards.repetitive(heard.text)

    def _worth(self, heard: _Heard, task: Task) -> float:
        """Its score; more when it answers what is asked, much less when it has no end."""
        named = _NAMED if self._answers(heard, task) else 0.0
        return heard.reading.score + named - (_ENDLESS if self._circling(heard) else 0.0)

    @staticmethod
    def _names(heard: _Heard, task: Task) -> frozenset[str]:
        """Those it holds that are likely now."""
        return frozenset(settle(look(heard.text, task.vocabulary), task.vocabulary).names)

    def _answers(self, heard: _Heard, task: Task) -> bool:
        """It holds one name that is likely now, and no other."""
        return len(self._names(heard, task)) == 1

    def _disbelieved(
        self, heard: _Heard, samples: Samples, language: str, hint: str, vocabulary: Vocabulary
    ) -> Discarded:
        text, reading = heard.text, heard.reading
        if guards.phantom(text):
            return "phantom"
        if guards.foreign(text, language):
            return "script"
        if guards.repetitive(text):
            return "repeats"
        expected = hinted(vocabulary)
        leaked = guards.leaked(text, hint, expected)
        suspect = (
            reading.no_speech > _NO_SPEECH or reading.score < _HOPELESS or guards.doubtful(text) or guards.only_names(text, expected)
            or guards.too_fast(text, samples)
        )  # fmt: skip
        if suspect and self._voices.share(samples) < _VOICED:
            return "prompt" if leaked else "silence"
        return "unsure" if guards.too_fast(text, samples) else ""

    def _transcript(self, made: _Made, task: Task, language: str, hint: str) -> Transcript:
        heard, repaired = made.heard, made.repaired
        most = _DOUBTED if made.doubted else 1.0
        sure = math.exp(heard.reading.score)
        if task.vocabulary.slot == "yes_no":  # what the words say is as doubtful as they are
            sure = min(sure, most)
        words = renamed(self._words(heard, task, language, hint), repaired)
        return Transcript(
            repaired.text, tuple(replace(word, confidence=min(word.confidence, most)) for word in words),
            round(sure, 3), language,
            window_ms=heard.sound.window_ms, heard=heard.text, repairs=repaired.repairs, names=repaired.names,
        )  # fmt: skip

    def _repaired(self, heard: _Heard, task: Task, language: str) -> Repaired:
        looked = look(heard.text, task.vocabulary)
        stands = {task.vocabulary.written(mention.name) for mention in looked.mentions}
        sure = heard.reading.score >= _SURE and len(stands) == 1
        unlike = heard.reading.score >= _PLAIN and not (looked.mentions or looked.candidates or looked.demands)
        if not looked.tokens or task.partial or sure or unlike or not task.alive():
            return settle(looked, task.vocabulary)
        found = places(looked, task.vocabulary)
        if found:
            judged = self._judged(looked, found, heard, task, language)
            if judged.repairs or not looked.demands:
                return judged
        if not looked.candidates:
            return settle(looked, task.vocabulary)
        looked = replace(looked, candidates=_likeliest(looked.candidates))
        return settle(looked, task.vocabulary, self._gains(looked, heard, language))

    def _judged(self, looked: Looked, found: Sequence[Place], heard: _Heard, task: Task, language: str) -> Repaired:
        """Places are dear: the next is tried only while the sound hasn't decided."""
        confidence = math.exp(heard.reading.score)
        weighing = self._scales.under(heard.sound, language)
        evidence: list[Evidence] = []
        for place in found:
            evidence.append(weighing.evidence(looked, place, task.vocabulary, confidence, hurried=task.hurried()))
            if beyond_doubt(looked, task.vocabulary, evidence[-1], confidence) or not task.alive():
                break
        return judge(looked, task.vocabulary, evidence, confidence)

    def _gains(self, looked: Looked, heard: _Heard, language: str) -> dict[str, float]:
        """By a candidate's text, how much better it explains the sound than what was written. Without the hint, which would be gone through
        for each of them: with that of an open question two short texts cost as much as ten readings."""
        texts = list(dict.fromkeys(candidate.text for candidate in looked.candidates))
        ids = [self._model.tokens.encode(text) for text in (looked.text, *texts)]
        found = self._model.weigh(heard.sound, language, "", ids)
        return {text: value - found[0] for text, value in zip(texts, found[1:], strict=True)}

    def _words(self, heard: _Heard, task: Task, language: str, hint: str) -> tuple[Word, ...]:
        reading = heard.reading
        spelled = self._model.tokens.words(reading.ids, reading.log_probs, language)
        if task.times and spelled:
            at = self._model.when(heard.sound, language, hint, reading.ids)
            return tuple(Word(w.text, round(at[w.first][0] * heard.pace), round(at[w.end - 1][1] * heard.pace), w.confidence) for w in spelled)
        letters = sum(len(w.text) for w in spelled)
        words: list[Word] = []
        so_far = 0
        for word in spelled:
            start, so_far = so_far, so_far + len(word.text)
            share = heard.sound.audio_ms * heard.pace / max(1, letters)
            words.append(Word(word.text, round(start * share), round(so_far * share), word.confidence))
        return tuple(words)


def _likeliest(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The best few, and not all of them for the same words. They come best first."""
    kept: list[Candidate] = []
    for one in candidates:
        here = sum(one.start < other.end and other.start < one.end for other in kept)
        if here < _WEIGHED_HERE and len(kept) < _WEIGHED:
            kept.append(one)
    return tuple(kept)
