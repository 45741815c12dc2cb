"""`concierge` as a child process, seen from outside."""

import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[3]
READY = 60.0
"""Seconds."""


def environment(**settings: str) -> dict[str, str]:
    """Ours, without settings that this machine may have."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CONCIERGE_", "ANTHROPIC_", "OPENAI_")) and k != "PORT"}
    return {**kept, "CONCIERGE_EMULATOR_SPEED": "20000", **settings}


class Process:
    """A command that runs until it is told otherwise; always ended with its block, its emulator too."""

    def __init__(self, *arguments: str, **settings: str) -> None:
        self._arguments = arguments
        self._settings = settings
        self.url = ""
        self.output: list[str] = []
        self.errors = ""
        self.child: asyncio.subprocess.Process
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the block
        """A file: an emulator that outlives its server would hold a pipe open."""

    async def __aenter__(self) -> Self:
        self.child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "assistant", *self._arguments, cwd=ROOT, env=environment(**self._settings),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=self._stderr,
        )  # fmt: skip
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.child.returncode is None:
            self.child.send_signal(signal.SIGTERM)
        await self.ended()
        self._stderr.close()

    async def ready(self) -> str:
        """Until it says where it listens."""
        assert self.child.stdout is not None
        line = (await asyncio.wait_for(self.child.stdout.readline(), READY)).decode()
        self.output.append(line)
        assert line.startswith("ready http://127.0.0.1:"), (line, await self.ended(), self.errors)
        self.url = line.split()[1]
        return self.url

    async def ended(self) -> int:
        """The exit code; output and errors are read to their ends."""
        assert self.child.stdout is not None
        if not self.child.stdout.at_eof():
            rest = await asyncio.wait_for(self.child.stdout.read(), READY)
            self.output += rest.decode().splitlines(keepends=True)
        code = await asyncio.wait_for(self.child.wait(), READY)
        self._stderr.seek(0)
        self.errors = self._stderr.read().decode()
        return code


def lives(pid: int) -> bool:
    """Such a process runs (a dead one that nobody has collected doesn't)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
