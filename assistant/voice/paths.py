"""How sound gets to a person and back: WebRTC, or a WebSocket where UDP is blocked. Both end in the same `LineEnds`."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from assistant.voice.ice import IceServer
from speech.audio import FRAME, Samples
from speech.transport.media import MediaLoop
from speech.transport.peer import ABSENT_MS, SOUNDLESS_S, LineEnds, Peer
from speech.transport.peer import IceServer as PeerServer

FRAME_BYTES = FRAME * 2
_MOST_UNSENT = 50
"""Frames (one second) that may wait for a socket; then the oldest are dropped: sound that comes too late is none."""
_STALLED_MS = 1_000.0
"""Without a frame, after which silence is heard in their place. TCP sends again what was lost: less than this is no pause."""
_SILENCE = np.zeros(FRAME, dtype=np.int16)


class Path(Protocol):
    """One way to a person. Belongs to the event loop."""

    async def close(self) -> None:
        """Hang up; twice does no harm."""
        ...

    @property
    def tally(self) -> dict[str, int]:
        """What it has carried."""
        ...


class PeerPath:
    """Over WebRTC."""

    def __init__(self, media: MediaLoop, ends: LineEnds, servers: Sequence[IceServer], *, loopback: bool) -> None:
        given = [PeerServer((s.url,), s.username or None, s.credential or None) for s in servers]
        self._peer = Peer(media, ends, servers=given, loopback=loopback)

    async def answer(self, offer: str) -> str:
        """Raises OfferRefused."""
        return await self._peer.answer(offer)

    async def close(self) -> None:
        """See `Path`."""
        await self._peer.close()

    @property
    def tally(self) -> dict[str, int]:
        """See `Path`."""
        return self._peer.tally


class SocketPath:
    """Frames over a WebSocket, paced by the same beat as everybody's."""

    def __init__(self, media: MediaLoop, ends: LineEnds, send: Callable[[bytes], bool]) -> None:
        """`send` is called on the event loop and must not wait; False: something was dropped, since it goes out too slowly."""
        self._media, self._ends, self._send = media, ends, send
        self._loop = asyncio.get_running_loop()
        self.over = asyncio.Event()
        """The line has ended or goes on over another path."""
        self._closed = False
        self._received = self._sent = 0
        self._took_ms: float | None = None
        self._absent = False
        self._deaf = self._loop.call_later(SOUNDLESS_S, self._expect_sound)
        media.post(media.join, self._beat)
        media.post(ends.changed, "connected")

    def take(self, data: bytes) -> bool:
        """A frame of the person's; False when it isn't one."""
        if len(data) != FRAME_BYTES:
            return False
        self._received += 1
        self._media.post(self._hear, np.frombuffer(data, dtype="<i2").astype(np.int16))
        return True

    def _hear(self, frame: Samples) -> None:
        self._took_ms = asyncio.get_running_loop().time() * 1000
        self._ends.hear(frame)

    async def close(self) -> None:
        """See `Path`."""
        self.over.set()
        self._deaf.cancel()
        if not self._closed:
            self._closed = True
            self._media.post(self._media.leave, self._beat)

    async def hang_up(self) -> None:
        """The person's side is gone; the line waits for another path."""
        if not self._closed:
            await self.close()
            self._media.post(self._ends.changed, "closed")

    def _expect_sound(self) -> None:
        if not self._received:
            self._media.post(self._ends.changed, "soundless")

    @property
    def tally(self) -> dict[str, int]:
        """See `Path`."""
        return {"received": self._received, "lost": 0, "late": 0, "sent": self._sent}

    def _beat(self, now_ms: float) -> None:
        quiet = 0.0 if self._took_ms is None else now_ms - self._took_ms
        if (quiet >= ABSENT_MS) != self._absent:
            self._absent = not self._absent
            self._ends.changed("absent" if self._absent else "present")
        if quiet >= _STALLED_MS:
            self._ends.hear(_SILENCE)  # a turn ends also where nothing is sent once it is over
        frame: Samples | None = self._ends.speak()
        if frame is None:
            return  # silence isn't sent: over TCP it only adds to what waits
        self._sent += 1
        try:
            self._loop.call_soon_threadsafe(self._put, frame.astype("<i2").tobytes())
        except RuntimeError:
            return  # the server has ended

    def _put(self, data: bytes) -> None:
        if not self._send(data):  # some of what is being said won't arrive
            for state in ("absent", "present"):
                self._media.post(self._ends.changed, state)


class Unsent:
    """What waits for a socket, bounded."""

    def __init__(self) -> None:
        self._frames: asyncio.Queue[bytes] = asyncio.Queue(_MOST_UNSENT)

    def put(self, data: bytes) -> bool:
        """The oldest is dropped where there is no room: False."""
        full = self._frames.full()
        if full:
            self._frames.get_nowait()
        self._frames.put_nowait(data)
        return not full

    async def get(self) -> bytes:
        """The next one."""
        return await self._frames.get()
