"""A real `concierge serve` in a folder of its own, and a client that talks to it over HTTP."""

import asyncio
import os
import re
import signal
import sys
import time
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx

READY_SECONDS = 90.0
_CODE = re.compile(r"(?<!\d)[0-9]{6}(?!\d)")
"""In whatever language the mail is: six digits that stand alone."""


class Server:
    """One server process; `start` may be called again after `kill`."""

    def __init__(self, folder: Path, *, speed: float, settings: dict[str, str] | None = None, log: Path | None = None) -> None:
        """`log`: a file for its standard error."""
        self.folder = folder
        self._log = log
        self.url = ""
        self.ready_seconds = 0.0
        self._speed = speed
        self._settings = settings or {}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Of the running process."""
        return self._process.pid if self._process else 0

    async def start(self) -> None:
        """Until it accepts requests. Raises RuntimeError."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CONCIERGE_")}
        env = {**kept, "CONCIERGE_EMULATOR_SPEED": str(self._speed), "CONCIERGE_LOG_LEVEL": "error", **self._settings}
        began = time.perf_counter()
        with self._log.open("ab") if self._log else nullcontext() as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "assistant", "serve", "--port", "0", "--data-dir", str(self.folder),
                stdout=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL, stderr=log, env=env,
                cwd=Path(__file__).parents[2],
            )  # fmt: skip
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), READY_SECONDS)
        except TimeoutError:
            line = b""
        if not line.startswith(b"ready http"):
            await self.stop()  # not left behind in a folder that goes away
            raise RuntimeError("the server didn't get ready")
        self.ready_seconds = time.perf_counter() - began
        self.url = line.decode().split()[1]

    async def kill(self) -> None:
        """`kill -9`."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        """Cleanly, with the emulator."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), 15)
            except TimeoutError:
                await self.kill()

    def rss_mb(self) -> float:
        """Resident memory of the server, MB."""
        for line in Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def family_rss_mb(self) -> float:
        """With the processes that it has started and that speak for it."""
        total = self.rss_mb()
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, ValueError):
                stat = (folder / "stat").read_text(encoding="utf-8")
                ours = int(stat.rpartition(")")[2].split()[1]) == self.pid
                if ours and b"speech.mouth" in (folder / "cmdline").read_bytes():
                    total += int((folder / "statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
        return total

    def cpu_seconds(self) -> float:
        """CPU time of the server so far, all its threads together, without its emulator: what a busy machine doesn't stretch."""
        spent = 0
        for thread in Path(f"/proc/{self.pid}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
                spent += int((thread / "schedstat").read_text(encoding="ascii").split()[0])
        return spent / 1e9

    def code(self, email: str) -> str | None:
        """The latest six-digit code mailed to an address."""
        for file in sorted((self.folder / "outbox").glob("*.eml"), reverse=True):
            message = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = message.get_body(("plain",))
            found = _CODE.search(body.get_content()) if body and message["To"] == email else None
            if found:
                return found.group()
        return None


@dataclass(slots=True)
class Talker:
    """One conversation over HTTP."""

    http: httpx.AsyncClient
    id: str = ""
    token: str = ""
    state: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def begin(self, url: str, channel: str | None = None) -> None:
        """A new conversation; with `channel` "voice" one whose messages are what a recogniser heard."""
        answer = (await self.http.post(f"{url}/api/v1/conversations", json={"channel": channel} if channel else {})).raise_for_status().json()
        self.id, self.token, self.state = answer["id"], answer["token"], answer["state"]

    async def say(self, url: str, text: str) -> tuple[dict[str, Any], float]:
        """The answer, and how long it took in ms."""
        began = time.perf_counter()
        path = f"{url}/api/v1/conversations/{self.id}/turns"
        answer = await self.http.post(path, json={"text": text}, headers=self._headers)
        took = (time.perf_counter() - began) * 1000
        body: dict[str, Any] = answer.raise_for_status().json()
        self.state = body["state"]
        return body, took

    async def look(self, url: str) -> dict[str, Any]:
        """The state."""
        answer = await self.http.get(f"{url}/api/v1/conversations/{self.id}", headers=self._headers)
        self.state = answer.raise_for_status().json()
        return self.state

    async def events(self, url: str, after: int = 0) -> list[dict[str, Any]]:
        """The whole log after a sequence number."""
        found: list[dict[str, Any]] = []
        while True:
            path = f"{url}/api/v1/conversations/{self.id}/events?after={after}&limit=1000"
            page = (await self.http.get(path, headers=self._headers)).raise_for_status().json()["events"]
            if not page:
                return found
            found += page
            after = page[-1]["seq"]
