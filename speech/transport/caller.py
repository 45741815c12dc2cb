"""The other end of a voice line, for benches and tests: what a browser does, without a browser, and with the times noted.

It hears packets as they arrive, without aiortc's buffer, so that what it measures is the line and not itself. The path may be
made worse: packets lost and late, by a seed.
"""

import asyncio
import random
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from av.packet import Packet

from speech.audio import FRAME, FRAME_MS, Samples, level_dbfs, silence
from speech.transport.media import MediaLoop
from speech.transport.opus import OpusDecoder, OpusEncoder, OpusFault
from speech.transport.ordering import FRAME_TICKS
from speech.transport.peer import PacketTrack, Tap, on_loopback

VOICED_DBFS = -50.0
"""What is louder is heard as something."""
_TIME_BASE = Fraction(1, 48_000)


@dataclass(frozen=True, slots=True)
class Arrived:
    """20 ms from the other side."""

    at: float
    """Of the monotonic clock."""
    samples: Samples
    level: float


@dataclass(frozen=True, slots=True)
class Weather:
    """What the path does to what we send."""

    loss: float = 0.0
    jitter_ms: float = 0.0
    """Each packet is late by up to so much."""
    seed: int = 7


@dataclass(slots=True)
class _Saying:
    frames: list[Samples]
    voiced: int
    """Frames up to the end of the voice."""
    ended: "asyncio.Future[float]"
    loop: asyncio.AbstractEventLoop
    at: int = 0


@dataclass(eq=False)
class Caller:
    """One person. Methods are called on the event loop; the sound lives on the media thread."""

    media: MediaLoop
    weather: Weather = field(default_factory=Weather)
    heard: list[Arrived] = field(default_factory=list[Arrived])
    connected: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._connection: RTCPeerConnection | None = None
        self._track = PacketTrack()
        self._encoder, self._decoder = OpusEncoder(loss_percent=10), OpusDecoder()
        self._sayings: deque[_Saying] = deque()
        self._beats = 0
        self._chance = random.Random(self.weather.seed)  # noqa: S311 - a path, nothing secret
        self._late: set[asyncio.Task[None]] = set()

    async def offer(self) -> str:
        """With all addresses in it."""
        return await self.media.run(self._offered())

    async def accept(self, answer: str) -> None:
        """And wait until sound passes. Raises TimeoutError."""
        await self.media.run(self._accepted(answer))
        async with asyncio.timeout(15):
            await self.connected.wait()

    async def say(self, sound: Samples) -> float:
        """After what waits already; when its last voiced sample was sent."""
        frames = [sound[i : i + FRAME] for i in range(0, len(sound) // FRAME * FRAME, FRAME)]
        voiced = max((i + 1 for i, frame in enumerate(frames) if level_dbfs(frame) > VOICED_DBFS), default=len(frames))
        saying = _Saying(frames, voiced, self._loop.create_future(), self._loop)
        self.media.post(self._sayings.append, saying)
        return await saying.ended

    def voice_after(self, at: float) -> Arrived | None:
        """The first thing heard after a moment that is no silence."""
        return next((a for a in self.heard if a.at > at and a.level > VOICED_DBFS), None)

    def sound(self, since: float = 0.0) -> Samples:
        """Everything heard since a moment."""
        found = [a.samples for a in self.heard if a.at >= since]
        return np.concatenate(found) if found else silence(0)

    async def close(self) -> None:
        """Hang up without a word, as a network does."""
        await self.media.run(self._closed())

    # ── on the media thread ───────────────────────────────────────────────────────────────────────────────────────────

    async def _offered(self) -> str:
        connection = self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))  # else somebody else's is asked
        connection.addTrack(self._track)
        connection.on("connectionstatechange", self._changed)
        on_loopback()
        await connection.setLocalDescription(await connection.createOffer())
        for transceiver in connection.getTransceivers():
            transceiver.receiver._RTCRtpReceiver__jitter_buffer = Tap(self._took)  # type: ignore[attr-defined] # noqa: SLF001 - as in `peer`
        return connection.localDescription.sdp

    async def _accepted(self, answer: str) -> None:
        assert self._connection is not None  # noqa: S101 - offered before
        await self._connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        self.media.join(self._beat)

    def _changed(self) -> None:
        if self._connection is not None and self._connection.connectionState == "connected":
            if self.weather.loss or self.weather.jitter_ms:
                self._spoil(self._connection)
            self._loop.call_soon_threadsafe(self.connected.set)

    def _spoil(self, connection: RTCPeerConnection) -> None:
        transport: Any = connection.getSenders()[0].transport
        send = transport._send_rtp  # noqa: SLF001 - where the path begins

        async def later(data: bytes) -> None:
            await asyncio.sleep(self._chance.uniform(0, self.weather.jitter_ms) / 1000)
            with suppress(ConnectionError):  # the call has ended in the meantime
                await send(data)

        async def spoiled(data: bytes) -> None:
            if self._chance.random() < self.weather.loss:
                return
            if self.weather.jitter_ms:
                task = asyncio.get_running_loop().create_task(later(data))
                self._late.add(task)
                task.add_done_callback(self._late.discard)
                return
            await send(data)

        transport._send_rtp = spoiled  # noqa: SLF001 - as above

    def _beat(self, now_ms: float) -> None:
        del now_ms
        packet = Packet(self._encoder.encode(self._frame()))
        packet.pts, packet.time_base = self._beats * FRAME_TICKS, _TIME_BASE
        self._track.put(packet)
        self._beats += 1

    def _frame(self) -> Samples:
        if not self._sayings:
            return silence(FRAME_MS)
        there = self._sayings[0]
        frame = there.frames[there.at]
        there.at += 1
        if there.at == there.voiced:
            there.loop.call_soon_threadsafe(_told, there.ended, asyncio.get_running_loop().time())
        if there.at == len(there.frames):
            self._sayings.popleft()
        return frame

    def _took(self, packet: Any) -> None:
        try:
            samples = self._decoder.decode(packet._data)  # noqa: SLF001 - as in `peer`
        except OpusFault:
            return
        self.heard.append(Arrived(asyncio.get_running_loop().time(), samples, level_dbfs(samples)))

    async def _closed(self) -> None:
        self.media.leave(self._beat)
        self._track.stop()
        for task in tuple(self._late):
            task.cancel()
        if self._connection is not None:
            await self._connection.close()
            self._connection = None
        self._encoder.close()
        self._decoder.close()


def _told(future: "asyncio.Future[float]", at: float) -> None:
    if not future.done():
        future.set_result(at)
