"""The page in other languages than English: German to the end, Arabic from the right."""

import os
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Opened
from tests.e2e.served import Served


def test_german_from_the_first_sentence_to_the_console(browser: Browser, served: Served) -> None:
    opened = Opened(browser, served.url, width=1440, height=900, locale="de-DE")
    page = opened.page
    expect(page.locator("main.conversation")).to_have_attribute("lang", "de")
    opened.say("Wir sind eine Bäckerei in Gent und brauchen eine Website und Buchungen, info@backstube.example")
    expect(page.get_by_test_id("message-assistant").last).to_contain_text("Ich schlage Falkenstein, Deutschland, vor")
    opened.say("Wir heißen Backstube Lindner")
    card = page.get_by_test_id("readback").last
    for part in ("Backstube Lindner", "Maschine", "Eine Maschine cpx42 (8 Kerne, 16 GB)", "Keine Worker", "Falkenstein, Deutschland"):
        expect(card).to_contain_text(part)
    page.get_by_test_id("code-input").fill(served.code("info@backstube.example"))
    expect(page.get_by_test_id("message-assistant").last).to_contain_text("ist bestätigt")
    expect(page.get_by_test_id("confirm").last).to_have_text("Ja, so anlegen")
    page.get_by_test_id("confirm").last.click()
    expect(page.get_by_test_id("message-user").last).to_have_text("Sie: Ja, so anlegen")
    expect(page.get_by_test_id("console-link")).to_have_attribute("href", "https://console.backstube-lindner.omani.works", timeout=60_000)
    expect(page.get_by_test_id("message-assistant").last).to_contain_text("Ihr Sovereign backstube-lindner.omani.works ist bereit.")
    opened.close()


def test_arabic_reads_from_the_right_on_a_phone(browser: Browser, served: Served) -> None:
    opened = Opened(browser, served.url, width=360, height=740, locale="ar-OM")
    page = opened.page
    conversation = page.locator("main.conversation")
    expect(conversation).to_have_attribute("dir", "rtl")
    expect(conversation).to_have_attribute("lang", "ar")
    opened.say("اسم المؤسسة مخبز النور والبريد info@noor.example ونحتاج إلى موقع إلكتروني")
    opened.say("makhbaz")
    card = page.get_by_test_id("readback").last
    expect(card).to_contain_text("جهاز واحد cpx42 (8 أنوية، 16 غيغابايت)")
    expect(card).to_contain_text("makhbaz.omani.works")
    label, value = card.locator("dt").first.bounding_box(), card.locator("dd").first.bounding_box()
    assert label is not None
    assert value is not None
    assert label["x"] + label["width"] > value["x"] + value["width"], "labels stand on the right"
    ours, theirs = page.get_by_test_id("message-user").last.bounding_box(), page.get_by_test_id("message-assistant").last.bounding_box()
    assert ours is not None
    assert theirs is not None
    assert ours["x"] < theirs["x"], "what one says oneself stands at the end of the line"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    if folder := os.environ.get("E2E_SHOTS"):
        page.screenshot(path=Path(folder) / "arabic-360.png")
        page.get_by_test_id("message-assistant").last.scroll_into_view_if_needed()
        page.screenshot(path=Path(folder) / "arabic-360-top.png")
    opened.close()
