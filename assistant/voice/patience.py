"""When an answer takes its time: a few words that say so, out of the cache, so that nobody talks to a silence."""

import asyncio
from collections.abc import Callable

from assistant.voice.saying import Saying
from dialogue.words import Words

AFTER_S = 0.4
"""From the moment the conversation is told what was said."""
KEY = "one_moment"


class Patience:
    """One line's. Once for each answer: not again before one was heard, and then in other words."""

    def __init__(self, saying: Saying, words: Words, free: Callable[[], bool]) -> None:
        """`free`: nobody speaks, and this line is the one that may."""
        self._saying, self._words, self._free = saying, words, free
        self._timer: asyncio.TimerHandle | None = None
        self._said = False
        self._count = 0

    @property
    def waiting(self) -> bool:
        """An answer is on its way, and nothing of it is there yet."""
        return self._timer is not None

    def begin(self, language: str) -> None:
        """Something was said to us; the answer follows."""
        self.end()
        self._timer = asyncio.get_running_loop().call_later(AFTER_S, self._say, language)

    def end(self) -> None:
        """There is an answer, or there will be none, or the person speaks again."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None

    def heard(self) -> None:
        """An answer is being heard."""
        self._said = False

    def _say(self, language: str) -> None:
        phrases = wordings(self._words, language)
        if self._said or not phrases or self._saying.busy or not self._free():
            return
        text = phrases[self._count % len(phrases)]
        if self._saying.aside(text, language):
            self._said = True
            self._count += 1


def wordings(words: Words, language: str) -> list[str]:
    """In that language; none where there are none."""
    phrases = words.of(language).phrases
    return list(phrases.templates[KEY]) if phrases.has(KEY) else []
