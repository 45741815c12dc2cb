"""Regions: named, described or suggested; how many; inside the residency (plan-rules, Provider and regions)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tools.catalogue import Catalogue, Place
from tools.planning.draft import Draft
from tools.planning.findings import Findings
from tools.planning.plan import Note, Plan, Problem, note, problem
from tools.planning.residency import Residency, allowed, prefers_eu

FILL_ORDER = ("fsn1", "hel1", "nbg1", "ash", "hil")
DEFAULT_REGION = "fsn1"
STORAGE_ELSEWHERE = "fsn1"


@dataclass(frozen=True, slots=True)
class _Refused:
    """A wish that got no region; it becomes a problem once all the others are settled."""

    code: Literal["unknown_region", "duplicate_region", "residency_conflict"]
    what: str
    """A region's id, a country's name, or the words said."""


@dataclass(slots=True)
class _Choice:
    """The regions while they are being chosen."""

    may: tuple[str, ...]
    """The regions that the residency allows."""
    residency: Residency
    ids: list[str] = field(default_factory=list[str])
    countries: list[tuple[str, tuple[str, ...]]] = field(default_factory=list[tuple[str, tuple[str, ...]]])
    """Countries named, with the regions that may be taken from each."""
    refused: list[_Refused] = field(default_factory=list[_Refused])
    named: int = 0

    @property
    def only_countries(self) -> bool:
        """Nothing but countries was named: a further region elsewhere would not be what was asked for."""
        return self.named > 0 and len(self.countries) == self.named

    def free(self) -> tuple[str, ...]:
        """What could still be taken, in the order in which it is."""
        return tuple(r for r in FILL_ORDER if r in self.may and r not in self.ids)


def choose_regions(
    draft: Draft, current: Plan | None, residency: Residency, catalogue: Catalogue, found: Findings
) -> tuple[str, ...]:
    """The regions in the order in which they are sent; never empty."""
    choice = _Choice(allowed(residency, catalogue), residency)
    _take_named(draft.regions or (), choice, catalogue, found)
    if not choice.ids:
        choice.ids += _standing(draft, current, choice, catalogue, found)
    count = _count(draft, catalogue)
    if count is not None:
        _extend(choice, count, current, catalogue, found)
        _shorten(choice, count, catalogue, found)
    found.problems += [_problem(refused, choice, catalogue) for refused in choice.refused]
    return tuple(choice.ids)


def _count(draft: Draft, catalogue: Catalogue) -> int | None:
    """As said, or by the topology's name, which means only the count."""
    if draft.region_count is not None:
        return draft.region_count
    topology = catalogue.topology(draft.topology) if draft.topology else None
    return catalogue.topologies[topology] if topology else None


def _take_named(names: Sequence[str], choice: _Choice, catalogue: Catalogue, found: Findings) -> None:
    """Each name in its place; a country leaves alone what is also named by id."""
    by_id = {region.id for name in names if (region := catalogue.region(name))}
    for name in names:
        choice.named += 1
        region = catalogue.region(name)
        inside = None if region else catalogue.country_regions(name)
        place = None if region or inside else catalogue.place(name)
        if region:
            _take(choice, region.id)
        elif inside:
            _take_country(choice, inside[0], tuple(r.id for r in inside[1]), by_id)
        elif place:
            _substitute(choice, place, catalogue, found)
        else:
            choice.refused.append(_Refused("unknown_region", name.strip()[:60]))


def _take(choice: _Choice, region: str) -> None:
    if region not in choice.may:
        choice.refused.append(_Refused("residency_conflict", region))
    elif region in choice.ids:
        choice.refused.append(_Refused("duplicate_region", region))
    else:
        choice.ids.append(region)


def _take_country(choice: _Choice, country: str, ids: tuple[str, ...], by_id: set[str]) -> None:
    usable = tuple(r for r in ids if r in choice.may)
    if not usable:
        choice.refused.append(_Refused("residency_conflict", ids[0]))
        return
    choice.countries.append((country, usable))
    pick = next((r for r in usable if r not in choice.ids and r not in by_id), None)
    if pick is None:
        choice.refused.append(_Refused("duplicate_region", country))
    else:
        choice.ids.append(pick)


def _substitute(choice: _Choice, place: Place, catalogue: Catalogue, found: Findings) -> None:
    """A place without a region: what the suggestion table gives stands at once, and is said."""
    region = place.suggested_region
    if region not in choice.may:
        choice.refused.append(_Refused("residency_conflict", region))
        return
    if region in choice.ids:
        free = choice.free()
        if not free:
            choice.refused.append(_Refused("duplicate_region", region))
            return
        region = free[0]
    choice.ids.append(region)
    title, where = catalogue.place_title(place), _city(region, catalogue)
    found.notes.append(
        note(
            "region_substituted",
            "regions",
            f"There is no region in {title} itself. For it I offer {where}; tell me if you'd rather have another.",
            asked=title,
            region=region,
        )
    )


def _standing(
    draft: Draft, current: Plan | None, choice: _Choice, catalogue: Catalogue, found: Findings
) -> tuple[str, ...]:
    """Nothing usable was named: what stood before a wish that failed, else the suggestion."""
    if choice.refused and current is not None and current.regions and set(current.regions) <= set(choice.may):
        return current.regions
    return (_suggest(draft, choice, catalogue, found),)


def _suggest(draft: Draft, choice: _Choice, catalogue: Catalogue, found: Findings) -> str:
    """By where the customer or the users are, with the reason."""
    place = catalogue.place(draft.location) if draft.location else None
    here = catalogue.region(draft.location) if draft.location else None
    region = here.id if here and here.id in choice.may else place.suggested_region if place else DEFAULT_REGION
    if prefers_eu(draft, catalogue) and region not in allowed("eu", catalogue):
        region = DEFAULT_REGION
    if region not in choice.may:
        region = choice.free()[0]
    if choice.refused or draft == Draft():
        return region
    title = catalogue.place_title(place) if place else ""
    if choice.residency is not None:
        why = f"where your data stays in the {choice.residency.upper()}"
    elif place is not None:
        why = "where you are" if _city(region, catalogue).startswith(f"{title},") else f"which suits {title} best"
    else:
        why = "in the EU, where machines and object storage stand together"
    found.notes.append(
        note(
            "region_suggested",
            "regions",
            f"I suggest {_city(region, catalogue)}, {why}.",
            region=region,
            place=title,
        )
    )
    return region


def _extend(choice: _Choice, count: int, current: Plan | None, catalogue: Catalogue, found: Findings) -> None:
    """A named country is used up first; the rest in the fill order, except for what is being asked about."""
    wanted = min(count, len(choice.may))
    open_wishes = min(len(choice.refused), max(count - len(choice.ids), 0))
    for _country, ids in choice.countries:
        more = [r for r in ids if r not in choice.ids]
        choice.ids += more[: max(wanted - open_wishes - len(choice.ids), 0)]
    if count > len(choice.may):
        found.problems.append(_too_many(choice, count, catalogue))
    elif choice.only_countries and len(choice.ids) + open_wishes < count:
        choice.refused.append(_Refused("duplicate_region", choice.countries[-1][0]))
        return
    filled = choice.free()[: max(wanted - open_wishes - len(choice.ids), 0)]
    choice.ids += filled
    if filled and current is not None and len(current.regions) > len(choice.ids) and set(choice.ids) <= set(current.regions):
        found.notes.append(_kept(choice, len(choice.ids), catalogue))  # fewer than stood: none is added
    elif filled:
        stood = set(current.regions) if current is not None else set[str]()
        new = [r for r in filled if r not in stood] if stood < set(choice.ids) else filled
        if new:
            what = f"To make {len(choice.ids)} regions I add {_list(new, 'and', catalogue)}."
            found.notes.append(note("regions_filled", "regions", what, regions=list(new)))


def _shorten(choice: _Choice, count: int, catalogue: Catalogue, found: Findings) -> None:
    """More were named than are wanted: the first ones stay, and that is said."""
    if len(choice.ids) <= count:
        return
    choice.ids = choice.ids[:count]
    found.notes.append(_kept(choice, count, catalogue))


def _kept(choice: _Choice, count: int, catalogue: Catalogue) -> Note:
    return note(
        "regions_shortened",
        "regions",
        f"For {count} region{'s' if count > 1 else ''} I keep {_list(choice.ids, 'and', catalogue)}.",
        regions=list(choice.ids),
    )


def _too_many(choice: _Choice, count: int, catalogue: Catalogue) -> Problem:
    inside = f" inside the {choice.residency.upper()}" if choice.residency else ""
    offer = tuple(r for r in FILL_ORDER if r in choice.may)
    return problem(
        "regions",
        "too_many_regions",
        f"There are only {len(offer)} regions{inside}, not {count}. Shall I take {_list(offer, 'and', catalogue)}?",
        *offer,
    )


def _problem(refused: _Refused, choice: _Choice, catalogue: Catalogue) -> Problem:
    free = choice.free()
    offer = f" Shall I take {_list(free, 'or', catalogue)} instead?" if free else ""
    match refused.code:
        case "unknown_region":
            every = tuple(r for r in catalogue.regions if r in choice.may)
            message = f"I don't know a region called {refused.what}. I can offer {_list(every, 'or', catalogue)}."
            return problem("regions", refused.code, message, *every)
        case "residency_conflict":
            inside = (choice.residency or "eu").upper()
            message = f"{_city(refused.what, catalogue)}, is outside the {inside}, where your data has to stay.{offer}"
            return problem("regions", refused.code, message, *(free or choice.may))
        case "duplicate_region":
            add = f" Which other one shall I add: {_list(free, 'or', catalogue)}?" if free else ""
            region = catalogue.regions.get(refused.what)
            message = (
                f"{region.city} is in the plan already, and the same region twice would not survive its loss.{add}"
                if region
                else f"There is no further region in {refused.what}.{add}"
            )
            return problem("regions", refused.code, message, *free)


def object_storage(regions: tuple[str, ...], catalogue: Catalogue, found: Findings) -> str:
    """The first region if it offers object storage, else fsn1, and that is said."""
    first = catalogue.regions[regions[0]]
    if first.object_storage:
        return first.id
    found.notes.append(
        note(
            "objects_in_eu",
            "objectStorageRegion",
            f"{first.city} has no object storage, so files and backups are stored in the EU, in "
            f"{catalogue.regions[STORAGE_ELSEWHERE].city}.",
            region=STORAGE_ELSEWHERE,
        )
    )
    return STORAGE_ELSEWHERE


def _city(region: str, catalogue: Catalogue) -> str:
    fact = catalogue.regions[region]
    return f"{fact.city}, {fact.country}"


def _list(ids: Sequence[str], joiner: str, catalogue: Catalogue) -> str:
    cities = [catalogue.regions[r].city for r in ids]
    return cities[0] if len(cities) == 1 else f"{', '.join(cities[:-1])} {joiner} {cities[-1]}"
