"""A server that dies under a talk, seen from the page."""

import time

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opened
from tests.e2e.test_voice_page import opened as opened  # noqa: PLC0414 - a fixture, used by its name
from tests.e2e.test_voice_page import talking as talking  # noqa: PLC0414 - as above
from tests.e2e.test_voice_page import twin as twin  # noqa: PLC0414 - as above
from tests.e2e.voice_twin import VoiceTwin

NOTICED_S = 2.0


def _is(page: Page, state: str) -> None:
    expect(page.get_by_test_id("voice-bar")).to_have_attribute("data-state", state)


def test_a_page_whose_server_died_says_so_within_two_seconds_and_goes_on_with_the_next_one(opened: Opened, twin: VoiceTwin) -> None:
    page = opened.page
    page.get_by_test_id("voice-button").click()
    _is(page, "listening")
    line = twin.line
    died = time.monotonic()
    twin.vanish()
    _is(page, "reconnecting")
    assert time.monotonic() - died < NOTICED_S, "the path itself would have noticed much later"
    before = twin.count("POST")
    twin.appear()
    twin.wait_for_call("POST", before + 1)
    assert ("POST", "rtc", line) in twin.calls, "what was being said may go on where the server still knows it"
    _is(page, "listening")
    twin.wait_for_sound(-40)
