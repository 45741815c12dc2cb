"""`/mcp`: the SDK's streamable HTTP transport, which speaks ASGI, behind an aiohttp route."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings

from assistant.api.bodies import whole_body
from assistant.api.oauth import OAUTH
from assistant.api.services import SERVICES
from assistant.identity.grants import SCOPE, Access

LARGEST_BODY = 256 * 1024
MOST_SESSIONS = 500
GONE_SECONDS = 0.5
"""How often an answer under way looks whether its client is still there: aiohttp tells only who writes."""
_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


@asynccontextmanager
async def manager(server: Server[Any], *, base_url: str = "") -> AsyncGenerator[StreamableHTTPSessionManager]:
    """The running session manager. Requests must be addressed to this machine by its own names or to `base_url`, and
    pages of other origins may not call: a web page can't reach us by rebinding its name.

    Args:
        base_url: how clients reach us from elsewhere; empty when they can't.
    """
    names = ["127.0.0.1:*", "localhost:*", "[::1]:*"]
    origins = [f"{scheme}://{name}" for scheme in ("http", "https") for name in names]
    elsewhere = urlsplit(base_url)
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[*names, *([elsewhere.netloc] if elsewhere.netloc else [])],
        allowed_origins=[*origins, *([f"{elsewhere.scheme}://{elsewhere.netloc}"] if elsewhere.netloc else [])],
    )
    running = StreamableHTTPSessionManager(
        app=server, security_settings=security, max_request_body_size=LARGEST_BODY, max_sessions=MOST_SESSIONS
    )
    async with running.run():
        yield running


async def answer(request: web.Request, running: StreamableHTTPSessionManager) -> web.StreamResponse:
    """Hands one request to the SDK and its answer back, streamed as it comes."""
    oauth = request.app.get(OAUTH)
    access = oauth.caller(request) if oauth is not None else None
    if oauth is not None and access is None:
        return oauth.challenge(request)
    exchange = _Exchange(request, await whole_body(request), access)
    with request.app[SERVICES].open_streams.added():
        await running.handle_request(exchange.scope(), exchange.receive, exchange.send)
        return await exchange.finish()


def _user(access: Access) -> AuthenticatedUser:
    """As the SDK knows callers: it binds sessions to them, and the toolbox reads who they are."""
    return AuthenticatedUser(
        AccessToken(
            token="",  # nothing behind here needs it
            client_id=access.client,
            scopes=[SCOPE],
            expires_at=access.expires_at,
            resource=access.resource,
            subject=access.email,
            claims={"iss": access.issuer},
        )
    )


class _Exchange:
    """One request as ASGI sees it."""

    def __init__(self, request: web.Request, body: bytes, access: Access | None) -> None:
        self._request = request
        self._access = access
        self._body: bytes | None = body
        self._response: web.StreamResponse | None = None
        self._gone = asyncio.Event()

    def scope(self) -> dict[str, Any]:
        """The HTTP scope."""
        request = self._request
        peer = request.transport.get_extra_info("peername") if request.transport else None
        user = {"user": _user(self._access)} if self._access is not None else {}
        return {
            **user,
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
        while not self._gone.is_set() and not self._left():
            with suppress(TimeoutError):
                async with asyncio.timeout(GONE_SECONDS):
                    await self._gone.wait()
        return {"type": "http.disconnect"}

    def _left(self) -> bool:
        transport = self._request.transport
        return transport is None or transport.is_closing()

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
