"""A real server with the sandbox on: each person behind walls of their own, or no sandbox at all."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from assistant.bench.shell_client import ShellClient
from assistant.bench.shell_server import Shells
from assistant.sandboxing import NotHere, site
from assistant.settings import Settings
from sandbox.agents.setup import ToolServer
from sandbox.isolation import Limits


@pytest.fixture
async def shells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shells]:
    monkeypatch.setenv("HETZNER_SECRET", "hush")
    async with aiohttp.ClientSession() as http:
        running = Shells(tmp_path / "data", http, walls=True)
        await running.server.start()
        yield running
        running.sweep()
        await running.server.stop()


async def said(client: ShellClient, script: bytes) -> bytes:
    client.output.clear()
    await client.type(script + b"; echo do''ne\r")
    await client.until(b"done\r\n")
    return bytes(client.output)


async def test_two_people_see_nothing_of_each_other_nor_of_the_server(shells: Shells, tmp_path: Path) -> None:
    tokens = [await shells.person(f"{name}@example.com") for name in ("ann", "ben")]
    clients = [await shells.open(token, await shells.session(token, agent="bash")) for token in tokens]
    assert b"/workspace" in await said(clients[0], b"echo ours > ~/mine; pwd; ls ~")
    seen = await said(clients[1], b"ls ~ / %s; env; cat /proc/*/environ" % str(tmp_path).encode())
    assert b"mine" not in seen
    assert b"hush" not in seen
    assert b"No such file" in seen
    assert [f.read_text() for f in (tmp_path / "data" / "homes").glob("*/mine")] == ["ours\n"]
    again = await shells.open(tokens[0], await shells.session(tokens[0], agent="bash"))
    assert b"ours" in await said(again, b"cat ~/mine")
    for client in (*clients, again):
        await client.close()


async def test_nothing_that_somebody_within_does_to_their_folders_shows_them_more(shells: Shells, tmp_path: Path) -> None:
    """They may leave anything in their home; the next session is started over it."""
    token = await shells.person("ann@example.com")
    first = await shells.open(token, await shells.session(token, agent="bash"))
    # The repository may be found in the list of mounts; its name in the home once was what was bound.
    await said(first, b"cd; rm -rf work; ln -s / work; rm -rf .sandbox .config; ln -s / .sandbox; ln -s / .config; rmdir /workspace; mv /workspace /home/agent/x; echo mine > /workspace/mine")
    second = await shells.open(token, await shells.session(token, agent="bash"))
    seen = await said(second, b"ls -m /workspace; cat /workspace/etc/hostname /workspace/mine")
    assert b"mine" in seen
    assert b"sbin" not in seen
    assert b"/workspace/etc/hostname: No such file" in seen
    for client in (first, second):
        await client.close()


async def test_without_walls_there_is_no_sandbox_unless_somebody_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CONCIERGE_DATA_DIR", str(tmp_path))
    with pytest.raises(NotHere, match="apt-get install bubblewrap"):
        await asyncio.to_thread(site, Settings(sandbox="local"))
    assert site(Settings(sandbox="local", sandbox_isolation="none")).walls is None


def test_settings_that_cannot_be_kept_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotHere, match="no cgroup"):
        site(Settings(sandbox="local", data_dir=tmp_path, sandbox_cgroup=tmp_path))
    with pytest.raises(NotHere, match="CONCIERGE_SANDBOX_HOSTS"):
        site(Settings(sandbox="local", data_dir=tmp_path, sandbox_hosts="a.test,:80"))
    walls = site(Settings(sandbox="local", data_dir=tmp_path, sandbox_hosts="a.test,*.b.test:8443")).walls
    assert walls is not None
    assert [(r.host, r.ports) for r in walls.reaches] == [("a.test", (443, 80)), ("*.b.test", (8443,))]
    assert walls.privileged is (os.geteuid() == 0)
    assert walls.limits.file == Limits().file
    small = site(Settings(sandbox="local", data_dir=tmp_path, sandbox_disk_gib=1)).walls
    assert small is not None
    assert small.limits.file == 1 << 30


def test_tool_servers_are_told_to_agents_and_reached(tmp_path: Path) -> None:
    found = site(Settings(sandbox="local", data_dir=tmp_path, sandbox_tools="near=/opt/tools --stdio 'a b', far=https://tools.test/mcp,own=http://127.0.0.1:8080/mcp"))
    assert found.servers == (
        ToolServer("near", ("/opt/tools", "--stdio", "a b")), ToolServer("far", url="https://tools.test/mcp"), ToolServer("own", url="http://127.0.0.1:8080/mcp"),
    )  # fmt: skip
    assert found.walls is not None
    assert [(r.host, r.ports) for r in found.walls.reaches] == [("tools.test", (443,)), ("127.0.0.1", (8080,))]


@pytest.mark.parametrize("text", ["x", "x=", "=https://a.test/", "X=https://a.test/", "x=https://u:secret@a.test/", "x=ftp://a.test/", "x=tools", "x=/a 'b", "x=https:///mcp"])
def test_a_tool_server_that_is_none_is_refused_without_saying_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotHere, match="CONCIERGE_SANDBOX_TOOLS") as refused:
        site(Settings(sandbox="local", data_dir=tmp_path, sandbox_tools=text))
    assert "secret" not in str(refused.value)
