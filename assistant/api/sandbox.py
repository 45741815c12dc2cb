"""Terminal sessions: started, listed, watched and typed into over a WebSocket, ended. See docs/sandbox.md."""

import asyncio
import hashlib
import struct
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, WSMsgType, web

from assistant.api import sandbox_page
from assistant.api.bodies import json_object, parse_object
from assistant.api.live import answered, caller_of
from assistant.api.sandbox_agents import AGENTS, Agents
from assistant.api.services import SERVICES, authenticate, bearer
from assistant.problems import Problem, not_found, unavailable
from sandbox.fanout import DELTA, LINES, Hello, Role, Watcher
from sandbox.host.launch import HostFailed
from sandbox.host.protocol import WRITER
from sandbox.hub import Box, Hub, Sessions, UnknownSession

PROTOCOL = "sandbox.v1"
SESSIONS: web.AppKey[Sessions] = web.AppKey("sandbox", Sessions)
LARGEST_FRAME = 256 * 1024
HEARTBEAT_S = 20.0
HELLO_S = 10.0
STALLED_S = 30.0
MOST_SESSIONS = 20
"""Running at once for one person."""
SIGNALS = {"INT": 2, "QUIT": 3, "TERM": 15, "HUP": 1}
_INPUT = struct.Struct("!BQ")
ONE = "/api/v1/sandbox/sessions/{id}"


async def add_sandbox(app: web.Application, root: Path) -> None:
    """The routes, and what an earlier server of this folder left running."""
    sessions = Sessions(root)
    await sessions.start()
    app[SESSIONS] = sessions
    app[AGENTS] = Agents(root.parent)
    app.add_routes(
        [
            web.get("/api/v1/sandbox/agents", agents),
            web.get("/api/v1/sandbox/sessions", listed),
            web.post("/api/v1/sandbox/sessions", create),
            web.get(ONE, one),
            web.delete(ONE, end),
            web.post(f"{ONE}/resize", resize),
            web.post(f"{ONE}/signal", signal),
            web.get(f"{ONE}/attach", attach),
            *sandbox_page.ROUTES,
        ]
    )

    async def close(_app: web.Application) -> None:
        sessions.close()

    app.on_cleanup.append(close)


async def _owner(request: web.Request, device: str) -> str:
    """The verified address of the device. Raises Problem."""
    email = await request.app[SERVICES].tokens.verified_email(device)
    if email is None:
        raise Problem(403, "not_verified", "A session needs a verified e-mail address.", "Ask for a code and type it, then try again.")
    return email


async def _caller(request: web.Request) -> str:
    return await _owner(request, (await authenticate(request, bearer(request))).device)


def _mine(request: web.Request, owner: str) -> str:
    """The session of the route; somebody else's is none. Raises Problem: not_found."""
    name = request.match_info["id"]
    try:
        if request.app[SESSIONS].found(name).facts.get("about", {}).get("owner") == owner:
            return name
    except UnknownSession:
        pass
    raise not_found()


def _shown(sessions: Sessions, name: str) -> dict[str, Any]:
    facts, hub = sessions.found(name).facts, sessions.hub(name)
    return {
        "id": name,
        "agent": facts.get("about", {}).get("agent", ""),
        "createdAt": datetime.fromtimestamp(float(facts.get("started", 0)), UTC).isoformat(),
        "running": hub is not None and hub.fanout.exited is None,
        "exit": sessions.how_ended(name),
        "watchers": hub.fanout.watchers if hub is not None else 0,
    }


async def listed(request: web.Request) -> web.Response:
    """GET /api/v1/sandbox/sessions"""
    owner, sessions = await _caller(request), request.app[SESSIONS]
    mine = [f.id for f in sessions.all() if f.facts.get("about", {}).get("owner") == owner]
    return web.json_response({"sessions": [_shown(sessions, name) for name in mine]})


async def agents(request: web.Request) -> web.Response:
    """GET /api/v1/sandbox/agents"""
    await _caller(request)
    return web.json_response({"agents": await request.app[AGENTS].offers()})


async def create(request: web.Request) -> web.Response:
    """POST /api/v1/sandbox/sessions {agent, cols?, rows?}"""
    owner, sessions = await _caller(request), request.app[SESSIONS]
    body = await json_object(request)
    agent = body.get("agent")
    running = [f for f in sessions.all() if f.facts.get("about", {}).get("owner") == owner and sessions.hub(f.id) is not None]
    if len(running) >= MOST_SESSIONS:
        raise Problem(409, "too_many_sessions", f"{MOST_SESSIONS} sessions run already.", "End one of them first.")
    name, size = token_hex(12), (_size(body, "cols"), _size(body, "rows"))
    spec = await request.app[AGENTS].spec(agent if isinstance(agent, str) else "", name, owner, *size)
    try:
        await sessions.create(spec)
    except (HostFailed, OSError, TimeoutError):
        raise unavailable("The session can't be started.") from None
    return web.json_response(_shown(sessions, name), status=201)


def _size(body: dict[str, Any], name: str) -> int:
    value = body.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1000:
        raise Problem(422, "bad_parameter", f"`{name}` must be a whole number up to 1000.", "Correct it.")
    return value


async def one(request: web.Request) -> web.Response:
    """GET /api/v1/sandbox/sessions/{id}"""
    name = _mine(request, await _caller(request))
    return web.json_response(_shown(request.app[SESSIONS], name))


async def end(request: web.Request) -> web.Response:
    """DELETE /api/v1/sandbox/sessions/{id}: answers when the program is gone."""
    name = _mine(request, await _caller(request))
    try:
        await request.app[SESSIONS].end(name)
    except TimeoutError:
        raise unavailable("The session doesn't end.") from None
    return web.Response(status=204)


def _running(request: web.Request, owner: str) -> Hub:
    hub = request.app[SESSIONS].hub(_mine(request, owner))
    if hub is None:
        raise Problem(409, "session_ended", "This session has ended.", "Start a new one.")
    return hub


async def resize(request: web.Request) -> web.Response:
    """POST …/resize {cols, rows}: for programs; whoever watches says its size on the socket."""
    hub, body = _running(request, await _caller(request)), await json_object(request)
    hub.resize(_size(body, "cols"), _size(body, "rows"))
    return web.Response(status=204)


async def signal(request: web.Request) -> web.Response:
    """POST …/signal {signal}: INT, QUIT, TERM or HUP."""
    hub, body = _running(request, await _caller(request)), await json_object(request)
    hub.signal(_signal(body.get("signal")))
    return web.Response(status=204)


def _signal(value: object) -> int:
    number = SIGNALS.get(value.upper().removeprefix("SIG")) if isinstance(value, str) else None
    if number is None:
        raise Problem(400, "unsupported_signal", "There is no such signal.", f"Send one of {', '.join(SIGNALS)}.")
    return number


def _same_site(request: web.Request) -> bool:
    """A page of another origin may not open the socket, whatever it knows."""
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    ours = {request.app[SERVICES].base_url, f"{request.scheme}://{request.host}"}
    return any(urlsplit(origin)[:2] == urlsplit(own)[:2] and origin != "null" for own in ours)


def _spoken(request: web.Request) -> tuple[str, ...]:
    offered = [p.strip() for p in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
    return (PROTOCOL,) if PROTOCOL in offered else answered(request)


async def attach(request: web.Request) -> web.WebSocketResponse:
    """WS …/attach, subprotocol `sandbox.v1`."""
    if not _same_site(request):
        raise Problem(403, "foreign_origin", "Another site's page may not open this.", "Open it from the service's own page.")
    caller = await caller_of(request)
    name = _mine(request, await _owner(request, caller.device))
    socket = web.WebSocketResponse(protocols=_spoken(request), heartbeat=HEARTBEAT_S, max_msg_size=LARGEST_FRAME)
    if not socket.can_prepare(request).ok:
        raise Problem(426, "websocket_expected", "This address speaks WebSocket.", "Open it as a WebSocket.")
    await socket.prepare(request)
    services = request.app[SERVICES]

    async def goodbye() -> None:
        await socket.close(code=WSCloseCode.GOING_AWAY, message=b"stopping: come back with the offset")

    with services.open_streams.added(goodbye):
        hub = request.app[SESSIONS].hub(name)
        if hub is None:
            await _show_last(socket, request.app[SESSIONS], name)
        else:
            await _Attached(socket, hub, caller.device, request).run()
    return socket


async def _show_last(socket: web.WebSocketResponse, sessions: Sessions, name: str) -> None:
    """What was to be seen when it ended or was lost; nobody can type."""
    box = Box()
    shot = await sessions.last_screen(name)
    if shot is not None:
        await socket.send_json({"type": "hello", "you": 0, "cols": shot.cols, "rows": shot.rows, "epoch": shot.epoch, "offset": shot.offset})
        await socket.send_bytes(struct.pack("!BQHHI", 2, *shot[1:5]) + shot.data)
    box.text({"type": "exit", **how} if (how := sessions.how_ended(name)) is not None else {"type": "lost"})
    box.close()
    while (message := await box.next()) is not None:
        await socket.send_json(message)
    await socket.close()


class _Attached:
    """One socket on a running session."""

    def __init__(self, socket: web.WebSocketResponse, hub: Hub, device: str, request: web.Request) -> None:
        self._socket, self._hub, self._device, self._request = socket, hub, device, request

    async def run(self) -> None:
        """Until either side leaves."""
        try:
            async with asyncio.timeout(HELLO_S):
                first = await self._socket.receive()
            hello, writer = self._greeting(parse_object(str(first.data)) if first.type is WSMsgType.TEXT else {})
        except (TimeoutError, Problem):
            await self._socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"say hello first")
            return
        watcher, box = self._hub.join(hello, writer)
        sending = asyncio.create_task(self._send(box))
        try:
            async for message in self._socket:
                if message.type is WSMsgType.BINARY:
                    await self._typed(watcher, message.data)
                elif message.type is WSMsgType.TEXT:
                    self._told(watcher, box, str(message.data))
        finally:
            self._hub.leave(watcher)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    def _greeting(self, said: dict[str, Any]) -> tuple[Hello, bytes]:
        """The writer is bound to the device, so that nobody can pass for another. Raises Problem."""
        if said.get("type") != "hello":
            raise Problem(400, "no_greeting", "Say hello first.", "See the documentation.")
        offset = said.get("offset")
        hello = Hello(
            role=Role(said["role"]) if said.get("role") in {r.value for r in Role} else Role.CONTROL,
            name=str(said.get("name", ""))[:60],
            cols=_size(said, "cols"),
            rows=_size(said, "rows"),
            offset=offset if isinstance(offset, int) and offset >= 0 else None,
            epoch=_whole(said, "epoch", -1),
            delta=_whole(said, "delta", DELTA),
            lines=_whole(said, "lines", LINES),
        )
        writer = hashlib.sha256(f"{self._device}/{str(said.get('writer') or token_hex(8))[:64]}".encode()).digest()[:WRITER]
        return hello, writer

    async def _typed(self, watcher: Watcher, data: bytes) -> None:
        if len(data) < _INPUT.size or data[0] != 1:
            return
        _, number = _INPUT.unpack_from(data)
        await self._hub.writable()
        self._hub.fanout.type(watcher, number, data[_INPUT.size :])

    def _told(self, watcher: Watcher, box: Box, raw: str) -> None:
        fanout = self._hub.fanout
        try:
            said = parse_object(raw)
            match said.get("type"):
                case "ack":
                    fanout.ack(watcher, _whole(said, "offset", 0))
                case "resize":
                    fanout.resize(watcher, _size(said, "cols"), _size(said, "rows"))
                case "control":
                    fanout.take_control(watcher)
                case "signal":
                    fanout.signal(watcher, _signal(said.get("signal")))
                case _:
                    raise Problem(400, "unknown_frame", "There is no such frame.", "Send ack, resize, control or signal.")
        except Problem as problem:
            box.text({**problem.document(), "type": "problem"})

    async def _send(self, box: Box) -> None:
        try:
            while (item := await box.next()) is not None:
                async with asyncio.timeout(STALLED_S):
                    if isinstance(item, bytes):
                        await self._socket.send_bytes(item)
                    else:
                        await self._socket.send_json(item)
            await self._socket.close()
        except TimeoutError:
            if self._request.transport is not None:
                self._request.transport.abort()  # a goodbye would wait behind everything that isn't taken
        except ConnectionResetError:
            with suppress(ConnectionResetError):
                await self._socket.close()


def _whole(said: dict[str, Any], name: str, usual: int) -> int:
    value = said.get(name, usual)
    return value if isinstance(value, int) and not isinstance(value, bool) and -1 <= value < 1 << 63 else usual
