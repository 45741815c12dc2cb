"""Health, figures, the description of the interface, and the page."""

import json
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web

from assistant.api.openapi import document
from assistant.api.services import SERVICES
from assistant.later import Later
from assistant.metrics import CONTENT_TYPE
from assistant.problems import Problem, not_found, unavailable

MCP: web.AppKey["Later[Any]"] = web.AppKey("mcp", Later)
VERSION = "0.1.0"
_YEAR = "public, max-age=31536000, immutable"
_WORKER = "sw.js"


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
    del request
    return web.Response(text=_openapi_text(), content_type="application/json")


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


async def page(request: web.Request) -> web.Response:
    """/start and /design: the page itself, never cached, so that a new version is seen at once."""
    services = request.app[SERVICES]
    file = services.web_dist / "index.html"
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        raise Problem(503, "page_not_built", "The page hasn't been built.", "Run `make setup`.") from None
    # Told at once, so that the line that says it doesn't push everything down a moment later.
    for told, name in ((services.emulated(), "data-emulated"), (services.demonstration, "data-demonstration")):
        text = text.replace("<html", f"<html {name}", 1) if told else text
    return web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-cache"})


async def asset(request: web.Request) -> web.Response:
    """/start/…: files of the built page. Names under `assets/` carry a hash of their content."""
    root = request.app[SERVICES].web_dist.resolve()
    name = request.match_info["name"]
    try:
        file = (root / name).resolve()
        inside = file.is_relative_to(root) and file.is_file()
    except (OSError, ValueError):
        inside = False
        file = root
    if not inside:
        raise not_found()
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    caching = _YEAR if name.startswith("assets/") else "no-cache"
    headers = {"Cache-Control": caching}
    if name == _WORKER:
        headers["Service-Worker-Allowed"] = "/start"  # else it would keep what is below /start/, and not the page
    return web.Response(body=_content(file), content_type=kind, headers=headers)


def _content(file: Path) -> bytes:
    return file.read_bytes()
