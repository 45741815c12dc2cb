"""A database, a key and a clock for what proves who somebody is."""

from collections.abc import AsyncIterator
from email.message import Message
from pathlib import Path

import pytest

from assistant.identity.keys import ServiceKey
from assistant.identity.mailer import MailError
from assistant.store import Database


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Post:
    """The port `Mailer`: keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.down = False

    async def send(self, message: Message) -> None:
        """See the port."""
        if self.down:
            raise MailError("down")
        self.sent.append(message)

    def code(self, at: int = -1) -> str:
        """The code in a message."""
        subject = str(self.sent[at]["Subject"])
        assert subject[:6].isdecimal()
        return subject[:6]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def key(tmp_path: Path) -> ServiceKey:
    return ServiceKey.load(tmp_path)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(tmp_path / "c.db")
    opened.open()
    yield opened
    await opened.close()


def on_disk(folder: Path) -> bytes:
    """Everything in the database's files, the write-ahead log too."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("c.db*")))
