"""Nothing that was typed is lost or doubled: by a server that is killed, without a network; what doesn't arrive is shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.sandbox_page import PHONE, Box, Desk

LINES = [f"line-{n:04}" for n in range(120)]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path / "box")
    yield box
    box.close()


def _typed(box: Box) -> str:
    return next((box.folder / "work").glob("*/typed")).read_text()


def test_a_server_killed_while_somebody_types(browser: Browser, own: Box) -> None:
    desk = Desk(browser, own)
    desk.open(own.start())
    desk.ready()
    # Once this is written the line is no longer the shell's, which would take what comes for commands.
    desk.type("stty -echo; echo li''stening; cat > typed; echo saved-$?\n")
    desk.shows("listening")
    for n, line in enumerate(LINES):
        desk.type(f"{line}\n")
        if n in (30, 80):
            own.server.kill()
        if n in (60, 110):
            own.server.start()
    expect(desk.page.get_by_test_id("connection")).to_have_count(0)
    expect(desk.page.get_by_test_id("undelivered")).to_have_count(0)
    desk.page.keyboard.press("Control+d")
    desk.shows("saved-0")
    assert _typed(own).split() == LINES
    desk.close()


def test_without_a_network_it_is_shown_and_goes_out_once_or_not_at_all(browser: Browser, own: Box) -> None:
    desk = Desk(browser, own)
    page = desk.open(own.start())
    desk.ready()
    page.context.set_offline(True)
    expect(page.get_by_test_id("sandbox-offline")).to_be_visible()
    expect(page.get_by_test_id("connection")).to_have_text("Reconnecting…")
    desk.type("echo of''fline; echo once >> typed\n")
    expect(page.get_by_test_id("undelivered")).to_contain_text("Not delivered")
    page.context.set_offline(False)
    desk.shows("offline")
    desk.shows(until=r"[$#]\s*\Z")
    expect(page.get_by_test_id("undelivered")).to_have_count(0)
    page.context.set_offline(True)
    expect(page.get_by_test_id("connection")).to_be_visible()
    desk.type("echo twice >> typed\n")
    page.get_by_test_id("discard").click()
    expect(page.get_by_test_id("undelivered")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.get_by_test_id("connection")).to_have_count(0)
    page.get_by_test_id("terminal").click()
    desk.type("echo af''ter\n")
    desk.shows("after")
    assert _typed(own) == "once\n"
    desk.close()


def test_a_line_from_a_phone_without_a_network(browser: Browser, own: Box) -> None:
    desk = Desk(browser, own, PHONE)
    page = desk.open(own.start())
    expect(page.get_by_test_id("cards")).to_be_visible()
    expect(page.get_by_test_id("connection")).to_have_count(0)
    page.context.set_offline(True)
    expect(page.get_by_test_id("connection")).to_be_visible()
    page.get_by_test_id("line").fill("echo from-a-phone > typed; echo do''ne")
    page.get_by_test_id("send-line").click()
    expect(page.get_by_test_id("undelivered")).to_contain_text("from-a-phone")
    page.context.set_offline(False)
    card = page.get_by_test_id("card-bash")
    expect(card).to_contain_text("Done")
    assert _typed(own) == "from-a-phone\n"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    desk.close()
