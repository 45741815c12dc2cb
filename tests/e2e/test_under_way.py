"""While a cloud is being made: how long it still takes, what the service itself writes, and a word when it is ready."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Opened, becomes_true
from tests.e2e.served import Served

SPEED = "30"
"""Twenty seconds, more than any look at it takes on a busy machine; then it is hurried."""
HIDDEN = "Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })"
TOLD = "navigator.serviceWorker.getRegistration('/start').then(found => found.getNotifications()).then(all => all.map(one => `${one.title}: ${one.body}`))"
ACTIVE = "navigator.serviceWorker.ready.then(registration => registration.active.state === 'activated' || new Promise(done => registration.active.addEventListener('statechange', () => done(true))))"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("under-way"), "serve", CONCIERGE_EMULATOR_SPEED=SPEED).start()
    yield server
    server.stop()


@pytest.fixture
def opened(browser: Browser, own: Served) -> Iterator[Opened]:
    page = Opened(browser, own.url, width=1440, height=900)
    yield page
    page.close()


def _create(opened: Opened, served: Served, name: str) -> None:
    email = f"{name.lower()}@example.com"
    opened.say(f"{name} in Hamburg, mail {email}, no apps")
    opened.page.get_by_test_id("code-input").fill(served.code(email))
    opened.page.get_by_test_id("confirm").last.click()
    expect(opened.page.get_by_test_id("progress")).to_be_visible()


def test_the_time_that_is_left_goes_by_earlier_runs(opened: Opened, own: Served) -> None:
    page = opened.page
    _create(opened, own, "Erstlauf")
    expect(page.get_by_test_id("installed")).to_contain_text("components installed", timeout=60_000)
    expect(page.get_by_test_id("time-left")).to_have_count(0)  # there was none before
    own.hurry()
    expect(page.get_by_test_id("ready")).to_be_visible(timeout=60_000)
    page.get_by_test_id("new-conversation").click()
    page.get_by_test_id("new-confirm").click()
    expect(page.get_by_test_id("message-user")).to_have_count(0)
    _create(opened, own, "Zweitlauf")
    expect(page.get_by_test_id("time-left")).to_contain_text("going by 1 earlier run")
    own.kill()
    own.start()
    expect(page.get_by_test_id("time-left")).to_contain_text("going by 1 earlier run")
    own.hurry()
    expect(page.get_by_test_id("ready")).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("time-left")).to_have_count(0)
    opened.complaints.clear()  # a dead server makes the browser complain


def test_the_services_log_is_there_for_whoever_opens_it(opened: Opened, own: Served, tmp_path: Path) -> None:
    page = opened.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/events?" in request.url else None)
    _create(opened, own, "Mitschrift")
    assert asked == [], "nothing is read before it is wanted"
    page.get_by_test_id("log").locator("summary").click()
    log = page.get_by_test_id("raw-log")
    expect(log).to_contain_text("tofu")
    before = log.inner_text()
    own.hurry()
    expect(page.get_by_test_id("ready")).to_be_visible(timeout=60_000)
    expect(log).to_contain_text("[external-secrets installed]")
    page.wait_for_load_state("networkidle")
    whole = log.inner_text()
    assert whole.startswith(before), "it only grows"
    assert len(whole) > 2 * len(before)
    with page.expect_download() as download:
        page.get_by_test_id("log-file").click()
    assert download.value.suggested_filename == "mitschrift.omani.works.log"
    file = tmp_path / "saved.log"
    download.value.save_as(file)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(whole.strip().splitlines())
    page.reload()
    page.get_by_test_id("log").locator("summary").click()
    expect(log).to_have_text(whole)


def test_whoever_wants_it_is_told_once_when_it_is_ready(opened: Opened, own: Served) -> None:
    page = opened.page
    page.context.grant_permissions(["notifications"], origin=own.url)
    page.evaluate(ACTIVE)
    _create(opened, own, "Bescheid")
    page.get_by_test_id("notify").click()
    expect(page.get_by_test_id("notify-wanted")).to_be_visible()
    page.evaluate(HIDDEN)
    own.hurry()
    becomes_true(page, f"{TOLD}.then(all => all.length === 1)", patience_ms=60_000)
    assert page.evaluate(TOLD) == ["Your cloud is ready: bescheid.omani.works"]
    expect(page.get_by_test_id("ready")).to_be_attached()
