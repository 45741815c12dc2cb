"""The recipe for coturn, with coturn itself: our passwords open it, others don't, and it leads nobody anywhere but to us."""

import asyncio
import ssl
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from aioice import stun
from aioice.stun import Class, Message, Method, TransactionFailed
from aioice.turn import UDP_TRANSPORT, TurnClientUdpProtocol

from assistant.tls import server_context
from assistant.voice.ice import LASTING_S, IceServer, ice_servers
from tests.assistant.stage import PATIENCE
from tests.speech.transport.coturn import HOST, Coturn, has_six

pytestmark = pytest.mark.asyncio(loop_scope="function")
SECRET = "kept-between-us-and-the-relay"
FORBIDDEN, QUOTA, UNAUTHORISED = 403, 486, 401
NOBODYS_PORT = 9
ELSEWHERE = (
    "127.0.0.2", "10.0.0.1", "100.64.0.1", "169.254.169.254", "172.16.0.1", "192.168.0.1", "203.0.113.5", "224.0.0.1", "0.0.0.0",
    "255.255.255.255",
)  # fmt: skip
ELSEWHERE_IN_SIX = (
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2001:db8::1", "fd00::1", "fe80::1", "ff02::1",
)  # fmt: skip
EVERYBODY = ("denied-peer-ip=0.0.0.0-255.255.255.255", "denied-peer-ip=::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
SIX = 0x02000000
CONF_REFUSED = 78


@pytest.fixture
def coturn(tmp_path: Path) -> Iterator[Coturn]:
    with Coturn(tmp_path / "coturn", SECRET, more=("relay-ip=::1",) if has_six() else ()) as running:
        yield running


class Client(TurnClientUdpProtocol):
    """Somebody with (or without) a password, and what was sent to their address there."""

    def __init__(self, coturn: Coturn, told: IceServer) -> None:
        super().__init__((HOST, coturn.port), told.username, told.credential, 600, 500)
        self.receiver = Received()

    async def allow(self, peer: str) -> int:
        """Ask for leave to talk to it: 0, or the code of the refusal."""
        return await self._asked(Method.CREATE_PERMISSION, {"XOR-PEER-ADDRESS": (peer, NOBODYS_PORT)})

    async def bind(self, peer: str, port: int) -> int:
        """Likewise, for a channel."""
        return await self._asked(Method.CHANNEL_BIND, {"CHANNEL-NUMBER": 0x4001, "XOR-PEER-ADDRESS": (peer, port)})

    async def allocate(self, family: int) -> int:
        """An address of this family."""
        return await self._asked(Method.ALLOCATE, {"REQUESTED-TRANSPORT": UDP_TRANSPORT, "REQUESTED-ADDRESS-FAMILY": family})

    async def keep(self) -> int:
        """The address, for another ten minutes."""
        return await self._asked(Method.REFRESH, {"LIFETIME": 600})

    def send_unasked(self, data: bytes, peer: tuple[str, int]) -> None:
        """Without asking."""
        self.send_stun(Message(Method.SEND, Class.INDICATION, attributes={"XOR-PEER-ADDRESS": peer, "DATA": data}), (HOST, NOBODYS_PORT))

    async def _asked(self, method: Method, attributes: dict[str, Any]) -> int:
        request = Message(method, Class.REQUEST, attributes=attributes)
        try:
            await self.request_with_retry(request)
        except TransactionFailed as refused:
            return refused.response.attributes["ERROR-CODE"][0]
        return 0


class Received(asyncio.DatagramProtocol):
    """What has come."""

    def __init__(self) -> None:
        self.datagrams: asyncio.Queue[bytes] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: Any) -> None:
        """See asyncio."""
        del addr
        self.datagrams.put_nowait(data)


def told(coturn: Coturn, *, secret: str = SECRET, who: str = "abcdef", now: float | None = None) -> IceServer:
    """What the page is told."""
    return ice_servers((), (coturn.url,), secret, who=who, now=time.time() if now is None else now)[0]


@asynccontextmanager
async def client(coturn: Coturn, server: IceServer) -> AsyncGenerator[Client]:
    loop = asyncio.get_running_loop()
    _, made = await loop.create_datagram_endpoint(lambda: Client(coturn, server), remote_addr=(HOST, coturn.port))
    try:
        async with asyncio.timeout(PATIENCE):
            yield made
    finally:
        await made.delete()


async def code_of(allocating: Client) -> int:
    """0, or the code of the refusal."""
    try:
        await allocating.connect()
    except TransactionFailed as refused:
        return refused.response.attributes["ERROR-CODE"][0]
    return 0


async def test_a_password_of_ours_opens_it_until_its_time_and_no_other_does(coturn: Coturn) -> None:
    now = time.time()
    for given, code in (
        (told(coturn), 0),
        (told(coturn, now=now - LASTING_S + 60), 0),
        (told(coturn, now=now - LASTING_S - 1), UNAUTHORISED),
        (told(coturn, secret=SECRET[::-1]), UNAUTHORISED),
        (IceServer("", told(coturn).username, ""), UNAUTHORISED),
        (IceServer("", "somebody", told(coturn).credential), UNAUTHORISED),
        (IceServer("", f"{int(now) + 10 * LASTING_S}:abcdef", told(coturn).credential), UNAUTHORISED),
    ):
        async with client(coturn, given) as asking:
            assert await code_of(asking) == code, given.username
    assert SECRET not in coturn.log()


async def test_it_leads_to_the_concierge_and_to_nobody_else(coturn: Coturn) -> None:
    loop = asyncio.get_running_loop()
    async with client(coturn, told(coturn)) as asking:
        relayed, _ = await asking.connect()
        assert relayed == HOST
        forbidden, there = await loop.create_datagram_endpoint(Received, local_addr=("127.0.0.2", 0))
        allowed, us = await loop.create_datagram_endpoint(Received, local_addr=(HOST, 0))
        with_port = forbidden.get_extra_info("sockname")
        for peer in ELSEWHERE:
            assert await asking.allow(peer) == FORBIDDEN, peer
        assert await asking.bind(*with_port) == FORBIDDEN
        asking.send_unasked(b"past the question", with_port)
        here = allowed.get_extra_info("sockname")
        assert await asking.bind(*here) == 0
        asking.send_unasked(b"for us", here)
        assert await us.datagrams.get() == b"for us"
        assert there.datagrams.empty()
        forbidden.close()
        allowed.close()


async def test_nor_by_an_address_of_ipv6(coturn: Coturn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an IPv4 address is written as one of IPv6, too."""
    name, kind = "REQUESTED-ADDRESS-FAMILY", 0x0017
    attribute = (kind, name, stun.pack_unsigned, stun.unpack_unsigned)
    monkeypatch.setitem(stun.ATTRIBUTES_BY_NAME, name, attribute)
    monkeypatch.setitem(stun.ATTRIBUTES_BY_TYPE, kind, attribute)
    async with client(coturn, told(coturn)) as asking:
        assert (await asking.allocate(SIX) == 0) is has_six(), "an address of IPv6 is had where the machine has any"
        for peer in ELSEWHERE_IN_SIX if has_six() else ():
            assert await asking.allow(peer) == FORBIDDEN, peer


async def test_whoever_takes_the_whole_of_the_internet_still_gets_nowhere_behind_us(tmp_path: Path) -> None:
    """The list of networks stands by itself, for a concierge whose address changes."""
    open_to_all = Coturn(tmp_path / "coturn", SECRET)
    lines = open_to_all.conf.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line not in EVERYBODY]
    assert len(lines) - len(kept) == 2
    open_to_all.conf.write_text("\n".join(kept), encoding="utf-8")
    with open_to_all as coturn:
        async with client(coturn, told(coturn)) as asking:
            await asking.connect()
            for peer in ELSEWHERE:
                assert await asking.allow(peer) == (0 if peer == "203.0.113.5" else FORBIDDEN), peer


async def test_one_person_has_room_for_a_change_of_networks_and_no_more(coturn: Coturn) -> None:
    """However many passwords they were given."""
    now = time.time()
    async with AsyncExitStack() as there:

        async def another(who: str, second: int) -> int:
            return await code_of(await there.enter_async_context(client(coturn, told(coturn, who=who, now=now - second))))

        assert [await another("abcdef", second) for second in range(13)] == [0] * 12 + [QUOTA]
        assert await another("ghijkl", 0) == 0


async def test_a_talk_goes_on_when_its_password_is_too_old_for_another(tmp_path: Path) -> None:
    """And its nonce has become stale, as often as it likes."""
    with Coturn(tmp_path / "coturn", SECRET, more=("stale-nonce=1",)) as coturn:
        soon_old = told(coturn, now=time.time() - LASTING_S + 1)
        async with client(coturn, soon_old) as talking:
            await talking.connect()
            refused = False
            while not refused:
                async with client(coturn, soon_old) as late:
                    refused = await code_of(late) == UNAUTHORISED
            while "error 438: Stale nonce" not in coturn.log():
                assert await talking.keep() == 0
            assert await talking.keep() == 0
            assert await talking.allow(HOST) == 0


async def test_over_tls_with_the_certificate_of_the_recipe(tmp_path: Path) -> None:
    server_context(tmp_path, HOST)
    pem = tmp_path / "self-signed.pem"
    with Coturn(tmp_path / "coturn", SECRET, certificate=(pem, pem)) as coturn:
        trusting = ssl.create_default_context(cafile=str(pem))
        async with asyncio.timeout(PATIENCE):
            reader, writer = await _connected(coturn.tls_port, trusting)
            writer.write(bytes(Message(Method.BINDING, Class.REQUEST)))
            answer = stun.parse_message(await reader.read(2048))
            assert answer.message_class == Class.RESPONSE
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


async def _connected(port: int, trusting: ssl.SSLContext) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """It answers over UDP a moment before it listens here."""
    while True:
        with suppress(ConnectionRefusedError):
            return await asyncio.open_connection(HOST, port, ssl=trusting)
        await asyncio.sleep(0.01)


async def test_the_secret_stands_nowhere_but_in_its_file(coturn: Coturn) -> None:
    assert coturn.process is not None
    seen = Path("/proc", str(coturn.process.pid))
    assert (seen / "comm").read_text(encoding="utf-8") == "turnserver\n", "what is signalled is coturn itself"
    for file in ("cmdline", "environ"):
        assert SECRET.encode() not in (seen / file).read_bytes(), file
    assert list(coturn.passing.iterdir()) == []
    holding = {file.name for file in coturn.folder.iterdir() if file.is_file() and SECRET.encode() in file.read_bytes()}
    assert holding == {"turn.secret"}
    assert coturn.stop() == -15
    assert list(coturn.passing.iterdir()) == []


BROKEN: dict[str, tuple[Callable[[Coturn], object], str]] = {
    "no file": (lambda c: c.secret.unlink(), "turn.secret can't be read"),
    "empty": (lambda c: c.secret.write_text("\n"), "is shorter than 16 characters"),
    "short": (lambda c: c.secret.write_text("hunter2\n"), "is shorter than 16 characters"),
    "another setting": (lambda c: c.secret.write_text(f"{SECRET}\nallowed-peer-ip=10.0.0.1\n"), "more than one line"),
    "no settings": (lambda c: c.conf.unlink(), "turnserver.conf can't be read"),
    "no certificate": (lambda c: _put(c, "no-tls", "cert=/nowhere/fullchain.pem"), "/nowhere/fullchain.pem, which"),
    "no key": (lambda c: _put(c, "no-dtls", "pkey=/nowhere/privkey.pem"), "/nowhere/privkey.pem, which"),
    "nobody": (lambda c: _put(c, f"allowed-peer-ip={HOST}", "# allowed-peer-ip=10.0.0.12"), "names nobody who may be called"),
}


def _put(coturn: Coturn, old: str, new: str) -> None:
    text = coturn.conf.read_text(encoding="utf-8")
    assert text.count(f"\n{old}\n") == 1
    coturn.conf.write_text(text.replace(f"\n{old}\n", f"\n{new}\n"), encoding="utf-8")


@pytest.mark.parametrize("broken", list(BROKEN))
async def test_what_coturn_would_start_with_and_not_say_is_refused(tmp_path: Path, broken: str) -> None:
    breaks, why = BROKEN[broken]
    coturn = Coturn(tmp_path / "coturn", SECRET)
    breaks(coturn)
    with pytest.raises(AssertionError, match="coturn has ended"):
        coturn.__enter__()
    assert why in coturn.log()
    assert SECRET not in coturn.log()
    assert coturn.stop() == CONF_REFUSED
    assert list(coturn.passing.iterdir()) == []

