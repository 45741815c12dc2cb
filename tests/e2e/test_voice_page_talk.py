"""The page and the real server talk: sentences go in through a browser's microphone, what the browser receives is written down."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from speech.audio import Samples
from tests.e2e.conftest import FLAGS, SPEED, Opened, becomes_true, chromium
from tests.e2e.served import Served
from tests.e2e.voice_talker import MICROPHONE, record, recorded, say_aloud, spoken, transcribed, wav

pytestmark = pytest.mark.timeout(600)
PATIENCE_MS = 120_000
"""Ears and mouth share this machine's cores with the browser and whatever else runs."""
CONNECTING_MS = 12_000
"""A browser's file begins with its microphone, before there is a line to hear it."""
INTRODUCTION = "I run a small bakery in Helsinki. It is called Northwind."
APPS = "We only need a website, please."
YES = "Yes, create it."
CUT_IN = "Please use Nuremberg instead."


@pytest.fixture(scope="module")
def sentences() -> dict[str, Samples]:
    texts = (INTRODUCTION, APPS, YES, CUT_IN)
    return dict(zip(texts, spoken(*texts), strict=True))


@pytest.fixture(scope="module")
def talking(sentences: dict[str, Samples], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Its own microphone says the introduction, once; pages that have `MICROPHONE` say what they are told to."""
    file = tmp_path_factory.mktemp("microphone") / "introduction.wav"
    file.write_bytes(wav(sentences[INTRODUCTION], rate=48_000, lead_ms=CONNECTING_MS))
    microphone = [
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
        f"--use-file-for-fake-audio-capture={file}%noloop",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *microphone])
        yield running
        running.close()


@pytest.fixture
def opened(talking: Browser, served: Served) -> Iterator[Opened]:
    page = Opened(talking, served.url, width=1280, height=800)
    expect.set_options(timeout=PATIENCE_MS)
    page.page.set_default_timeout(PATIENCE_MS)
    yield page
    page.close()


@pytest.fixture
def speaker(opened: Opened) -> Opened:
    """Speaks when it is told to."""
    opened.page.evaluate(f"({MICROPHONE})()")
    _begin(opened.page)
    return opened


def _begin(page: Page) -> None:
    page.get_by_test_id("voice-button").click()
    _is(page, "listening")


def _is(page: Page, state: str) -> None:
    expect(page.get_by_test_id("voice-bar")).to_have_attribute("data-state", state)


def _answered(page: Page, count: int) -> None:
    """So many messages of ours, the last one said to its end."""
    expect(page.get_by_test_id("message-assistant")).to_have_count(count)
    _is(page, "speaking")
    _is(page, "listening")


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower()))


def test_a_sentence_through_the_browsers_own_microphone(opened: Opened) -> None:
    page = opened.page
    _begin(page)
    expect(page.get_by_test_id("message-user")).to_contain_text("Helsinki")
    expect(page.get_by_test_id("plan-regions")).to_contain_text("Helsinki")
    expect(page.get_by_test_id("plan-organisation")).to_contain_text("North")  # a browser's filters blur a name
    page.get_by_test_id("voice-end").click()
    expect(page.get_by_test_id("voice-bar")).to_have_count(0)


def test_three_sentences_end_in_a_deployment(
    speaker: Opened, served: Served, sentences: dict[str, Samples], tmp_path: Path
) -> None:
    """The address and the code are typed, as the page offers; all else is said and heard."""
    page = speaker.page
    record(page)
    say_aloud(page, sentences[INTRODUCTION])
    _answered(page, 1)
    heard = recorded(page)
    say_aloud(page, sentences[APPS])
    _answered(page, 2)
    page.get_by_test_id("type-instead").click()
    page.keyboard.type("north@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("code-input")).to_be_visible()
    _answered(page, 3)  # the whole plan, to its end: a yes before that counts for nothing
    page.get_by_test_id("code-input").fill(served.code("north@example.com"))
    expect(page.get_by_test_id("message-assistant").last).to_contain_text("verified")
    _is(page, "speaking")
    _is(page, "listening")
    say_aloud(page, sentences[YES])
    expect(page.get_by_test_id("message-user").last).to_contain_text(re.compile("yes", re.IGNORECASE))
    expect(page.get_by_test_id("progress").first).to_be_visible()
    said = page.get_by_test_id("message-assistant").first.inner_text()
    understood = transcribed(heard, tmp_path)
    shared = len(_words(said) & _words(understood)) / len(_words(said))
    assert shared >= 0.6, f"the browser received {understood!r} of {said!r}"


def test_speaking_and_typing_cut_in(speaker: Opened, sentences: dict[str, Samples]) -> None:
    page = speaker.page
    speaker.say("a bakery called Zwischenruf in Helsinki, just a website")
    _is(page, "speaking")
    becomes_true(page, "CSS.highlights.get('heard')?.size === 1")
    say_aloud(page, sentences[CUT_IN])
    expect(page.get_by_test_id("cut-short").first).to_contain_text("You cut in")
    expect(page.get_by_test_id("plan-regions")).to_contain_text("Nuremberg")
    _is(page, "speaking")
    page.get_by_test_id("composer").fill("make it Falkenstein")
    page.get_by_test_id("composer").press("Enter")
    expect(page.get_by_test_id("plan-regions")).to_contain_text("Falkenstein")
    kinds = page.get_by_test_id("message-user").all_inner_texts()
    assert len(kinds) == 3
    assert page.evaluate("CSS.highlights.get('unheard')?.size ?? 0") >= 1


def test_the_line_comes_back_over_the_real_wire(speaker: Opened, sentences: dict[str, Samples]) -> None:
    page = speaker.page
    page.context.set_offline(True)
    _is(page, "offline")
    page.context.set_offline(False)
    _is(page, "listening")
    say_aloud(page, sentences[INTRODUCTION])
    # The whole sentence came over the new line; how a name is heard is another matter ("Northland").
    expect(page.get_by_test_id("plan-regions")).to_contain_text("Helsinki")
    expect(page.get_by_test_id("plan-organisation")).to_contain_text("North")
    speaker.complaints.clear()  # what was asked for meanwhile


def test_the_server_restarts_and_the_talk_goes_on(talking: Browser, sentences: dict[str, Samples], tmp_path: Path) -> None:
    server = Served(tmp_path, "serve", CONCIERGE_EMULATOR_SPEED=SPEED).start()
    opened = Opened(talking, server.url, width=1024, height=768)
    expect.set_options(timeout=PATIENCE_MS)
    page = opened.page
    try:
        page.evaluate(f"({MICROPHONE})()")
        _begin(page)
        server.kill()
        expect(page.get_by_test_id("voice-bar")).to_have_attribute("data-state", re.compile("reconnecting|offline"))
        server.start()
        _is(page, "listening")
        say_aloud(page, sentences[INTRODUCTION])
        expect(page.get_by_test_id("plan-regions")).to_contain_text("Helsinki")
    finally:
        opened.complaints.clear()  # a dead server makes the browser complain
        opened.close()
        server.stop()
