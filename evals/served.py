"""The real thing behind the port: a `concierge serve` process with its emulator, talked to over HTTP."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx

from assistant.bench.server import Server, Talker
from evals.agent import AgentLost, Evidence, Reply
from evals.scenario import JsonObject, Scenario

CALM = 0.01
"""Emulator speed at which a deployment hardly moves: most scenarios end with its creation."""
BRISK = 1500.0
"""For those that see it through."""
MODEL = "scripted"
"""What a scripted model's name begins with; prices go by it. Each server has its own, so that each can be told to behave in its way."""
STARTS = 3
"""Attempts to start a server. What it says is never asked for twice."""
UNTIL_SECONDS = 20.0
LOOK_SECONDS = 0.05
_CREATES = "/emulator/creates"
_DEMO = ("demo" * 16, "demo" * 10, "DEMOACCESSKEY0000000")
"""Stands in for the operator's account with the emulator; nobody may see it all the same."""


def speed_for(scenario: Scenario) -> float:
    """Whether somebody waits for the deployment."""
    wishes = any(isinstance(f, str) for e in scenario.entries for f in e.faults)
    return BRISK if wishes or scenario.phases else CALM


class ServedAgent:
    """One server; conversations one after the other, so that what reaches the service belongs to the one that runs."""

    def __init__(self, folder: Path, settings: dict[str, str], *, speed: float = CALM, models: str | None = None) -> None:
        """`models`: address of a scripted model server, which is told how to behave before each conversation."""
        self._models = models
        self._model = f"{MODEL}-{folder.name}"
        settings = {**settings, "CONCIERGE_MODEL": self._model} if models else settings
        self._server = Server(folder, speed=speed, settings={"CONCIERGE_ENGINE": "embedded", **settings})
        self._http: httpx.AsyncClient | None = None
        self._emulator = ""
        self._rss = 0.0
        self._creates: int | None = None

    async def start(self) -> None:
        """Until it accepts requests; tried again on a machine that is too busy to start it in time. Raises AgentLost."""
        text = ""
        for left in reversed(range(STARTS)):
            try:
                await self._server.start()
                text = await asyncio.to_thread((self._server.folder / "emulator.json").read_text, "utf-8")
                break
            except (RuntimeError, OSError) as error:
                await self._server.kill()
                if left == 0:
                    raise AgentLost(f"the server doesn't start: {error}") from None
        self._emulator = f"http://127.0.0.1:{json.loads(text)['port']}"
        self._http = httpx.AsyncClient(trust_env=False, timeout=70)

    async def stop(self) -> float:
        """Cleanly; the most memory that was seen, in MB."""
        if self._http is not None:
            await self._http.aclose()
        await self._server.stop()
        return self._rss

    async def begin(self, scenario: Scenario) -> "ServedSession":
        """See `Agent`."""
        assert self._http is not None  # noqa: S101 - started
        talker = Talker(self._http)
        try:
            if self._models is not None:
                path = f"{self._models}/scripted/models/{self._model}"
                (await self._http.put(path, json={"behaves": scenario.model})).raise_for_status()
            # nobody tells it the language: it has to hear it
            await talker.begin(self._server.url, "voice" if scenario.channel == "asr" else None)
            before = await self.counted()
        except httpx.HTTPError as error:
            raise AgentLost(f"no conversation: {type(error).__name__}") from None
        return ServedSession(self, talker, before)

    @property
    def server(self) -> Server:
        """The process."""
        return self._server

    async def creates(self) -> list[JsonObject]:
        """Every accepted create so far."""
        found: list[JsonObject] = (await self._emulated("GET", _CREATES))["creates"]
        self._creates = len(found)
        return found

    async def counted(self) -> int:
        """How many creates there are; asked once, counted after each conversation."""
        if self._creates is None:
            self._creates = len(await self.creates())
        return self._creates

    async def arm(self, fault: JsonObject) -> None:
        """A transport fault."""
        await self._emulated("POST", "/emulator/faults", fault)

    async def wish(self, faults: list[str]) -> None:
        """What goes wrong with the next deployment."""
        await self._emulated("POST", "/emulator/wishes", {"faults": faults})

    async def calm(self) -> None:
        """Disarm everything."""
        await self._emulated("POST", "/emulator/faults", {})

    def weigh(self) -> None:
        """Note the memory in use."""
        self._rss = max(self._rss, self._server.rss_mb())

    async def _emulated(self, method: str, path: str, body: JsonObject | None = None) -> JsonObject:
        assert self._http is not None  # noqa: S101 - started
        answer = await self._http.request(method, self._emulator + path, json=body)
        return answer.raise_for_status().json()


class ServedSession:
    """One conversation over `POST …/turns`."""

    def __init__(self, agent: ServedAgent, talker: Talker, creates_before: int) -> None:
        self._agent = agent
        self._talker = talker
        self._before = creates_before
        self._codes: list[str] = []
        self._addresses: list[str] = []
        self._wishes: list[str] = []
        self._faulty = False

    @property
    def state(self) -> JsonObject:
        """See `Session`."""
        return self._talker.state

    async def say(self, text: str) -> Reply:
        """See `Session`."""
        url = self._agent.server.url
        try:
            body, ms = await self._talker.say(url, text)
        except httpx.HTTPStatusError as error:
            return Reply("", self._talker.state, error=_code(error.response))
        except httpx.HTTPError as error:
            raise AgentLost(f"no reply: {type(error).__name__}") from None
        events: list[JsonObject] = body["events"]
        # One that went out a moment ago still counts: the reply asks for that one.
        counts = [e for e in events if e["type"] == "code_sent" or (e["type"] == "code_failed" and e["code"] == "rate_limited")]
        self._addresses += [str(e["email"]) for e in counts]
        return Reply(body["reply"], body["state"], events, ms)

    async def code(self) -> str | None:
        """See `Session`."""
        if not self._addresses:
            return None
        found = await asyncio.to_thread(self._agent.server.code, self._addresses[-1])
        if found:
            self._codes.append(found)
        return found

    async def fault(self, what: str | JsonObject) -> None:
        """See `Session`."""
        self._faulty = True
        try:
            if isinstance(what, str):
                self._wishes.append(what)
                await self._agent.wish(self._wishes)
            else:
                await self._agent.arm(what)
        except httpx.HTTPError as error:
            raise AgentLost(f"the emulator takes no fault: {type(error).__name__}") from None

    async def wait(self, seconds: float) -> None:
        """See `Session`."""
        await asyncio.sleep(seconds)

    async def until(self, phases: tuple[str, ...]) -> JsonObject:
        """See `Session`."""
        loop = asyncio.get_running_loop()
        end = loop.time() + UNTIL_SECONDS
        while loop.time() < end:
            try:
                state = await self._talker.look(self._agent.server.url)
            except httpx.HTTPError as error:
                raise AgentLost(f"no state: {type(error).__name__}") from None
            if state.get("phase") in phases:
                break
            await asyncio.sleep(LOOK_SECONDS)
        return self._talker.state

    async def evidence(self) -> Evidence:
        """See `Session`."""
        try:
            events = await self._talker.events(self._agent.server.url)
            creates = (await self._agent.creates())[self._before :]
            if self._faulty:
                await self._agent.calm()
            for create in creates:
                await self._hush(create)
        except httpx.HTTPError as error:
            raise AgentLost(f"no evidence: {type(error).__name__}") from None
        self._agent.weigh()
        return Evidence(events, creates, (*self._codes, *_DEMO))

    async def _hush(self, create: JsonObject) -> None:
        """Nobody looks at this deployment any more; the server, which would follow it for ever, is to save its strength."""
        path = f"/api/v1/deployments/{create['id']}"
        await self._agent.arm({"method": "GET", "path": path, "fault": "status", "status": 404, "times": 10**6})


def _code(response: httpx.Response) -> str:
    try:
        body: Any = response.json()
    except ValueError:
        return f"http_{response.status_code}"
    code = body.get("code") if isinstance(body, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    return str(code) if code else f"http_{response.status_code}"  # pyright: ignore[reportUnknownArgumentType] - JSON
