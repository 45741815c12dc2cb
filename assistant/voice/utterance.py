"""What was heard, as the conversation is told it. Pure."""

from dataclasses import dataclass, replace

from dialogue.events import SpokenWord
from speech.turns.listener import Heard

MOST_WORDS = 200
"""Words whose times are kept."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One spoken message."""

    text: str
    confidence: float
    words: tuple[SpokenWord, ...]
    arrived: int
    """Last seq of the log when it began."""
    over_us: bool = False
    guessed: tuple[str, ...] = ()
    continues: bool = False
    """Its speaker goes on where the message before was cut off."""
    whole_of: int | None = None
    """seq of the message before, when this one says it whole."""

    def joined(self, seq: int, before: str) -> "Utterance":
        """With what came before it."""
        return replace(self, text=f"{before.rstrip(' .…')} {self.text}", whole_of=seq, words=())


def utterance(heard: Heard, arrived: int) -> Utterance:
    """With the evidence that it was said."""
    transcript = heard.transcript
    words = tuple(
        SpokenWord(text=word.text, start_ms=word.start_ms, end_ms=word.end_ms, confidence=round(word.confidence, 2))
        for word in transcript.words[:MOST_WORDS]
    )
    guessed = tuple(repair.written for repair in transcript.repairs if repair.done)
    return Utterance(
        transcript.text, round(transcript.confidence, 3), words, arrived, over_us=heard.over_us, guessed=guessed, continues=heard.continues
    )
