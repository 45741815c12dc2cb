"""A TURN server on loopback, as much of one as a voice line needs (RFC 8656, over UDP): allocations, permissions and channels, for
whoever has a user name and a password as coturn's `use-auth-secret` wants them. It counts what it was asked and let through.
"""

import asyncio
import base64
import hashlib
import hmac
import os
import struct
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self, cast

from aioice import stun
from aioice.stun import Class, Message, Method

Address = tuple[str, int]
HOST, REALM, UDP = "127.0.0.1", "turn.test", 17
LIFETIME_S = 600
_CHANNELS = range(0x4000, 0x5000)


@dataclass(slots=True, eq=False)
class Allocation(asyncio.DatagramProtocol):
    """One client's address with us. What comes there without its leave is dropped."""

    client: Address
    back: "TurnServer"
    permitted: set[str] = field(default_factory=set[str])
    """Hosts that may send to it."""
    channels: dict[int, Address] = field(default_factory=dict[int, Address])
    transport: asyncio.DatagramTransport | None = None

    @property
    def address(self) -> Address:
        """What others send to."""
        assert self.transport is not None
        return self.transport.get_extra_info("sockname")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """From a peer, for the client."""
        if addr[0] not in self.permitted:
            self.back.relayed["dropped"] += 1
            return
        self.back.relayed["in"] += 1
        channel = next((number for number, peer in self.channels.items() if peer == addr), None)
        if channel is None:
            told = Message(Method.DATA, Class.INDICATION, attributes={"XOR-PEER-ADDRESS": addr, "DATA": data})
            self.back.send(bytes(told), self.client)
        else:
            self.back.send(struct.pack("!HH", channel, len(data)) + data, self.client)

    def pass_on(self, data: bytes, peer: Address) -> None:
        """From the client, for a peer."""
        if peer[0] not in self.permitted or self.transport is None:
            self.back.relayed["dropped"] += 1
            return
        self.back.relayed["out"] += 1
        self.transport.sendto(data, peer)


class TurnServer(asyncio.DatagramProtocol):
    """`async with TurnServer(secret) as server`; its `url` is what clients are told."""

    def __init__(self, secret: str, *, now: Callable[[], float] = time.time) -> None:
        self._secret, self._now = secret, now
        self._nonce = os.urandom(8).hex().encode()
        self.allocations: dict[Address, Allocation] = {}
        self.allocated: list[Address] = []
        """All addresses that there have ever been."""
        self.granted: Counter[Method] = Counter()
        self.refused: Counter[tuple[Method, int]] = Counter()
        self.relayed: Counter[str] = Counter()
        """Packets: `in` from peers, `out` to them, `dropped` because nobody had allowed them."""
        self.users: set[str] = set()
        self._transport: asyncio.DatagramTransport | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=(HOST, 0))
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._transport is not None
        self._transport.close()
        for allocation in self.allocations.values():
            assert allocation.transport is not None
            allocation.transport.close()
        await asyncio.gather(*self._tasks)

    @property
    def url(self) -> str:
        """For CONCIERGE_TURN_URLS."""
        assert self._transport is not None
        return f"turn:{HOST}:{self._transport.get_extra_info('sockname')[1]}?transport=udp"

    def renew_nonce(self) -> None:
        """What clients know is stale from here on."""
        self._nonce = os.urandom(8).hex().encode()

    def send(self, data: bytes, client: Address) -> None:
        """To a client."""
        assert self._transport is not None
        self._transport.sendto(data, client)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """From a client: a message, or what goes through a channel."""
        allocation = self.allocations.get(addr)
        if data[0] & 0xC0 == 0x40:
            channel, length = struct.unpack("!HH", data[:4])
            if allocation is not None and channel in allocation.channels:
                allocation.pass_on(data[4 : 4 + length], allocation.channels[channel])
            return
        message = stun.parse_message(data)
        if message.message_class == Class.INDICATION:
            if allocation is not None and message.message_method == Method.SEND:
                allocation.pass_on(message.attributes["DATA"], message.attributes["XOR-PEER-ADDRESS"])
            return
        task = asyncio.get_running_loop().create_task(self._answer(message, addr))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, message: Message, addr: Address) -> None:
        if message.message_method == Method.BINDING:
            self._tell(message, addr, {"XOR-MAPPED-ADDRESS": addr}, b"")
            return
        key, code = self._key(message)
        if not code:
            assert message.attributes["USERNAME"]
            self.users.add(message.attributes["USERNAME"])
            found = await self._done(message, addr)
            if not isinstance(found, int):
                self._tell(message, addr, found, key)
                return
            code = found
        self.refused[message.message_method, code] += 1
        more = {"REALM": REALM, "NONCE": self._nonce} if code in (401, 438) else {}
        refusal = Message(message.message_method, Class.ERROR, message.transaction_id, {"ERROR-CODE": (code, "Refused"), **more})
        self.send(bytes(refusal), addr)

    def _tell(self, message: Message, addr: Address, attributes: dict[str, Any], key: bytes) -> None:
        self.granted[message.message_method] += 1
        answer = Message(message.message_method, Class.RESPONSE, message.transaction_id, attributes)
        if key:
            answer.add_message_integrity(key)
        self.send(bytes(answer), addr)

    def _key(self, message: Message) -> tuple[bytes, int]:
        """What the message is signed with, or why it isn't taken."""
        told = message.attributes
        if "MESSAGE-INTEGRITY" not in told:
            return b"", 401
        if not {"USERNAME", "REALM", "NONCE"} <= told.keys():
            return b"", 400
        if told["NONCE"] != self._nonce:
            return b"", 438
        until = told["USERNAME"].partition(":")[0]
        if not until.isdecimal() or int(until) <= self._now():
            return b"", 401
        password = base64.b64encode(hmac.digest(self._secret.encode(), told["USERNAME"].encode(), "sha1")).decode()
        key = hashlib.md5(f"{told['USERNAME']}:{REALM}:{password}".encode(), usedforsecurity=False).digest()
        return (key, 0) if message.check_message_integrity(key) else (b"", 401)

    async def _done(self, message: Message, addr: Address) -> dict[str, Any] | int:
        """What the answer says, or the code of a refusal."""
        told, allocation = message.attributes, self.allocations.get(addr)
        if message.message_method == Method.ALLOCATE:
            return await self._allocated(told, addr)
        if allocation is None:
            return 437
        match message.message_method:
            case Method.REFRESH if told.get("LIFETIME") == 0:
                assert allocation.transport is not None
                self.allocations.pop(addr).transport.close()  # type: ignore[union-attr] # as above
                return {"LIFETIME": 0}
            case Method.REFRESH:
                return {"LIFETIME": LIFETIME_S}
            case Method.CREATE_PERMISSION:
                allocation.permitted.add(told["XOR-PEER-ADDRESS"][0])
                return {}
            case Method.CHANNEL_BIND:
                return _bound(allocation, told.get("CHANNEL-NUMBER", 0), told.get("XOR-PEER-ADDRESS"))
            case _:
                return 400

    async def _allocated(self, told: dict[str, Any], addr: Address) -> dict[str, Any] | int:
        if addr in self.allocations:
            return 437
        if told.get("REQUESTED-TRANSPORT", 0) >> 24 != UDP:
            return 442
        allocation = self.allocations[addr] = Allocation(addr, self)
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: allocation, local_addr=(HOST, 0))
        self.allocated.append(allocation.address)
        return {"XOR-RELAYED-ADDRESS": allocation.address, "XOR-MAPPED-ADDRESS": addr, "LIFETIME": LIFETIME_S}


def _bound(allocation: Allocation, number: int, peer: Address | None) -> dict[str, Any] | int:
    """One channel for a peer, one peer for a channel."""
    if peer is None or number not in _CHANNELS or allocation.channels.get(number, peer) != peer:
        return 400
    if any(other == peer and known != number for known, other in allocation.channels.items()):
        return 400
    allocation.channels[number] = peer
    allocation.permitted.add(peer[0])
    return {}
