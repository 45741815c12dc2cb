"""Which scenarios run on which server: few servers, and no two scenarios on one that could take each other's name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from evals.catalogue import pinned
from evals.gold import slug
from evals.scenario import Scenario
from evals.served import speed_for

MOST_ON_ONE = 150
"""Deployments that a server follows at a time, idle as they are."""


@dataclass(slots=True)
class Batch:
    """Scenarios for one server, one after the other."""

    settings: tuple[tuple[str, str], ...]
    speed: float
    scenarios: list[Scenario] = field(default_factory=list[Scenario])
    names: set[str] = field(default_factory=set[str])


def names_of(scenario: Scenario) -> set[str]:
    """Every address that this conversation may ask for or take."""
    pool = pinned().pools[0]
    organisations = {g.organisation for g in scenario.goals} | {
        str(e.slots["organisation"]) for e in scenario.entries if e.slots and e.slots.get("organisation")
    }
    domains = {g.domain for g in scenario.goals if g.domain} | {
        str(e.slots["domain"]) for e in scenario.entries if e.slots and e.slots.get("domain")
    }
    return domains | {f"{slug(o, pool)}.{pool}" for o in organisations if o}


def batches(scenarios: Iterable[Scenario], lanes: int, *, repeat: int = 1) -> list[Batch]:
    """The whole work, the longest batches first."""
    work = [s for s in scenarios for _ in range(repeat)]
    kinds: dict[tuple[tuple[tuple[str, str], ...], float], list[Scenario]] = {}
    for scenario in work:
        kinds.setdefault((scenario.settings, speed_for(scenario)), []).append(scenario)
    found: list[Batch] = []
    for (settings, speed), members in kinds.items():
        share = -(-len(members) // max(1, lanes)) if len(members) > 8 else len(members)
        most = min(share, MOST_ON_ONE)
        found += _packed(members, settings, speed, most)
    return sorted(found, key=lambda b: -len(b.scenarios))


def _packed(members: list[Scenario], settings: tuple[tuple[str, str], ...], speed: float, most: int) -> list[Batch]:
    made: list[Batch] = []
    for scenario in members:
        names = names_of(scenario)
        room = next((b for b in made if len(b.scenarios) < most and not b.names & names), None)
        if room is None:
            room = Batch(settings, speed)
            made.append(room)
        room.scenarios.append(scenario)
        room.names |= names
    return made
