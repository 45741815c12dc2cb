"""A small gazetteer: which region suits a place that has none of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from tools.catalogue.fold import key

EU_EEA = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO EU NORDIC BALTIC".split()
)
_NORTH = frozenset("SE NO DK FI IS FO AX GL EE LV LT NORDIC BALTIC".split())
_SOUTH_AMERICA = frozenset("AR BO BR CL CO EC FK GF GY PE PY SR UY VE".split())
_MERIDIAN = -100.0
"""Degrees east: the Americas east of it are served from ash, west of it from hil (plan-rules)."""


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


class Places:
    """All places by folded name."""

    def __init__(self, places: dict[str, Place]) -> None:
        self._places = places

    @classmethod
    def load(cls) -> "Places":
        """From the bundled table."""
        text = files("tools.data").joinpath("places.tsv").read_text(encoding="utf-8")
        places: dict[str, Place] = {}
        for line in text.splitlines()[1:]:
            kind, name, country, longitude, ambiguous = line.split("\t")
            place = Place(kind, name, country, float(longitude) if longitude else None, bool(ambiguous))
            places.setdefault(key(name), place)
        return cls(places)

    def find(self, text: str) -> Place | None:
        """The place of this name, or of its last part ("Ghent, Belgium" → Ghent)."""
        exact = self._places.get(key(text))
        if exact or "," not in text:
            return exact
        return self._places.get(key(text.split(",")[0]))

    def __iter__(self) -> Iterator[Place]:
        """Every place once."""
        return iter(self._places.values())
