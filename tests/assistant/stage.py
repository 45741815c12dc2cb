"""The real wiring behind a real port, over a real emulator, all in one loop: what the tests of the interface talk to."""

import asyncio
import json
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from assistant.api.mcp_route import manager
from assistant.api.oauth import OAuth
from assistant.app import add_mcp, close, create_app
from assistant.later import Later
from assistant.settings import Settings
from assistant.wiring import Wired, wire
from tools.concierge.changes import Changes
from tools.concierge.server import Concierge
from tools.concierge.wire import everything
from tools.emulator.app import create_app as create_emulator
from tools.skills import Shelf

PATIENCE = 20.0
QUICK = 50_000.0
"""A whole deployment passes in a fraction of a second."""
BAKERY = (
    "I run a small bakery in Ghent, call it {name}. Something in Germany is fine, and we need a website and bookings. "
    "mail is {email}"
)
_CODE = re.compile(r"Your code is (\d{6})")


async def until(fact: Callable[[], bool]) -> None:
    """Wait for something inside the application that has no event of its own."""
    async with asyncio.timeout(PATIENCE):
        while not fact():  # noqa: ASYNC110 - as it says
            await asyncio.sleep(0.005)


class Stage:
    """The application on loopback; `stop` and `start` again to see what survives."""

    def __init__(
        self, folder: Path, *, speed: float = QUICK, own_emulator: bool = True, guarded: bool = False,
        server: Callable[[], Any] | None = None, shelf: Shelf | None = None, **settings: Any,
    ) -> None:  # fmt: skip
        """`guarded`: `/mcp` asks for a token, as it does away from this machine; `server`: behind `/mcp` in place of ours;
        `shelf`: other skills."""
        self.folder = folder
        self.url = ""
        self.emulator_url = ""
        self._speed = speed
        self._own = own_emulator
        self._guarded = guarded
        self._server = server
        self._shelf = shelf
        self.offer: Concierge
        self._given = settings
        self.grace_s = 1.0
        """How long a stop waits for requests under way."""
        self._over = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.wired: Wired
        self.app: web.Application
        self.http: aiohttp.ClientSession

    async def start(self) -> "Stage":
        """Until it answers."""
        self._over = asyncio.Event()
        ready = asyncio.Event()
        self._task = asyncio.create_task(self._hold(ready))
        waiter = asyncio.create_task(ready.wait())
        await asyncio.wait({self._task, waiter}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        waiter.cancel()
        if self._task.done():
            self._task.result()
        assert ready.is_set()
        return self

    async def stop(self) -> None:
        """Cleanly."""
        self._over.set()
        if self._task is not None:
            await asyncio.wait_for(self._task, PATIENCE)

    async def _hold(self, ready: asyncio.Event) -> None:
        """The MCP SDK wants a session opened and closed by one task; a fixture's two halves are two."""
        async with AsyncExitStack() as stack:
            self.http = await stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
            emulator = TestServer(create_emulator(self.folder / "emulator", self._speed), host="127.0.0.1")
            await emulator.start_server()
            stack.push_async_callback(emulator.close)
            self.emulator_url = str(emulator.make_url("")).rstrip("/")
            url = str(self._given.get("catalyst_url") or self.emulator_url)
            settings = Settings(data_dir=self.folder, **self._given)
            self.wired = await stack.enter_async_context(
                wire(settings, url, own_emulator=self._own, base_url="http://concierge.test")
            )
            object.__setattr__(self.wired.toolbox, "lookup_pauses", (0.0, 0.0))
            self.app = create_app(self.wired.services)
            changes = Changes()
            self.offer = Concierge(self.wired.toolbox, changes, "public", self._shelf or Shelf.bundled())
            public = self._server() if self._server else everything(self.offer, changes)
            oauth = OAuth("", self.wired.grants, self.wired.services.codes) if self._guarded else None
            mcp = Later(partial(manager, public))
            stack.push_async_callback(mcp.close)
            add_mcp(self.app, mcp, oauth)
            # As `serve` does it: aiohttp's test server would cancel handlers whose client left.
            runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=self.grace_s)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            stack.push_async_callback(close, self.app)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            if oauth is not None:
                oauth.issuer = self.url
            ready.set()
            await self._over.wait()

    async def ask(self, method: str, path: str, **more: Any) -> "Answer":
        """One request."""
        async with self.http.request(method, self.url + path, allow_redirects=False, **more) as answer:
            return Answer(answer.status, dict(answer.headers), await answer.read())

    async def emulator(self, path: str, body: Any = None) -> dict[str, Any]:
        """Ask (or, with a body, tell) the emulator's own routes."""
        method = "GET" if body is None else "POST"
        async with self.http.request(method, f"{self.emulator_url}/emulator/{path}", json=body) as answer:
            return await answer.json()

    async def arm(self, kind: str, path: str = "/api/v1/deployments", method: str = "POST", **more: Any) -> None:
        """A fault for the next request."""
        await self.emulator("faults", {"method": method, "path": path, "fault": kind, **more})

    async def creates(self, fqdn: str) -> list[dict[str, Any]]:
        """Accepted creates of this name."""
        return [c for c in (await self.emulator("creates"))["creates"] if c["fqdn"] == fqdn]

    def code(self, email: str) -> str:
        """The latest code mailed to an address."""
        for file in sorted((self.folder / "outbox").glob("*.eml"), reverse=True):
            text = file.read_text(encoding="utf-8")
            found = _CODE.search(text)
            if found and f"To: {email}" in text:
                return found.group(1)
        raise AssertionError(f"no code was mailed to {email}")

    async def begin(self, **body: Any) -> "Talk":
        """A new conversation."""
        answer = await self.ask("POST", "/api/v1/conversations", json=body)
        assert answer.status == 201, answer.body
        return Talk(self, answer.json["id"], answer.json["token"])

    async def bakery(self, name: str) -> "Talk":
        """A conversation in which the plan was read back and the address verified."""
        talk = await self.begin()
        email = f"info@{name.lower()}.example"
        await talk.say(BAKERY.format(name=name, email=email))
        await talk.say(f"my code is {self.code(email)}")
        assert (await talk.state())["plan"]["emailVerified"] is True
        return talk

    async def finished(self, name: str) -> "Talk":
        """A conversation whose Sovereign is ready."""
        talk = await self.bakery(name)
        await talk.say("yes please")
        await talk.until(lambda e: e["type"] == "assistant_said", phase="ready")
        return talk


class Answer:
    """Status, headers, body."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """Of a problem document, whose shape is checked on the way."""
        assert self.headers["Content-Type"] == "application/problem+json", (self.status, self.body)
        document = self.json
        assert set(document) - {"retryAfter"} == {"type", "title", "status", "detail", "code", "next"}
        assert document["status"] == self.status
        assert document["type"] == f"urn:concierge:problem:{document['code']}"
        assert document["detail"]
        assert document["next"]
        assert self.headers["Cache-Control"] == "no-store"
        return str(document["code"])


class Talk:
    """One device in one conversation."""

    def __init__(self, stage: Stage, id_: str, token: str) -> None:
        self.stage, self.id, self.token = stage, id_, token

    @property
    def path(self) -> str:
        """Of the conversation."""
        return f"/api/v1/conversations/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        """With the token."""
        return {"Authorization": f"Bearer {self.token}"}

    async def ask(self, method: str, path: str = "", **more: Any) -> Answer:
        """A request below the conversation, or anywhere when it begins with a slash."""
        where = path if path.startswith("/") else self.path + (f"/{path}" if path else "")
        return await self.stage.ask(method, where, headers={**self.headers, **more.pop("headers", {})}, **more)

    async def say(self, text: str) -> dict[str, Any]:
        """A turn that must go well."""
        answer = await self.ask("POST", "turns", json={"text": text})
        assert answer.status == 200, answer.body
        return answer.json

    async def state(self) -> dict[str, Any]:
        """As outside programs see it."""
        answer = await self.ask("GET")
        assert answer.status == 200, answer.body
        return answer.json

    async def events(self, after: int = 0) -> list[dict[str, Any]]:
        """The log."""
        found: list[dict[str, Any]] = []
        while page := (await self.ask("GET", f"events?after={after}&limit=1000")).json["events"]:
            found += page
            after = page[-1]["seq"]
        return found

    async def until(self, wanted: Any, *, phase: str | None = None, after: int = 0) -> dict[str, Any]:
        """The first event that fits (in that phase); waits on the event stream."""
        headers = {**self.headers, "Accept": "text/event-stream", "Last-Event-ID": str(after)}
        async with (
            asyncio.timeout(PATIENCE),
            self.stage.http.get(f"{self.stage.url}{self.path}/events", headers=headers) as stream,
        ):
            async for line in stream.content:
                if not line.startswith(b"data: "):
                    continue
                event: dict[str, Any] = json.loads(line[6:])
                if wanted(event) and (phase is None or (await self.state())["phase"] == phase):
                    return event
        raise AssertionError("the stream ended")
