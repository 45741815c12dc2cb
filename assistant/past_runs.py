"""How long clouds took that were made before, so that the page can say how long this one still takes.

A run is written down when it ended well and was watched from its beginning to its end by one process: of any other one the
times aren't known. What is kept are times and a number of regions, nothing of whose cloud it was.
"""

import json
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from assistant.logs import get_logger
from assistant.ports import Clock, Deployments
from assistant.store import Database
from dialogue.deployment import Deployment
from dialogue.events import DeploymentReported, JsonObject
from dialogue.state import State

_LOG = get_logger("concierge.past-runs")
MARKS = 11
"""The first component is known, then each tenth of them installed."""
MOST_COUNTED = 20
"""Newest runs of one kind that an expectation is made of: services get faster and slower."""
MOST_KEPT = 200
_INSTALL = "install-"
_INSTALLED = frozenset({"installed", "succeeded", "completed", "done", "skipped"})


@dataclass(frozen=True, slots=True)
class Run:
    """One that ended well."""

    regions: int
    emulated: bool
    marks: tuple[float, ...]
    """Seconds from its beginning to each mark."""
    seconds: float
    """To its end."""


@dataclass(slots=True)
class Timing:
    """Watches a run as its reports come; pure, the time comes in with each."""

    began: datetime
    states: dict[str, str] = field(default_factory=dict[str, str])
    steps: list[tuple[float, int]] = field(default_factory=list[tuple[float, int]])
    """When so many components were installed, each time that there were more."""
    known_at: float | None = None

    def see(self, report: DeploymentReported, at: datetime) -> None:
        """One more report."""
        for job in report.jobs:
            if job.name.startswith(_INSTALL):
                self.states.setdefault(job.name.removeprefix(_INSTALL), "pending")
        self.states.update(report.components)
        seconds = (at - self.began).total_seconds()
        if self.states and self.known_at is None:
            self.known_at = seconds
        done = sum(1 for state in self.states.values() if state.lower() in _INSTALLED)
        if done > (self.steps[-1][1] if self.steps else 0):
            self.steps.append((seconds, done))

    def ended(self, at: datetime, *, emulated: bool) -> Run | None:
        """The whole of it; None where nothing is known of its components."""
        if self.known_at is None or not self.steps:
            return None
        seconds = (at - self.began).total_seconds()
        total = len(self.states)
        tenths = (self._reached(total * tenth / (MARKS - 1), seconds) for tenth in range(1, MARKS))
        others = {name.partition(":")[0] for name in self.states if ":" in name}
        return Run(1 + len(others), emulated, (self.known_at, *tenths), seconds)

    def _reached(self, wanted: float, end: float) -> float:
        return next((seconds for seconds, done in self.steps if done >= wanted), end)


class PastRuns:
    """The newest runs, in the database and in memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._runs: deque[Run] = deque(maxlen=MOST_KEPT)

    async def start(self) -> None:
        """Read what there is."""

        def work(connection: sqlite3.Connection) -> list[Run]:
            sql = "SELECT regions, emulated, marks, seconds FROM runs ORDER BY ended_at DESC, deployment LIMIT ?"
            return [Run(r, bool(e), tuple(json.loads(m)), s) for r, e, m, s in connection.execute(sql, (MOST_KEPT,))]

        self._runs.extend(reversed(await self._database.read(work)))

    async def remember(self, deployment: str, run: Run, at: datetime) -> None:
        """One more; the oldest goes."""
        self._runs.append(run)
        row = (deployment, run.regions, run.emulated, json.dumps(run.marks), run.seconds, at.isoformat())

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT OR REPLACE INTO runs (deployment, regions, emulated, marks, seconds, ended_at) VALUES (?, ?, ?, ?, ?, ?)", row
            )
            connection.execute("DELETE FROM runs WHERE deployment NOT IN (SELECT deployment FROM runs ORDER BY ended_at DESC LIMIT ?)", (MOST_KEPT,))

        await self._database.write(work)

    def expected(self, state: State) -> JsonObject | None:
        """For the deployment that runs in this conversation; None where none runs, or nothing is known of any like it."""
        if state.deployment is None or state.deployment.ended or state.validated is None:
            return None
        return summary(self._runs, regions=len(state.validated.plan.regions), emulated=state.started.emulated)


def summary(runs: Sequence[Run], *, regions: int, emulated: bool) -> JsonObject | None:
    """Medians over the newest runs of as many regions, or of any number where there is none of that. Seconds."""
    alike = [run for run in runs if run.emulated == emulated]
    counted = ([run for run in alike if run.regions == regions] or alike)[-MOST_COUNTED:]
    if not counted:
        return None
    marks = [_seconds(run.marks[place] for run in counted) for place in range(MARKS)]
    return {"count": len(counted), "marks": marks, "seconds": _seconds(run.seconds for run in counted)}


def _seconds(values: Iterable[float]) -> float:
    return round(median(values), 1)


class TimedDeployments:
    """The port `Deployments`, around another one: it writes down how long runs took."""

    def __init__(self, inner: Deployments, runs: PastRuns, *, clock: Clock, emulated: Callable[[], bool]) -> None:
        self._inner = inner
        self._runs = runs
        self._clock = clock
        self._emulated = emulated

    async def reports(self, known: Deployment) -> AsyncIterator[DeploymentReported]:
        """See `Deployments`."""
        is_fresh = not (known.lines or known.components or known.jobs or known.retries)
        timing = Timing(self._clock()) if is_fresh else None
        async for report in self._inner.reports(known):
            if timing is not None:
                await self._watched(timing, report)
            yield report

    async def _watched(self, timing: Timing, report: DeploymentReported) -> None:
        now = self._clock()
        timing.see(report, now)
        if report.verdict is None or report.verdict.outcome != "ready":
            return
        run = timing.ended(now, emulated=self._emulated())
        if run is None:
            return
        try:
            await self._runs.remember(report.deployment_id, run, now)
        except Exception:  # a time that isn't written down is no reason to lose a report
            _LOG.exception("a run can't be written down", deployment=report.deployment_id)
