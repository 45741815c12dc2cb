"""`CONCIERGE_SANDBOX=kubernetes`: a real server, a server that acts as a cluster's does, and pods that are processes here."""

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from assistant import doctor
from assistant.bench.server import Server
from assistant.bench.shell_server import Shells
from assistant.sandbox_pods import PodAgents, wanted
from assistant.sandboxing import NotHere
from assistant.settings import Settings
from tests.sandbox.backends.test_cluster import TOKEN, FakeCluster, fake

__all__ = ["fake"]
IMAGE = "registry.test/sandbox:1.2.3"
SERVER = "concierge/app=concierge"


def _kubeconfig(folder: Path, url: str = "http://127.0.0.1:1", token: str = TOKEN) -> Path:
    path = folder / "kubeconfig"
    context = {"cluster": "k", "user": "u", "namespace": "sandboxes"}
    config = {
        "current-context": "c", "contexts": [{"name": "c", "context": context}], "clusters": [{"name": "k", "cluster": {"server": url}}],
        "users": [{"name": "u", "user": {"token": token}}],
    }  # fmt: skip
    path.write_text(json.dumps(config))
    return path


def _settings(path: Path, **more: Any) -> Settings:
    return Settings(**{"sandbox": "kubernetes", "sandbox_kubeconfig": path, "sandbox_image": IMAGE, "sandbox_server": SERVER, **more})


def _variables(path: Path) -> dict[str, str]:
    return {
        "CONCIERGE_SANDBOX": "kubernetes", "CONCIERGE_SANDBOX_KUBECONFIG": str(path), "CONCIERGE_SANDBOX_IMAGE": IMAGE,
        "CONCIERGE_SANDBOX_SERVER": SERVER, "CONCIERGE_SANDBOX_PUSH": "off",
    }  # fmt: skip


@pytest.fixture
async def shells(fake: FakeCluster, tmp_path: Path) -> AsyncIterator[Shells]:
    async with aiohttp.ClientSession() as http:
        found = Shells(tmp_path / "data", http)
        found.server = Server(tmp_path / "data", speed=10_000.0, settings=_variables(_kubeconfig(tmp_path, fake.url)))
        await found.server.start()
        yield found
        await found.server.stop()


async def test_a_shell_in_a_pod_outlives_the_server_and_is_removed_on_request(shells: Shells, fake: FakeCluster) -> None:
    token = await shells.person("ann@example.com")
    session = await shells.session(token, agent="bash")
    assert ("pods", f"sandbox-{session}") in fake.objects
    client = await shells.open(token, session)
    await client.type(b"echo he''re $HOME\r")
    await client.until(b"here /home/agent")
    await shells.server.kill()
    await client.close()
    await shells.server.start()
    client = await shells.open(token, session)
    await client.until(b"here /home/agent")
    await client.type(b"echo sti''ll\r")
    await client.until(b"still")
    headers = {"Authorization": f"Bearer {token}"}
    async with shells.http.delete(f"{shells.server.url}/api/v1/sandbox/sessions/{session}", headers=headers) as answer:
        assert answer.status == 204
    assert (fake.objects, fake.processes) == ({}, {})


AGENT = """#!/bin/sh
echo "arguments: $*."
echo "folder: $PWD, asks $ANTHROPIC_BASE_URL."
echo "knows the token: ${#ANTHROPIC_AUTH_TOKEN}."
echo "tools: $(tr -d ' \\n' < ~/.claude.json | grep -o '"tools":{[^}]*}')."
echo "is told: $(grep -c 'You work in a sandbox' ~/.claude/CLAUDE.md ~/.sandbox/identity.md | cut -d: -f2 | tr '\\n' ' ')."
echo "files: $(stat -c %a ~/.claude.json ~/.claude | tr '\\n' ' ')."
read x
"""
GATEWAY_TOKEN = "gateway-token-hush"


async def test_an_agent_in_a_pod_finds_its_model_its_tools_and_who_it_is(fake: FakeCluster, tmp_path: Path) -> None:
    (fake.folder / "bin").mkdir(parents=True)
    (fake.folder / "bin" / "claude").write_text(AGENT)
    (fake.folder / "bin" / "claude").chmod(0o755)
    more = {
        "CONCIERGE_SANDBOX_IMAGE_AGENTS": "claude-code", "CONCIERGE_SANDBOX_REACHES": "gateway/app=newapi:8443", "CONCIERGE_SANDBOX_GATEWAY_TOKEN": GATEWAY_TOKEN,
        "CONCIERGE_SANDBOX_GATEWAY_URL": "https://newapi.gateway:8443/v1", "CONCIERGE_SANDBOX_TOOLS": "tools=https://tools.test/mcp",
    }  # fmt: skip
    async with aiohttp.ClientSession() as http:
        shells = Shells(tmp_path / "data", http)
        shells.server = Server(tmp_path / "data", speed=10_000.0, settings=_variables(_kubeconfig(tmp_path, fake.url)) | more)
        await shells.server.start()
        token = await shells.person("ann@example.com")
        headers = {"Authorization": f"Bearer {token}"}
        async with http.get(f"{shells.server.url}/api/v1/sandbox/agents", headers=headers) as answer:
            offers = {offer["id"]: (offer["available"], offer["why"]) for offer in (await answer.json())["agents"]}
        assert (offers["claude-code"], offers["aider"]) == ((True, ""), (False, "Not installed here"))
        client = await shells.open(token, session := await shells.session(token, agent="claude-code", cols=150))
        await client.until(b"files: 600 700 .")
        seen = bytes(client.output + client.snapshot).decode()
        assert "arguments: --dangerously-skip-permissions." in seen
        assert f"folder: {fake.folder / f'sandbox-{session}' / 'repo'}" in seen
        assert "asks https://newapi.gateway:8443." in seen.replace("\r\n", "")
        assert f"knows the token: {len(GATEWAY_TOKEN)}." in seen
        assert 'tools: "tools":{"type":"http","url":"https://tools.test/mcp"}.' in seen
        assert "is told: 1 1 ." in seen
        policy = fake.objects["networkpolicies", f"sandbox-{session}"]["spec"]
        assert policy["egress"][1]["ports"] == [{"protocol": "TCP", "port": 8443}]
        others = [made for (plural, _), made in fake.objects.items() if plural != "secrets"]
        assert GATEWAY_TOKEN not in json.dumps(others)
        secret = fake.objects["secrets", f"sandbox-{session}"]["data"]
        assert GATEWAY_TOKEN not in base64.b64decode(secret["files.json"]).decode()
        await client.close()
        async with http.delete(f"{shells.server.url}/api/v1/sandbox/sessions/{session}", headers=headers) as answer:
            assert answer.status == 204
        await shells.server.stop()
    assert (fake.objects, fake.processes) == ({}, {})


async def test_what_the_image_does_not_hold_is_said_and_a_refusal_leaves_nothing(shells: Shells, fake: FakeCluster) -> None:
    token = await shells.person("ann@example.com")
    headers = {"Authorization": f"Bearer {token}"}
    async with shells.http.get(f"{shells.server.url}/api/v1/sandbox/agents", headers=headers) as answer:
        offers = {offer["id"]: (offer["available"], offer["why"]) for offer in (await answer.json())["agents"]}
    assert (offers["bash"], offers["claude-code"]) == ((True, ""), (False, "Not installed here"))
    for agent, status in (("claude-code", 409), ("none", 400)):
        async with shells.http.post(f"{shells.server.url}/api/v1/sandbox/sessions", json={"agent": agent}, headers=headers) as answer:
            assert answer.status == status
    fake.refuses = "pods"
    async with shells.http.post(f"{shells.server.url}/api/v1/sandbox/sessions", json={"agent": "bash"}, headers=headers) as answer:
        assert answer.status == 503
    assert fake.objects == {}


async def test_a_server_whose_cluster_does_not_let_it_in_does_not_start(fake: FakeCluster, tmp_path: Path) -> None:
    log = tmp_path / "log"
    server = Server(tmp_path / "data", speed=10_000.0, settings=_variables(_kubeconfig(tmp_path, fake.url, "another-hush")), log=log)
    with pytest.raises(RuntimeError, match="didn't get ready"):
        await server.start()
    assert "The cluster's pods can't be looked at: the cluster says 401 Unauthorized." in log.read_text()
    assert "hush" not in log.read_text()


async def test_what_is_switched_off_is_not_started_in_a_pod_either(tmp_path: Path) -> None:
    (tmp_path / "agents.json").write_text(json.dumps({"sovereign": ["bash"], "orgs": {}}))
    with pytest.raises(Exception, match="agent_off"):
        await PodAgents(tmp_path).spec("bash", "a1", "ann@example.com", 80, 24)
    (tmp_path / "agents.json").write_text("{")
    with pytest.raises(Exception, match="unavailable"):
        await PodAgents(tmp_path).spec("sovereign-shell", "a1", "ann@example.com", 80, 24)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("sandbox_image", ""), ("sandbox_image", "registry.test/sandbox"), ("sandbox_image", "registry.test/sandbox:latest"), ("sandbox_server", ""),
        ("sandbox_server", "0.0.0.0/0"), ("sandbox_server", "concierge"), ("sandbox_namespace", "Not_One"), ("sandbox_image_agents", "claude-code,vi"),
        ("sandbox_reaches", "0.0.0.0/0:443"), ("sandbox_reaches", "10.1.2.3/32"), ("sandbox_reaches", "10.1.2.3/32:65536"), ("sandbox_reaches", "a b=c:1"),
        ("sandbox_tools", "no tool"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(tmp_path: Path, setting: str, value: str) -> None:
    settings = _settings(_kubeconfig(tmp_path), **{setting: value})
    with pytest.raises(NotHere, match=f"CONCIERGE_{setting.upper()}"):
        wanted(settings)
    finding = doctor._walls(settings)
    assert (finding.ok, f"CONCIERGE_{setting.upper()}" in finding.text) == (False, True)


def test_agents_that_would_reach_no_model_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(NotHere, match="CONCIERGE_SANDBOX_REACHES must name the model gateway"):
        wanted(_settings(_kubeconfig(tmp_path), sandbox_image_agents="claude-code"))


async def test_an_agent_without_a_gateway_is_not_started(tmp_path: Path) -> None:
    found = PodAgents(tmp_path, held=frozenset({"claude-code"}))
    with pytest.raises(Exception, match="missing_env"):
        await found.spec("claude-code", "a1", "ann@example.com", 80, 24)
    offer = next(offer for offer in await found.offers() if offer["id"] == "claude-code")
    assert (offer["available"], offer["why"]) == (False, "No model gateway is set")


def test_doctor_says_where_pods_would_be(tmp_path: Path) -> None:
    finding = doctor._walls(_settings(_kubeconfig(tmp_path)))
    assert (finding.ok, finding.text) == (True, "pods in sandboxes at http://127.0.0.1:1 (not asked), shells only")
    agents = {"sandbox_image_agents": "qwen-code,claude-code", "sandbox_reaches": "10.1.2.3/32:443"}
    assert doctor._walls(_settings(_kubeconfig(tmp_path), **agents)).text.endswith("claude-code, qwen-code")
    missing = doctor._walls(_settings(tmp_path / "none"))
    assert (missing.ok, "CONCIERGE_SANDBOX_KUBECONFIG" in missing.text) == (False, True)
