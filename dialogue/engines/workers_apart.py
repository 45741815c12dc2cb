"""Workers that were said for single regions, into the draft; and that where they are is no wish for a region, nor one against it."""

from dialogue.engines.change import Change
from dialogue.engines.reading import Reading
from dialogue.engines.regions import FILL, current_regions
from dialogue.lexicon import Entry, Lexicon
from dialogue.state import State
from dialogue.understanding.numbers import Number
from dialogue.understanding.places import PlaceMention
from dialogue.understanding.text import Utterance
from dialogue.understanding.whereabouts import role
from dialogue.understanding.workers import WORKER, region_ordinals
from dialogue.understanding.workers_there import of_workers, shares


def told_apart(reading: Reading, found: list[Number]) -> tuple[dict[str, int], bool] | None:
    """Region → workers, and whether the others have none; None when nothing was said so. Where people only are nothing is hosted."""
    state, utterance = reading.state, reading.utterance
    current = list(state.validated.plan.regions) if state.validated else []
    named = [
        (s, _region(e, current, reading.lexicon)) for s in reading.spans
        if (e := s.get("region", "country")) and (e.kind == "region" or reading.lexicon.regions_in(e.value) and role(utterance, s.start, s.end, e, reading.spans) not in ("location", "users", "none"))
    ]  # fmt: skip
    ordinals = [(extent, p) for extent, p in region_ordinals(utterance) if abs(p) <= len(current)]
    places = [*((s.start, s.end) for s, _ in named), *(extent for extent, _ in ordinals)]
    values = [*(v for _, v in named), *(current[p if p < 0 else p - 1] for _, p in ordinals)]
    told = shares(utterance, found, places)
    several = len({v for _, v in named}) > 1 or len(current) > 1
    if not several or not (told.said or told.only):
        return None
    apart = {values[i]: n for i, n in told.said.items()}
    if told.only and not apart:
        kept = _standing(state)
        apart = {v: kept.get(v, 0) for i, v in enumerate(values) if of_workers(utterance, *places[i]) is not None}
    return (apart, told.only) if apart else None


def _region(entry: Entry, current: list[str], lexicon: Lexicon) -> str:
    """The one that stands of a country, else the one that the country stands for."""
    if entry.kind == "region":
        return entry.value
    inside = lexicon.regions_in(entry.value)
    standing = [r for r in current if r in inside]
    return standing[0] if len(standing) == 1 else next((r for r in FILL if r in inside), entry.value)


def _standing(state: State) -> dict[str, int]:
    plan = state.validated.plan if state.validated else None
    return dict(zip(plan.regions, plan.workers_by_region, strict=False)) if plan and state.draft.regions else {}


def put_apart(reading: Reading, apart: dict[str, int], change: Change, *, only: bool) -> None:
    """All regions have as many workers, a total that divides just so, or each its own number; of regions that nobody spoke of nothing changes."""
    words = reading.utterance.text
    standing = _standing(reading.state)
    named = list(dict.fromkeys(_region(e, list(standing), reading.lexicon) for s in reading.spans if (e := s.get("region", "country"))))
    within = set(apart) <= set(standing)
    places = list(standing) if within else named
    counts = {p: apart.get(p, standing.get(p, 0) if within and not only else 0) for p in places}
    total = sum(counts.values())
    base, rest = divmod(total, max(1, len(counts)))
    if len(set(counts.values())) == 1:
        change.put("workers", total // len(counts), words)
        change.clear |= {"workersTotal", "workersIn"}
    elif list(counts.values()) == [base + (rest if i == 0 else 0) for i in range(len(counts))]:
        change.put("workersTotal", total, words)
        change.clear |= {"workers", "workersIn"}
    else:
        change.put("workersIn", counts, words)
        change.clear |= {"workersTotal", "workers"} if only or not within else {"workersTotal"}


def workers_not_regions(state: State, utterance: Utterance, found: list[PlaceMention], lexicon: Lexicon) -> list[PlaceMention]:
    """ "no workers in Ashburn", "workers only in Helsinki": of regions that stand, or are named beside, it only says where the workers are."""
    if WORKER.isdisjoint(utterance.folded):
        return found
    theirs = [m for m in found if m.role == "region" and of_workers(utterance, m.span.start, m.span.end) is not None]
    if not theirs:
        return found
    others = {r for m in found if m.role == "region" and m.mode != "remove" and m not in theirs for r in lexicon.regions_in(m.entry.value)}
    current = set(current_regions(state)) if state.draft.regions or state.draft.region_count or state.draft.topology else set[str]()
    known = others if len(others) > 1 else current if len(current) > 1 else set[str]()
    stand = all(m.mode == "remove" or known & lexicon.regions_in(m.entry.value) for m in theirs)
    return [m for m in found if m not in theirs or (m.mode != "remove" and not stand)]


def points_at_workers(utterance: Utterance) -> bool:
    """ "no workers in the second one": the place of the workers, and no region that goes or stays."""
    return not WORKER.isdisjoint(utterance.folded) and any(of_workers(utterance, *extent) is not None for extent, _ in region_ordinals(utterance))



def lone_share(state: State) -> tuple[str, int] | None:
    """The only region that has workers, where that was said, and how many: what is said of "them" is said of those."""
    there = [(region, n) for region, n in _standing(state).items() if n]
    return there[0] if state.draft.workers_in and len(there) == 1 else None


def carried(state: State, change: Change, lexicon: Lexicon) -> None:
    """ "move Helsinki to Nuremberg": the workers that were said for the one are the other's."""
    told, old = state.draft.workers_in, current_regions(state)
    regions = change.values.get("regions")
    if not told or not isinstance(regions, list) or {"workers", "workersTotal", "workersIn"} & set(change.values):
        return
    new = [str(r) for r in regions]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - a list of a draft holds words
    moved = {a: b for a, b in zip(old, new, strict=False) if len(old) == len(new) and a in told and a not in new and b not in old and b in lexicon.regions}
    if moved:
        change.put("workersIn", {moved.get(region, region): n for region, n in told.items()}, "moved")
