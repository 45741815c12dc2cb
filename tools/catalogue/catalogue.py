"""The catalogue of the provisioning service, with the names people use."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from tools.catalogue.aliases import Aliases, activities
from tools.catalogue.fold import key
from tools.catalogue.machines import BLOCKED_MEASURES, Sku, sku_id, spellings
from tools.catalogue.places import Place, Places
from tools.catalogue.towns import Towns

JsonObject = dict[str, Any]
MOST_APPS = 500
_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_IN_BRACKETS = re.compile(r"\(([a-z0-9]{2,8})\)\s*$", re.IGNORECASE)
_KINDS = ("region", "family", "sizeword", "compliance", "provider", "need", "unavailable_need", "industry", "topology")
_BY_NAME_ONLY = frozenset({"need", "unavailable_need", "industry", "provider"})
"""Kinds whose values are slugs that nobody says."""
_NAMES_THAT_ARE_WORDS = frozenset({"ghost", "plane", "twenty", "medusa"})


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
        self.towns = Towns.load()
        self.places = Places.load(self.towns.find)
        raw: JsonObject = _read("aliases.json")
        self._aliases = {kind: Aliases.of(raw[kind]) for kind in _KINDS}
        self._activities = activities(raw["activity"])
        self._brands: dict[str, list[str]] = raw["brand"]
        self._also: dict[str, list[str]] = raw["also_need"]
        """What another app may be meant by too, so that it has to be asked."""
        self._brand_names = frozenset(key(name) for names in self._brands.values() for name in names)
        self._areas = {key(name): tuple(cast("list[str]", ids)) for name, ids in raw["area"].items()}
        self._doubtful = {
            kind: frozenset(key(name) for name in raw.get(f"ambiguous_{kind.removeprefix('unavailable_')}", ()))
            for kind in _KINDS
        }
        pools = _read("pool-domains.json")
        offered = [p["domain"] for p in pools["wizardPools"]]
        self.pool_domains: tuple[str, ...] = tuple(dict.fromkeys([*offered, *pools["managedDomainsDefault"]]))
        """The first is the default; names under any of them are the service's to give."""
        self.tenant_zones = frozenset(z["domain"] for z in pools["tenantZones"]) - set(self.pool_domains)
        """Names for the marketplace's tenants; no Sovereign can have one."""
        self.reserved_labels = frozenset(cast("list[str]", pools["reserved"]))
        self.topologies: dict[str, int] = {t["id"]: t["regionCount"] for t in _read("topologies.json")["templates"]}
        market = _read("marketplace.json")
        self.industries: dict[str, tuple[str, ...]] = {
            i["slug"]: tuple(i["suggestedApps"]) for i in market["industries"]
        }
        self.plans: list[JsonObject] = market["plans"]
        """Tenant plans, priced in OMR a month."""
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
        apps = {a.slug: a for raw in _read("marketplace.json")["apps"] if (a := _app(raw, {}))}
        return cls(regions, skus, apps)

    def with_apps(self, listed: Sequence[Mapping[str, Any]]) -> "Catalogue":
        """The same with the tenant catalogue's list (snake_case, `GET /api/catalog/apps`) instead of the bundled one.

        Entries without a usable slug are left out. A list without any usable entry changes nothing.
        """
        apps = {a.slug: a for raw in list(listed)[:MOST_APPS] if (a := _app(raw, self.apps))}
        if not apps:
            return self
        other = copy(self)
        other.apps = apps
        other._app_names = other._app_index()  # noqa: SLF001 - its own class
        return other

    def _app_index(self) -> Aliases:
        """Needs first, then names and slugs: "Ghost" is the app whatever a need says."""
        values: dict[str, list[str]] = {a.slug: [a.name, a.slug.replace("-", " "), f"bp {a.slug}"] for a in self.apps.values()}
        for kind in ("need", "unavailable_need"):
            for slug, names in self._aliases[kind].values.items():
                values.setdefault(slug, []).extend(names)
        for slug, phrases in self._activities.items():
            values.setdefault(slug, []).extend(phrases)
        return Aliases.of(values)

    def region(self, text: str) -> Region | None:
        """By id, city or spoken id ("F S N one", "Falkenstein, Germany (fsn1)")."""
        names = self._aliases["region"].index
        bracketed = _IN_BRACKETS.search(text)
        city = text.split(",", maxsplit=1)[0] if "," in text and self._same_country(text) else ""
        for form in (key(text), key(text).replace(" ", ""), bracketed[1].lower() if bracketed else "", key(city)):
            if form in names:
                return self.regions.get(names[form])
        return None

    def _same_country(self, text: str) -> bool:
        """ "Helsinki, Finland", not "Helsinki, Ohio"."""
        city, _, rest = text.partition(",")
        found = self.regions.get(self._aliases["region"].index.get(key(city), ""))
        place = self.places.find(rest)
        return found is not None and place is not None and place.country == found.country_code

    def country_regions(self, text: str) -> tuple[str, list[Region]] | None:
        """A country's (or an area's) name and its regions, in the order in which they are taken; None without any."""
        place = self.places.find(text)
        if place is None or place.kind == "city":
            return None
        title = self.places.title(place)
        if place.kind != "country":
            ids = self._areas.get(key(place.name), ())
            return (title, [self.regions[r] for r in ids if r in self.regions]) if ids else None
        found = [r for r in self.regions.values() if r.country_code == place.country]
        return (title, found) if found else None

    def place(self, text: str) -> Place | None:
        """A place of the world: "Oman", "closest to Oman", "Ghent, Belgium"; a region's id counts as its city."""
        found = self.places.find(text)
        if found is not None:
            return found
        region = self.region(text)
        return self.places.find(region.city) if region else None

    def town(self, name: str) -> tuple[str, bool] | None:
        """How a smaller town is written, and whether its name is an everyday word too; None for what the vocabulary holds."""
        found = self.towns.find(name)
        return (found.name, found.ambiguous) if found else None

    def place_title(self, place: Place) -> str:
        """How a place is called in a sentence."""
        return self.places.title(place)

    def app(self, text: str) -> App | None:
        """By slug, name or need ("website", "a simple booking tool")."""
        slug = self._app_names.find(text) or self._app_names.padded(text)
        return self.apps.get(slug) if slug else None

    def is_brand(self, text: str) -> bool:
        """The name of somebody else's product, which only tells what kind of app is wished for."""
        return key(text) in self._brand_names

    def sku_id(self, text: str) -> str | None:
        """A size id in any spelling; it need not exist."""
        return sku_id(text)

    def family_and_word(self, text: str) -> tuple[str | None, str | None] | None:
        """("dedicated", "large") from "dedicated large"; None when nothing of it is known."""
        family, word = self._aliases["family"].inside(text), self._aliases["sizeword"].inside(text)
        return (family, word) if family or word else None

    def provider(self, text: str) -> str | None:
        """A provider's id ("Amazon" → `aws`)."""
        return self._aliases["provider"].find(text)

    def provider_title(self, text: str) -> str:
        """How a provider is called in a sentence ("AWS" for `aws`); an unknown one as it was said."""
        known = self.provider(text)
        names = self._aliases["provider"].values.get(known, ()) if known else ()
        return next(iter(names), text.strip()[:40])

    def industry(self, text: str) -> str | None:
        """One of the catalogue's industries ("family bakery" → `restaurant`)."""
        return self._aliases["industry"].find(text) or self._aliases["industry"].inside(text)

    def regime(self, text: str) -> str | None:
        """A compliance regime's id ("PCI" → `pci-dss`)."""
        return self._aliases["compliance"].find(text)

    def topology(self, text: str) -> str | None:
        """A topology's id."""
        return self._aliases["topology"].inside(text)

    def proposals(self, industry: str) -> tuple[str, ...]:
        """The installable ones of the industry's suggestions."""
        return tuple(s for s in self.industries.get(industry, ()) if s in self.apps and self.apps[s].deployable)

    def vocabulary(self) -> Iterator[Term]:
        """Every phrase with its meaning, for the lexicon. Each value is accepted by the matching draft member."""
        for kind in _KINDS:
            doubtful = self._doubtful[kind]
            for value, name in self._aliases[kind]:
                yield Term(kind, value, name, key(name) in doubtful)
            if kind not in _BY_NAME_ONLY:
                for value in self._aliases[kind].values:
                    yield Term(kind, value, value.replace("-", " "), key(value) in doubtful)
        yield from (Term("area", region, area) for area, regions in self._areas.items() for region in regions)
        yield from self._app_terms()
        for slug, phrases in self._activities.items():
            kind = "need" if slug in self._aliases["need"].values else "unavailable_need"
            yield from (Term(kind, slug, phrase) for phrase in phrases)
        for slug, names in self._also.items():
            yield from (Term("need", slug, name) for name in names)
        for slug, names in self._brands.items():
            yield from (Term("brand", slug, name) for name in names)
        for sku in (*self.skus, *BLOCKED_MEASURES):
            for spelled in spellings(sku):
                yield Term("sku", sku, spelled)
        for place in self.places:
            if place.kind == "country":
                yield Term("country", self.place_title(place), place.name, place.ambiguous)
            else:
                yield Term("place", place.name, place.name, place.ambiguous)

    def _app_terms(self) -> Iterator[Term]:
        for app in self.apps.values():
            if app.system:
                continue
            for name in dict.fromkeys((app.name, app.slug.replace("-", " "))):
                yield Term("app", app.slug, name, key(name) in _NAMES_THAT_ARE_WORDS)


def _app(raw: Mapping[str, Any], known: Mapping[str, App]) -> App | None:
    slug = str(raw.get("slug", ""))
    if not _SLUG.fullmatch(slug):
        return None
    old = known.get(slug) or App(slug, slug, "", "", False, False, ())
    dependencies: Any = raw.get("dependencies")
    names = cast("list[Any]", dependencies) if isinstance(dependencies, list) else []
    return App(
        slug,
        str(raw.get("name") or old.name)[:80],
        str(raw.get("category") or old.category)[:80],
        str(raw.get("description") or old.description)[:400],
        bool(raw.get("deployable", old.deployable)),
        bool(raw.get("system", old.system)),
        tuple(str(name)[:80] for name in names[:20]),
    )
