"""`kill -9` of the web server under flood: is anything lost or doubled, and how soon is everybody back?"""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.bench.shell_client import ShellClient
from assistant.bench.shell_server import Shells

LINE = 17
"""Bytes of `%015d` with its end, as the terminal sends them."""
CHECK_S = 40.0
"""For what comes after the last kill."""
TYPED = 4
"""Inputs before each kill that nobody waits for."""
FLOOD = b"stty -echo; exec awk 'BEGIN{for(i=0;;i++)printf \"%015d\\n\",i}'\r"
FIRST = b"0" * 15 + b"\r\n"


@dataclass(slots=True)
class Losses:
    """What was found."""

    lost_bytes: int = 0
    lost_inputs: int = 0
    reattach_ms: list[float] = field(default_factory=list[float])


class _Flood:
    """Checks lines of numbers as they come; the offset says which number is due."""

    def __init__(self, client: ShellClient) -> None:
        self.client = client
        self._base: int | None = None
        self.wrong = 0

    def check(self) -> None:
        """What has come since the last time."""
        data, end = bytes(self.client.output), self.client.offset or 0
        start = end - len(data)
        if self._base is None:
            at = data.find(FIRST)
            if at < 0:
                return
            self._base = start + at
        skip = (self._base - start) % LINE
        numbers = data[skip : skip + (len(data) - skip) // LINE * LINE]
        first = (start + skip - self._base) // LINE
        for index in range(len(numbers) // LINE):
            if start + skip + index * LINE >= self._base and numbers[index * LINE : (index + 1) * LINE] != b"%015d\r\n" % (first + index):
                self.wrong += LINE
        del self.client.output[: skip + len(numbers)]


async def measure(shells: Shells, token: str, kills: int, tell: Callable[[int, int, str], None], until: float) -> Losses:
    """Two sessions, one that floods and one that is typed into, through so many kills, or as many as there is time for.

    Args:
        until: of the clock that never goes back. Raises TimeoutError: not even for one.
    """
    losses = Losses()
    flood = _Flood(await shells.open(token, await shells.session(token), delta=1 << 24))
    typist = await shells.open(token, await shells.session(token), delta=1 << 24)
    await typist.type(b"stty -echo -icanon; echo rea''dy; exec cat\r")
    await typist.until(b"ready\r\n")
    await flood.client.type(FLOOD)
    await flood.client.until(FIRST)
    typed = 0
    for index in range(kills):
        if time.monotonic() > until:
            break
        async with asyncio.timeout(30):
            goal = flood.client.received + 2_000_000
            while flood.client.received < goal:
                await flood.client.take()
            flood.check()
        for _ in range(TYPED):
            typed += 1
            await typist.type(b"<%d>" % typed)
        await shells.server.kill()
        for client in (flood.client, typist):
            while await client.take():
                pass
            await client.close()
        flood.check()
        await shells.server.start()
        began = time.perf_counter()
        for client in (flood.client, typist):
            before, snapshots = client.received, client.snapshots
            await client.connect(shells.server.url)
            if client is flood.client:
                while client.received == before:
                    await client.take()
                losses.lost_bytes += client.snapshots - snapshots  # it wasn't in the log any more
        losses.reattach_ms.append((time.perf_counter() - began) * 1000)
        tell(index + 1, kills, "kills")
    flood.check()
    if not losses.reattach_ms:
        raise TimeoutError
    losses.lost_bytes += flood.wrong
    await typist.until(b"<%d>" % typed)
    losses.lost_inputs = _lost(typist.output, typed)
    for client in (flood.client, typist):
        await client.close()
    return losses


def _lost(output: bytes | bytearray, typed: int) -> int:
    """Inputs that never came or came again."""
    got = [int(n) for n in re.findall(rb"<(\d+)>", output)]
    return len(set(range(1, typed + 1)) - set(got)) + len(got) - len(set(got))
