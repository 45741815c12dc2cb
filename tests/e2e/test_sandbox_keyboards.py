"""What keyboards of phones do to our field, in Chromium by its own input methods: a shell gets each line whole, once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.e2e.sandbox_page import PHONE, Box, Desk, box

__all__ = ["box"]
REPLACE = """([from, to]) => {
  const field = document.querySelector('[data-testid=line]');
  const at = field.value.lastIndexOf(from);
  field.setRangeText(to, at, at + from.length, 'end');
  field.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertReplacementText', data: to}));
}"""
"""Safari's way of correcting a word: Chromium's protocol has none for it."""


class Keyboard:
    """A phone's keyboard on the page."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self._page, self._session = page, session

    def compose(self, *texts: str) -> None:
        """What is being written, as it changes; not said yet."""
        for text in texts:
            self._session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})

    def insert(self, text: str) -> None:
        """Said: it takes the place of what is being composed."""
        self._session.send("Input.insertText", {"text": text})

    def rub_out(self, times: int = 1) -> None:
        for _ in range(times):
            self._page.keyboard.press("Backspace")

    def replace(self, old: str, new: str) -> None:
        self._page.evaluate(REPLACE, [old, new])


def _gboard_word(keys: Keyboard) -> None:
    keys.compose("e", "ec", "ech", "echo")
    keys.insert("echo")
    keys.insert(" ")
    keys.compose("a", "an", "ans", "answ", "answer")
    keys.insert("answer")


def _gboard_correction(keys: Keyboard) -> None:
    keys.compose("e", "eh", "ehc", "ehco")
    keys.insert("echo ")  # the correction is taken as the space is pressed
    keys.compose("answe", "answer")
    keys.insert("answer")


def _gboard_suggestion(keys: Keyboard) -> None:
    keys.insert("echo ")
    keys.compose("a", "an")
    keys.insert("answer ")


def _gboard_rubs_out(keys: Keyboard) -> None:
    keys.compose("echoo", "echo")
    keys.insert("echo ")
    keys.insert("answers")
    keys.rub_out()


def _gboard_called_off(keys: Keyboard) -> None:
    keys.insert("echo answer")
    keys.compose("x", "xy", "")


def _dictated(keys: Keyboard) -> None:
    keys.compose("echo", "echo an", "echo answer", "echo answers", "echo answer")
    keys.insert("echo answer")


def _ios_correction(keys: Keyboard) -> None:
    for letter in "echo answre":
        keys.insert(letter)
    keys.replace("answre", "answer")


def _ios_letter_by_letter(keys: Keyboard) -> None:
    for letter in "echo ansx":
        keys.insert(letter)
    keys.rub_out()
    keys.insert("wer")


def _japanese(keys: Keyboard) -> None:
    keys.insert("echo answer")
    keys.compose("に", "にほ", "にほん", "日本")
    keys.insert("日本")


def _korean(keys: Keyboard) -> None:
    keys.insert("echo answer")
    keys.compose("ㅎ", "하", "한")
    keys.insert("한")
    keys.compose("ㄱ", "그", "글")
    keys.insert("글")


TRACES: dict[str, tuple[Callable[[Keyboard], None], str]] = {
    "GBoard, word by word": (_gboard_word, "answer"),
    "GBoard corrects": (_gboard_correction, "answer"),
    "GBoard's suggestion": (_gboard_suggestion, "answer"),
    "GBoard rubs out": (_gboard_rubs_out, "answer"),
    "GBoard, a composition called off": (_gboard_called_off, "answer"),
    "dictated": (_dictated, "answer"),
    "iOS corrects": (_ios_correction, "answer"),
    "iOS, letter by letter": (_ios_letter_by_letter, "answer"),
    "Japanese": (_japanese, "answer日本"),
    "Korean": (_korean, "answer한글"),
}


@pytest.fixture(scope="module")
def phone(browser: Browser, box: Box) -> Iterator[tuple[Desk, Any]]:
    desk = Desk(browser, box, PHONE)
    page = desk.open(box.start())
    page.get_by_test_id("tab-terminal").click()
    desk.ready()
    yield desk, page.context.new_cdp_session(page)
    desk.close()


@pytest.mark.parametrize("direct", [False, True], ids=["line", "keys"])
@pytest.mark.parametrize("name", TRACES)
def test_a_shell_gets_what_was_written(phone: tuple[Desk, CDPSession], name: str, direct: bool) -> None:
    desk, session = phone
    page, (play, expected) = desk.page, TRACES[name]
    desk.ready()
    if (page.get_by_test_id("direct").get_attribute("aria-pressed") == "true") is not direct:
        page.get_by_test_id("direct").click()
    field = page.get_by_test_id("line")
    field.focus()
    play(Keyboard(page, session))
    page.keyboard.press("Enter")
    expect(field).to_have_value("")
    desk.shows(until=rf"^{expected}\s*\n.*[$#]\s*\Z")
    assert desk.text().count("echo") == 1
    page.keyboard.type("clear\n")
    desk.shows(until=r"\A\S*[^\n]*[$#]\s*\Z")
