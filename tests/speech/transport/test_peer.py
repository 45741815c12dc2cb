"""A voice line between two ends in this process: aiortc's own peer on the browser's side, ours on the other."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import numpy as np
import pytest
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from av import AudioFrame

from speech.audio import FRAME, RATE, Samples, level_dbfs
from speech.transport.media import MediaLoop
from speech.transport.peer import GATHERING_S, IceServer, LineEnds, Peer
from speech.transport.sdp import OfferRefused
from tests.leftovers import fill_pool, left_over

SOUND_S = 60.0


class Tone(MediaStreamTrack):
    """48 kHz, 440 Hz, in real time."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._began = asyncio.get_event_loop().time()

    async def recv(self) -> AudioFrame:
        await asyncio.sleep(max(0.0, self._began + self._at / 48_000 - asyncio.get_event_loop().time()))
        t = (np.arange(960) + self._at) / 48_000
        frame = AudioFrame.from_ndarray((np.sin(2 * np.pi * 440 * t) * 9000).astype(np.int16)[None, :], layout="mono")
        frame.sample_rate, frame.pts = 48_000, self._at
        self._at += 960
        return frame


@dataclass
class Ours:
    """What our side hears and says; everything on the media thread."""

    heard: list[Samples] = field(default_factory=list[Samples])
    states: list[str] = field(default_factory=list[str])
    enough: threading.Event = field(default_factory=threading.Event)
    threads: set[str] = field(default_factory=set[str])
    spoken: int = 0

    def hear(self, frame: Samples) -> None:
        self.threads.add(threading.current_thread().name)
        self.heard.append(frame)
        if len(self.heard) >= 60:
            self.enough.set()

    def speak(self) -> Samples | None:
        self.spoken += 1
        t = (np.arange(FRAME) + self.spoken * FRAME) / RATE
        return (np.sin(2 * np.pi * 880 * t) * 9000).astype(np.int16)

    def ends(self) -> LineEnds:
        return LineEnds(self.hear, self.speak, self.states.append)


@pytest.fixture
async def media() -> AsyncIterator[MediaLoop]:
    loop = MediaLoop()
    loop.start()
    yield loop
    assert loop.joined == 0
    await loop.stop()


async def dial(peer: Peer, browser: RTCPeerConnection) -> str:
    browser.addTrack(Tone())
    await browser.setLocalDescription(await browser.createOffer())
    answer = await peer.answer(browser.localDescription.sdp)
    await browser.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    return answer


def pitch(samples: Samples, rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * rate / len(samples)


async def test_both_sides_hear_each_other(media: MediaLoop) -> None:
    ours, browser = Ours(), RTCPeerConnection(RTCConfiguration(iceServers=[]))
    peer = Peer(media, ours.ends(), loopback=True)
    got: asyncio.Queue[AudioFrame] = asyncio.Queue()

    @browser.on("track")
    def on_track(track: MediaStreamTrack) -> None:
        async def listen() -> None:
            while got.qsize() < 60:
                await got.put(await track.recv())  # type: ignore[arg-type] # decoded
        listening.append(asyncio.ensure_future(listen()))

    listening: list[asyncio.Future[None]] = []
    answer = await dial(peer, browser)
    assert "useinbandfec=1" in answer
    assert "stereo=0" in answer
    assert await asyncio.to_thread(ours.enough.wait, SOUND_S)
    await asyncio.wait_for(listening[0], SOUND_S)
    assert ours.threads == {"media"}
    assert {len(frame) for frame in ours.heard} == {FRAME}
    heard = np.concatenate(ours.heard[30:60])
    assert abs(pitch(heard, RATE) - 440) < 5
    assert level_dbfs(heard) > -20
    frames = [got.get_nowait().to_ndarray()[0] for _ in range(60)]
    played = np.concatenate(frames[30:])[::2].astype(np.int16)  # stereo, interleaved
    assert abs(pitch(played, 48_000) - 880) < 5
    assert ours.states == ["connected"]
    assert peer.tally["lost"] == 0
    await browser.close()
    await peer.close()
    await peer.close()


async def test_a_browser_that_hangs_up_ends_the_line(media: MediaLoop) -> None:
    ours, browser = Ours(), RTCPeerConnection(RTCConfiguration(iceServers=[]))
    peer = Peer(media, ours.ends(), loopback=True)
    await dial(peer, browser)
    assert await asyncio.to_thread(ours.enough.wait, SOUND_S)
    await browser.close()
    async with asyncio.timeout(SOUND_S):
        while media.joined:  # noqa: ASYNC110 - it ends on another thread
            await asyncio.sleep(0.02)
    assert ours.states == ["connected", "closed"]
    await peer.close()


async def test_nothing_is_left_of_many_lines(media: MediaLoop) -> None:
    await media.run(fill_pool())
    await fill_pool()
    before: tuple[int, int] | None = None
    for _ in range(5):
        ours, browser = Ours(), RTCPeerConnection(RTCConfiguration(iceServers=[]))
        peer = Peer(media, ours.ends(), loopback=True)
        browser.addTransceiver("audio", direction="sendrecv")
        await browser.setLocalDescription(await browser.createOffer())
        await peer.answer(browser.localDescription.sdp)
        await peer.close()
        await browser.close()
        left = left_over()
        before = before or left
        assert left <= before
    assert media.joined == 0


async def test_a_relay_that_doesnt_answer_keeps_nobody_waiting_for_long(media: MediaLoop) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mute:
        mute.bind(("127.0.0.1", 0))
        dead = IceServer((f"turn:127.0.0.1:{mute.getsockname()[1]}?transport=udp",), "1:me", "secret")
        before: int | None = None
        for _ in range(2):
            ours, browser = Ours(), RTCPeerConnection(RTCConfiguration(iceServers=[]))
            peer = Peer(media, ours.ends(), servers=[dead], loopback=True)
            began = asyncio.get_running_loop().time()
            await dial(peer, browser)
            assert GATHERING_S <= asyncio.get_running_loop().time() - began < 4.5
            assert await asyncio.to_thread(ours.enough.wait, SOUND_S)
            await browser.close()
            await peer.close()
            files = left_over()[1]
            before = before or files
            assert files <= before


def without(text: str, part: str) -> str:
    return "\r\n".join(line for line in text.split("\r\n") if part not in line)


@pytest.mark.parametrize(
    ("breaking", "code"),
    [
        (("v=0", "hello"), "sdp_invalid"),
        (("s=-", "s=" + "y" * 70_000), "sdp_too_long"),
        (("s=-", "s=" + "y" * 5000), "sdp_invalid"),
        (("m=audio", "m=application"), "sdp_without_audio"),
        (("m=audio", "m=video"), "sdp_with_video"),
        (("opus/48000/2", "speex/8000"), "sdp_without_opus"),
        (("fingerprint", ""), "sdp_invalid"),
        (("ice-pwd", ""), "sdp_invalid"),
        (("a=setup:actpass", "a=setup:whatever"), "rtc_not_negotiated"),
        (("a=rtcp-mux", "a=rtcp-mux\r\na=candidate:nothing"), "rtc_not_negotiated"),
    ],
)
async def test_broken_offers_are_refused_and_leave_nothing(media: MediaLoop, breaking: tuple[str, str], code: str) -> None:
    browser = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    browser.addTrack(Tone())
    await browser.setLocalDescription(await browser.createOffer())
    offer, (part, other) = browser.localDescription.sdp, breaking
    broken = offer.replace(part, other) if other else without(offer, part)
    assert broken != offer
    peer = Peer(media, Ours().ends(), loopback=True)
    with pytest.raises(OfferRefused) as refused:
        await peer.answer(broken)
    assert refused.value.code == code
    await browser.close()


async def test_the_beat_keeps_its_pace_while_the_main_thread_is_busy(media: MediaLoop) -> None:
    beats: list[float] = []
    media.post(media.join, beats.append)
    async with asyncio.timeout(SOUND_S):
        while not beats:  # noqa: ASYNC110 - it begins on another thread
            await asyncio.sleep(0.01)
    began = len(beats)
    total = 0
    for number in range(3_000_000):  # a model or a request that holds the main loop
        total += number
    counted = len(beats) - began
    spent = (beats[-1] - beats[began - 1]) / 1000

    async def leave() -> None:
        media.leave(beats.append)

    await media.run(leave())
    assert counted >= spent / 0.02 * 0.8 - 2
    assert total > 0


