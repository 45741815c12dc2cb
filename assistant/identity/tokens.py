"""Bearer tokens, device links and WebSocket tickets: random, kept as SHA-256 only."""

import hashlib
import secrets
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime

from assistant.store import Database

LINK_SECONDS = 120.0
APPROVAL_SECONDS = 1800.0
TICKET_SECONDS = 30.0
_CACHED = 4096


def sha256(token: str) -> str:
    """How tokens are kept."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class Tokens:
    """Issues and checks tokens."""

    def __init__(self, database: Database, *, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._known: OrderedDict[str, str] = OrderedDict()
        """digest → conversation, so that a turn costs no read."""
        self._tickets: dict[str, tuple[str, str, float]] = {}
        """ticket → device, conversation, until when."""

    async def issue(self, conversation: str) -> str:
        """A new token for a conversation."""
        token = secrets.token_urlsafe(32)
        row = (sha256(token), conversation, datetime.now(UTC).isoformat())
        await self._database.write(
            lambda c: c.execute("INSERT INTO tokens (digest, conversation, created_at) VALUES (?, ?, ?)", row).rowcount
        )
        self._remember(row[0], conversation)
        return token

    async def conversation(self, token: str) -> tuple[str, str] | None:
        """(digest, conversation) of a token that was issued, or None."""
        if not 20 <= len(token) <= 200:
            return None
        digest = sha256(token)
        if digest in self._known:
            return digest, self._known[digest]

        def work(connection: sqlite3.Connection) -> str | None:
            row = connection.execute("SELECT conversation FROM tokens WHERE digest = ?", (digest,)).fetchone()
            return str(row[0]) if row else None

        conversation = await self._database.read(work, short=True)
        if conversation is None:
            return None
        self._remember(digest, conversation)
        return digest, conversation

    async def verified_email(self, digest: str) -> str | None:
        """The address that this device proved to read."""

        def work(connection: sqlite3.Connection) -> str | None:
            row = connection.execute("SELECT verified_email FROM tokens WHERE digest = ?", (digest,)).fetchone()
            return str(row[0]) if row and row[0] else None

        return await self._database.read(work, short=True)

    async def link(self, conversation: str, *, seconds: float = LINK_SECONDS) -> str:
        """A one-use code that another device exchanges for a token."""
        code = secrets.token_urlsafe(18)
        row = (sha256(code), conversation, self._now() + seconds)
        await self._database.write(
            lambda c: c.execute("INSERT INTO links (digest, conversation, expires_at) VALUES (?, ?, ?)", row).rowcount
        )
        return code

    async def redeem(self, code: str) -> str | None:
        """The conversation of a link's code; the code is used up. None when it is unknown, used or late."""
        digest, now = sha256(code), self._now()

        def work(connection: sqlite3.Connection) -> str | None:
            sql = "DELETE FROM links WHERE digest = ? RETURNING conversation, expires_at"
            row = connection.execute(sql, (digest,)).fetchone()
            return str(row[0]) if row and row[1] >= now else None

        return await self._database.write(work)

    def ticket(self, digest: str, conversation: str) -> str:
        """A one-time ticket for a WebSocket of this device."""
        now = self._now()
        self._tickets = {t: v for t, v in self._tickets.items() if v[2] >= now}
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = (digest, conversation, now + TICKET_SECONDS)
        return ticket

    def use_ticket(self, ticket: str) -> tuple[str, str] | None:
        """(digest, conversation) of the device; the ticket is used up."""
        digest, conversation, until = self._tickets.pop(ticket, ("", "", 0.0))
        return (digest, conversation) if until >= self._now() else None

    def _remember(self, digest: str, conversation: str) -> None:
        self._known[digest] = conversation
        if len(self._known) > _CACHED:
            self._known.popitem(last=False)
