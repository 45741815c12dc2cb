"""An agent that has ended goes on by a button; how much room there is, is said when it matters. In Chromium, behind real walls."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.accessible import violations
from tests.e2e.sandbox_page import PHONE, Box, Desk, box

__all__ = ["box"]
AIDER = """#!/bin/sh
[ "$1" = --version ] && echo 1.0 && exit
echo "started with: $*."
touch .aider.chat.history.md
read x
"""
MIB = 1 << 20


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """Twenty mebibytes for each person, and an agent that is quickly there."""
    folder = tmp_path_factory.mktemp("agents")
    (folder / "bin").mkdir()
    (folder / "bin" / "aider").write_text(AIDER)
    for path in (folder, folder / "bin", folder / "bin" / "aider"):
        path.chmod(0o755)
    running = Box(
        tmp_path_factory.mktemp("small"), CONCIERGE_SANDBOX_AGENTS=str(folder), CONCIERGE_SANDBOX_GATEWAY_URL="http://127.0.0.1:9/v1",
        CONCIERGE_SANDBOX_GATEWAY_TOKEN="token", CONCIERGE_SANDBOX_DISK_GIB=str(20 / 1024), CONCIERGE_SANDBOX_FREE_GIB="0",
    )  # fmt: skip
    yield running
    running.close()


@pytest.mark.parametrize("size", [None, PHONE])
def test_an_agent_that_ended_goes_on_by_a_button(browser: Browser, small: Box, size: dict[str, int] | None) -> None:
    desk = Desk(browser, small, size)
    page = desk.open(first := small.start("aider"))
    if size:
        page.get_by_test_id("tab-terminal").click()
    desk.shows("started with: --yes-always --no-auto-commits.")
    expect(page.get_by_test_id("go-on")).to_have_count(0)
    page.locator(".xterm-helper-textarea").press("Enter")
    page.get_by_test_id("go-on").click()
    expect(page).to_have_url(re.compile(rf"/sandbox/(?!{first})[0-9a-f]{{24}}$"))
    if size:
        page.get_by_test_id("tab-terminal").click()
    desk.shows("[Aider goes on with its last conversation.]")
    desk.shows("chat-history.")  # a phone's lines are short
    assert violations(page) == []
    page.goto(f"{small.url}/sandbox/{first}")
    expect(page.get_by_text("This is its last screen.")).to_be_visible()
    expect(page.get_by_test_id("go-on")).to_have_count(0)
    desk.close()


def test_with_plenty_of_room_nothing_is_said_of_it(browser: Browser, box: Box) -> None:
    desk = Desk(browser, box)
    with desk.page.expect_response(lambda answer: answer.url.endswith("/sandbox/disk")):
        page = desk.open()
    expect(page.get_by_test_id("start-bash")).to_be_visible()
    expect(page.get_by_test_id("disk-used")).to_have_count(0)
    desk.close()


def test_without_room_it_is_said_and_a_shell_starts_all_the_same(browser: Browser, small: Box) -> None:
    home = next((small.folder / "homes").iterdir())
    (home / "large").write_bytes(os.urandom(21 * MIB))
    small.server.stop()
    small.server.start()  # else it is a minute until it is counted anew
    desk = Desk(browser, small)
    page = desk.open()
    expect(page.get_by_test_id("disk-used")).to_contain_text("Your files take all the disk that you may have.")
    assert violations(page) == []
    page.get_by_test_id("start-aider").click()
    expect(page.locator(".start-agent [role=alert]")).to_contain_text("a shell starts for that")
    page.get_by_test_id("start-bash").click()
    desk.ready()
    desk.type("rm -f ~/large; echo ro''om\n")
    desk.shows("room")
    assert not Path(home / "large").exists()
    desk.complaints = [said for said in desk.complaints if "507" not in said]  # the browser's own word on a refusal
    desk.close()
