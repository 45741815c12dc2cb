"""A real server with sessions switched on, and people whose addresses are verified."""

import asyncio
import os
import re
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp

from assistant.bench.server import Server
from assistant.bench.shell_client import ShellClient
from sandbox.host.launch import scan

SETTINGS = {"CONCIERGE_SANDBOX": "local"}
BARE = {"CONCIERGE_SANDBOX_ISOLATION": "none"}
"""Programs read files that are made for them; what walls cost is measured beside."""
_PRIVATE = re.compile(r"^Private_(?:Clean|Dirty):\s+(\d+)", re.MULTILINE)


class Shells:
    """Sessions on one server."""

    def __init__(self, folder: Path, http: aiohttp.ClientSession, *, walls: bool = False) -> None:
        self.server = Server(folder, speed=10_000.0, settings=SETTINGS if walls else SETTINGS | BARE)
        self.http = http
        self._root = folder / "sandbox"

    async def person(self, email: str) -> str:
        """A token whose address is verified."""
        async with self.http.post(f"{self.server.url}/api/v1/conversations", json={}) as answer:
            token = (await answer.json())["token"]
        headers = {"Authorization": f"Bearer {token}"}
        async with self.http.post(f"{self.server.url}/api/v1/auth/email", json={"email": email}, headers=headers) as answer:
            answer.raise_for_status()
        code = await asyncio.to_thread(self.server.code, email)
        body = {"email": email, "code": code}
        async with self.http.post(f"{self.server.url}/api/v1/auth/verify", json=body, headers=headers) as answer:
            answer.raise_for_status()
        return token

    async def session(self, token: str, **body: Any) -> str:
        """A new shell."""
        headers, wanted = {"Authorization": f"Bearer {token}"}, {"agent": "sovereign-shell", "cols": 100, "rows": 40, **body}
        async with self.http.post(f"{self.server.url}/api/v1/sandbox/sessions", json=wanted, headers=headers) as answer:
            answer.raise_for_status()
            return (await answer.json())["id"]

    async def open(self, token: str, session: str, **more: Any) -> ShellClient:
        """A socket on it."""
        return await ShellClient(self.http, session, token, **more).connect(self.server.url)

    def uss_mib(self) -> float:
        """Private memory of a session's host, on average."""
        found = [f for f in scan(self._root) if f.running]
        each = [sum(map(int, _PRIVATE.findall(Path(f"/proc/{f.facts['host']}/smaps_rollup").read_text("ascii")))) for f in found]
        return sum(each) / max(1, len(each)) / 1024

    async def gone(self, wait: float) -> None:
        """Until no host answers any more. Raises TimeoutError."""
        async with asyncio.timeout(wait):
            while any(f.running for f in await asyncio.to_thread(scan, self._root)):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.1)

    def sweep(self) -> None:
        """End every session by force: the folder goes away."""
        for found in scan(self._root):
            for pid in (found.facts["child"], found.facts["host"]):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
