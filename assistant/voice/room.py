"""What all voice lines of this process share."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.voice.board import Board
from assistant.voice.expecting import Expecting
from assistant.voice.figures import VoiceFigures
from assistant.voice.likely import likely, openings
from assistant.voice.patience import wordings
from assistant.voice.studio import Models
from dialogue.fold import State
from dialogue.words import Words

if TYPE_CHECKING:
    from assistant.voice.line import Line
    from speech.mouth.mouth import Mouth

_OPENINGS_AT_ONCE = 6
"""With each new question: the voice needs the cores for other things too."""
_AFTER_S = 0.15
"""After a new question: its own sound is on its way first. To look up what follows holds up everything else for some milliseconds."""


@dataclass(frozen=True, slots=True)
class Room:
    """See the module."""

    models: Models
    board: Board
    figures: VoiceFigures
    expecting: Expecting
    words: Words
    elsewhere: "Callable[[Line, str], bool]" = lambda _line, _text: False
    """What this line has heard is what another one speaks, or has heard too."""
    openings: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """By language, those that weren't spoken into the cache yet."""

    def prepare(self, state: State) -> None:
        """What is likely to be said next in this conversation is spoken into the cache, soon, while nobody waits for the voice."""
        if self.models.mouth is not None:
            asyncio.get_running_loop().call_later(_AFTER_S, self._prepare, self.models.mouth, state)

    def _prepare(self, mouth: "Mouth", state: State) -> None:
        words = self.words.of(state.language)
        if state.language not in self.openings:
            self.openings[state.language] = openings(words)
        waiting = self.openings[state.language]
        some, waiting[:] = waiting[:_OPENINGS_AT_ONCE], waiting[_OPENINGS_AT_ONCE:]
        for text in (*some, *wordings(words, state.language), *likely(state, words)):
            mouth.prepare(text, state.language)
