"""/design shows everything, costs the first load nothing, and like /start breaks no rule of accessibility."""

import gzip
import os
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import SIZES, violations
from tests.e2e.conftest import PATIENCE_MS, Opened
from tests.e2e.served import ROOT, Served

SHOTS = os.environ.get("E2E_SHOTS")
BUDGET = 90_000
"""Bytes of script and style, compressed, before the first word."""
VOICE = ("listening", "hearing", "thinking", "speaking", "interrupted", "muted", "offline", "ready_to_hold", "denied", "busy")


def _design(browser: Browser, url: str, width: int, height: int, *, dark: bool, contrast: str = "no-preference") -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", contrast=contrast  # pyright: ignore[reportArgumentType]
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{url}/design")
    expect(page.get_by_role("heading", name="Design", exact=True)).to_be_visible(timeout=60_000)
    return page


def _picture(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", animations="disabled")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_page_breaks_no_rule(browser: Browser, served: Served, width: int, height: int, dark: bool) -> None:
    opened = Opened(browser, served.url, width=width, height=height, dark=dark)
    assert violations(opened.page) == []
    opened.say("a bakery called Toegankelijk in Ghent, mail t@example.com, just a website")
    expect(opened.page.get_by_test_id("readback").last).to_be_visible()
    expect(opened.page.get_by_test_id("code-input")).to_be_visible()
    _picture(opened.page, f"start-{width}-{dark}")
    assert violations(opened.page) == []
    opened.close()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_design_page_breaks_no_rule(browser: Browser, served: Served, width: int, height: int, dark: bool) -> None:
    page = _design(browser, served.url, width, height, dark=dark)
    _picture(page, f"design-{width}-{dark}")
    assert violations(page) == []
    assert page.evaluate("document.querySelector('.design').scrollWidth") <= width
    page.context.close()


@pytest.mark.parametrize("dark", [False, True])
def test_whoever_asks_for_contrast_gets_it(browser: Browser, served: Served, dark: bool) -> None:
    page = _design(browser, served.url, 1440, 900, dark=dark, contrast="more")
    text, ground = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert {text, ground} == {"rgb(0, 0, 0)", "rgb(255, 255, 255)"}
    assert violations(page) == []
    page.context.close()


def test_everything_is_shown(browser: Browser, served: Served) -> None:
    page = _design(browser, served.url, 1440, 900, dark=False)
    css = (ROOT / "web" / "src" / "styles" / "tokens.css").read_text(encoding="utf-8")
    shown = page.evaluate("[...document.querySelectorAll('[data-token]')].map(e => e.dataset.token)")
    assert set(re.findall(r"(--[\w-]+):", css)) - set(shown) == set()
    states = page.get_by_test_id("voice-bar").evaluate_all("bars => bars.map(bar => bar.dataset.state)")
    assert set(VOICE) - set(states) == set()
    for part in ("composer", "readback", "code-input", "secret-form", "option-chip", "problem", "plan-problem", "progress", "ready", "failed"):
        assert page.get_by_test_id(part).count() > 0, part
    assert page.evaluate("[...document.querySelectorAll('[data-specimen]')].filter(e => e.clientHeight < 8).map(e => e.dataset.specimen)") == []
    page.context.close()


def test_the_first_load_stays_small(browser: Browser, served: Served) -> None:
    opened = Opened(browser, served.url, width=1440, height=900)
    loaded: list[str] = opened.page.evaluate("performance.getEntriesByType('resource').map(e => new URL(e.name).pathname)")
    files = [path.removeprefix("/start/") for path in loaded if re.search(r"\.(js|css)$", path)]
    assert files
    assert not [name for name in files if "Design" in name or "voice" in name]
    size = sum(len(gzip.compress((ROOT / "web" / "dist" / name).read_bytes())) for name in files)
    assert size <= BUDGET, f"{size} bytes in {files}"
    opened.close()
