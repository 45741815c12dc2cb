"""The cheap tier of noise: English text scenarios as they might have been heard, by what the frozen speech confused."""

from collections.abc import Sequence
from dataclasses import replace

from evals.asr.confusions import Table, load, perturb
from evals.scenario import Scenario

MARK = "~"
"""Stands behind the id: what fails here is no failure of the scenario as it is written."""


def perturbed(scenarios: Sequence[Scenario], seed: int, table: Table | None = None) -> list[Scenario]:
    """Each English text scenario with its lines misheard; the same seed gives the same lines. Others are left out."""
    known = load() if table is None else table
    return [_misheard(s, seed, known) for s in scenarios if s.lang == "en" and s.channel == "text"]


def _misheard(scenario: Scenario, seed: int, table: Table) -> Scenario:
    entries = tuple(replace(e, heard=perturb(e.say, seed, table)) if e.say else e for e in scenario.entries)
    return replace(scenario, id=scenario.id + MARK, channel="asr", entries=entries)
