"""Follows one deployment to its verdict through cut streams, restarts, 404 windows and garbage."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field

from tools.catalyst.client import CatalystClient
from tools.catalyst.errors import CatalystError
from tools.catalyst.jobs import Node, changed, graph
from tools.catalyst.models import Event, State
from tools.catalyst.progress import Progress, Verdict, judge

QUICK = 0.3
"""Seconds between two reads at least, so that a fast run doesn't flood."""
SLOW = 5.0
"""Seconds between two reads at most; the stream wakes us earlier."""
LONGEST_PAUSE = 30.0
TROUBLE_AFTER = 3
"""Failures in a row before trouble is reported once."""
LAG_READS = 12
"""Reads in a row of a deployment that is called ready and isn't complete, before it counts as failed."""
GONE_AFTER = 20
"""Unknown-id answers in a row before the deployment counts as gone; a restart makes a short window of them."""


@dataclass(frozen=True, slots=True)
class Update:
    """What is new since the last update."""

    status: str
    phase1_outcome: str | None = None
    events: list[Event] = field(default_factory=list[Event])
    components: dict[str, str] = field(default_factory=dict[str, str])
    jobs: list[Node] = field(default_factory=list[Node])
    console_url: str | None = None
    verdict: Verdict | None = None
    trouble: str | None = None


async def watch(
    client: CatalystClient,
    deployment_id: str,
    *,
    already: int = 0,
    pause: Callable[[asyncio.Event, float], Awaitable[None]] | None = None,
) -> AsyncGenerator[Update]:
    """Updates until the verdict is final.

    Args:
        already: events given out before a restart of ours.
        pause: waits for the wake event at most so many seconds; replaced in tests.
    """
    wait = pause or _pause
    wake = asyncio.Event()
    follower = asyncio.create_task(_follow(client, deployment_id, wake))
    try:
        async with aclosing(_read(client, deployment_id, already, wake, wait)) as updates:
            async for update in updates:
                yield update
    finally:
        follower.cancel()
        with suppress(asyncio.CancelledError):
            await follower


async def _read(
    client: CatalystClient,
    deployment_id: str,
    already: int,
    wake: asyncio.Event,
    wait: Callable[[asyncio.Event, float], Awaitable[None]],
) -> AsyncGenerator[Update]:
    progress = Progress(already=already)
    nodes: dict[str, Node] = {}
    failures = 0
    gone = 0
    lagging = 0
    status = ""
    while True:
        wake.clear()
        try:
            snapshot = await client.snapshot(deployment_id)
            jobs = await _jobs(client, deployment_id)
        except CatalystError as error:
            failures += 1
            gone = gone + 1 if error.status == 404 else 0
            if gone >= GONE_AFTER:
                yield Update(status or "unknown", verdict=Verdict("failed", "The provisioning service no longer knows this deployment."))
                return
            if failures == TROUBLE_AFTER:
                yield Update(status or "unknown", trouble=error.code)
            await wait(asyncio.Event(), min(QUICK * 2**failures, LONGEST_PAUSE))
            continue
        recovered = failures >= TROUBLE_AFTER
        failures = gone = 0
        fresh, moved = progress.feed(snapshot)
        news = changed(nodes, jobs)
        verdict = judge(snapshot.state, progress.components)
        lagging = lagging + 1 if verdict.outcome == "in_progress" and verdict.missing else 0
        if lagging >= LAG_READS:
            verdict = Verdict("failed", verdict.sentence, verdict.missing)
        final = verdict.outcome != "in_progress"
        if fresh or moved or news or final or recovered or snapshot.state.status != status:
            status = snapshot.state.status
            yield _update(snapshot.state, fresh, moved, news, verdict if final else None)
        if final:
            return
        await wait(asyncio.Event(), QUICK)
        await wait(wake, SLOW - QUICK)


async def _jobs(client: CatalystClient, deployment_id: str) -> list[Node]:
    """The graph is an ornament of progress: without it the deployment is followed all the same."""
    try:
        return graph(await client.jobs(deployment_id), deployment_id)
    except CatalystError:
        return []


def _update(
    state: State, fresh: list[Event], moved: dict[str, str], news: list[Node], verdict: Verdict | None
) -> Update:
    result = state.result
    return Update(
        status=state.status,
        phase1_outcome=result.phase1_outcome if result else None,
        events=fresh,
        components=moved,
        jobs=news,
        console_url=(result.console_url or None) if result else None,
        verdict=verdict,
    )


async def _follow(client: CatalystClient, deployment_id: str, wake: asyncio.Event) -> None:
    """One stream per deployment (the service has one live queue); every frame wakes the reader."""
    delay = QUICK
    while True:
        try:
            async with aclosing(client.logs(deployment_id)) as frames:
                async for frame in frames:
                    delay = QUICK
                    wake.set()
                    if frame.event == "done":
                        return
        except CatalystError:
            pass  # the reader polls on and reports trouble; here only the wake-ups are lost for a while
        await asyncio.sleep(delay)
        delay = min(delay * 2, LONGEST_PAUSE)


async def _pause(wake: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(wake.wait(), seconds)
