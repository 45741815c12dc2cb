"""Follows one deployment to its verdict through cut streams, restarts, 404 windows and garbage."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace

from tools.catalyst.client import CatalystClient
from tools.catalyst.errors import CatalystError
from tools.catalyst.flow import jobs_of, read
from tools.catalyst.jobs import JobGraph, Node
from tools.catalyst.judge import ENDED_STATES, Facts, Verdict, final, gone, judge
from tools.catalyst.models import Event, Snapshot, State
from tools.catalyst.pace import Pace
from tools.catalyst.progress import Line, News, Progress
from tools.catalyst.reach import Reachability

NOTHING = State.model_validate({})
TELL_AFTER = 2
"""Looks in a row at something that lacks a part before the person hears of it: most of it comes within seconds."""


@dataclass(frozen=True, slots=True)
class Update:
    """What is new since the last update."""

    status: str
    phase1_outcome: str | None = None
    events: Sequence[Event] = ()
    components: dict[str, str] = field(default_factory=dict[str, str])
    jobs: list[Node] = field(default_factory=list[Node])
    console_url: str | None = None
    verdict: Verdict | None = None
    """Final, or in progress with what is missing; told when it changes."""
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What was known before a restart of ours, and what the service doesn't say."""

    already: int = 0
    """Events given out."""
    recent: Sequence[Line] = ()
    """The last of them."""
    pooled: bool = False
    retried: bool = False


async def watch(
    client: CatalystClient,
    deployment_id: str,
    *,
    reach: Reachability,
    known: Known | None = None,
    pace: Pace | None = None,
) -> AsyncGenerator[Update]:
    """Updates until the verdict is final."""
    follower = _Follower(client, deployment_id, known or Known(), reach, pace or Pace())
    try:
        async with aclosing(follower.updates()) as updates:
            async for update in updates:
                yield update
    finally:
        await follower.stop()


class _Follower:
    def __init__(self, client: CatalystClient, deployment_id: str, known: Known, reach: Reachability, pace: Pace) -> None:
        self._client = client
        self._id = deployment_id
        self._reach = reach
        self._pace = pace
        self._facts = Facts(pooled=known.pooled, retried=known.retried)
        self._progress = Progress(already=known.already, recent=known.recent)
        self._graph = JobGraph(deployment_id)
        self._wake = asyncio.Event()
        self._wanted = True
        """The next reading has to be a whole snapshot."""
        self._state = NOTHING
        self._given: tuple[object, ...] = ()
        """Status and unfinished verdict as last told."""
        self._failures = self._gone = self._lag = self._looks = self._reads = self._deaf = 0
        self._refreshed = False
        self._probed = 0.0
        self._gap = self._pace.quick
        self._patience = self._pace.deaf_after
        self._stream: asyncio.Task[None] | None = None

    async def stop(self) -> None:
        if self._stream is not None:
            self._stream.cancel()
            with suppress(asyncio.CancelledError):
                await self._stream

    async def updates(self) -> AsyncGenerator[Update]:
        self._stream = asyncio.create_task(self._listen())
        while True:
            self._wake.clear()
            try:
                update = await self._look()
            except CatalystError as error:
                update = self._failed(error)
                if update is not None:
                    yield update
                    if update.verdict is not None:
                        return
                await self._pause(asyncio.Event(), min(self._pace.quick * 2**self._failures, self._pace.longest))
                continue
            if update is not None:
                yield update
                if update.verdict is not None and update.verdict.outcome != "in_progress":
                    return
            await self._rest()

    def _failed(self, error: CatalystError) -> Update | None:
        self._failures += 1
        self._gone = self._gone + 1 if error.gone else 0
        self._wanted = True
        # The service is away or doesn't know what it knew: it is restarting, and forgets the secrets it holds.
        away = error.gone or error.status in (502, 503) or error.outcome == "unreachable"
        self._facts = replace(self._facts, restarted=self._facts.restarted or away)
        status = self._state.status or "unknown"
        if self._gone >= self._pace.gone_after:
            return Update(status, verdict=gone())
        return Update(status, trouble=error.code) if self._failures == self._pace.trouble_after else None

    async def _look(self) -> Update | None:
        """One reading: the state alone where nothing can be new, else everything."""
        snapshot = await self._snapshot() if self._wanted or self._state.status in ENDED_STATES else None
        if snapshot is None:
            state = await self._client.get(self._id)
            if self._quiet(state):
                return self._told(state, News(), [])
            snapshot = await self._snapshot()
        news = self._progress.feed(snapshot)
        self._wanted = False
        self._graph.hear(news.needs)
        self._listen_again(news)
        self._reads += 1
        self._facts = replace(self._facts, phase0=self._progress.phase0)
        moved = dict(news.moved)
        verdict = await self._judged(snapshot.state, moved)
        if verdict.outcome != "in_progress":
            return await self._ended(snapshot.state, replace(news, moved=moved), verdict)
        turn = bool(news.moved or news.events) or snapshot.state.status != self._state.status
        jobs = await self._jobs(snapshot.state) if turn and self._jobs_due(news) else []
        return self._told(snapshot.state, replace(news, moved=moved), jobs, verdict)

    async def _snapshot(self) -> Snapshot:
        loop = asyncio.get_running_loop()
        began = loop.time()
        snapshot = await self._client.snapshot(self._id)
        self._gap = min(max(self._pace.quick, self._pace.duty * (loop.time() - began)), self._pace.slow)
        return snapshot

    def _quiet(self, state: State) -> bool:
        """Nothing can be new: as many events as we know, in a buffer that hasn't run over, and the same status."""
        size = self._progress.size
        same = state.num_events == size and size < self._progress.most
        return same and state.status == self._state.status and state.status not in ENDED_STATES

    async def _judged(self, state: State, moved: dict[str, str]) -> Verdict:
        """The verdict as of now. What lags is refreshed once and read a few times; the console is looked at, ever more
        rarely, until it answers or the time is over."""
        verdict = judge(state, self._progress.components, self._facts)
        if verdict.cause in ("components", "phase1"):
            moved |= await self._refresh()
            self._lag += 1
            verdict = judge(state, self._progress.components, self._facts)
            if verdict.cause in ("components", "phase1"):
                return final(verdict) if self._lag >= self._pace.lag_reads else verdict
        if verdict.outcome != "in_progress" or not verdict.missing:
            self._facts, self._looks = replace(self._facts, reach=None), 0
            return verdict
        self._facts = replace(self._facts, reach=await self._reach.look(_console(state)))
        self._looks += 1
        verdict = judge(state, self._progress.components, self._facts)
        return final(verdict) if self._probed >= self._pace.probe_budget else verdict

    async def _refresh(self) -> dict[str, str]:
        """The service looks at the cluster again, until that worked once. Else its watcher is read beside the snapshot.
        What fails here may still come with the snapshot, and the next reading asks again."""
        if not self._refreshed:
            with suppress(CatalystError):
                seen = await self._client.refresh_watch(self._id)
                self._refreshed = True
                return self._progress.observe(seen)
        with suppress(CatalystError):
            return self._progress.observe(await self._client.components(self._id))
        return {}

    async def _ended(self, state: State, news: News, verdict: Verdict) -> Update:
        """The last report carries what came in the meantime."""
        last = News()
        with suppress(CatalystError):
            last = self._progress.feed(await self._client.snapshot(self._id))
            self._graph.hear(last.needs)
        both = News((*news.events, *last.events), {**news.moved, **last.moved})
        return self._update(state, both, await self._jobs(state), verdict)

    def _jobs_due(self, news: News) -> bool:
        marked = any(event.phase.startswith(("tofu-", "flux-")) for event in news.events)
        return bool(news.moved) or marked or self._graph.empty or self._reads % self._pace.jobs_every == 0

    async def _jobs(self, state: State) -> list[Node]:
        """The jobs list; where it can't be read, or is empty, the flow graph made from the same store. The graph is an
        ornament of progress: without it the deployment is followed all the same."""
        listed = []
        with suppress(CatalystError):
            listed = await self._client.jobs(self._id)
        if not listed and self._graph.empty and self._progress.components:
            with suppress(CatalystError):
                flow = read(await self._client.flow(self._id), self._id, primary=state.region)
                listed = jobs_of(flow, self._id)
        self._graph.take(listed)
        return self._graph.news()

    def _told(self, state: State, news: News, jobs: list[Node], verdict: Verdict | None = None) -> Update | None:
        """An update, if there is anything to tell."""
        waiting = verdict if verdict and verdict.missing and max(self._lag, self._looks) >= TELL_AFTER else None
        recovered = self._failures >= self._pace.trouble_after
        self._failures = self._gone = 0
        given = (state.status, waiting.cause if waiting else None, waiting.missing if waiting else ())
        changed = given != self._given
        self._state, self._given = state, given
        if not (news.events or news.moved or jobs or recovered or changed):
            return None
        return self._update(state, news, jobs, waiting if changed else None)

    def _update(self, state: State, news: News, jobs: list[Node], verdict: Verdict | None) -> Update:
        return Update(
            status=state.status,
            phase1_outcome=state.phase1_outcome or None,
            events=news.events,
            components=news.moved,
            jobs=jobs,
            console_url=(state.result.console_url or None) if state.result else None,
            verdict=verdict,
        )

    async def _rest(self) -> None:
        """Until the stream has news, or it is time to look anyway."""
        pace = self._pace
        if self._looks:
            seconds = min(pace.probe_first * 2 ** min(self._looks - 1, 10), pace.probe_longest)
            self._probed += seconds
            await self._pause(asyncio.Event(), seconds)
            return
        await self._pause(asyncio.Event(), self._gap)
        if pace.slow > self._gap:
            await self._pause(self._wake, pace.slow - self._gap)

    async def _pause(self, wake: asyncio.Event, seconds: float) -> None:
        await self._pace.pause(wake, seconds)

    def _listen_again(self, news: News) -> None:
        """A stream that is open and shows nothing of what happens (a second reader takes it, or it is dead without
        saying so) is opened anew, ever more rarely."""
        self._deaf = self._deaf + 1 if news.unheard else 0 if news.events else self._deaf
        if self._deaf >= self._patience and self._stream is not None:
            self._deaf = 0
            self._patience *= 2
            self._stream.cancel()
            self._stream = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        """One stream per deployment (the service has one live queue)."""
        delay = self._pace.quick
        while True:
            try:
                self._progress.connected()
                async with aclosing(self._client.logs(self._id)) as frames:
                    async for frame in frames:
                        delay = self._pace.quick
                        heard = self._progress.frame(frame)
                        if heard != "nothing":
                            self._wanted = True
                            self._wake.set()
                        if heard == "done":
                            return
            except CatalystError:
                pass  # the reader looks on and reports trouble; here only the wake-ups are lost for a while
            await self._pause(asyncio.Event(), delay)
            delay = min(delay * 2, self._pace.longest)


def _console(state: State) -> str:
    """Where the console must answer: `console.{fqdn}`, whatever the answer calls it."""
    return f"console.{state.sovereign_fqdn or (state.result.sovereign_fqdn if state.result else '')}"
