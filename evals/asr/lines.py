"""The spoken lines of the scenarios, and which of their words are names, numbers and addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evals.asr.words import normal
from evals.catalogue import pinned
from evals.fixtures import is_name
from evals.loader import SCENARIOS, load
from evals.scenario import Goal, Scenario

FILES = (SCENARIOS / "asr.yaml", SCENARIOS / "holdout" / "asr.yaml")
_NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve sixteen twenty thirty forty fifty sixty".split()
)
_SMALL = frozenset("the a an and of at in to for is it on by my our".split())


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is spoken."""

    id: str
    text: str
    scenario: str
    tags: tuple[str, ...]
    holdout: bool


def spoken(files: Iterable[Path] = FILES) -> list[Line]:
    """Every line that names a fixture. Raises ScenarioFaults when a file can't be used."""
    scenarios = load(extra=[f for f in files if f.is_file()]).usable()
    return [
        Line(entry.heard, entry.say, scenario.id, scenario.tags, scenario.holdout)
        for scenario in scenarios
        for entry in scenario.entries
        if entry.heard and is_name(entry.heard)
    ]


def entities(files: Iterable[Path] = FILES) -> dict[str, frozenset[str]]:
    """By scenario, the words that carry its values."""
    scenarios = load(extra=[f for f in files if f.is_file()]).usable()
    return {scenario.id: _of(scenario) for scenario in scenarios}


def _of(scenario: Scenario) -> frozenset[str]:
    words: set[str] = set(_catalogue() | _NUMBERS)
    for goal in scenario.goals:
        words |= _of_goal(goal)
    return frozenset(words - _SMALL)


def _of_goal(goal: Goal) -> set[str]:
    return {*normal(goal.organisation), *normal(goal.email), *normal(goal.domain)} - {"dot", "omani", "works"}


@cache
def _catalogue() -> frozenset[str]:
    data = pinned()
    names = [r.city for r in data.regions.values()] + [r.country for r in data.regions.values()] + list(data.apps.values())
    return frozenset(word for name in names for word in normal(name)) | frozenset("c p x a".split())
