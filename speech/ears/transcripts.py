"""A transcript's words after its repairs, and several transcripts as one. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from speech.ears.port import Transcript, Word
from speech.ears.repair import Repaired


def renamed(words: tuple[Word, ...], repaired: Repaired) -> tuple[Word, ...]:
    """The repaired text's words: a name lasts from the first word it takes the place of to the last."""
    made = list(words)
    for done in reversed([r for r in repaired.repairs if r.done and r.end <= len(words)]):
        first, last = words[done.start], words[done.end - 1]
        sure = max(0.0, min(1.0, done.score)) * max(w.confidence for w in words[done.start : done.end]) ** 0.5
        made[done.start : done.end] = [Word(done.written, first.start_ms, last.end_ms, round(sure, 3))]
    return tuple(made)


def joined(parts: Sequence[Transcript]) -> Transcript:
    """Pieces of one long speech, one after the other; what was discarded of it is left out."""
    if len(parts) == 1:
        return parts[0]
    kept = [part for part in parts if part.text] or list(parts[:1])
    count = sum(len(part.words) for part in kept) or 1
    return replace(
        kept[0],
        text=" ".join(part.text for part in kept),
        heard=" ".join(part.heard for part in kept),
        words=tuple(word for part in kept for word in part.words),
        confidence=round(sum(part.confidence * len(part.words) for part in kept) / count, 3),
        window_ms=max(part.window_ms for part in parts),
        repairs=tuple(repair for part in kept for repair in part.repairs),
        names=tuple(name for part in kept for name in part.names),
    )
