"""Somebody who calls a server by voice: speaks prepared sentences over WebRTC and notes when the answer is heard."""

import asyncio
import json
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, Self

import aiohttp
import numpy as np

from speech.audio import Samples, silence
from speech.models import piper_voice
from speech.mouth.cache import PhraseCache
from speech.mouth.mouth import Mouth
from speech.mouth.piper import Piper
from speech.transport.caller import VOICED_DBFS, Caller, Weather
from speech.transport.media import MediaLoop

PATIENCE_S = 30.0
_QUIET_S = 0.2
"""So long without a sound from the other side is silence."""
_POLL_S = 0.01
_AGAIN_S, _TRIES = 0.2, 5
"""A live socket that was lost."""


class Sentences:
    """Sentences as sound, spoken once and kept."""

    def __init__(self, folder: Path) -> None:
        self._mouth = Mouth([Piper(piper_voice())], PhraseCache(folder))

    async def sound(self, text: str) -> Samples:
        """With a little silence behind it."""
        return np.concatenate([(await self._mouth.say(text, "en")).samples, silence(300)])

    async def close(self) -> None:
        """Let the voice go."""
        await self._mouth.close()


@dataclass(slots=True)
class Turn:
    """What one sentence came to; None where it never came."""

    first_audio_ms: float | None
    silent_ms: float | None = None
    """When it was spoken over the answer before: from its first sound to silence."""


class Somebody(Protocol):
    """Who calls, as far as a measurement needs them."""

    events: deque[dict[str, Any]]
    """What came over the live socket, oldest first."""
    news: asyncio.Event
    """Set with each of them."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *_: object) -> None: ...

    async def say(self, sound: Samples) -> Turn:
        """And wait until the answer begins."""
        ...

    async def say_over(self, sound: Samples) -> Turn:
        """Over what is being said."""
        ...

    async def hush(self) -> None:
        """The rest of the answer isn't waited for."""
        ...

    async def ask(self, method: str, path: str) -> Any:
        """A route below the conversation."""
        ...


@dataclass(eq=False)
class Person:
    """One conversation by voice."""

    url: str
    http: aiohttp.ClientSession
    media: MediaLoop
    weather: Weather = field(default_factory=Weather)
    id: str = ""
    events: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=2000))
    """What came over the live socket, oldest first."""
    news: asyncio.Event = field(default_factory=asyncio.Event)
    """Set with each of them."""
    _seen: int = 0
    """seq of the last one."""

    async def __aenter__(self) -> Self:
        async with self.http.post(f"{self.url}/api/v1/conversations", json={"channel": "voice"}) as answer:
            begun = await answer.json()
        self.id = begun["id"]
        self._headers = {"Authorization": f"Bearer {begun['token']}"}
        base = f"{self.url}/api/v1/conversations/{self.id}"
        await self.listen(("concierge", f"bearer.{begun['token']}"))
        self.caller = Caller(self.media, self.weather)
        offer = await self.caller.offer()
        headers = {**self._headers, "Content-Type": "application/sdp"}
        async with self.http.post(f"{base}/rtc", data=offer, headers=headers) as answer:
            if answer.status != 201:
                raise RuntimeError(f"no voice line: {answer.status} {await answer.text()}")
            self._line = answer.headers["Location"]
            await self.caller.accept(await answer.text())
        return self

    async def __aexit__(self, *_: object) -> None:
        with suppress(aiohttp.ClientError):
            async with self.http.delete(self.url + self._line, headers=self._headers):
                pass
        await self.vanish()

    async def vanish(self) -> None:
        """Without a word, as a network does."""
        await self.caller.close()
        await self.leave()

    async def listen(self, protocols: tuple[str, ...]) -> None:
        """To the live socket, from now on."""
        self._protocols = protocols
        self._live = await self._connected()
        self._reading = asyncio.create_task(self._read())

    async def leave(self) -> None:
        """No longer."""
        self._reading.cancel()
        await self._live.close()

    async def _connected(self) -> aiohttp.ClientWebSocketResponse:
        return await self.http.ws_connect(f"{self.url}/api/v1/conversations/{self.id}/live", protocols=self._protocols)

    async def _read(self) -> None:
        """A socket that a starved machine let go is opened again, as the page does, and goes on after the last event."""
        while True:
            async for message in self._live:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(json.loads(message.data))
            await asyncio.sleep(_AGAIN_S)
            with suppress(aiohttp.ClientError):
                self._live = await self._connected()
                await self._live.send_json({"type": "resume", "after": self._seen})

    def _take(self, frame: dict[str, Any]) -> None:
        if frame["type"] in ("level", "partial", "spoken") or frame.get("seq", self._seen + 1) <= self._seen:
            return
        self._seen = frame.get("seq", self._seen)
        self.events.append(frame)
        self.news.set()

    async def _send(self, frame: dict[str, Any]) -> None:
        """Once more where the socket has just been lost. Raises ConnectionError."""
        for left in range(_TRIES, 0, -1):
            try:
                await self._live.send_json(frame)
            except ConnectionError:
                if left == 1:
                    raise
                await asyncio.sleep(2 * _AGAIN_S)
            else:
                return

    async def type(self, text: str) -> None:
        """The other way to say something."""
        await self._send({"type": "say", "text": text})

    async def say(self, sound: Samples) -> Turn:
        """And wait until the answer begins."""
        ended = await self.caller.say(sound)
        return Turn(await self._answered(ended))

    async def say_over(self, sound: Samples) -> Turn:
        """Over what is being said."""
        loop = asyncio.get_running_loop()
        began = loop.time() + _lead(sound)
        ended = await self.caller.say(sound)
        last = max((a.at for a in self.caller.heard if began - 0.5 < a.at < ended and a.level > VOICED_DBFS), default=None)
        silent = None if last is None else max(0.0, (last - began) * 1000)
        return Turn(await self._answered(ended), silent)

    async def hush(self) -> None:
        """The page's own stop: the rest of the answer isn't waited for."""
        await self._send({"type": "interrupt"})
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE_S
        while loop.time() < until:
            heard = self.caller.heard[-1:]
            voiced = next((a.at for a in reversed(self.caller.heard) if a.level > VOICED_DBFS), 0.0)
            if heard and heard[0].at - voiced > _QUIET_S:
                return
            await asyncio.sleep(_POLL_S)

    async def state(self) -> dict[str, Any]:
        """As outside programs see it."""
        async with self.http.get(f"{self.url}/api/v1/conversations/{self.id}", headers=self._headers) as answer:
            return await answer.json()

    async def ask(self, method: str, path: str) -> Any:
        """A route below the conversation."""
        async with self.http.request(method, f"{self.url}/api/v1/conversations/{self.id}/{path}", headers=self._headers) as answer:
            return await answer.json()

    async def _answered(self, ended: float) -> float | None:
        loop = asyncio.get_running_loop()
        while loop.time() < ended + PATIENCE_S:
            if (first := self.caller.voice_after(ended)) is not None:
                return (first.at - ended) * 1000
            await asyncio.sleep(_POLL_S)
        return None


def _lead(sound: Samples) -> float:
    """Seconds of silence before the first sound."""
    loud = np.flatnonzero(np.abs(sound) > 32768 * 10 ** (VOICED_DBFS / 20))
    return int(loud[0]) / 16_000 if len(loud) else 0.0
