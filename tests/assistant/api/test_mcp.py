"""The toolbox for other people's agents: over HTTP with the official client, and on stdin and stdout."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from assistant.api.mcp_route import manager
from assistant.serve import reachable_from_elsewhere
from assistant.settings import Settings
from tests.assistant.stage import PATIENCE, Answer, Stage, Talk
from tools.concierge.server import build_server

pytestmark = pytest.mark.asyncio(loop_scope="module")
ROOT = Path(__file__).parents[3]
PLAN = {"organisation": "Agentur", "email": "owner@agentur.example", "regions": ["hel1"], "apps": ["wordpress"]}
OURS = {"catalyst.sshkey.generate", "catalyst.deployments.find"}
HEADERS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}  # fmt: skip


def body(result: Any) -> dict[str, Any]:
    assert result.structured_content is not None
    assert json.loads(result.content[0].text) == result.structured_content
    return dict(result.structured_content)


async def test_an_agent_plans_and_a_person_approves(stage: Stage) -> None:
    async with (
        asyncio.timeout(PATIENCE),
        streamable_http_client(f"{stage.url}/mcp") as (read, write, *_),
        ClientSession(read, write) as session,
    ):
        started = await session.initialize()
        assert started.server_info.name == "concierge"
        assert "approval" in (started.instructions or "")
        names = {tool.name for tool in (await session.list_tools()).tools}
        assert {"catalyst.deployments.validate", "catalyst.deployments.create", "marketplace.catalog.list"} <= names
        assert not OURS & names
        checked = body(await session.call_tool("catalyst.deployments.validate", PLAN))
        assert (checked["ok"], checked["plan"]["domain"]["fqdn"]) == (True, "agentur.omani.works")
        refused = await session.call_tool("catalyst.deployments.create", {**PLAN, "digest": checked["digest"]})
        assert refused.is_error
        answer = body(refused)
        assert (answer["code"], answer["outcome"]) == ("approval_required", "refused")
        for tool in OURS:
            assert body(await session.call_tool(tool, {}))["code"] == "unknown_tool"
        incomplete = await session.call_tool("catalyst.deployments.create", {"organisation": "Agentur"})
        assert body(incomplete)["code"] == "plan_incomplete"
    assert await stage.creates("agentur.omani.works") == []

    url = answer["approvalUrl"]
    assert url.startswith("http://concierge.test/start#join="), "the code is behind the #: it reaches no server's log"
    redeemed = await stage.ask("POST", "/api/v1/links/redeem", json={"code": urlsplit(url).fragment.removeprefix("join=")})
    assert redeemed.status == 201
    talk = Talk(stage, redeemed.json["id"], redeemed.json["token"])
    state = await talk.state()
    assert state["readBack"], "whoever opens the link finds the plan read back"
    assert (state["plan"]["organisation"], state["plan"]["regions"], state["plan"]["apps"]) == ("Agentur", ["hel1"], ["wordpress"])
    assert state["plan"]["emailVerified"] is False
    await talk.say("yes")
    assert await stage.creates("agentur.omani.works") == [], "not before the address is verified"
    await talk.say(stage.code("owner@agentur.example"))
    if not (await talk.state())["deployment"]:
        await talk.say("yes")
    await talk.until(lambda e: e["type"] == "assistant_said", phase="ready")
    assert len(await stage.creates("agentur.omani.works")) == 1
    again = await stage.ask("POST", "/api/v1/links/redeem", json={"code": urlsplit(url).fragment.removeprefix("join=")})
    assert again.status == 404


async def post(stage: Stage, message: Any, **headers: str) -> Answer:
    return await stage.ask("POST", "/mcp", data=json.dumps(message).encode(), headers={**HEADERS, **headers})


async def test_an_agent_in_a_loop_does_not_flood_a_mailbox(stage: Stage) -> None:
    plan = {**PLAN, "organisation": "Schleife", "email": "loop@schleife.example"}
    async with (
        asyncio.timeout(PATIENCE),
        streamable_http_client(f"{stage.url}/mcp") as (read, write, *_),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        codes = [body(await session.call_tool("catalyst.deployments.create", plan))["code"] for _ in range(12)]
        assert codes == ["approval_required"] * 10 + ["rate_limited"] * 2
        other = {**plan, "email": "another@schleife.example"}
        assert body(await session.call_tool("catalyst.deployments.create", other))["code"] == "approval_required"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "192.168.1.5:8080", ""])
async def test_another_host_is_refused(stage: Stage, host: str) -> None:
    """A web page that rebinds its name to 127.0.0.1 must not reach the toolbox."""
    answer = await post(stage, INITIALIZE, Host=host)
    assert answer.status in (400, 403, 421)
    assert b"serverInfo" not in answer.body


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1.evil.example"])
async def test_another_origin_is_refused(stage: Stage, origin: str) -> None:
    answer = await post(stage, INITIALIZE, Origin=origin)
    assert answer.status in (400, 403)
    assert b"serverInfo" not in answer.body


async def test_our_own_is_welcome(stage: Stage) -> None:
    port = urlsplit(stage.url).port
    for name in ("127.0.0.1", "localhost"):
        answer = await post(stage, INITIALIZE, Host=f"{name}:{port}", Origin=f"http://{name}:{port}")
        assert answer.status == 200
        assert b"serverInfo" in answer.body


async def test_a_conversation_cannot_be_named_from_outside(stage: Stage) -> None:
    """`_meta` names the caller only in memory; from outside it is somebody who says so."""
    talk = await stage.bakery("Meta")
    async with (
        asyncio.timeout(PATIENCE),
        streamable_http_client(f"{stage.url}/mcp") as (read, write, *_),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        plan = {"organisation": "Meta", "email": "info@meta.example"}
        meta: Any = {"concierge/conversation": talk.id}
        checked = await session.call_tool("catalyst.deployments.validate", plan, meta=meta)
        assert body(checked)["plan"]["emailVerified"] is False
        refused = await session.call_tool("catalyst.deployments.create", plan, meta=meta)
        assert body(refused)["code"] == "approval_required"
    assert await stage.creates("meta.omani.works") == []


async def test_too_much_at_once(stage: Stage) -> None:
    answer = await stage.ask("POST", "/mcp", data=b"x" * 1_000_000, headers=HEADERS)
    assert (answer.status, answer.code) == (413, "body_too_large")
    packed = await stage.ask("POST", "/mcp", data=b"not packed", headers={**HEADERS, "Content-Encoding": "gzip"}, compress=False)
    assert packed.status == 400


async def test_on_stdin_and_stdout(tmp_path: Path) -> None:
    """A process of its own, with an emulator of its own that it takes along when it goes."""
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "assistant", "mcp", "--data-dir", str(tmp_path)], cwd=ROOT,
        env={"CONCIERGE_EMULATOR_SPEED": "5000"},
    )  # fmt: skip
    async with asyncio.timeout(60):
        with (tmp_path / "stderr").open("w") as errors:
            async with stdio_client(server, errlog=errors) as (read, write), ClientSession(read, write) as session:
                await session.initialize()
                names = {tool.name for tool in (await session.list_tools()).tools}
                assert "catalyst.deployments.validate" in names
                assert not OURS & names
                checked = body(await session.call_tool("catalyst.deployments.validate", PLAN))
                assert checked["ok"] is True
                refused = body(await session.call_tool("catalyst.deployments.create", PLAN))
                assert refused["code"] == "approval_required"
                assert refused["approvalUrl"].startswith("http://127.0.0.1:8080/start#join=")
                code = refused["approvalUrl"].partition("#join=")[2]
    assert not (tmp_path / "emulator.json").exists(), "taken along"
    assert code not in (tmp_path / "stderr").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("settings", "guarded"),
    [
        ({}, False), ({"host": "localhost"}, False), ({"host": "::1"}, False), ({"public_url": "http://127.0.0.1:9"}, False),
        ({"host": "0.0.0.0"}, True), ({"host": "192.0.2.7"}, True), ({"public_url": "https://cloud.example"}, True),
    ],
)  # fmt: skip
async def test_when_a_token_is_asked_for(settings: dict[str, str], guarded: bool) -> None:
    assert reachable_from_elsewhere(Settings(**settings)) is guarded  # pyright: ignore[reportArgumentType] - parsed


@pytest.mark.parametrize(
    ("host", "origin", "fits"),
    [
        ("cloud.example", None, True), ("cloud.example", "https://cloud.example", True), ("127.0.0.1:8080", None, True),
        ("cloud.example.evil.example", None, False), ("evil.example", None, False), ("cloud.example", "http://cloud.example", False),
        ("cloud.example", "https://evil.example", False), ("cloud.example", "null", False),
    ],
)  # fmt: skip
async def test_host_and_origin_are_checked_behind_a_proxy_too(stage: Stage, host: str, origin: str | None, fits: bool) -> None:
    async with manager(build_server(stage.wired.toolbox, scope="public"), base_url="https://cloud.example") as running:
        sent: list[Any] = []
        headers = {**HEADERS, "Host": host, **({"Origin": origin} if origin else {})}
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/mcp",
            "raw_path": b"/mcp", "query_string": b"", "root_path": "", "client": None, "server": None,
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip
        bodies = [{"type": "http.request", "body": json.dumps(INITIALIZE).encode(), "more_body": False}]

        async def receive() -> Any:
            return bodies.pop() if bodies else await asyncio.Event().wait()

        async def send(message: Any) -> None:
            sent.append(message)

        async with asyncio.timeout(PATIENCE):
            await running.handle_request(scope, receive, send)
        assert (sent[0]["status"] == 200) is fits
