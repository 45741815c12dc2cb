"""Terminal sessions: started, listed, watched and typed into over a WebSocket, ended. See docs/sandbox.md."""

import asyncio
import time
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, web

from assistant.api import sandbox_care as care
from assistant.api import sandbox_openapi, sandbox_page, sandbox_push, system
from assistant.api.bodies import json_object
from assistant.api.live import answered, caller_of
from assistant.api.sandbox_agents import AGENTS, Agents
from assistant.api.sandbox_audit import Audit
from assistant.api.sandbox_care import AUDIT, SEATS, SESSIONS, agent_of, owned
from assistant.api.sandbox_disk import DISK, Disk
from assistant.api.sandbox_journal import JOURNAL, restored, shown
from assistant.api.sandbox_seats import Seats
from assistant.api.sandbox_socket import NO_WORDS, Attached, show_last, signal_of, size_of
from assistant.api.services import SERVICES, authenticate, bearer
from assistant.identity.buckets import Limiter, Rate
from assistant.problems import Problem, not_found, rate_limited, unavailable
from sandbox.agents import again as taking_over
from sandbox.backends.local import Backend
from sandbox.disk import Allowance
from sandbox.host.launch import Found, HostFailed
from sandbox.hub import Hub, Sessions, UnknownSession

PROTOCOL = "sandbox.v1"
DONE: web.AppKey[Limiter] = web.AppKey("sandbox deeds", Limiter)
STARTED: web.AppKey[Limiter] = web.AppKey("sandbox starts", Limiter)
GOING: web.AppKey[set[str]] = web.AppKey("sandbox going on", set)
"""Sessions whose place is just being taken."""
SOCKETS: web.AppKey[Counter[str]] = web.AppKey("sandbox sockets", Counter)
"""How many each person has open."""
LARGEST_FRAME = 256 * 1024
HEARTBEAT_S = 20.0
MOST_SESSIONS = 20
"""Running at once for one person, and
MOST_KEPT: those that have ended too, until they are deleted."""
MOST_KEPT = 200
DEEDS = Rate(burst=600, per_second=10)
"""What one person does to sessions, each a line of the audit log."""
STARTS = Rate(burst=40, per_second=0.5)
"""Of one person: each takes a tenth of a second of a core."""
MOST_SOCKETS = 100
"""Open at once for one person."""
CHECK_S = 10.0
"""How long a socket outlives the right to it."""
ONE = "/api/v1/sandbox/sessions/{id}"


async def add_sandbox(
    app: web.Application, root: Path, *, push: str = "public", contact: str = "mailto:concierge@localhost", disk: Allowance | None = None,
    idle_s: float = 0.0, backend: Backend | None = None,
) -> None:  # fmt: skip
    """The routes, and what an earlier server of this folder left running. Raises DamagedKey, OSError.

    Args:
        push: `off`, `public`, or `loopback`; see `Settings.sandbox_push`.
        contact: whom push services may write to.
        disk: what people's files may take.
        backend: where programs run.
        idle_s: after which an agent that has nothing to do and can go on later is ended; 0: never.
    """
    app[AGENTS] = Agents(root.parent)
    app[AUDIT], app[SOCKETS], app[GOING] = Audit(root.parent), Counter(), set()
    app[DONE], app[STARTED] = Limiter(DEEDS), Limiter(STARTS)
    app[system.MORE_PATHS] = sandbox_openapi.paths(push=push != "off")
    waits = None
    if push != "off":
        waits = await sandbox_push.add_push(app, root.parent, _who, contact=contact, loopback=push == "loopback")
    seats = app[SEATS] = Seats(
        lambda hub: app[AGENTS].spool(owned(hub.found), hub.found), lambda seat: care.call(app, waits, seat),
        idle_s=idle_s, rest=lambda seat: care.rest(app, seat), looked=lambda states: care.count(app, states),
    )  # fmt: skip
    sessions = app[SESSIONS] = Sessions(root, seats.opened, backend)
    await sessions.start()
    room = app[DISK] = Disk(root, disk or Allowance(), lambda owner: care.places(app, owner), lambda owner, why: care.end_all(app, owner, why))
    room.watch(lambda: {owned(f) for f in sessions.all() if sessions.hub(f.id) is not None})
    app.add_routes(
        [
            web.get("/api/v1/sandbox/agents", agents),
            web.get("/api/v1/sandbox/disk", used),
            web.get("/api/v1/sandbox/sessions", listed),
            web.post("/api/v1/sandbox/sessions", create),
            web.get(ONE, one),
            web.delete(ONE, end),
            web.post(f"{ONE}/again", again),
            web.post(f"{ONE}/resize", resize),
            web.post(f"{ONE}/signal", signal),
            web.get(f"{ONE}/attach", attach),
            web.get(f"{ONE}/cards", cards),
            web.post(f"{ONE}/cards/{{card}}/decision", decide),
            *sandbox_page.ROUTES,
        ]
    )

    async def close(_app: web.Application) -> None:
        await room.close()
        await seats.close()
        sessions.close()

    app.on_cleanup.append(close)


async def _owner(request: web.Request, device: str) -> str:
    """The verified address of the device. Raises Problem."""
    email = await request.app[SERVICES].tokens.verified_email(device)
    if email is None:
        raise Problem(403, "not_verified", "A session needs a verified e-mail address.", "Ask for a code and type it, then try again.")
    return email


async def _caller(request: web.Request) -> str:
    return (await _who(request))[0]


async def _who(request: web.Request) -> tuple[str, str]:
    """Owner and device. Raises Problem."""
    device = (await authenticate(request, bearer(request))).device
    return await _owner(request, device), device


def _mine(request: web.Request, owner: str) -> str:
    """The session of the route; somebody else's is none. Raises Problem: not_found."""
    name = request.match_info["id"]
    try:
        if owned(request.app[SESSIONS].found(name)) == owner:
            return name
    except UnknownSession:
        pass
    raise not_found()


def _shown(request: web.Request, name: str, going_on: Collection[str]) -> dict[str, Any]:
    sessions, seat = request.app[SESSIONS], request.app[SEATS].get(name)
    facts, hub = sessions.found(name).facts, sessions.hub(name)
    return {
        "id": name,
        "agent": agent_of(sessions.found(name)),
        "createdAt": datetime.fromtimestamp(float(facts.get("started", 0)), UTC).isoformat(),
        "running": _runs(hub),
        "exit": sessions.how_ended(name),
        "watchers": hub.fanout.watchers if hub is not None else 0,
        "activity": seat.activity["state"] if seat is not None else "idle",
        "title": seat.title if seat is not None else "",
        "goesOn": name in going_on,
    }


def _runs(hub: Hub | None) -> bool:
    return hub is not None and hub.fanout.exited is None


def _of(request: web.Request, owner: str) -> list[Found]:
    return [f for f in request.app[SESSIONS].all() if owned(f) == owner]


def _can_go_on(request: web.Request, mine: list[Found]) -> set[str]:
    """Of one person's sessions: those of agents with conversations that have ended, and whose place nothing has taken."""
    sessions, resuming = request.app[SESSIONS], request.app[AGENTS].resuming()
    followed = {f.facts.get("about", {}).get("follows") for f in mine}
    return {f.id for f in mine if agent_of(f) in resuming and f.id not in followed and not _runs(sessions.hub(f.id))}


async def listed(request: web.Request) -> web.Response:
    """GET /api/v1/sandbox/sessions"""
    mine = _of(request, await _caller(request))
    going_on = _can_go_on(request, mine)
    return web.json_response({"sessions": [_shown(request, found.id, going_on) for found in mine]})


async def agents(request: web.Request) -> web.Response:
    """GET /api/v1/sandbox/agents"""
    await _caller(request)
    return web.json_response({"agents": await request.app[AGENTS].offers()})


async def used(request: web.Request) -> web.Response:
    """GET /api/v1/sandbox/disk"""
    owner = await _caller(request)
    return web.json_response(await request.app[DISK].shown(owner))


async def create(request: web.Request) -> web.Response:
    """POST /api/v1/sandbox/sessions {agent, cols?, rows?}"""
    owner, body = await _caller(request), await json_object(request)
    agent = body.get("agent")
    await _room(request, owner, agent if isinstance(agent, str) else "")
    return await _started(request, owner, agent if isinstance(agent, str) else "", body)


async def _room(request: web.Request, owner: str, agent: str) -> None:
    """For one session more. Raises Problem."""
    if wait := request.app[STARTED].wait(owner, time.monotonic()):
        raise rate_limited(wait)
    sessions = request.app[SESSIONS]
    mine = _of(request, owner)
    if len(mine) >= MOST_KEPT:
        raise Problem(409, "too_many_sessions", f"{MOST_KEPT} sessions are kept already.", "Delete some of those that have ended.")
    if sum(sessions.hub(f.id) is not None for f in mine) >= MOST_SESSIONS:
        raise Problem(409, "too_many_sessions", f"{MOST_SESSIONS} sessions run already.", "End one of them first.")
    await request.app[DISK].check(owner, rescue=request.app[AGENTS].is_rescue(agent))


async def again(request: web.Request) -> web.Response:
    """POST …/again {cols?, rows?}: an agent that has ended goes on with its last conversation, as a session of its own."""
    owner = await _caller(request)
    name = _mine(request, owner)
    body = await json_object(request, optional=True)
    if _runs(request.app[SESSIONS].hub(name)):
        raise Problem(409, "session_runs", "This session runs still.", "Look at it.")
    going = request.app[GOING]
    if name in going or name not in _can_go_on(request, _of(request, owner)):
        raise Problem(409, "cannot_go_on", "There is nothing to go on with, or it goes on already.", "Look at the list of sessions.")
    going.add(name)
    try:
        found = request.app[SESSIONS].found(name)
        await _room(request, owner, agent_of(found))
        return await _started(request, owner, agent_of(found), body, follows=found)
    finally:
        going.discard(name)


async def _started(request: web.Request, owner: str, agent: str, body: dict[str, Any], follows: Found | None = None) -> web.Response:
    name, size, before = token_hex(12), (size_of(body, "cols"), size_of(body, "rows")), follows.id if follows is not None else ""
    spec = await request.app[AGENTS].spec(agent, name, owner, *size, follows=before, asked=True)
    _note(request, "started", owner, name, agent=agent, **({"follows": before} if before else {}))
    try:
        if follows is not None:
            await asyncio.to_thread(taking_over.note, follows, name)
        await request.app[SESSIONS].create(spec)
    except (HostFailed, OSError, TimeoutError):
        raise unavailable("The session can't be started.") from None
    return web.json_response(_shown(request, name, ()), status=201)


async def one(request: web.Request) -> web.Response:
    """GET /api/v1/sandbox/sessions/{id}"""
    owner = await _caller(request)
    name = _mine(request, owner)
    return web.json_response(_shown(request, name, _can_go_on(request, _of(request, owner))))


async def end(request: web.Request) -> web.Response:
    """DELETE /api/v1/sandbox/sessions/{id}: answers when the program is gone."""
    owner = await _caller(request)
    name = _mine(request, owner)
    _note(request, "ended", owner, name)
    try:
        await request.app[SESSIONS].end(name)
    except (TimeoutError, HostFailed, OSError):
        raise unavailable("The session doesn't end.") from None
    await asyncio.to_thread(request.app[AGENTS].forget, owner, name)
    return web.Response(status=204)


def _note(request: web.Request, what: str, owner: str, session: str, **more: Any) -> None:
    """Written down before it is done. Raises Problem."""
    if wait := request.app[DONE].wait(owner, time.monotonic()):
        raise rate_limited(wait)
    try:
        request.app[AUDIT].note(what, actor=owner, session=session, **more)
    except OSError:
        raise unavailable("The audit log can't be written.") from None


def _running(request: web.Request, owner: str) -> Hub:
    hub = request.app[SESSIONS].hub(_mine(request, owner))
    if hub is None:
        raise Problem(409, "session_ended", "This session has ended.", "Start a new one.")
    return hub


async def resize(request: web.Request) -> web.Response:
    """POST …/resize {cols, rows}: for programs; whoever watches says its size on the socket."""
    hub, body = _running(request, await _caller(request)), await json_object(request)
    hub.resize(size_of(body, "cols"), size_of(body, "rows"))
    return web.Response(status=204)


async def signal(request: web.Request) -> web.Response:
    """POST …/signal {signal}: INT, QUIT, TERM or HUP."""
    owner = await _caller(request)
    hub, body = _running(request, owner), await json_object(request)
    number = signal_of(body.get("signal"))
    _note(request, "signalled", owner, hub.found.id, signal=number)
    hub.signal(number)
    return web.Response(status=204)


async def cards(request: web.Request) -> web.StreamResponse:
    """GET …/cards?after=SEQ; as a WebSocket the same as `attach`, without output."""
    if request.headers.get("Upgrade", "").lower() == "websocket":
        return await attach(request)
    name = _mine(request, await _caller(request))
    text = request.query.get("after", "0")
    if not text.isdecimal() or len(text) > 15:
        raise Problem(422, "bad_parameter", "`after` must be a whole number.", "Correct it.")
    seat = request.app[SEATS].get(name)
    deck = seat.deck if seat is not None else await asyncio.to_thread(restored, _folder(request, name) / JOURNAL)
    found = [shown(frame, name) for frame in deck.after(int(text))]
    return web.json_response({"cards": found, "lastSeq": deck.seq})


def _folder(request: web.Request, name: str) -> Path:
    return request.app[SESSIONS].found(name).folder


async def decide(request: web.Request) -> web.Response:
    """POST …/cards/{card}/decision {action}: the first answer of all is taken, once."""
    owner = await _caller(request)
    name = _mine(request, owner)
    body, seat = await json_object(request), request.app[SEATS].get(name)
    action, text = (value if isinstance(value := body.get(key, ""), str) else "" for key in ("action", "text"))
    if seat is None:
        raise Problem(409, "session_ended", "This session has ended.", "Start a new one.")
    _note(request, "answered", owner, name, card=request.match_info["card"][:100], action=action[:100])
    outcome = await seat.decide(request.match_info["card"], action, "a program", text)
    match outcome:
        case "taken":
            return web.json_response({"outcome": outcome})
        case "already":
            raise Problem(409, "already_decided", "Somebody has answered already.", "Look at the card.")
        case "gone":
            raise Problem(409, "not_asked", "This isn't asked any more.", "Look at the session.")
        case "words":
            raise Problem(422, "bad_parameter", NO_WORDS["detail"], NO_WORDS["next"])
        case _:
            raise not_found()


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
    owner = await _owner(request, caller.device)
    name, open_ones = _mine(request, owner), request.app[SOCKETS]
    if open_ones[owner] >= MOST_SOCKETS:
        raise Problem(429, "too_many_sockets", f"{MOST_SOCKETS} windows are open already.", "Close one of them first.")
    socket = web.WebSocketResponse(protocols=_spoken(request), heartbeat=HEARTBEAT_S, max_msg_size=LARGEST_FRAME)
    if not socket.can_prepare(request).ok:
        raise Problem(426, "websocket_expected", "This address speaks WebSocket.", "Open it as a WebSocket.")
    _note(request, "watched", owner, name)
    open_ones[owner] += 1
    leaving = asyncio.create_task(_shown_out(request, socket, caller.device, owner))
    try:
        await socket.prepare(request)
        await _watch(request, socket, name, owner, caller.device)
    finally:
        open_ones[owner] -= 1
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
    return socket


async def _watch(request: web.Request, socket: web.WebSocketResponse, name: str, owner: str, device: str) -> None:
    async def goodbye() -> None:
        await socket.close(code=WSCloseCode.GOING_AWAY, message=b"stopping: come back with the offset")

    with request.app[SERVICES].open_streams.added(goodbye):
        hub, seat = request.app[SESSIONS].hub(name), request.app[SEATS].get(name)
        if hub is None or seat is None:
            await show_last(socket, request.app[SESSIONS], name)
        else:
            await Attached(socket, hub, seat, request, device=device, note=lambda what, **more: _note(request, what, owner, name, **more)).run()


async def _shown_out(request: web.Request, socket: web.WebSocketResponse, device: str, owner: str) -> None:
    """Whoever was signed out, or is somebody else now, watches no longer."""
    tokens = request.app[SERVICES].tokens
    while True:
        await asyncio.sleep(CHECK_S)
        if await tokens.verified_email(device) != owner:
            break
    with suppress(ConnectionResetError, RuntimeError):
        await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"signed out")
