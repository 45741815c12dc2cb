"""Does the new Sovereign's console answer: name, certificate, HTTPS. A port with a real and an emulated world."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal, Protocol

from tools.catalyst.client import CatalystClient
from tools.catalyst.errors import CatalystError

LOOKUP_SECONDS = 5.0
CONNECT_SECONDS = 10.0
HTTPS = 443
MOST_ADDRESSES = 3
"""Tried one after the other: this machine may not reach every kind."""
_DOWN = frozenset({502, 503, 504})
"""What an ingress answers while nothing stands behind it."""
_NO_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
Missing = Literal["name", "certificate", "console", "unchecked"]


@dataclass(frozen=True, slots=True)
class Reach:
    """One look; the first part that is missing."""

    missing: Missing | None = None
    """None: the console answers with a valid certificate. `unchecked`: it can't be told from this machine."""


REACHED = Reach()
UNCHECKED = Reach("unchecked")


class Reachability(Protocol):
    """Looks at a console from outside."""

    async def look(self, host: str) -> Reach:
        """Whether `https://{host}/` answers. Never raises."""
        ...


class KnownWorld:
    """In-memory twin: hosts with what is missing; others are reached."""

    def __init__(self, missing: Mapping[str, Missing | None] | None = None) -> None:
        self.missing: dict[str, Missing | None] = dict(missing) if missing else {}
        self.looked: list[str] = []

    async def look(self, host: str) -> Reach:
        """See `Reachability`."""
        self.looked.append(host)
        return Reach(self.missing.get(host))


class EmulatedWorld:
    """The internet of our emulator. An emulator without one says nothing about reachability."""

    def __init__(self, client: CatalystClient) -> None:
        self._client = client

    async def look(self, host: str) -> Reach:
        """See `Reachability`."""
        try:
            world = await self._client.world(host)
        except CatalystError:
            return UNCHECKED
        if world.get("resolves") is not True:
            return Reach("name")
        if world.get("tls") != "valid":
            return Reach("certificate")
        status = world.get("status")
        return REACHED if isinstance(status, int) and status not in _DOWN else Reach("console")


Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""Addresses of a host; raises socket.gaierror."""


class Internet:
    """The real one: the system's resolver, a TLS handshake against the system's authorities, one request.

    Args:
        controls: names that resolve wherever names can be looked up at all.
        lookup: the resolver.
        context: whom to trust.
        port: of the console.
        private: addresses that aren't public are looked at too. Otherwise a customer's own name that points into our
            network would make this machine knock there.
    """

    def __init__(
        self,
        controls: Sequence[str],
        *,
        lookup: Lookup | None = None,
        context: ssl.SSLContext | None = None,
        port: int = HTTPS,
        private: bool = False,
    ) -> None:
        self._controls = controls
        self._lookup = lookup or _addresses
        self._context = context or ssl.create_default_context()
        self._port = port
        self._private = private

    async def look(self, host: str) -> Reach:
        """See `Reachability`."""
        try:
            addresses = await self._resolve(host)
        except socket.gaierror as error:
            if error.errno not in _NO_NAME or not await self._names_work():
                return UNCHECKED
            return Reach("name")
        except (OSError, UnicodeError):
            return UNCHECKED
        usable = [a for a in dict.fromkeys(addresses) if self._private or ip_address(a.partition("%")[0]).is_global]
        found = Reach("name")
        for address in usable[:MOST_ADDRESSES]:
            found = await self._answers(address, host)
            if found.missing != "console":
                return found
        return found

    async def _resolve(self, host: str) -> Sequence[str]:
        async with asyncio.timeout(LOOKUP_SECONDS):  # TimeoutError is an OSError
            return await self._lookup(host, self._port)

    async def _names_work(self) -> bool:
        for control in self._controls:
            with suppress(OSError, UnicodeError):
                if await self._resolve(control):
                    return True
        return False

    async def _answers(self, address: str, host: str) -> Reach:
        writer: asyncio.StreamWriter | None = None
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                reader, writer = await asyncio.open_connection(
                    address, self._port, ssl=self._context, server_hostname=host
                )
                writer.write(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept: */*\r\n\r\n".encode())
                line = await reader.readline()
        except (ssl.SSLError, ssl.CertificateError):
            return Reach("certificate")
        except (OSError, ValueError):
            return Reach("console")
        finally:
            if writer is not None:
                writer.transport.abort()
        parts = line.split()
        good = len(parts) >= 2 and parts[0].startswith(b"HTTP/") and parts[1].isdigit() and int(parts[1]) not in _DOWN
        return REACHED if good else Reach("console")


async def _addresses(host: str, port: int) -> Sequence[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class ServiceWorld:
    """The world that fits the service: the emulator's only when the service said that it is one."""

    def __init__(self, client: CatalystClient, internet: Reachability) -> None:
        self._client = client
        self._emulated = EmulatedWorld(client)
        self._internet = internet

    async def look(self, host: str) -> Reach:
        """See `Reachability`."""
        return await (self._emulated if self._client.emulated else self._internet).look(host)
