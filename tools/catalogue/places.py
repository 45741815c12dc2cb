"""A small gazetteer: which region suits a place that has none of its own."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files

from tools.catalogue.fold import key

EU_EEA = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE "
    "IS LI NO AX GF GP MQ RE YT MF EU NORDIC BALTIC".split()
)
"""Members, their outermost regions, and our own codes for areas that lie inside."""
_NORTH = frozenset("SE NO DK FI IS FO AX GL EE LV LT NORDIC BALTIC".split())
_SOUTH_AMERICA = frozenset("AR BO BR CL CO EC FK GF GY PE PY SR UY VE".split())
_MERIDIAN = -100.0
"""Degrees east: the Americas east of it are served from ash, west of it from hil (plan-rules)."""
_LEAD = re.compile(
    r"^(?:as\s+)?(?:closest|nearest|close|near|next)\s+(?:as\s+possible\s+)?(?:to\s+)?|^(?:in|around|from|somewhere in)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A country, area or city."""

    kind: str
    """country, area, city, or zone (several countries)."""
    name: str
    country: str
    """ISO 3166 code, or a zone's own."""
    longitude: float | None
    """Degrees east; the Americas only."""
    ambiguous: bool
    """Also an everyday word."""

    @property
    def in_eu(self) -> bool:
        """Inside the EU or the EEA."""
        return self.country in EU_EEA

    @property
    def suggested_region(self) -> str:
        """The suggestion table of plan-rules."""
        if self.country in _NORTH:
            return "hel1"
        if self.longitude is None:
            return "fsn1"
        if self.country in _SOUTH_AMERICA:
            return "ash"
        return "ash" if self.longitude > _MERIDIAN else "hil"


_GEORGIA = Place("area", "Georgia", "US", -83.0, False)
"""What a town in Georgia lies in that isn't one of the country's."""


class Places:
    """All places by folded name; `towns` knows the smaller ones, which aren't iterated over."""

    def __init__(self, places: dict[str, Place], towns: Callable[[str], Place | None]) -> None:
        self._places = places
        self._towns = towns
        self._countries: dict[str, Place] = {}
        for place in places.values():
            if place.kind == "country":
                # The first row of a country has its usual English name; the others are what else it is called.
                self._countries.setdefault(place.country, place)

    @classmethod
    def load(cls, towns: Callable[[str], Place | None]) -> "Places":
        """From the bundled table of the places that people name most."""
        text = files("tools.data").joinpath("places.tsv").read_text(encoding="utf-8")
        places: dict[str, Place] = {}
        for line in text.splitlines()[1:]:
            kind, name, country, longitude, ambiguous = line.split("\t")
            place = Place(kind, name, country, float(longitude) if longitude else None, bool(ambiguous))
            places.setdefault(key(name), place)
        return cls(places, towns)

    def find(self, text: str) -> Place | None:
        """The place named: "Oman", "closest to Oman", "Ghent, Belgium", "Portland, Maine", "Vienna Austria"."""
        exact = self._named(text)
        if exact is not None:
            return exact
        bare = _LEAD.sub("", text.strip())
        if "," in bare:
            head, _, tail = bare.partition(",")
            return self._qualified(self._named(head), self._places.get(key(tail)), head.strip())
        found = self._named(bare)
        if found is not None or " " not in bare:
            return found
        head, _, tail = bare.rpartition(" ")
        inside = self._places.get(key(tail))
        return self._qualified(self._named(head), inside, head.strip()) if inside else None

    def _named(self, name: str) -> Place | None:
        return self._places.get(key(name)) or self._towns(name)

    @staticmethod
    def _qualified(head: Place | None, tail: Place | None, name: str) -> Place | None:
        """A city with its country or state. The second name decides where several cities share the first."""
        if tail is not None and tail.country == "GE" and (head is None or head.country != "GE"):
            tail = _GEORGIA
        if head is None or tail is None:
            return head or (replace(tail, name=name) if tail and name else tail)
        same_country = head.country == tail.country
        near = head.longitude is None or tail.longitude is None or abs(head.longitude - tail.longitude) < 12
        if same_country and (near or tail.kind == "country"):
            return head
        return replace(head, country=tail.country, longitude=tail.longitude)

    def title(self, place: Place) -> str:
        """How a place is called in a sentence: "Omani" is `Oman`, "USA" is `the United States`."""
        if place.kind == "country" and place.country in self._countries:
            return self._countries[place.country].name
        return place.name

    def __iter__(self) -> Iterator[Place]:
        """Every place once."""
        return iter(self._places.values())
