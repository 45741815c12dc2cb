"""Full-screen programs after a reload, and large pastes, in Chromium."""

import hashlib

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import becomes_true
from tests.e2e.sandbox_page import Box, Desk, box

__all__ = ["box"]
PASTE = """([text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.querySelector("[data-testid=terminal] textarea").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def _settled(desk: Desk) -> str:
    """What the terminal shows, once that is the same twice."""
    before = ""
    for _ in range(100):
        desk.page.wait_for_timeout(150)
        if (now := desk.text()) == before:
            return now
        before = now
    raise AssertionError(before)


def _kept(desk: Desk, page: Page) -> None:
    before = _settled(desk)
    page.reload()
    expect(page.get_by_test_id("terminal")).to_be_visible()
    desk.shows(before.strip().splitlines()[0])
    assert _settled(desk) == before


def test_vim_is_as_it_was_after_a_reload_and_goes_on(browser: Browser, box: Box) -> None:
    desk = Desk(browser, box)
    page = desk.open(box.start())
    desk.ready()
    desk.type("seq 1 300 > n; vim -u NONE -N n\n")
    desk.shows('"n" 300L')
    desk.type("150Gzzihello from vim \x1b")
    # Vim waits a moment whether the escape is the first letter of a key: until then it still inserts.
    desk.shows("hello from vim 150", until=r"(?s)\A(?!.*-- INSERT --)")
    _kept(desk, page)
    page.get_by_test_id("terminal").click()
    desk.type(":wq\n")
    desk.ready()
    desk.type("grep vim n\n")
    desk.shows("hello from vim 150")
    # The screen under the editor's is there again.
    assert "seq 1 300" in desk.text()
    desk.close()


def test_less_is_where_it_was(browser: Browser, box: Box) -> None:
    desk = Desk(browser, box)
    page = desk.open(box.start())
    desk.ready()
    desk.type("seq 1 3000 | less\n")
    desk.shows(until=r"^:\s*\Z")
    desk.type("1500g")
    desk.shows(until=r"^1500$")
    _kept(desk, page)
    page.get_by_test_id("terminal").click()
    desk.type("q")
    desk.ready()
    desk.close()


@pytest.mark.parametrize("size", [100_000])
def test_a_large_paste_arrives_whole(browser: Browser, box: Box, size: int) -> None:
    desk = Desk(browser, box)
    page = desk.open(box.start())
    desk.ready()
    text = "".join(f"{n:07} abcdefghijklmnopqrstuvwxyzäöü€👍\n" for n in range(size // 45 + 1))
    # Once this is written the line is no longer the shell's, which would take the paste for a command.
    desk.type("stty -echo; echo li''stening; sha256sum; stty echo\n")
    desk.shows("listening")
    page.evaluate(PASTE, [text])
    expect(page.get_by_test_id("undelivered")).to_have_count(0)
    page.keyboard.press("Control+d")
    desk.shows(hashlib.sha256(text.encode()).hexdigest())
    desk.close()


def test_a_paste_into_a_shell_runs_nothing_by_itself(browser: Browser, box: Box) -> None:
    desk = Desk(browser, box)
    page = desk.open(box.start())
    desk.ready()
    # The prompt and the shell's wish for pastes in one piece may come in two writes.
    becomes_true(page, "document.querySelector('[data-testid=terminal]').isPasteBracketed()")
    page.evaluate(PASTE, ["echo fir''st\necho sec''ond\x1b[201~\necho thi''rd\n"])
    desk.shows("thi''rd")
    page.wait_for_timeout(500)
    assert "first" not in desk.text()
    page.keyboard.press("Enter")
    desk.shows("first")
    desk.close()
