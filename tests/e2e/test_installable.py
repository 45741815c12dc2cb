"""The page as an installed one: its manifest as Chromium reads it, without a network, and when a new version comes."""

import json
import mimetypes
import re
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiohttp import web
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import SPEED, Opened, becomes_true
from tests.e2e.served import ROOT, Served
from tests.e2e.voice_twin import VoiceTwin

DIST = ROOT / "web" / "dist"
KEPT = "caches.keys().then(names => Promise.all(names.map(async name => (await (await caches.open(name)).keys()).map(r => new URL(r.url).pathname)))).then(lists => lists.flat())"
ACTIVE = "navigator.serviceWorker.ready.then(registration => registration.active.state === 'activated' || new Promise(done => registration.active.addEventListener('statechange', () => done(true))))"
ONLY_NEW = "caches.keys().then(names => names.length === 1 && names[0] === 'concierge-page-another')"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    """A server that may be killed."""
    server = Served(tmp_path / "data", "serve", CONCIERGE_EMULATOR_SPEED=SPEED).start()
    yield server
    server.stop()


@contextmanager
def _kept(browser: Browser, url: str) -> Generator[Opened]:
    """Opened, and kept for later by its worker."""
    opened = Opened(browser, url, width=360, height=740)
    opened.page.evaluate(ACTIVE)
    yield opened
    opened.complaints.clear()  # a dead server makes the browser complain
    opened.close()


@pytest.fixture
def held(browser: Browser, own: Served) -> Iterator[Opened]:
    with _kept(browser, own.url) as opened:
        yield opened


class Released(VoiceTwin):
    """The server with a page of its own, of which another version can come out."""

    def __init__(self, behind: str, dist: Path) -> None:
        super().__init__(behind)
        self._dist = dist

    async def _through(self, request: web.Request) -> web.Response:
        file = self._dist / (request.path.removeprefix("/start").lstrip("/") or "index.html")
        if not request.path.startswith("/start") or not file.is_file():
            return await super()._through(request)
        kind = mimetypes.guess_type(file.name)[0] or ""
        return web.Response(body=file.read_bytes(), content_type=kind, headers={"Service-Worker-Allowed": "/start"})

    def release(self) -> None:
        """The same page under another name of its script, as a build leaves it."""
        script = next((self._dist / "assets").glob("index-*.js"))
        other = script.with_name("index-another1.js")
        # Later files name the first one too.
        for file in (self._dist / "index.html", self._dist / "sw.js", *(self._dist / "assets").glob("*.js")):
            text = file.read_text(encoding="utf-8").replace(script.name, other.name)
            file.write_text(re.sub(r'VERSION="\w+"', 'VERSION="another"', text), encoding="utf-8")
        script.rename(other)


@pytest.fixture
def released(served: Served, tmp_path: Path) -> Iterator[Released]:
    running = Released(served.url, Path(shutil.copytree(DIST, tmp_path / "dist")))
    running.start()
    yield running
    running.stop()


def test_chromium_finds_nothing_that_hinders_the_installation(held: Opened) -> None:
    tools = held.page.context.new_cdp_session(held.page)
    manifest = tools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["display"] == "standalone"
    # A context of a test is a private window, in which nothing can be installed: the only thing it may say.
    hindrances = {found["errorId"] for found in tools.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert hindrances <= {"in-incognito"}


@pytest.mark.parametrize("dark", [False, True])
def test_the_phones_own_bar_has_the_colour_of_ours(browser: Browser, served: Served, dark: bool) -> None:
    opened = Opened(browser, served.url, width=360, height=740, dark=dark)
    named = opened.page.locator(f'meta[name="theme-color"][media*="{"dark" if dark else "light"}"]').get_attribute("content")
    painted = opened.page.locator(".top-bar").evaluate("bar => getComputedStyle(bar).backgroundColor")
    assert named is not None
    assert painted == "rgb({}, {}, {})".format(*bytes.fromhex(named.removeprefix("#")))
    opened.close()


def test_what_is_kept_is_the_page_and_no_answer_of_the_service(held: Opened) -> None:
    held.say("a bakery called Bewaard in Ghent")
    held.page.reload()
    held.say("what is a region?")
    kept = held.page.evaluate(KEPT)
    assert "/start" in kept
    assert any(re.fullmatch(r"/start/assets/index-.+\.js", path) for path in kept)
    assert [path for path in kept if not path.startswith("/start")] == []
    assert not [path for path in kept if "Design" in path or "voice" in path], "only what the first load needs"


def test_without_a_network_the_page_says_so_and_goes_on_by_itself(held: Opened, own: Served) -> None:
    page = held.page
    held.say("a bakery called Zondernet in Ghent")
    own.kill()
    page.context.set_offline(True)
    expect(page.get_by_test_id("offline")).to_contain_text("You are offline")
    page.reload()
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
    own.start()
    page.context.set_offline(False)
    expect(page.get_by_test_id("plan-organisation")).to_be_attached()
    expect(page.get_by_test_id("message-user").last).to_contain_text("Zondernet")
    expect(page.get_by_test_id("offline")).to_have_count(0)


def test_a_server_that_was_away_is_found_again_without_a_touch(held: Opened, own: Served) -> None:
    own.kill()
    held.page.reload()
    expect(held.page.get_by_role("heading", name="can't be opened")).to_be_visible()
    own.start()
    expect(held.page.get_by_test_id("composer")).to_be_editable()


def test_what_is_typed_offline_goes_out_once(held: Opened, own: Served) -> None:
    page = held.page
    held.say("a bakery called Eenmaal in Ghent")
    own.kill()
    page.context.set_offline(True)
    for text in ("make it Helsinki", "we also need a wiki"):
        page.get_by_test_id("composer").fill(text)
        page.get_by_test_id("composer").press("Enter")
    expect(page.get_by_test_id("offline")).to_contain_text("2 messages are kept and will be sent")
    expect(page.get_by_test_id("message-pending")).to_have_count(2)
    own.start()
    page.context.set_offline(False)
    expect(page.get_by_test_id("message-pending")).to_have_count(0, timeout=60_000)
    expect(page.get_by_test_id("plan-regions")).to_contain_text("Helsinki")
    assert _said(page) == ["a bakery called Eenmaal in Ghent", "make it Helsinki", "we also need a wiki"]
    page.reload()
    expect(page.get_by_test_id("message-user")).to_have_count(3)
    assert _said(page) == ["a bakery called Eenmaal in Ghent", "make it Helsinki", "we also need a wiki"]


def _said(page: Page) -> list[str]:
    return [text.removeprefix("You:").strip() for text in page.get_by_test_id("message-user").all_inner_texts()]


def test_a_new_version_waits_until_the_person_reloads(browser: Browser, released: Released) -> None:
    with _kept(browser, released.url) as opened:
        page = opened.page
        opened.say("a bakery called Nieuw in Ghent")
        released.release()
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        notice = page.get_by_test_id("new-version")
        expect(notice).to_contain_text("There is a new version")
        page.get_by_test_id("composer").fill("half a sentence")
        notice.get_by_role("button", name="Reload").click()
        expect(page.locator('script[src*="another1"]')).to_be_attached()
        expect(page.get_by_test_id("composer")).to_have_value("half a sentence")
        expect(page.get_by_test_id("message-user").last).to_contain_text("Nieuw")
        expect(notice).to_have_count(0)
        becomes_true(page, ONLY_NEW)  # the old version is gone


def test_whoever_reloads_by_hand_hears_nothing_of_it(browser: Browser, released: Released) -> None:
    with _kept(browser, released.url) as opened:
        page = opened.page
        released.release()
        page.reload()
        expect(page.locator('script[src*="another1"]')).to_be_attached()
        expect(page.get_by_test_id("composer")).to_be_editable()
        becomes_true(page, ONLY_NEW)
        expect(page.get_by_test_id("new-version")).to_have_count(0)
