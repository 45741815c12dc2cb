"""The log stream: replay, live tail, one `done` frame (contract, section 7)."""

from contextlib import suppress

from aiohttp import web

from tools.emulator.deployment import Deployment
from tools.emulator.live import JsonObject
from tools.emulator.routes import found
from tools.emulator.scenario.base import Filter, StreamCut
from tools.emulator.transport import FAULTS
from tools.emulator.wire import encode, frame

STREAM_HEADERS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-cache",
    "Connection": "keep-alive",
    "X-Accel-Buffering": "no",
}
LOOK_SECONDS = 0.5
"""A reader that left is noticed after so long."""


async def logs(request: web.Request) -> web.StreamResponse:
    """GET /deployments/{id}/logs."""
    deployment = found(request)
    response = web.StreamResponse(headers=STREAM_HEADERS)
    await response.prepare(request)
    reader = _Reader(request, response, [make() for make in deployment.scenario.filters])
    with suppress(ConnectionResetError):
        try:
            await _follow(deployment, reader, cut=request.app[FAULTS].take("GET", request.path, "cut_stream") is not None)
        except StreamCut:
            if request.transport is not None:
                request.transport.abort()
    return response


async def _follow(deployment: Deployment, reader: "_Reader", *, cut: bool) -> None:
    queue = deployment.live
    finished = deployment.done
    for event in deployment.events:
        await reader.write(event, live=False)
    if cut:
        raise StreamCut
    while not finished and not reader.gone:
        event = queue.take()
        if event is not None:
            await reader.write(event, live=True)
        elif deployment.done or queue.closed:
            break
        else:
            await queue.wait(LOOK_SECONDS)
    if reader.gone or not (finished or deployment.done):
        return  # the queue was replaced: the stream ends without `done`
    await reader.end(deployment.state())


class _Reader:
    """One open stream, behind what spoils it."""

    def __init__(self, request: web.Request, response: web.StreamResponse, filters: list[Filter]) -> None:
        self._request = request
        self._response = response
        self._filters = filters

    @property
    def gone(self) -> bool:
        """Nobody reads any more."""
        transport = self._request.transport
        return transport is None or transport.is_closing()

    async def write(self, event: JsonObject, *, live: bool) -> None:
        """One event through all filters."""
        frames = [_event_frame(event)]
        for spoiler in self._filters:
            frames = [out for each in frames for out in spoiler.feed(each, live=live)]
        for each in frames:
            await self._response.write(each)

    async def end(self, state: JsonObject) -> None:
        """What was held back, then `done`."""
        for spoiler in self._filters:
            for each in spoiler.rest():
                await self._response.write(each)
        await self._response.write(frame(encode(state), "done"))


def _event_frame(event: JsonObject) -> bytes:
    if event.get("phase") == "handover-ready":
        return frame(str(event["message"]), "handover-ready")
    return frame(encode(event))
