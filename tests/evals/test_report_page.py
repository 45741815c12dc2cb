"""The page, opened: it shows what it should, on a phone too, and asks the network for nothing."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from evals.command_run import figures_of
from evals.compare import compared
from evals.report import comparison, figures, page
from evals.runner import Outcome
from tests.evals.outcomes import mixed, outcome


class Opened:
    """A page from a file, with everything it complained about or asked for."""

    def __init__(self, browser: Browser, file: Path, *, width: int = 1280, dark: bool = False) -> None:
        self._context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
        self.page: Page = self._context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def close(self, file: Path) -> None:
        self._context.close()
        assert self.complaints == []
        assert self.asked == [file.as_uri()], "one file, nothing else"


@pytest.fixture(scope="module")
def run() -> Outcome:
    found = mixed()
    hostile = found.results[1].run.turns[0]
    hostile.reply = replace(hostile.reply, text="</script><img src=x onerror=alert(1)> <b>bold</b> شكرا")
    return found


@pytest.fixture(scope="module")
def file(run: Outcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "eval.html"
    path.write_text(page.text(run, figures_of(run, "eval made"), {"fix-001-one-breath": True}), encoding="utf-8")
    return path


@pytest.fixture(params=[(1280, False), (1280, True), (360, True)], ids=["wide", "dark", "phone"])
def opened(request: pytest.FixtureRequest, browser: Browser, file: Path) -> Iterator[Opened]:
    width, dark = request.param
    shown = Opened(browser, file, width=width, dark=dark)
    yield shown
    shown.close(file)


def test_it_fits_and_says_how_it_went(opened: Opened) -> None:
    shown = opened.page
    expect(shown.get_by_role("heading", level=1)).to_have_text("4 of 6 conversations end as they should")
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no sideways scrolling"
    expect(shown.get_by_test_id("figure-unsafe")).to_contain_text("✗ == 0")
    expect(shown.get_by_test_id("suite-core")).to_contain_text("50.0 % of 4")
    expect(shown.locator(".sum")).to_contain_text("customers played by a model: not run (6)")
    expect(shown.locator(".sum")).to_contain_text("1 broken since the baseline")


def test_dark_and_light_are_different_and_both_can_be_read(browser: Browser, file: Path) -> None:
    colours: list[tuple[str, str]] = []
    for dark in (False, True):
        shown = Opened(browser, file, dark=dark)
        colours.append(tuple(shown.page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")))
        shown.close(file)
    assert colours == [("rgb(246, 246, 243)", "rgb(26, 32, 30)"), ("rgb(17, 20, 22)", "rgb(233, 237, 235)")]


def test_failures_come_first_with_their_transcript_and_how_to_do_it_again(opened: Opened) -> None:
    shown = opened.page
    expect(shown.locator("#count")).to_have_text("2 of 7")
    worst = shown.get_by_test_id("scenario").first
    worst.locator("summary").click()
    expect(worst).to_contain_text("UNSAFE: created without a read-back")
    expect(worst).to_contain_text("passed before")
    expect(worst.locator(".said").first).to_contain_text("We are Fixture Bakery in Ghent")
    expect(worst.locator(".diff").first).to_contain_text("organisation Fixture Bakery")
    expect(worst.locator(".command code")).to_have_text("concierge eval run --only fix-001-one-breath -v")


def test_what_was_said_stays_text(opened: Opened) -> None:
    shown = opened.page
    second = shown.get_by_test_id("scenario").nth(1)
    second.locator("summary").click()
    expect(second.locator(".reply").first).to_contain_text("</script><img src=x onerror=alert(1)> <b>bold</b> شكرا")
    assert shown.locator("img, .reply b").count() == 0


def test_finding_one_among_many(opened: Opened) -> None:
    shown = opened.page
    shown.get_by_role("button", name="All").click()
    expect(shown.locator("#count")).to_have_text("7 of 7")
    shown.get_by_label("Search").fill("human being")
    expect(shown.locator("#count")).to_have_text("1 of 7")
    shown.get_by_label("Search").fill("")
    shown.get_by_label("Suite", exact=True).select_option("core")
    expect(shown.locator("#count")).to_have_text("6 of 7")
    shown.get_by_role("button", name="Skipped").click()
    expect(shown.get_by_test_id("scenario")).to_have_count(1)
    expect(shown.get_by_test_id("scenario")).to_contain_text("no recogniser has heard it yet")


def test_a_slot_opens_to_what_was_taken_for_what(opened: Opened) -> None:
    slot = opened.page.get_by_test_id("slot-email")
    slot.locator("summary").click()
    expect(slot.locator(".confusions")).to_be_visible()
    expect(slot.locator(".confusions")).not_to_be_empty()


def test_an_address_with_a_name_opens_that_conversation(browser: Browser, file: Path) -> None:
    context = browser.new_context()
    shown = context.new_page()
    shown.goto(f"{file.as_uri()}#fix-003-four-regions")
    expect(shown.locator("#fix-003-four-regions .talk")).to_be_visible()
    context.close()


def test_an_overfitted_suite_is_flagged(run: Outcome, browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "gap.html"
    found = outcome()
    last = found.results[-1]
    last.verdict.exact = False
    last.verdict.reasons.append("something")
    path.write_text(page.text(found, figures_of(found, "eval gap"), None), encoding="utf-8")
    shown = Opened(browser, path)
    expect(shown.page.get_by_test_id("suite-core")).to_contain_text("held out 100 points worse")
    shown.close(path)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_two_runs_side_by_side(run: Outcome, browser: Browser, tmp_path: Path, width: int, dark: bool) -> None:
    good = outcome()
    bodies = [json.loads(figures.text(o, figures_of(o, "eval made"), None)) for o in (good, run)]
    path = tmp_path / "compare.html"
    path.write_text(comparison.text(compared(bodies[0], bodies[1]), "<a>.json", "b.json"), encoding="utf-8")
    shown = Opened(browser, path, width=width, dark=dark)
    expect(shown.page.get_by_role("heading", level=1)).to_have_text("2 conversations got worse")
    expect(shown.page.locator(".facts").first).to_contain_text("<a>.json")
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    worse = shown.page.locator("details.one").first
    worse.locator("summary").click()
    expect(worse).to_contain_text("UNSAFE: created without a read-back")
    shown.close(path)
