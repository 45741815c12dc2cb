"""Messages go out once, are tried again where that helps, and stop where it doesn't; against a real push service."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from structlog.testing import capture_logs

from assistant.push import Outcome, Sender, Subscription, Subscriptions, Vapid
from assistant.push.addresses import Rule
from assistant.push.sender import EACH_AT_ONCE, LIVES_S, LONGEST_PAUSE_S, TRIES
from assistant.push.subscriptions import parse
from assistant.push.waits import MOST_EACH, PER_SESSION, Wait, Waits
from tests.assistant.push.service import WITHIN_S, Answer, Browser, PushService

LOOPBACK = Rule(loopback=True)
WAIT = Wait("0" * 24, "Claude Code", "fix login", "question")


@dataclass
class World:
    """A sender and a push service."""

    service: PushService
    sender: Sender
    vapid: Vapid
    pauses: list[float] = field(default_factory=list[float])

    def subscribed(self, name: str = "one") -> tuple[Browser, Subscription]:
        browser = self.service.browser(name)
        return browser, parse(browser.subscription(), LOOPBACK, owner="ann", device="device-ann", now=0.0)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    vapid = Vapid(ec.generate_private_key(ec.SECP256R1()), "mailto:ops@example.com")
    async with PushService() as service, Sender(vapid, LOOPBACK, pause) as sender:
        yield World(service, sender, vapid, pauses)


async def test_a_message_arrives_sealed_with_all_that_the_standards_ask_for(world: World) -> None:
    browser, to = world.subscribed()
    assert await world.sender.send(to, b"hello", "topic") is Outcome.SENT
    (came,) = world.service.came
    assert browser.read(came.body) == b"hello"
    wanted = {"Content-Encoding": "aes128gcm", "TTL": str(LIVES_S), "Urgency": "high", "Topic": "topic"}
    assert wanted.items() <= came.headers.items()
    assert (came.claims["aud"], came.claims["sub"], came.key) == (world.service.origin, "mailto:ops@example.com", world.vapid.public)
    assert b"hello" not in came.body
    assert "Cookie" not in came.headers


@pytest.mark.parametrize(
    ("statuses", "outcome", "tries"),
    [([404], Outcome.GONE, 1), ([410], Outcome.GONE, 1), ([400], Outcome.REFUSED, 1), ([403], Outcome.REFUSED, 1), ([413], Outcome.REFUSED, 1), ([302], Outcome.REFUSED, 1),
     ([429, 201], Outcome.SENT, 2), ([503, 500, 200], Outcome.SENT, 3), ([502, 410], Outcome.GONE, 2), ([503] * 9, Outcome.GAVE_UP, TRIES), ([202], Outcome.SENT, 1)],
)  # fmt: skip
async def test_what_an_answer_means(world: World, statuses: list[int], outcome: Outcome, tries: int) -> None:
    _, to = world.subscribed()
    world.service.answers = [Answer(status, {"Location": f"{world.service.origin}/elsewhere"}) for status in statuses]
    assert await world.sender.send(to, b"hello", "topic") is outcome
    assert [came.path for came in world.service.came] == ["/push/one"] * tries
    assert world.pauses == [1.0, 4.0, 16.0][: tries - 1]


async def test_a_busy_service_is_left_in_peace_as_long_as_it_asks_within_reason(world: World) -> None:
    _, to = world.subscribed()
    world.service.answers = [Answer(429, {"Retry-After": text}) for text in ("7", "99999", "Wed, 21 Oct 2026 07:28:00 GMT")]
    assert await world.sender.send(to, b"hello", "topic") is Outcome.SENT
    assert world.pauses == [7.0, LONGEST_PAUSE_S, 16.0]


async def test_who_waits_no_longer_is_not_told_late(world: World) -> None:
    _, to = world.subscribed()
    world.service.answers = [Answer(503)] * 3
    asked: list[int] = []
    assert await world.sender.send(to, b"hello", "topic", wanted=lambda: not asked.append(1) and len(asked) < 3) is Outcome.LATE
    assert len(world.service.came) == 2


async def test_a_service_that_is_away_or_says_nothing_holds_nobody_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _, to = world.subscribed()
    world.service.hangs = True
    monkeypatch.setattr(world.sender._http, "_timeout", aiohttp.ClientTimeout(total=0.2))
    assert await world.sender.send(to, b"hello", "topic") is Outcome.GAVE_UP
    await world.service.__aexit__()
    assert await world.sender.send(to, b"hello", "topic") is Outcome.GAVE_UP


async def test_an_answer_without_end_is_not_read(world: World) -> None:
    _, to = world.subscribed()
    world.service.answers = [Answer(201, body=b"x" * 30_000_000)]
    async with asyncio.timeout(WITHIN_S):
        assert await world.sender.send(to, b"hello", "topic") is Outcome.SENT


async def test_another_rule_than_it_was_made_under_sends_nothing(world: World) -> None:
    _, to = world.subscribed()
    async with Sender(world.vapid, Rule()) as strict:
        assert await strict.send(to, b"hello", "topic") is Outcome.REFUSED
    assert world.service.came == []


async def test_nothing_secret_is_logged(world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    _, to = world.subscribed("a-secret-endpoint")
    world.service.answers = [Answer(403), *[Answer(503)] * TRIES]
    with capture_logs() as lines:
        await world.sender.send(to, b"hello", "topic")
        await world.sender.send(to, b"hello", "topic")
    assert [(line["log_level"], line["service"]) for line in lines] == [("warning", "127.0.0.1")] * 2
    out, err = capfd.readouterr()
    for hidden in ("a-secret-endpoint", "vapid t=", "PRIVATE", world.vapid.public):
        assert hidden not in caplog.text + out + err + str(lines)


async def test_a_service_that_never_answers_holds_up_its_own_person_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = [world.subscribed(str(n))[1] for n in range(10)]
    _, other = world.subscribed("other")
    world.service.hangs = True
    monkeypatch.setattr(world.sender._http, "_timeout", aiohttp.ClientTimeout(total=None))  # none of them ever gives up
    sending = [asyncio.create_task(world.sender.send(one, b"hello", "topic")) for one in stuck]
    await world.service.until(EACH_AT_ONCE)
    world.service.hangs = False
    async with asyncio.timeout(WITHIN_S):
        assert await world.sender.send(replace(other, owner="ben"), b"hello", "topic") is Outcome.SENT
    assert len(world.service.came) == EACH_AT_ONCE + 1
    for one in sending:
        one.cancel()
    await asyncio.gather(*sending, return_exceptions=True)
    assert world.sender._gates == {}


class Told:
    """A sender that only notes."""

    def __init__(self, outcome: Outcome = Outcome.SENT) -> None:
        self.outcome, self.sent = outcome, list[tuple[str, dict[str, Any], str]]()

    async def send(self, to: Subscription, content: bytes, topic: str, *, wanted: Any = lambda: True) -> Outcome:
        self.sent.append((to.owner, json.loads(content), topic))
        return self.outcome


async def _all_told(waits: Waits) -> None:
    async with asyncio.timeout(WITHIN_S):
        await asyncio.gather(*waits._under_way)


async def test_every_device_of_a_person_is_told_and_nobody_elses(tmp_path: Any) -> None:
    kept, told = Subscriptions(tmp_path, LOOPBACK), Told()
    for name, owner in (("one", "ann"), ("two", "ann"), ("three", "ben")):
        kept.add(Browser(f"http://127.0.0.1/{name}").subscription(), owner=owner, device=f"device-{owner}")
    outcomes: list[str] = []

    async def proved(device: str) -> str | None:
        return device.removeprefix("device-")

    waits = Waits(kept, told, proved, outcomes.append)
    waits.tell("ann", WAIT, lambda: True)
    await _all_told(waits)
    content = {"v": 1, "session": "0" * 24, "agent": "Claude Code", "title": "fix login", "kind": "question"}
    assert told.sent == [("ann", content, WAIT.topic())] * 2
    assert (len(WAIT.topic()), "0000" in WAIT.topic()) == (32, False)
    assert outcomes == ["sent"] * 2
    waits.tell("cleo", WAIT, lambda: True)
    await waits.close()
    waits.tell("ann", WAIT, lambda: True)
    assert not waits._under_way
    assert len(told.sent) == 2


@pytest.mark.parametrize(("outcome", "who"), [(Outcome.GONE, "ann"), (Outcome.SENT, None), (Outcome.SENT, "ben")])
async def test_who_is_gone_or_somebody_else_now_is_forgotten(tmp_path: Any, outcome: Outcome, who: str | None) -> None:
    kept, told = Subscriptions(tmp_path, LOOPBACK), Told(outcome)
    kept.add(Browser("http://127.0.0.1/one").subscription(), owner="ann", device="device-ann")

    async def proved(_: str) -> str | None:
        return who

    waits = Waits(kept, told, proved)
    waits.tell("ann", WAIT, lambda: True)
    await _all_told(waits)
    assert kept.of("ann") == []
    assert len(told.sent) == (who == "ann")


async def test_an_agent_that_calls_without_end_is_heard_now_and_then(tmp_path: Any) -> None:
    kept, told, outcomes = Subscriptions(tmp_path, LOOPBACK), Told(), list[str]()
    kept.add(Browser("http://127.0.0.1/one").subscription(), owner="ann", device="device-ann")

    async def proved(_: str) -> str | None:
        return "ann"

    waits = Waits(kept, told, proved, outcomes.append)
    for _ in range(50):
        waits.tell("ann", WAIT, lambda: True)
    await _all_told(waits)
    assert len(told.sent) == PER_SESSION.burst
    assert outcomes.count("limited") == 50 - PER_SESSION.burst
    waits.tell("ann", Wait("1" * 24, "Aider", "", "call"), lambda: True)
    await _all_told(waits)
    assert told.sent[-1][1]["agent"] == "Aider"


async def test_one_person_fills_nobody_elses_place(tmp_path: Any) -> None:
    kept, go = Subscriptions(tmp_path, LOOPBACK), asyncio.Event()
    for n in range(10):
        kept.add(Browser(f"http://127.0.0.1/{n}").subscription(), owner="ann", device="ann")
    kept.add(Browser("http://127.0.0.1/ben").subscription(), owner="ben", device="ben")
    outcomes: list[str] = []

    class Slow(Told):
        async def send(self, to: Subscription, content: bytes, topic: str, *, wanted: Any = lambda: True) -> Outcome:
            await go.wait()
            return await super().send(to, content, topic)

    async def proved(device: str) -> str | None:
        return device

    told = Slow()
    waits = Waits(kept, told, proved, outcomes.append)
    for n in range(9):
        waits.tell("ann", Wait(f"{n}" * 24, "Aider", "", "call"), lambda: True)
    waits.tell("ben", WAIT, lambda: True)
    assert (len(waits._under_way), outcomes) == (MOST_EACH + 1, ["limited"] * 6)
    go.set()
    await _all_told(waits)
    assert [owner for owner, _, _ in told.sent].count("ben") == 1
    assert waits._each == {}


def test_odd_names_make_a_short_message() -> None:
    odd = Wait("0" * 24, "A" * 5000, "\ud800" * 5000, "question")
    assert len(odd.content()) < 1024
    assert json.loads(odd.content())["agent"] == "A" * 80
