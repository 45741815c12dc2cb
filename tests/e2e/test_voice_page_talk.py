"""The page and the real server talk: sentences go in through a browser's microphone, what the browser receives is written down."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from speech.audio import Samples, silence
from tests.e2e.conftest import FLAGS, SPEED, Opened, becomes_true, chromium
from tests.e2e.served import Served
from tests.e2e.voice_talker import (
    MICROPHONE,
    begin_to_say,
    record,
    recorded,
    say_aloud,
    spoken,
    transcribed,
    wav,
)

pytestmark = pytest.mark.timeout(600)
PATIENCE_MS = 120_000
"""Ears and mouth share this machine's cores with the browser and whatever else runs."""
CONNECTING_MS = 8_000
"""A browser's file begins with its microphone, before there is a line to hear it."""
ANSWERED_MS, READ_BACK_MS = 30_000, 45_000
"""So long the file is silent while it is asked what is missing, and while the address and the code are typed and the whole plan is read."""
AGAIN_MS = 180_000
"""It begins again (no `%noloop` behind its name): what came too late, or wasn't understood, is said once more."""
UNDERSTOOD_MS, TRIES = 60_000, 3
"""A person who isn't understood says it again; how often that is so, the benches measure."""
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
    """Its own microphone says three sentences, again and again; pages that have `MICROPHONE` say what they are told to."""
    file = tmp_path_factory.mktemp("microphone") / "three-sentences.wav"
    talk = [sentences[INTRODUCTION], silence(ANSWERED_MS), sentences[APPS], silence(READ_BACK_MS), sentences[YES]]
    file.write_bytes(wav(np.concatenate(talk), rate=48_000, lead_ms=CONNECTING_MS))
    microphone = [
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
        f"--use-file-for-fake-audio-capture={file}",
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


def _told_unless(page: Page, sound: Samples, understood: Callable[[], None]) -> None:
    """It has been said once; again where it wasn't understood."""
    try:
        understood()
    except AssertionError:
        _told(page, sound, understood)


def _told(page: Page, sound: Samples, understood: Callable[[], None]) -> None:
    """Say it until it was understood."""
    for left in range(TRIES, 0, -1):
        say_aloud(page, sound)
        try:
            understood()
        except AssertionError:
            if left == 1:
                raise
        else:
            return


def _shown(page: Page, **fields: str) -> Callable[[], None]:
    """These words are in these fields of the plan."""

    def understood() -> None:
        for field, word in fields.items():
            expect(page.get_by_test_id(f"plan-{field}")).to_contain_text(word, timeout=UNDERSTOOD_MS)

    return understood


def _answered(page: Page) -> None:
    """To its end."""
    _is(page, "speaking")
    _is(page, "listening")


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower()))


def test_three_sentences_through_the_browsers_own_microphone_end_in_a_deployment(
    opened: Opened, served: Served, tmp_path: Path
) -> None:
    """The address and the code are typed, as the page offers; all else is said and heard."""
    page = opened.page
    _begin(page)
    record(page)
    expect(page.get_by_test_id("message-user").filter(has_text="Helsinki").first).to_be_visible(timeout=AGAIN_MS)
    _shown(page, regions="Helsinki", organisation="North")()  # a browser's filters blur a name
    _answered(page)
    heard = recorded(page)
    said = page.get_by_test_id("message-assistant").all_inner_texts()
    expect(page.get_by_test_id("plan-apps")).to_contain_text("WordPress", timeout=AGAIN_MS)
    _answered(page)
    page.get_by_test_id("type-instead").click()
    page.keyboard.type("north@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("code-input")).to_be_visible()
    _answered(page)  # the whole plan, to its end: a yes before that counts for nothing
    page.get_by_test_id("code-input").fill(served.code("north@example.com"))
    expect(page.get_by_test_id("message-assistant").last).to_contain_text("verified")
    expect(page.get_by_test_id("progress").first).to_be_visible(timeout=AGAIN_MS)
    assert re.search("yes", page.get_by_test_id("message-user").last.inner_text(), re.IGNORECASE)
    wanted, understood = _words(said[-1]), transcribed(heard, tmp_path)
    assert len(wanted & _words(understood)) >= 0.6 * len(wanted), f"the browser received {understood!r} of {said!r}"
    page.get_by_test_id("voice-end").click()
    expect(page.get_by_test_id("voice-bar")).to_have_count(0)


def test_typed_while_ones_own_sentence_is_being_spoken_both_count(speaker: Opened, sentences: dict[str, Samples]) -> None:
    page = speaker.page
    said = page.get_by_test_id("message-user")
    begin_to_say(page, sentences[INTRODUCTION])
    _is(page, "hearing")
    page.get_by_test_id("composer").fill("we need a website and bookings")
    page.get_by_test_id("composer").press("Enter")
    expect(said.first).to_contain_text("bookings")
    assert "Helsinki" not in " ".join(said.all_inner_texts()), "it isn't said to its end yet"
    expect(said.filter(has_text="Helsinki").first).to_be_visible()
    _told_unless(page, sentences[INTRODUCTION], _shown(page, regions="Helsinki", organisation="North"))
    _shown(page, apps="WordPress")()
    assert "bookings" in said.first.inner_text(), "in the order in which they were whole"


def test_speaking_and_typing_cut_in(speaker: Opened, sentences: dict[str, Samples]) -> None:
    page = speaker.page
    speaker.say("a bakery called Zwischenruf in Helsinki, just a website")
    _is(page, "speaking")
    becomes_true(page, "CSS.highlights.get('heard')?.size === 1")
    _told(page, sentences[CUT_IN], _shown(page, regions="Nuremberg"))
    expect(page.get_by_test_id("cut-short").first).to_contain_text("You cut in")
    _is(page, "speaking")
    page.get_by_test_id("composer").fill("make it Falkenstein")
    page.get_by_test_id("composer").press("Enter")
    expect(page.get_by_test_id("plan-regions")).to_contain_text("Falkenstein")
    messages = page.get_by_test_id("message-user").all_inner_texts()
    assert len(messages) >= 3
    assert "Zwischenruf" in messages[0]
    assert any("Nuremberg" in one for one in messages[1:-1])
    assert "Falkenstein" in messages[-1]
    assert page.evaluate("CSS.highlights.get('unheard')?.size ?? 0") >= 1


def test_the_line_comes_back_over_the_real_wire(speaker: Opened, sentences: dict[str, Samples]) -> None:
    page = speaker.page
    page.context.set_offline(True)
    _is(page, "offline")
    page.context.set_offline(False)
    _is(page, "listening")
    # The whole sentence came over the new line; how a name is heard is another matter ("Northland").
    _told(page, sentences[INTRODUCTION], _shown(page, regions="Helsinki", organisation="North"))
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
        _told(page, sentences[INTRODUCTION], _shown(page, regions="Helsinki"))
    finally:
        opened.complaints.clear()  # a dead server makes the browser complain
        opened.close()
        server.stop()
