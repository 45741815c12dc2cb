"""A small real twin of the voice's wire, in front of a real server: everything else goes through it untouched.

The page's line ends here, over real WebRTC or a real WebSocket, and the test says what the line tells the page. So every state of
the voice control can be looked at without a model that hears or speaks.
"""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import numpy as np
from aiohttp import ClientSession, WSMsgType, web

from speech.audio import FRAME, RATE, Samples, level_dbfs
from speech.transport.media import MediaLoop
from speech.transport.peer import LineEnds, Peer

_HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade", "content-length", "host"}
_PATIENCE_S = 20.0
_TONE = (8000 * np.sin(2 * np.pi * 600 * np.arange(RATE) / RATE)).astype(np.int16)
T = TypeVar("T")


class VoiceTwin:
    """Start it, open `url`/start, and tell it what the line does."""

    def __init__(self, behind: str) -> None:
        self.url = ""
        self.answers = {"ears": True, "mouth": True, "languages": ["en"], "mouth_languages": ["en"]}
        self.has_udp = True
        """False: neither side learns an address of the other."""
        self.refusal: tuple[int, str, int | None] | None = None
        """Status, code and `Retry-After` of every offer's answer."""
        self.calls: list[tuple[str, str, str | None]] = []
        """Method, `rtc` or `audio`, and the old line."""
        self.said: list[dict[str, Any]] = []
        """Frames of the page on `/live`."""
        self.is_playing = False
        self.begun_anew = 0
        """Lines that weren't a going on of one before."""
        self._behind = behind
        self._loudest = -96.0
        self._limit, self._quiet = -96.0, 0
        """How many frames in a row weren't louder than that."""
        self._lines = 0
        self._known: set[str] = set()
        self._peers: dict[str, Peer] = {}
        self._sockets: dict[str, web.WebSocketResponse] = {}
        self._pages: set[web.WebSocketResponse] = set()
        self._transports: set[asyncio.Transport] = set()
        """Of the pages."""
        self._news = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._media = MediaLoop()

    # ── for the test's thread ─────────────────────────────────────────────────────────────────────────────────────────

    def start(self) -> "VoiceTwin":
        """Until it accepts requests."""
        self._media.start()
        self._thread.start()
        self._run(self._serve())
        return self

    def stop(self) -> None:
        """Everything that is open is closed."""
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def tell(self, **frame: Any) -> None:
        """An un-numbered frame on every `/live` of a page."""
        self._run(self._told(frame))

    def state(self, name: str) -> None:
        """What the newest line does."""
        self.tell(type="voice", state=name, line=self.line)

    def break_lines(self) -> None:
        """They end without a word on `/live`, as on a network that went away."""
        self._run(self._broken())

    def vanish(self) -> None:
        """As a process that is killed: its connections end, nothing answers, and no path is told goodbye."""
        self._run(self._vanished())

    def appear(self) -> None:
        """Another one in its place, which knows no line."""
        self._run(self._appeared())

    @property
    def line(self) -> str:
        """The newest one's id."""
        return f"line-{self._lines}"

    def count(self, method: str) -> int:
        """Calls of this kind so far."""
        return sum(1 for call in self.calls if call[0] == method)

    def wait(self, what: str, met: Any) -> None:
        """Until `met()`; bounded."""
        with self._news:
            assert self._news.wait_for(met, _PATIENCE_S), f"{what} didn't happen: {self.calls}, {self.said}"

    def wait_for_frame(self, **frame: Any) -> None:
        """Until the page has sent it on `/live`."""
        self.wait(str(frame), lambda: frame in self.said)

    def wait_for_call(self, method: str, count: int = 1) -> None:
        """Until there were so many."""
        self.wait(f"{method} number {count}", lambda: self.count(method) >= count)

    def wait_for_sound(self, above_dbfs: float) -> None:
        """Until the page sends sound that is louder."""
        with self._news:
            self._loudest = -96.0
        self.wait("sound", lambda: self._loudest > above_dbfs)

    def wait_for_silence(self, below_dbfs: float) -> None:
        """Until it has sent nothing louder for a second and a half: its microphone beeps once a second."""
        with self._news:
            self._limit, self._quiet = below_dbfs, 0
        self.wait("silence", lambda: self._quiet >= 75)

    # ── inside ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_S)

    def _noted(self) -> None:
        with self._news:
            self._news.notify_all()

    async def _serve(self) -> None:
        self._client = ClientSession(auto_decompress=False)  # what is packed goes through as it is
        app = web.Application()
        app.router.add_route("*", "/api/v1/conversations/{id}/rtc", self._rtc)
        app.router.add_delete("/api/v1/conversations/{id}/rtc/{line}", self._hung_up)
        app.router.add_get("/api/v1/conversations/{id}/audio", self._audio)
        app.router.add_get("/api/v1/conversations/{id}/live", self._live)
        app.router.add_route("*", "/{rest:.*}", self._through)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await self._site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _close(self) -> None:
        await self._broken()
        for page in tuple(self._pages):
            await page.close()
        await self._runner.cleanup()
        await self._client.close()
        await self._media.stop()

    async def _told(self, frame: dict[str, Any]) -> None:
        for page in tuple(self._pages):
            await page.send_json(frame)

    async def _broken(self) -> None:
        peers, self._peers = list(self._peers.values()), {}
        for peer in peers:
            await peer.close()
        for socket in tuple(self._sockets.values()):
            await socket.close()

    async def _vanished(self) -> None:
        await self._site.stop()
        for transport in tuple(self._transports):
            transport.abort()

    async def _appeared(self) -> None:
        self._known.clear()
        self._site = web.TCPSite(self._runner, "127.0.0.1", int(self.url.rpartition(":")[2]))
        await self._site.start()

    def _heard(self, frame: Samples) -> None:
        level = level_dbfs(frame)
        with self._news:
            self._loudest = max(self._loudest, level)
            self._quiet = self._quiet + 1 if level <= self._limit else 0
            self._news.notify_all()

    def _spoken(self) -> Samples | None:
        return _TONE[:FRAME] if self.is_playing else None

    async def _rtc(self, request: web.Request) -> web.StreamResponse:
        old = request.headers.get("Concierge-Line")
        self.calls.append((request.method, "rtc", old))
        self._noted()
        if request.method == "GET":
            return web.json_response({"iceServers": [], "voice": self.answers})
        if self.refusal is not None:
            status, code, after = self.refusal
            headers = {} if after is None else {"Retry-After": str(after)}
            return web.json_response({"status": status, "code": code}, status=status, headers=headers)
        before = self._peers.pop(old or "", None)
        peer = Peer(self._media, LineEnds(self._heard, self._spoken, lambda _change: self._noted()), loopback=True)
        offer = await request.text()
        answer = await peer.answer(offer if self.has_udp else _without_addresses(offer))
        if not self.has_udp:
            answer = _without_addresses(answer)
        self._name(old)
        self._peers[self.line] = peer
        if before is not None:
            await before.close()
        location = f"{request.path}/{self.line}"
        return web.Response(status=201, text=answer, content_type="application/sdp", headers={"Location": location})

    def _name(self, old: str | None) -> str:
        """Like the real one: a line that goes on has a new name, and its old one is forgotten."""
        self.begun_anew += old not in self._known
        self._known.discard(old or "")
        self._lines += 1
        self._known.add(self.line)
        return self.line

    async def _hung_up(self, request: web.Request) -> web.Response:
        peer = self._peers.pop(request.match_info["line"], None)
        if peer is not None:
            await peer.close()
        self._known.discard(request.match_info["line"])
        self.calls.append(("DELETE", "rtc", request.match_info["line"]))
        self._noted()
        return web.Response()

    async def _audio(self, request: web.Request) -> web.WebSocketResponse:
        self.calls.append(("GET", "audio", request.query.get("line")))
        socket = web.WebSocketResponse(protocols=("concierge",))
        await socket.prepare(request)
        line = self._name(request.query.get("line"))
        self._sockets[line] = socket
        self._noted()
        await socket.send_json({"type": "line", "line": line})
        async for message in socket:
            if message.type == WSMsgType.BINARY:
                assert len(message.data) == 2 * FRAME
                self._heard(np.frombuffer(message.data, dtype="<i2"))
                spoken = self._spoken()
                if spoken is not None:
                    await socket.send_bytes(spoken.tobytes())
        self._sockets.pop(line, None)
        return socket

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        page = web.WebSocketResponse(protocols=("concierge",))
        offered = [p.strip() for p in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
        await page.prepare(request)
        transport = request.transport
        assert transport is not None
        async with self._client.ws_connect(f"{self._behind}{request.path}", protocols=offered) as behind:
            self._pages.add(page)
            self._transports.add(transport)
            back = asyncio.ensure_future(self._events(behind, page))
            async for message in page:
                frame = message.json()
                self.said.append(frame)
                self._noted()
                if frame["type"] not in ("mute", "talk"):
                    await behind.send_str(str(message.data))
            self._pages.discard(page)
            self._transports.discard(transport)
            back.cancel()
        return page

    @staticmethod
    async def _events(behind: Any, page: web.WebSocketResponse) -> None:
        with suppress(ConnectionResetError):
            async for message in behind:
                await page.send_str(str(message.data))
            await page.close()

    async def _through(self, request: web.Request) -> web.Response:
        headers = {k: v for k, v in request.headers.items() if k.lower() not in _HOP}
        async with self._client.request(
            request.method, f"{self._behind}{request.path_qs}", headers=headers, data=await request.read(), allow_redirects=False
        ) as answer:
            kept = {k: v for k, v in answer.headers.items() if k.lower() not in _HOP}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)


def _without_addresses(sdp: str) -> str:
    return "".join(line for line in sdp.splitlines(keepends=True) if not line.startswith("a=candidate"))
