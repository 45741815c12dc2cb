"""The sandbox's page in Chromium, for the tests of it: a server with real shells, somebody who is signed in, what a terminal shows."""

import json
import os
import re
import signal
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from sandbox.host.launch import scan
from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.served import Served

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}


def ask(url: str, method: str, path: str, token: str = "", body: Any = None) -> Any:
    """A call of the service."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{url}{path}", data=data, method=method, headers={"Content-Type": "application/json"})
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read() or b"null")


class Box:
    """A server with the sandbox, and one person of it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.server = Served(folder, "serve", CONCIERGE_SANDBOX="local", **settings).start()
        self.email = "dev@example.com"
        self.credentials = self.signed_in()

    @property
    def url(self) -> str:
        return self.server.url

    def signed_in(self) -> dict[str, str]:
        """A new device of the person's."""
        made = ask(self.url, "POST", "/api/v1/conversations", body={"language": "en"})
        for old in (self.folder / "outbox").glob("*.eml"):
            old.unlink()
        ask(self.url, "POST", "/api/v1/auth/email", made["token"], {"email": self.email})
        ask(self.url, "POST", "/api/v1/auth/verify", made["token"], {"email": self.email, "code": self.server.code(self.email)})
        return {"id": made["id"], "token": made["token"]}

    def start(self, agent: str = "bash", cols: int = 100, rows: int = 30) -> str:
        """A session without a page."""
        body = {"agent": agent, "cols": cols, "rows": rows}
        return ask(self.url, "POST", "/api/v1/sandbox/sessions", self.credentials["token"], body)["id"]

    def close(self) -> None:
        """The server and every shell."""
        self.server.stop()
        for found in scan(self.folder / "sandbox"):
            for pid in (found.facts["child"], found.facts["host"]):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    running = Box(tmp_path_factory.mktemp("box"))
    yield running
    running.close()


class Desk:
    """One browser window of a signed-in device."""

    def __init__(self, browser: Browser, box: Box, size: dict[str, int] | None = None, *, dark: bool = False, **context: Any) -> None:
        self._context = browser.new_context(
            viewport=size or DESK, color_scheme="dark" if dark else "light", has_touch=size == PHONE, **context  # pyright: ignore[reportArgumentType]
        )  # fmt: skip
        held = json.dumps(json.dumps(box.credentials))
        self._context.add_init_script(f"localStorage.setItem('concierge.conversation', {held})")
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._heard)
        self._box = box

    def _heard(self, message: ConsoleMessage) -> None:
        away = ("WebSocket", "ERR_CONNECTION", "ERR_INTERNET_DISCONNECTED", "GPU stall", "GL Driver")
        if message.type == "error" and not any(part in message.text for part in away):
            self.complaints.append(message.text)

    def open(self, session: str = "") -> Page:
        """The page, of one session or of all."""
        self.page.goto(f"{self._box.url}/sandbox{'/' + session if session else ''}")
        return self.page

    def shows(self, text: str = "", *, until: str = "", patience_ms: int = PATIENCE_MS) -> str:
        """Until the terminal shows the text, or a line that fits the pattern; the whole screen."""
        seen = ""
        for _ in range(patience_ms // 50):
            seen = self.text()
            if text in seen and re.search(until, seen, re.MULTILINE):
                return seen
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{text or until!r} isn't in:\n{seen}")

    def ready(self) -> str:
        """The shell waits for a command."""
        return self.shows(until=r"[$#]\s*\Z")

    def text(self) -> str:
        """What the terminal shows."""
        return self.page.evaluate("document.querySelector('[data-testid=terminal]')?.terminalText?.() ?? ''")

    def type(self, text: str) -> None:
        """By the keyboard, into the terminal."""
        self.page.keyboard.type(text)

    def close(self) -> None:
        """Nothing must have gone wrong in the console."""
        self._context.close()
        assert self.complaints == []

