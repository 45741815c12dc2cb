"""What a language knows, compiled from its `lexicon.json`: phrases and what each means in the pipeline's English.

A phrase is words with three signs: `*` ends a word of which only the beginning counts (`brauch*`), `~` is a gap of up to
five words (`brech* ~ ab`), `!` ends a word that must be spelled just so (`größe!`). Both sides of a comparison are folded, so accents and the two kinds of i don't matter;
umlauts also count when they are spelled out (`fuer`).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from dialogue.understanding.languages.counting import number_phrases
from dialogue.understanding.languages.inflection import verb_phrases
from dialogue.understanding.languages.sentences import Sentences
from dialogue.understanding.languages.tokens import Token, folded, normal, tokens

Kind = Literal["say", "value", "number", "place", "trade", "op", "clause", "drop", "yes", "no", "hedge", "ask", "name"]
GAP = 5
"""Words between the two halves of a phrase with a gap."""
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("say", "say"), ("value", "value"), ("place", "place"), ("op", "op"), ("yes", "yes"), ("no", "no"), ("ask", "ask"), ("hedge", "hedge"), ("trade", "trade"), ("clause", "clause"),
)  # fmt: skip
LISTED = frozenset({"topology", "app", "provider", "compliance", "industry", "brand"})
"""Kinds of the toolbox's lists whose names are the same in every language."""
_WANTING = frozenset({"need", "want", "i need", "we need", "i want", "we want", "please", "thanks"})
_FORGIVING: Mapping[Kind, int] = {"value": 6, "place": 8, "trade": 6, "number": 6, "say": 6}
"""Letters that a word of this kind must have to be recognised with a slip in it."""
_REMEMBERED = 4096
_STEM = 3
"""Letters that a word has at least before its case."""
_ROOTS = 8
"""… in a language whose short words differ by one letter."""
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase; `words` are folded, a trailing `*` is a beginning, `~` is a gap."""

    words: tuple[str, ...]
    english: str
    kind: Kind
    strict: tuple[tuple[str, ...], ...] = ()
    """Per word, the spellings that alone count (`größe!`, not `große`); empty for any that folds to it."""

    rank: tuple[int, int] = (0, 0)
    """Sorts longer and more exact phrases first."""


@dataclass(frozen=True, slots=True)
class Index:
    """Phrases by how their first word begins."""

    exact: Mapping[str, tuple[Phrase, ...]]
    """First word → phrases, longest first."""
    begins: Mapping[str, tuple[Phrase, ...]]
    """First three letters (or fewer) of a beginning → phrases."""

    @classmethod
    def of(cls, phrases: Iterable[Phrase]) -> "Index":
        """Sorted for the longest match."""
        exact: dict[str, list[Phrase]] = {}
        begins: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            first = phrase.words[0]
            if first.endswith("*"):
                begins.setdefault(first[:-1][:3], []).append(phrase)
            else:
                exact.setdefault(first, []).append(phrase)
        return cls(*({k: tuple(sorted(v, key=_heavy)) for k, v in part.items()} for part in (exact, begins)))

    def candidates(self, word: str) -> list[Phrase]:
        """Phrases that may begin with this word, the heaviest first."""
        found = list(self.exact.get(word, ()))
        for size in range(1, min(3, len(word)) + 1):
            found += [p for p in self.begins.get(word[:size], ()) if word.startswith(p.words[0][:-1])]
        return sorted(found, key=_heavy) if len(found) > 1 else found


def _heavy(phrase: Phrase) -> tuple[int, int]:
    return phrase.rank


def _rank(words: tuple[str, ...], *, strict: bool) -> tuple[int, int]:
    said = "".join(words)
    ends = said.count("*")  # a star stands at the end of a word and nowhere else
    return (words.count("~") - len(words), ends - (len(said) - ends) * 2 - strict)


@dataclass(frozen=True, slots=True)
class Naming:
    """How the language introduces an organisation's name."""

    cues: Index
    """`sure`, `weak`, `we` (the name follows), `before` and `before_weak` (it stands before), `label`."""
    skips: frozenset[str]
    """Articles and small words between a cue and the name."""
    inside: frozenset[str]
    """Words that stand inside a name before a capital."""
    stops: frozenset[str]
    """Words that end a name."""
    forms: frozenset[str]
    """Legal forms after a name, whatever their case."""
    wrong: frozenset[str]
    """Words that take an earlier name back."""
    copulas: frozenset[str]
    """Suffixes that say "we are" (`Pınar Seramik'iz`)."""
    sentences: Sentences
    """What makes a sentence of an answer, and no name."""


@dataclass(frozen=True, slots=True)
class Book:
    """One language."""

    language: str
    index: Index
    naming: Naming
    function: frozenset[str]
    """Everyday words by which the language is recognised."""
    languages: Mapping[str, str]
    """Names of languages → codes."""
    at: frozenset[str]
    joins: Mapping[str, str]
    """Spoken signs of an address → the sign."""
    pairs: Mapping[tuple[str, str], str]
    """Spoken signs of two words → the sign."""
    lead: frozenset[str]
    """Words that lead in to a spoken address and are no part of it."""
    asides: tuple[tuple[str, ...], ...] = ()
    """What is said about how an address is written ("sin tilde", "tout attaché"); longest first."""
    others: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict[str, tuple[tuple[str, ...], ...]])
    """`talks` and `asks`: what is said to somebody else in the room, and what they ask."""
    mesh: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """`word`, `name` and `id`: the mesh, and what leads to its name and its number; a trailing `*` is a beginning."""
    endings: tuple[tuple[str, str], ...] = ()
    """Suffix of a name → English word put before it (Turkish cases); longest first."""
    clitics: tuple[tuple[str, str], ...] = ()
    """Prefix of a word → English word put before it (Arabic); longest first."""
    objects: tuple[tuple[str, str], ...] = ()
    """Pronouns joined to the end of a verb → what the verb has in their place; longest first."""
    script: str = "latin"
    nouns: bool = False
    """Every noun has a capital, so that a capital says little."""
    asks: frozenset[str] = frozenset()
    """Words beside the name of a language that ask for it."""
    keeps: frozenset[str] = frozenset()
    """English alone: words that keep their meaning in the middle of another language."""
    describes: frozenset[str] = frozenset()
    """Words that say what an address is like, and are none."""
    forgiving: Mapping[str, tuple[tuple[str, Phrase], ...]] = field(default_factory=dict[str, tuple[tuple[str, Phrase], ...]])
    """First letter → single words (or beginnings) long enough to be recognised with a slip in them."""
    memo: dict[str, bool] = field(default_factory=dict[str, bool], compare=False, repr=False)
    """Words that were asked about: every message asks every language."""

    def knows(self, token: Token) -> bool:
        """It is a word of this language."""
        if token.capital and not token.brk and not self.nouns:
            return False  # a name
        known = self.memo.get(token.norm)
        if known is None:
            if len(self.memo) >= _REMEMBERED:
                self.memo.clear()
            known = self.memo[token.norm] = self._word(token.norm)
        return known

    def spells(self, norm: str) -> bool:
        """One of its phrases begins with this very word, and not with a beginning of it alone."""
        return norm in self.function or norm in self.index.exact or any(p.words[0] == f"{norm}*" for p in self.index.begins.get(norm[:3], ()))

    def _word(self, norm: str) -> bool:
        everyday = norm in self.function or norm in self.naming.cues.exact or norm in self.joins or norm in self.at or self.naming.sentences.knows(norm)
        return everyday or any(len(p.words) == 1 and p.kind != "place" for p in self.index.candidates(norm)) or self._suffixed(norm)

    def _suffixed(self, norm: str) -> bool:
        """ "sitesiyle": one of its words with a case on it."""
        ends = (norm[: -len(s)] for s, english in self.endings if english and norm.endswith(s) or s in ("yle", "yla", "le", "la") and norm.endswith(s))
        return any(len(rest) > _STEM and rest in self.index.exact for rest in ends)

    @classmethod
    def parse(cls, language: str, text: str) -> "Book":
        """From the JSON of `prompts/<language>/lexicon.json`."""
        raw: dict[str, Any] = json.loads(text)
        phrases = list(_phrases(raw))
        long = {p.words[0].rstrip("*"): p for p in phrases if len(p.words) == 1 and p.kind in _FORGIVING and (p.kind != "say" or p.english in _WANTING)}
        least = 0 if raw.get("script", "latin") == "latin" else _ROOTS
        fuzzy = {word: p for word, p in long.items() if len(word) >= max(least, _FORGIVING[p.kind]) and word.isalpha()}
        spoken: dict[str, str] = raw.get("spoken", {})
        return cls(
            language=language,
            index=Index.of(phrases),
            naming=_naming(raw.get("naming", {}), raw.get("contractions", {})),
            function=_set(raw.get("function", "")),
            languages={folded(name): code for code, names in raw.get("languages", {}).items() for name in names},
            at=_set(spoken.get("@", "")),
            joins={folded(w): sign for sign, words in spoken.items() if sign not in ("@", "lead") for w in words.split() if "+" not in w},
            pairs={(a, b): sign for sign, words in spoken.items() for w in words.split() if "+" in w for a, b in [folded(w).split("+")]},
            lead=_set(spoken.get("lead", "")),
            asides=tuple(sorted((_words(a) for a in raw.get("asides", ())), key=lambda words: -len(words))),
            others={role: tuple(tuple(folded(w) for w in p.split()) for p in phrases) for role, phrases in raw.get("others", {}).items()},
            mesh={role: _set(words) for role, words in raw.get("mesh", {}).items()},
            endings=_affixes(raw.get("endings", {})),
            clitics=_affixes(raw.get("clitics", {})),
            objects=_affixes(raw.get("objects", {})),
            script=raw.get("script", "latin"),
            nouns=bool(raw.get("nouns", False)),
            asks=_set(raw.get("asks", "")),
            keeps=_set(raw.get("keeps", "")),
            describes=_set(raw.get("describes", "")),
            forgiving={first: tuple((w, p) for w, p in sorted(fuzzy.items()) if w[0] == first) for first in {w[0] for w in fuzzy}},
        )


def _set(words: str) -> frozenset[str]:
    return frozenset(folded(w) for w in words.split())


def _affixes(raw: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    found = [(folded(affix), english) for english, affixes in raw.items() for affix in affixes.split()]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def _phrases(raw: Mapping[str, Any]) -> Iterable[Phrase]:
    for section, kind in _KINDS:
        for english, sources in raw.get(section, {}).items():
            for source in sources:
                for said in _contracted(source, raw.get("contractions", {})):
                    yield from _variants(said, english, kind)
    for source in raw.get("drop", ()):
        yield from _variants(source, "", "drop")
    for source, value in number_phrases(raw.get("number", {})):
        yield from _variants(source, str(value), "number")
    kinds = dict(_KINDS)
    for source, english, kind in verb_phrases(raw):
        yield from _variants(source, english, kinds[kind])


def _contracted(source: str, contractions: Mapping[str, str]) -> Iterable[str]:
    """ "se passer de", "se passer du": what a last word becomes before an article."""
    yield source
    before, _, last = source.rpartition(" ")
    for form in contractions.get(last, "").split() if before else ():
        yield f"{before} {form}"


def _variants(source: str, english: str, kind: Kind) -> Iterable[Phrase]:
    spelled = source if source.isascii() else source.translate(_SPELLED)
    for form in (source,) if spelled == source else (source, spelled):
        words = _words(form.replace("!", ""))
        if words:
            yield Phrase(words, english, kind, _strict(form), _rank(words, strict="!" in form))


def _words(source: str) -> tuple[str, ...]:
    """Folded words; `*` and `~` stay."""
    words: list[str] = []
    for part in source.split():
        words += _pieces(part)
    return tuple(words)


@lru_cache(maxsize=4096)  # the forms of a verb stand in hundreds of phrases
def _pieces(part: str) -> tuple[str, ...]:
    if part == "~":
        return (part,)
    bare = part.rstrip("*")
    norms = (normal(bare),) if bare.isalpha() else tuple(t.norm for t in tokens(bare))
    return (*norms[:-1], norms[-1] + "*") if part.endswith("*") and norms else norms


def _strict(source: str) -> tuple[tuple[str, ...], ...]:
    if "!" not in source:
        return ()
    spellings = [part[:-1].casefold() if part.endswith("!") else "" for part in source.split()]
    return tuple((s, s.translate(_SPELLED)) if s else () for s in spellings)


def _naming(raw: Mapping[str, Any], contractions: Mapping[str, str]) -> Naming:
    cues = [p for role, sources in raw.get("cues", {}).items() for s in sources for c in _contracted(s, contractions) for p in _variants(c, role, "name")]
    return Naming(
        cues=Index.of(cues),
        skips=_set(raw.get("skips", "")),
        inside=_set(raw.get("inside", "")),
        stops=_set(raw.get("stops", "")),
        forms=_set(raw.get("forms", "")),
        wrong=_set(raw.get("wrong", "")),
        copulas=_set(raw.get("copulas", "")),
        sentences=Sentences.parse(raw.get("sentences", {})),
    )
