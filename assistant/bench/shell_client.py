"""What a browser does on a session's socket: greet, take output, acknowledge, type until it is taken."""

import asyncio
import json
import struct
from contextlib import suppress
from secrets import token_hex
from typing import Any, Self

import aiohttp

from assistant.api.sandbox import PROTOCOL
from sandbox.fanout import OUTPUT

ACK = 64 * 1024
WAIT_S = 30.0
_OUTPUT = struct.Struct("!BQ")
_SNAPSHOT = struct.Struct("!BQHHI")
_INPUT = struct.Struct("!BQ")


class ShellClient:
    """One socket at a time; `connect` again after it broke, and nothing typed is lost or doubled.

    Args:
        keep: keep all output.
        acks: acknowledge; a stalled client doesn't.
    """

    def __init__(self, http: aiohttp.ClientSession, session: str, token: str, *, keep: bool = True, acks: bool = True, **hello: Any) -> None:
        self._http, self._session, self._token, self._keep, self._acks = http, session, token, keep, acks
        self._hello = {"type": "hello", "writer": token_hex(8), **hello}  # not by `id`, which a later client may have again
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self.output = bytearray()
        self.snapshot = b""
        self.snapshots = 0
        self.messages: list[dict[str, Any]] = []
        self.offset: int | None = None
        self.epoch = -1
        self.received = 0
        self._acked: int = 0
        self._number = 0
        self.untaken: dict[int, bytes] = {}

    async def connect(self, url: str, origin: str | None = None) -> Self:
        """Raises aiohttp.ClientError."""
        headers = {"Origin": origin} if origin else {}
        self._socket = await self._http.ws_connect(
            f"{url}/api/v1/sandbox/sessions/{self._session}/attach", headers=headers,
            protocols=(PROTOCOL, "bearer", self._token), max_msg_size=0, autoping=True,
        )  # fmt: skip
        hello = dict(self._hello)
        if self.offset is not None:
            hello |= {"offset": self.offset, "epoch": self.epoch}
        await self._socket.send_json(hello)
        for number, data in list(self.untaken.items()):
            await self._socket.send_bytes(_INPUT.pack(1, number) + data)
        return self

    @property
    def socket(self) -> aiohttp.ClientWebSocketResponse:
        """The open one."""
        assert self._socket is not None  # noqa: S101 - connected first
        return self._socket

    async def type(self, data: bytes) -> int:
        """Sent now and again after each reconnection until it is taken; its number."""
        self._number += 1
        self.untaken[self._number] = data
        await self.socket.send_bytes(_INPUT.pack(1, self._number) + data)
        return self._number

    async def tell(self, **message: Any) -> None:
        """A message."""
        await self.socket.send_json(message)

    async def take(self) -> bool:
        """The next frame; False when the socket is closed."""
        message = await self.socket.receive()
        if message.type is aiohttp.WSMsgType.BINARY:
            await self._binary(message.data)
        elif message.type is aiohttp.WSMsgType.TEXT:
            self._message(json.loads(message.data))
        else:
            return False
        return True

    async def _binary(self, frame: bytes) -> None:
        if frame[0] == OUTPUT:
            _, offset = _OUTPUT.unpack_from(frame)
            size = len(frame) - _OUTPUT.size
            if offset != self.offset:
                raise RuntimeError("output with a hole or twice")
            self.offset = offset + size
            self.received += size
            if self._keep:
                self.output += memoryview(frame)[_OUTPUT.size :]
        else:
            _, offset, _, _, self.epoch = _SNAPSHOT.unpack_from(frame)
            self.offset = self._acked = offset
            self.snapshot, self.snapshots = frame[_SNAPSHOT.size :], self.snapshots + 1
        if self._acks and self.offset is not None and self.offset - self._acked >= ACK:
            self._acked = self.offset
            with suppress(ConnectionResetError):  # what is still to be read comes first
                await self.socket.send_str(f'{{"type":"ack","offset":{self.offset}}}')

    def _message(self, message: dict[str, Any]) -> None:
        self.messages.append(message)
        if message["type"] == "taken":
            for number in [n for n in self.untaken if n <= message["n"]]:
                del self.untaken[number]

    async def until(self, text: bytes, wait: float = WAIT_S) -> None:
        """Until `text` is in the output or in the last snapshot. Raises TimeoutError, ConnectionError."""
        async with asyncio.timeout(wait):
            while text not in self.output and text not in self.snapshot:
                await self._must_take()

    async def until_told(self, kind: str, wait: float = WAIT_S) -> dict[str, Any]:
        """The last message of a kind, once there is one. Raises TimeoutError, ConnectionError."""
        async with asyncio.timeout(wait):
            while True:
                found = [m for m in self.messages if m["type"] == kind]
                if found:
                    return found[-1]
                await self._must_take()

    async def _must_take(self) -> None:
        if not await self.take():
            raise ConnectionError("the socket is closed")

    async def close(self) -> None:
        """Leave."""
        if self._socket is not None:
            await self._socket.close()
