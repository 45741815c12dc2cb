"""The page under bad weather and in other people's hands."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import SPEED, Opened
from tests.e2e.served import Served


def test_a_reload_brings_everything_back(opened: Opened) -> None:
    page = opened.page
    opened.say("a bakery called Wiederda in Ghent")
    page.reload()
    expect(page.get_by_test_id("message-user").last).to_contain_text("Wiederda")
    expect(page.get_by_test_id("plan-organisation")).to_contain_text("Wiederda")


def test_another_device_goes_on(opened: Opened, browser: Browser, served: Served) -> None:
    opened.say("a bakery called Zweitgeraet in Ghent")
    page = opened.page
    page.get_by_role("button", name="Another device").click()
    link = page.get_by_test_id("device-link")
    expect(link).to_have_value(re.compile("#join="))
    address = link.input_value()
    other = browser.new_context().new_page()
    other.goto(address)
    expect(other.get_by_test_id("plan-organisation")).to_contain_text("Zweitgeraet")
    assert "join" not in other.url
    other.context.close()


def test_bad_input_is_told_and_nothing_is_lost(opened: Opened) -> None:
    page = opened.page
    opened.say("a bakery called Langtext in Ghent")
    box = page.get_by_test_id("composer")
    for text in ("🙂🙂🙂", "مرحبا بكم", "<img src=x onerror=alert(1)>"):
        opened.say(text)
    expect(page.get_by_test_id("message-user").last).to_contain_text("<img src=x onerror=alert(1)>")
    box.fill("x" * 9000)
    box.press("Enter")
    expect(page.get_by_text("1000 too many")).to_be_visible()
    assert len(box.input_value()) == 9000
    box.fill("what is a region?")
    box.press("Enter")
    expect(page.get_by_test_id("message-assistant").last).to_contain_text("data centre")


def test_a_word_without_an_end_leaves_the_buttons_on_the_screen(phone: Opened) -> None:
    composer = phone.page.get_by_test_id("composer")
    before = composer.bounding_box()
    composer.fill("x" * 8100)
    expect(phone.page.get_by_test_id("composer-count")).to_be_visible()
    box, field = phone.page.get_by_test_id("send").bounding_box(), composer.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 360
    assert before is not None
    assert field is not None
    assert field["width"] == before["width"], "the count takes no room from the text"


def test_by_keyboard_alone(opened: Opened, served: Served) -> None:
    """From the skip link to the new cloud; the focus never gets lost where a field or button disappears."""
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to your message"
    page.keyboard.press("Enter")
    page.keyboard.type("a bakery called Toetsenbord in Ghent, mail toets@example.com, just a website")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("code-input")).to_be_visible()
    expect(page.get_by_test_id("composer")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_test_id("code-input")).to_be_focused()
    page.keyboard.type(served.code("toets@example.com"))
    expect(page.get_by_test_id("message-assistant").last).to_contain_text("verified")
    expect(page.get_by_test_id("composer")).to_be_focused()
    expect(page.get_by_test_id("option-chip").last).to_have_text("yes")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_test_id("option-chip").last).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("progress").first).to_be_visible()
    expect(page.get_by_test_id("composer")).to_be_focused()


def test_the_server_dies_and_the_talk_goes_on(browser: Browser, tmp_path: Path) -> None:
    server = Served(tmp_path, "serve", CONCIERGE_EMULATOR_SPEED=SPEED).start()
    opened = Opened(browser, server.url, width=1024, height=768)
    try:
        opened.say("a bakery called Standhaft in Ghent, mail s@example.com")
        server.kill()
        opened.page.get_by_test_id("composer").fill("make it Helsinki")
        opened.page.get_by_test_id("composer").press("Enter")
        server.start()
        expect(opened.page.get_by_test_id("plan-regions")).to_contain_text("Helsinki")
        opened.page.get_by_test_id("code-input").fill(server.code("s@example.com"))
        expect(opened.page.get_by_test_id("message-assistant").last).to_contain_text("verified")
    finally:
        opened.complaints.clear()  # a dead server makes the browser complain
        opened.close()
        server.stop()


@pytest.fixture
def customer_pays(tmp_path: Path):
    """Somebody else's catalyst-api and no operator's account: the customer brings their own."""
    emulator = Served(tmp_path / "emulator", "emulator", "--speed", SPEED).start()
    server = Served(tmp_path / "data", "serve", CONCIERGE_CATALYST_URL=emulator.url).start()
    yield server
    server.stop()
    emulator.stop()


def test_secrets_are_typed_beside_the_conversation(customer_pays: Served, browser: Browser) -> None:
    opened = Opened(browser, customer_pays.url, width=1280, height=800)
    page = opened.page
    expect(page.get_by_test_id("emulator-notice")).to_be_visible()
    opened.say("Eigenes Konto in Hamburg, konto@example.com, website please")
    form = page.get_by_test_id("secret-form")
    expect(form).to_be_visible()
    token = "T0k" * 22
    fields = form.locator("input")
    for index, value in enumerate((token, "project-4711", "ACCESSKEY0123456789", "s3cr3t" * 7)):
        fields.nth(index).fill(value)
    form.get_by_role("button").last.click()
    expect(page.get_by_test_id("readback").last).to_contain_text("konto@example.com")
    page.get_by_test_id("code-input").fill(customer_pays.code("konto@example.com"))
    page.get_by_test_id("confirm").last.click()
    expect(page.get_by_test_id("console-link")).to_be_visible(timeout=60_000)
    assert token not in page.content()
    assert token.encode() not in b"".join(p.read_bytes() for p in (customer_pays.folder).rglob("*") if p.is_file())
    opened.close()


@pytest.mark.parametrize(("width", "height", "dark"), [(360, 740, False), (820, 1180, True), (1440, 900, True)])
def test_no_width_makes_it_scroll_sideways(browser: Browser, served: Served, width: int, height: int, dark: bool) -> None:
    opened = Opened(browser, served.url, width=width, height=height, dark=dark)
    opened.say("A bakery with a rather long name, Bäckerei und Konditorei Zwischenahn, in Ghent, mail a.very.long.address@example.com")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    unnamed = "[...document.querySelectorAll('button,input,textarea,a')].filter(e => e.offsetParent && !e.labels?.length && !e.getAttribute('aria-label') && !e.innerText && !e.title).length"
    assert opened.page.evaluate(unnamed) == 0
    opened.close()
