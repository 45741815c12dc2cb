"""The thread that sound travels on: its own event loop, and a beat every 20 ms that no model and no request can hold up."""

import asyncio
import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from speech.audio import FRAME_MS

_LOG = logging.getLogger("concierge.speech")
_BEAT_S = FRAME_MS / 1000
_GIVE_UP_S = 0.2
"""So far behind, the lost beats are left out instead of made up for in a burst."""
_KEPT = 3000
T = TypeVar("T")
Beat = Callable[[float], None]


class MediaLoop:
    """Started once for the whole application."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._stopped: asyncio.Event | None = None
        self._beats: list[Beat] = []
        self._late: deque[float] = deque(maxlen=_KEPT)
        self.left_out = 0
        """Beats that were left out."""

    def start(self) -> None:
        """Blocking, a few milliseconds."""
        self._thread = threading.Thread(target=self._main, name="media", daemon=True)
        self._thread.start()
        self._ready.wait()

    async def stop(self) -> None:
        """Everything that still runs on it is cancelled."""
        thread, loop, stopped = self._thread, self._loop, self._stopped
        if thread is None or loop is None or stopped is None:
            return
        loop.call_soon_threadsafe(stopped.set)
        await asyncio.to_thread(thread.join)
        self._thread = self._loop = None

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run it there and wait for it here. Cancelling here cancels there."""
        if self._loop is None:
            work.close()
            raise RuntimeError("the media thread isn't running")
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def post(self, call: Callable[..., object], *arguments: object) -> None:
        """Have it called there, soon; in the order of posting. Once the thread has ended, nothing happens."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # it closed just now
                loop.call_soon_threadsafe(call, *arguments)

    def join(self, beat: Beat) -> None:
        """From now on `beat` is called every 20 ms with the time in ms. Call it there."""
        self._beats.append(beat)

    def leave(self, beat: Beat) -> None:
        """No longer. Call it there."""
        if beat in self._beats:
            self._beats.remove(beat)

    @property
    def joined(self) -> int:
        """How many are called."""
        return len(self._beats)

    def late_ms(self, percentile: float) -> float:
        """How late the beats of the last minute came."""
        late = sorted(self._late)
        return late[min(len(late) - 1, int(len(late) * percentile / 100))] * 1000 if late else 0.0

    def _main(self) -> None:
        with suppress(OSError, AttributeError):  # a better place in the queue, where one may have it
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), -10)
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        pacing = self._loop.create_task(self._pace())
        self._ready.set()
        await self._stopped.wait()
        pacing.cancel()
        await asyncio.gather(pacing, return_exceptions=True)

    async def _pace(self) -> None:
        """Beats stand on a grid: what one is late by, the next isn't."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += _BEAT_S
            await asyncio.sleep(max(0.0, due - loop.time()))
            late = loop.time() - due
            self._late.append(max(0.0, late))
            if late > _GIVE_UP_S:
                missed = int(late / _BEAT_S)
                self.left_out += missed
                due += missed * _BEAT_S
            for beat in tuple(self._beats):
                try:
                    beat(loop.time() * 1000)
                except Exception:
                    _LOG.exception("a voice line failed and is dropped")
                    self.leave(beat)
