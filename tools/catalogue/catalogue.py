"""The catalogue of the provisioning service, with the names people use."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from tools.catalogue.fold import key
from tools.catalogue.places import Place, Places

JsonObject = dict[str, Any]
SIZE_WORDS = ("small", "medium", "large", "extra large")
SIZE_TABLE: dict[str, tuple[str | None, ...]] = {
    "shared-amd": ("cpx32", "cpx42", "cpx52", "cpx62"),
    "dedicated": ("ccx23", "ccx33", "ccx43", "ccx53"),
    "shared-arm": ("cax21", "cax31", "cax41", None),
    "shared-intel": ("cx33", "cx43", "cx53", None),
}
"""plan-rules, Sizes: family → small, medium, large, extra large."""
FAMILY_PREFIX = {"cpx": "shared-amd", "ccx": "dedicated", "cax": "shared-arm", "cx": "shared-intel"}
# Listed by the provider, orderable nowhere; the data file names them without their measures.
BLOCKED_MEASURES = {"cpx21": (3, 4), "cpx31": (4, 8)}
_SPOKEN_DIGITS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "twenty": "20",
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """A region that can be ordered."""

    id: str
    city: str
    country: str
    country_code: str
    jurisdiction: str
    object_storage: bool


@dataclass(frozen=True, slots=True)
class Sku:
    """A machine size."""

    id: str
    vcpu: int
    ram_gb: int
    family: str
    monthly: float
    """EUR."""
    regions: frozenset[str]
    """Where it can be ordered; empty: nowhere."""


@dataclass(frozen=True, slots=True)
class App:
    """An app of the marketplace."""

    slug: str
    name: str
    category: str
    description: str
    deployable: bool
    system: bool
    dependencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One phrase of the vocabulary; `value` is what the matching draft member takes."""

    kind: str
    value: str
    phrase: str
    ambiguous: bool = False


def _read(name: str) -> Any:
    return json.loads(files("tools.data").joinpath(name).read_text(encoding="utf-8"))


class Catalogue:
    """Everything that can be chosen; immutable."""

    def __init__(self, regions: dict[str, Region], skus: dict[str, Sku], apps: dict[str, App]) -> None:
        self.regions = regions
        self.skus = skus
        self.apps = apps
        self.places = Places.load()
        self.aliases: JsonObject = _read("aliases.json")
        self.pool_domains: tuple[str, ...] = tuple(p["domain"] for p in _read("pool-domains.json")["wizardPools"])
        self.reserved_labels = frozenset(_read("pool-domains.json")["reserved"])
        self.topologies: dict[str, int] = {t["id"]: t["regionCount"] for t in _read("topologies.json")["templates"]}
        market = _read("marketplace.json")
        self.industries: dict[str, tuple[str, ...]] = {i["slug"]: tuple(i["suggestedApps"]) for i in market["industries"]}
        self.plans: list[JsonObject] = market["plans"]
        self._region_names = self._names("region")
        self._app_names = self._app_index()

    @classmethod
    @cache
    def load(cls) -> "Catalogue":
        """The bundled data; read once per process."""
        hetzner = next(p for p in _read("providers.json")["providers"] if p["id"] == "hetzner")
        regions = {
            r["id"]: Region(r["id"], r["city"], r["country"], r["countryCode"], r["jurisdiction"], r["objectStorage"])
            for r in hetzner["regions"]
            if not r.get("later")
        }
        skus = {
            s["id"]: Sku(s["id"], s["vcpu"], s["ramGB"], s["category"], s["priceMonthEUR"], frozenset(s["availableIn"]))
            for s in hetzner["skus"]
        }
        apps = {
            a["slug"]: App(
                a["slug"], a["name"], a["category"], a["description"], a["deployable"], a["system"], tuple(a["dependencies"])
            )
            for a in _read("marketplace.json")["apps"]
        }
        return cls(regions, skus, apps)

    def with_apps(self, listed: Sequence[JsonObject]) -> "Catalogue":
        """The same with the tenant catalogue's apps (snake_case, `GET /api/catalog/apps`)."""
        apps = dict(self.apps)
        for a in listed:
            slug = str(a.get("slug", ""))
            if not slug:
                continue
            known = apps.get(slug) or App(slug, slug, "", "", False, False, ())
            apps[slug] = replace(
                known,
                name=str(a.get("name") or known.name),
                category=str(a.get("category") or known.category),
                description=str(a.get("description") or known.description),
                deployable=bool(a.get("deployable", known.deployable)),
                system=bool(a.get("system", known.system)),
                dependencies=tuple(str(d) for d in a.get("dependencies") or ()),
            )
        return Catalogue(self.regions, self.skus, apps)

    def _names(self, kind: str) -> dict[str, str]:
        return {key(name): value for value, names in self.aliases[kind].items() for name in (value, *names)}

    def _app_index(self) -> dict[str, str]:
        index = {**self._names("unavailable_need"), **self._names("need")}
        for app in self.apps.values():
            index.setdefault(key(app.name), app.slug)
            index[key(app.slug)] = app.slug
        return index

    def region(self, text: str) -> Region | None:
        """By id, city or spoken id ("F S N one")."""
        found = self._region_names.get(key(text)) or self._region_names.get(key(text).replace(" ", ""))
        return self.regions.get(found) if found else None

    def country_regions(self, text: str) -> tuple[str, list[Region]] | None:
        """A country's name and its regions in catalogue order; None when the text is no country with regions."""
        place = self.places.find(text)
        if place is None or place.kind != "country":
            return None
        found = [r for r in self.regions.values() if r.country_code == place.country]
        return (found[0].country, found) if found else None

    def place(self, text: str) -> Place | None:
        """A place without a region of its own; "closest to Oman" and "near Oman" work too."""
        stripped = key(text)
        for lead in ("closest to ", "nearest to ", "near ", "close to ", "next to ", "in ", "around "):
            stripped = stripped.removeprefix(lead)
        return self.places.find(stripped) or self.places.find(text)

    def app(self, text: str) -> App | None:
        """By slug, name or need ("website"), singular or plural."""
        name = key(text)
        for form in (name, name.removesuffix("s"), name + "s"):
            slug = self._app_names.get(form)
            if slug in self.apps:
                return self.apps[slug]
        return None

    def sku_id(self, text: str) -> str | None:
        """A size id in any spelling ("CPX 52", "c p x fifty two"); it need not exist."""
        words = [_SPOKEN_DIGITS.get(w, w) for w in key(text).split()]
        joined = ""
        for index, word in enumerate(words):
            tens = word.isdecimal() and len(word) == 2 and word.endswith("0")
            following = words[index + 1] if index + 1 < len(words) else ""
            joined += word[0] if tens and following.isdecimal() and len(following) == 1 else word
        prefix = joined.rstrip("0123456789")
        return joined if prefix in FAMILY_PREFIX and len(joined) > len(prefix) else None

    def family_and_word(self, text: str) -> tuple[str | None, str | None] | None:
        """("dedicated", "large") from "dedicated large"; None when nothing of it is known."""
        wanted = key(text)
        family = self._longest("family", wanted)
        word = self._longest("sizeword", wanted)
        return (family, word) if family or word else None

    def _longest(self, kind: str, wanted: str) -> str | None:
        padded = f" {wanted} "
        best: tuple[int, str] | None = None
        for value, names in self.aliases[kind].items():
            for name in (value, *names):
                if f" {key(name)} " in padded and (best is None or len(name) > best[0]):
                    best = (len(name), value)
        return best[1] if best else None

    def proposals(self, industry: str) -> tuple[str, ...]:
        """The installable ones of the industry's suggestions."""
        return tuple(s for s in self.industries.get(industry, ()) if s in self.apps and self.apps[s].deployable)

    def vocabulary(self) -> Iterator[Term]:
        """Every phrase with its meaning, for the lexicon."""
        for kind in ("region", "family", "sizeword", "compliance", "provider", "need", "unavailable_need", "industry", "topology"):
            doubtful = {key(p) for p in self.aliases.get(f"ambiguous_{kind.removeprefix('unavailable_')}", ())}
            for value, names in self.aliases[kind].items():
                for name in dict.fromkeys((*names, *(() if kind in ("need", "unavailable_need") else (value,)))):
                    yield Term(kind, value, name.replace("-", " ") if name == value else name, key(name) in doubtful)
        for app in self.apps.values():
            if not app.system:
                doubtful_name = key(app.name) in {"ghost", "plane", "twenty", "medusa"}
                yield Term("app", app.slug, app.name, doubtful_name)
                yield Term("app", app.slug, app.slug.replace("-", " "), doubtful_name)
        for sku in (*self.skus, *BLOCKED_MEASURES):
            prefix = sku.rstrip("0123456789")
            digits = sku.removeprefix(prefix)
            for spelled in (sku, f"{prefix} {digits}", f"{' '.join(prefix)} {digits}", f"{prefix} {_in_words(digits)}", f"{' '.join(prefix)} {_in_words(digits)}"):
                yield Term("sku", sku, spelled)
        for place in self.places:
            yield Term("country" if place.kind == "country" else "place", place.name, place.name, place.ambiguous)


def _in_words(digits: str) -> str:
    words = {v: k for k, v in _SPOKEN_DIGITS.items()}
    if digits in words:
        return words[digits]
    return f"{words[digits[0] + '0']} {words[digits[1]]}"
