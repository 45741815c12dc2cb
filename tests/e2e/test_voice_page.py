"""The voice control in a real browser with a real (fake) microphone, against the twin of the wire: every state, every way out."""

import os
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.conftest import FLAGS, PATIENCE_MS, Opened, becomes_true, chromium
from tests.e2e.served import Served
from tests.e2e.voice_twin import VoiceTwin

MICROPHONE = ["--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required"]
SHOTS = os.environ.get("E2E_SHOTS")


@pytest.fixture(scope="module")
def talking() -> Iterator[Browser]:
    """Its microphone beeps once a second, and its person allows everything."""
    found = chromium()
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *MICROPHONE, "--use-fake-ui-for-media-stream"])
        yield running
        running.close()


@contextmanager
def _another(talking: Browser, *flags: str) -> Generator[Browser]:
    """Another one beside it, with other flags."""
    running = talking.browser_type.launch(executable_path=chromium(), args=[*FLAGS, *flags])
    yield running
    running.close()


@pytest.fixture
def twin(served: Served) -> Iterator[VoiceTwin]:
    running = VoiceTwin(served.url).start()
    yield running
    running.stop()


@pytest.fixture
def opened(talking: Browser, twin: VoiceTwin) -> Iterator[Opened]:
    page = Opened(talking, twin.url, width=1440, height=900)
    yield page
    page.close()


def _tap(page: Page) -> None:
    page.get_by_test_id("voice-button").click()


def _would_ask(page: Page) -> None:
    """This browser hasn't asked yet: without a word it says that it needn't."""
    tools = page.context.new_cdp_session(page)
    context = tools.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    asked = {"permission": {"name": "microphone"}, "setting": "prompt", "browserContextId": context}
    tools.send("Browser.setPermission", asked)


def _is(page: Page, state: str) -> None:
    expect(page.get_by_test_id("voice-bar")).to_have_attribute("data-state", state)


def test_nothing_of_the_voice_begins_by_itself(opened: Opened, twin: VoiceTwin) -> None:
    opened.say("a bakery called Stille in Ghent")
    assert twin.calls == []
    loaded = opened.page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert not [name for name in loaded if "/voice-" in name or "worklet" in name], "the voice is a file of its own"
    expect(opened.page.get_by_test_id("voice-bar")).to_have_count(0)


def test_a_talk_from_the_first_tap_to_the_end(opened: Opened, twin: VoiceTwin) -> None:
    page = opened.page
    _would_ask(page)
    _tap(page)
    expect(page.get_by_test_id("voice-explanation")).to_contain_text("Your browser will ask")
    twin.wait_for_call("GET")
    assert twin.count("POST") == 0, "nothing before the person said yes"
    page.get_by_test_id("voice-yes").click()
    _is(page, "listening")
    twin.wait_for_sound(-40)
    for state, words in (("hearing", "Hearing you"), ("thinking", "Thinking"), ("speaking", "Speaking"), ("interrupted", "Interrupted")):
        twin.state(state)
        _is(page, state)
        expect(page.get_by_test_id("voice-state")).to_have_text(words)
    assert "Listening" in page.get_by_test_id("voice-announcement").inner_text(), "a reader isn't told of every turn"
    page.get_by_test_id("voice-end").click()
    twin.wait_for_call("DELETE")
    expect(page.get_by_test_id("voice-bar")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "composer"
    _tap(page)
    _is(page, "listening")  # it was explained once


def test_saying_no_to_the_explanation_leaves_the_microphone_shut(opened: Opened, twin: VoiceTwin) -> None:
    _would_ask(opened.page)
    _tap(opened.page)
    opened.page.get_by_test_id("voice-no").click()
    expect(opened.page.get_by_test_id("voice-explanation")).to_have_count(0)
    expect(opened.page.get_by_test_id("voice-bar")).to_have_count(0)
    assert twin.count("POST") == 0


def test_what_is_being_said_and_what_was_heard(opened: Opened, twin: VoiceTwin) -> None:
    page = opened.page
    _tap(page)
    _is(page, "listening")
    twin.tell(type="partial", text="a bakery in Ghent", stable=8)
    expect(page.get_by_test_id("partial")).to_have_text("a bakery in Ghent")
    expect(page.get_by_test_id("partial").locator(".is-stable")).to_have_text("a bakery")
    for state in ("hearing", "interrupted", "hearing"):  # who cuts in and goes on
        twin.state(state)
        _is(page, state)
        expect(page.get_by_test_id("partial")).to_have_text("a bakery in Ghent")
    opened.say("a bakery called Vernommen in Ghent")
    expect(page.get_by_test_id("partial")).to_be_visible()  # typing leaves a sentence that is being spoken alone
    twin.state("listening")
    expect(page.get_by_test_id("partial")).to_have_count(0)
    message = page.locator(".turn").last
    seq = int(message.get_attribute("data-seq") or 0)
    first = " ".join(message.locator("p").first.inner_text().split()[:4])
    twin.state("speaking")
    twin.tell(type="spoken", seq=seq, words=4, text=first)
    becomes_true(page, "CSS.highlights.get('heard')?.size === 1")
    assert page.evaluate("[...CSS.highlights.get('heard')].map(String)")[0].split() == first.split()
    twin.said.clear()
    page.get_by_test_id("composer").fill("make it Helsinki")
    page.get_by_test_id("composer").press("Enter")
    twin.wait("say", lambda: any(frame["type"] == "say" for frame in twin.said))
    kinds = [frame["type"] for frame in twin.said if frame["type"] in ("interrupt", "say")]
    assert kinds == ["interrupt", "say"], "what is typed while we speak cuts in first"


def test_what_is_better_typed_is_offered_so(opened: Opened, twin: VoiceTwin) -> None:
    page = opened.page
    _tap(page)
    _is(page, "listening")
    expect(page.get_by_test_id("type-instead")).to_have_count(0)
    opened.say("a bakery called Getippt in Ghent, just a website")
    page.get_by_test_id("type-instead").click()
    expect(page.get_by_test_id("composer")).to_be_focused()
    page.keyboard.type("g@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("code-input")).to_be_visible()
    page.get_by_test_id("type-instead").click()
    expect(page.get_by_test_id("code-input")).to_be_focused()
    _is(page, "listening")


def test_a_broken_line_comes_back_and_takes_over_from_the_old_one(opened: Opened, twin: VoiceTwin) -> None:
    page = opened.page
    _tap(page)
    _is(page, "listening")
    first = twin.line
    twin.break_lines()
    twin.wait_for_call("POST", 2)
    assert ("POST", "rtc", first) in twin.calls
    _is(page, "listening")
    twin.wait_for_sound(-40)
    assert twin.count("DELETE") == 0
    assert twin.begun_anew == 1, "the second line goes on from the first"


def test_offline_and_back(opened: Opened, twin: VoiceTwin) -> None:
    page = opened.page
    _tap(page)
    _is(page, "listening")
    page.context.set_offline(True)
    _is(page, "offline")
    expect(page.get_by_test_id("voice-announcement")).to_contain_text("offline")
    page.context.set_offline(False)
    _is(page, "listening")
    twin.wait_for_sound(-40)
    assert twin.begun_anew == 1
    opened.complaints.clear()  # the browser complains of what was asked for meanwhile


def test_without_udp_the_sound_goes_over_a_socket_both_ways(opened: Opened, twin: VoiceTwin) -> None:
    page = opened.page
    twin.has_udp = False
    _tap(page)
    _is(page, "connecting")
    twin.wait("the socket", lambda: any(call[1] == "audio" for call in twin.calls))
    assert twin.count("POST") == 2, "WebRTC is tried twice"
    assert twin.begun_anew == 1, "all of it is one line"
    _is(page, "listening")
    twin.wait_for_sound(-40)
    twin.is_playing = True
    twin.state("speaking")
    page.wait_for_function(LOUD)


LOUD = """
() => {
  const audio = document.querySelector("[data-testid=voice-audio]");
  if (!audio?.srcObject) return false;
  if (!window.meter) {
    const context = new AudioContext();
    window.meter = context.createAnalyser();
    context.createMediaStreamSource(audio.srcObject).connect(window.meter);
  }
  const samples = new Float32Array(window.meter.fftSize);
  window.meter.getFloatTimeDomainData(samples);
  return samples.some((sample) => Math.abs(sample) > 0.05);
}
"""


MOVED = "[...document.querySelectorAll('[data-testid=voice-level] i')].some((bar) => bar.getBoundingClientRect().height > 12)"


def test_what_the_server_says_is_heard(opened: Opened, twin: VoiceTwin) -> None:
    _tap(opened.page)
    _is(opened.page, "listening")
    twin.is_playing = True
    twin.state("speaking")
    opened.page.wait_for_function(LOUD)
    becomes_true(opened.page, MOVED)
    assert not opened.page.locator("[data-testid=voice-hear]").count()


def test_a_busy_server_is_waited_for_and_a_deaf_one_is_told(opened: Opened, twin: VoiceTwin) -> None:
    page = opened.page
    twin.refusal = (429, "too_many_lines", 1)
    _tap(page)
    _is(page, "busy")
    twin.refusal = None
    _is(page, "listening")
    page.get_by_test_id("voice-end").click()
    twin.answers = {**twin.answers, "ears": False}
    _tap(page)
    _is(page, "unavailable")
    opened.say("a bakery called Taub in Ghent")
    opened.complaints.clear()  # a refusal stands in the console


def test_leaving_the_page_hangs_up(talking: Browser, twin: VoiceTwin) -> None:
    opened = Opened(talking, twin.url, width=1024, height=768)
    _tap(opened.page)
    _is(opened.page, "listening")
    opened.page.goto("about:blank")
    twin.wait_for_call("DELETE")
    opened.close()


def test_a_person_who_forbids_it_is_told_how_to_allow_it(talking: Browser, twin: VoiceTwin) -> None:
    with _another(talking, *MICROPHONE, "--use-fake-ui-for-media-stream=deny") as browser:
        opened = Opened(browser, twin.url, width=360, height=740, dark=True)
        _tap(opened.page)
        _is(opened.page, "denied")
        opened.page.get_by_text("How to allow the microphone").click()
        expect(opened.page.get_by_text("site's settings")).to_be_visible()
        _shoot(opened.page, "denied-360-dark")
        opened.say("a bakery called Verboten in Ghent")
        assert twin.count("POST") == 0
        opened.close()


def test_without_a_microphone_it_is_said_and_typing_goes_on(talking: Browser, twin: VoiceTwin) -> None:
    with _another(talking, "--use-fake-ui-for-media-stream") as browser:
        opened = Opened(browser, twin.url, width=360, height=740)
        _tap(opened.page)
        _is(opened.page, "no_microphone")
        opened.say("a bakery called Ohne in Ghent")
        opened.close()


def _shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"voice-{name}.png")


BROWSER_VOICE = """
window.readAloud = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  pending: false,
  getVoices: () => [{ lang: "de-DE", localService: true, name: "Anna" }],
  addEventListener() {},
  cancel() {},
  speak(utterance) { window.readAloud.push(utterance.text); utterance.onstart(); window.finishReading = utterance.onend; },
} });
"""


def test_a_language_without_a_voice_of_ours_may_be_read_aloud_by_the_browser(talking: Browser, twin: VoiceTwin) -> None:
    for locale, spoken, offered in (("en-US", "en", 0), ("de-DE", "*", 0), ("de-DE", "en", 1)):
        twin.answers["mouth_languages"] = [spoken]
        opened = Opened(talking, twin.url, width=1024, height=768, locale=locale)
        page = opened.page
        page.evaluate(BROWSER_VOICE)
        _tap(page)
        _is(page, "listening")
        page.get_by_test_id("voice-settings").click()
        expect(page.get_by_test_id("voice-way-free")).to_be_checked()
        expect(page.get_by_test_id("voice-aloud")).to_have_count(offered)
        if offered:
            expect(page.get_by_test_id("voice-aloud")).not_to_be_checked()
            page.get_by_test_id("voice-aloud").check()
            page.keyboard.press("Escape")
            opened.say("Bäckerei namens Vorlesen in Gent")
            becomes_true(page, "window.readAloud.length === 1")
            assert "Falkenstein" in page.evaluate("window.readAloud[0]")
            expect(page.get_by_test_id("voice-interrupt")).to_be_visible()
            page.evaluate("window.finishReading()")
            expect(page.get_by_test_id("voice-interrupt")).to_have_count(0)
            twin.wait_for_sound(-40)  # the microphone hears again
        opened.close()


WHOLE = """
() => {
  const name = document.querySelector("[data-testid=voice-state]").firstChild;
  return [...name.data.matchAll(/\\S+/gu)].every((word) => {
    const range = document.createRange();
    range.setStart(name, word.index);
    range.setEnd(name, word.index + word[0].length);
    return range.getClientRects().length === 1;
  });
}
"""
"""No word of the state's name goes on in the next line."""

SIZES = [
    (360, 740, "en-US", "bakery called Bild in Ghent"),
    (360, 740, "de-DE", "Bäckerei namens Bild in Gent"),
    (360, 740, "es-ES", "una panadería en Gante"),
    (360, 740, "tr-TR", "Gent'te bir fırın"),
    (360, 740, "ar-OM", "مخبز في غنت"),
    (820, 1180, "de-DE", "Bäckerei namens Bild in Gent"),
    (1440, 900, "en-US", "bakery"),
]


@pytest.mark.parametrize(("width", "height", "locale", "text"), SIZES)
@pytest.mark.parametrize("dark", [False, True])
def test_no_state_moves_what_stands_around_it(
    talking: Browser, twin: VoiceTwin, width: int, height: int, locale: str, text: str, dark: bool
) -> None:
    opened = Opened(talking, twin.url, width=width, height=height, dark=dark, locale=locale)
    page = opened.page
    opened.say(text)
    _tap(page)
    _is(page, "listening")
    twin.tell(type="partial", text="and two nodes in Helsinki", stable=12)
    before = page.get_by_test_id("composer").bounding_box()
    for state in ("hearing", "thinking", "speaking", "interrupted", "listening"):
        twin.state(state)
        _is(page, state)
        _shoot(page, f"{state}-{width}-{locale[:2]}-{'dark' if dark else 'light'}")
        assert page.get_by_test_id("composer").bounding_box() == before, f"{state} moves the page"
        assert page.evaluate(WHOLE), state
    page.get_by_test_id("voice-mute").click()
    _is(page, "muted")
    _shoot(page, f"muted-{width}-{locale[:2]}-{'dark' if dark else 'light'}")
    assert page.get_by_test_id("composer").bounding_box() == before, "muting moves the page"
    page.get_by_test_id("voice-mute").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_test_id("voice-settings").click()
    expect(page.get_by_test_id("voice-microphone").locator("option").first).to_have_text(re.compile(r"\S"))
    _shoot(page, f"options-{width}-{locale[:2]}-{'dark' if dark else 'light'}")
    page.keyboard.press("Escape")
    opened.close()
