"""A browser whose network lets nothing through but a relay: the page talks through a real coturn, and without it over the socket."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.voice.ice import LASTING_S, ice_servers
from speech.audio import Samples
from tests.e2e.conftest import FLAGS, SPEED, Opened, chromium
from tests.e2e.served import Served
from tests.e2e.voice_talker import MICROPHONE, record, recorded, say_aloud, spoken, transcribed
from tests.speech.transport.coturn import HOST, Coturn

pytestmark = pytest.mark.timeout(420)
PATIENCE_MS = 120_000
"""Ears and mouth share this machine's cores with the browser and whatever else runs."""
UNDERSTOOD_MS, TRIES = 60_000, 3
SECRET = "kept-between-us-and-the-relay"
UNAUTHORISED = 401
WISH = "We run a bakery in Helsinki, and we need a website."
RELAYED_ONLY = """
(servers) => {
  const Plain = window.RTCPeerConnection;
  window.lines = [];
  window.refusals = [];
  window.RTCPeerConnection = class extends Plain {
    constructor(given) {
      window.told = given.iceServers;
      super({ ...given, iceServers: servers ?? given.iceServers, iceTransportPolicy: "relay" });
      window.lines.push(this);
      this.addEventListener("icecandidateerror", ({ errorCode }) => window.refusals.push(errorCode));
    }
  };
}
"""
"""What a firewall does: no address but a relayed one. `servers`, instead of those that the page was told."""
TAKEN = """
async () => {
  const stats = await window.lines.at(-1).getStats();
  const all = [...stats.values()];
  const { selectedCandidatePairId } = all.find(({ type }) => type === "transport");
  const pair = stats.get(selectedCandidatePairId);
  const { candidateType, relayProtocol, port } = stats.get(pair.localCandidateId);
  return { candidateType, relayProtocol, port, sent: pair.bytesSent, received: pair.bytesReceived };
}
"""


@pytest.fixture(scope="module")
def coturn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    with Coturn(tmp_path_factory.mktemp("coturn"), SECRET) as running:
        yield running


@pytest.fixture(scope="module")
def relayed(coturn: Coturn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A concierge that hands out passwords for it, and has an address there itself."""
    folder = tmp_path_factory.mktemp("served")
    server = Served(
        folder, "serve", CONCIERGE_EMULATOR_SPEED=SPEED, CONCIERGE_TURN_URLS=coturn.url, CONCIERGE_TURN_SECRET=SECRET,
    )  # fmt: skip
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def talking() -> Iterator[Browser]:
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *flags])
        yield running
        running.close()


@pytest.fixture
def opened(talking: Browser, relayed: Served) -> Iterator[Opened]:
    page = Opened(talking, relayed.url, width=1280, height=800)
    expect.set_options(timeout=PATIENCE_MS)
    page.page.set_default_timeout(PATIENCE_MS)
    page.page.evaluate(f"({MICROPHONE})()")
    yield page
    page.close()


@pytest.fixture(scope="module")
def wish() -> Samples:
    return spoken(WISH)[0]


def _begin(page: Page, servers: list[dict[str, Any]] | None = None) -> None:
    page.evaluate(RELAYED_ONLY, servers)
    page.get_by_test_id("voice-button").click()
    _is(page, "listening")


def _is(page: Page, state: str) -> None:
    expect(page.get_by_test_id("voice-bar")).to_have_attribute("data-state", state)


def _understood(page: Page, sound: Samples) -> None:
    """Say it until the plan has it."""
    for left in range(TRIES, 0, -1):
        say_aloud(page, sound)
        try:
            expect(page.get_by_test_id("plan-regions")).to_contain_text("Helsinki", timeout=UNDERSTOOD_MS)
        except AssertionError:
            if left == 1:
                raise
        else:
            return


def _asked(coturn: Coturn, who: str, lifetime_s: int) -> int:
    """How often for an address for so long; for no time at all is to give it back."""
    return len(re.findall(rf"username=<\d+:{re.escape(who)}>, lifetime={lifetime_s}$", coturn.log(), re.MULTILINE))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower()))


def test_what_is_said_and_what_is_answered_go_through_the_relay(
    opened: Opened, coturn: Coturn, wish: Samples, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = opened.page
    _begin(page)
    (told,) = page.evaluate("window.told")
    assert told["urls"] == coturn.url
    record(page)
    _understood(page, wish)
    expect(page.get_by_test_id("message-user").first).to_contain_text(re.compile("bakery", re.IGNORECASE))
    _is(page, "speaking")
    _is(page, "listening")
    heard = recorded(page)
    taken = page.evaluate(TAKEN)
    assert (taken["candidateType"], taken["relayProtocol"]) == ("relay", "udp")
    assert min(taken["sent"], taken["received"]) > 10_000, "its sound and ours"
    assert UNAUTHORISED not in page.evaluate("window.refusals")
    who = told["username"].partition(":")[2]
    assert (_asked(coturn, who, 600), _asked(coturn, who, 0)) == (2, 0), "the browser has an address there, and so has the concierge"
    assert f"Local relay addr: {HOST}:{taken['port']}" in coturn.log()
    said = page.get_by_test_id("message-assistant").all_inner_texts()[-1]
    wanted, understood = _words(said), transcribed(heard, tmp_path_factory.mktemp("ears"))
    assert len(wanted & _words(understood)) >= 0.6 * len(wanted), f"the browser received {understood!r} of {said!r}"
    page.get_by_test_id("voice-end").click()
    expect(page.get_by_test_id("voice-bar")).to_have_count(0)
    for _ in range(PATIENCE_MS // 100):
        if _asked(coturn, who, 0) == 2:
            break
        page.wait_for_timeout(100)
    assert _asked(coturn, who, 0) == 2


def test_with_a_password_that_has_become_too_old_the_talk_goes_over_the_socket(opened: Opened, coturn: Coturn, wish: Samples) -> None:
    """As of a page that was asleep for an hour: the relay refuses, and nobody has to do anything."""
    page = opened.page
    stale = ice_servers((), (coturn.url,), SECRET, who="asleep", now=time.time() - LASTING_S - 1)[0]
    _begin(page, [stale.json()])
    assert UNAUTHORISED in page.evaluate("window.refusals")
    assert len(page.evaluate("window.lines")) == 2, "WebRTC is tried twice"
    assert f"Cannot find credentials of user <{stale.username}>" in coturn.log()
    _understood(page, wish)
