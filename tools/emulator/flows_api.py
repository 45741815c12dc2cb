"""The flow graph as a snapshot and as a stream; what isn't ours is passed on to the cluster's own flow server."""

import asyncio
import re
from contextlib import suppress

from aiohttp import web

from tools.emulator import world
from tools.emulator.deployment import Deployment
from tools.emulator.flows import snapshot
from tools.emulator.logs_api import LOOK_SECONDS, STREAM_HEADERS
from tools.emulator.routes import known
from tools.emulator.service import SERVICE
from tools.emulator.wire import encode, frame, json_answer, plain, unknown_deployment

SNAPSHOT_SECONDS = 3.0
HEARTBEAT_SECONDS = 15.0
_ID = re.compile(r"[0-9a-f]{16}")


def _graph(request: web.Request, deployment: Deployment) -> str:
    turns = request.app.get(TURNS, [0])
    turns[0] += 1
    return encode(snapshot(deployment, turns[0]))


TURNS = web.AppKey("flow_turns", list[int])


def _elsewhere(request: web.Request) -> web.Response | None:
    """The answer when there are no jobs here to draw."""
    if not _ID.fullmatch(request.match_info["id"]):
        return plain("invalid deployment id", 400)
    deployment = known(request)
    if deployment is None:
        return unknown_deployment()
    return _unreachable(deployment) if deployment.status == "wiped" else None


def _unreachable(deployment: Deployment) -> web.Response:
    return plain(f"openova-flow-server unreachable: lookup openova-flow.{deployment.fqdn}: no such host", 502)


async def read(request: web.Request) -> web.Response:
    """GET /flows/{id}/snapshot."""
    elsewhere = _elsewhere(request)
    deployment = known(request)
    if elsewhere is not None or deployment is None:
        return elsewhere or unknown_deployment()
    return web.Response(text=_graph(request, deployment) + "\n", content_type="application/json")


async def stream(request: web.Request) -> web.StreamResponse:
    """GET /flows/{id}/stream: named frames, no `done`; it ends when the jobs disappear."""
    elsewhere = _elsewhere(request)
    if elsewhere is not None:
        return elsewhere
    response = web.StreamResponse(headers=STREAM_HEADERS)
    await response.prepare(request)
    loop = asyncio.get_running_loop()
    drawn, beaten = -SNAPSHOT_SECONDS, loop.time()
    with suppress(ConnectionResetError):
        while (deployment := known(request)) is not None and deployment.status != "wiped":
            if loop.time() - drawn >= SNAPSHOT_SECONDS or drawn < 0:
                drawn = loop.time()
                await response.write(frame(_graph(request, deployment), "snapshot"))
            if loop.time() - beaten >= HEARTBEAT_SECONDS:
                beaten = loop.time()
                await response.write(frame("{}", "heartbeat"))
            if request.transport is None or request.transport.is_closing():
                break
            await asyncio.sleep(min(LOOK_SECONDS, SNAPSHOT_SECONDS))
    return response


async def ingest(request: web.Request) -> web.Response:
    """POST /flows/{id}/events: always passed on to the cluster, which can't be reached before it is ready."""
    deployment = known(request)
    if deployment is None:
        return unknown_deployment()
    now = request.app[SERVICE].now()
    if world.resolves(deployment, now) and world.certified(deployment, now):
        return json_answer({"accepted": True})
    return _unreachable(deployment)
