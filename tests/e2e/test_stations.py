"""Every station of every flow, in each size, light and dark: axe finds nothing, and nothing is wider than the window.

One page of one browser is resized and recoloured at each station, as in `test_doc_pictures.py`.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import SIZES, paint, violations
from tests.e2e.conftest import SPEED, Opened
from tests.e2e.served import Served
from tests.e2e.sheet import sheet
from tests.e2e.test_progress_pages import World, deploy

SLOW = "60"
"""A cloud is under way for long enough to be looked at."""
ACTIVE = "navigator.serviceWorker.ready.then(registration => registration.active.state === 'activated' || new Promise(done => registration.active.addEventListener('statechange', () => done(true))))"


def hold(page: Page, station: str, *, plan: bool = False, seen: str | None = None) -> None:
    """`plan`: what it is about stands in the sheet; `seen`: what is scrolled to."""
    found: list[str] = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        sheet(page, is_open=plan)
        if seen:
            page.get_by_test_id(seen).scroll_into_view_if_needed()
        for scheme in ("light", "dark"):
            paint(page, scheme)
            found += [f"{width} {scheme}: {one}" for one in violations(page)]
            if folder := os.environ.get("E2E_SHOTS"):
                page.screenshot(path=Path(folder) / f"station-{station}-{width}-{scheme}.png")
        wider = page.evaluate("document.documentElement.scrollWidth") - width
        found += [f"{width}: {wider} pixels wider than the window"] if wider > 0 else []
    assert found == [], station


@pytest.fixture
def opened(browser: Browser, served: Served) -> Iterator[Opened]:
    page = Opened(browser, served.url, width=1440, height=900)
    yield page
    page.close()


@pytest.fixture
def slowly(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path, "serve", CONCIERGE_EMULATOR_SPEED=SLOW).start()
    yield server
    server.stop()


def test_from_the_start_to_the_read_back(opened: Opened, served: Served) -> None:
    page = opened.page
    hold(page, "welcome")
    opened.say("We need a website, in Falkenstein and Helsinki")
    hold(page, "plan", plan=True)
    page.get_by_test_id("price-parts").locator("summary").click()
    for field in ("organisation", "apps", "size"):
        sheet(page, is_open=True)
        page.get_by_test_id(f"change-{field}").click()
        expect(page.get_by_test_id("change-form")).to_be_visible()
        hold(page, f"change-{field}", plan=True, seen="change-form")
        page.get_by_test_id("change-cancel").click()
    opened.say("We're Stationen, mail stations@example.com")
    expect(page.get_by_test_id("readback").last).to_be_visible()
    hold(page, "read-back")
    code = served.code("stations@example.com")
    page.get_by_test_id("code-input").fill(f"{(int(code) + 1) % 10**6:06d}")
    expect(page.locator("#code-refused")).to_be_visible()
    hold(page, "code-refused")
    page.get_by_test_id("continue-elsewhere").click()
    expect(page.get_by_test_id("qr").locator("svg")).to_be_visible()
    hold(page, "another-device")
    page.keyboard.press("Escape")
    page.get_by_test_id("new-conversation").click()
    expect(page.get_by_test_id("new-dialog")).to_be_visible()
    hold(page, "start-anew")
    page.keyboard.press("Escape")


def test_from_the_yes_to_the_running_cloud(browser: Browser, slowly: Served) -> None:
    opened = Opened(browser, slowly.url, width=1440, height=900)
    page = opened.page
    opened.say("Werdegang in Hamburg, in Falkenstein and Helsinki, mail grow@example.com, no apps")
    page.get_by_test_id("code-input").fill(slowly.code("grow@example.com"))
    page.get_by_test_id("confirm").last.click()
    expect(page.get_by_test_id("region").first).to_be_visible()
    page.get_by_test_id("region").first.locator("summary").click()
    page.get_by_test_id("log").locator("summary").click()
    expect(page.get_by_test_id("raw-log")).to_be_visible()
    expect(page.get_by_test_id("progress")).to_have_attribute("data-running", "true")
    hold(page, "under-way", plan=True, seen="raw-log")
    page.get_by_test_id("jobs-list").click()
    hold(page, "list", plan=True)
    expect(page.get_by_test_id("ready")).to_be_visible(timeout=120_000)
    hold(page, "ready")
    opened.close()


@pytest.mark.parametrize(("fault", "end"), [("failing-component:harbor", "failed"), ("dns-missing", "still-missing")])
def test_what_went_wrong(browser: Browser, tmp_path: Path, fault: str, end: str) -> None:
    with World(tmp_path / "world", fault) as served:
        opened = Opened(browser, served.url, width=1440, height=900)
        deploy(opened, served, "one region", end)
        hold(opened.page, end, plan=end == "still-missing")
        opened.close()


def test_secrets(browser: Browser, tmp_path: Path) -> None:
    emulator = Served(tmp_path / "emulator", "emulator", "--speed", SPEED).start()
    server = Served(tmp_path / "data", "serve", CONCIERGE_CATALYST_URL=emulator.url).start()
    try:
        opened = Opened(browser, server.url, width=1440, height=900)
        opened.say("Eigenes Konto in Hamburg, konto@example.com, website please")
        expect(opened.page.get_by_test_id("secret-form")).to_be_visible()
        hold(opened.page, "secrets")
        opened.close()
    finally:
        server.stop()
        emulator.stop()


def test_offline(opened: Opened) -> None:
    page = opened.page
    page.evaluate(ACTIVE)
    opened.say("a bakery called Funkstille in Ghent")
    page.context.set_offline(True)
    page.get_by_test_id("composer").fill("make it Helsinki")
    page.get_by_test_id("composer").press("Enter")
    expect(page.get_by_test_id("offline")).to_be_visible()
    expect(page.get_by_test_id("message-pending")).to_be_visible()
    hold(page, "offline")
    page.reload()
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
    hold(page, "offline-from-the-start")
    page.context.set_offline(False)
    expect(page.get_by_test_id("plan-regions")).to_contain_text("Helsinki")
    opened.complaints.clear()  # a network that is gone makes the browser complain
