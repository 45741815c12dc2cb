"""What each verified person has ordered in the last day: the spending ceiling counts it over all their conversations."""

import sqlite3
import time
from collections.abc import Callable
from decimal import Decimal

from assistant.store import Database

DAY_SECONDS = 86_400.0


class Orders:
    """Monthly estimates of the creates that were let through."""

    def __init__(self, database: Database, *, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    async def elsewhere(self, email: str, conversation: str) -> Decimal:
        """EUR a month, ordered under this address in the last day in other conversations."""
        since = self._now() - DAY_SECONDS

        def work(connection: sqlite3.Connection) -> int:
            sql = "SELECT COALESCE(SUM(cents), 0) FROM orders WHERE email = ? AND ordered_at > ? AND conversation <> ?"
            return int(connection.execute(sql, (email.lower(), since, conversation)).fetchone()[0])

        return Decimal(await self._database.read(work, short=True)) / 100

    async def claim(self, conversation: str, digest: str, *, email: str, monthly: float, ceiling: Decimal | None) -> bool:
        """Count an order before it leaves; false when it would break the ceiling (looked at and written as one)."""
        now = self._now()
        cents = round(monthly * 100)
        who = email.lower()

        def work(connection: sqlite3.Connection) -> bool:
            sql = "SELECT COALESCE(SUM(cents), 0) FROM orders WHERE email = ? AND ordered_at > ? AND conversation <> ?"
            before = int(connection.execute(sql, (who, now - DAY_SECONDS, conversation)).fetchone()[0])
            if ceiling is not None and before + cents > ceiling * 100:
                return False
            connection.execute(
                "INSERT OR REPLACE INTO orders (conversation, digest, email, cents, ordered_at) VALUES (?, ?, ?, ?, ?)",
                (conversation, digest, who, cents, now),
            )
            return True

        return await self._database.write(work, durable=True)

    async def release(self, conversation: str, digest: str) -> None:
        """It had no effect for certain."""

        def work(connection: sqlite3.Connection) -> int:
            where = (conversation, digest)
            return connection.execute("DELETE FROM orders WHERE conversation = ? AND digest = ?", where).rowcount

        await self._database.write(work)
