"""Recorded HTTP exchanges with model providers, played back by what was asked. No header and no key is ever written.

A cassette is a folder; an exchange is a file named by the hash of the request's canonical JSON, so the order doesn't matter. Only
answers are kept, never refusals, whose texts may repeat a part of a key.
"""

import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx2

from assistant.models.port import NothingScripted

Mode = Literal["replay", "record", "once"]
"""`once`: played back where there is a recording, else recorded."""
OK = 200


class CassetteMissing(NothingScripted):
    """Nothing is recorded for this request."""


def exchange_key(path: str, body: bytes) -> str:
    """Of the request: its path behind the host and its canonical JSON."""
    text = json.dumps(json.loads(body or b"null"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{path}\n{text}".encode()).hexdigest()[:32]


class CassetteTransport(httpx2.AsyncBaseTransport):
    """Stands where the network would."""

    def __init__(self, folder: Path, *, mode: Mode = "replay", inner: httpx2.AsyncBaseTransport | None = None) -> None:
        self._folder = folder
        self._mode: Mode = mode
        self._inner = inner or (httpx2.AsyncHTTPTransport() if mode != "replay" else None)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Play back or record. Raises CassetteMissing."""
        body = await request.aread()
        path = urlsplit(str(request.url)).path
        file = self._folder / f"{exchange_key(path, body)}.json"
        if self._mode != "record" and file.is_file():
            return _played(json.loads(file.read_text(encoding="utf-8")))
        if self._inner is None or self._mode == "replay":
            raise CassetteMissing(f"{file.name} is not among the recordings of {self._folder.name}; the request has changed")
        response = await self._inner.handle_async_request(request)
        if response.status_code != OK:
            return response
        kept: dict[str, Any] = {
            "path": path,
            "request": json.loads(body or b"null"),
            "content_type": response.headers.get("content-type", ""),
        }
        return httpx2.Response(
            OK, headers=_plain_headers(response.headers), stream=_Recording(response, file, kept), request=request
        )

    async def aclose(self) -> None:
        """Close what is behind."""
        if self._inner is not None:
            await self._inner.aclose()


def client(folder: Path, *, mode: Mode = "replay", inner: httpx2.AsyncBaseTransport | None = None) -> httpx2.AsyncClient:
    """An HTTP client for the adapters."""
    return httpx2.AsyncClient(transport=CassetteTransport(folder, mode=mode, inner=inner), trust_env=False)


class _Recording(httpx2.AsyncByteStream):
    """Passes the answer on and writes it down once it has come whole. Iterated again it goes on where it was: an SDK drains so."""

    def __init__(self, response: httpx2.Response, file: Path, kept: dict[str, Any]) -> None:
        self._response = response
        self._file = file
        self._kept = kept
        self._parts: list[bytes] = []
        self._rest = response.aiter_bytes()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._rest:
            self._parts.append(part)
            yield part
        self._write()

    def _write(self) -> None:
        # Cut at the ends of lines: a letter of two bytes isn't torn, and the file can be read.
        lines = b"".join(self._parts).decode().splitlines(keepends=True)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**self._kept, "answer": lines}, ensure_ascii=False, indent=1)
        self._file.write_text(f"{text}\n", encoding="utf-8")

    async def aclose(self) -> None:
        await self._response.aclose()


class _Playing(httpx2.AsyncByteStream):
    def __init__(self, lines: list[str]) -> None:
        self._rest = iter(lines)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for line in self._rest:
            yield line.encode()


def _played(exchange: dict[str, Any]) -> httpx2.Response:
    return httpx2.Response(OK, headers={"content-type": exchange["content_type"]}, stream=_Playing(exchange["answer"]))


def _plain_headers(headers: httpx2.Headers) -> dict[str, str]:
    """The body is handed on unpacked."""
    return {name: value for name, value in headers.items() if name in ("content-type", "retry-after")}
