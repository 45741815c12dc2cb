"""What names are worth where nothing is heard: with it taken off, what is left of their likelihood is the sound's own say."""

import threading
from collections.abc import Sequence

from speech.ears.mel import hiss
from speech.ears.model import Model
from speech.ears.whisper import Encoded

_LEARNED = 6
"""Names at a time whose likelihood in silence is found out while somebody still speaks; the final would have to find out all."""
_SILENCE_MS = 3_000
_MOST_KNOWN = 2_000


class Silence:
    """How likely names are where nothing is heard, asked once for each."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._one = threading.Lock()
        self._sound: Encoded | None = None
        self._known: dict[tuple[str, str], float] = {}

    def of(self, names: Sequence[str], language: str) -> dict[str, float]:
        """By name."""
        with self._one:
            return self._of(names, language)

    def learn(self, names: Sequence[str], language: str) -> None:
        """A few that aren't known yet."""
        unknown = [name for name in names if (language, name) not in self._known]
        self.of(unknown[:_LEARNED], language)

    def _of(self, names: Sequence[str], language: str) -> dict[str, float]:
        missing = list(dict.fromkeys(name for name in names if (language, name) not in self._known))
        if missing:
            if self._sound is None:
                self._sound = self._model.encode(hiss(_SILENCE_MS), _SILENCE_MS)
            if len(self._known) + len(missing) > _MOST_KNOWN:
                self._known.clear()
            ids = [self._model.tokens.encode(f"{name}.") for name in missing]
            for name, value in zip(missing, self._model.weigh(self._sound, language, "", ids), strict=True):
                self._known[language, name] = value
            return self._of(names, language)
        return {name: self._known[language, name] for name in names}
