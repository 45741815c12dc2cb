"""The machine stops: the last screen stays, the agent is started again with its own way to go on, once, and says so."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.sandboxing import go_on
from sandbox.agents import Gateway, Site, again, launch
from sandbox.agents.again import follower
from sandbox.host import folder as files
from sandbox.host.launch import Spec, scan
from sandbox.hub import Sessions
from sandbox.screen.terminal import Terminal

AIDER = """#!/bin/sh
echo "started with: $*"
touch .aider.chat.history.md
read x
"""


class Starts:
    """As the API starts agents."""

    def __init__(self, root: Path) -> None:
        self.root = root
        program = root / "installed" / "bin" / "aider"
        program.parent.mkdir(parents=True)
        program.write_text(AIDER)
        program.chmod(0o755)
        self.site = Site((root / "installed",), models=Gateway("http://127.0.0.1:1/v1", "t"), overrides=root / "none")

    async def spec(self, slug: str, name: str, owner: str, cols: int, rows: int, *, follows: str = "") -> Spec:
        return await asyncio.to_thread(
            launch, slug, name, self.site, home=self.root / "home", repo=self.root / "repo", about={"owner": owner}, cols=cols, rows=rows, follows=follows
        )


@pytest.fixture
async def starts(tmp_path: Path) -> AsyncIterator[Starts]:
    yield Starts(tmp_path)
    for found in scan(tmp_path / "sessions"):
        for pid in (found.facts["child"], found.facts["host"]):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _seen(folder: Path, text: str) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        kept = files.read_screen(folder)
        if kept is not None:
            with Terminal(*kept[1]) as terminal:
                terminal.feed(kept[3])
                if text in " ".join(terminal.text().split()):
                    return terminal.text()
    raise AssertionError(f"{text!r} isn't to be seen")


async def seen(folder: Path, text: str) -> str:
    """The screen as it is on the disk, once it says so."""
    return await asyncio.to_thread(_seen, folder, text)


def _crash(root: Path, name: str) -> None:
    facts = next(f for f in scan(root) if f.id == name).facts
    for pid in (facts["host"], facts["child"]):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 60
    while next(f for f in scan(root) if f.id == name).running:
        assert time.monotonic() < until


async def crash(root: Path, name: str) -> None:
    """As when the machine stops."""
    await asyncio.to_thread(_crash, root, name)


async def test_an_agent_goes_on_and_says_so(starts: Starts, tmp_path: Path) -> None:
    root = tmp_path / "sessions"
    before = Sessions(root)
    await before.create(await starts.spec("aider", "first", "ann", 100, 30))
    await before.create(await starts.spec("sovereign-shell", "shell", "ann", 80, 24))
    await seen(root / "first", "started with: --yes-always --no-auto-commits")
    before.close()
    for name in ("first", "shell"):
        await crash(root, name)
    after = Sessions(root)
    await after.start()
    (name,) = await go_on(after, starts)
    said = await seen(root / name, "--restore-chat-history")
    assert "[The machine was started again. Aider was too, and goes on with its last conversation" in " ".join(said.split())
    facts = after.found(name).facts["about"]
    assert (facts["follows"], facts["resumed"], facts["owner"]) == ("first", "yes", "ann")
    shot = await after.last_screen("first")
    assert shot is not None
    assert (shot.cols, shot.rows) == (100, 30)
    assert follower(after.found("first")) == name
    assert await go_on(after, starts) == []
    after.close()


async def test_one_that_ended_by_itself_stays_so(starts: Starts, tmp_path: Path) -> None:
    root = tmp_path / "sessions"
    before = Sessions(root)
    hub = await before.create(await starts.spec("aider", "first", "ann", 80, 24))
    hub.end()
    async with asyncio.timeout(60):
        await hub.over.wait()
    before.close()
    after = Sessions(root)
    await after.start()
    assert not again.lost(after.found("first"))
    assert await go_on(after, starts) == []
    after.close()


async def test_one_that_cannot_be_started_is_tried_once(starts: Starts, tmp_path: Path) -> None:
    root = tmp_path / "sessions"
    before = Sessions(root)
    await before.create(await starts.spec("aider", "first", "ann", 80, 24))
    before.close()
    await crash(root, "first")
    (tmp_path / "installed/bin/aider").write_text("no program")
    after = Sessions(root)
    await after.start()
    for _ in range(2):
        assert await go_on(after, starts) == []
    after.close()
