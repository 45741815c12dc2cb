"""Conversations: create, say something, look at the state, read the events."""

import asyncio
import json
import time
from contextlib import aclosing
from typing import Any

from aiohttp import web

from assistant.api.bodies import json_object, message_text, number
from assistant.api.services import SERVICES, Services, authorised
from assistant.api.turns import take_turn
from assistant.conversation import Conversation, ConversationStopped
from assistant.problems import Problem, rate_limited
from assistant.store import Entry

LANGUAGES = ("en", "de", "fr", "es", "tr", "ar")
"""Languages that are understood; anything else gets English, and the person may change it by speaking another."""
CHANNELS = ("text", "voice")
MOST_EVENTS = 1000
FAR = 10**15
HEARTBEAT_S = 15.0
_LOOPBACK = ("127.0.0.1", "::1", "")


def state_body(services: Services, conversation: Conversation) -> dict[str, Any]:
    """The body of `GET /api/v1/conversations/{id}`."""
    return {"id": conversation.id, **services.view(conversation.state), "pastRuns": services.past_runs(conversation.state)}


def _json(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="application/json")


def frames(entries: list[Entry]) -> str:
    """A JSON array, out of the texts that were dumped when the events were logged."""
    return "[" + ",".join(e.frame for e in entries) + "]"


def _choice(body: dict[str, Any], name: str, most: int) -> str | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise Problem(422, f"{name}_invalid", f"`{name}` can't be used.", f"Leave `{name}` out or correct it.")
    return value


async def create(request: web.Request) -> web.Response:
    """POST /api/v1/conversations"""
    services = request.app[SERVICES]
    address = request.remote or ""
    wait = 0.0 if address in _LOOPBACK else services.newcomers.wait(address, time.monotonic())
    if wait > 0:
        raise rate_limited(wait)
    body = await json_object(request, optional=True)
    language = (_choice(body, "language", 35) or "en").split("-")[0].lower()
    channel = _choice(body, "channel", 10) or "text"
    if channel not in CHANNELS:
        raise Problem(422, "channel_invalid", "`channel` is `text` or `voice`.", "Leave it out or correct it.")
    started = services.started().model_copy(
        update={"language": language if language in LANGUAGES else "en", "channel": channel}
    )
    conversation = await services.conversations.create(started)
    token = await services.tokens.issue(conversation.id)
    answer = {"id": conversation.id, "token": token, "state": state_body(services, conversation)}
    response = _json(json.dumps(answer), 201)
    response.headers["Location"] = f"/api/v1/conversations/{conversation.id}"
    return response


async def state(request: web.Request) -> web.Response:
    """GET /api/v1/conversations/{id}"""
    _, conversation = await authorised(request)
    return _json(json.dumps(state_body(request.app[SERVICES], conversation)))


async def turn(request: web.Request) -> web.Response:
    """POST /api/v1/conversations/{id}/turns"""
    caller, conversation = await authorised(request)
    services = request.app[SERVICES]
    text = message_text((await json_object(request)).get("text"))
    with services.metrics.turns.time():
        entries = await take_turn(services, conversation, text, device=caller.device, acknowledge=True)
    said = [e.logged.event for e in entries if e.type == "assistant_said"]
    reply = "\n\n".join(event.text for event in said if event.type == "assistant_said")
    rest = json.dumps(state_body(services, conversation))
    return _json(f'{{"reply":{json.dumps(reply)},"events":{frames(entries)},"state":{rest}}}')


async def events(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/conversations/{id}/events"""
    _, conversation = await authorised(request)
    streamed = "text/event-stream" in request.headers.get("Accept", "")
    name = "Last-Event-ID" if streamed and "Last-Event-ID" in request.headers else "after"
    given = request.headers.get(name) if name == "Last-Event-ID" else request.query.get("after")
    after = number(given, name=name, default=0, least=0, most=FAR)
    if streamed:
        return await _stream(request, conversation, after)
    limit = number(request.query.get("limit"), name="limit", default=0, least=1, most=MOST_EVENTS)
    entries = await (conversation.read(after, limit) if limit else conversation.read_all(after))
    return _json(f'{{"events":{frames(entries)},"lastSeq":{conversation.state.seq}}}')


async def _stream(request: web.Request, conversation: Conversation, after: int) -> web.StreamResponse:
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    await response.write(b"retry: 2000\n\n")
    services = request.app[SERVICES]
    batches = conversation.batches(min(after, conversation.state.seq), HEARTBEAT_S)
    with services.metrics.sockets.track_inprogress(), conversation.read_by(), services.open_streams.added():
        try:
            async with aclosing(batches):
                async for batch in batches:
                    text = "".join(f"id: {e.seq}\ndata: {e.frame}\n\n" for e in batch) or ": \n\n"
                    await response.write(text.encode())
        except (ConnectionResetError, ConversationStopped):
            pass  # the reader left, or we stop; it comes back with its Last-Event-ID
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or not services.closing:
                raise
            task.uncancel()  # our stop: the stream ends, it isn't cut off in the middle
    return response
