"""The voice with scripted models, and somebody who speaks to it: a browser's side over WebRTC, or one over a WebSocket."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import aiohttp
import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from assistant.voice.studio import UNDERSTOOD, Models
from speech.audio import FRAME, FRAME_MS, RATE, Samples, level_dbfs, silence
from speech.ears.scripted import ScriptedRecogniser
from speech.mouth.cache import PhraseCache
from speech.mouth.mouth import Mouth
from speech.mouth.scripted import ScriptedVoice
from speech.transport.media import MediaLoop
from speech.turns.events import FrameHeard
from tests.assistant.stage import PATIENCE, Stage, Talk

_VOICE_DBFS = -45.0


class LoudIsSpeech:
    """A detector for sound that is either silence or a voice."""

    def __init__(self) -> None:
        self._ms = 0

    def measure(self, frame: Samples, *, eager: bool = False) -> FrameHeard:
        """See `Detector`."""
        del eager
        self._ms += FRAME_MS
        level = level_dbfs(frame)
        return FrameHeard(self._ms, level > _VOICE_DBFS, 1.0 if level > _VOICE_DBFS else 0.0, level)


@dataclass
class Booth:
    """Scripted ears and mouth for one stage."""

    script: list[str] = field(default_factory=list[str])
    """What is heard, turn after turn, by whoever speaks."""
    voice: ScriptedVoice = field(default_factory=ScriptedVoice)
    recogniser: ScriptedRecogniser = field(init=False)
    media: MediaLoop = field(default_factory=MediaLoop)
    with_mouth: bool = True
    languages: tuple[str, ...] = UNDERSTOOD
    opened: int = 0

    def __post_init__(self) -> None:
        self.recogniser = ScriptedRecogniser(self.script)

    def into(self, stage: Stage) -> Self:
        """In place of the real ones."""
        voice = stage.wired.services.voice
        assert voice is not None
        folder = stage.folder / "phrases"

        async def open_() -> Models:
            return self._open(folder)

        voice.studio.opener = open_
        return self

    def _open(self, folder: Path) -> Models:
        self.opened += 1
        self.media.start()
        mouth = Mouth([self.voice], PhraseCache(folder)) if self.with_mouth else None
        return Models(self.recogniser, LoudIsSpeech, None, mouth, self.media, self.languages, closes=(self.media.stop,))

    def hears(self, *lines: str) -> None:
        """The next things that the next line hears."""
        self.script[:] = lines
        self.recogniser._lines.clear()  # pyright: ignore[reportPrivateUsage] - every person begins at the first line


def tone(ms: int) -> Samples:
    """A voice, as far as the detector is concerned: with dips, as speech has them and the noise of a room doesn't."""
    t = np.arange(RATE * ms // 1000) / RATE
    return (8000 * np.sin(2 * np.pi * 300 * t) * (t % 0.3 < 0.24)).astype(np.int16)


def words(text: str) -> Samples:
    """As long as the scripted recogniser wants for the text."""
    return tone(300 * len(text.split()) + 100)


def frames(sound: Samples) -> list[Samples]:
    whole = len(sound) // FRAME * FRAME
    return [sound[i : i + FRAME] for i in range(0, whole, FRAME)]


class Microphone(MediaStreamTrack):
    """Plays what it is given, silence otherwise; in real time, 48 kHz."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._unsaid: list[Samples] = []
        self._at = 0
        self._began: float | None = None

    def say(self, sound: Samples) -> None:
        """After what waits already."""
        self._unsaid += frames(sound)

    async def recv(self) -> AudioFrame:
        """20 ms."""
        loop = asyncio.get_running_loop()
        self._began = self._began or loop.time()
        await asyncio.sleep(max(0.0, self._began + self._at / 48_000 - loop.time()))
        frame = self._unsaid.pop(0) if self._unsaid else silence(FRAME_MS)
        made = AudioFrame.from_ndarray(np.repeat(frame, 3)[None, :], layout="mono")
        made.sample_rate, made.pts = 48_000, self._at
        self._at += 960
        return made


class Browser:
    """A person over WebRTC."""

    def __init__(self, talk: Talk, ways: RTCConfiguration | None = None) -> None:
        """`ways`: servers, and which addresses may be used; by default only their own."""
        self.talk = talk
        self.connection = RTCPeerConnection(ways or RTCConfiguration(iceServers=[]))
        self.microphone = Microphone()
        self.received: list[Samples] = []
        self.location = ""
        self._listening: asyncio.Task[None] | None = None

    async def dial(self, line: str = "") -> Self:
        """Connect; `line`: go on from it."""
        self.connection.addTrack(self.microphone)
        self.connection.on("track", self._track)
        await self.connection.setLocalDescription(await self.connection.createOffer())
        headers = {"Content-Type": "application/sdp", **({"Concierge-Line": line} if line else {})}
        answer = await self.talk.ask("POST", "rtc", data=self.connection.localDescription.sdp, headers=headers)
        assert answer.status == 201, answer.body
        assert answer.headers["Content-Type"].startswith("application/sdp")
        self.location = answer.headers["Location"]
        await self.connection.setRemoteDescription(RTCSessionDescription(answer.body.decode(), "answer"))
        return self

    @property
    def line(self) -> str:
        """Its id."""
        return self.location.rpartition("/")[2]

    def _track(self, track: MediaStreamTrack) -> None:
        async def listen() -> None:
            with suppress(MediaStreamError):  # the other side has hung up
                while True:
                    frame: Any = await track.recv()
                    self.received.append(frame.to_ndarray()[0][::6].astype(np.int16))

        self._listening = asyncio.ensure_future(listen())

    async def leave(self) -> None:
        """Without a word, as a network does."""
        await self.connection.close()
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def hang_up(self) -> None:
        """As a page does."""
        answer = await self.talk.stage.ask("DELETE", self.location, headers=self.talk.headers)
        assert answer.status == 200, answer.body
        await self.leave()


class Phone:
    """A person over a WebSocket."""

    def __init__(self, talk: Talk, *, line: str = "") -> None:
        self.talk, self._old = talk, line
        self.line = ""
        self.received: list[bytes] = []
        self.problems: list[dict[str, Any]] = []
        self.code: int | None = None
        self.sending = True
        """False: nothing more arrives from here, though nobody has left."""
        self._tasks: list[asyncio.Task[None]] = []
        self.waiting: list[Samples] = []

    async def __aenter__(self) -> Self:
        query = f"?line={self._old}" if self._old else ""
        url = f"{self.talk.stage.url}{self.talk.path}/audio{query}"
        self.ws = await self.talk.stage.http.ws_connect(url, protocols=("concierge", f"bearer.{self.talk.token}"))
        first = await asyncio.wait_for(self.ws.receive_json(), PATIENCE)
        assert first["type"] == "line"
        self.line = first["line"]
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._send())]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.ws.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def say(self, sound: Samples) -> None:
        """After what waits already."""
        self.waiting += frames(sound)

    async def over(self) -> None:
        """Until the server closes it."""
        await asyncio.wait_for(asyncio.shield(self._tasks[0]), PATIENCE)

    async def _read(self) -> None:
        async for message in self.ws:
            if message.type is aiohttp.WSMsgType.BINARY:
                self.received.append(message.data)
            else:
                self.problems.append(json.loads(message.data))
        self.code = self.ws.close_code

    async def _send(self) -> None:
        """Every 20 ms a frame, of silence if there is nothing to say."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while not self.ws.closed:
            if self.sending:
                frame = self.waiting.pop(0) if self.waiting else silence(FRAME_MS)
                await self.ws.send_bytes(frame.astype("<i2").tobytes())
            due += FRAME_MS / 1000
            await asyncio.sleep(max(0.0, due - loop.time()))


def sound_of(received: Sequence[Samples]) -> float:
    """The level of the loudest fifth of a second."""
    whole = np.concatenate(list(received)) if received else silence(20)
    return max(level_dbfs(whole[i : i + RATE // 5]) for i in range(0, max(1, len(whole)), RATE // 5))
