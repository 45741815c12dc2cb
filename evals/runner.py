"""Runs scenarios against real servers, several at once, and judges them."""

import asyncio
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from evals.agent import Agent, AgentLost
from evals.fixtures import unheard
from evals.judge import Verdict, judge
from evals.model_user import ModelUser, Speaker
from evals.plan import Batch, batches
from evals.scenario import Scenario
from evals.scripted_model import Scripted
from evals.served import CALM, ServedAgent, speed_for
from evals.talk import Run, hold

SCENARIO_SECONDS = 90.0
"""No conversation takes longer; one that does is broken."""
PLAYED_SECONDS = 900.0
"""The same, when a model thinks about each message."""
PACED = 30
"""Conversations held alone, for the pace."""
FEWEST_FOR_PACE = 100
"""A smaller run takes the pace of its own messages."""


@dataclass(slots=True)
class Result:
    """A run with its verdict."""

    run: Run
    verdict: Verdict


@dataclass(slots=True)
class Outcome:
    """Everything of one `eval run`."""

    results: list[Result] = field(default_factory=list[Result])
    skipped: list[tuple[Scenario, str]] = field(default_factory=list[tuple[Scenario, str]])
    """Scenario and why it didn't run: never counted as passed."""
    seconds: float = 0.0
    rss_mb: float = 0.0
    alone_ms: list[float] = field(default_factory=list[float])
    """How long the server took for each message of a few conversations held alone, nothing else going on; empty in a small run."""
    engine: str = "embedded"
    repeat: int = 1
    not_run: list[tuple[str, int, str]] = field(default_factory=list[tuple[str, int, str]])
    """Asked for and not run: name, how many scenarios, why."""
    beside: list[tuple[str, int, str]] = field(default_factory=list[tuple[str, int, str]])
    """Not asked for and not run: told, so that nobody takes them for passed."""


def lanes() -> int:
    """Servers at once: one for each core, which the client shares."""
    return max(1, min(4, os.cpu_count() or 1))


async def run(
    scenarios: list[Scenario],
    *,
    engine: str = "embedded",
    repeat: int = 1,
    speaker: Speaker | None = None,
    told: Callable[[int, int], None] | None = None,
    scripted: Scripted | None = None,
) -> Outcome:
    """All of them. A scenario whose server broke counts as failed, with the reason.

    Args:
        scripted: a model of ours that every server speaks with.
    """
    began = time.perf_counter()
    outcome = Outcome(engine=engine, repeat=repeat)
    under = {"CONCIERGE_ENGINE": engine, **(scripted.environment if scripted else {})}
    models = scripted.url if scripted else None
    heard = [s for s in scenarios if not unheard(s)]
    outcome.skipped = [(s, "no recogniser has heard it yet") for s in scenarios if unheard(s)]
    work = batches(heard, lanes(), repeat=repeat)
    queue: asyncio.Queue[Batch] = asyncio.Queue()
    for batch in work:
        queue.put_nowait(batch)
    counts: Counter[str] = Counter()
    total = sum(len(b.scenarios) for b in work)

    def done(result: Result) -> None:
        result.run.repeat = counts[result.run.scenario.id]
        counts[result.run.scenario.id] += 1
        outcome.results.append(result)
        if told:
            told(len(outcome.results), total)

    with tempfile.TemporaryDirectory(prefix="concierge-eval-") as folder:

        async def lane(number: int) -> None:
            made = 0
            while not queue.empty():
                batch = queue.get_nowait()
                made += 1
                rss = await _batch(Path(folder) / f"{number}-{made}", batch, under, speaker, done, models=models)
                outcome.rss_mb = max(outcome.rss_mb, rss)

        await asyncio.gather(*(lane(n) for n in range(lanes())))
        if speaker is None:
            outcome.alone_ms = await _alone(Path(folder) / "alone", heard, under)
    order = {s.id: n for n, s in enumerate(scenarios)}
    outcome.results.sort(key=lambda r: (order[r.run.scenario.id], r.run.repeat))
    outcome.seconds = time.perf_counter() - began
    return outcome


async def _alone(folder: Path, scenarios: list[Scenario], under: dict[str, str]) -> list[float]:
    """The pace: some ordinary conversations once more, one after the other on a server of their own. Nothing is judged."""
    plain = [s for s in scenarios if not s.settings and speed_for(s) == CALM and not any(e.faults for e in s.entries)]
    if len(plain) < FEWEST_FOR_PACE:
        return []
    step = len(plain) / PACED
    chosen = [plain[int(n * step)] for n in range(PACED)]
    batch = batches(chosen, 1)[0]
    taken: list[list[float]] = []
    await _batch(folder, batch, under, None, lambda r: taken.append([t.reply.ms for t in r.run.turns]))
    return [ms for talk in taken[1:] for ms in talk]  # the first talk of a process pays for imports and caches


async def _batch(
    folder: Path, batch: Batch, under: dict[str, str], speaker: Speaker | None, done: Callable[[Result], None], *, models: str | None = None
) -> float:
    """One server's scenarios; the memory that it took."""
    agent = ServedAgent(folder, under | dict(batch.settings), speed=batch.speed, models=models)
    try:
        await agent.start()
    except AgentLost as lost:
        for scenario in batch.scenarios:
            done(_judged(Run(scenario, broken=str(lost))))
        return 0.0
    rss = 0.0
    try:
        for scenario in batch.scenarios:
            done(await one(agent, scenario, speaker))
    finally:
        rss = await agent.stop()
    return rss


async def one(agent: Agent, scenario: Scenario, speaker: Speaker | None = None) -> Result:
    """One conversation and its verdict; with a speaker, the customer is played by it."""
    began = time.perf_counter()
    user = ModelUser(scenario, speaker) if speaker else None
    try:
        async with asyncio.timeout(PLAYED_SECONDS if speaker else SCENARIO_SECONDS):
            talk = await hold(agent, scenario, user)
    except TimeoutError:
        talk = Run(scenario, broken="took too long")
    talk.seconds = time.perf_counter() - began
    return _judged(talk)


def _judged(talk: Run) -> Result:
    return Result(talk, judge(talk))
