"""The page of the agents' switches, in Chromium: in, off, and nobody can start it; on a phone, in every language, in both colours."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from sandbox.agents.switches import FILE
from tests.e2e.accessible import SIZES, paint, violations
from tests.e2e.sandbox_page import PHONE, Box, Desk

TOKEN = "an operator's token of these tests"


@pytest.fixture(scope="module")
def operated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    running = Box(tmp_path_factory.mktemp("operated"), CONCIERGE_SANDBOX_OPERATOR_TOKEN=TOKEN)
    yield running
    running.close()


@pytest.mark.parametrize("size", [None, PHONE])
def test_what_is_switched_off_cannot_be_started(browser: Browser, operated: Box, size: dict[str, int] | None) -> None:
    (operated.folder / FILE).unlink(missing_ok=True)
    desk = Desk(browser, operated, size)
    page = desk.page
    page.goto(f"{operated.url}/sandbox/agents")
    page.get_by_test_id("operator-token").fill(TOKEN)
    page.get_by_test_id("operator-open").click()
    page.get_by_test_id("switch-bash").click()
    expect(page.get_by_test_id("switch-bash")).not_to_be_checked()
    page.get_by_test_id("switches-org").fill("Dev@example.com")
    page.get_by_test_id("switches-show").click()
    expect(page.get_by_test_id("switches-whom")).to_contain_text("dev@example.com")
    expect(page.get_by_test_id("switch-bash")).to_be_disabled()
    page.get_by_test_id("switch-aider").click()
    expect(page.get_by_test_id("switch-aider")).not_to_be_checked()
    assert json.loads((operated.folder / FILE).read_bytes()) == {"sovereign": ["bash"], "orgs": {"dev@example.com": ["aider"]}}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    kept = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])")
    assert TOKEN not in kept
    desk.open()
    expect(page.get_by_test_id("start-sovereign-shell")).to_be_visible()
    expect(page.get_by_test_id("start-bash")).to_have_count(0)
    desk.close()


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "tr", "ar"])
def test_it_is_for_everybody_in_every_language(browser: Browser, operated: Box, language: str) -> None:
    (operated.folder / FILE).write_text(json.dumps({"sovereign": ["bash"], "orgs": {"somebody.with.a.long.name@a-long-domain.example.com": ["aider"]}}))
    desk = Desk(browser, operated, PHONE, locale=language)
    page = desk.page
    page.goto(f"{operated.url}/sandbox/agents")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    expect(page.get_by_test_id("operator-token")).to_be_visible()
    for scheme in ("light", "dark"):
        paint(page, scheme)
        assert violations(page) == []
    page.get_by_test_id("operator-token").fill(TOKEN)
    page.get_by_test_id("operator-open").click()
    expect(page.get_by_test_id("switch-bash")).not_to_be_checked()
    for width, height in SIZES if language in ("en", "ar") else SIZES[:1]:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            paint(page, scheme)
            assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.close()


def test_without_an_operator_there_is_no_such_page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    plain = Box(tmp_path_factory.mktemp("plain"))
    context = browser.new_context()
    for path in ("/sandbox/agents", "/api/v1/sandbox/operator/agents"):
        answer = context.request.get(f"{plain.url}{path}")
        assert answer.status == 404
    context.close()
    plain.close()
