"""The only way out: what is on the list and nothing else, whatever a name leads to."""

import asyncio
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest

from sandbox.isolation import Egress, Reach
from sandbox.isolation import egress as ways
from sandbox.isolation.proxy import Proxy, Refused, addresses, reachable
from tests.sandbox.isolation.conftest import Place


class Site:
    """Answers every connection with what it was sent first."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connected, _ = self.listening.accept()
            except OSError:
                return
            with connected:
                got = connected.recv(4096)
                connected.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nyou said " + got.split(b"\r\n")[0] + b"\n")

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self._thread.join(5)


@pytest.fixture
def site() -> Iterator[Site]:
    running = Site()
    yield running
    running.close()


@pytest.mark.parametrize(
    ("written", "host", "port", "fits"),
    [
        ("example.com", "example.com", 443, True), ("example.com", "EXAMPLE.com.", 443, True), ("example.com", "sub.example.com", 443, False),
        ("example.com", "notexample.com", 443, False), ("example.com", "example.com", 22, False), ("*.example.com", "a.b.example.com", 443, True),
        ("*.example.com", "example.com", 443, False), ("*.example.com", "badexample.com", 443, False), ("example.com:8443", "example.com", 8443, True),
        ("example.com:8443", "example.com", 443, False), ("https://gw.test/v1", "gw.test", 443, True), ("https://gw.test/v1", "gw.test", 80, False),
    ],
)  # fmt: skip
def test_the_list(written: str, host: str, port: int, fits: bool) -> None:
    assert Reach.parse(written).fits(host, port) is fits


@pytest.mark.parametrize(
    ("address", "public", "private"),
    [
        ("93.184.216.34", True, True), ("127.0.0.1", False, True), ("10.0.0.5", False, True), ("192.168.1.1", False, True),
        ("169.254.169.254", False, False), ("::ffff:169.254.169.254", False, False), ("fe80::1", False, False), ("::1", False, True),
        ("::ffff:127.0.0.1", False, True), ("0.0.0.0", False, False), ("100.64.0.1", False, True), ("224.0.0.1", False, False),
    ],
)  # fmt: skip
def test_addresses(address: str, public: bool, private: bool) -> None:
    assert (reachable(ip_address(address), private=False), reachable(ip_address(address), private=True)) == (public, private)


async def test_a_name_may_not_lead_into_our_own_network() -> None:
    with pytest.raises(Refused, match="isn't for agents"):
        await addresses("localhost", 443, (Reach("localhost"),))
    with pytest.raises(Refused, match="not on the list"):
        await addresses("localhost", 8080, (Reach("localhost", private=True),))
    assert "127.0.0.1" in await addresses("localhost", 443, (Reach("localhost", private=True),))


@pytest.fixture
async def proxy(tmp_path: Path) -> AsyncIterator[tuple[Path, Path]]:
    server = await asyncio.start_unix_server(Proxy(tmp_path).serve, tmp_path / "s", limit=16 * 1024)
    async with server:
        yield tmp_path, tmp_path / "s"


@pytest.mark.parametrize(
    "sent",
    [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"CONNECT nowhere HTTP/1.1\r\n\r\n", b"\xff\xfe\r\n\r\n", b"CONNECT [::1 HTTP/1.1\r\n\r\n", b"GET ftp://x/ HTTP/1.1\r\n\r\n",
     b"CONNECT h:99999 HTTP/1.1\r\n\r\n", b"CONNECT example.com:443 HTTP/1.1\r\n\r\n"],
)  # fmt: skip
async def test_what_is_no_request_or_not_listed_is_refused(proxy: tuple[Path, Path], sent: bytes) -> None:
    reader, writer = await asyncio.open_unix_connection(proxy[1])
    writer.write(sent)
    assert (await asyncio.wait_for(reader.read(), 60)).startswith(b"HTTP/1.1 403 ")
    writer.close()


async def test_a_head_without_end_is_not_kept(proxy: tuple[Path, Path]) -> None:
    reader, writer = await asyncio.open_unix_connection(proxy[1])
    writer.write(b"GET http://x/ HTTP/1.1\r\n" + b"A: b\r\n" * 10_000)
    assert (await asyncio.wait_for(reader.read(), 60)).startswith(b"HTTP/1.1 502 ")
    writer.close()


def test_what_is_listed_is_reached_from_within_and_nothing_else_is(place: Place, site: Site) -> None:
    other = Site()
    script = (
        "import os,urllib.request,urllib.error,socket\n"
        f"for url in ('http://127.0.0.1:{site.port}/x','http://169.254.169.254/latest','http://example.com/'):\n"
        "  try: print(urllib.request.urlopen(url,timeout=60).read().decode().strip())\n"
        "  except urllib.error.HTTPError as e: print(e.code, e.read().decode().strip())\n"
        f"try: socket.create_connection(('127.0.0.1',{other.port}),5); print('reached')\nexcept OSError as e: print(type(e).__name__)\n"
    )
    said = place.python(script, egress=Egress.ALLOW, env={"LLM_GATEWAY_URL": f"http://127.0.0.1:{site.port}/v1"})
    other.close()
    assert said.splitlines() == ["you said GET /x HTTP/1.1", "403 not on the list", "403 not on the list", "ConnectionRefusedError"]


def test_a_proxy_that_was_killed_comes_back_and_knows_a_new_list(tmp_path: Path, site: Site) -> None:
    folder = ways.ensure(tmp_path / ("long" * 30), "acme", ())
    assert ways.running(folder)
    assert ask(folder, site.port).startswith(b"HTTP/1.1 403")
    assert ways.ensure(folder.parent, "acme", (Reach("127.0.0.1", (site.port,), private=True),)) == folder
    assert b"200 Connection established" in ask(folder, site.port)
    pid = int((folder / "lock").read_text())
    os.kill(pid, signal.SIGKILL)
    while ways.running(folder):
        pass
    ways.ensure(folder.parent, "acme", ())
    assert ask(folder, site.port).startswith(b"HTTP/1.1 403")
    os.kill(int((folder / "lock").read_text()), signal.SIGTERM)


def ask(folder: Path, port: int) -> bytes:
    opened = os.open(folder, os.O_PATH)
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(10)
        asking.connect(f"/proc/self/fd/{opened}/socket")
        asking.sendall(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode())
        answer = asking.recv(4096)
    os.close(opened)
    return answer
