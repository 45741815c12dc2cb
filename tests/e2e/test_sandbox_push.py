"""Somebody asks on the page to be told, closes it, and is told by push; a press on what is shown leads to the session. In Chromium.

The push service is one of our own on this machine, and Chromium's own is never asked: the page's subscription is one to ours, and what
comes there is read with its keys, then handed to the real worker by the browser's debugging interface.
"""

import asyncio
import json
import threading
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Worker, expect

from assistant.push.message import b64url
from tests.assistant.push import service as ours
from tests.e2e.accessible import violations
from tests.e2e.sandbox_page import PHONE, Box, Desk, ask

SUBSCRIPTION = """
const given = %s;
window.asked = 0;
const request = Notification.requestPermission.bind(Notification);
Notification.requestPermission = () => { window.asked += 1; return request(); };
let made = null;
PushManager.prototype.getSubscription = async () => made;
PushManager.prototype.subscribe = async (options) => {
  window.subscribed = { visible: options.userVisibleOnly, key: btoa(String.fromCharCode(...options.applicationServerKey)) };
  made = {
    endpoint: given.endpoint, options: { applicationServerKey: options.applicationServerKey.buffer }, toJSON: () => given,
    unsubscribe: async () => { made = null; return true; },
  };
  return made;
};
"""
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.getRegistration('/start');
  return (await registration.getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, data }));
}"""
PRESSED = """async () => {
  const [shown] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent('notificationclick', { notification: shown }));
}"""
"""A press by the debugging interface there is none; opening and raising windows needs a real one, so that is noted instead."""
OPENS = "() => { self.opened = []; Clients.prototype.openWindow = async (url) => { self.opened.push(url); return null; }; }"


class Beside:
    """A push service in a thread of its own: Playwright has this one."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.service = self.run(self._made())

    async def _made(self) -> ours.PushService:
        return await ours.PushService().__aenter__()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def close(self) -> None:
        self.run(self.service.__aexit__())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()


@pytest.fixture(scope="module")
def beside() -> Iterator[Beside]:
    running = Beside()
    yield running
    running.close()


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    running = Box(tmp_path_factory.mktemp("telling"), CONCIERGE_SANDBOX_PUSH="loopback")
    yield running
    running.close()


class Device:
    """A browser that is told."""

    def __init__(self, browser: Browser, box: Box, beside: Beside, name: str, size: dict[str, int] | None = None) -> None:
        self.desk = Desk(browser, box, size, permissions=["notifications"])
        self.reader = beside.service.browser(name)
        self._box, self._beside, self._name = box, beside, name
        keys = {"p256dh": b64url(self.reader.point), "auth": b64url(self.reader.auth)}
        self.page.add_init_script(SUBSCRIPTION % json.dumps({"endpoint": self.reader.endpoint, "keys": keys}))
        self._cdp: Any = None
        self._registration = ""

    @property
    def page(self) -> Page:
        return self.desk.page

    def came(self, count: int) -> list[dict[str, Any]]:
        """What was pushed to it, once there is so much."""
        for _ in range(200):
            mine = [came for came in list(self._beside.service.came) if came.path == f"/push/{self._name}"]
            if len(mine) >= count:
                return [json.loads(self.reader.read(one.body)) for one in mine]
            self.page.wait_for_timeout(100)
        raise AssertionError("nothing was pushed")

    def deliver(self, content: str) -> Worker:
        """As the browser gives it to its worker; the worker."""
        if self._cdp is None:
            self._cdp = self.page.context.new_cdp_session(self.page)
            self._cdp.on("ServiceWorker.workerRegistrationUpdated", self._found)
            self._cdp.send("ServiceWorker.enable")
        for _ in range(100):
            if self._registration and self.page.context.service_workers:
                break
            self.page.wait_for_timeout(100)
        self._cdp.send("ServiceWorker.deliverPushMessage", {"origin": self._box.url, "registrationId": self._registration, "data": content})
        return self.page.context.service_workers[0]

    def _found(self, event: dict[str, Any]) -> None:
        for one in event["registrations"]:
            if one["scopeURL"].endswith("/start") and not one["isDeleted"]:
                self._registration = one["registrationId"]

    def shown(self, count: int = 1) -> list[dict[str, Any]]:
        """Notifications, once there are so many."""
        found: list[dict[str, Any]] = []
        for _ in range(100):
            found = self.page.evaluate(SHOWN)
            if len(found) == count:
                return found
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{found} is shown")


def _devices(box: Box) -> list[dict[str, Any]]:
    return ask(box.url, "GET", "/api/v1/sandbox/push", box.credentials["token"])["devices"]


def test_who_is_away_is_told_and_led_to_the_session(browser: Browser, telling: Box, beside: Beside) -> None:
    device, name = Device(browser, telling, beside, "desk"), telling.start()
    page = device.desk.open()
    expect(page.get_by_test_id("notify")).to_be_visible()
    assert page.evaluate("window.asked") == 0
    page.get_by_test_id("notify").click()
    expect(page.get_by_test_id("notify-wanted")).to_contain_text("this page closed or not")
    assert page.evaluate("[window.asked, window.subscribed.visible]") == [1, True]
    assert violations(page) == []
    assert [d["service"] for d in _devices(telling)] == ["127.0.0.1"]

    page.get_by_test_id("session-item").first.click()
    device.desk.ready()
    device.desk.type("read -p 'Seen? [y/N] ' a\n")
    expect(page.locator(".session-head .state-pill.is-waiting")).to_be_visible()
    device.desk.type("n\n")
    expect(page.locator(".session-head .state-pill.is-waiting")).to_have_count(0)
    device.desk.type("mkfifo go; echo rea''dy; read -r x < go; read -p 'Delete hush? [y/N] ' a\n")
    device.desk.shows("ready")
    page.goto(f"{telling.url}/sandbox")
    next((telling.folder / "work").glob("*/go")).write_text("go\n")  # it asks when the page is left, not before
    (told,) = device.came(1)
    assert told == {"v": 1, "session": name, "agent": "Bash", "title": told["title"], "kind": "question"}
    assert "hush" not in json.dumps(told)

    worker = device.deliver(json.dumps(told))
    (shown,) = device.shown()
    assert shown["title"] == "Bash waits for you"
    assert shown["body"].startswith("It asks something.")
    assert (shown["tag"], shown["data"]) == (f"session-{name}", {"session": name})
    device.deliver(json.dumps({**told, "title": "newer"}))
    for _ in range(50):
        if device.shown()[0]["body"].endswith("newer"):
            break
        page.wait_for_timeout(100)
    assert [one["body"] for one in device.shown()] == ["It asks something. · newer"]  # in the place of the one before
    worker.evaluate(PRESSED)
    expect(page).to_have_url(f"{telling.url}/sandbox/{name}")
    device.desk.shows("Delete hush?")
    assert device.shown(0) == []
    device.desk.close()


def test_without_a_page_of_the_sandbox_one_is_opened(browser: Browser, telling: Box, beside: Beside) -> None:
    device, name = Device(browser, telling, beside, "phone", PHONE), telling.start()
    page = device.desk.open()
    page.get_by_test_id("notify").click()
    expect(page.get_by_test_id("notify-wanted")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.goto(f"{telling.url}/start")
    worker = device.deliver(json.dumps({"session": name, "agent": "Claude Code", "kind": "plan"}))
    (shown,) = device.shown()
    assert (shown["title"], shown["body"]) == ("Claude Code waits for you", "A plan waits for your yes.")
    worker.evaluate(OPENS)
    worker.evaluate(PRESSED)
    for _ in range(50):
        if worker.evaluate("self.opened.length"):
            break
        page.wait_for_timeout(100)
    assert worker.evaluate("self.opened") == [f"/sandbox/{name}"]
    worker = device.deliver("what is this?")
    assert device.shown()[0]["title"] == "A session waits for you"
    device.desk.close()


def test_who_stops_it_is_forgotten(browser: Browser, telling: Box, beside: Beside) -> None:
    before = len(_devices(telling))
    device = Device(browser, telling, beside, "other")
    page = device.desk.open()
    page.get_by_test_id("notify").click()
    expect(page.get_by_test_id("notify-wanted")).to_contain_text("this page closed or not")
    assert len(_devices(telling)) == before + 1
    page.reload()
    expect(page.get_by_test_id("notify-wanted")).to_be_visible()
    assert page.evaluate("window.asked") == 0
    expect(page.get_by_test_id("notify-wanted")).to_contain_text("this page closed or not")
    page.get_by_test_id("notify-stop").click()
    expect(page.get_by_test_id("notify")).to_be_visible()
    assert len(_devices(telling)) == before
    device.desk.close()


def test_a_browser_without_a_push_service_is_told_by_its_page(browser: Browser, telling: Box) -> None:
    desk = Desk(browser, telling, permissions=["notifications"])
    desk.page.add_init_script("PushManager.prototype.subscribe = async () => { throw new DOMException('no', 'AbortError'); }")
    page = desk.open()
    page.get_by_test_id("notify").click()
    expect(page.get_by_test_id("notify-wanted")).to_contain_text("as long as its page is open")
    desk.close()
