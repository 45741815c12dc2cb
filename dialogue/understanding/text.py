"""An utterance as words: folded for matching, with their places in the original and the breaks between them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dialogue.patterns import regex

Break = Literal[0, 1, 2]
"""0: nothing, 1: comma, colon, dash or bracket, 2: end of a sentence."""

_REACH = 60
"""Words to either side that can belong to the same sentence; keeps long monologues linear."""
_WORD = regex(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]|_|\n", re.UNICODE)
_SENTENCE_END = frozenset(".!?;\n…؟。！？")
_SEPARATORS = frozenset("-/|·•")
"""Between spaces they part what stands around them ("cpx52 / 3 workers / HA no")."""
_COMMA_LIKE = frozenset(",:()[]–—،、，")  # punctuation of other scripts, on purpose
_FILLERS = regex(
    r"(?<![\w'-])(?:[Uu]h+m*|[Uu]m+|[Ee]rm+|er+|[Hh]m+|ehm?|[Uu]hm|äh+m?|öh+m?)(?![\w'-])[,.…]*|(?<![\w'-])(?:you know|i mean like|sort of|kind of)(?=\s*,)"
    r"|(?i:(?<=[,–-])\s*how\s+(?:(?:do|shall|should)\s+)?(?:you|i|we|one)\s+(?:say|call\s+it|put\s+it|name\s+it)(?:\s+(?:it|this|that|in\s+english))?\s*(?=[,–-]))"
)
_SPECIAL_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "’": "'", "`": "'"}
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `start` and `end` are offsets into the cleaned utterance."""

    text: str
    norm: str
    start: int
    end: int
    brk: Break = 0
    """The break that stands before this word."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The cleaned text and its words."""

    text: str
    words: tuple[Word, ...]
    folded: tuple[str, ...] = field(init=False, repr=False)
    """The words, folded."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", tuple(word.norm for word in self.words))

    def norms(self, start: int, end: int) -> tuple[str, ...]:
        """Folded words of the half-open range."""
        return self.folded[start:end]

    def surface(self, start: int, end: int) -> str:
        """The original text of the half-open range of words."""
        if start >= end:
            return ""
        return self.text[self.words[start].start : self.words[end - 1].end]

    def segment(self, index: int) -> tuple[int, int]:
        """The words around `index` up to the nearest comma, sentence end or joining word."""
        start, first = index, max(0, index - _REACH)
        while start > first and self.words[start].brk == 0 and self.words[start - 1].norm not in _JOINERS:
            start -= 1
        end, last = index + 1, min(len(self.words), index + _REACH)
        while end < last and self.words[end].brk == 0 and self.words[end].norm not in _JOINERS:
            end += 1
        return start, end

    def sentence(self, index: int) -> tuple[int, int]:
        """The words around `index` up to the nearest sentence end."""
        start, first = index, max(0, index - _REACH)
        while start > first and self.words[start].brk < 2:
            start -= 1
        end, last = index + 1, min(len(self.words), index + _REACH)
        while end < last and self.words[end].brk < 2:
            end += 1
        return start, end

    def without(self, start: int, end: int) -> "Utterance":
        """With the characters from `start` to `end` put as words that mean nothing; every word keeps its place."""
        if not any(start <= w.start < end for w in self.words):
            return self
        text = self.text[:start] + "".join("_" if c.isalnum() else c for c in self.text[start:end]) + self.text[end:]
        words = tuple(replace(w, text="_" * len(w.text), norm="_") if start <= w.start < end else w for w in self.words)
        return Utterance(text, words)


_JOINERS = frozenset({"and", "but", "then", "while", "because", "so"})


def fold(text: str) -> str:
    """Lower case without marks: `Zürich` → `zurich`; letters that don't decompose are spelled out."""
    if text.isascii():  # nearly every word of ours and of theirs: nothing to decompose
        return text.lower().replace("`", "'")
    lowered = text.casefold().translate(_SPECIAL_LETTERS)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def clean(text: str) -> str:
    """Compatibility forms unified, control characters dropped; newlines stay."""
    if text.isascii() and text.isprintable():
        return text.replace("`", "'")
    unified = unicodedata.normalize("NFKC", text).replace("’", "'").replace("`", "'")
    return "".join(c for c in unified if c == "\n" or unicodedata.category(c)[0] != "C")


_STUTTER = regex(r"(?i)(?<![\w'’-])(?P<word>a|an|the|we|i|and|to|in|is|it|my|our|of|for|like|so|need|want|with|at|on|can|would|we'd|i'd|we're|it's)(?:\s+(?P=word)(?![\w'’-]))+")
""" "we we need a a wiki"."""
_LIKE = regex(r"(?i)\b(?P<before>need|needs|want|wants|get|have|for|and|or|maybe|just|with|kind\s+of|sort\s+of|about|it's)[\s,]+like[\s,]+(?=(?:an?|the|some|maybe|one|two|three|four|five|\d+)\s)")
""" "we need, like, a wiki"."""
_THUMBS = regex("[\U0001f44d\U0001f44c\u2705\u2714\u2611\U0001f197\U0001f91d\U0001f4af]")
_THUMBS_DOWN = regex("[\U0001f44e\u274c\u2716\U0001f6ab\u26d4]")


def spoken_signs(text: str) -> str:
    """A thumb that is all there is says yes or no; beside words it only underlines them."""
    if text.isascii() or any(c.isalnum() for c in text):
        return text
    up, down = _THUMBS.search(text), _THUMBS_DOWN.search(text)
    return text if bool(up) == bool(down) else "yes" if up else "no"


def without_fillers(text: str) -> str:
    """Without the sounds that people make while they think; one that stands alone stays, it may be an answer."""
    bare = _LIKE.sub(r"\g<before> ", _STUTTER.sub(lambda m: m.group() if m["word"] == "A" else m["word"], _FILLERS.sub(" ", text)))
    return bare.strip() if any(c.isalnum() for c in bare) else text


def read(text: str) -> Utterance:
    """Split into words. A dot, hyphen or slash inside a word (`cal.com`, `e-mail`) is no break."""
    cleaned = clean(text)
    words: list[Word] = []
    brk: Break = 0
    for match in _WORD.finditer(cleaned):
        mark = match.group()
        if mark[0].isalnum():
            words.append(Word(mark, fold(mark), match.start(), match.end(), brk if words else 2))
            brk = 0
        elif mark in _SENTENCE_END and not _inside_word(cleaned, match.start(), mark):
            brk = 2
        elif mark in _COMMA_LIKE or (mark in _SEPARATORS and _spaced(cleaned, match.start())):
            brk = max(brk, 1)  # type: ignore[assignment]  # max of two Break literals is a Break
    return Utterance(cleaned, tuple(words))


def _inside_word(text: str, at: int, mark: str) -> bool:
    if mark != ".":
        return False
    return 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def _spaced(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isspace() and text[at + 1].isspace()


def stem(norm: str) -> str:
    """Plural folded away (`bookings` → `booking`), the same on both sides of a match."""
    if len(norm) > 3 and norm.endswith("s") and not norm.endswith("ss"):
        return norm[:-1].rstrip("'")
    return norm


def phrase_key(phrase: str) -> tuple[str, ...]:
    """The folded, stemmed words of a vocabulary phrase."""
    if phrase.isascii() and phrase.replace(" ", "").isalnum():  # most of fifteen thousand: words and nothing else
        return tuple([stem(word) for word in phrase.lower().split()])
    return tuple(stem(word.norm) for word in read(phrase).words)


def contains(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """The words hold the phrase, unbroken."""
    size, wanted = len(phrase), tuple(phrase)
    first = wanted[0]
    return any(word == first and tuple(words[i : i + size]) == wanted for i, word in enumerate(words))
