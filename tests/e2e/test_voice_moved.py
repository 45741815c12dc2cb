"""A page whose machine goes over to another kind of network while the voice is on."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opened
from tests.e2e.test_voice_page import opened as opened  # noqa: PLC0414 - a fixture, used by its name
from tests.e2e.test_voice_page import talking as talking  # noqa: PLC0414 - as above
from tests.e2e.test_voice_page import twin as twin  # noqa: PLC0414 - as above
from tests.e2e.voice_twin import VoiceTwin

_PHONE = 'Object.defineProperty(navigator, "connection", { value: Object.assign(new EventTarget(), { type: "wifi" }) });'
"""A browser at a desk doesn't tell which kind of network it is on."""
_ANOTHER_SPEED = 'navigator.connection.dispatchEvent(new Event("change"))'
_ANOTHER_NETWORK = f'() => {{ navigator.connection.type = "cellular"; {_ANOTHER_SPEED}; }}'


def _listens(page: Page) -> None:
    expect(page.get_by_test_id("voice-bar")).to_have_attribute("data-state", "listening")


def test_another_network_is_taken_at_once_by_a_new_offer_and_no_ice_restart_is_asked_for(opened: Opened, twin: VoiceTwin) -> None:
    page = opened.page
    page.add_init_script(_PHONE)
    page.reload()
    page.get_by_test_id("voice-button").click()
    _listens(page)
    page.evaluate(_ANOTHER_SPEED)
    page.evaluate(_ANOTHER_NETWORK)
    twin.wait_for_call("POST", 2)
    _listens(page)
    twin.wait_for_sound(-40)
    # From a line that was whole: nothing was waited for.
    assert [call for call in twin.calls if call[0] != "GET"] == [("POST", "rtc", None), ("POST", "rtc", "line-1")]
    assert twin.begun_anew == 1
