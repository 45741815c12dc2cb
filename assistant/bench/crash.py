"""`bench crash`: kill -9 at random points of provisioning conversations, and look for what was lost or done twice.

Half of the kills aim at the worst moment: the POST has reached the service, its 201 isn't logged yet (the emulator
holds the answer back, or the request). After every kill the server is started again, the customer goes on where they
were, and the conversation must end with one running Sovereign.
"""

import asyncio
import json
import random
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from assistant.bench.report import Report, progress
from assistant.bench.server import Server, Talker

KILLS = 50
SPEED = 3000.0
WINDOW_SECONDS = 0.6
STUCK_SECONDS = 60.0
LONGEST_TALK = 1.2
"""Seconds in which a talk and the first part of its deployment take place; random kills fall inside."""


@dataclass(slots=True)
class _Tally:
    lost: int = 0
    double: int = 0
    stuck: int = 0
    in_window: int = 0
    kills: int = 0
    stages: Counter[str] = field(default_factory=Counter[str])


class _Customer:
    """Says what is asked for until the Sovereign is there, whatever happens to the server."""

    def __init__(self, server: Server, http: httpx.AsyncClient, number: int) -> None:
        self.talker = Talker(http)
        self.seen: dict[int, dict[str, Any]] = {}
        """Every event that the server acknowledged to us, by seq."""
        self._server = server
        self._number = number
        self.email = f"owner{number}@example.com"
        self.fqdn = f"crash-{number}.omani.works"

    async def run(self, *, until_created: bool = False) -> bool:
        """True when it is ready (or created)."""
        while True:
            state = await self._look()
            if state["phase"] in ("ready", "handed_over") or (until_created and state["deployment"]):
                return True
            line = self._line(state)
            if line is None:
                await asyncio.sleep(0.1)
                continue
            body, _ = await self.talker.say(self._server.url, line)
            self.seen |= {event["seq"]: event for event in body["events"]}

    async def _look(self) -> dict[str, Any]:
        state = await self.talker.look(self._server.url)
        after = max(self.seen, default=0)
        if state["lastSeq"] > after:
            self.seen |= {e["seq"]: e for e in await self.talker.events(self._server.url, after)}
        return state

    def _line(self, state: dict[str, Any]) -> str | None:
        if state["phase"] == "provisioning" and state["asking"] is None:
            return None
        match state["asking"]:
            case "email_code":
                return self._server.code(self.email) or "send a new code"
            case "confirm":
                return "yes"
            case "clarify":
                return "look again" if state["phase"] == "provisioning" else "try again"
            case _ if state["turnOpen"]:
                return None
            case _ if "organisation" in state["missing"]:
                return f"I run a bakery called Crash {self._number}, in Ghent. Website please. Mail {self.email}"
            case _:
                return "try again"


async def measure(quick: bool) -> Report:
    """See the module."""
    tally = _Tally()
    kills = 8 if quick else KILLS
    dice = random.Random(20261124)  # noqa: S311 - chooses moments, nothing secret
    with tempfile.TemporaryDirectory(prefix="concierge-crash-") as folder:
        server = Server(Path(folder), speed=SPEED)
        await server.start()
        try:
            async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
                for number in range(kills):
                    await _one(server, http, number, dice, tally)
                    progress(number + 1, kills, "kills")
        finally:
            await server.stop()
    report = Report("crash")
    report.put("kills", tally.kills, (">=", KILLS))
    report.put("kills_in_post_window", tally.in_window, (">=", -(-tally.kills // 3)))
    report.put("lost_events", tally.lost, ("==", 0))
    report.put("double_creates", tally.double, ("==", 0))
    report.put("stuck", tally.stuck, ("==", 0))
    for stage, count in sorted(tally.stages.items()):
        report.put(f"killed_while_{stage}", count)
    return report


async def _one(server: Server, http: httpx.AsyncClient, number: int, dice: random.Random, tally: _Tally) -> None:
    customer = _Customer(server, http, number)
    await customer.talker.begin(server.url)
    emulator = await _emulator(server)
    aimed = number % 2 == 0
    if aimed:
        fault = dice.choice(("delay", "delay_after"))
        await _arm(http, emulator, fault)
    work = asyncio.create_task(customer.run())
    if aimed:
        await _until_posted(http, emulator, work)
        await asyncio.sleep(dice.uniform(0, WINDOW_SECONDS * 0.9))
    else:
        await asyncio.wait({work}, timeout=dice.uniform(0.0, LONGEST_TALK))
    await server.kill()
    tally.kills += 1
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    await http.post(f"{emulator}/emulator/faults", json={})
    await server.start()
    log = await customer.talker.events(server.url)
    before = _until_resumed(log)
    tally.stages[_stage(before)] += 1
    tally.in_window += _in_window(before)
    try:
        async with asyncio.timeout(STUCK_SECONDS):
            await customer.run()
    except TimeoutError:
        tally.stuck += 1
    final = {event["seq"]: event for event in await customer.talker.events(server.url)}
    tally.lost += sum(1 for seq, event in customer.seen.items() if final.get(seq) != event)
    tally.lost += sum(1 for seq in range(1, len(final) + 1) if seq not in final)
    creates = (await http.get(f"{emulator}/emulator/creates")).json()["creates"]
    tally.double += max(0, sum(1 for create in creates if create["fqdn"] == customer.fqdn) - 1)


async def _emulator(server: Server) -> str:
    file = server.folder / "emulator.json"
    return f"http://127.0.0.1:{json.loads(await asyncio.to_thread(file.read_text, 'utf-8'))['port']}"


async def _arm(http: httpx.AsyncClient, emulator: str, fault: str) -> None:
    body = {"method": "POST", "path": "/api/v1/deployments", "fault": fault, "seconds": WINDOW_SECONDS}
    (await http.post(f"{emulator}/emulator/faults", json=body)).raise_for_status()


async def _until_posted(http: httpx.AsyncClient, emulator: str, work: "asyncio.Task[bool]") -> None:
    """The POST has arrived: the armed fault is used up."""
    async with asyncio.timeout(STUCK_SECONDS):
        while not work.done():
            listed = (await http.get(f"{emulator}/emulator/faults")).json()["faults"]
            if listed and all(fault["times"] == 0 for fault in listed):
                return
            await asyncio.sleep(0.01)


def _until_resumed(log: list[dict[str, Any]]) -> list[dict[str, Any]]:
    at = next((i for i, event in enumerate(log) if event["type"] == "resumed"), len(log))
    return log[:at]


def _calls(log: list[dict[str, Any]], kind: str) -> int:
    return sum(1 for e in log if e["type"] == kind and e["tool"] == "catalyst.deployments.create")


def _in_window(log: list[dict[str, Any]]) -> bool:
    """The intent to create is logged, its outcome isn't."""
    return _calls(log, "tool_called") > _calls(log, "tool_returned")


def _stage(log: list[dict[str, Any]]) -> str:
    types = {event["type"] for event in log}
    if _in_window(log):
        return "posting"
    if "deployment_created" in types:
        return "provisioning"
    return "verifying" if "code_sent" in types else "talking"
