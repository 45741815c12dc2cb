"""The names people use, from `aliases.json`: exact by folded name, or the longest one inside a longer wish."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tools.catalogue.fold import key

_FILLER = frozenset(
    "a an and app application for i it like little my nice of online our own platform please server service simple "
    "small software solution some something system that thing to tool we with".split()
)
"""Words that may stand around a name without changing what is meant ("a simple booking tool")."""


@dataclass(frozen=True, slots=True)
class Aliases:
    """Names of one kind."""

    values: Mapping[str, Sequence[str]]
    """Value → names."""
    index: Mapping[str, str]
    """Folded name → value."""

    @classmethod
    def of(cls, values: Mapping[str, Sequence[str]]) -> "Aliases":
        """A value is one of its own names; where two values share a name the first keeps it."""
        index: dict[str, str] = {}
        for value, names in values.items():
            for name in (value, *names):
                index.setdefault(key(name), value)
        return cls(values, index)

    def find(self, text: str) -> str | None:
        """The value of this name, singular or plural."""
        name = key(text)
        for form in (name, name.removesuffix("s"), name + "s"):
            if form in self.index:
                return self.index[form]
        return None

    def inside(self, text: str) -> str | None:
        """The value of the longest name among the words of `text`."""
        found = self._longest(text)
        return self.index[found] if found else None

    def padded(self, text: str) -> str | None:
        """The same, when the words around the name add nothing to it."""
        found = self._longest(text)
        if found is None or set(f" {key(text)} ".replace(f" {found} ", " ", 1).split()) - _FILLER:
            return None
        return self.index[found]

    def _longest(self, text: str) -> str | None:
        words = key(text).split()[:12]
        runs = (
            " ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)
        )
        return max((run for run in runs if run in self.index), key=len, default=None)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Value and name, each once."""
        for value, names in self.values.items():
            for name in dict.fromkeys(names):
                yield value, name


def activities(raw: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, list[str]]:
    """What people do → how they say it: each verb, also as "watches" and "watching", with each object ("book table")."""
    found: dict[str, list[str]] = {}
    for value, groups in raw.items():
        for verbs, objects in groups:
            forms = [form for verb in verbs.split() for form in (verb, _ing(verb), *_third(verb))]
            found.setdefault(value, []).extend(f"{verb} {thing}" for verb in forms for thing in objects.split("|"))
    return found


def _ing(verb: str) -> str:
    """`take` → `taking`, `plan` → `planning`, `book` → `booking`."""
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    vowels = [c in "aeiou" for c in verb]
    doubles = sum(vowels) == 1 and vowels[-2] and verb[-1] not in "wxy"
    return verb + (verb[-1] if doubles else "") + "ing"


def _third(verb: str) -> tuple[str, ...]:
    """`watch` → `watches`; a plain -s is folded away where phrases are matched."""
    return (f"{verb}es",) if verb.endswith(("ch", "sh", "ss", "x")) else ()
