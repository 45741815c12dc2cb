"""The live socket: every event once, in order, resumable; the person's words the other way."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from assistant.api.bodies import message_text, parse_object
from assistant.api.conversations import FAR
from assistant.api.services import SERVICES, Caller, Services, authenticate, bearer, opened
from assistant.api.turns import take_turn
from assistant.conversation import Conversation, ConversationStopped
from assistant.logs import get_logger
from assistant.problems import Problem, forbidden, unauthorised
from dialogue import events as ev

PROTOCOL = "concierge"
LARGEST_FRAME = 64 * 1024
GRACE_S = 0.25
"""How long a new socket may take to say where it wants to resume; without a word it gets everything."""
HEARTBEAT_S = 20.0
STALLED_S = 30.0
"""A client that takes nothing for so long is cut off; it resumes by its sequence number."""
MOST_SAYS = 32
MOST_CAPTIONS = 64
_LOG = get_logger("concierge.live")


async def live(request: web.Request) -> web.WebSocketResponse:
    """WS /api/v1/conversations/{id}/live"""
    caller = await caller_of(request)
    if caller.conversation != request.match_info["id"]:
        raise forbidden()
    conversation = await opened(request, caller)
    socket = web.WebSocketResponse(protocols=answered(request), heartbeat=HEARTBEAT_S, max_msg_size=LARGEST_FRAME)
    if not socket.can_prepare(request).ok:
        raise Problem(426, "websocket_expected", "This address speaks WebSocket.", "Open it as a WebSocket.")
    await socket.prepare(request)
    services = request.app[SERVICES]

    def goodbye() -> Awaitable[bool]:
        return socket.close(code=WSCloseCode.GOING_AWAY, message=b"stopping: resume by sequence number")

    def cut() -> None:
        if request.transport is not None:
            request.transport.abort()

    with services.metrics.sockets.track_inprogress(), conversation.read_by(), services.open_streams.added(goodbye):
        await _Live(services, conversation, caller, socket, cut).run()
    return socket


def _offered(request: web.Request) -> list[str]:
    return [p.strip() for p in request.headers.get("Sec-WebSocket-Protocol", "").split(",") if p.strip()]


def answered(request: web.Request) -> tuple[str, ...]:
    """What may be chosen of the subprotocols offered: a browser drops the connection when none is. One that holds a
    secret is only sent back where nothing else was offered."""
    offered = _offered(request)
    plain = tuple(p for p in offered if p in (PROTOCOL, "bearer", "ticket"))
    return plain or tuple(offered[:1])


async def caller_of(request: web.Request) -> Caller:
    """By header, or by a token or one-time ticket among the subprotocols, as `bearer.<token>` or as `bearer, <token>`;
    never in the URL."""
    offered = _offered(request)
    for index, protocol in enumerate(offered):
        kind, _, value = protocol.partition(".")
        if not value and kind in ("bearer", "ticket") and index + 1 < len(offered):
            value = offered[index + 1]
        if kind == "bearer":
            return await authenticate(request, value)
        if kind == "ticket":
            found = request.app[SERVICES].tokens.use_ticket(value)
            if found is None:
                raise unauthorised()
            return Caller(conversation=found[1], device=found[0])
    return await authenticate(request, bearer(request))


class _Live:
    """One socket: a reader of frames, a writer of events, a queue of messages between. `cut` breaks the connection."""

    def __init__(
        self,
        services: Services,
        conversation: Conversation,
        caller: Caller,
        socket: web.WebSocketResponse,
        cut: Callable[[], None],
    ) -> None:
        self._services = services
        self._conversation = conversation
        self._caller = caller
        self._socket = socket
        self._cut = cut
        self._after = 0
        self._begun = asyncio.Event()
        self._captions: asyncio.Queue[dict[str, Any]] = asyncio.Queue(MOST_CAPTIONS)
        self._says: asyncio.Queue[tuple[str, int]] = asyncio.Queue(MOST_SAYS)
        """Each with the last seq of the log when it came."""

    async def run(self) -> None:
        """Until either side leaves."""
        tasks = [asyncio.create_task(work()) for work in (self._write, self._speak, self._caption)]
        try:
            with self._watching():
                await self._read()
        finally:
            # What was said before the socket closed is still told to the conversation.
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._says.join()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self) -> None:
        async for message in self._socket:
            if message.type == WSMsgType.TEXT:
                await self._take(str(message.data))
            elif message.type == WSMsgType.BINARY:
                await self._problem(Problem(400, "binary_frame", "Frames are JSON text.", "Send text frames."))

    def _watching(self) -> AbstractContextManager[None]:
        voice = self._services.voice
        return nullcontext() if voice is None else voice.board.watched(self._conversation.id, self._happened)

    def _happened(self, frame: dict[str, Any]) -> None:
        """What a socket that is too slow for it misses, it misses."""
        with suppress(asyncio.QueueFull):
            self._captions.put_nowait(frame)

    async def _caption(self) -> None:
        """What a voice line shows, un-numbered."""
        with suppress(ConnectionResetError):
            while not self._socket.closed:
                await self._socket.send_json(await self._captions.get())

    async def _take(self, raw: str) -> None:
        try:
            await self._frame(parse_object(raw))
        except Problem as problem:
            await self._problem(problem)
        except Exception:  # whatever one frame meets, the socket and the next frame go on; the fault is in the log
            _LOG.exception("frame failed", conversation=self._conversation.id)
            await self._problem(Problem(500, "internal", "That wasn't taken in.", "Send it again."))
        self._begun.set()

    async def _frame(self, frame: dict[str, Any]) -> None:
        match frame.get("type"):
            case "say":
                text = message_text(frame.get("text"))
                if self._conversation.state.closed:
                    raise Problem(409, "conversation_closed", "This conversation has ended.", "Start a new one.")
                try:
                    self._says.put_nowait((text, self._conversation.state.seq))
                except asyncio.QueueFull:
                    raise Problem(429, "busy", "Too many messages wait already.", "Send it again later.") from None
            case "resume":
                # Only forward: what was sent on this socket isn't sent again.
                self._after = max(self._after, min(_whole(frame, "after"), self._conversation.state.seq))
            case "shown":
                await self._shown(_whole(frame, "seq"))
            case "interrupt":
                voice = self._services.voice
                if voice is None or not await voice.hush(self._conversation.id):
                    await self._conversation.tell(ev.Interrupted())
            case "mute" | "talk" as wish:
                self._wish(wish, on=_flag(frame, "on"))
            case _:
                next_ = "Send say, resume, shown, interrupt, mute or talk."
                raise Problem(400, "unknown_frame", "There is no such frame.", next_)

    def _wish(self, wish: str, *, on: bool) -> None:
        voice, there = self._services.voice, False
        if voice is not None:
            tell = voice.mute if wish == "mute" else voice.talk
            there = tell(self._conversation.id, self._caller.device, on)
        if not there:
            raise Problem(409, "no_line", "This device has no voice line.", "Open one first.")

    async def _shown(self, seq: int) -> None:
        """Logged where it tells something new: a client that repeats itself doesn't fill the log."""
        state = self._conversation.state
        upto = min(seq, state.seq)
        if upto > state.shown_upto and not 0 < state.last_said_seq <= state.shown_upto:
            await self._conversation.tell(ev.Shown(upto=upto))

    async def _speak(self) -> None:
        """Messages one after the other; the reader of frames goes on meanwhile."""
        while True:
            text, arrived = await self._says.get()
            try:
                await take_turn(
                    self._services, self._conversation, text, device=self._caller.device, acknowledge=False, arrived=arrived
                )
            except Problem as problem:
                await self._problem(problem)
            except Exception:  # whatever one message meets, those behind it are still said; the fault is in the log
                _LOG.exception("message failed", conversation=self._conversation.id)
                await self._problem(Problem(500, "internal", "That wasn't taken in.", "Send it again."))
            finally:
                self._says.task_done()

    async def _write(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_S):
                await self._begun.wait()
        try:
            while not self._socket.closed:
                await self._conversation.news(self._after)
                for entry in await self._conversation.read(self._after, 200):
                    if entry.seq <= self._after:
                        continue  # a resume moved on meanwhile
                    self._after = entry.seq
                    async with asyncio.timeout(STALLED_S):
                        await self._socket.send_str(entry.frame)
        except TimeoutError:
            self._cut()  # a goodbye would wait behind everything that isn't taken
        except (ConnectionResetError, ConversationStopped):
            pass  # the client left, or we stop; the reading side ends by itself

    async def _problem(self, problem: Problem) -> None:
        """Un-numbered, so that it can't be taken for an event."""
        with suppress(ConnectionResetError):
            await self._socket.send_json({**problem.document(), "type": "problem"})


def _flag(frame: dict[str, Any], name: str) -> bool:
    value = frame.get(name)
    if not isinstance(value, bool):
        raise Problem(422, "bad_parameter", f"`{name}` must be true or false.", "Correct it.")
    return value


def _whole(frame: dict[str, Any], name: str) -> int:
    value = frame.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= FAR:
        raise Problem(422, "bad_parameter", f"`{name}` must be a whole number.", "Correct it.")
    return value
