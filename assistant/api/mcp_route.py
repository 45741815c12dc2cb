"""`/mcp`: the SDK's streamable HTTP transport, which speaks ASGI, behind an aiohttp route."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp import web
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings

from assistant.api.bodies import whole_body

MANAGER: web.AppKey[StreamableHTTPSessionManager] = web.AppKey("mcp_manager", StreamableHTTPSessionManager)
LARGEST_BODY = 256 * 1024
MOST_SESSIONS = 500
_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


@asynccontextmanager
async def manager(server: Server[Any], *, loopback: bool) -> AsyncGenerator[StreamableHTTPSessionManager]:
    """The running session manager.

    Args:
        loopback: only browsers' pages of this machine may call; names other than its own are refused, so that a
            web page can't reach us by rebinding its name. Elsewhere TLS does that.
    """
    names = ["127.0.0.1:*", "localhost:*", "[::1]:*"]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=loopback,
        allowed_hosts=names,
        allowed_origins=[f"{scheme}://{name}" for scheme in ("http", "https") for name in names],
    )
    running = StreamableHTTPSessionManager(
        app=server, security_settings=security, max_request_body_size=LARGEST_BODY, max_sessions=MOST_SESSIONS
    )
    async with running.run():
        yield running


async def mcp(request: web.Request) -> web.StreamResponse:
    """Hands one request to the SDK and its answer back, streamed as it comes."""
    exchange = _Exchange(request, await whole_body(request))
    await request.app[MANAGER].handle_request(exchange.scope(), exchange.receive, exchange.send)
    return await exchange.finish()


class _Exchange:
    """One request as ASGI sees it."""

    def __init__(self, request: web.Request, body: bytes) -> None:
        self._request = request
        self._body: bytes | None = body
        self._response: web.StreamResponse | None = None
        self._gone = asyncio.Event()

    def scope(self) -> dict[str, Any]:
        """The HTTP scope."""
        request = self._request
        peer = request.transport.get_extra_info("peername") if request.transport else None
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": request.scheme,
            "path": request.path,
            "raw_path": request.raw_path.encode(),
            "query_string": request.query_string.encode(),
            "root_path": "",
            "headers": [(k.lower(), v) for k, v in request.raw_headers],
            "client": tuple(peer[:2]) if peer else None,
            "server": None,
        }

    async def receive(self) -> dict[str, Any]:
        """The body once, then the news that the client is gone."""
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        """Start of the answer, then its parts."""
        if message["type"] == "http.response.start":
            headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, v in message.get("headers", [])]
            self._response = web.StreamResponse(
                status=int(message["status"]), headers={k: v for k, v in headers if k.lower() not in _HOP}
            )
            await self._response.prepare(self._request)
        elif message["type"] == "http.response.body" and self._response is not None:
            try:
                if message.get("body"):
                    await self._response.write(message["body"])
            except ConnectionResetError:
                self._gone.set()

    async def finish(self) -> web.StreamResponse:
        """The answer that was sent."""
        self._gone.set()
        if self._response is None:
            return web.Response(status=500)
        with suppress(ConnectionResetError):  # the client has what it wanted
            await self._response.write_eof()
        return self._response
