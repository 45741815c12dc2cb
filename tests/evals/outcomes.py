"""A run without a server: agents in memory, one kind for each scenario."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from evals import runner, twins
from evals.agent import Agent
from evals.loader import load
from evals.runner import Outcome
from evals.scenario import Scenario
from tests.evals.making import FIXTURES

FIXED = load(FIXTURES).scenarios


def outcome(agents: Sequence[Agent] | None = None, scenarios: list[Scenario] | None = None, repeat: int = 1) -> Outcome:
    """Scenario by scenario with the agent at its place (the last one goes on)."""
    kinds = list(agents or [twins.oracle()])
    found = Outcome(repeat=repeat, seconds=1.5, rss_mb=120.0)

    async def everything() -> None:
        for number, scenario in enumerate(scenarios if scenarios is not None else FIXED):
            for again in range(repeat):
                result = await runner.one(kinds[min(number, len(kinds) - 1)], scenario)
                result.run.repeat = again
                found.results.append(result)

    with ThreadPoolExecutor(1) as elsewhere:  # a browser's loop may run in this thread
        elsewhere.submit(lambda: asyncio.run(everything())).result()
    return found


def mixed() -> Outcome:
    """One unsafe, one with a wrong slot, the rest right; one skipped, one path not run."""
    found = outcome([twins.Twins(twins.Commits), twins.oracle(wrong="regions"), twins.oracle()])
    found.skipped.append((FIXED[-1], "no recogniser has heard it yet"))
    found.beside.append(("customers played by a model", 6, "no model key"))
    return found
