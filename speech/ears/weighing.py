"""What the sound says to each name that may have been said: asked of the model that read it, and of a second one.

Two models seldom mistake the same names, so the mean of what they say is worth more than either. The second one is asked only about what
has to be weighed; it reads nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

from speech.ears.hotwords import as_printed
from speech.ears.model import Model
from speech.ears.policies import rivalry_of
from speech.ears.port import Vocabulary
from speech.ears.quiet import Silence
from speech.ears.repair import Looked
from speech.ears.rivals import Evidence, Place, decided, text_with
from speech.ears.whisper import Encoded

_AT_FIRST = 3
"""The likeliest names, which are mostly enough to see whether it is one of them: on the tuned half no answer was another one for it."""


class Scales:
    """The models that are asked. May be used by several threads at once."""

    def __init__(self, first: Model, second: Model | None = None) -> None:
        self._models = [(model, Silence(model)) for model in (first, second) if model is not None]

    def learn(self, names: Sequence[str], language: str) -> None:
        """A few more of the names, ahead of the answer in which they will be weighed."""
        for model, silence in self._models:
            if model.tokens.knows(language):
                silence.learn(names, language)

    def under(self, sound: Encoded, language: str) -> "Weighing":
        """One piece of sound, as the first model has it."""
        first, *others = self._models
        return Weighing(sound, language, [first, *(one for one in others if one[0].tokens.knows(language))])


class Weighing:
    """One piece of sound, and those who are asked about it."""

    def __init__(self, sound: Encoded, language: str, models: Sequence[tuple[Model, Silence]]) -> None:
        self._language = language
        self._models = models
        self._sounds = [sound]

    def evidence(self, looked: Looked, place: Place, vocabulary: Vocabulary, confidence: float, *, hurried: bool = False) -> Evidence:
        """Of the names in a place: what the model that read them says, and where that leaves a doubt, the mean of what each model says.
        `hurried`: others wait, so the likeliest names must do."""
        few = self._asked(0, looked, replace(place, rivals=place.rivals[:_AT_FIRST]), vocabulary)
        if hurried or decided(looked, vocabulary, few, confidence):
            return few
        rest = self._asked(0, looked, replace(place, rivals=place.rivals[_AT_FIRST:]), vocabulary)
        alone = Evidence(place, {**few.gains, **rest.gains}, {**few.strengths, **rest.strengths})
        # What a correction asks for, beside another question, no second opinion made any better.
        if len(self._models) == 1 or rivalry_of(vocabulary.slot) is None or decided(looked, vocabulary, alone, confidence):
            return alone
        first = self._sounds[0]
        self._sounds += [model.encode(first.signal, first.window_ms) for model, _ in self._models[len(self._sounds) :]]
        found = [alone, *(self._asked(which, looked, place, vocabulary) for which in range(1, len(self._models)))]
        gains = {name: sum(one.gains[name] for one in found) / len(found) for name in place.rivals}
        strengths = {name: sum(one.strengths[name] for one in found) / len(found) for name in place.rivals}
        return Evidence(place, gains, strengths)

    def _asked(self, which: int, looked: Looked, place: Place, vocabulary: Vocabulary) -> Evidence:
        """Without the hint: it has had its say when the text was read."""
        if not place.rivals:
            return Evidence(place, {}, {})
        model, silence = self._models[which]
        texts = [text_with(looked, place, name, vocabulary) for name in place.rivals]
        ids = [model.tokens.encode(text) for text in (looked.text, *texts)]
        written, *values = model.weigh(self._sounds[which], self._language, "", ids)
        printed = [as_printed(vocabulary.written(name)) for name in place.rivals]
        quiet = silence.of(printed, self._language)
        gains = {name: value - written for name, value in zip(place.rivals, values, strict=True)}
        strengths = {name: value - quiet[text] for name, value, text in zip(place.rivals, values, printed, strict=True)}
        return Evidence(place, gains, strengths)
