"""One browser's socket on a session: what it says, what it is told."""

import asyncio
import hashlib
import struct
from contextlib import suppress
from secrets import token_hex
from typing import Any, Protocol

from aiohttp import WSCloseCode, WSMsgType, web

from assistant.api.bodies import parse_object, whole
from assistant.api.sandbox_journal import JOURNAL, restored, shown
from assistant.api.sandbox_seats import Seat
from assistant.problems import Problem
from sandbox.cards.deck import MOST_WORDS
from sandbox.fanout import DELTA, LINES, Hello, Role, Watcher
from sandbox.host.protocol import WRITER
from sandbox.hub import Box, Hub, Sessions

HELLO_S = 10.0
STALLED_S = 30.0
SIGNALS = {"INT": 2, "QUIT": 3, "TERM": 15, "HUP": 1}
_INPUT = struct.Struct("!BQ")


def size_of(body: dict[str, Any], name: str) -> int:
    """A count of columns or rows. Raises Problem."""
    value = body.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1000:
        raise Problem(422, "bad_parameter", f"`{name}` must be a whole number up to 1000.", "Correct it.")
    return value


def signal_of(value: object) -> int:
    """A signal's number by its name. Raises Problem."""
    number = SIGNALS.get(value.upper().removeprefix("SIG")) if isinstance(value, str) else None
    if number is None:
        raise Problem(400, "unsupported_signal", "There is no such signal.", f"Send one of {', '.join(SIGNALS)}.")
    return number


async def show_last(socket: web.WebSocketResponse, sessions: Sessions, name: str) -> None:
    """What was to be seen when it ended or was lost; nobody can type."""
    box = Box()
    shot = await sessions.last_screen(name)
    if shot is not None:
        await socket.send_json({"type": "hello", "you": 0, "cols": shot.cols, "rows": shot.rows, "epoch": shot.epoch, "offset": shot.offset})
        await socket.send_bytes(struct.pack("!BQHHI", 2, *shot[1:5]) + shot.data)
    for frame in (await asyncio.to_thread(restored, sessions.found(name).folder / JOURNAL)).after(0):
        await socket.send_json(shown(frame, name))
    box.text({"type": "exit", **how} if (how := sessions.how_ended(name)) is not None else {"type": "lost"})
    box.close()
    while (message := await box.next()) is not None:
        await socket.send_json(message)
    await socket.close()


NO_WORDS = {"detail": f"Words of your own aren't taken here, or none are there, or more than {MOST_WORDS} characters.", "next": "Choose an answer or write a shorter one."}
_TOO_LATE = {
    "already": {"detail": "Somebody has answered already.", "next": ""},
    "gone": {"detail": "This isn't asked any more.", "next": "Look at the terminal."},
    "unknown": {"detail": "There is no such question.", "next": ""},
    "words": NO_WORDS,
}


class Note(Protocol):
    """Writes down what somebody is about to do. Raises Problem."""

    def __call__(self, what: str, **more: Any) -> None:
        """One thing."""
        ...


class Attached:
    """One socket on a running session."""

    def __init__(self, socket: web.WebSocketResponse, hub: Hub, seat: Seat, request: web.Request, *, device: str, note: Note) -> None:
        self._socket, self._hub, self._seat, self._device, self._request, self._note = socket, hub, seat, device, request, note
        self._wants_output = not request.path.endswith("/cards")
        self._deciding: set[asyncio.Task[None]] = set()
        self._sending_since: float | None = None

    async def run(self) -> None:
        """Until either side leaves."""
        try:
            async with asyncio.timeout(HELLO_S):
                first = await self._socket.receive()
            said = parse_object(str(first.data)) if first.type is WSMsgType.TEXT else {}
            hello, writer = self._greeting(said)
        except (TimeoutError, Problem):
            await self._socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"say hello first")
            return
        watcher, box = self._hub.join(hello, writer)
        sending = asyncio.create_task(self._send(watcher, box))
        unwatch = self._seat.watch(box.text, _whole(said, "cards", 0))
        try:
            async for message in self._socket:
                await box.room()
                if message.type is WSMsgType.BINARY:
                    await self._typed(watcher, message.data)
                elif message.type is WSMsgType.TEXT:
                    self._told(watcher, box, str(message.data))
        finally:
            unwatch()
            self._hub.leave(watcher)
            sending.cancel()
            await asyncio.gather(sending, *self._deciding, return_exceptions=True)

    def _greeting(self, said: dict[str, Any]) -> tuple[Hello, bytes]:
        """The writer is bound to the device, so that nobody can pass for another. Raises Problem."""
        if said.get("type") != "hello":
            raise Problem(400, "no_greeting", "Say hello first.", "See the documentation.")
        offset = said.get("offset")
        self._wants_output = self._wants_output and said.get("output", True) is not False
        hello = Hello(
            role=Role(said["role"]) if said.get("role") in {r.value for r in Role} else Role.CONTROL,
            name=whole(str(said.get("name", "")))[:60],
            cols=size_of(said, "cols"),
            rows=size_of(said, "rows"),
            offset=offset if isinstance(offset, int) and offset >= 0 else None,
            epoch=_whole(said, "epoch", -1),
            delta=_whole(said, "delta", DELTA),
            lines=_whole(said, "lines", LINES) if self._wants_output else 0,
        )
        writer = hashlib.sha256(f"{self._device}/{str(said.get('writer') or token_hex(8))[:64]}".encode()).digest()[:WRITER]
        return hello, writer

    async def _typed(self, watcher: Watcher, data: bytes) -> None:
        if len(data) < _INPUT.size or data[0] != 1:
            return
        _, number = _INPUT.unpack_from(data)
        if watcher.role is not Role.READ:
            self._seat.typed()
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
                    fanout.resize(watcher, size_of(said, "cols"), size_of(said, "rows"))
                case "control":
                    fanout.take_control(watcher)
                case "seen":
                    self._seat.seen()
                case "action":
                    self._decide(watcher, box, str(said.get("card_id", "")), str(said.get("action", "")), said.get("text", ""))
                case "input":
                    self._decide(watcher, box, *self._seat.asks_for_words, said.get("text", ""))
                case "signal":
                    number = signal_of(said.get("signal"))
                    if watcher.role is not Role.READ:
                        self._note("signalled", signal=number)
                    fanout.signal(watcher, number)
                case _:
                    raise Problem(400, "unknown_frame", "There is no such frame.", "Send ack, action, control, input, resize, seen or signal.")
        except Problem as problem:
            box.text({**problem.document(), "type": "problem"})

    def _decide(self, watcher: Watcher, box: Box, card_id: str, action: str, text: object) -> None:
        if watcher.role is Role.READ:
            raise Problem(403, "read_only", "You may watch here, not answer.", "Ask the session's owner.")
        self._note("answered", card=card_id[:100], action=action[:100])

        async def work() -> None:
            outcome = await self._seat.decide(card_id, action, watcher.hello.name or "somebody", text if isinstance(text, str) else "")
            if outcome != "taken":  # who was quicker is told to everybody
                box.text({"type": "problem", "code": outcome, **_TOO_LATE.get(outcome, _TOO_LATE["unknown"])})

        task = asyncio.create_task(work())
        self._deciding.add(task)
        task.add_done_callback(self._deciding.discard)

    async def _send(self, watcher: Watcher, box: Box) -> None:
        loop, stalls = asyncio.get_running_loop(), asyncio.create_task(self._look_for_stalls())
        try:
            while (item := await box.next()) is not None:
                if isinstance(item, bytes) and not self._wants_output:
                    self._hub.fanout.ack(watcher, watcher.next or 0)
                    continue
                self._sending_since = loop.time()
                if isinstance(item, bytes):
                    await self._socket.send_bytes(item)
                else:
                    await self._socket.send_json(item)
                self._sending_since = None
            await self._socket.close()
        except ConnectionResetError:
            with suppress(ConnectionResetError):
                await self._socket.close()
        finally:
            stalls.cancel()
            box.close()

    async def _look_for_stalls(self) -> None:
        """Beside the sending: a timeout around each piece costs as much as sending it."""
        while True:
            await asyncio.sleep(STALLED_S / 4)
            since = self._sending_since
            if since is not None and asyncio.get_running_loop().time() - since > STALLED_S and self._request.transport is not None:
                self._request.transport.abort()  # a goodbye would wait behind everything that isn't taken


def _whole(said: dict[str, Any], name: str, usual: int) -> int:
    value = said.get(name, usual)
    return value if isinstance(value, int) and not isinstance(value, bool) and -1 <= value < 1 << 63 else usual
