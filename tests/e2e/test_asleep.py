"""A page that the browser froze while the server restarted, and a tab that was duplicated with what waited in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import SPEED, Opened
from tests.e2e.served import Served

FIRST = "a bakery called Slaapkop in Ghent"
WIKI = "we also need a wiki"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path, "serve", CONCIERGE_EMULATOR_SPEED=SPEED).start()
    yield server
    server.stop()


@pytest.fixture
def opened(browser: Browser, own: Served) -> Iterator[Opened]:
    found = Opened(browser, own.url, width=1440, height=900)
    found.say(FIRST)
    yield found
    found.complaints.clear()  # a server that is gone makes the browser complain
    found.close()


def _said(page: Page) -> list[str]:
    return [text.removeprefix("You:").strip() for text in page.get_by_test_id("message-user").all_inner_texts()]


def _type(page: Page, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")


def test_a_page_that_was_frozen_through_a_restart_comes_back_whole(opened: Opened, own: Served) -> None:
    page = opened.page
    page.get_by_role("button", name="Another device").click()
    link = page.get_by_test_id("device-link")
    expect(link).not_to_have_value("")
    address = link.input_value()
    page.keyboard.press("Escape")
    tools = page.context.new_cdp_session(page)
    tools.send("Page.setWebLifecycleState", {"state": "frozen"})
    phone = page.context.browser
    assert phone is not None
    other = phone.new_context().new_page()
    other.goto(address)
    _type(other, "make it Helsinki")
    expect(other.get_by_test_id("plan-regions")).to_contain_text("Helsinki")
    own.kill()
    own.start()
    tools.send("Page.setWebLifecycleState", {"state": "active"})
    expect(page.get_by_test_id("plan-regions")).to_contain_text("Helsinki")
    expect(page.get_by_test_id("message-user")).to_have_count(2)
    _type(page, WIKI)
    for device in (page, other):
        expect(device.get_by_test_id("message-user")).to_have_count(3)
        expect(device.get_by_test_id("message-pending")).to_have_count(0)
        assert _said(device) == [FIRST, "make it Helsinki", WIKI]
    other.context.close()


def test_a_duplicated_tab_sends_nothing_of_what_waits_in_the_first(opened: Opened, own: Served) -> None:
    page = opened.page
    own.kill()
    _type(page, WIKI)
    expect(page.get_by_test_id("message-pending")).to_contain_text("waiting to be sent")
    own.start()
    # A window that a page opens begins with a copy of its storage, as a duplicated tab does.
    with page.expect_popup() as opening:
        page.evaluate("void window.open('/start')")
    twin = opening.value
    for tab in (page, twin):
        expect(tab.get_by_test_id("message-user")).to_have_count(2)
        expect(tab.get_by_test_id("message-pending")).to_have_count(0)
        assert _said(tab) == [FIRST, WIKI]
    page.reload()
    expect(page.get_by_test_id("message-user")).to_have_count(2)
    assert _said(page) == [FIRST, WIKI]


def test_a_running_cloud_is_watched_on_after_a_restart_in_both_tabs(opened: Opened, own: Served) -> None:
    page = opened.page
    opened.say("mail slaap@example.com, just a website")
    page.get_by_test_id("code-input").fill(own.code("slaap@example.com"))
    page.get_by_test_id("confirm").last.click()
    expect(page.get_by_test_id("progress")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    own.kill()
    own.start()
    for tab in (page, other):
        expect(tab.get_by_test_id("console-link")).to_be_visible(timeout=60_000)
        expect(tab.get_by_test_id("message-user")).to_have_count(4)
