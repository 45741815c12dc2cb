"""All cores are busy with something else: no sound is lost on our side, neither on its way in nor on its way out."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from speech.audio import FRAME, FRAME_MS, RATE, Samples, level_dbfs
from speech.transport.caller import Caller
from speech.transport.media import MediaLoop
from speech.transport.peer import LineEnds, Peer

FRAMES = 150
PATIENCE_S = 90.0
_BUSY_MS = 90
_STALL_S = 1.0
_VOICED_DBFS = -30.0


@pytest.fixture
def busy_cores() -> Iterator[None]:
    """Twice as many programs as cores, each of which wants one for itself."""
    hungry = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * len(os.sched_getaffinity(0)))]
    yield
    for program in hungry:
        program.kill()
        program.wait()


def tone(frames: int) -> Samples:
    t = np.arange(frames * FRAME) / RATE
    return (np.sin(2 * np.pi * 440 * t) * 9000).astype(np.int16)


@dataclass
class Ours:
    """A line's end: what is heard goes on to the main thread, as it does to a line's ears."""

    loop: asyncio.AbstractEventLoop
    heard: list[float] = field(default_factory=list[float])
    """The level of each frame."""
    states: list[str] = field(default_factory=list[str])
    spoken: int = 0
    speaking: threading.Event = field(default_factory=threading.Event)

    def hear(self, frame: Samples) -> None:
        self.loop.call_soon_threadsafe(self.heard.append, level_dbfs(frame))

    def speak(self) -> Samples | None:
        if not self.speaking.is_set() or self.spoken == FRAMES:
            return None
        self.spoken += 1
        return tone(1)

    def ends(self) -> LineEnds:
        return LineEnds(self.hear, self.speak, self.states.append)


def voiced(levels: list[float]) -> tuple[int, int]:
    """Frames with sound, and frames without any between them."""
    loud = [n for n, level in enumerate(levels) if level > _VOICED_DBFS]
    return len(loud), (loud[-1] - loud[0] + 1 - len(loud)) if loud else 0


async def hold_up(loop: asyncio.AbstractEventLoop) -> None:
    """The main thread is kept busy for a while, as a request or a detector does."""
    until = loop.time() + _BUSY_MS / 1000
    while loop.time() < until:
        pass
    await asyncio.sleep(0)


async def test_no_frame_is_lost_in_either_direction_while_all_cores_are_busy(busy_cores: None) -> None:
    loop, media = asyncio.get_running_loop(), MediaLoop()
    media.start()
    ours = Ours(loop)
    peer, caller = Peer(media, ours.ends(), loopback=True), Caller(media)
    try:
        await caller.accept(await peer.answer(await caller.offer()))
        ours.speaking.set()
        saying = asyncio.ensure_future(caller.say(tone(FRAMES)))
        async with asyncio.timeout(PATIENCE_S):
            while not saying.done() or ours.spoken < FRAMES or voiced(ours.heard)[0] < FRAMES - 1 or caller_heard(caller) < FRAMES - 1:
                await hold_up(loop)
        tally = peer._ordering.tally  # pyright: ignore[reportPrivateUsage] - what is counted nowhere else
        assert voiced(ours.heard)[1] == 0, "no hole in what we heard"
        assert voiced([arrived.level for arrived in caller.heard])[1] == 0, "no hole in what we said"
        assert (tally.lost, tally.late, tally.doubled, tally.pauses, tally.resets) == (0, 0, 0, 0, 0)
        assert tally.received * FRAME_MS >= FRAMES * FRAME_MS
    finally:
        await caller.close()
        await peer.close()
        await media.stop()


def caller_heard(caller: Caller) -> int:
    return voiced([arrived.level for arrived in caller.heard])[0]


@pytest.mark.parametrize("both", [False, True])
async def test_a_thread_that_got_no_core_for_a_while_takes_none_of_it_for_silence(both: bool) -> None:
    """The other side speaks on meanwhile, and what it says lies in the socket; or gets no core either (`both`). No hole is heard."""
    ours_media = MediaLoop()
    theirs = ours_media if both else MediaLoop()
    ours_media.start()
    if not both:
        theirs.start()
    ours, stalled = Ours(asyncio.get_running_loop()), threading.Event()
    peer, caller = Peer(ours_media, ours.ends(), loopback=True), Caller(theirs)
    try:
        await caller.accept(await peer.answer(await caller.offer()))
        saying = asyncio.ensure_future(caller.say(tone(FRAMES)))
        async with asyncio.timeout(PATIENCE_S):
            while voiced(ours.heard)[0] < FRAMES // 4:  # noqa: ASYNC110 - it happens on another thread
                await asyncio.sleep(0.01)
            ours_media.post(stalled.wait, _STALL_S)  # nobody ever sets it
            while not saying.done() or voiced(ours.heard)[0] < FRAMES - 1:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        tally = peer._ordering.tally  # pyright: ignore[reportPrivateUsage] - as above
        assert voiced(ours.heard)[1] == 0
        assert (tally.lost, tally.late, tally.pauses) == (0, 0, 0)
    finally:
        await caller.close()
        await peer.close()
        await ours_media.stop()
        await theirs.stop()
