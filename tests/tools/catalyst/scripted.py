"""A service that follows a script, and pauses that don't wait: for tests of the watcher alone."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Any

from tools.catalyst import CatalystError
from tools.catalyst.models import FlowMessage, Job, Snapshot, State
from tools.catalyst.pace import Pace
from tools.catalyst.sse import Frame

DOWN = CatalystError("unreachable", outcome="unreachable", retry_helps=True)
GONE = CatalystError("not-found", status=404)
FQDN = "acme.omani.works"


async def at_once(wake: asyncio.Event, seconds: float) -> None:
    """A pause without waiting; others run."""
    del wake, seconds
    await asyncio.sleep(0)


async def briefly(wake: asyncio.Event, seconds: float) -> None:
    """A pause of a few milliseconds."""
    del wake, seconds
    await asyncio.sleep(0.005)


AT_ONCE = Pace(pause=at_once)
BRIEF = Pace(pause=briefly)


class Scripted:
    """Answers readings from a list, the last one for ever; an exception in it is raised. The stream is silent."""

    def __init__(self, *script: Snapshot | CatalystError) -> None:
        self.script = list(script)
        self.reads = 0
        """Readings of either kind."""
        self.snapshots = 0
        self.streams = 0
        self.refreshed: list[dict[str, str] | CatalystError] = []
        """Answers of `refresh-watch`, then of `components/state`."""
        self.refreshes = 0
        self.rows: list[Job] | CatalystError = []
        self.graph: FlowMessage | CatalystError = CatalystError("not-found", status=404)
        self.frames: Callable[[int], AsyncGenerator[Frame]] = _silence

    def _answer(self) -> Snapshot:
        answer = self.script[min(self.reads, len(self.script) - 1)]
        self.reads += 1
        if isinstance(answer, CatalystError):
            raise answer
        return answer

    async def snapshot(self, number: str) -> Snapshot:
        """See `CatalystClient`."""
        del number
        self.snapshots += 1
        return self._answer()

    async def get(self, number: str) -> State:
        """See `CatalystClient`. The script goes on only with a snapshot, unless it fails."""
        del number
        answer = self.script[min(self.reads, len(self.script) - 1)]
        if isinstance(answer, CatalystError):
            return self._answer().state
        return answer.state

    async def jobs(self, number: str) -> list[Job]:
        """See `CatalystClient`."""
        del number
        if isinstance(self.rows, CatalystError):
            raise self.rows
        return self.rows

    async def flow(self, number: str) -> FlowMessage:
        """See `CatalystClient`."""
        del number
        if isinstance(self.graph, CatalystError):
            raise self.graph
        return self.graph

    async def refresh_watch(self, number: str) -> dict[str, str]:
        """See `CatalystClient`."""
        self.refreshes += 1
        return await self.components(number)

    async def components(self, number: str) -> dict[str, str]:
        """See `CatalystClient`."""
        del number
        answer = self.refreshed.pop(0) if self.refreshed else {}
        if isinstance(answer, CatalystError):
            raise answer
        return answer

    async def logs(self, number: str) -> AsyncGenerator[Frame]:
        """See `CatalystClient`."""
        del number
        self.streams += 1
        async for frame in self.frames(self.streams):
            yield frame


async def _silence(stream: int) -> AsyncGenerator[Frame]:
    del stream
    await asyncio.Event().wait()
    yield Frame("", "")


def seen(count: int, status: str = "provisioning", **state: Any) -> Snapshot:
    """So many lines."""
    events = [{"phase": "tofu", "message": f"line {i}"} for i in range(count)]
    body = {"status": status, "sovereignFQDN": FQDN, "numEvents": count, **state}
    return Snapshot.model_validate({"state": body, "events": events})


def called_ready(outcome: str | None = "ready", error: str = "", **components: str) -> Snapshot:
    """A deployment that calls itself ready."""
    result = {"phase1Outcome": outcome, "componentStates": components, "consoleURL": f"https://console.{FQDN}"}
    state = {"status": "ready", "sovereignFQDN": FQDN, "result": result, "error": error}
    return Snapshot.model_validate({"state": state})
