"""All readers together: which one reads a message, and when the conversation changes its language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dialogue.lexicon import Entry, Lexicon
from dialogue.patterns import regex
from dialogue.understanding.languages.book import LISTED, Book
from dialogue.understanding.languages.detect import Detected, Knows, asked_for, detect
from dialogue.understanding.languages.reader import Context, Reader
from dialogue.understanding.languages.rendering import Rendering, joined
from dialogue.understanding.languages.tokens import Token, tokens
from dialogue.understanding.text import clean, stem

ENGLISH = "en"
_BOTH = frozenset({"on", "once", "six", "cent", "elf"})
"""Numbers of other languages that English has as words."""
_WORD = regex(r"\w+")
_SENTENCE = regex(r"[^.!?؟\n]+(?:[.](?=\S)[^.!?؟\n]*)*[.!?؟\n]*\s*")


@dataclass(frozen=True, slots=True)
class Readers:
    """One reader per language; English needs none."""

    books: tuple[Book, ...] = ()
    """Every language's book, the English one with its everyday words alone."""
    readers: Mapping[str, Reader] = field(default_factory=dict[str, Reader])
    knows: Mapping[str, Knows] = field(default_factory=dict[str, Knows])
    scripts: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def build(cls, texts: Mapping[str, str], lexicon: Lexicon) -> "Readers":
        """From the JSON of each `prompts/<language>/lexicon.json`, by language."""
        books = {language: Book.parse(language, text) for language, text in texts.items()}
        english = books[ENGLISH].keeps if ENGLISH in books else frozenset[str]()
        others = [b for b in books.values() if b.language != ENGLISH]
        readers = {b.language: Reader(b, lexicon, [o for o in others if o is not b and o.script == "latin"], english) for b in others}
        return cls(
            tuple(books.values()),
            readers,
            {b.language: _english(b, lexicon, _numbers(others)) if b.language == ENGLISH else _theirs(b, lexicon) for b in books.values()},
            {b.language: b.script for b in books.values() if b.script != "latin"},
        )

    def hear(self, said: str, *, language: str, context: Context) -> Rendering:
        """`said` in the pipeline's English, read in the language it is in.

        Args:
            language: the conversation's.
        """
        if not self.readers:
            return Rendering(said, said)
        said = clean(said)
        found = tokens(said)
        wanted = asked_for(found, self.books, current=language)
        detected = self._detected(found, language, context)
        if wanted:
            return replace(self._rendered(_without(said, found, wanted[1]), detected.language, context), language=wanted[0], asked=True)
        rendering = self._rendered(said, detected.language, context)
        changes = detected.certain or (context == Context() and self._opens(found, rendering, detected.language))
        return replace(rendering, language=detected.language) if changes and detected.language != language else rendering

    def _opens(self, found: Sequence[Token], rendering: Rendering, language: str) -> bool:
        """ "مرحبا", "bonjour": nothing was said or asked before, and this greets, or is written as that language alone is."""
        greets = bool(found) and set(_WORD.findall(rendering.text)) <= {"hello"}
        return greets or (language in self.scripts and all(t.kind == "word" and not t.latin for t in found))

    def _detected(self, found: Sequence[Token], language: str, context: Context) -> Detected:
        detected = detect(found, self.knows, self.scripts, language)
        titled = all(t.capital or not t.norm.isalpha() for t in found)
        if context.asking == "organisation" and titled and not detected.certain and detected.language not in self.scripts:
            return Detected(language, certain=False)  # a name may be in any language
        return detected

    def _rendered(self, said: str, language: str, context: Context) -> Rendering:
        parts = [m for m in _SENTENCE.finditer(said) if m.group().strip()]
        spoken = [self._sentence(m.group(), language) for m in parts] if len(parts) > 1 else [language]
        if len(set(spoken)) <= 1 or len(parts) <= 1:
            return self._one(said, spoken[0] if len(set(spoken)) == 1 else language, context)
        return joined([self._one(m.group(), s, context) for m, s in zip(parts, spoken, strict=True)], said, [m.start() for m in parts])

    def _sentence(self, said: str, language: str) -> str:
        """The language of one sentence: another one only when that is certain."""
        detected = detect(tokens(said), self.knows, self.scripts, language)
        return detected.language if detected.certain else language

    def _one(self, said: str, language: str, context: Context) -> Rendering:
        reader = self.readers.get(language)
        return reader.read(said, context) if reader else Rendering(said, said)


def _without(said: str, found: Sequence[Token], gone: frozenset[int]) -> str:
    """The words that asked for a language mean nothing else ("Deutsch" is no place); the others keep theirs."""
    for at in sorted(gone, reverse=True):
        said = said[: found[at].start] + " " * (found[at].end - found[at].start) + said[found[at].end :]
    return said


def _numbers(books: Sequence[Book]) -> frozenset[str]:
    """Numbers in the words of other languages, but for those that are English words too."""
    return _BOTH ^ _BOTH.union(word for b in books for word, phrases in b.index.exact.items() if any(p.kind == "number" and len(p.words) == 1 for p in phrases))


def _english(book: Book, lexicon: Lexicon, foreign: frozenset[str]) -> Knows:
    """English words: everyday ones, and one-word phrases of the toolbox's vocabulary."""

    def knows(token: Token) -> bool:
        word = stem(token.norm)
        if token.capital and not token.brk and len(word) > 1:
            return False  # a name
        if token.norm in foreign:
            return False
        if token.norm in book.function or token.norm in book.keeps:
            return True
        return not token.capital and any(key == (word,) and _everyday(entries) for key, entries in lexicon.phrases.get(word, ()))

    return knows


def _theirs(book: Book, lexicon: Lexicon) -> Knows:
    """A language's own words; a name out of the toolbox's lists isn't one because a word of it begins alike ("citadel" and "cita*")."""

    def knows(token: Token) -> bool:
        if not book.knows(token):
            return False
        word = stem(token.norm)
        listed = any(key == (word,) and any(e.kind in LISTED for e in entries) for key, entries in lexicon.phrases.get(word, ()))
        return not listed or book.spells(token.norm)

    return knows


def _everyday(entries: Sequence[Entry]) -> bool:
    """A word, not the name of a place or a thing that is the same in every language."""
    return not any(e.kind == "app" for e in entries) and any(e.kind in ("need", "unavailable_need", "industry", "sizeword", "family") for e in entries)
