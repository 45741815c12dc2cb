"""Faults of single requests, so that clients are tested against the truth: `POST /emulator/faults`."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(slots=True)
class Fault:
    """One armed fault; `times` more requests on this method and path prefix meet it."""

    method: str
    path: str
    kind: str
    """drop_before, drop_after, status, garbage, delay, delay_after, cut_stream."""
    times: int = 1
    status: int = 503
    body: Any = None
    seconds: float = 0.0


@dataclass(slots=True)
class Faults:
    """Armed faults, first come first served."""

    armed: list[Fault] = field(default_factory=list[Fault])

    def take(self, method: str, path: str, *kinds: str) -> Fault | None:
        """The next fault for this request, used up by one."""
        for fault in self.armed:
            if fault.kind in kinds and fault.method == method and path.startswith(fault.path) and fault.times > 0:
                fault.times -= 1
                return fault
        return None


FAULTS = web.AppKey("faults", Faults)


@web.middleware
async def faulty(request: web.Request, handler: Any) -> web.StreamResponse:
    """Apply an armed fault around the real handler. `drop_after` acts, then cuts the connection."""
    fault = request.app[FAULTS].take(request.method, request.path, "drop_before", "drop_after", "status", "garbage", "delay", "delay_after")
    if fault is None:
        return await handler(request)
    if fault.kind == "drop_before":
        _cut(request)
        return web.Response(status=500)
    if fault.kind == "status":
        body = fault.body if fault.body is not None else {"error": "emulated-fault"}
        text = body if isinstance(body, str) else json.dumps(body)
        kind = "text/plain" if isinstance(body, str) else "application/json"
        return web.Response(status=fault.status, text=text + "\n", content_type=kind)
    if fault.kind == "garbage":
        await handler(request)
        return web.Response(status=200, body=b"\x00<html>not what you asked for", content_type="application/json")
    if fault.kind == "delay":
        await request.read()  # it has arrived: what happens to the sender now changes nothing
        await asyncio.sleep(fault.seconds)
        return await handler(request)
    answer = await handler(request)
    if fault.kind == "delay_after":
        await asyncio.sleep(fault.seconds)
        return answer
    _cut(request)
    return web.Response(status=500)


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


async def arm(request: web.Request) -> web.Response:
    """`{"method","path","fault","times"?,"status"?,"body"?,"seconds"?}`; an empty object disarms all."""
    body: dict[str, Any] = await request.json()
    faults = request.app[FAULTS]
    if not body:
        faults.armed.clear()
        return web.json_response({"armed": 0})
    faults.armed.append(
        Fault(
            method=str(body.get("method", "GET")),
            path=str(body["path"]),
            kind=str(body["fault"]),
            times=int(body.get("times", 1)),
            status=int(body.get("status", 503)),
            body=body.get("body"),
            seconds=float(body.get("seconds", 0)),
        )
    )
    return web.json_response({"armed": len(faults.armed)})


async def armed(request: web.Request) -> web.Response:
    """GET: what is armed, with the requests that each fault still waits for."""
    faults = request.app[FAULTS].armed
    listed = [{"method": f.method, "path": f.path, "fault": f.kind, "times": f.times} for f in faults]
    return web.json_response({"faults": listed})
