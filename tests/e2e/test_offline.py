"""Without a network, asleep, in two tabs: nothing that was said is lost, and nothing is said twice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Opened
from tests.e2e.served import Served

ACTIVE = "navigator.serviceWorker.ready.then(registration => registration.active.state === 'activated' || new Promise(done => registration.active.addEventListener('statechange', () => done(true))))"
FIRST = "a bakery called Zweimal in Ghent"


@pytest.fixture
def kept(browser: Browser, served: Served) -> Iterator[Opened]:
    """The page, kept by its worker, so that it can be reloaded without a network."""
    opened = Opened(browser, served.url, width=820, height=1180)
    opened.page.evaluate(ACTIVE)
    opened.say(FIRST)
    yield opened
    opened.complaints.clear()  # a network that is gone makes the browser complain
    opened.close()


def _said(page: Page) -> list[str]:
    return [text.removeprefix("You:").strip() for text in page.get_by_test_id("message-user").all_inner_texts()]


def _type(page: Page, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")


def test_what_waits_survives_a_reload_without_a_network_and_goes_out_once(kept: Opened) -> None:
    page = kept.page
    # The socket is told by the browser's word alone: it looks open for minutes otherwise.
    page.context.set_offline(True)
    expect(page.get_by_test_id("offline")).to_be_visible()
    _type(page, "make it Helsinki")
    expect(page.get_by_test_id("message-pending")).to_contain_text("waiting to be sent")
    page.reload()
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
    expect(page.get_by_test_id("offline")).to_contain_text("What you had written is kept")
    page.context.set_offline(False)
    expect(page.get_by_test_id("plan-regions")).to_contain_text("Helsinki")
    expect(page.get_by_test_id("message-pending")).to_have_count(0)
    page.reload()
    expect(page.get_by_test_id("message-user")).to_have_count(2)
    assert _said(page) == [FIRST, "make it Helsinki"]


def test_of_two_tabs_each_sends_its_own(kept: Opened) -> None:
    page = kept.page
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_test_id("message-user")).to_have_count(1)
    page.context.set_offline(True)
    for tab, text in ((page, "make it Helsinki"), (other, "we also need a wiki")):
        expect(tab.get_by_test_id("offline")).to_be_visible()
        _type(tab, text)
        expect(tab.get_by_test_id("message-pending")).to_have_count(1)
    page.context.set_offline(False)
    for tab in (page, other):
        expect(tab.get_by_test_id("message-user")).to_have_count(3)
        expect(tab.get_by_test_id("message-pending")).to_have_count(0)
        assert sorted(_said(tab)) == sorted([FIRST, "make it Helsinki", "we also need a wiki"])


def test_after_a_sleep_the_page_connects_anew_and_misses_nothing(kept: Opened) -> None:
    page = kept.page
    awake = page.context.new_page()
    awake.goto(page.url)
    expect(awake.get_by_test_id("message-user")).to_have_count(1)
    _type(awake, "make it Helsinki")
    expect(awake.get_by_test_id("plan-regions")).to_contain_text("Helsinki")
    with page.expect_websocket() as socket:
        page.evaluate("document.dispatchEvent(new Event('resume'))")
    assert "/live" in socket.value.url
    expect(page.get_by_test_id("message-user")).to_have_count(2)
    _type(page, "we also need a wiki")
    expect(page.get_by_test_id("message-user")).to_have_count(3)
    assert _said(page) == [FIRST, "make it Helsinki", "we also need a wiki"]
