"""Answers to the question for the name that are no name: sentences, questions, words to somebody near, where they are.

A name is a noun phrase. What a language says in the first and second person, asks, calls somebody dear, or puts a place by,
stands in its lexicon (`naming.sentences`); a name that is written with capitals throughout may hold any of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dialogue.understanding.languages.tokens import Token, folded


@dataclass(frozen=True, slots=True)
class Words:
    """A list of words; `*` at the end of one lets it go on, at its beginning it is an ending."""

    whole: frozenset[str] = frozenset()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    @classmethod
    def of(cls, words: str) -> "Words":
        """From words with spaces between."""
        said = [folded(word) for word in words.split()]
        return cls(
            frozenset(w for w in said if "*" not in w),
            tuple(w[:-1] for w in said if w.endswith("*")),
            tuple(w[1:] for w in said if w.startswith("*")),
        )

    def has(self, norm: str) -> bool:
        """It is one of them."""
        return norm in self.whole or (norm.startswith(self.begins) if self.begins else False) or any(norm.endswith(e) and len(norm) > len(e) + 1 for e in self.ends)


@dataclass(frozen=True, slots=True)
class Sentences:
    """What makes a sentence of an answer."""

    person: Words = field(default_factory=Words)
    """Pronouns of the first and second person that a verb goes with."""
    verb: Words = field(default_factory=Words)
    """Verbs of the first and second person, and what one is told to do."""
    wonder: Words = field(default_factory=Words)
    """Words that begin a question."""
    my: Words = field(default_factory=Words)
    dear: Words = field(default_factory=Words)
    """What somebody near is called, behind "my" or before a comma."""
    mine: Words = field(default_factory=Words)
    """The same where the word itself says "my"."""
    where: Words = field(default_factory=Words)
    """Words before a place that say that somebody is there."""

    def knows(self, norm: str) -> bool:
        """A word of this language, whatever else it says."""
        return norm in self.dear.whole or norm in self.mine.whole

    @classmethod
    def parse(cls, raw: Mapping[str, str]) -> "Sentences":
        """From `naming.sentences` of a lexicon."""
        return cls(**{name: Words.of(words) for name, words in raw.items()})


def is_sentence(words: Sequence[Token], says: Sentences, *, inside: frozenset[str], sure: bool) -> bool:
    """These words of an answer say something, and name nobody.

    Args:
        inside: small words that stand inside names.
        sure: something else says so already: a question mark, an insult.
    """
    if not words or _titled(words, inside):
        return False
    small = [w for n, w in enumerate(words) if not w.capital or not n]
    several = len(words) > 1
    spoken = any(says.person.has(w.norm) for w in small) and several or any(says.verb.has(w.norm) for w in small if not w.capital or several)
    return sure or spoken or (several and says.wonder.has(words[0].norm)) or _calls_somebody(words, says) or (several and any(says.where.has(w.norm) for w in small))


def _titled(words: Sequence[Token], inside: frozenset[str]) -> bool:
    """Capitals throughout, and more than one word of them."""
    own = [w for w in words if w.norm not in inside and not w.glued and not w.joined]
    return len(own) > 1 and all(w.capital for w in own) and words[0].capital


def _calls_somebody(words: Sequence[Token], says: Sentences) -> bool:
    """ "mon amour, attends", "Schatz, gleich", "meine Frau ruft": said to somebody near, or of them."""
    for at, word in enumerate(words):
        before = words[at - 1] if at else None
        if says.mine.has(word.norm) and not at and len(words) > 1:
            return True
        if says.dear.has(word.norm) and (before is not None and says.my.has(before.norm) or (not at and len(words) > 1 and bool(words[1].brk))):
            return True
    return False
