"""Chromium against a real server."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.e2e.served import Served
from tests.e2e.slow import slowed

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE_MS = 20_000
SPEED = "900"


def chromium() -> str:
    """Where it is installed; without one the test is skipped."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("Chromium isn't installed; on Debian: apt-get install chromium")
    return found


@pytest.fixture(scope="module")  # a browser that outlives its file leaves its event loop running under other files' tests
def browser() -> Iterator[Browser]:
    found = chromium()
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield slowed(running)
        running.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("served"), "serve", CONCIERGE_EMULATOR_SPEED=SPEED).start()
    yield server
    server.stop()


def becomes_true(page: Page, script: str, *, patience_ms: int = PATIENCE_MS) -> None:
    """Playwright's own waiting evaluates text inside the page, which the page's policy forbids once it has to wait."""
    for _ in range(patience_ms // 100):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    raise AssertionError(script)


class Opened:
    """A page on the server, with what its console complained about."""

    PATH = "/start"

    def __init__(self, browser: Browser, url: str, *, width: int, height: int, dark: bool = False, locale: str = "en-US") -> None:
        self._context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", accept_downloads=True,
            locale=locale,
        )  # fmt: skip
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._heard)
        self.page.goto(f"{url}{self.PATH}")
        expect(self.page.get_by_test_id("composer")).to_be_editable()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "WebSocket" not in message.text and "ERR_CONNECTION" not in message.text:
            self.complaints.append(message.text)

    def say(self, text: str) -> None:
        """Type it and press Enter, and wait for the answer."""
        said = self.page.get_by_test_id("message-user")
        before = said.count()
        self.page.get_by_test_id("composer").fill(text)
        self.page.get_by_test_id("composer").press("Enter")
        expect(said.nth(before)).to_be_visible()
        expect(said.last).to_contain_text(text[:20])
        # What follows these very words: an older answer may be drawn only now, where the page has just been loaded again.
        expect(said.last.locator("xpath=following::*[@data-testid='message-assistant']").first).to_be_visible()

    def reload(self) -> None:
        """Load the page again, and wait until everything that was said is there again."""
        said = self.page.get_by_test_id("message-user"), self.page.get_by_test_id("message-assistant")
        before = [messages.count() for messages in said]
        self.page.reload()
        for messages, count in zip(said, before, strict=True):
            expect(messages).to_have_count(count)

    def plan(self, field: str) -> str:
        """What the living plan shows for a field."""
        return self.page.get_by_test_id(f"plan-{field}").inner_text()

    def close(self) -> None:
        """Nothing must have gone wrong in the console."""
        self._context.close()
        assert self.complaints == []


@pytest.fixture
def opened(browser: Browser, served: Served) -> Iterator[Opened]:
    page = Opened(browser, served.url, width=1440, height=900)
    yield page
    page.close()


@pytest.fixture
def phone(browser: Browser, served: Served) -> Iterator[Opened]:
    page = Opened(browser, served.url, width=360, height=740, dark=True)
    yield page
    page.close()


