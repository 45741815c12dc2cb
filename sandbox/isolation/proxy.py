"""The only way out of an Org's walls: a proxy on a Unix socket that connects to the hosts on its list. It outlives the server."""

import asyncio
import fcntl
import json
import os
import socket
import sys
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from urllib.parse import urlsplit

from sandbox.isolation.egress import LOCK, RULES, SOCKET, Reach

LARGEST_HEAD = 16 * 1024
HEAD_S = 20.0
CONNECT_S = 15.0
PIECE = 64 * 1024
GONE_S = 60.0
"""How often it looks whether its folder is still there."""
Address = IPv4Address | IPv6Address


class Refused(Exception):
    """Not on the list, or not to be connected to."""


def rules(folder: Path) -> tuple[Reach, ...]:
    """As they are now; none where they can't be read."""
    try:
        found = json.loads((folder / RULES).read_bytes())
        return tuple(Reach(str(r["host"]), tuple(r["ports"]), bool(r["private"])) for r in found)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def reachable(address: Address, *, private: bool) -> bool:
    """An address that a name on the list may have. That of the cloud's own metadata is none."""
    plain = address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
    if plain.is_link_local or plain.is_multicast or plain.is_unspecified:
        return False
    return private or plain.is_global


async def addresses(host: str, port: int, listed: tuple[Reach, ...]) -> list[str]:
    """Where to connect to; checked after the name was looked up, so that no name can stand for another place. Raises Refused."""
    fitting = [r for r in listed if r.fits(host, port)]
    if not fitting:
        raise Refused("not on the list")
    private = any(r.private for r in fitting)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise Refused("no such host") from None
    good = [str(info[4][0]) for info in found if reachable(ip_address(str(info[4][0]).partition("%")[0]), private=private)]
    if not good:
        raise Refused("an address that isn't for agents")
    return good


class Proxy:
    """Takes CONNECT, and requests with a whole `http://` address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            async with asyncio.timeout(HEAD_S):
                head = await reader.readuntil(b"\r\n\r\n")
            host, port, first, answer = _wanted(head)
            far_reader, far_writer = await self._connect(host, port)
        except Refused as why:
            writer.write(f"HTTP/1.1 403 Forbidden\r\nContent-Length: {len(str(why)) + 1}\r\nConnection: close\r\n\r\n{why}\n".encode())
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            far_writer.write(first)
            writer.write(answer)
            with suppress(OSError):
                await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
            far_writer.close()
        with suppress(OSError):
            await writer.drain()
        writer.close()

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        wrong: OSError = OSError("nowhere to connect to")
        for address in await addresses(host, port, rules(self._folder)):
            try:
                async with asyncio.timeout(CONNECT_S):
                    return await asyncio.open_connection(address, port)
            except (OSError, TimeoutError) as error:
                wrong = OSError(str(error))
        raise wrong


def _wanted(head: bytes) -> tuple[str, int, bytes, bytes]:
    """(host, port, what the far side is sent first, what is answered first). Raises Refused."""
    try:
        line, rest = head.split(b"\r\n", 1)
        method, target, version = line.decode("ascii").split(" ")
        if method == "CONNECT":
            parts = urlsplit(f"//{target}")
            if parts.hostname and parts.port:
                return parts.hostname, parts.port, b"", b"HTTP/1.1 200 Connection established\r\n\r\n"
        parts = urlsplit(target)
        if parts.scheme == "http" and parts.hostname:
            path = target.split("/", 3)[3] if target.count("/") > 2 else ""
            kept = [h for h in rest.split(b"\r\n") if h and not h.lower().startswith((b"proxy-", b"connection:", b"keep-alive:"))]
            first = b"\r\n".join([f"{method} /{path} {version}".encode(), *kept, b"Connection: close", b"", b""])
            return parts.hostname, parts.port or 80, first, b""
    except (ValueError, UnicodeDecodeError):
        pass
    raise Refused("not a request for a proxy")


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(PIECE):
        sink.write(data)
        await sink.drain()
    if sink.can_write_eof():
        sink.write_eof()


async def run(folder: Path) -> None:
    """Until the folder is gone."""
    os.chdir(folder)  # a socket's own path may have 107 bytes only
    with suppress(FileNotFoundError):
        os.unlink(SOCKET)  # noqa: PTH108 - beside `chdir`, which is meant
    before = os.umask(0)
    try:
        # For whoever is within the walls; the folders above are the server's alone.
        server = await asyncio.start_unix_server(Proxy(folder).serve, SOCKET, limit=LARGEST_HEAD)
    finally:
        os.umask(before)
    _answer("ready")
    async with server:
        while (folder / RULES).exists():  # noqa: ASYNC110 - nothing tells of a folder that goes away
            await asyncio.sleep(GONE_S)


def main(folder: str) -> None:
    """A process of its own, twice removed from whoever started it."""
    if os.fork():
        os._exit(0)
    os.setsid()
    lock = os.open(Path(folder) / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _answer("ready")  # somebody was quicker
        return
    os.truncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    asyncio.run(run(Path(folder)))


def _answer(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
    nothing = os.open(os.devnull, os.O_RDWR)
    for file in (0, 1, 2):
        os.dup2(nothing, file)
