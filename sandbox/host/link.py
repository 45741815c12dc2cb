"""A server's end of the connection to one session host."""

import asyncio
from pathlib import Path
from typing import Any, Protocol, cast

from sandbox.host import folder as files
from sandbox.host import protocol as wire
from sandbox.host.protocol import Shot, Welcome

GREETING_S = 5.0


class Events(Protocol):
    """Who is told what a host sends."""

    def output(self, offset: int, data: bytes) -> None:
        """The program wrote."""
        ...

    def resized(self, offset: int, cols: int, rows: int, epoch: int) -> None:
        """What is written from there on is for this size."""
        ...

    def screen(self, shot: Shot) -> None:
        """The snapshot that was asked for."""
        ...

    def old(self, number: int, offset: int, data: bytes) -> None:
        """Old output that was asked for."""
        ...

    def taken(self, writer: bytes, number: int) -> None:
        """The program got all input of this writer up to the number."""
        ...

    def gap(self, oldest: int) -> None:
        """Output is lost to this connection; it has to follow anew."""
        ...

    def exited(self, how: dict[str, Any]) -> None:
        """The program has ended; all of its output came before."""
        ...

    def lost(self) -> None:
        """The host is gone."""
        ...


class HostLink(asyncio.Protocol):
    """Made by `connect`."""

    def __init__(self) -> None:
        self._frames = wire.Frames()
        self._transport: asyncio.Transport | None = None
        self._events: Events | None = None
        self._writable = asyncio.Event()
        self._writable.set()
        self._welcome: asyncio.Future[Welcome] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(wire.json_frame(wire.HELLO, {"versions": list(wire.VERSIONS)}))

    def data_received(self, data: bytes) -> None:
        """Frames to whoever listens."""
        try:
            for kind, payload in self._frames.feed(data):
                self._take(kind, payload)
        except (wire.Malformed, TypeError) as error:
            if not self._welcome.done():
                self._welcome.set_exception(wire.Malformed(str(error)))
            self.close()

    def _take(self, kind: int, payload: bytes) -> None:
        if kind == wire.WELCOME:
            self._welcome.set_result(Welcome(**wire.parsed(payload)))
            return
        events = self._events
        if events is None:
            return
        match kind:
            case wire.OUTPUT:
                (offset,), data = wire.unpack(wire.OFFSET, payload)
                events.output(offset, data)
            case wire.RESIZED:
                fields, _ = wire.unpack(wire.AT_SIZE, payload)
                events.resized(*fields)
            case wire.SCREEN:
                fields, data = wire.unpack(wire.AT_SCREEN, payload)
                events.screen(Shot._make((*fields, data)))
            case wire.DATA:
                (number, offset), data = wire.unpack(wire.AT_OFFSET, payload)
                events.old(number, offset, data)
            case wire.INPUT_TAKEN:
                (number,), _ = wire.unpack(wire.OFFSET, payload[wire.WRITER :])
                events.taken(payload[: wire.WRITER], number)
            case wire.GAP:
                (oldest,), _ = wire.unpack(wire.OFFSET, payload)
                events.gap(oldest)
            case wire.EXITED:
                events.exited(wire.parsed(payload))
            case _:
                pass

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - as asyncio calls it
        """The host ended, or we closed."""
        if not self._welcome.done():
            self._welcome.set_exception(ConnectionError("the host hung up"))
        self._writable.set()
        if self._events is not None:
            self._events.lost()

    async def greeted(self) -> Welcome:
        """What the host told first. Raises OSError, Malformed, TimeoutError."""
        async with asyncio.timeout(GREETING_S):
            return await self._welcome

    def pause_writing(self) -> None:
        """The host takes nothing just now."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """It does again."""
        self._writable.set()

    async def writable(self) -> None:
        """Before more input is sent, so that a large paste waits where it comes from."""
        await self._writable.wait()

    def listen(self, events: Events) -> None:
        """From now on."""
        self._events = events

    def _send(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def follow(self, offset: int) -> None:
        """Output from this offset on."""
        self._send(wire.frame(wire.FOLLOW, wire.OFFSET.pack(offset)))

    def type(self, writer: bytes, number: int, data: bytes) -> None:
        """Input."""
        self._send(wire.frame(wire.INPUT, writer, wire.OFFSET.pack(number), data))

    def resize(self, cols: int, rows: int) -> None:
        """Another size."""
        self._send(wire.frame(wire.RESIZE, wire.SIZE.pack(cols, rows)))

    def signal(self, number: int) -> None:
        """To the program."""
        self._send(wire.frame(wire.SIGNAL, bytes((number,))))

    def ask_screen(self, number: int, lines: int) -> None:
        """A snapshot."""
        self._send(wire.frame(wire.SNAPSHOT, wire.REQUEST.pack(number, lines)))

    def ask_old(self, number: int, offset: int, length: int) -> None:
        """Output from before."""
        self._send(wire.frame(wire.READ, wire.RANGE.pack(number, offset, length)))

    def flow(self, paces: bool, acked: int) -> None:
        """Whether the program waits for us, and how far we are."""
        self._send(wire.frame(wire.FLOW, wire.PACE.pack(int(paces), acked)))

    def collect(self, seconds: float) -> None:
        """How long output may be collected before it is sent."""
        self._send(wire.frame(wire.COLLECT, wire.PAUSE.pack(round(seconds * 1000))))

    def end(self) -> None:
        """The program is to end."""
        self._send(wire.frame(wire.END))

    def exit_known(self) -> None:
        """Nobody needs the host any more."""
        self._send(wire.frame(wire.EXIT_KNOWN))

    def close(self) -> None:
        """Hang up; the session goes on."""
        if self._transport is not None:
            self._transport.close()


async def connect(folder: Path) -> tuple[HostLink, Welcome]:
    """To the host of a session. Raises OSError, Malformed, TimeoutError."""
    connected = files.connect(folder)
    _, link = await asyncio.get_running_loop().create_unix_connection(HostLink, sock=connected)
    try:
        return link, await link.greeted()
    except BaseException:
        link.close()
        raise
