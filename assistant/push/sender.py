"""Sends sealed messages to push services: bounded in number and time, tried again where that may help."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from enum import Enum
from typing import Self

import aiohttp

from assistant.logs import get_logger
from assistant.push.addresses import Resolver, Rule
from assistant.push.message import Vapid, sealed
from assistant.push.subscriptions import Subscription

LIVES_S = 4 * 3600
"""How long a push service keeps a message for a browser that is away."""
ANSWER_S = 10.0
TRIES = 4
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
AT_ONCE, EACH_AT_ONCE = 32, 2
"""Requests under way, all and for one person: whoever names a service that never answers holds up nobody else."""
TOKEN_S = 3600.0
"""How long one sender's token is used; signing costs a millisecond."""
MOST_TOKENS = 64
_AGAIN = frozenset((408, 425, 429))
_GONE = frozenset((404, 410))
_LOG = get_logger("concierge.push")


class Outcome(Enum):
    """What became of a message."""

    SENT = "sent"
    GONE = "gone"
    """The browser wants no more; the subscription is to be forgotten."""
    REFUSED = "refused"
    """The push service doesn't take it, and won't later."""
    GAVE_UP = "gave_up"
    """It couldn't be reached, or was too busy, each time."""
    LATE = "late"
    """Nobody need be told any more."""


class Sender:
    """Needs a running event loop; use as a context manager.

    Args:
        vapid: who sends.
        rule: where to.
        pause: how it waits between two tries.
    """

    def __init__(self, vapid: Vapid, rule: Rule, pause: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        self._vapid, self._rule, self._pause = vapid, rule, pause
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._gates: dict[str, tuple[asyncio.Semaphore, int]] = {}
        """Of each person who is just told: the gate, and how many are in it or before it."""
        self._tokens: dict[str, tuple[float, str]] = {}
        self._resolver = Resolver(rule)
        # No proxy of the environment: it would look names up itself, and reach what we must not.
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=self._resolver, limit=AT_ONCE), trust_env=False, auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(), timeout=aiohttp.ClientTimeout(total=ANSWER_S),
        )  # fmt: skip

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """No more messages."""
        await self._http.close()
        await self._resolver.close()

    async def send(self, to: Subscription, content: bytes, topic: str, *, wanted: Callable[[], bool] = lambda: True) -> Outcome:
        """One message to one browser.

        Args:
            content: sealed here; at most `message.LONGEST` bytes.
            topic: up to 32 characters of base64url; a message takes the place of one with the same that wasn't delivered yet.
            wanted: asked before each try.
        """
        body = sealed(content, to.receiver)
        pause = FIRST_PAUSE_S
        for left in reversed(range(TRIES)):
            if not wanted():
                return Outcome.LATE
            status, asked = await self._post(to, body, topic)
            if 200 <= status < 300:
                return Outcome.SENT
            if status in _GONE:
                return Outcome.GONE
            if status and status < 500 and status not in _AGAIN:
                _LOG.warning("a push service refuses a message", service=to.service, status=status)
                return Outcome.REFUSED
            if left:
                await self._pause(min(max(pause, asked), LONGEST_PAUSE_S))
                pause *= 4
        _LOG.warning("a push service can't be had", service=to.service)
        return Outcome.GAVE_UP

    async def _post(self, to: Subscription, body: bytes, topic: str) -> tuple[int, float]:
        """Status (0: none came), and how many seconds it asks to be left in peace."""
        try:
            origin = self._rule.checked(to.endpoint)
        except ValueError:
            return 400, 0.0
        headers = {
            "Authorization": self._token(origin), "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream",
            "TTL": str(LIVES_S), "Urgency": "high", "Topic": topic,
        }  # fmt: skip
        try:
            async with self._turn(to.owner), self._http.post(to.endpoint, data=body, headers=headers, allow_redirects=False) as answer:
                return answer.status, _seconds(answer.headers.get("Retry-After", ""))
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
            return 0, 0.0

    @asynccontextmanager
    async def _turn(self, owner: str) -> AsyncGenerator[None]:
        gate, count = self._gates.get(owner, (asyncio.Semaphore(EACH_AT_ONCE), 0))
        self._gates[owner] = gate, count + 1
        try:
            async with gate, self._gate:
                yield
        finally:
            _, count = self._gates.pop(owner)
            if count > 1:
                self._gates[owner] = gate, count - 1

    def _token(self, origin: str) -> str:
        now = time.time()
        made, token = self._tokens.get(origin, (0.0, ""))
        if not 0 <= now - made < TOKEN_S:
            if len(self._tokens) >= MOST_TOKENS:
                self._tokens.clear()
            token = self._vapid.header(origin, now)
            self._tokens[origin] = now, token
        return token


def _seconds(text: str) -> float:
    """Of a Retry-After in seconds; dates are rare, and the usual pause does for them."""
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0.0
