"""What clients meet while the service restarts: a cut, answers of the proxy before it, ids that aren't known yet."""

import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tools.emulator.service import SERVICE
from tools.emulator.wire import unknown_deployment

_READ = re.compile(r"/api/v1/(deployments|flows)/[^/]+(/.*)?")


def _proxy(status: int, text: str) -> Callable[[], web.Response]:
    page = f"<html><head><title>{status} {text}</title></head><body>{status} {text}</body></html>\n"
    return lambda: web.Response(status=status, text=page, content_type="text/html")


_TURNS = (_proxy(502, "Bad Gateway"), unknown_deployment, unknown_deployment, _proxy(503, "Service Unavailable"), unknown_deployment)


@web.middleware
async def restarting(request: web.Request, handler: Any) -> web.StreamResponse:
    """Lets requests through when the service is up, and keeps their connections for the moment when it goes down."""
    service = request.app[SERVICE]
    if request.path.startswith("/emulator/"):
        return await handler(request)
    asked = service.down()
    if asked is not None:
        turn = _TURNS[asked % len(_TURNS)]
        reads = request.method == "GET" and _READ.fullmatch(request.path)
        return turn() if reads or turn is not unknown_deployment else _TURNS[0]()
    transport = request.transport
    if transport is None:
        return await handler(request)
    service.connections.add(transport)
    try:
        return await handler(request)
    finally:
        service.connections.discard(transport)
