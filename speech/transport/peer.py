"""One browser's voice line over WebRTC: aiortc for ICE, DTLS and SRTP; the sound itself is ours.

aiortc would put packets through a jitter buffer of 80 ms, decode to 48 kHz stereo, and send 96 kbit/s without correction. So
its buffer is replaced by a tap, and it is given packets that are Opus already; and aioice may offer the loopback address, and waits
less long for servers that don't answer. These are the only places where their inside is touched; tests hold them against the version
that is locked.
"""

import asyncio
import fractions
import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from aioice import ice as aioice_ice
from aiortc import MediaStreamTrack, RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from aiortc.rtcconfiguration import RTCBundlePolicy
from av.packet import Packet

from speech.audio import FRAME, FRAME_MS, Samples
from speech.transport.media import MediaLoop
from speech.transport.opus import OpusDecoder, OpusEncoder, OpusFault
from speech.transport.ordering import FRAME_TICKS, Gap, Ordering, Pause, Piece, Whole
from speech.transport.sdp import OfferRefused, check_offer, tuned_answer

_LOG = logging.getLogger("concierge.speech")
NEGOTIATION_S = 8.0
GATHERING_S = 1.5
"""So long a STUN or TURN server may take to tell us our address there; aioice gives it five seconds, in which nobody is answered."""
CONNECTING_S = 30.0
"""A peer that hasn't connected by then never will."""
SOUNDLESS_S = 30.0
"""A peer that is connected so long and has never sent anything has no microphone: also one that is muted sends its silence."""
ABSENT_MS = 2_000.0
"""Without a packet, though there were some before: what we send may arrive nowhere either."""
_TIME_BASE = fractions.Fraction(1, 48_000)
_REPORT_BEATS = 250
_AWAKE_MS = 60.0
"""Beats come every 20 ms; so long after the last one this thread got no core, and what has come meanwhile still lies in the socket."""
_MOST_WAITING = 10
_SILENCE = np.zeros(FRAME, dtype=np.int16)


@dataclass(frozen=True, slots=True)
class IceServer:
    """A STUN or TURN server as the browser is told it too."""

    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = None


@dataclass(frozen=True, slots=True)
class LineEnds:
    """What a line is joined to. All are called on the media thread and must be quick."""

    hear: Callable[[Samples], None]
    """A frame of 20 ms from the other side."""
    speak: Callable[[], Samples | None]
    """The next frame to send; None for silence."""
    changed: Callable[[str], None]
    """`connected`, `absent`, `present` (something arrives again), `soundless`, `failed`, `closed`."""


_ON_LOOPBACK = ContextVar("on_loopback", default=False)
_every_address = aioice_ice.get_host_addresses


def _addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    """127.0.0.1 is one of them where it is wanted, or where nothing else is there."""
    there = _every_address(use_ipv4, use_ipv6)
    return [*there, "127.0.0.1"] if use_ipv4 and (_ON_LOOPBACK.get() or not there) else there


aioice_ice.get_host_addresses = _addresses


def on_loopback() -> None:
    """127.0.0.1 is offered too, for the rest of this task."""
    _ON_LOOPBACK.set(True)


class PacketTrack(MediaStreamTrack):
    """Packets that are encoded already, in the order of the beat."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._packets: asyncio.Queue[Packet[Any]] = asyncio.Queue(_MOST_WAITING)

    def put(self, packet: "Packet[Any]") -> None:
        """Dropped while nobody fetches them: the line isn't up yet."""
        with suppress(asyncio.QueueFull):
            self._packets.put_nowait(packet)

    async def recv(self) -> "Packet[Any]":  # type: ignore[override] # aiortc's sender takes packets beside frames
        """See `MediaStreamTrack`."""
        if self.readyState != "live":
            raise MediaStreamError
        return await self._packets.get()


class Tap:
    """Stands where aiortc has its jitter buffer: every packet passes on to us, none comes out for its decoder."""

    capacity = 16

    def __init__(self, took: Callable[[Any], None]) -> None:
        self._took = took

    def add(self, packet: Any) -> tuple[bool, None]:
        """See aiortc's JitterBuffer."""
        self._took(packet)
        return False, None


class Peer:
    """Used from any thread through `answer` and `close`; lives on the media thread."""

    def __init__(self, media: MediaLoop, ends: LineEnds, *, servers: Sequence[IceServer] = (), loopback: bool = False) -> None:
        """`loopback`: 127.0.0.1 is offered as an address too, for a browser on this machine without a network."""
        self._media, self._ends = media, ends
        self._servers, self._loopback = tuple(servers), loopback
        self._ordering = Ordering()
        self._decoder, self._encoder = OpusDecoder(), OpusEncoder()
        self._rest: Samples = np.zeros(0, dtype=np.int16)
        self._connection: RTCPeerConnection | None = None
        self._track = PacketTrack()
        self._sent = self._beats = 0
        self._looked_ms: float | None = None
        self._watch: asyncio.Task[None] | None = None
        self._reports: deque[asyncio.Task[None]] = deque(maxlen=1)
        self._closed = self._absent = False

    @property
    def tally(self) -> dict[str, int]:
        """What the path did so far."""
        tally = self._ordering.tally
        return {"received": tally.received, "lost": tally.lost, "late": tally.late, "sent": self._sent}

    async def answer(self, offer: str) -> str:
        """The answer to a browser's offer, with all addresses in it. Raises OfferRefused."""
        check_offer(offer)
        return await self._media.run(self._negotiated(offer))

    async def close(self) -> None:
        """Hang up; twice does no harm."""
        await self._media.run(self._hung_up())

    # ── on the media thread ───────────────────────────────────────────────────────────────────────────────────────────

    async def _negotiated(self, offer: str) -> str:
        try:
            async with asyncio.timeout(NEGOTIATION_S):
                return tuned_answer(await self._described(offer))
        except OfferRefused:
            await self._hung_up()
            raise
        except Exception as error:  # whatever a broken offer does to the libraries below
            await self._hung_up()
            _LOG.info("an offer couldn't be answered", extra={"fault": type(error).__name__})
            raise OfferRefused("rtc_not_negotiated", "The voice line couldn't be agreed on.") from None

    async def _described(self, offer: str) -> str:
        servers = [RTCIceServer(list(s.urls), s.username, s.credential) for s in self._servers]
        configuration = RTCConfiguration(iceServers=servers, bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        connection = self._connection = RTCPeerConnection(configuration)
        connection.on("connectionstatechange", self._state_changed)
        connection.addTrack(self._track)
        await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        for transceiver in connection.getTransceivers():
            if not hasattr(transceiver.receiver, "_RTCRtpReceiver__jitter_buffer"):
                raise RuntimeError("this aiortc has no jitter buffer where it is looked for")
            transceiver.receiver._RTCRtpReceiver__jitter_buffer = Tap(self._took)  # type: ignore[attr-defined] # noqa: SLF001 - see the module's docstring
            ice: Any = transceiver.sender.transport.transport._connection  # type: ignore[attr-defined] # noqa: SLF001 - as above
            ice.get_component_candidates = partial(ice.get_component_candidates, timeout=GATHERING_S)
        answer = await connection.createAnswer()
        _ON_LOOPBACK.set(self._loopback)  # for this task alone
        await connection.setLocalDescription(answer)
        self._media.join(self._beat)
        self._watch = asyncio.get_running_loop().create_task(self._expect_connection())
        return connection.localDescription.sdp

    async def _expect_connection(self) -> None:
        await asyncio.sleep(CONNECTING_S)
        if self._connection is not None and self._connection.connectionState != "connected":
            self._ends.changed("failed")
            await self._hung_up()

    async def _expect_sound(self) -> None:
        await asyncio.sleep(SOUNDLESS_S)
        if not self._ordering.tally.received and not self._closed:
            self._ends.changed("soundless")  # whoever it is told says why, and then hangs up

    async def _state_changed(self) -> None:
        state = self._connection.connectionState if self._connection else "closed"
        if state == "connected":
            if self._watch is not None:
                self._watch.cancel()
            self._watch = asyncio.get_running_loop().create_task(self._expect_sound())
            self._ends.changed("connected")
        elif state in ("failed", "closed") and not self._closed:
            self._ends.changed(state)
            await self._hung_up()

    async def _hung_up(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._media.leave(self._beat)
        if self._watch is not None and self._watch is not asyncio.current_task():
            self._watch.cancel()
        self._track.stop()
        if self._connection is not None:
            await self._connection.close()
        self._encoder.close()
        self._decoder.close()

    def _took(self, packet: Any) -> None:
        if self._closed:
            return
        now = asyncio.get_running_loop().time() * 1000
        self._look(now)
        self._hear(self._ordering.push(packet.ssrc, packet.sequence_number, packet.timestamp, packet._data, now))  # noqa: SLF001 - what the payload is after aiortc's unpacking

    def _look(self, now_ms: float) -> None:
        """Time in which we couldn't look is no silence of theirs."""
        if self._looked_ms is not None and now_ms - self._looked_ms > _AWAKE_MS:
            self._ordering.slept(now_ms - self._looked_ms - FRAME_MS)
        self._looked_ms = now_ms

    def _beat(self, now_ms: float) -> None:
        self._look(now_ms)
        self._hear(self._ordering.tick(now_ms))
        absent = self._ordering.quiet_ms(now_ms) >= ABSENT_MS
        if absent != self._absent:
            self._absent = absent
            self._ends.changed("absent" if absent else "present")
        frame = self._ends.speak()
        packet = Packet(self._encoder.encode(_SILENCE if frame is None else frame))
        packet.pts, packet.time_base = self._beats * FRAME_TICKS, _TIME_BASE
        self._track.put(packet)
        self._sent += frame is not None
        self._beats += 1
        if self._beats % _REPORT_BEATS == 0:
            self._reports.append(asyncio.get_running_loop().create_task(self._learn_losses()))

    async def _learn_losses(self) -> None:
        """What the other side reports as lost decides how much correction is sent along."""
        if self._connection is None or self._closed:
            return
        for sender in self._connection.getSenders():
            for report in (await sender.getStats()).values():
                share = getattr(report, "fractionLost", None)
                if share is not None and not self._closed:
                    self._encoder.expect_loss(max(5, min(40, round(share * 100 / 256) + 5)))

    def _hear(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            try:
                sound = decoded(self._decoder, piece)
            except OpusFault:
                continue
            self._rest = np.concatenate([self._rest, sound]) if len(self._rest) else sound
            whole = len(self._rest) // FRAME * FRAME
            for at in range(0, whole, FRAME):
                self._ends.hear(self._rest[at : at + FRAME])
            self._rest = self._rest[whole:]


def decoded(decoder: OpusDecoder, piece: Piece) -> Samples:
    """What is heard of a piece: itself, what mends or conceals a gap, or silence. Raises OpusFault."""
    match piece:
        case Whole(payload):
            return decoder.decode(payload)
        case Gap(following):
            return decoder.concealed() if following is None else decoder.corrected(following)
        case Pause():
            return _SILENCE
