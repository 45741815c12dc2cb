"""A real `concierge` in a folder of its own, for tests that look at it from outside."""

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
READY_SECONDS = 60
HURRIED = 2_000
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


class Served:
    """`concierge serve` (or `emulator`) as a child; may be killed and started again on the same port."""

    def __init__(self, folder: Path, *arguments: str, own_folder: bool = True, **settings: str) -> None:
        """`own_folder`: the command is told to keep its data in `folder`."""
        self.folder = folder
        self.url = ""
        self._arguments = (*arguments, "--data-dir", str(folder)) if own_folder else arguments
        self._settings = settings
        self._port = 0
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> "Served":
        """Until it says that it is ready."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CONCIERGE_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assistant", *self._arguments, "--port", str(self._port)],
            cwd=ROOT, env={**kept, "CONCIERGE_LOG_LEVEL": "error", **self._settings},
            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        readable, _, _ = select.select([self._process.stdout], [], [], READY_SECONDS)
        line = self._process.stdout.readline() if readable else ""
        assert line.startswith("ready http"), f"not ready: {line!r}"
        self.url = line.split()[1]
        self._port = int(self.url.rpartition(":")[2])
        return self

    def kill(self) -> None:
        """`kill -9`."""
        assert self._process is not None
        self._process.kill()
        self._end()

    def stop(self) -> None:
        """SIGTERM, as an operator would."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._end()

    def _end(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        self._process.wait(20)
        self._process.stdout.close()

    def hurry(self) -> None:
        """The clouds that are being made have waited long enough: a test has seen what it wanted to see of them."""
        file = self.folder / "emulator.json"
        url = f"http://127.0.0.1:{json.loads(file.read_text(encoding='utf-8'))['port']}" if file.exists() else self.url
        answer = httpx.post(f"{url}/emulator/pace", json={"speed": HURRIED}, trust_env=False)
        assert answer.json()["paced"] > 0, answer.text

    def code(self, email: str) -> str:
        """The latest code mailed to an address; waits for it, ten seconds at most."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            for file in sorted((self.folder / "outbox").glob("*.eml"), reverse=True):
                message = message_from_bytes(file.read_bytes(), policy=policy.default)
                found = _CODE.search(message["Subject"])
                if found and message["To"] == email:
                    return found.group()
            select.select([], [], [], 0.05)
        raise AssertionError(f"no code was mailed to {email}")
