"""Voice over a WebSocket, for where UDP is blocked: frames of 20 ms both ways, and the line's id in the first message."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, WSMsgType, web

from assistant.api.live import HEARTBEAT_S, answered, caller_of
from assistant.api.rtc import voice_of
from assistant.api.services import SERVICES, opened
from assistant.problems import Problem, closed, forbidden
from assistant.voice.studio import Models

if TYPE_CHECKING:
    from assistant.voice.paths import SocketPath, Unsent
    from speech.transport.peer import LineEnds

LARGEST_FRAME = 4096
STALLED_S = 10.0
_MOST_BAD = 50
"""Frames that aren't sound, after which the socket is closed."""


async def audio(request: web.Request) -> web.WebSocketResponse:
    """WS /api/v1/conversations/{id}/audio"""
    caller = await caller_of(request)
    if caller.conversation != request.match_info["id"]:
        raise forbidden()
    conversation, voice = await opened(request, caller), voice_of(request)
    if conversation.state.closed:
        raise closed()
    socket = web.WebSocketResponse(protocols=answered(request), heartbeat=HEARTBEAT_S, max_msg_size=LARGEST_FRAME, compress=False)
    if not socket.can_prepare(request).ok:
        raise Problem(426, "websocket_expected", "This address speaks WebSocket.", "Open it as a WebSocket.")
    held: list[tuple[SocketPath, Unsent]] = []

    def make(models: Models, ends: "LineEnds") -> "SocketPath":
        from assistant.voice.paths import SocketPath, Unsent  # noqa: PLC0415 - with the models

        unsent = Unsent()
        path = SocketPath(models.media, ends, unsent.put)
        held.append((path, unsent))
        return path

    line = await voice.socket(conversation, caller.device, make, request.query.get("line", ""))
    path, unsent = held[0]
    try:
        await socket.prepare(request)
        await socket.send_json({"type": "line", "line": line})

        def goodbye() -> Awaitable[bool]:
            return socket.close(code=WSCloseCode.GOING_AWAY, message=b"stopping")

        with request.app[SERVICES].open_streams.added(goodbye):
            await _carry(socket, path, unsent, request)
    finally:
        await path.hang_up()
    return socket


async def _carry(socket: web.WebSocketResponse, path: "SocketPath", unsent: "Unsent", request: web.Request) -> None:
    """Until either side leaves, or the line has gone to another path."""
    sending = asyncio.create_task(_send(socket, unsent, request))
    leaving = asyncio.create_task(_leave(socket, path))
    bad = 0
    try:
        async for message in socket:
            if message.type == WSMsgType.BINARY and path.take(bytes(message.data)):
                continue
            bad += 1
            if bad > _MOST_BAD:
                await socket.close(code=WSCloseCode.UNSUPPORTED_DATA, message=b"frames are 640 bytes of sound")
            elif message.type == WSMsgType.BINARY:
                frame = Problem(400, "bad_frame", "A frame is 640 bytes: 20 ms, 16 kHz, 16 bits, mono.", "Send such frames.")
                await socket.send_json({**frame.document(), "type": "problem"})
    finally:
        for task in (sending, leaving):
            task.cancel()
        await asyncio.gather(sending, leaving, return_exceptions=True)


async def _send(socket: web.WebSocketResponse, unsent: "Unsent", request: web.Request) -> None:
    try:
        while not socket.closed:
            data = await unsent.get()
            async with asyncio.timeout(STALLED_S):
                await socket.send_bytes(data)
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()
    except ConnectionResetError:
        pass  # the person left


async def _leave(socket: web.WebSocketResponse, path: "SocketPath") -> None:
    await path.over.wait()
    with suppress(ConnectionResetError):
        await socket.close(code=WSCloseCode.OK, message=b"the line is over or goes on elsewhere")
