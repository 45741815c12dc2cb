"""People are told by push that a session waits: by a real server, with real shells, through a push service that is read as browsers do."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from assistant.api import sandbox
from assistant.push.keys import FILE
from assistant.push.subscriptions import FOLDER, MOST_EACH
from assistant.sandboxing import contact
from sandbox.cards import waiting
from tests.assistant.push.service import Answer, Browser, PushService
from tests.assistant.sandbox.test_api import PEOPLE, Site, site
from tests.assistant.sandbox.test_cards import until
from tests.assistant.stage import until as soon

__all__ = ["site"]
ASK = b"printf '\\033]2;my ti''tle\\007'; read -p 'Delete hu''sh-file? [y/N] ' a; echo got-$a\r"


@pytest.fixture
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PushService]:
    """Before `site`, which is to use it."""
    real = sandbox.add_sandbox

    async def add(app: Any, root: Path, **more: Any) -> None:
        await real(app, root, push="loopback", contact="mailto:ops@example.com", **more)

    monkeypatch.setattr(sys.modules[Site.__module__], "add_sandbox", add)
    monkeypatch.setattr(waiting, "GRACE_S", 0.3)
    async with PushService() as running:
        yield running


async def _call(site: Site, method: str, path: str = "", who: str = "ann", **more: Any) -> tuple[int, Any]:
    async with site.http.request(method, f"{site.url}/api/v1/sandbox/push{path}", headers={"Authorization": f"Bearer {who}"} if who else {}, **more) as answer:
        return answer.status, await answer.json() if answer.content_type.endswith("json") else None


async def _subscribed(site: Site, service: PushService, who: str = "ann", name: str = "one") -> Browser:
    browser = service.browser(name)
    status, _ = await _call(site, "POST", who=who, json=browser.subscription())
    assert status == 201
    return browser


async def _state(client: Any, state: str) -> None:
    client.messages.clear()
    await until(client, lambda m: m["type"] == "activity" and m["state"] == state)


async def test_who_has_no_page_open_is_told_once_and_of_nothing_that_is_shown(service: PushService, site: Site) -> None:
    browser, name = await _subscribed(site, service), await site.create(agent="bash")
    await _subscribed(site, service, "ben", "two")
    client = await site.open(name)  # a program, not a page that somebody looks at
    await client.type(ASK)
    (came,) = await service.until(1)
    assert json.loads(browser.read(came.body)) == {"v": 1, "session": name, "agent": "Bash", "title": "my title", "kind": "question"}
    assert (came.path, came.headers["Topic"] == name) == ("/push/one", False)
    await client.type(b"n\r")
    await client.until(b"got-n")
    await _state(client, "idle")
    assert len(service.came) == 1
    await client.type(ASK)
    await service.until(2)
    assert service.came[1].headers["Topic"] == came.headers["Topic"]
    assert {c.path for c in service.came} == {"/push/one"}


async def test_who_looks_at_it_is_not_told(service: PushService, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "GRACE_S", 2.0)
    await _subscribed(site, service)
    seen, unseen = await site.create(agent="bash"), await site.create(agent="bash")
    page, other = await site.open(seen), await site.open(unseen)
    await page.type(ASK)
    await until(page, lambda m: m["type"] == "activity" and m["state"] == "waiting")
    await page.tell(type="seen")
    await other.type(b"printf '\\033]9;come\\007'\r")
    (came,) = await service.until(1)
    browser_read = service.came[0]
    assert browser_read is came
    await page.type(b"n\r")
    await _state(page, "idle")
    assert len(service.came) == 1


async def test_a_page_that_comes_in_time_to_see_it_counts(service: PushService, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told the state when it opens, and answers as if it had been there."""
    monkeypatch.setattr(waiting, "GRACE_S", 1e9)
    await _subscribed(site, service)
    name = await site.create(agent="bash")
    client = await site.open(name)
    await client.type(ASK)
    await until(client, lambda m: m["type"] == "activity" and m["state"] == "waiting")
    page = await site.open(name, output=False)
    await until(page, lambda m: m["type"] == "activity" and m["state"] == "waiting")
    await page.tell(type="seen")
    await page.tell(type="action", card_id="none", action="yes")
    await page.until_told("problem")  # after what was said before
    seat = site._app[sandbox.SEATS].get(name)
    assert seat is not None
    assert seat._waiting.told


async def test_a_server_that_is_started_again_tells_nothing_twice(service: PushService, site: Site) -> None:
    browser, name = await _subscribed(site, service), await site.create(agent="bash")
    client = await site.open(name)
    await client.type(ASK)
    await service.until(1)
    await client.close()
    await site.stop()
    await site.start()
    client = await site.open(name)
    await until(client, lambda m: m["type"] == "activity" and m["state"] == "waiting")
    await client.type(b"n\r")
    await client.until(b"got-n")
    await _state(client, "idle")
    assert len(service.came) == 1
    await client.type(ASK)
    assert json.loads(browser.read((await service.until(2))[1].body))["session"] == name


@pytest.mark.parametrize(
    ("typed", "kind"), [(b"printf 'Pass''word: '; read a\r", "terminal"), (b"printf '\\033]9;come here\\007'\r", "call"), (b"printf '\\033]777;notify;A;B\\007'\r", "call")]
)
async def test_what_kind_of_answer_is_wanted_is_told(service: PushService, site: Site, typed: bytes, kind: str) -> None:
    browser = await _subscribed(site, service)
    client = await site.open(await site.create(agent="bash"))
    await client.type(typed)
    (came,) = await service.until(1)
    told = json.loads(browser.read(came.body))
    assert told["kind"] == kind
    assert "come" not in str(told)


async def test_a_browser_that_is_gone_is_forgotten(service: PushService, site: Site) -> None:
    await _subscribed(site, service)
    service.answers = [Answer(410)]
    client = await site.open(await site.create(agent="bash"))
    await client.type(ASK)
    await service.until(1)
    async with asyncio.timeout(60):
        while (await _call(site, "GET"))[1]["devices"]:
            pass
    await soon(lambda: not list((site.root.parent / FOLDER).iterdir()))  # the file goes just after the list


async def test_who_was_signed_out_is_told_no_more(service: PushService, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    await _subscribed(site, service)
    client = await site.open(await site.create(agent="bash"))
    monkeypatch.setitem(PEOPLE, "ann", None)
    await client.type(ASK)
    await soon(lambda: not list((site.root.parent / FOLDER).iterdir()))
    assert service.came == []


async def test_devices_are_their_owners(service: PushService, site: Site) -> None:
    browser = await _subscribed(site, service)
    _, mine = await _call(site, "GET")
    (device,) = mine["devices"]
    assert (device["service"], set(device)) == ("127.0.0.1", {"id", "service", "renewedAt"})
    assert (await _call(site, "GET", who="ben"))[1] == {"key": mine["key"], "devices": []}
    other = await _call(site, "DELETE", f"/{device['id']}", who="ben")
    assert (other[0], other) == (404, await _call(site, "DELETE", f"/{'0' * 32}", who="ben"))
    assert (await _call(site, "POST", who="ann", json=browser.subscription()))[1]["id"] == device["id"]
    assert len((await _call(site, "GET"))[1]["devices"]) == 1
    assert (await _call(site, "DELETE", f"/{device['id']}"))[0] == 204
    assert (await _call(site, "DELETE", f"/{device['id']}"))[0] == 404
    assert (await _call(site, "GET"))[1]["devices"] == []


async def test_the_key_stays_and_is_hidden(service: PushService, site: Site) -> None:
    _, before = await _call(site, "GET")
    file = site.root.parent / FILE
    assert file.stat().st_mode & 0o077 == 0
    await site.stop()
    await site.start()
    assert await _call(site, "GET") == (200, before)


@pytest.mark.parametrize(("who", "status"), [("new", 403), ("nobody", 401), ("", 401)])
async def test_only_verified_people_subscribe(service: PushService, site: Site, who: str, status: int) -> None:
    for method, path in (("GET", ""), ("POST", ""), ("DELETE", f"/{'0' * 32}")):
        assert (await _call(site, method, path, who=who, json={}))[0] == status


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[]", 400), (b"{", 400), (b"{}", 422), (b'{"endpoint":7,"keys":{}}', 422), (b'{"endpoint":"https://push.example/","keys":[]}', 422),
     (b"[" * 4000, 400), (b'{"endpoint":"' + b"x" * 5000 + b'"}', 413), (b"\xff\xfe", 400), (b'{"endpoint":NaN}', 400)],
)  # fmt: skip
async def test_what_is_no_subscription_is_refused(service: PushService, site: Site, body: bytes, status: int) -> None:
    assert (await _call(site, "POST", data=body))[0] == status
    assert (await _call(site, "GET"))[1]["devices"] == []


async def test_an_endpoint_of_our_own_network_is_refused(site: Site) -> None:
    """As a server is that no test has told otherwise."""
    for endpoint in ("https://127.0.0.1/x", "https://169.254.169.254/latest", "http://push.example/x", "https://localhost/x", "https://10.0.0.8/x"):
        status, told = await _call(site, "POST", json=Browser(endpoint).subscription())
        assert (status, told["code"]) == (422, "bad_subscription"), endpoint
        assert endpoint not in str(told)
    assert (await _call(site, "POST", json=Browser("https://push.example/x").subscription()))[0] == 201


async def test_nobody_changes_them_without_end(service: PushService, site: Site) -> None:
    statuses = [(await _call(site, "POST", json=service.browser(str(n)).subscription()))[0] for n in range(25)]
    assert statuses[:20] == [201] * 20
    assert 429 in statuses
    assert len((await _call(site, "GET"))[1]["devices"]) == MOST_EACH


async def test_switched_off_it_is_not_there(site: Site, tmp_path: Path) -> None:
    app = web.Application()
    app[sandbox.SERVICES] = site._app[sandbox.SERVICES]
    await sandbox.add_sandbox(app, tmp_path / "off" / "sandbox", push="off")
    assert not any("push" in route.resource.canonical for route in app.router.routes() if route.resource)
    assert not any("/push" in path for path in app[sandbox.system.MORE_PATHS])
    assert not (tmp_path / "off" / FILE).exists()
    await app.cleanup()


def test_whom_push_services_may_write_to() -> None:
    assert contact("ops@example.com", "https://cloud.example") == "mailto:ops@example.com"
    assert contact("concierge@localhost", "https://cloud.example") == "https://cloud.example"
    assert contact("concierge@localhost", "http://127.0.0.1:8080") == "mailto:concierge@localhost"
