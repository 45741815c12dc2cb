"""Keys while the voice is on: what must never be said aloud is typed, beside the conversation, and the talk goes on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Opened
from tests.e2e.served import Served
from tests.e2e.test_page import customer_pays as customer_pays  # noqa: PLC0414 - a fixture, used by its name
from tests.e2e.test_voice_page import talking as talking  # noqa: PLC0414 - as above
from tests.e2e.voice_twin import VoiceTwin

KEYS = {
    "hetznerToken": "T0k" * 22,
    "hetznerProjectID": "project-4711",
    "objectStorageAccessKey": "ACCESSKEY0123456789",
    "objectStorageSecretKey": "s3cr3t" * 7,
}
DEPLOYED_MS = 60_000


@pytest.fixture
def twin(customer_pays: Served) -> Iterator[VoiceTwin]:
    running = VoiceTwin(customer_pays.url).start()
    yield running
    running.stop()


def test_keys_are_typed_instead_and_neither_said_nor_told_to_the_conversation(
    customer_pays: Served, twin: VoiceTwin, talking: Browser
) -> None:
    opened = Opened(talking, twin.url, width=1280, height=800)
    page = opened.page
    bar = page.get_by_test_id("voice-bar")
    page.get_by_test_id("voice-button").click()
    expect(bar).to_have_attribute("data-state", "listening")
    opened.say("Eigenes Konto in Hamburg, konto@example.com, website please")
    expect(page.get_by_test_id("secret-form")).to_be_visible()
    page.get_by_test_id("type-instead").click()
    for name, value in KEYS.items():  # by keyboard alone
        expect(page.get_by_test_id(f"secret-{name}")).to_be_focused()
        expect(page.get_by_test_id(f"secret-{name}")).to_have_attribute("type", "password")
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("readback").last).to_contain_text("konto@example.com")
    expect(page.get_by_test_id("secret-form")).to_have_count(0)
    expect(bar).to_have_attribute("data-state", "listening")
    page.get_by_test_id("type-instead").click()
    expect(page.get_by_test_id("code-input")).to_be_focused()
    page.keyboard.type(customer_pays.code("konto@example.com"))
    page.get_by_test_id("confirm").last.click()
    expect(page.get_by_test_id("console-link")).to_be_visible(timeout=DEPLOYED_MS)
    told = str(twin.said) + page.content()
    kept = b"".join(path.read_bytes() for path in customer_pays.folder.rglob("*") if path.is_file())
    assert [name for name, value in KEYS.items() if value in told or value.encode() in kept] == []
    opened.close()
