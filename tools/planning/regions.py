"""Regions: named, described or suggested; how many; inside the residency (plan-rules, Provider and regions)."""

from dataclasses import dataclass, field

from tools.catalogue import Catalogue
from tools.planning.draft import Draft
from tools.planning.findings import Findings
from tools.planning.plan import Plan, note, problem
from tools.planning.residency import EU_REGIONS, allowed

FILL_ORDER = ("fsn1", "hel1", "nbg1", "ash", "hil")
DEFAULT_REGION = "fsn1"


@dataclass(slots=True)
class _Choice:
    """Regions chosen so far and the countries that more may be taken from."""

    ids: list[str] = field(default_factory=list[str])
    countries: list[tuple[str, list[str]]] = field(default_factory=list[tuple[str, list[str]]])
    exhausted: str | None = None
    """A country named for more regions than it has."""


def choose_regions(
    draft: Draft, current: Plan | None, residency: str | None, catalogue: Catalogue, found: Findings
) -> tuple[str, ...]:
    """The regions in the order in which they are sent."""
    may = allowed(residency, catalogue)
    count = _count(draft, catalogue)
    choice = _named(draft, residency, may, catalogue, found)
    if not choice.ids and not choice.countries:
        choice.ids.append(_suggest(draft, residency, may, catalogue, found))
    wanted = count if count is not None else max(1, len(choice.ids) + _country_only(choice))
    _from_countries(choice, wanted, may, found)
    if choice.exhausted is None:
        _fill(choice, wanted, may, residency, catalogue, found, current)
    if count is not None and len(choice.ids) > count:
        choice.ids = choice.ids[:count]
    return tuple(choice.ids)


def _count(draft: Draft, catalogue: Catalogue) -> int | None:
    if draft.region_count is not None:
        return draft.region_count
    if draft.topology is not None:
        return catalogue.topologies.get(draft.topology.strip().casefold())
    return None


def _country_only(choice: _Choice) -> int:
    return len(choice.countries)


def _named(
    draft: Draft, residency: str | None, may: tuple[str, ...], catalogue: Catalogue, found: Findings
) -> _Choice:
    choice = _Choice()
    for name in draft.regions or ():
        region = catalogue.region(name)
        country = None if region else catalogue.country_regions(name)
        if region:
            _take(choice, region.id, residency, may, catalogue, found)
        elif country:
            _take_country(choice, country[0], [r.id for r in country[1]], residency, may, catalogue, found)
        else:
            _substitute(choice, name, residency, may, catalogue, found)
    return choice


def _take(
    choice: _Choice, region: str, residency: str | None, may: tuple[str, ...], catalogue: Catalogue, found: Findings
) -> None:
    if region not in may:
        _conflict(region, residency, may, catalogue, found)
    elif region in choice.ids:
        others = [r for r in FILL_ORDER if r in may and r not in choice.ids]
        found.problems.append(
            problem(
                "regions",
                "duplicate_region",
                f"{catalogue.regions[region].city} is already in the plan; a second copy there would not survive "
                f"the loss of the site. Which other region shall I take: {_names(others, catalogue)}?",
                *others,
            )
        )
    else:
        choice.ids.append(region)


def _take_country(
    choice: _Choice,
    country: str,
    ids: list[str],
    residency: str | None,
    may: tuple[str, ...],
    catalogue: Catalogue,
    found: Findings,
) -> None:
    usable = [r for r in ids if r in may]
    if not usable:
        _conflict(ids[0], residency, may, catalogue, found)
        return
    named_before = sum(1 for name, _ in choice.countries if name == country)
    if named_before >= len([r for r in usable if r not in choice.ids]):
        _out_of_country(choice, country, may, catalogue, found)
        return
    choice.countries.append((country, usable))


def _out_of_country(
    choice: _Choice, country: str, may: tuple[str, ...], catalogue: Catalogue, found: Findings
) -> None:
    choice.exhausted = country
    taken = {*choice.ids, *(r for _, ids in choice.countries for r in ids)}
    others = [r for r in FILL_ORDER if r in may and r not in taken]
    found.problems.append(
        problem(
            "regions",
            "duplicate_region",
            f"There is no further region in {country}. Which other one shall I add: {_names(others, catalogue)}?",
            *others,
        )
    )


def _conflict(
    region: str, residency: str | None, may: tuple[str, ...], catalogue: Catalogue, found: Findings
) -> None:
    city = catalogue.regions[region].city
    inside = "EU" if residency == "eu" else "US"
    found.problems.append(
        problem(
            "regions",
            "residency_conflict",
            f"{city} is outside the {inside}, where your data has to stay. Shall I take {_names(list(may), catalogue)}?",
            *may,
        )
    )


def _substitute(
    choice: _Choice, name: str, residency: str | None, may: tuple[str, ...], catalogue: Catalogue, found: Findings
) -> None:
    place = catalogue.place(name)
    if place is None:
        offered = [r for r in catalogue.regions if r in may]
        found.problems.append(
            problem(
                "regions",
                "unknown_region",
                f"I don't know a region called {name[:60]}. I can offer {_names(offered, catalogue)}.",
                *offered,
            )
        )
        return
    region = place.suggested_region
    region = region if region in may else next((r for r in FILL_ORDER if r in may), region)
    if region in choice.ids:
        region = next((r for r in FILL_ORDER if r in may and r not in choice.ids), region)
    if region in choice.ids:
        return
    choice.ids.append(region)
    fact = catalogue.regions[region]
    found.notes.append(
        note(
            "region_substituted",
            "regions",
            f"There is no region in {place.name} itself; the nearest one I can offer is {fact.city}, {fact.country}.",
            asked=place.name,
            region=region,
        )
    )


def _suggest(
    draft: Draft, residency: str | None, may: tuple[str, ...], catalogue: Catalogue, found: Findings
) -> str:
    place = catalogue.place(draft.location) if draft.location else None
    region = place.suggested_region if place else DEFAULT_REGION
    if region not in may:
        region = next(r for r in FILL_ORDER if r in may)
    if place is not None:
        fact = catalogue.regions[region]
        why = f"it is the best one for {place.name}" if residency is None else f"it is inside the {residency.upper()}"
        found.notes.append(
            note(
                "region_suggested",
                "regions",
                f"I suggest {fact.city}, {fact.country}, because {why}.",
                region=region,
                place=place.name,
            )
        )
    return region


def _from_countries(choice: _Choice, wanted: int, may: tuple[str, ...], found: Findings) -> None:
    """A named country is used up first; its regions stand where the country was named."""
    for _country, ids in choice.countries:
        pick = next((r for r in ids if r not in choice.ids), None)
        if pick:
            choice.ids.append(pick)
    for _country, ids in choice.countries:
        for region in ids:
            if len(choice.ids) < wanted and region not in choice.ids:
                choice.ids.append(region)
    del may, found


def _fill(
    choice: _Choice,
    wanted: int,
    may: tuple[str, ...],
    residency: str | None,
    catalogue: Catalogue,
    found: Findings,
    current: Plan | None,
) -> None:
    del current
    if wanted > len(may):
        inside = f" inside the {residency.upper()}" if residency else ""
        found.problems.append(
            problem(
                "regions",
                "too_many_regions",
                f"There are {len(may)} regions{inside}, not {wanted}. Shall I take {_names(list(may), catalogue)}?",
                *[r for r in FILL_ORDER if r in may],
            )
        )
    one_country = choice.countries and len(choice.countries) == 1 and len(choice.ids) < wanted
    if one_country and len(choice.countries[0][1]) == 1 and wanted > 1:
        _out_of_country(choice, choice.countries[0][0], may, catalogue, found)
        return
    if any(p.code in ("unknown_region", "duplicate_region") and p.field == "regions" for p in found.problems):
        return  # the person is asked; nothing is filled behind their back
    filled: list[str] = []
    for region in FILL_ORDER:
        if len(choice.ids) < wanted and region in may and region not in choice.ids:
            choice.ids.append(region)
            filled.append(region)
    if filled and len(choice.ids) > 1:
        found.notes.append(
            note("regions_filled", "regions", f"As further region I take {_names(filled, catalogue)}.", regions=filled)
        )


def object_storage(regions: tuple[str, ...], catalogue: Catalogue, found: Findings) -> str:
    """The first region if it offers object storage, else fsn1, and that is said."""
    first = regions[0] if regions else DEFAULT_REGION
    if catalogue.regions[first].object_storage:
        return first
    city = catalogue.regions[first].city
    found.notes.append(
        note(
            "objects_in_eu",
            "objectStorageRegion",
            f"{city} has no object storage, so files and backups are stored in the EU, in Falkenstein.",
            region=EU_REGIONS[0],
        )
    )
    return EU_REGIONS[0]


def _names(ids: list[str], catalogue: Catalogue) -> str:
    cities = [catalogue.regions[r].city for r in ids]
    return cities[0] if len(cities) == 1 else f"{', '.join(cities[:-1])} or {cities[-1]}" if cities else "none"
