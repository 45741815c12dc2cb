"""The page's own words are the customer's: at first, through a talk, and to the end; from the right where they are written so."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.accessible import violations
from tests.e2e.conftest import PATIENCE_MS, Opened
from tests.e2e.served import ROOT, Served

WORDS = ROOT / "web" / "src" / "words"
TEXTS = """
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    // What the provisioning service writes into its own log is its own.
    if (!node.parentElement.closest("script, style, noscript, .last-line")) found.push(node.data);
  }
  for (const element of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
    for (const name of ["aria-label", "placeholder", "title", "alt"]) found.push(element.getAttribute(name) || "");
  }
  return [document.title, ...found].map((text) => text.trim().replace(/\\s+/g, " ")).filter((text) => text);
}
"""
TALKS = {
    "de": "Wir heißen Backstube {name} und brauchen eine Website, info@{name}.example",
    "ar": "اسم المؤسسة مخبز النور والبريد info@{name}.example ونحتاج إلى موقع إلكتروني",
    "fr": "Nous nous appelons Boulangerie {name} et il nous faut un site web, info@{name}.example",
    "es": "Nos llamamos Panadería {name} y necesitamos un sitio web, info@{name}.example",
    "tr": "Adımız Fırın {name}, bir web sitesine ihtiyacımız var, info@{name}.example",
}
NAMES = {1440: "Lindner", 360: "Berger"}


def _pieces(language: str) -> set[str]:
    """Every text of a catalogue; of one with values in it what stands between them."""
    source = re.sub(r"^import .*$|/\*\*.*?\*/|//.*$", "", (WORDS / f"{language}.ts").read_text(encoding="utf-8"), flags=re.MULTILINE)
    plain = re.findall(r'"((?:[^"\\]|\\.)+)"', source)
    joined = [piece for whole in re.findall(r"`([^`]+)`", source) for piece in re.split(r"\$\{[^}]*\}", whole)]
    return {piece.strip(" \u00a0.,:()…·") for piece in plain + joined}


def _english(page: Page, language: str) -> list[str]:
    """Texts on the page that are the English catalogue's: a single word where it stands alone, more of them anywhere."""
    ours = {piece for piece in _pieces("en") - _pieces(language) if re.search(r"[A-Za-z]{3}", piece)}
    texts: list[str] = page.evaluate(TEXTS)
    found: list[str] = []
    for piece in ours:
        pattern = re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)" if " " in piece else rf"^{re.escape(piece)}[ .:…]*$")
        found += [f"{piece!r} in {text!r}" for text in texts if pattern.search(text)]
    return found


def _held(opened: Opened, language: str, place: str) -> None:
    """The page as it stands is in one language, and everyone can use it."""
    page = opened.page
    assert _english(page, language) == [], place
    assert violations(page) == [], place
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, place
    cut = page.evaluate(
        "[...document.querySelectorAll('button, h1, h2, h3, dt, dd, label:not(.visually-hidden), .hint, .chip')]"
        ".filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline'"
        " && getComputedStyle(one).overflow !== 'visible').map((one) => one.outerHTML.slice(0, 120))"
    )
    assert cut == [], place
    if folder := os.environ.get("E2E_SHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{language}-{width}-{place}.png")


@pytest.fixture(params=os.environ.get("E2E_LANGUAGES", "de ar").split())
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[(1440, 900), (360, 740)], ids=["1440", "360"])
def opened(request: pytest.FixtureRequest, browser: Browser, served: Served, language: str) -> Iterator[Opened]:
    width, height = request.param
    page = Opened(browser, served.url, width=width, height=height, locale=language)
    yield page
    page.close()


def test_a_talk_without_an_english_word_of_ours(opened: Opened, served: Served, language: str) -> None:
    page = opened.page
    html = page.locator("html")
    expect(html).to_have_attribute("lang", language)
    expect(html).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    expect(page.locator("#side-content")).not_to_be_empty()
    _held(opened, language, "start")
    assert page.viewport_size is not None
    name = NAMES[page.viewport_size["width"]]
    opened.say(TALKS[language].format(name=name))
    if language == "ar":
        opened.say(name)
    expect(page.get_by_test_id("readback").last).to_be_visible()
    expect(page.get_by_test_id("code-input")).to_be_visible()
    _held(opened, language, "plan")
    page.get_by_test_id("code-input").fill(served.code(f"info@{name}.example".lower()))
    confirm = page.get_by_test_id("confirm").last
    expect(confirm).to_be_enabled()
    _held(opened, language, "verified")
    confirm.click()
    expect(page.get_by_test_id("progress")).to_be_visible()
    if page.get_by_test_id("plan-toggle").is_visible():
        expect(page.get_by_test_id("percent")).to_be_visible()
    expect(page.get_by_test_id("handover")).to_be_visible(timeout=60_000)
    _held(opened, language, "ready")
    page.get_by_test_id("continue-elsewhere").click()
    expect(page.get_by_test_id("device-link")).to_be_visible()
    _held(opened, language, "link")


def test_no_english_is_seen_before_the_program_is_there(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="de-AT", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    held: list[Route] = []
    page.route(re.compile(r"/assets/start-"), lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes functions, no methods
    page.goto(f"{served.url}/start", wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre eigene Cloud, in ein paar Sätzen")
    assert _english(page, "de") == []
    page.get_by_role("button", name="Etwas Kleines in Finnland").click()
    field = page.get_by_test_id("composer")
    expect(field).to_have_value(re.compile("Finnland"))
    for route in held:
        route.continue_()
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("plan-regions")).to_contain_text("Helsinki")
    context.close()


def test_the_page_changes_with_the_conversation_and_keeps_what_is_typed(browser: Browser, served: Served) -> None:
    opened = Opened(browser, served.url, width=820, height=1180)
    page = opened.page
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_test_id("composer").fill("Bitte auf Deutsch")
    page.get_by_test_id("composer").press("Enter")
    page.get_by_test_id("composer").press_sequentially("Wir sind eine Bäck")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_test_id("plan-organisation")).to_contain_text("Noch offen")
    expect(page).to_have_title("Ihre eigene Cloud · Concierge")
    page.get_by_test_id("composer").press_sequentially("erei")
    expect(page.get_by_test_id("composer")).to_have_value("Wir sind eine Bäckerei")
    opened.close()
