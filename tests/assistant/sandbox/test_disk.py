"""What people's files take is told; above their limit nothing but a shell begins, and what goes on filling the disk is ended."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.api import sandbox, sandbox_disk
from assistant.api.sandbox_agents import AGENTS, Agents
from assistant.sandboxing import allowance
from assistant.settings import Settings
from sandbox import disk
from sandbox.agents import Gateway
from sandbox.agents import Site as Place
from sandbox.disk import GIB, Allowance
from tests.assistant.sandbox.test_api import Site, site
from tests.assistant.sandbox.test_cards import until
from tests.assistant.sandbox.test_openapi import fits

__all__ = ["site"]
MIB = 1 << 20


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before `site`: ten MiB each, counted whenever it is asked."""
    real = sandbox.add_sandbox

    async def add(app: Any, root: Path, **more: Any) -> None:
        await real(app, root, disk=Allowance(each=10 * MIB), **more)

    monkeypatch.setattr(sys.modules[Site.__module__], "add_sandbox", add)
    for name, value in (("REST_S", 0.0), ("SHARE", 0)):
        monkeypatch.setattr(disk, name, value)
    monkeypatch.setattr(sandbox_disk, "STEP_S", 0.1)


async def _used(site: Site, who: str = "ann") -> dict[str, Any]:
    async with site.http.get(f"{site.url}/api/v1/sandbox/disk", headers={"Authorization": f"Bearer {who}"}) as answer:
        assert answer.status == 200
        found = await answer.json()
    fits(found, "get", "/api/v1/sandbox/disk")
    return found


def _with_an_agent(site: Site, tmp_path: Path) -> None:
    tool = tmp_path / "tools" / "bin" / "aider"
    tool.parent.mkdir(parents=True)
    tool.write_text('#!/bin/sh\n[ "$1" = --version ] && echo 1.0 && exit\nsleep 60\n')
    tool.chmod(0o755)
    place = Place(folders=(tmp_path / "tools",), models=Gateway("http://127.0.0.1:9/v1", "token"))
    site._app[AGENTS].__dict__.update(Agents(tmp_path, place).__dict__)


async def test_above_the_limit_a_shell_begins_and_nothing_else(limited: None, site: Site, tmp_path: Path) -> None:
    _with_an_agent(site, tmp_path)
    name = await site.create(agent="aider")
    assert 0 < (await _used(site))["used"] < 10 * MIB
    home = site._app[AGENTS].home("ann@example.com")
    (home / "large").write_bytes(os.urandom(11 * MIB))
    found = await _used(site)
    assert (found["used"] > 11 * MIB, found["limit"], found["full"]) == (True, 10 * MIB, True)
    status, told = await site.ask("POST", json={"agent": "aider"})
    assert (status, told["code"], told["detail"]) == (507, "disk_full", "Your files take all the disk that you may have.")
    assert (await site.ask("POST", who="ben", json={"agent": "aider"}))[0] == 201
    client = await site.open(await site.create(agent="bash"))
    await client.type(b"rm ~/large; echo do''ne\r")
    await client.until(b"done")
    assert not (await _used(site))["full"]
    assert (await site.ask("POST", json={"agent": "aider"}))[0] == 201
    assert (await site.ask("GET", f"/{name}"))[1]["running"]


async def test_sessions_that_ended_count_until_they_are_deleted(limited: None, site: Site) -> None:
    name = await site.create()
    before = (await _used(site))["used"]
    client = await site.open(name)
    await client.type(b"head -c 4000000 /dev/urandom | od -x | head -c 6000000; exit\r")
    await client.until_told("exit")
    await client.close()
    assert (await _used(site))["used"] > before + 5_000_000
    await site.ask("DELETE", f"/{name}")
    assert (await _used(site))["used"] < before


async def test_what_goes_on_filling_the_disk_is_ended_and_a_shell_that_makes_room_is_not(limited: None, site: Site) -> None:
    name, other = await site.create(agent="bash"), await site.ask("POST", who="ben", json={"agent": "bash"})
    client = await site.open(name)
    await client.type(b"for i in 1 2 3 4 5 6 7 8 9; do head -c 3000000 /dev/urandom > ~/f$i; done; cat\r")
    ended = await client.until_told("exit")
    assert ended["signal"] is not None or ended["code"] is not None
    said = await until(client, lambda m: m["type"] == "card" and m["card"]["kind"] == "status")
    assert said["card"]["title"].startswith("Ended: Your files")
    assert (await site.ask("GET", f"/{other[1]['id']}", who="ben"))[1]["running"]
    audit = (site.root.parent / "sandbox-audit.jsonl").read_text()
    assert f'"sandbox.session.ended","actor":"disk","session":"{name}"' in audit
    shell = await site.open(await site.create(agent="bash"))
    await shell.type(b"rm ~/f*; echo do''ne\r")
    await shell.until(b"done")
    async with asyncio.timeout(60):
        while (await _used(site))["full"]:
            pass


async def test_a_machine_without_room_begins_nothing_but_a_shell(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _with_an_agent(site, tmp_path)
    monkeypatch.setattr(site._app[sandbox.DISK], "_allowance", Allowance(free=5 * GIB))
    monkeypatch.setattr(sandbox_disk, "free_on", lambda _: 5 * GIB - 1)
    status, told = await site.ask("POST", json={"agent": "aider"})
    assert (status, told["code"], told["detail"]) == (507, "disk_full", "The machine's disk is almost full.")
    assert (await site.ask("POST", json={"agent": "bash"}))[0] == 201
    monkeypatch.setattr(sandbox_disk, "free_on", lambda _: 5 * GIB)
    with monkeypatch.context() as patched:
        patched.setattr(sandbox_disk, "names_left", lambda _: False)
        assert (await site.ask("POST", json={"agent": "aider"}))[0] == 507
    assert (await site.ask("POST", json={"agent": "aider"}))[0] == 201


async def test_whoever_takes_most_is_ended_before_the_machine_is_full(limited: None, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    name, other = await site.create(agent="bash"), (await site.ask("POST", who="ben", json={"agent": "bash"}))[1]["id"]
    (site._app[AGENTS].home("ann@example.com") / "large").write_bytes(os.urandom(6 * MIB))
    client = await site.open(name)
    room = site._app[sandbox.DISK]
    monkeypatch.setattr(room, "_allowance", Allowance(each=10 * MIB, free=4 * MIB))
    looked: list[int] = []
    monkeypatch.setattr(sandbox_disk, "free_on", lambda _: looked.append(1) or MIB)
    await client.until_told("exit")
    said = await until(client, lambda m: m["type"] == "card" and m["card"]["kind"] == "status")
    assert said["card"]["title"] == "Ended: The machine's disk is almost full."
    assert (await site.ask("GET", f"/{other}", who="ben"))[1]["running"]
    # A shell that is to make room isn't ended for what was there before.
    shell = await site.open(await site.create(agent="bash"))
    looked.clear()
    async with asyncio.timeout(60):
        while len(looked) < 10:
            await shell.type(b"echo st''ill\r")
            await shell.until(b"still")
            shell.output.clear()
            await asyncio.sleep(0)
    await shell.type(b"head -c 2000000 /dev/urandom > ~/more\r")
    await shell.until_told("exit")


async def test_others_see_their_own_alone(limited: None, site: Site) -> None:
    home = site._app[AGENTS].home("ann@example.com")
    home.mkdir(parents=True)
    (home / "large").write_bytes(os.urandom(MIB))
    assert (await _used(site))["used"] >= MIB
    assert (await _used(site, "ben"))["used"] == 0
    for who, status in (("new", 403), ("nobody", 401)):
        async with site.http.get(f"{site.url}/api/v1/sandbox/disk", headers={"Authorization": f"Bearer {who}"}) as answer:
            assert answer.status == status


def test_the_settings_are_in_gibibytes() -> None:
    assert allowance(Settings(sandbox_disk_gib=1.5, sandbox_free_gib=0)) == Allowance(GIB * 3 // 2, 0)
    assert allowance(Settings()).each == 50 * GIB
