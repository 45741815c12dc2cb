"""The pictures of the documentation are what the page looks like: one conversation, seen in three sizes, light and dark.

One page of one browser is resized and recoloured for each picture. Its clock stands, nothing moves, its letters are pinned.
Pictures are renewed with `PICTURES=write`, and then looked at.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import SIZES
from tests.e2e.conftest import PATIENCE_MS, becomes_true
from tests.e2e.pictures import assert_screen_looks_like
from tests.e2e.served import ROOT, Served
from tests.e2e.sheet import sheet

FOLDER = ROOT / "docs" / "pictures"
NOW = "2026-03-02T09:30:00Z"
STILL = """
:root { --font: "DejaVu Sans", sans-serif !important; --mono: "DejaVu Sans Mono", monospace !important; }
*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; }
.progress-figure span, .last-line { visibility: hidden !important; }
"""
"""Letters that every test machine has; how long a cloud took, and what was said of it last, is another matter each time."""


class Camera:
    """One page, and what it takes pictures with."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._context = browser.new_context(bypass_csp=True, locale="en-GB", reduced_motion="reduce")
        self.page = self._context.new_page()
        self.page.set_default_timeout(3 * PATIENCE_MS)  # the page with every part in every state takes a busy machine long
        self.page.clock.set_fixed_time(NOW)
        self._url = url
        self._comparing = browser.new_page()

    def open(self, path: str) -> None:
        self.page.goto(self._url + path)
        self.page.add_style_tag(content=STILL)

    def say(self, text: str) -> None:
        answers = self.page.get_by_test_id("message-assistant")
        before = answers.count()
        self.page.get_by_test_id("composer").fill(text)
        self.page.get_by_test_id("composer").press("Enter")
        expect(answers.nth(before)).to_be_visible()
        becomes_true(self.page, "!document.querySelector('[data-testid=typing],[data-testid=message-pending]')")

    def take(self, name: str, *, sheet: bool = False, seen: str | None = None) -> None:
        """In every size and colour. `sheet`: on a phone the plan is folded open; `seen`: what is scrolled to."""
        self.page.mouse.move(0, 0)
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            self._fold(sheet)
            self.page.evaluate("document.querySelector('.scroller')?.scrollTo(0, 1e6)")
            self.page.evaluate("document.querySelectorAll('.side, .side-content').forEach((box) => box.scrollTo(0, 0))")
            if seen:
                self.page.locator(seen).first.evaluate("(part) => part.scrollIntoView({ block: 'center' })")
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme)
                assert_screen_looks_like(self.page, FOLDER / f"{name}-{width}-{scheme}.png", self._comparing)

    def _fold(self, is_open: bool) -> None:
        # So that more is seen of the page than of the presenter's things.
        self.page.evaluate("document.querySelectorAll('.presenter-rest').forEach((part) => { part.open = innerWidth >= 1100; })")
        if sheet(self.page, is_open=is_open):
            self.page.mouse.move(0, 0)
            self.page.evaluate("document.activeElement.blur()")

    def close(self) -> None:
        self._context.close()
        self._comparing.close()


@pytest.fixture
def camera(browser: Browser, served: Served) -> Iterator[Camera]:
    found = Camera(browser, served.url)
    yield found
    found.close()


def test_a_conversation_from_its_start_to_the_running_cloud(camera: Camera, served: Served) -> None:
    page: Page = camera.page
    camera.open("/start")
    expect(page.get_by_test_id("plan-organisation")).to_be_attached()
    camera.take("start")
    camera.say("I run a bakery called Korenbloem in Ghent. We need a website.")
    camera.take("plan", sheet=True)
    camera.say("Ghent people like it near: Falkenstein and Helsinki. bread@korenbloem.example")
    expect(page.get_by_test_id("readback").last).to_be_visible()
    camera.take("read-back")
    page.get_by_test_id("code-input").fill(served.code("bread@korenbloem.example"))
    page.get_by_test_id("confirm").last.click()
    expect(page.get_by_test_id("console-link")).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("progress")).to_have_attribute("data-running", "false")
    camera.take("progress", sheet=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_test_id("jobs-graph").click()
    camera.take("graph", sheet=True, seen=".graph")


def test_every_part_in_every_state(camera: Camera) -> None:
    camera.open("/design")
    expect(camera.page.get_by_role("heading", name="Design", exact=True)).to_be_visible()
    camera.take("design", seen="[data-testid=readback]")


def test_the_presenters_view(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    server = Served(tmp_path_factory.mktemp("shown"), "demo", own_folder=False).start()
    camera = Camera(browser, server.url)
    try:
        camera.page.set_viewport_size({"width": 1440, "height": 900})
        camera.open("/demo")
        camera.page.get_by_test_id("demo-speed-10").click()
        camera.page.get_by_test_id("demo-step").click()
        expect(camera.page.get_by_test_id("message-assistant")).to_be_visible()
        becomes_true(camera.page, "document.querySelector('[data-testid=presenter]').dataset.mode === 'paused'")
        camera.take("demo")
    finally:
        camera.close()
        server.stop()
