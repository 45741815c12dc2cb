"""A server that misbehaves to the byte, and clients with long and short patience."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Self

import httpx
import pytest

from tools.catalyst import CatalystClient

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]
SHORT = httpx.Timeout(0.2, connect=60.0)
"""Where the answer is silence."""
LONG = httpx.Timeout(60.0)


def reply(status: int, body: bytes | str = b"", kind: str = "application/json") -> Answer:
    """An ordinary answer."""
    raw = body.encode() if isinstance(body, str) else body

    async def send(writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(raw)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + raw)

    return send


def stream(*chunks: bytes, cut: bool = False, idle: bool = False) -> Answer:
    """An event stream of these chunks; then its end, a cut in the middle, or silence."""

    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        for chunk in chunks:
            writer.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            await writer.drain()
        if idle:
            await asyncio.Event().wait()
        if not cut:
            writer.write(b"0\r\n\r\n")

    return send


async def silence(writer: asyncio.StreamWriter) -> None:
    """No answer at all."""
    del writer
    await asyncio.Event().wait()


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """The connection is closed instead of an answer."""
    del writer


class Hostile:
    """Gives the answers in order, the last one for ever; remembers the requests."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.requests: list[tuple[str, str, bytes]] = []
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def address(self) -> str:
        """Base address."""
        assert self._server
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._answer(reader, writer)
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next((int(h[15:]) for h in head.split("\r\n") if h.lower().startswith("content-length:")), 0)
        body = await reader.readexactly(length)
        method, path, _ = head.split(" ", 2)
        answer = self.answers[min(len(self.requests), len(self.answers) - 1)]
        self.requests.append((method, path, body))
        await answer(writer)
        await writer.drain()


@pytest.fixture
async def hostile() -> AsyncIterator[Hostile]:
    """Running; set `answers` first."""
    async with Hostile() as server:
        yield server


@pytest.fixture
def harsh(hostile: Hostile, http: httpx.AsyncClient) -> CatalystClient:
    """Our client, talking to the hostile server."""
    return CatalystClient(hostile.address, http, plain=LONG, stream=LONG)


@pytest.fixture
def impatient(hostile: Hostile, http: httpx.AsyncClient) -> CatalystClient:
    """The same with short patience: for servers that say nothing (more)."""
    return CatalystClient(hostile.address, http, plain=SHORT, stream=SHORT)

