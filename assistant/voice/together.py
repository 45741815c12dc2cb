"""Several microphones of one conversation that stand in one room hear the same voice: what it says counts once. Pure."""

from collections import deque
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME_S = 2.5
"""Within which two lines have heard one sentence: each waits in its own way for the end of a turn."""
_ALIKE = 0.6
"""Of the words: two microphones hear a name differently."""
_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Said:
    conversation: str
    device: str
    words: tuple[str, ...]
    at: float


class Together:
    """What was said lately, in every conversation with more than one line."""

    def __init__(self) -> None:
        self._said: deque[_Said] = deque(maxlen=_KEPT)

    def again(self, conversation: str, device: str, text: str, now: float) -> bool:
        """Another device has just told the same; else this one has, from now (seconds) on."""
        words = tuple(word.strip(".,;:!?…") for word in text.lower().split())
        for other in self._said:
            near = other.conversation == conversation and other.device != device and now - other.at < SAME_S
            if near and SequenceMatcher(None, words, other.words, autojunk=False).ratio() >= _ALIKE:
                return True
        self._said.append(_Said(conversation, device, words, now))
        return False
