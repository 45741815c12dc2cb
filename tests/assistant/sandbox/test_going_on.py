"""An agent that has ended goes on when its person asks, and one that has nothing to do is ended where the operator wants that."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.api import sandbox
from assistant.api.sandbox_agents import AGENTS, Agents
from assistant.bench.shell_client import ShellClient
from sandbox.agents import Gateway
from sandbox.agents import Site as Place
from tests.assistant.sandbox.test_api import Site, site
from tests.assistant.sandbox.test_cards import until

__all__ = ["site"]
AIDER = """#!/bin/sh
[ "$1" = --version ] && echo 1.0 && exit
echo "started with: $*."
touch .aider.chat.history.md
read x
"""


def _with_aider(site: Site, folder: Path) -> None:
    tool = folder / "tools" / "bin" / "aider"
    tool.parent.mkdir(parents=True, exist_ok=True)
    tool.write_text(AIDER)
    tool.chmod(0o755)
    place = Place(folders=(folder / "tools",), models=Gateway("http://127.0.0.1:9/v1", "token"))
    site._app[AGENTS].__dict__.update(Agents(folder, place).__dict__)


async def _ended(site: Site) -> str:
    name = await site.create(agent="aider")
    client = await site.open(name)
    await client.until(b"started with: --yes-always --no-auto-commits.")
    await client.type(b"x\r")
    await client.until_told("exit")
    await client.close()
    return name


async def test_an_agent_that_ended_goes_on_once_when_it_is_asked(site: Site, tmp_path: Path) -> None:
    _with_aider(site, tmp_path)
    name = await _ended(site)
    assert (await site.ask("GET", f"/{name}"))[1]["goesOn"]
    answers = await asyncio.gather(site.ask("POST", f"/{name}/again", json={"cols": 99}), site.ask("GET"))
    status, made = answers[0]
    assert (status, made["agent"], made["running"], made["goesOn"]) == (201, "aider", True, False)
    client = await site.open(made["id"])
    await client.until(b"[Aider goes on with its last conversation.]")
    await client.until(b"started with: --yes-always --no-auto-commits --restore-chat-history.")
    assert not (await site.ask("GET", f"/{name}"))[1]["goesOn"]
    assert (await site.ask("POST", f"/{name}/again"))[1]["code"] == "cannot_go_on"
    assert (await site.ask("POST", f"/{made['id']}/again"))[1]["code"] == "session_runs"
    lines = [json.loads(line) for line in (site.root.parent / "sandbox-audit.jsonl").read_text().splitlines()]
    assert [line.get("follows") for line in lines if line["auditType"].endswith("started")] == [None, name]
    await site.ask("DELETE", f"/{made['id']}")
    assert (await site.ask("POST", f"/{name}/again"))[0] == 201


async def test_of_many_that_ask_at_once_one_gets_it(site: Site, tmp_path: Path) -> None:
    _with_aider(site, tmp_path)
    name = await _ended(site)
    answers = await asyncio.gather(*(site.ask("POST", f"/{name}/again") for _ in range(4)))
    assert sorted(status for status, _ in answers) == [201, 409, 409, 409]


async def test_a_shell_and_somebody_elses_agent_do_not_go_on(site: Site, tmp_path: Path) -> None:
    _with_aider(site, tmp_path)
    name, shell = await _ended(site), await site.create(agent="bash")
    client = await site.open(shell)
    await client.type(b"exit\r")
    await client.until_told("exit")
    assert not (await site.ask("GET", f"/{shell}"))[1]["goesOn"]
    assert (await site.ask("POST", f"/{shell}/again"))[1]["code"] == "cannot_go_on"
    assert (await site.ask("POST", f"/{name}/again", who="ben"))[0] == 404


@pytest.fixture
def resting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before `site`."""
    real = sandbox.add_sandbox

    async def add(app: Any, root: Path, **more: Any) -> None:
        await real(app, root, idle_s=1.0, **more)

    monkeypatch.setattr(sys.modules[Site.__module__], "add_sandbox", add)


async def _running(site: Site, name: str) -> bool:
    return (await site.ask("GET", f"/{name}"))[1]["running"]


async def test_an_agent_that_nobody_looks_at_rests_and_goes_on_later(resting: None, site: Site, tmp_path: Path) -> None:
    _with_aider(site, tmp_path)
    tool = tmp_path / "tools" / "bin" / "aider"
    idle, shell = await site.create(agent="aider"), await site.create(agent="bash")
    watched: ShellClient = await site.open(await site.create(agent="aider"))
    tool.write_text(AIDER.replace("read x", "read -p 'Go on? [y/N] ' x"))
    asks: ShellClient = await site.open(asking := await site.create(agent="aider"))
    await until(asks, lambda m: m["type"] == "activity" and m["state"] == "waiting")
    await asks.close()
    await watched.until(b"started with")
    async with asyncio.timeout(60):
        while await _running(site, idle):
            pass
    found = (await site.ask("GET", f"/{idle}/cards"))[1]["cards"]
    assert [c["card"]["title"] for c in found if c["card"]["kind"] == "status"] == ["Ended, since it had nothing to do. It can go on."]
    # Neither a shell, nor one that somebody looks at, nor one that waits for somebody.
    assert [await _running(site, name) for name in (shell, watched._session, asking)] == [True, True, True]
    assert '"actor":"idle"' in (site.root.parent / "sandbox-audit.jsonl").read_text()
    assert (await site.ask("POST", f"/{idle}/again"))[0] == 201


async def test_work_that_an_earlier_version_had_in_the_home_is_taken_out(site: Site, tmp_path: Path) -> None:
    agents = site._app[AGENTS]
    home, work = agents.home("ann@example.com"), agents.work("ann@example.com")
    (home / "work").mkdir(parents=True)
    (home / "work" / "kept").write_text("kept")
    client = await site.open(await site.create(agent="bash"))
    await client.type(b"cat kept; pwd; echo do''ne\r")
    await client.until(b"done\r\n")
    assert (work / "kept").read_text() == "kept"
    assert not (home / "work").exists()


async def test_a_link_in_the_place_of_work_is_none(site: Site, tmp_path: Path) -> None:
    agents = site._app[AGENTS]
    home, work = agents.home("ann@example.com"), agents.work("ann@example.com")
    home.mkdir(parents=True)
    (tmp_path / "others").mkdir()
    (home / "work").symlink_to(tmp_path / "others")
    client = await site.open(await site.create(agent="bash"))
    await client.type(b"touch here; echo do''ne\r")
    await client.until(b"done\r\n")
    assert list((tmp_path / "others").iterdir()) == []
    assert ((work / "here").exists(), work.is_symlink()) == (True, False)
