"""Deployments as the conversation sees them: progress reports, and the way into a finished Sovereign."""

from collections.abc import AsyncIterator, Sequence

from pydantic import TypeAdapter

from assistant.problems import Problem
from dialogue import events as ev
from dialogue.deployment import Deployment
from tools.catalyst import CatalystClient, CatalystError
from tools.catalyst.jobs import Node
from tools.catalyst.judge import Verdict
from tools.catalyst.pace import Pace
from tools.catalyst.reach import Internet, Reachability, ServiceWorld
from tools.catalyst.watch import Known, Update, watch

MOST_LINES = 200
"""Lines in one report; a longer burst becomes several events."""
_LINES = TypeAdapter(tuple[ev.ProgressLine, ...])
"""Thousands of events may come at once; one call takes what a line has of each. They were scrubbed and cut already."""


class CatalystDeployments:
    """The port `Deployments`."""

    def __init__(
        self,
        catalyst: CatalystClient,
        pools: Sequence[str],
        *,
        reach: Reachability | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._catalyst = catalyst
        self._pools = tuple(pools)
        # The pools' own names are the control: where even they can't be looked up, nothing can.
        self._reach = reach or ServiceWorld(catalyst, Internet(self._pools))
        self._pace = pace

    async def reports(self, known: Deployment) -> AsyncIterator[ev.DeploymentReported]:
        """See `Deployments`."""
        async for update in watch(
            self._catalyst, known.id, reach=self._reach, known=self._known(known), pace=self._pace
        ):
            for report in reports_of(known.id, update):
                yield report

    def _known(self, known: Deployment) -> Known:
        return Known(
            already=known.lines,
            recent=tuple((line.phase, line.message, line.component, line.state) for line in known.recent),
            pooled=known.fqdn.lower().endswith(tuple(f".{pool}" for pool in self._pools)),
            retried=known.retries > 0,
        )


def reports_of(deployment_id: str, update: Update) -> list[ev.DeploymentReported]:
    """One update as events of the log; the verdict stands in the last one."""
    lines = _LINES.validate_python(tuple(update.events), from_attributes=True)
    parts = [lines[at : at + MOST_LINES] for at in range(0, len(lines), MOST_LINES)] or [()]
    found = [ev.DeploymentReported(deployment_id=deployment_id, status=update.status, lines=p) for p in parts[:-1]]
    verdict = update.verdict
    last = ev.DeploymentReported(
        deployment_id=deployment_id,
        status=update.status,
        phase1_outcome=update.phase1_outcome,
        lines=parts[-1],
        components=update.components,
        jobs=tuple(_job(node) for node in update.jobs),
        console_url=update.console_url,
        verdict=_verdict(verdict) if verdict else None,
        trouble=update.trouble,
    )
    return [*found, last]


def _verdict(verdict: Verdict) -> ev.Verdict:
    return ev.Verdict(
        outcome=verdict.outcome,
        sentence=verdict.sentence,
        missing=verdict.missing,
        cause=verdict.cause,
        advice=verdict.advice,
        step=verdict.step,
    )


def _job(node: Node) -> ev.Job:
    return ev.Job(
        name=node.name,
        label=node.label,
        status=node.status,
        parent=node.parent,
        region=node.region,
        depends_on=node.depends_on,
        started_at=node.job.started_at,
        finished_at=node.job.finished_at,
    )


class CatalystHandovers:
    """Mints the link at the moment of the click."""

    def __init__(self, catalyst: CatalystClient) -> None:
        self._catalyst = catalyst

    async def mint(self, deployment_id: str) -> str:
        """See `Handovers`."""
        try:
            return (await self._catalyst.mint_handover(deployment_id)).redirect_url
        except CatalystError as error:
            status = 503 if error.outcome == "unreachable" or error.retry_helps else 409
            raise Problem(
                status, f"handover_{error.code.replace('-', '_')}"[:60], error.message, "Try again in a moment."
            ) from None
