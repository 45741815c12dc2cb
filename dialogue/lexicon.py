"""The vocabulary of the conversation, built from the toolbox's own lists and handed to the engines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from dialogue.events import JsonObject
from dialogue.understanding.phonetics import sounds_like
from dialogue.understanding.text import Utterance, phrase_key, stem

FUZZY_KINDS = frozenset({"region", "country", "app", "provider", "place_big"})
"""Only names of things are matched approximately; a near miss of an everyday word is another word."""
FUZZY_FLOOR = 0.93
_BEFORE_PLACES = frozenset("in to at near use it region hosted host put move take choose prefer is of and not or closest from around called want like with".split())
_NEVER_INSIDE = frozenset("and or with the a to in at on for we i it is no not of my our me us please then two three region regions".split())
_FEW_WORDS = 3
FUZZY_MIN_LETTERS = 6
FUZZY_MAX_LETTERS = 30


class TermLike(Protocol):
    """One phrase of the toolbox's vocabulary."""

    @property
    def kind(self) -> str:
        """region, country, place, sku, family, sizeword, app, need, industry, topology, compliance, provider…"""
        ...

    @property
    def value(self) -> str:
        """What the matching draft member takes."""
        ...

    @property
    def phrase(self) -> str:
        """How people say it."""
        ...

    @property
    def ambiguous(self) -> bool:
        """Also an everyday word: counts in a clear context only."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A meaning of a phrase."""

    kind: str
    value: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A vocabulary phrase found in an utterance; word indices, half open."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    score: float = 1.0

    def get(self, *kinds: str) -> Entry | None:
        """The first meaning of one of these kinds."""
        return next((entry for kind in kinds for entry in self.entries if entry.kind == kind), None)


@dataclass(frozen=True, slots=True)
class RegionFact:
    """A region as people know it."""

    id: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class SkuFact:
    """A machine size."""

    id: str
    vcpu: int
    ram_gb: int
    family: str
    monthly: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases → meanings, and the facts that wording needs."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], tuple[Entry, ...]], ...]]
    """First stemmed word → phrases that begin with it, longest first."""
    names: tuple[str, ...] = ()
    """Single-word names for approximate matching."""
    regions: Mapping[str, RegionFact] = field(default_factory=dict[str, RegionFact])
    skus: Mapping[str, SkuFact] = field(default_factory=dict[str, SkuFact])
    apps: Mapping[str, str] = field(default_factory=dict[str, str])
    """slug → name."""
    installable: tuple[str, ...] = ()
    """Names of the apps that can be installed, by name."""
    plans: tuple[JsonObject, ...] = ()
    """The tenant plans that have a price, in the currency they have."""

    @classmethod
    def build(
        cls,
        terms: Iterable[TermLike],
        *,
        regions: Iterable[JsonObject] = (),
        skus: Iterable[JsonObject] = (),
        apps: Iterable[JsonObject] = (),
        plans: Iterable[JsonObject] = (),
    ) -> "Lexicon":
        """From the toolbox's vocabulary and its three lists (`marketplace.*.list` items)."""
        meanings: dict[tuple[str, ...], list[Entry]] = {}
        names: set[str] = set()
        for term in terms:
            key = phrase_key(term.phrase)
            entry = Entry(term.kind, term.value, term.ambiguous)
            if not key or entry in meanings.setdefault(key, []):
                continue
            meanings[key].append(entry)
            if term.kind in FUZZY_KINDS and len(key) == 1 and len(key[0]) >= FUZZY_MIN_LETTERS:
                names.add(key[0])
        apps = list(apps)
        by_first: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]] = {}
        for key, entries in meanings.items():
            by_first.setdefault(key[0], []).append((key, tuple(entries)))
        return cls(
            phrases={first: tuple(sorted(found, key=lambda p: -len(p[0]))) for first, found in by_first.items()},
            names=tuple(sorted(names)),
            regions={
                str(r["region"]): RegionFact(str(r["region"]), str(r.get("city", "")), str(r.get("country", "")))
                for r in regions
            },
            skus={
                str(s["sku"]): SkuFact(
                    str(s["sku"]),
                    int(s.get("vcpu", 0)),
                    int(s.get("ramGB", 0)),
                    str(s.get("category", "")),
                    float(s.get("priceMonthEUR", 0.0)),
                )
                for s in skus
            },
            apps={str(a["slug"]): str(a.get("name") or a["slug"]) for a in apps},
            installable=tuple(
                sorted((str(a.get("name") or a["slug"]) for a in apps if a.get("deployable")), key=str.lower)
            ),
            plans=tuple(p for p in plans if p.get("priceOMR")),
        )

    def match(self, utterance: Utterance) -> list[Span]:
        """Longest phrases first, left to right, no overlaps; unknown longer words approximately."""
        stems = [stem(word.norm) for word in utterance.words]
        spans: list[Span] = []
        at = 0
        while at < len(stems):
            span = self._exact(utterance, stems, at) or self._approximate(stems, at) or self._sounded(utterance, stems, at)
            if span is None:
                at += 1
                continue
            spans.append(span)
            at = span.end
        return spans

    def _exact(self, utterance: Utterance, stems: list[str], at: int) -> Span | None:
        for key, entries in self.phrases.get(stems[at], ()):
            end = at + len(key)
            if tuple(stems[at:end]) != key:
                continue
            if any(word.brk == 2 for word in utterance.words[at + 1 : end]):
                continue
            return Span(at, end, entries)
        return None

    def _approximate(self, stems: list[str], at: int) -> Span | None:
        word = stems[at]
        if not FUZZY_MIN_LETTERS <= len(word) <= FUZZY_MAX_LETTERS or not self.names or not word.isalpha():
            return None
        best = process.extractOne(
            word, self.names, scorer=JaroWinkler.normalized_similarity, score_cutoff=FUZZY_FLOOR
        )
        if best is None or abs(len(best[0]) - len(word)) > 2:
            return None
        for key, entries in self.phrases[best[0]]:
            if key == (best[0],):
                return Span(at, at + 1, entries, score=float(best[1]))
        return None

    def _sounded(self, utterance: Utterance, stems: list[str], at: int) -> Span | None:
        """A region's city that was heard as other words ("in new remberg"), only where places stand."""
        words = utterance.words
        led = words[at - 1].norm in _BEFORE_PLACES if at else len(words) <= _FEW_WORDS
        if not led or not stems[at].isalpha():
            return None
        for size in (3, 2, 1):
            end = at + size
            window = utterance.norms(at, end)
            if end > len(words) or any(w.brk for w in words[at + 1 : end]) or _NEVER_INSIDE & set(window):
                continue
            if any(self._exact(utterance, stems, i) for i in range(at, end)):
                continue
            heard = "".join(window)
            best, score = max(((r, sounds_like(heard, r.city.casefold())) for r in self.regions.values()), key=lambda found: found[1], default=(None, 0.0))
            if best is not None and score > 0:
                return Span(at, end, (Entry("region", best.id),), score=score)
        return None

    def regions_in(self, name: str) -> frozenset[str]:
        """The regions that `name` stands for: its own id, or all in a country ("US", "Germany")."""
        if name in self.regions:
            return frozenset({name})
        wanted = self._countries(name)
        return frozenset(r.id for r in self.regions.values() if wanted & self._countries(r.country))

    def _countries(self, phrase: str) -> frozenset[str]:
        phrase = phrase.removeprefix("the ")
        key = phrase_key(phrase)
        known = next((entries for k, entries in self.phrases.get(key[0], ()) if k == key), ()) if key else ()
        return frozenset({phrase, *(e.value.removeprefix("the ") for e in known if e.kind == "country")})

    def region_label(self, region: str) -> str:
        """`fsn1` → `Falkenstein, Germany (fsn1)`."""
        fact = self.regions.get(region)
        return f"{fact.city}, {fact.country} ({region})" if fact else region

    def region_place(self, region: str) -> str:
        """`fsn1` → `Falkenstein, Germany`."""
        fact = self.regions.get(region)
        return f"{fact.city}, {fact.country}" if fact else region

    def region_city(self, region: str) -> str:
        """`fsn1` → `Falkenstein`."""
        fact = self.regions.get(region)
        return fact.city if fact else region

    def size_label(self, sku: str) -> str:
        """`cpx42` → `cpx42 (8 cores, 16 GB)`."""
        fact = self.skus.get(sku)
        return f"{sku} ({fact.vcpu} cores, {fact.ram_gb} GB)" if fact else sku

    def size_beside(self, sku: str, *, up: bool) -> str | None:
        """The next larger or smaller machine of the same family."""
        fact = self.skus.get(sku)
        if fact is None:
            return None
        family = sorted((s for s in self.skus.values() if s.family == fact.family), key=lambda s: (s.vcpu, s.ram_gb))
        index = family.index(fact) + (1 if up else -1)
        return family[index].id if 0 <= index < len(family) else None

    def app_name(self, slug: str) -> str:
        """`cal-com` → `Cal.com`."""
        return self.apps.get(slug, slug)
