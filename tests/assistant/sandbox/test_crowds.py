"""Where hundreds of sessions write all the time, looking after them holds up nobody: what is costly is done for a few at a time, each in its turn."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.api import sandbox_seats as seats
from assistant.api import sandbox_socket
from assistant.api.sandbox_journal import SEEN
from assistant.api.sandbox_seats import NOTE_S, REST_S, RESTLESS_LOOKS, RESTLESS_S, Seat, Seats
from assistant.api.sandbox_socket import Attached
from sandbox.hub import Box, Hub

WITHIN_S = 60.0
CROWD = 9


class _Writes:
    """A session that writes all the time."""

    def __init__(self, rounds: list[list[str]], name: str) -> None:
        self._rounds, self._name, self.restless = rounds, name, True
        self.activity = {"state": "working"}

    async def step(self, processes: Any, *, fresh: bool, restless: bool) -> None:
        del processes, fresh
        if restless:
            self._rounds[-1].append(self._name)

    def note(self) -> None: ...


async def test_those_that_never_rest_are_looked_at_in_turn_a_few_at_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "STEP_S", 0.0)
    monkeypatch.setattr(seats, "scan", lambda: SimpleNamespace(of=lambda _: None))
    rounds: list[list[str]] = [[]]
    done = asyncio.Event()

    def looked(_: Any) -> None:
        if len(rounds) == CROWD:
            done.set()
        rounds.append([])

    found = Seats(lambda _: None, looked=looked)
    for number in range(CROWD):
        name = f"s{number}"
        cast(Any, found)._seats[name] = _Writes(rounds, name)
        cast(Any, found)._hubs[name] = SimpleNamespace(over=asyncio.Event(), child=0)
    cast(Any, found)._task = asyncio.create_task(cast(Any, found)._run())
    async with asyncio.timeout(WITHIN_S):
        await done.wait()
    await found.close()
    assert all(len(names) == RESTLESS_LOOKS for names in rounds[:CROWD])
    turns = [name for names in rounds[:CROWD] for name in names]
    assert sorted(turns) == sorted(RESTLESS_LOOKS * [f"s{n}" for n in range(CROWD)])


def _seat(folder: Path, clock: list[float], looks: list[float]) -> Seat:
    async def look() -> Any:
        looks.append(clock[0])
        raise TimeoutError

    hub = SimpleNamespace(found=SimpleNamespace(id="s", folder=folder), say=None, look=look, tap=None, fanout=SimpleNamespace(offset=0, watchers=0))
    found = Seat(cast(Hub, hub), None, clock=lambda: clock[0])
    cast(Any, found)._early = None
    return found


async def test_how_far_it_was_read_is_written_seldom_while_it_writes_and_at_once_when_it_rests(tmp_path: Path) -> None:
    clock, looks = [1000.0], list[float]()
    seat = _seat(tmp_path, clock, looks)
    offset, written = 0, list[str]()
    for _ in range(int(2 * NOTE_S / 0.1)):
        seat.output(offset, b"x" * 10)
        offset += 10
        await seat.step(None, fresh=False)
        if not written or (tmp_path / SEEN).read_text() != written[-1]:
            written.append((tmp_path / SEEN).read_text())
        clock[0] += 0.1
    assert len(written) == 2
    clock[0] += REST_S
    await seat.step(None, fresh=False)
    assert (tmp_path / SEEN).read_text() == str(offset)


async def test_one_that_never_rests_is_looked_at_when_it_is_its_turn(tmp_path: Path) -> None:
    clock, looks = [1000.0], list[float]()
    seat = _seat(tmp_path, clock, looks)
    offset = 0
    while clock[0] < 1000 + RESTLESS_S + 1:
        seat.output(offset, b"x")
        offset += 1
        await seat.step(None, fresh=False, restless=False)
        clock[0] += REST_S / 2
    assert looks == []
    seat.output(offset, b"x")
    assert seat.restless
    await seat.step(None, fresh=False, restless=True)
    assert looks == [clock[0]]
    assert not seat.restless


async def test_a_socket_that_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_socket, "STALLED_S", 0.02)
    aborted = asyncio.Event()

    class Socket:
        async def send_bytes(self, _: bytes) -> None:
            await aborted.wait()
            raise ConnectionResetError

        async def close(self) -> None: ...

    request = SimpleNamespace(path="/attach", transport=SimpleNamespace(abort=aborted.set))
    attached = Attached(cast(Any, Socket()), cast(Any, None), cast(Any, None), cast(Any, request), device="d", note=cast(Any, None))
    box = Box()
    box.binary(b"output")
    async with asyncio.timeout(WITHIN_S):
        await cast(Any, attached)._send(SimpleNamespace(), box)
    assert aborted.is_set()
    assert box.closed
