"""Health, figures, and the description of the interface."""

import json
from functools import cache
from typing import Any

from aiohttp import web

from assistant.api.openapi import document
from assistant.api.services import SERVICES
from assistant.later import Later
from assistant.metrics import CONTENT_TYPE
from assistant.problems import unavailable

MCP: web.AppKey["Later[Any]"] = web.AppKey("mcp", Later)
MORE_PATHS: web.AppKey[dict[str, Any]] = web.AppKey("more paths", dict)
"""Of what isn't always there, for the description of the interface."""
VERSION = "0.1.0"


async def healthz(request: web.Request) -> web.Response:
    """The process answers."""
    del request
    return web.Response(text="ok\n")


async def readyz(request: web.Request) -> web.Response:
    """Conversations can be had."""
    services = request.app[SERVICES]
    if services.closing or not services.healthy():
        raise unavailable()
    return web.Response(text="ok\n")


async def mcp(request: web.Request) -> web.StreamResponse:
    """`/mcp`; waits in the first second of a start, in which the SDK is brought up."""
    running = await request.app[MCP].get()
    from assistant.api.mcp_route import answer  # noqa: PLC0415 - imported by now, and no sooner

    return await answer(request, running)


async def metrics(request: web.Request) -> web.Response:
    """Prometheus."""
    services = request.app[SERVICES]
    services.metrics.loaded.set(len(services.conversations))
    return web.Response(body=services.metrics.text(), headers={"Content-Type": CONTENT_TYPE})


async def openapi(request: web.Request) -> web.Response:
    """The interface as OpenAPI 3.1."""
    more = request.app.get(MORE_PATHS)
    text = _openapi_text() if more is None else json.dumps(document(VERSION, more), ensure_ascii=False)
    return web.Response(text=text, content_type="application/json")


@cache
def _openapi_text() -> str:
    return json.dumps(document(VERSION), ensure_ascii=False)


async def about(request: web.Request) -> web.Response:
    """Version, whether an emulator stands in for the real cloud, and what things are called."""
    services = request.app[SERVICES]
    told = {"version": VERSION, "emulator": services.emulated(), "names": services.names()}
    return web.json_response({**told, "demonstration": True} if services.demonstration else told)


async def home(request: web.Request) -> web.Response:
    """/ leads to the page."""
    del request
    raise web.HTTPFound("/start")
