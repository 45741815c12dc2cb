"""Is the console there: real sockets and certificates on loopback, a resolver that says what it is told."""

import asyncio
import datetime as dt
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.tools.catalyst.conftest import Hostile, reply
from tools.catalyst import CatalystClient, reach
from tools.catalyst.reach import REACHED, UNCHECKED, EmulatedWorld, Internet, KnownWorld, Reach, ServiceWorld

HOST = "console.acme.example"
CONTROLS = ("pool.example", "other.example")
DAY = dt.timedelta(days=1)


def certificate(folder: Path, name: str, *, days: int = 1) -> Path:
    """A certificate that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.UTC)
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - 9 * DAY).not_valid_after(now + days * DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / f"{name}.pem"
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


class Console:
    """An HTTPS server on loopback, and a client's view of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.line = b"HTTP/1.1 302 Found\r\n\r\n"
        self.requests: list[bytes] = []
        self.port = 0
        self.names: dict[str, Sequence[str] | int | type[OSError]] = {HOST: ["127.0.0.1"], CONTROLS[0]: ["192.0.2.1"]}
        self.context = ssl.create_default_context()
        self._server: asyncio.Server | None = None

    async def start(self, name: str = HOST, *, days: int = 1, trusted: bool = True) -> None:
        """Listen with a certificate."""
        file = certificate(self.folder, name, days=days)
        if trusted:
            self.context = ssl.create_default_context(cafile=str(file))
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(file)
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0, ssl=server)
        self.port = self._server.sockets[0].getsockname()[1]

    async def start_plain(self) -> None:
        """Listen without TLS."""
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Gone."""
        if self._server:
            self._server.close()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(self.line)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.transport.abort()

    async def lookup(self, host: str, port: int) -> Sequence[str]:
        """The resolver."""
        del port
        found = self.names.get(host, socket.EAI_NONAME)
        if isinstance(found, int):
            raise socket.gaierror(found, "resolver")
        if isinstance(found, type):
            raise found
        return found

    async def look(self, *, private: bool = True) -> Reach:
        """As the product would."""
        world = Internet(CONTROLS, lookup=self.lookup, context=self.context, port=self.port or 1, private=private)
        return await world.look(HOST)


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Console]:
    """Not listening yet."""
    server = Console(tmp_path)
    yield server
    await server.stop()


async def test_a_console_that_answers(console: Console) -> None:
    await console.start()
    assert await console.look() == REACHED
    assert b"Host: console.acme.example\r\n" in console.requests[0]


@pytest.mark.parametrize(("line", "found"), [(b"HTTP/1.1 401 No\r\n", REACHED), (b"HTTP/2 500 x\r\n", REACHED), (b"HTTP/1.1 503 No\r\n", Reach("console")), (b"hello\r\n", Reach("console")), (b"", Reach("console"))])
async def test_what_counts_as_an_answer(console: Console, line: bytes, found: Reach) -> None:
    await console.start()
    console.line = line
    assert await console.look() == found


async def test_certificates_that_do_not_hold(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    await console.start(trusted=False)
    assert await console.look() == Reach("certificate")
    await console.stop()
    await console.start(days=-2)
    assert await console.look() == Reach("certificate")
    await console.stop()
    await console.start("other.acme.example")
    assert await console.look() == Reach("certificate")
    await console.stop()
    await console.start_plain()
    monkeypatch.setattr(reach, "CONNECT_SECONDS", 0.2)  # it waits for the rest of what it takes for a request
    assert (await console.look()).missing in ("certificate", "console")


async def test_nobody_listens(console: Console) -> None:
    await console.start()
    await console.stop()
    assert await console.look() == Reach("console")


async def test_a_second_address_is_tried(console: Console) -> None:
    await console.start()
    console.names[HOST] = ["::1", "127.0.0.1"]
    assert await console.look() == REACHED


async def test_a_name_that_is_missing_where_others_resolve(console: Console) -> None:
    del console.names[HOST]
    assert await console.look() == Reach("name")
    console.names[CONTROLS[0]] = socket.EAI_NONAME
    console.names[CONTROLS[1]] = ["192.0.2.7"]
    assert await console.look() == Reach("name")
    console.names[HOST] = []
    assert await console.look() == Reach("name")


@pytest.mark.parametrize("fault", [socket.EAI_AGAIN, socket.EAI_FAIL, OSError, TimeoutError])
async def test_a_resolver_that_fails_says_nothing(console: Console, fault: int | type[OSError]) -> None:
    console.names[HOST] = fault
    assert await console.look() == UNCHECKED


@pytest.mark.parametrize("fault", [socket.EAI_NONAME, socket.EAI_AGAIN, OSError])
async def test_where_no_name_resolves_nothing_is_said(console: Console, fault: int | type[OSError]) -> None:
    console.names = {CONTROLS[0]: fault}
    assert await console.look() == UNCHECKED


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fe80::1%eth0", "fd00::1"])
async def test_nobody_is_made_to_knock_inside_our_network(console: Console, address: str) -> None:
    await console.start()
    console.names[HOST] = [address]
    assert await console.look(private=False) == Reach("name")
    assert console.requests == []
    assert not ip_address(address.partition("%")[0]).is_global


async def test_the_emulators_world_is_used_only_for_an_emulator(hostile: Hostile, http: httpx.AsyncClient) -> None:
    client = CatalystClient(hostile.address, http)
    world = ServiceWorld(client, KnownWorld({HOST: "certificate"}))
    hostile.answers = [reply(200, b'{"host":"x","resolves":true,"address":"203.0.113.7","tls":"valid","status":200}')]
    assert await world.look(HOST) == Reach("certificate")
    assert hostile.requests == []
    client.emulated = True
    assert await world.look(HOST) == REACHED
    assert hostile.requests[0][:2] == ("GET", f"/emulator/world?host={HOST}")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"resolves":false,"tls":"none","status":null}', Reach("name")),
        (b'{"resolves":true,"tls":"untrusted","status":null}', Reach("certificate")),
        (b'{"resolves":true,"tls":"none","status":null}', Reach("certificate")),
        (b'{"resolves":true,"tls":"valid","status":null}', Reach("console")),
        (b'{"resolves":true,"tls":"valid","status":503}', Reach("console")),
        (b"[]", Reach("name")),
        (b"<html>", UNCHECKED),
    ],
)
async def test_what_the_emulators_world_says(hostile: Hostile, harsh: CatalystClient, body: bytes, found: Reach) -> None:
    hostile.answers = [reply(200, body)]
    assert await EmulatedWorld(harsh).look(HOST) == found
