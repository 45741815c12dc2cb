"""The presenter's view: real prospects' words against the real server, with the presenter's hand on everything."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.accessible import SIZES, paint, violations
from tests.e2e.conftest import Opened, becomes_true
from tests.e2e.served import Served

RESET_MS = 1000
RESET = """
async () => {
  const part = (id) => document.querySelector(`[data-testid=${id}]`);
  const began = performance.now();
  part("demo-reset").click();
  const isNew = () => !part("message-user") && part("plan-organisation")?.innerText.includes("Still open") && !part("composer").disabled;
  while (!isNew()) await new Promise((next) => requestAnimationFrame(next));
  return performance.now() - began;
}
"""
PLAYED = "document.querySelector('[data-testid=presenter]').dataset.mode === 'done'"
MODE = "document.querySelector('[data-testid=presenter]').dataset.mode"


@pytest.fixture(scope="module")
def showing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("never"), "demo", own_folder=False).start()
    yield server
    server.stop()


class Shown(Opened):
    """The presenter's view, with the rest of the presenter's things folded open."""

    PATH = "/demo"

    def hand(self, name: str) -> Locator:
        """One of the presenter's controls."""
        found = self.page.get_by_test_id(f"demo-{name}")
        expect(found).to_be_attached()  # before it is there, what is open looks folded, and a tap would fold it
        if not found.is_visible():
            self.page.locator(".presenter-rest > summary").click()
        return found

    def fold(self) -> None:
        """So that the page is seen."""
        if self.page.viewport_size and self.page.viewport_size["width"] < 1100 and self.page.get_by_test_id("demo-fault").is_visible():
            self.page.locator(".presenter-rest > summary").click()

    def play(self) -> None:
        """The whole scene as fast as it goes."""
        self.hand("speed-10").click()
        self.fold()
        self.hand("play").click()
        becomes_true(self.page, PLAYED, patience_ms=60_000)


@pytest.fixture
def shown(browser: Browser, showing: Served) -> Iterator[Shown]:
    page = Shown(browser, showing.url, width=1440, height=900)
    yield page
    page.close()


def _in_both_colours(shown: Shown) -> None:
    for scheme in ("light", "dark"):
        paint(shown.page, scheme)
        assert violations(shown.page) == [], scheme


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_scene_plays_to_the_running_cloud_on_every_screen(browser: Browser, showing: Served, width: int, height: int) -> None:
    shown = Shown(browser, showing.url, width=width, height=height)
    expect(shown.page.get_by_test_id("demo-badge")).to_contain_text("Demonstration")
    _in_both_colours(shown)
    shown.play()
    expect(shown.page.get_by_test_id("ready")).to_be_visible()
    _in_both_colours(shown)
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    shown.close()


@pytest.mark.parametrize("prospect", ["school", "bank", "shop"])
def test_every_prospect_gets_a_cloud(shown: Shown, prospect: str) -> None:
    shown.page.get_by_test_id(f"prospect-{prospect}").click()
    shown.play()
    expect(shown.page.get_by_test_id("ready")).to_be_visible()


def test_it_goes_step_by_step_and_stands_still_when_it_is_paused(shown: Shown) -> None:
    page = shown.page
    shown.hand("step").click()
    expect(page.get_by_test_id("message-assistant")).to_have_count(1)
    becomes_true(page, f"{MODE} === 'paused'")
    expect(page.get_by_test_id("message-user")).to_have_count(1)
    shown.hand("play").click()
    becomes_true(page, "document.querySelector('[data-testid=composer]').value.length > 3")
    shown.hand("play").click()
    typed = page.get_by_test_id("composer").input_value()
    page.wait_for_timeout(300)
    assert page.get_by_test_id("composer").input_value()[: len(typed) + 1] == page.get_by_test_id("composer").input_value()
    expect(page.get_by_test_id("message-user")).to_have_count(1)


def test_a_reset_takes_less_than_a_second_and_the_same_scene_plays_again(shown: Shown) -> None:
    page = shown.page
    shown.play()
    expect(page.get_by_test_id("plan-domain")).to_contain_text("al-noor.omani.works")
    assert page.evaluate(RESET) < RESET_MS
    expect(page.get_by_test_id("message-user")).to_have_count(0)
    expect(page.get_by_test_id("composer")).to_be_editable()
    shown.play()
    expect(page.get_by_test_id("plan-domain")).to_contain_text("al-noor.omani.works")


def test_it_fails_on_command_and_only_then(shown: Shown) -> None:
    page = shown.page
    shown.hand("fault").select_option("failing-component:harbor")
    shown.play()
    expect(page.get_by_test_id("failed")).to_contain_text("harbor")
    shown.hand("reset").click()
    shown.hand("fault").select_option("")
    shown.play()
    expect(page.get_by_test_id("ready")).to_be_visible()


def test_a_recording_is_shown_again_without_the_server(browser: Browser, tmp_path: Path) -> None:
    server = Served(tmp_path, "demo", own_folder=False).start()
    shown = Shown(browser, server.url, width=1440, height=900)
    page = shown.page
    shown.play()
    said = page.get_by_test_id("message-assistant").all_inner_texts()
    with page.expect_download() as download:
        shown.hand("save").click()
    file = tmp_path / "recording.json"
    download.value.save_as(file)
    assert json.loads(file.read_text(encoding="utf-8"))["format"] == "concierge-recording"
    server.stop()
    page.get_by_test_id("demo-open").set_input_files(file)
    expect(page.get_by_test_id("demo-replay")).to_be_visible()
    expect(page.get_by_test_id("demo-badge")).to_be_visible()
    expect(page.get_by_test_id("message-user")).to_have_count(0)
    shown.hand("play").click()
    becomes_true(page, PLAYED, patience_ms=60_000)
    assert page.get_by_test_id("message-assistant").all_inner_texts() == said
    expect(page.get_by_test_id("ready")).to_be_visible()
    shown.complaints.clear()  # a dead server makes the browser complain
    shown.close()


def test_a_prospect_speaks_and_a_pause_holds_the_line(shown: Shown) -> None:
    page = shown.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or "") if request.url.endswith("/demo/voice") and request.method == "POST" else None)
    shown.hand("manner").select_option("service")
    shown.hand("step").click()
    heard = page.get_by_test_id("partial")
    expect(heard).to_contain_text("I run a small clinic")
    shown.hand("play").click()  # a pause
    said = heard.inner_text()
    page.wait_for_timeout(600)
    assert heard.inner_text() == said
    expect(page.get_by_test_id("message-user")).to_have_count(0)
    shown.hand("play").click()
    expect(page.get_by_test_id("message-user").first).to_contain_text("patient booking and files")
    assert "Al Noor" in asked[0]
    shown.hand("reset").click()
    expect(heard).to_have_count(0)


def test_a_file_that_is_none_is_refused_with_a_sentence(shown: Shown, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"format": "other"}', encoding="utf-8")
    shown.page.get_by_test_id("demo-open").set_input_files(file)
    expect(shown.page.get_by_test_id("demo-trouble")).to_contain_text("no recording")
