"""The vault: secrets encrypted at rest, written by the person, read only at the moment of a call."""

import base64
import sqlite3

from cryptography.fernet import Fernet, InvalidToken

from assistant.identity.keys import ServiceKey
from assistant.store import Database

NAMES = ("hetznerToken", "hetznerProjectID", "objectStorageAccessKey", "objectStorageSecretKey")
"""What a person may store."""
LONGEST = 8192
SSH_PUBLIC, SSH_PRIVATE, SSH_FINGERPRINT = "ssh:public", "ssh:private", "ssh:fingerprint"


class Vault:
    """Named secrets per conversation."""

    def __init__(self, database: Database, key: ServiceKey) -> None:
        self._database = database
        self._fernet = Fernet(base64.urlsafe_b64encode(key.derive("vault")))

    async def put(self, conversation: str, name: str, value: str) -> None:
        """Store or replace."""
        await self.put_many(conversation, {name: value})

    async def put_many(self, conversation: str, values: dict[str, str], *, durable: bool = True) -> None:
        """Store several at once, all or none.

        Args:
            durable: on the disk before it is acknowledged. What we made ourselves needn't be: the log that names it is
                written after it into the same file, and the order to create waits for all of that.
        """
        rows = [(conversation, name, self._fernet.encrypt(value.encode())) for name, value in values.items()]
        await self._database.write(
            lambda c: c.executemany(
                "INSERT OR REPLACE INTO secrets (conversation, name, sealed) VALUES (?, ?, ?)", rows
            ).rowcount,
            durable=durable,
        )

    async def get(self, conversation: str, *names: str) -> dict[str, str]:
        """The values that are there."""

        def work(connection: sqlite3.Connection) -> list[tuple[str, bytes]]:
            marks = ", ".join("?" for _ in names)
            sql = f"SELECT name, sealed FROM secrets WHERE conversation = ? AND name IN ({marks})"  # noqa: S608 - only question marks are put in
            return [(str(n), bytes(s)) for n, s in connection.execute(sql, (conversation, *names))]

        found: dict[str, str] = {}
        for name, sealed in await self._database.read(work, short=True):
            try:
                found[name] = self._fernet.decrypt(sealed).decode()
            except InvalidToken:
                continue  # sealed with another service key: as good as absent, the person is asked again
        return found

    async def take(self, conversation: str, name: str) -> str | None:
        """The value, once; it is gone afterwards."""

        def work(connection: sqlite3.Connection) -> bytes | None:
            sql = "DELETE FROM secrets WHERE conversation = ? AND name = ? RETURNING sealed"
            row = connection.execute(sql, (conversation, name)).fetchone()
            return bytes(row[0]) if row else None

        sealed = await self._database.write(work, durable=True)
        try:
            return self._fernet.decrypt(sealed).decode() if sealed else None
        except InvalidToken:
            return None
