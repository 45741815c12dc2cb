"""A live socket as a test holds it."""

import asyncio
import json
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.assistant.stage import PATIENCE, Talk


class Socket:
    """Opened with the token; `resume` says where."""

    def __init__(self, talk: Talk, *, resume: int | None = None, credential: str = "", **more: Any) -> None:
        self.talk = talk
        self.events: list[dict[str, Any]] = []
        self.problems: list[dict[str, Any]] = []
        self.shown: list[dict[str, Any]] = []
        """Un-numbered frames: captions, levels."""
        self._resume = resume
        self._credential = credential or f"bearer.{talk.token}"
        self._more = more
        self.ws: aiohttp.ClientWebSocketResponse

    async def __aenter__(self) -> Self:
        self.ws = await self.talk.stage.http.ws_connect(
            f"{self.talk.stage.url}{self.talk.path}/live", protocols=("concierge", self._credential), **self._more
        )
        assert self.ws.protocol == "concierge", "the credential isn't echoed"
        if self._resume is not None:
            await self.send(type="resume", after=self._resume)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.ws.close()

    async def send(self, **frame: Any) -> None:
        """One frame."""
        await self.ws.send_str(json.dumps(frame))

    async def frame(self) -> dict[str, Any] | None:
        """The next one; None when the socket closed. Events must come in order, without a gap or a repetition."""
        message = await asyncio.wait_for(self.ws.receive(), PATIENCE)
        if message.type is not aiohttp.WSMsgType.TEXT:
            return None
        frame: dict[str, Any] = json.loads(message.data)
        if "seq" in frame and frame["type"] != "spoken":  # that one tells of an event
            if self.events:
                assert frame["seq"] == self.events[-1]["seq"] + 1
            self.events.append(frame)
        elif frame["type"] == "problem":
            self.problems.append(frame)
        else:
            self.shown.append(frame)
        return frame

    async def until(self, type_: str, **members: Any) -> dict[str, Any]:
        """The next frame of this type with these members. Levels alone keep nobody waiting: what came instead is in the failure."""
        instead: list[dict[str, Any]] = []
        try:
            async with asyncio.timeout(2 * PATIENCE):
                while (frame := await self.frame()) is not None:
                    if frame["type"] == type_ and all(frame.get(k) == v for k, v in members.items()):
                        return frame
                    if frame["type"] != "level":
                        instead.append(frame)
        except TimeoutError:
            raise AssertionError((type_, members, instead)) from None
        raise AssertionError(f"closed with {self.ws.close_code} before {type_}")

    async def problem(self) -> str:
        """Code of the next problem."""
        return str((await self.until("problem"))["code"])

    async def closed(self) -> int | None:
        """Read until it is closed; the code."""
        while await self.frame() is not None:
            pass
        return self.ws.close_code
