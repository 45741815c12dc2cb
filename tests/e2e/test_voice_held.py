"""Muting and holding to talk, in a real browser against the twin of the wire."""

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Opened
from tests.e2e.test_voice_page import opened as opened  # noqa: PLC0414 - a fixture, used by its name
from tests.e2e.test_voice_page import talking as talking  # noqa: PLC0414 - as above
from tests.e2e.test_voice_page import twin as twin  # noqa: PLC0414 - as above
from tests.e2e.voice_twin import VoiceTwin


def _tap(page: Page) -> None:
    page.get_by_test_id("voice-button").click()


def _is(page: Page, state: str) -> None:
    expect(page.get_by_test_id("voice-bar")).to_have_attribute("data-state", state)


def test_muted_by_button_and_by_key(opened: Opened, twin: VoiceTwin) -> None:
    page = opened.page
    _tap(page)
    _is(page, "listening")
    page.get_by_test_id("voice-mute").click()
    twin.wait_for_frame(type="mute", on=True)
    _is(page, "muted")
    page.locator("body").press("m")
    twin.wait_for_frame(type="mute", on=False)
    _is(page, "listening")
    page.get_by_test_id("composer").press_sequentially("hmm m")
    _is(page, "listening")  # letters in a field are letters
    expect(page.get_by_test_id("composer")).to_have_value("hmm m")
    page.get_by_test_id("voice-settings").click()
    page.get_by_test_id("voice-keys").uncheck()
    page.keyboard.press("Escape")
    page.locator("body").press("m")
    _is(page, "listening")  # who wants no keys has none


def _choose_to_hold(page: Page) -> None:
    """A line is open, and is spoken into while something is held."""
    _tap(page)
    _is(page, "listening")
    page.get_by_test_id("voice-settings").click()
    page.get_by_test_id("voice-way-hold").check()
    page.keyboard.press("Escape")


def test_held_to_talk_by_pointer_and_by_space_bar(opened: Opened, twin: VoiceTwin) -> None:
    page = opened.page
    _choose_to_hold(page)
    _is(page, "ready_to_hold")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.down(" ")
    twin.wait_for_frame(type="talk", on=True)
    _is(page, "hearing")
    twin.wait_for_sound(-40)
    page.keyboard.up(" ")
    twin.wait_for_frame(type="talk", on=False)
    _is(page, "ready_to_hold")
    twin.said.clear()
    page.get_by_test_id("voice-button").hover()
    page.mouse.down()
    twin.wait_for_frame(type="talk", on=True)
    page.mouse.up()
    twin.wait_for_frame(type="talk", on=False)


def test_who_is_muted_is_heard_while_holding_and_is_muted_again_after_it(opened: Opened, twin: VoiceTwin) -> None:
    page = opened.page
    _choose_to_hold(page)
    page.get_by_test_id("voice-mute").click()
    twin.wait_for_frame(type="mute", on=True)
    twin.state("muted")
    _is(page, "muted")
    expect(page.get_by_test_id("voice-bar")).to_contain_text("unless you hold")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.down(" ")
    twin.wait_for_frame(type="talk", on=True)
    _is(page, "hearing")
    expect(page.get_by_test_id("voice-mute")).to_have_accessible_name("Unmute")
    twin.wait_for_sound(-40)
    twin.state("hearing")
    page.keyboard.up(" ")
    twin.wait_for_frame(type="talk", on=False)
    twin.state("thinking")
    _is(page, "thinking")
    twin.wait_for_silence(-60)
    twin.state("muted")
    _is(page, "muted")
    page.get_by_test_id("voice-mute").click()
    twin.wait_for_frame(type="mute", on=False)
    twin.state("listening")
    _is(page, "ready_to_hold")


def test_a_first_press_that_is_held_talks_only_while_it_is_held(talking: Browser, twin: VoiceTwin) -> None:
    opened = Opened(talking, twin.url, width=1024, height=768)
    page = opened.page
    page.evaluate("localStorage.setItem('concierge.voice-explained', 'yes')")
    page.get_by_test_id("voice-button").hover()
    page.mouse.down()
    twin.wait_for_frame(type="talk", on=True)
    twin.wait_for_sound(-40)
    page.mouse.up()
    _is(page, "ready_to_hold")
    page.get_by_test_id("voice-button").click()
    _is(page, "listening")  # a tap goes over to hands-free
    opened.close()
