"""How fast, how soon, and who suffers from whom: throughput, attaching, echo, a stalled watcher, many sessions."""

import asyncio
import re
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp

from assistant.bench.shell_client import ShellClient
from assistant.bench.shell_floor import read_and_drop
from assistant.bench.shell_peer import Terminado, TerminadoClient
from assistant.bench.shell_server import Shells

TEXT = 33_500_000
END = b"~the end~\r\n"
QUIET = b"stty -echo; PS1=; echo rea''dy\r"
PATIENCE_S = 120.0
RATE_BYTES, RATE_HZ = 1024, 40
STEADY = b"""import os,time
at=time.monotonic();n=0;z=bytes([48])
while 1:
 n+=1
 h=(chr(64)+str(round(time.monotonic()*1000000)).zfill(16)).encode() if n&7==0 else z
 os.write(1,h.ljust(%d,z)); at+=%f
 time.sleep(max(0,at-time.monotonic()))""".replace(b"\n", b"\\n") % (RATE_BYTES, 1 / RATE_HZ)
"""Late once, it catches up. Each eighth piece begins with when it was written, on the clock that all processes share."""
SETTLE_S = 10.0
"""The server finds its measure, and
CATCHING_UP_S: programs that were late while all of them came up write what they are behind with: more than their rate, for so long at most."""
CATCHING_UP_S, WINDOW_S, CAUGHT_UP = 45.0, 3.0, 1.02
_STAMP = re.compile(rb"@(\d{16})")
PEOPLE = 15


async def ready(shells: Shells, token: str, **hello: object) -> tuple[str, ShellClient]:
    """A shell that shows nothing of what is typed."""
    session = await shells.session(token)
    client = await shells.open(token, session, **hello)
    await client.type(QUIET)
    await client.until(b"ready\r\n")
    client.output.clear()
    return session, client


async def _drain(client: ShellClient) -> None:
    tail = b""
    while not tail.endswith(END):
        del client.output[:-64]
        if not await client.take():
            raise RuntimeError("the socket closed")
        if client.messages and client.messages[-1]["type"] == "skipped":
            raise RuntimeError("a watcher fell behind and was skipped forward: it didn't get everything")
        tail = bytes(client.output[-64:])


async def _ours(clients: list[ShellClient], file: Path) -> float:
    for client in clients:
        client.output.clear()  # the end of the last time is in it
    began = time.perf_counter()
    await clients[0].type(b"cat %s; echo '~the'' end~'\r" % str(file).encode())
    async with asyncio.timeout(PATIENCE_S):
        await asyncio.gather(*(_drain(client) for client in clients))
    return time.perf_counter() - began


async def _theirs(clients: list[TerminadoClient], file: Path) -> float:
    began = time.perf_counter()
    await clients[0].type(f"cat {file}; echo '~the'' end~'\r")
    async with asyncio.timeout(PATIENCE_S):
        await asyncio.gather(*(client.until(END.decode()) for client in clients))
    return time.perf_counter() - began


def write_text(file: Path) -> Path:
    """Lines of words."""
    line = b"the quick brown fox jumps over the lazy dog and then some more of it, 0123456789\n"
    file.write_bytes(line * (TEXT // len(line)))
    return file


async def throughput(shells: Shells, token: str, environment: Path, file: Path, rounds: int) -> dict[int, tuple[float, float, float]]:
    """(ours, terminado's, those of a terminal that is read by nobody's server) seconds, by number of clients; in turns, medians."""
    found: dict[int, tuple[float, float, float]] = {}
    async with Terminado(environment) as peer:
        for count, name in ((1, "one"), (8, "eight")):
            session, first = await ready(shells, token)
            await first.close()
            others = [await TerminadoClient.open(shells.http, peer.url, name) for _ in range(count)]
            await others[0].type("stty -echo; PS1=; echo rea''dy\r")
            for other in others:
                await other.until("ready\r\n")
            ours: list[float] = []
            theirs: list[float] = []
            bare: list[float] = []
            for _ in range(rounds):
                # Opened anew: a socket that nobody reads while the other server has its turn would be taken for dead.
                clients = [await shells.open(token, session, role=role) for role in ("control", *["watch"] * (count - 1))]
                ours.append(await _ours(clients, file))
                for client in clients:
                    await client.close()
                theirs.append(await _theirs(others, file))
                bare.append(await asyncio.to_thread(read_and_drop, file))
            found[count] = (statistics.median(ours), statistics.median(theirs), statistics.median(bare))
            for other in others:
                await other.close()
    return found


async def attach(shells: Shells, token: str, lines: int, times: int) -> list[float]:
    """Milliseconds from opening a socket to having the screen with so many lines above it."""
    session, client = await ready(shells, token)
    await client.type(b"seq -f 'line %%06g with some words on it, as programs write them' 1 %d; echo '~the'' end~'\r" % (lines + 50))
    await _drain(client)
    took: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        joiner = await shells.open(token, session, role="read", lines=lines)
        while not joiner.snapshots:
            await joiner.take()
        took.append((time.perf_counter() - began) * 1000)
        await joiner.close()
    await client.close()
    return took


async def flooded_echo(shells: Shells, token: str, times: int) -> list[float]:
    """Milliseconds from a key to its echo, while another session floods a client in a process of its own."""
    flooding, first = await ready(shells, token)
    await first.close()
    _, client = await ready(shells, token)
    await client.type(b"exec cat\r")
    await client.type(b"stty\r")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "assistant.bench.shell_load", shells.server.url, flooding, stdin=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert process.stdin is not None  # noqa: S101 - asked for above
    process.stdin.write(token.encode() + b"\n")  # not among the arguments, which everybody can see
    await asyncio.sleep(2)
    took: list[float] = []
    try:
        for number in range(times):
            client.output.clear()
            began = time.perf_counter()
            await client.type(b"%d.\r" % number)
            await client.until(b"%d." % number)
            took.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.005)
    finally:
        process.kill()
        await process.wait()
    await client.close()
    return took


async def stalled(shells: Shells, token: str, file: Path) -> tuple[float, float, float]:
    """(MB that the server grew, seconds of a healthy client with a stalled one beside it, and without)."""
    session, client = await ready(shells, token)
    alone = await _ours([client], file)
    before = shells.server.rss_mb()
    stalling = await shells.open(token, session, role="watch")  # and never reads
    beside = 0.0
    for _ in range(2):
        beside = await _ours([client], file)
    grown = shells.server.rss_mb() - before
    await client.close()
    stalling.socket._response.close()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - a goodbye would wait for what isn't read
    return grown, beside, alone


async def rate(shells: Shells, tokens: list[str], sessions: int, seconds: float, until: float) -> tuple[float, list[float]]:
    """(per cent of 40 KB/s that each of many sessions' viewers got, milliseconds from a program to its viewer). Ends the sessions.

    Args:
        until: of the clock that never goes back. Raises RuntimeError: by then not all of them write.
    """
    clients: list[ShellClient] = []
    readers: list[asyncio.Task[None]] = []
    took: list[float] = []
    try:
        # All are there before any of them writes: what starting one costs is no part of this.
        for index in range(sessions):
            token = tokens[index % len(tokens)]
            client = await shells.open(token, await shells.session(token))
            clients.append(client)
            readers.append(asyncio.create_task(_time(client, took)))  # a viewer that doesn't read would be a stalled one
        for index, client in enumerate(clients):
            await client.type(b"exec %s -S -c \"exec('%s')\"\r" % (sys.executable.encode(), STEADY))
            while client.received < 2 * RATE_BYTES:  # nor what it costs that all come up at once
                if time.monotonic() > until - seconds - SETTLE_S:
                    raise RuntimeError(f"{index} of {sessions} write, and the next one doesn't come up: there are no cores for more")
                await asyncio.sleep(0.02)
        await asyncio.sleep(SETTLE_S)
        await caught_up(lambda: sum(client.received for client in clients), RATE_BYTES * RATE_HZ * sessions, min(until - seconds, time.monotonic() + CATCHING_UP_S))
        took.clear()
        before = sum(client.received for client in clients)
        began = time.perf_counter()
        await asyncio.sleep(seconds)
        got = sum(client.received for client in clients) - before
        late = list(took)
        share = got / (time.perf_counter() - began) / (RATE_BYTES * RATE_HZ * sessions) * 100
    finally:
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
        shells.sweep()
    return share, late


async def caught_up(received: Callable[[], int], wanted: float, until: float, *, window: float = WINDOW_S) -> None:
    """Until no more comes than programs are to write: what they write while they catch up is no steady load. Less isn't waited for.

    Args:
        received: bytes that came so far.
        wanted: bytes per second.
        until: of the clock that never goes back.
    """
    while time.monotonic() + window < until:
        before, began = received(), time.monotonic()
        await asyncio.sleep(window)
        if received() - before <= CAUGHT_UP * wanted * (time.monotonic() - began):
            return


async def _time(client: ShellClient, took: list[float]) -> None:
    while await client.take():
        now = time.monotonic()
        took += [(now - int(found[1]) / 1e6) * 1000 for found in _STAMP.finditer(client.output)]
        client.output.clear()


async def _read(client: ShellClient) -> None:
    while await client.take():
        pass


async def _flood(url: str, session: str, token: str) -> None:
    async with aiohttp.ClientSession() as http:
        client = await ShellClient(http, session, token, keep=False).connect(url)
        await client.type(b"yes 'the quick brown fox jumps over the lazy dog and some more'\r")
        await _read(client)


def people(shells: Shells, count: int) -> list[Awaitable[str]]:
    """So many, since each may have only so many sessions."""
    return [shells.person(f"bench{n}@example.com") for n in range(count)]


Tell = Callable[[int, int, str], None]

if __name__ == "__main__":
    asyncio.run(_flood(sys.argv[1], sys.argv[2], sys.stdin.readline().strip()))
