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
