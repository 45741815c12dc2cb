"""/sandbox: sessions are started, typed into, come back after a reload, and are ended."""

import os
import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.accessible import violations
from tests.e2e.sandbox_page import DESK, PHONE, Box, Desk, box

__all__ = ["box"]
SHOTS = os.environ.get("E2E_SHOTS")


def _picture(desk: Desk, name: str) -> None:
    if SHOTS:
        desk.page.screenshot(path=f"{SHOTS}/{name}.png")


def test_somebody_signs_in_starts_a_shell_and_ends_it(browser: Browser, box: Box) -> None:
    context = browser.new_context(viewport=DESK)  # pyright: ignore[reportArgumentType]
    page = context.new_page()
    page.goto(f"{box.url}/sandbox")
    page.get_by_test_id("sign-in-email").fill("new@example.com")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_test_id("sign-in-code")).to_be_visible()
    page.get_by_test_id("sign-in-code").fill(box.server.code("new@example.com"))
    expect(page.get_by_test_id("no-sessions")).to_be_visible()
    page.get_by_test_id("start-bash").click()
    expect(page).to_have_url(re.compile("/sandbox/[0-9a-f]{24}$"))
    expect(page.get_by_test_id("terminal")).to_be_visible()
    expect(page.get_by_test_id("session-item")).to_have_count(1)
    page.get_by_test_id("end").click()
    page.get_by_test_id("end-confirm").click()
    expect(page.get_by_test_id("no-sessions")).to_be_visible()
    context.close()


def test_what_is_typed_runs_and_is_there_after_a_reload(browser: Browser, box: Box) -> None:
    desk = Desk(browser, box)
    desk.open(box.start())
    desk.ready()
    desk.type("echo $((6*7))x; printf '\\033[1;35mcolour\\033[0m 漢字 👨‍👩‍👧 |\\n'\n")
    desk.shows("42x")
    desk.shows("漢字")
    assert violations(desk.page) == []
    _picture(desk, "terminal-light")
    before = desk.text()
    desk.page.reload()
    desk.shows("42x")
    assert desk.text() == before
    desk.type("exit\n")
    expect(desk.page.get_by_text("It has ended. This is its last screen.")).to_be_visible()
    desk.shows("42x")
    desk.close()


def test_the_size_is_the_windows_and_everything_is_found(browser: Browser, box: Box) -> None:
    desk = Desk(browser, box, dark=True)
    desk.open(box.start())
    desk.ready()
    desk.type("stty size\n")
    rows, cols = map(int, re.findall(r"^(\d+) (\d+)$", desk.shows(until=r"^\d+ \d+$"), re.MULTILINE)[0])
    desk.type("seq 1 400; echo needle''here\n")
    desk.shows("needlehere")
    assert rows > 40
    assert cols > 80
    desk.page.get_by_test_id("search").click()
    desk.page.get_by_test_id("search-field").fill("no such words")
    expect(desk.page.get_by_test_id("search-result")).to_have_text("Not found")
    desk.page.get_by_test_id("search-field").fill("needlehere")
    expect(desk.page.get_by_test_id("search-result")).to_have_text("")
    _picture(desk, "terminal-dark")
    desk.close()


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_shows_cards_first_and_everything_fits(browser: Browser, box: Box, dark: bool) -> None:
    desk = Desk(browser, box, PHONE, dark=dark)
    page = desk.open(box.start())
    expect(page.get_by_test_id("cards")).to_be_visible()
    _picture(desk, f"phone-cards-{dark}")
    assert violations(page) == []
    page.get_by_test_id("tab-terminal").click()
    desk.ready()
    _picture(desk, f"phone-terminal-{dark}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_test_id("back").click()
    expect(page.get_by_test_id("start-bash")).to_be_visible()
    _picture(desk, f"phone-list-{dark}")
    assert violations(page) == []
    desk.close()
