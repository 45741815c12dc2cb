"""Appends to many logs at once for ever and prints each line that was acknowledged. Killed by the test."""

import asyncio
import os
import sys

from assistant.store import Database, SqliteEventStore
from dialogue.events import UserSaid


async def grow(store: SqliteEventStore, name: str) -> None:
    seq = 0
    while True:
        await store.append(name, seq, [UserSaid(text=f"{name} {seq + 1}")], durable=seq % 7 == 0)
        seq += 1
        os.write(1, f"{name} {seq}\n".encode())  # one write: a kill leaves no half line behind a whole one


async def main(path: str) -> None:
    database = Database(path)
    database.open()
    await asyncio.gather(*(grow(SqliteEventStore(database), f"c{i}") for i in range(8)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
