"""The vocabulary of the conversation, built from the toolbox's own lists and handed to the engines."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from dialogue.events import JsonObject
from dialogue.understanding.phrases import LOOSE_KINDS, loose_end
from dialogue.understanding.sounding import Sounding, heard_at
from dialogue.understanding.text import Utterance, fold, phrase_key, stem

FUZZY_KINDS = frozenset({"region", "country", "app", "provider", "place_big"})
"""Only names of things are matched approximately; a near miss of an everyday word is another word."""
FUZZY_FLOOR = 0.93
_HEARD_NEEDS = ("website", "newsletter", "appointments", "wiki", "blog")
"""Words for needs that are told by their sound; most others sound like everyday words."""
_MISTYPED = frozenset("website appointment newsletter password invoice statistic questionnaire reservation booking survey".split())
"""Words for needs that are told with a slip of the finger in them; other needs are one letter from other words."""
_LOOSELY = 4
"""Words farther than its own length that a phrase may reach."""
FUZZY_MIN_LETTERS = 6
FUZZY_MAX_LETTERS = 30
_SHORT_NAME = 8
_REMEMBERED = 64
"""Texts whose names are kept at hand."""
_OTHER_WORDS = frozenset({"finish", "hungry", "surname"})
"""One letter from the name of a country."""


_BEFORE_TOWN = frozenset("in near from around at outside".split())
_TOWN_WORDS = 5
_BARE = 3
"""Words of a place's name, and of an answer that is nothing else."""
Town = Callable[[str], tuple[str, bool] | None]
"""A smaller town's name as it is written, and whether it is an everyday word too."""


def no_town(_name: str) -> None:
    """Knows none."""


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
    rivals: tuple[str, ...] = ()
    """Names that may have been meant, when this is only one of the readings."""

    def get(self, *kinds: str) -> Entry | None:
        """The first meaning of one of these kinds."""
        return next((entry for kind in kinds for entry in self.entries if entry.kind == kind), None)


@lru_cache(maxsize=4096)
def _nearest(word: str, names: tuple[str, ...]) -> tuple[str, float] | None:
    """The name that `word` is with a slip in it, and how alike they are."""
    best = process.extractOne(word, names, scorer=JaroWinkler.normalized_similarity, score_cutoff=FUZZY_FLOOR)
    slips = 1 if len(word) <= _SHORT_NAME or (best and best[0] in _MISTYPED) else 2
    return (best[0], float(best[1])) if best and OSA.distance(word, best[0], score_cutoff=slips) <= slips else None


def _goes_on(utterance: Utterance, at: int, exact: Mapping[int, Span]) -> bool:
    """A list that begins with this word goes on with an app ("Guidea, Umami and …")."""
    following = exact.get(at + 1) or (exact.get(at + 2) if utterance.folded[at + 1 : at + 2] in (("and",), ("or",)) else None)
    listed = following is not None and (utterance.words[at + 1].brk == 1 or following.start == at + 2)
    return listed and following is not None and following.get("app") is not None


def _alone(meanings: Mapping[tuple[str, ...], Sequence[Entry]]) -> dict[str, Literal["place", "thing"]]:
    """Single words: where a region is, and what can be wanted."""
    found: dict[str, Literal["place", "thing"]] = {}
    for key, entries in meanings.items():
        kinds = {e.kind for e in entries}
        if len(key) == 1 and kinds & {"region", "country"}:
            found[key[0]] = "place"
        elif len(key) == 1 and kinds & {"app", "need", "unavailable_need", "provider"}:
            found[key[0]] = "thing"
    return found


def _joined(meanings: Mapping[tuple[str, ...], Sequence[Entry]]) -> dict[str, int]:
    """Apps and needs of two words as one, with the letters of the first; short ones may be anything."""
    pairs = (key for key, entries in meanings.items() if len(key) == 2 and any(e.kind in ("app", "need", "unavailable_need") and not e.ambiguous for e in entries))
    return {"".join(key): len(key[0]) for key in pairs if len("".join(key)) >= 2 * FUZZY_MIN_LETTERS and len(key[0]) > 2 and len(key[1]) > 3 and ("".join(key),) not in meanings}


def _soundings(meanings: Mapping[tuple[str, ...], Sequence[Entry]], regions: Iterable[JsonObject], apps: Iterable[JsonObject]) -> Iterator[Sounding]:
    """The cities and countries of the regions, the apps, and longer words for needs."""
    for place in dict.fromkeys(str(r.get(m, "")) for r in regions for m in ("city", "country")):
        if place and " " not in place and phrase_key(place) in meanings:
            yield Sounding.of(place, "place")
    for name in dict.fromkeys(str(a.get("name") or a["slug"]) for a in apps if a.get("deployable")):
        if phrase_key(name) in meanings:
            yield Sounding.of(name, "app")
    yield from (Sounding.of(need, "app") for need in _HEARD_NEEDS if phrase_key(need) in meanings)


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
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """First letter → single-word names for approximate matching."""
    regions: Mapping[str, RegionFact] = field(default_factory=dict[str, RegionFact])
    skus: Mapping[str, SkuFact] = field(default_factory=dict[str, SkuFact])
    apps: Mapping[str, str] = field(default_factory=dict[str, str])
    """slug → name."""
    installable: tuple[str, ...] = ()
    """Names of the apps that can be installed, by name."""
    proposals: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Industry → what is proposed for it."""
    alone: Mapping[str, Literal["place", "thing"]] = field(default_factory=dict[str, Literal["place", "thing"]])
    """Words that are something of ours by themselves."""
    joined: Mapping[str, int] = field(default_factory=dict[str, int])
    by_sound: tuple[Sounding, ...] = ()
    """Names that may be heard as other words."""
    memo: dict[tuple[str, str | None], tuple[list[Span], list[Span]]] = field(
        default_factory=dict[tuple[str, str | None], tuple[list[Span], list[Span]]], compare=False, repr=False
    )
    """What was found in the last texts: several readers look at the same one."""
    areas: Mapping[tuple[str, ...], frozenset[str]] = field(default_factory=dict[tuple[str, ...], frozenset[str]])
    """Parts of the world larger or smaller than a country, with their regions."""
    plans: tuple[JsonObject, ...] = ()
    """The tenant plans that have a price, in the currency they have."""
    town: Town = no_town

    @classmethod
    def build(
        cls,
        terms: Iterable[TermLike],
        *,
        regions: Iterable[JsonObject] = (),
        skus: Iterable[JsonObject] = (),
        apps: Iterable[JsonObject] = (),
        plans: Iterable[JsonObject] = (),
        proposals: Mapping[str, tuple[str, ...]] | None = None,
        town: Town = no_town,
    ) -> "Lexicon":
        """From the toolbox's vocabulary, its three lists (`marketplace.*.list` items) and its table of smaller towns."""
        meanings: dict[tuple[str, ...], list[Entry]] = {}
        names: set[str] = set()
        areas: dict[tuple[str, ...], frozenset[str]] = {}
        for term in terms:
            key = phrase_key(term.phrase)
            if term.kind == "area":
                areas[key] = areas.get(key, frozenset()) | {term.value}
                continue
            entry = Entry(term.kind, term.value, term.ambiguous)
            if not key or entry in meanings.setdefault(key, []):
                continue
            meanings[key].append(entry)
            if (term.kind in FUZZY_KINDS or (term.kind == "need" and key[0] in _MISTYPED)) and len(key) == 1 and len(key[0]) >= FUZZY_MIN_LETTERS:
                names.add(key[0])
        apps, regions = list(apps), list(regions)
        by_first: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]] = {}
        for key, entries in meanings.items():
            by_first.setdefault(key[0], []).append((key, tuple(entries)))
        return cls(
            phrases={first: tuple(sorted(found, key=lambda p: -len(p[0]))) for first, found in by_first.items()},
            names={first: tuple(sorted(n for n in names if n[0] == first)) for first in {n[0] for n in names}},
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
            proposals=dict(proposals or {}),
            alone=_alone(meanings),
            joined=_joined(meanings),
            areas=areas,
            by_sound=tuple(_soundings(meanings, regions, apps)),
            town=town,
        )

    def match(self, utterance: Utterance) -> list[Span]:
        """Longest phrases first, left to right, no overlaps; unknown longer words approximately."""
        return self.hear(utterance, asking=None)[0]

    def hear(self, utterance: Utterance, *, asking: str | None) -> tuple[list[Span], list[Span]]:
        """What stands there, and what may have been meant by words that only sound like it.

        Args:
            asking: the open question; a name that it asks for is believed sooner.
        """
        known = self.memo.get((utterance.text, asking))
        if known is None:
            if len(self.memo) >= _REMEMBERED:
                self.memo.clear()
            known = self.memo[utterance.text, asking] = self._heard(utterance, asking)
        return list(known[0]), list(known[1])

    def _heard(self, utterance: Utterance, asking: str | None) -> tuple[list[Span], list[Span]]:
        stems, norms = [stem(word.norm) for word in utterance.words], [word.norm for word in utterance.words]
        exact: dict[int, Span] = {}
        at = 0
        while at < len(stems):
            span = self._exact(utterance, stems, at)
            if span is None or span.end == at + 1 and utterance.words[at].text[0].isupper():
                span = max(span, self._town(utterance, at, asking), key=lambda s: s.end if s else 0)  # "from Bar Harbor": no bar
            if span:
                exact[at] = span
            at = span.end if span else at + 1
        taken = {i for s in exact.values() if not all(e.ambiguous for e in s.entries) for i in range(s.start, s.end)}
        spans: list[Span] = []
        doubts: list[Span] = []
        at, app_end = 0, -1
        while at < len(stems):
            span = exact.get(at) or self._approximate(stems, at) or norms[at] != stems[at] and self._approximate(norms, at) or self._sounded(utterance, at, asking, taken, app_end, before_app=_goes_on(utterance, at, exact))
            if span:
                (doubts if span.rivals else spans).append(span)
                app_end = span.end if not span.rivals and span.get("app", "need") else app_end
            at = span.end if span else at + 1
        return spans, doubts

    def _exact(self, utterance: Utterance, stems: list[str], at: int) -> Span | None:
        for key, entries in self.phrases.get(stems[at], ()):
            end = at + len(key)
            if tuple(stems[at:end]) != key:
                end = loose_end(stems, at, key) if len(key) > 1 and key[-1] in stems[at + 1 : end + _LOOSELY] and entries[0].kind in LOOSE_KINDS else 0
            if len(key) == 1 and entries[0].kind == "place" and len(entries) == 1 and utterance.words[at].norm != stems[at] and utterance.words[at].norm != fold(entries[0].value):
                continue  # "Davies" is nobody's Davie
            apart = 1 if entries[0].kind in LOOSE_KINDS and "like" not in stems[at:end] else 2
            if not end or any(word.brk >= apart for word in utterance.words[at + 1 : end]):
                continue  # "website, statistics" are two needs, "Falkenstein, Germany" is one place, "reserve, like, seats" one need
            return Span(at, end, entries)
        return None

    def _town(self, utterance: Utterance, at: int, asking: str | None) -> Span | None:
        """A smaller town, where a place is expected: "we bake in Taos"."""
        words = utterance.words
        led = at > 0 and words[at - 1].norm in _BEFORE_TOWN and not words[at].brk or at == 0 and asking == "regions" and len(words) <= _BARE
        if not led and (at < 2 or words[at].brk != 1 or words[at - 1].brk):
            return None
        end = next((i for i in range(at + 1, len(words)) if words[i].brk), len(words))
        if led:
            return self.town_at([w.text for w in words[at : at + _TOWN_WORDS]], at, end=end)
        capitals = end - at <= _BARE and all(w.text[0].isupper() for w in words[at - 2 : end])
        span = self.town_at([w.text for w in words[at:end]], at, end=end) if capitals else None  # "Harbour Light Divers, Oban, …"
        return Span(at, end, (Entry("place", span.entries[0].value),)) if span and span.end == end else None

    def town_at(self, words: Sequence[str], at: int, *, end: int) -> Span | None:
        """The longest name of a smaller town that these words begin with, as a span from `at` on that ends before `end`."""
        for count in range(min(len(words), end - at), 0, -1):
            found = self.town(" ".join(words[:count])) if words[count - 1][0].isalpha() else None
            if found and (not found[1] or words[0][0].isupper()):
                return Span(at, at + count, (Entry("place", found[0], ambiguous=True),))
        return None

    def _approximate(self, stems: list[str], at: int) -> Span | None:
        word = stems[at]
        if not FUZZY_MIN_LETTERS <= len(word) <= FUZZY_MAX_LETTERS or not self.names or not word.isalpha():
            return None
        best = None if word in _OTHER_WORDS or word.endswith(("ed", "ing")) and not word.endswith("king") else _nearest(word, self.names.get(word[0], ()))
        if best is None:
            return None
        for key, entries in self.phrases[best[0]]:
            if key == (best[0],):
                return Span(at, at + 1, entries, score=best[1])
        return None

    def _sounded(self, utterance: Utterance, at: int, asking: str | None, taken: set[int], app_end: int, *, before_app: bool) -> Span | None:
        """A name that was heard as other words ("in new remberg", "Nextcloud and Guidea"), only where such names stand."""
        heard = heard_at(utterance, at, self.by_sound, asking=asking, taken=taken, beside_app=app_end, before_app=before_app)
        return Span(at, heard.end, self._meaning(heard.names[0]), heard.score, () if heard.sure else heard.names) if heard else None

    def _meaning(self, phrase: str) -> tuple[Entry, ...]:
        key = phrase_key(phrase)
        return next((entries for k, entries in self.phrases.get(key[0], ()) if k == key), ())

    def spelled(self, word: str) -> Literal["place", "thing"] | None:
        """What a lower-case word is by itself: where a region is, or an app, a need or a provider."""
        return self.alone.get(stem(word))

    def apart(self, word: str) -> int:
        """After how many letters a word is two of ours that were written as one ("webstatistics"); 0 when it is none."""
        return self.joined.get(stem(word.lower()), 0)

    def regions_in(self, name: str) -> frozenset[str]:
        """The regions that `name` stands for: its own id, or all in a country or an area ("US", "Europe")."""
        if name in self.regions:
            return frozenset({name})
        if area := self.areas.get(phrase_key(name.removeprefix("the "))):
            return area
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
