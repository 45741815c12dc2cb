"""Tells people by push that a session waits for them: which one, and what kind of answer it wants, never what it shows."""

import asyncio
import base64
import hashlib
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from assistant.identity.buckets import Limiter, Rate
from assistant.logs import get_logger
from assistant.push.sender import Outcome
from assistant.push.subscriptions import Subscription, Subscriptions

MOST_UNDER_WAY, MOST_EACH = 1000, 30
"""Messages under way, all and for one person."""
PER_SESSION = Rate(burst=5, per_second=1 / 30)
"""An agent that calls for its person without end is heard twice a minute."""
PER_PERSON = Rate(burst=20, per_second=1 / 10)
LONGEST_NAME = 80
_LOG = get_logger("concierge.push")


@dataclass(frozen=True, slots=True)
class Wait:
    """What is told."""

    session: str
    agent: str
    """What the agent is called."""
    title: str
    """Of the session's window."""
    kind: str
    """`question`, `plan`, `terminal` (to be answered in the terminal alone), `call` (it calls for somebody)."""

    def content(self) -> bytes:
        """For the browser's worker."""
        told = {"v": 1, "session": self.session, "agent": self.agent[:LONGEST_NAME], "title": self.title[:LONGEST_NAME], "kind": self.kind}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")

    def topic(self) -> str:
        """Of the session, in a form that tells a push service nothing."""
        return base64.urlsafe_b64encode(hashlib.sha256(f"wait/{self.session}".encode()).digest()[:24]).decode()


class Sends(Protocol):
    """Who brings messages to push services."""

    async def send(self, to: Subscription, content: bytes, topic: str, *, wanted: Callable[[], bool] = ...) -> Outcome:
        """See `Sender`."""
        ...


class Waits:
    """Needs a running event loop.

    Args:
        kept: who wants to be told.
        sender: how.
        proved: the address that a device (a token's digest) has proved, or None.
        counted: told each outcome, for the figures.
    """

    def __init__(
        self, kept: Subscriptions, sender: Sends, proved: Callable[[str], Awaitable[str | None]], counted: Callable[[str], object] = lambda _: None
    ) -> None:
        self._kept, self._sender, self._proved, self._counted = kept, sender, proved, counted
        self._under_way: set[asyncio.Task[None]] = set()
        self._each: Counter[str] = Counter()
        self._is_closed = False
        self._per_session, self._per_person = Limiter(PER_SESSION), Limiter(PER_PERSON)

    def tell(self, owner: str, wait: Wait, wanted: Callable[[], bool]) -> None:
        """Every device of the person, soon. `wanted`: whether it waits still."""
        to, now = self._kept.of(owner), time.monotonic()
        if not to or self._is_closed:
            return
        full = len(self._under_way) + len(to) > MOST_UNDER_WAY or self._each[owner] + len(to) > MOST_EACH
        if full or self._per_session.wait(wait.session, now) or self._per_person.wait(owner, now):
            self._counted("limited")
            return
        for one in to:
            task = asyncio.create_task(self._tell(one, wait, wanted))
            self._under_way.add(task)
            self._each[owner] += 1
            task.add_done_callback(lambda done: self._done(done, owner))

    def _done(self, task: asyncio.Task[None], owner: str) -> None:
        self._under_way.discard(task)
        self._each[owner] -= 1
        if not self._each[owner]:
            del self._each[owner]

    async def _tell(self, to: Subscription, wait: Wait, wanted: Callable[[], bool]) -> None:
        try:
            if await self._proved(to.device) != to.owner:
                outcome = Outcome.GONE  # signed out, or somebody else's now
            else:
                outcome = await self._sender.send(to, wait.content(), wait.topic(), wanted=wanted)
            if outcome is Outcome.GONE:
                await asyncio.to_thread(self._kept.remove, to.id)
        except Exception:  # one device's trouble is no other's
            _LOG.exception("a device can't be told", service=to.service)
            self._counted("failed")
            return
        self._counted(outcome.value)

    async def close(self) -> None:
        """What is under way is left; the pages tell it when they are opened."""
        self._is_closed = True
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
