"""Before the page's program is there one can read, type and send; what the browser gets is packed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.served import Served


class Slow:
    """A page whose program doesn't come until it is let through."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._held: list[Route] | None = []
        page.route(re.compile(r"/assets/start-"), lambda route: self._asked(route))  # noqa: PLW0108 - Playwright takes functions, no methods

    def _asked(self, route: Route) -> None:
        if self._held is None:
            route.continue_()
        else:
            self._held.append(route)

    def let(self) -> None:
        """It comes."""
        held, self._held = self._held or [], None
        for route in held:
            route.continue_()


@pytest.fixture
def slow(browser: Browser) -> Iterator[Slow]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield Slow(page)
    context.close()


def test_what_is_sent_before_the_program_is_there_is_sent_once(slow: Slow, served: Served) -> None:
    page = slow.page
    page.goto(f"{served.url}/start", wait_until="commit")
    box = page.get_by_test_id("composer")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_test_id("emulator-notice")).to_be_visible()
    box.press_sequentially("a bakery called Vroeg in Ghent")
    box.press("Enter")
    expect(page.get_by_test_id("message-pending")).to_have_text("a bakery called Vroeg in Ghent")
    box.press_sequentially("with a web")
    assert page.evaluate("performance.getEntriesByName('whole').length") == 0
    slow.let()
    expect(page.get_by_test_id("plan-organisation")).to_contain_text("Vroeg")
    expect(page.get_by_test_id("message-user")).to_have_count(1)
    expect(box).to_have_value("with a web")
    assert page.evaluate("document.activeElement.id") == "composer"
    box.press_sequentially("site")
    expect(box).to_have_value("with a website")
    page.reload()
    expect(page.get_by_test_id("message-user")).to_have_count(1)


def test_a_button_that_was_pressed_too_early_does_what_it_says(slow: Slow, served: Served) -> None:
    page = slow.page
    page.goto(f"{served.url}/start", wait_until="commit")
    page.get_by_role("button", name="Something small in Finland").click()
    expect(page.get_by_test_id("composer")).to_have_value(re.compile("Finland"))
    slow.let()
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("plan-regions")).to_contain_text("Helsinki")


def test_what_the_browser_gets_is_packed(browser: Browser, served: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    codings: dict[str, str] = {}
    page.on("response", lambda answer: codings.update({answer.url: answer.headers.get("content-encoding", "")}))
    page.goto(f"{served.url}/start")
    expect(page.get_by_test_id("plan-organisation")).to_be_visible(timeout=PATIENCE_MS)
    named = {url: coding for url, coding in codings.items() if re.search(r"\.(js|css)$|/start$", url)}
    assert len(named) >= 4
    assert set(named.values()) <= {"br", "gzip"}, named
    context.close()
