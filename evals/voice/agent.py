"""Somebody who talks: what the suite has as speech goes out as sound over WebRTC, and what is typed goes the other way."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import httpx

from assistant.bench.server import Talker
from evals.agent import AgentLost, Reply
from evals.scenario import JsonObject, Scenario
from evals.served import CALM, ServedAgent, ServedSession
from evals.voice.lines import hears_out, spoken
from evals.voice.sounds import Sounds, Spoken
from speech.transport.caller import Caller
from speech.transport.media import MediaLoop

THINKING_S = 0.4
"""Before somebody answers."""
QUIET_S = 0.6
"""So long nothing changes before it is their turn."""
UNHEARD_S = 4.0
"""After their words: nobody seems to have heard them, so they say it again."""
UNSPOKEN_S, NEVER_S = 4.0, 20.0
"""After an answer was given: by then it is mostly being read out; by then it never will be."""
PATIENCE_S = 90.0
"""For an answer to its end."""
STOP_S = 3.0
"""From the page's stop to silence."""
TRIES = 3
"""Times that a line is said until it is heard; then they give up."""


@dataclass(slots=True)
class Heard:
    """One spoken line and what came of it."""

    said: str
    heard: str
    confidence: float
    guessed: tuple[str, ...]
    tries: int
    answer_ms: float | None
    """From the end of the words to the first sound of the answer."""


@dataclass(slots=True)
class Floor:
    """What the live socket tells, as far as a listener needs it. Pure but for the event."""

    state: str = "off"
    changed: float = 0.0
    last: int = 0
    """seq of the newest event."""
    said: int = 0
    """seq of the newest thing that was heard, or typed."""
    said_at: float = 0.0
    answered: int = 0
    """seq of the newest answer that ended a turn."""
    began: float = 0.0
    """When the newest answer was first heard."""
    trouble: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def took(self, frame: JsonObject, now: float) -> None:
        """One frame."""
        self.last = max(self.last, int(frame.get("seq") or 0))
        match frame["type"]:
            case "voice":
                self.state, self.changed = str(frame["state"]), now
                if self.state == "speaking":
                    self.began = now
            case "user_said":
                self.said, self.said_at, self.changed = int(frame["seq"]), now, now
            case "assistant_said" if frame.get("endsTurn", True):
                self.answered, self.changed = int(frame["seq"]), now
            case "problem":
                self.trouble += 1
            case _:
                return
        self.news.set()

    def idle(self, now: float) -> bool:
        """Nobody speaks, and nothing has changed for a moment."""
        return self.state == "listening" and now - self.changed >= QUIET_S

    def answered_since(self, seq: int) -> bool:
        """Something was heard after `seq`, and answered to the end."""
        return self.said > seq and self.answered > self.said


class VoiceAgent(ServedAgent):
    """One server, talked to."""

    def __init__(self, folder: Path, settings: dict[str, str], sounds: Sounds, media: MediaLoop, *, speed: float = CALM) -> None:
        super().__init__(folder, settings, speed=speed)
        self._sounds, self._media = sounds, media
        self._web: aiohttp.ClientSession | None = None
        self.typed: set[str] = set()
        """What is typed whatever the suite says."""

    async def start(self) -> None:
        """And the models are loaded, which nobody is to wait for in a conversation."""
        await super().start()
        self._web = aiohttp.ClientSession()
        talk = await self._talk()
        await talk.close()

    async def stop(self) -> float:
        """See `ServedAgent`."""
        if self._web is not None:
            await self._web.close()
        return await super().stop()

    async def begin(self, scenario: Scenario) -> "VoiceSession":
        """See `Agent`."""
        try:
            before = await self.counted()
            talk = await self._talk()
        except (httpx.HTTPError, aiohttp.ClientError, TimeoutError) as error:
            raise AgentLost(f"no voice line: {type(error).__name__}") from None
        sounds = self._sounds
        session = VoiceSession(self, talk, before, scenario, lambda text: sounds.of(scenario, text))
        session.typed = self.typed
        return session

    async def _talk(self) -> "Talk":
        assert self._web is not None  # noqa: S101 - started
        assert self._http is not None  # noqa: S101 - started
        url = self.server.url
        answer = (await self._http.post(f"{url}/api/v1/conversations", json={"channel": "voice"})).raise_for_status().json()
        talker = Talker(self._http, answer["id"], answer["token"], answer["state"])
        return await Talk.opened(talker, url, self._web, self._media)


@dataclass(eq=False)
class Talk:
    """A voice line and the live socket beside it."""

    talker: Talker
    caller: Caller
    floor: Floor
    _live: aiohttp.ClientWebSocketResponse
    _end: Callable[[], Any]
    _reading: asyncio.Task[None] | None = None

    @classmethod
    async def opened(cls, talker: Talker, url: str, web: aiohttp.ClientSession, media: MediaLoop) -> "Talk":
        """Connected both ways. Raises aiohttp.ClientError, TimeoutError."""
        base, headers = f"{url}/api/v1/conversations/{talker.id}", {"Authorization": f"Bearer {talker.token}"}
        live = await web.ws_connect(f"{base}/live", protocols=("concierge", f"bearer.{talker.token}"))
        caller = Caller(media)
        offer = await caller.offer()
        # the first one waits for the models
        sdp = {**headers, "Content-Type": "application/sdp"}
        async with web.post(f"{base}/rtc", data=offer, headers=sdp, timeout=aiohttp.ClientTimeout(300)) as answer:
            answer.raise_for_status()
            line = answer.headers["Location"]
            await caller.accept(await answer.text())
        talk = cls(talker, caller, Floor(), live, lambda: web.delete(url + line, headers=headers))
        talk._reading = asyncio.create_task(talk._read())
        return talk

    async def close(self) -> None:
        """Hang up."""
        with suppress(aiohttp.ClientError):
            async with self._end():
                pass
        await self.caller.close()
        if self._reading is not None:
            self._reading.cancel()
        await self._live.close()

    async def stop(self) -> None:
        """The page's own stop: the rest needn't be heard."""
        await self._live.send_json({"type": "interrupt"})
        await self.until(self.floor.idle, STOP_S)

    async def until(self, holds: Callable[[float], bool], seconds: float) -> bool:
        """Wait for something about the floor; looked at whenever it changes, and a few times in between."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not holds(loop.time()):
            if loop.time() >= end:
                return False
            self.floor.news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.floor.news.wait(), min(0.1, max(0.01, end - loop.time())))
        return True

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        async for message in self._live:
            if message.type is aiohttp.WSMsgType.TEXT:
                self.floor.took(json.loads(message.data), loop.time())


class VoiceSession(ServedSession):
    """One conversation by voice."""

    def __init__(self, agent: VoiceAgent, talk: Talk, creates_before: int, scenario: Scenario, sound: Callable[[str], Spoken]) -> None:
        super().__init__(agent, talk.talker, creates_before)
        self._talk, self._scenario, self._sound = talk, scenario, sound
        self.typed: set[str] = set()
        """What is typed whatever the suite says."""
        self.lines: list[Heard] = []
        self._known = self._mark = 0
        """seq of what was heard last, and of what stood last in the log, before they spoke."""
        self._ended = 0.0
        """When the words that are being said end."""

    async def say(self, text: str) -> Reply:
        """Aloud or typed. Who agrees, or types a code, hears out what is being read; who has something else to say stops it."""
        floor = self._talk.floor
        if hears_out(self._scenario, text):
            await self._talk.until(lambda now: floor.began > floor.said_at or now - floor.said_at > NEVER_S, NEVER_S)
            await self._talk.until(floor.idle, PATIENCE_S)
        elif floor.state == "speaking":
            await self._talk.stop()
        aloud = text not in self.typed and spoken(self._scenario, text)
        return await (self._aloud(text) if aloud else self._typed(text))

    async def close(self) -> None:
        """Hang up."""
        await self._talk.close()

    async def _typed(self, text: str) -> Reply:
        began = asyncio.get_running_loop().time()
        reply = await super().say(text)
        await self._talk.until(lambda _: self._talk.floor.began > began, UNSPOKEN_S)
        return reply

    async def _aloud(self, text: str) -> Reply:
        sound = await asyncio.to_thread(self._sound, text)
        for tries in range(1, TRIES + 1):
            if await self._said(sound):
                return await self._reply(text, tries)
        self.lines.append(Heard(text, "", 0.0, (), TRIES, None))
        return Reply("", await self._state(), error="not_heard")

    async def _said(self, sound: Spoken) -> bool:
        """Say it and wait until the answer begins; False when nobody took notice."""
        talk, floor, loop = self._talk, self._talk.floor, asyncio.get_running_loop()
        self._known, self._mark = floor.said, floor.last
        await asyncio.sleep(THINKING_S)
        self._ended = loop.time() + sound.voiced_ms / 1000
        await talk.caller.say(sound.samples)

        def unheard(now: float) -> bool:
            return floor.said == self._known and floor.idle(now) and now - self._ended > UNHEARD_S

        def over(now: float) -> bool:
            return unheard(now) or floor.answered_since(self._known)

        await talk.until(over, PATIENCE_S)
        if floor.said > self._known:
            await talk.until(lambda _: floor.began > self._ended, UNSPOKEN_S)
        return floor.said > self._known

    async def _reply(self, text: str, tries: int) -> Reply:
        floor = self._talk.floor
        try:
            state = await self._state()
            events = await self._talker.events(self._agent.server.url, self._mark)
        except httpx.HTTPError as error:
            raise AgentLost(f"no reply: {type(error).__name__}") from None
        self._addresses += [str(e["email"]) for e in events if e["type"] == "code_sent"]
        mine = [e for e in events if e["type"] == "user_said"]
        waited = (floor.began - self._ended) * 1000 if floor.began > self._ended else None
        last = mine[-1] if mine else {}
        heard = Heard(text, str(last.get("text", "")), float(last.get("confidence") or 0.0), tuple(last.get("guessed") or ()), tries, waited)
        self.lines.append(heard)
        words = "\n".join(str(e["text"]) for e in events if e["type"] == "assistant_said")
        return Reply(words, state, events, waited or 0.0)

    async def _state(self) -> JsonObject:
        return await self._talker.look(self._agent.server.url)
