"""Sessions over HTTP and WebSocket, with real hosts and real shells."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from assistant.api import middleware
from assistant.api.sandbox import add_sandbox
from assistant.api.services import SERVICES, OpenStreams, Services
from assistant.bench.shell_client import ShellClient
from assistant.metrics import Metrics
from sandbox.host.launch import scan

PEOPLE = {"ann": "ann@example.com", "ben": "ben@example.com", "new": None}


class Tokens:
    """A token is its owner's name."""

    async def conversation(self, token: str) -> tuple[str, str] | None:
        return (f"device-{token}", "c") if token in PEOPLE else None

    async def verified_email(self, device: str) -> str | None:
        return PEOPLE[device.removeprefix("device-")]


class Site:
    """A server over one folder; started again it is a new one."""

    def __init__(self, root: Path, http: aiohttp.ClientSession) -> None:
        self.root, self.http, self.url = root, http, ""
        self._server: TestServer | None = None

    async def start(self) -> None:
        app = web.Application(middlewares=[middleware.guard])
        app[SERVICES] = cast(Services, SimpleNamespace(tokens=Tokens(), open_streams=OpenStreams(), base_url="https://ours.test", metrics=Metrics()))
        await add_sandbox(app, self.root)
        self._app = app
        self._server = TestServer(app)
        await self._server.start_server()
        self.url = str(self._server.make_url("")).rstrip("/")

    async def stop(self) -> None:
        assert self._server is not None
        await self._app[SERVICES].open_streams.end()
        await self._server.close()

    async def ask(self, method: str, path: str = "", who: str = "ann", **more: Any) -> tuple[int, Any]:
        async with self.http.request(
            method, f"{self.url}/api/v1/sandbox/sessions{path}", headers={"Authorization": f"Bearer {who}"}, **more
        ) as answer:
            return answer.status, await answer.json() if answer.content_type.endswith("json") else None

    async def create(self, **body: Any) -> str:
        status, made = await self.ask("POST", json={"agent": "sovereign-shell", **body})
        assert status == 201
        return made["id"]

    async def open(self, session: str, who: str = "ann", **hello: Any) -> ShellClient:
        return await ShellClient(self.http, session, who, **hello).connect(self.url)


def _gone(pid: int) -> None:
    try:
        while " Z " not in Path(f"/proc/{pid}/stat").read_text():
            pass
    except OSError:
        pass


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with aiohttp.ClientSession() as http:
        running = Site(tmp_path / "sandbox", http)
        await running.start()
        yield running
        await running.stop()
    for found in scan(running.root):
        for pid in (found.facts["child"], found.facts["host"]):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


async def test_what_is_typed_is_run_and_taken_once(site: Site) -> None:
    client = await site.open(await site.create())
    await client.type(b"echo $((6*7))x\r")
    await client.until(b"42x")
    await client.until_told("taken")
    assert client.untaken == {}


LINES = b"echo; for i in $(seq 1 30000); do echo line $i; done; echo do''ne\r"
"""Each on a line of its own, also where the prompt came later than this."""


async def test_sessions_outlive_the_server_and_nothing_is_lost_or_doubled(site: Site) -> None:
    name = await site.create()
    client = await site.open(name, delta=1 << 24)
    await client.type(LINES)
    await client.until(b"line 50\r\n")
    await site.stop()
    while await client.take():
        pass
    await client.close()
    client.untaken[1] = LINES
    await site.start()
    await client.connect(site.url)
    await client.until(b"done\r\n", 60)
    assert client.snapshots == 1
    assert bytes(client.output).count(b"\r\nline 1\r\n") == 1
    assert [int(n) for n in re.findall(rb"\nline (\d+)\r", client.output)] == list(range(1, 30001))


async def test_a_second_device_sees_the_same_screen(site: Site) -> None:
    name = await site.create()
    first = await site.open(name)
    await first.type(b"printf '\\033[5;5Hmid''dle'\r")
    await first.until(b"middle")
    second = await site.open(name, role="read")
    await second.until(b"middle")
    await second.type(b"x")
    assert (await second.until_told("refused"))["why"] == "read_only"
    assert len((await second.until_told("presence"))["watchers"]) == 2


async def test_the_size_is_the_controllers(site: Site) -> None:
    name = await site.create(cols=80, rows=24)
    client = await site.open(name, cols=101, rows=31)
    await client.until_told("resized")
    await client.type(b"stty size\r")
    await client.until(b"31 101")


async def test_the_exit_is_told_and_the_last_screen_stays(site: Site) -> None:
    name = await site.create()
    client = await site.open(name)
    await client.type(b"echo good''bye; exit 3\r")
    assert await client.until_told("exit") == {"type": "exit", "code": 3, "signal": None}
    await client.close()
    status, shown = await site.ask("GET", f"/{name}")
    assert (status, shown["running"], shown["exit"]) == (200, False, {"code": 3, "signal": None})
    await site.stop()
    host = scan(site.root)[0].facts["host"]
    os.kill(host, signal.SIGKILL)
    await asyncio.to_thread(_gone, host)
    await site.start()
    late = await site.open(name)
    await late.until(b"goodbye")
    assert (await late.until_told("exit"))["code"] == 3


async def test_a_session_is_ended_and_forgotten(site: Site) -> None:
    name = await site.create()
    assert await site.ask("DELETE", f"/{name}") == (204, None)
    assert (await site.ask("GET", f"/{name}"))[0] == 404
    assert (await site.ask("GET"))[1] == {"sessions": []}
    assert scan(site.root) == []


async def test_somebody_elses_session_is_none(site: Site) -> None:
    name = await site.create()
    for method, path in [("GET", ""), ("DELETE", ""), ("POST", "/resize"), ("POST", "/signal"), ("GET", "/attach")]:
        status, told = await site.ask(method, f"/{name}{path}", who="ben", **({"json": {"signal": "INT"}} if method == "POST" else {}))
        other = await site.ask(method, f"/{'0' * 24}{path}", who="ben", **({"json": {"signal": "INT"}} if method == "POST" else {}))
        assert (status, told["code"]) == (404, "not_found"), path
        assert other == (status, told)
    assert (await site.ask("GET", who="ben"))[1] == {"sessions": []}


@pytest.mark.parametrize(("who", "status"), [("new", 403), ("nobody", 401), ("", 401)])
async def test_only_verified_people_start_sessions(site: Site, who: str, status: int) -> None:
    assert (await site.ask("POST", who=who, json={"agent": "bash"}))[0] == status


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [("https://ours.test", True), ("https://evil.test", False), ("null", False), ("https://ours.test:444", False), ("https://x.ours.test", False),
     ("https://ours.test.evil.test", False), ("http://ours.test", False)],
)  # fmt: skip
async def test_a_page_of_another_site_is_kept_out(site: Site, origin: str, allowed: bool) -> None:
    client = ShellClient(site.http, await site.create(), "ann")
    if allowed:
        await client.connect(site.url, origin)
        await client.until_told("hello")
        return
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await client.connect(site.url, origin)
    assert refused.value.status == 403


async def test_our_environment_stays_ours(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCIERGE_HETZNER_TOKEN", "do-not-tell")
    client = await site.open(await site.create())
    await client.type(b"env; echo en''d\r")
    await client.until(b"end\r\n")
    assert b"do-not-tell" not in client.output


@pytest.mark.parametrize(("path", "body", "status"), [("", {"agent": "vi"}, 400), ("", {"agent": "bash", "cols": -1}, 422), ("", {}, 400)])
async def test_what_cannot_be_is_refused(site: Site, path: str, body: dict[str, Any], status: int) -> None:
    assert (await site.ask("POST", path, json=body))[0] == status


async def test_signals_by_name(site: Site) -> None:
    name = await site.create()
    client = await site.open(name)
    await client.type(b"trap 'echo got''it' INT; echo read''y; while :; do sleep 0.1; done\r")
    await client.until(b"ready")
    assert (await site.ask("POST", f"/{name}/signal", json={"signal": "int"}))[0] == 204
    await client.until(b"gotit")
    assert (await site.ask("POST", f"/{name}/signal", json={"signal": "KILL"}))[0] == 400
