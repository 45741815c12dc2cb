"""Somebody else in the room, in another language: its words for "I was talking to my wife" and "she asks if we want …"."""

from collections.abc import Sequence

from dialogue.understanding.languages.tokens import Token

SAID = "I was talking to someone."
"""What a message comes to of which nothing was meant for us."""
_FEW = 4
"""Words in the gap of a phrase."""
_GOES_ON = frozenset("und aber dass wir also et mais que alors on y e pero entonces queremos ve ama biz لكن و نريد".split())
"""Words with which the sentence comes back to us."""
Phrases = tuple[tuple[str, ...], ...]


def meant_for_us(found: Sequence[Token], talks: Phrases, asks: Phrases, *, asked: bool) -> list[Token]:
    """The tokens that are left: not what leads up to "I was talking to …", nor a sentence in which somebody asks if we want it.

    Args:
        asked: the message ends with a question mark; "am I talking to a robot?" is asked of us.
    """
    left: list[Token] = []
    for sentence in _sentences(found):
        if any(t.kind != "word" for t in sentence):
            left += sentence
        elif any(_end(sentence, at, phrase) for phrase in asks for at in range(len(sentence))):
            continue
        elif not asked and (end := max((_end(sentence, at, phrase) for phrase in talks for at in range(len(sentence))), default=0)):
            stop = next((n for n in range(end, len(sentence)) if sentence[n].brk or sentence[n].norm in _GOES_ON), len(sentence))
            left = sentence[stop:]  # all before it was said to them too
        else:
            left += sentence
    return left


def _sentences(found: Sequence[Token]) -> list[list[Token]]:
    result: list[list[Token]] = []
    for token in found:
        if not result or token.brk in (".", "?"):
            result.append([])
        result[-1].append(token)
    return result


def _end(sentence: Sequence[Token], at: int, phrase: Sequence[str]) -> int:
    """Where the phrase that begins at `at` ends, or 0."""
    for place, word in enumerate(phrase):
        if word == "~":
            rest = phrase[place + 1 :]
            return next((end for start in range(at, min(len(sentence), at + _FEW + 1)) if (end := _end(sentence, start, rest))), 0)
        if at >= len(sentence) or not _fits(word, sentence[at].norm):
            return 0
        at += 1
    return at


def _fits(word: str, norm: str) -> bool:
    return norm.startswith(word[:-1]) if word.endswith("*") else norm.endswith(word[1:]) if word.startswith("*") else norm == word
