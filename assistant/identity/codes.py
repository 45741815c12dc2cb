"""Six-digit codes by e-mail: ten minutes, three wrong tries, one a minute, kept as keyed digests only."""

import hmac
import secrets
import sqlite3
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from assistant.identity.keys import ServiceKey
from assistant.identity.mailer import ENGLISH, Letter, Mailer, MailError, code_message
from assistant.store import Database
from dialogue.events import CodeFailed, CodeRefused, CodeSent, EmailVerified

LIFE_SECONDS = 600.0
COOLDOWN_SECONDS = 60.0
TRIES = 3
UNUSED_AN_HOUR = 60
"""Codes to one address, over all conversations, that nobody has entered: more would be somebody flooding a mailbox."""
HOUR_SECONDS = 3600.0


class Codes:
    """Implements the port `CodeSender`."""

    def __init__(
        self,
        database: Database,
        key: ServiceKey,
        mailer: Mailer,
        *,
        letters: Mapping[str, Letter] | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._key = key
        self._mailer = mailer
        self._letters = letters or {}
        self._now = now

    def digest(self, conversation: str, code: str) -> str:
        """Keyed digest under which a code may stand in the log."""
        return self._key.digest("code", conversation, code)

    async def send(self, conversation: str, email: str, *, language: str = "en") -> CodeSent | CodeFailed:
        """Make a code, mail it, remember its digest. One code per address and minute in one conversation, and only
        so many unused ones per address and hour over all conversations."""
        address = email.lower()
        code = f"{secrets.randbelow(1_000_000):06d}"
        now = self._now()
        row = (conversation, address, self.digest(conversation, code), now, now + LIFE_SECONDS, TRIES)

        def work(connection: sqlite3.Connection) -> bool:
            sql = "SELECT MAX(made_at) FROM codes WHERE email = ? AND sent = 1 AND conversation = ?"
            (last,) = connection.execute(sql, (address, conversation)).fetchone()
            if last is not None and now - last < COOLDOWN_SECONDS:
                return False
            unused = "SELECT COUNT(*) FROM codes WHERE email = ? AND made_at > ? AND conversation <> ?"
            (others,) = connection.execute(unused, (address, now - HOUR_SECONDS, conversation)).fetchone()
            if others >= UNUSED_AN_HOUR:
                return False
            connection.execute(
                "INSERT OR REPLACE INTO codes (conversation, email, digest, made_at, expires_at, attempts_left, sent)"
                " VALUES (?, ?, ?, ?, ?, ?, 0)",
                row,
            )
            return True

        if not await self._database.write(work):
            return CodeFailed(email=address, code="rate_limited")
        try:
            await self._mailer.send(code_message(address, code, self._letters.get(language, ENGLISH)))
        except MailError:
            return CodeFailed(email=address, code="mail_failed")
        await self._database.write(lambda c: _mark_sent(c, conversation, address))
        return CodeSent(email=address, expires_at=datetime.fromtimestamp(now + LIFE_SECONDS, UTC))

    async def wait(self, conversation: str, email: str) -> float:
        """Seconds until another code may go to this address from this conversation; 0 means now."""
        address = email.lower()

        def work(connection: sqlite3.Connection) -> float | None:
            sql = "SELECT MAX(made_at) FROM codes WHERE email = ? AND sent = 1 AND conversation = ?"
            return connection.execute(sql, (address, conversation)).fetchone()[0]

        last = await self._database.read(work, short=True)
        return 0.0 if last is None else max(0.0, last + COOLDOWN_SECONDS - self._now())

    async def settle(self, conversation: str, email: str, *, language: str = "en") -> CodeSent | CodeFailed:
        """After a crash between intent and outcome: a code that left counts; otherwise one is sent."""
        address = email.lower()

        def work(connection: sqlite3.Connection) -> float | None:
            sql = "SELECT expires_at FROM codes WHERE conversation = ? AND email = ? AND sent = 1 AND attempts_left > 0"
            row = connection.execute(sql, (conversation, address)).fetchone()
            return float(row[0]) if row else None

        expires = await self._database.read(work, short=True)
        if expires is not None and expires > self._now():
            return CodeSent(email=address, expires_at=datetime.fromtimestamp(expires, UTC))
        return await self.send(conversation, email, language=language)

    async def check(
        self, conversation: str, email: str, digest: str, *, device: str | None
    ) -> EmailVerified | CodeRefused:
        """Compare; a fitting code is used up and marks the device's session as verified."""
        address = email.lower()
        now = self._now()

        def work(connection: sqlite3.Connection) -> EmailVerified | CodeRefused:
            sql = "SELECT digest, expires_at, attempts_left FROM codes WHERE conversation = ? AND email = ?"
            row = connection.execute(sql, (conversation, address)).fetchone()
            where = (conversation, address)
            if row is None or row[2] <= 0:
                return CodeRefused(email=address, reason="none_sent")
            if row[1] < now:
                connection.execute("DELETE FROM codes WHERE conversation = ? AND email = ?", where)
                return CodeRefused(email=address, reason="expired")
            if not hmac.compare_digest(str(row[0]), digest):
                left = int(row[2]) - 1
                # Used up, it stays until its time is over: another one still has to wait for its minute.
                connection.execute(
                    "UPDATE codes SET attempts_left = ? WHERE conversation = ? AND email = ?", (left, *where)
                )
                if left <= 0:
                    return CodeRefused(email=address, reason="too_many")
                return CodeRefused(email=address, reason="wrong", attempts_left=left)
            connection.execute("DELETE FROM codes WHERE conversation = ? AND email = ?", where)
            if device:
                connection.execute("UPDATE tokens SET verified_email = ? WHERE digest = ?", (address, device))
            return EmailVerified(email=address)

        return await self._database.write(work, durable=True)


def _mark_sent(connection: sqlite3.Connection, conversation: str, email: str) -> None:
    connection.execute("UPDATE codes SET sent = 1 WHERE conversation = ? AND email = ?", (conversation, email))
