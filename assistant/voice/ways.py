"""The paths under one line: a new one carries sound once it is connected, then the one before is let go; without any, it waits."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from assistant.voice.paths import Path
from speech.audio import Samples
from speech.transport.peer import LineEnds

HOLD_S = 30.0
"""A line whose path broke waits so long for another one."""


class Ways:
    """Belongs to the event loop; only what `ends` hands out is called on the media thread."""

    def __init__(
        self, hear: Callable[[Samples], None], speak: Callable[[], Samples | None], *,
        connected: Callable[[], None], absent: Callable[[bool], None], soundless: Callable[[], None], lost: Callable[[], None], count: Callable[[dict[str, int]], None],
    ) -> None:  # fmt: skip
        """`hear` is called on the event loop, `speak` on the media thread; `absent`: nothing has come from them for a while (True), or
        comes again; `soundless`: there is a path, and never came anything
        over it; `lost`: nobody has come back, or need not; `count` is told what a
        path has carried when it is let go."""
        self._hear, self._speak = hear, speak
        self._connected, self._absent, self._soundless, self._lost, self._count = connected, absent, soundless, lost, count
        self._paths: dict[int, Path] = {}
        self._current = 0
        """The path that carries sound, by the number of its ends."""
        self._numbers = 0
        self._carried = False
        """A path has been connected at some time: whoever had it may come back."""
        self._expiry: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def ends(self) -> tuple[int, LineEnds]:
        """For a new path, and its number. While it is agreed on nobody is given up: it is attached, or `gave_up`."""
        self._numbers += 1
        self._hold(None)
        number, loop = self._numbers, asyncio.get_running_loop()

        def post(call: Callable[..., None], *arguments: object) -> None:
            with suppress(RuntimeError):  # the server has ended
                loop.call_soon_threadsafe(call, *arguments)

        def hear(frame: Samples) -> None:
            if self._current == number:
                post(self._hear, frame)

        def speak() -> Samples | None:
            return self._speak() if self._current == number else None

        return number, LineEnds(hear, speak, lambda state: post(self._changed, number, state))

    def attach(self, number: int, path: Path) -> None:
        """The path that has these ends."""
        self._paths[number] = path
        if self._current == number:
            self._let_go_of_older(number)

    def gave_up(self) -> None:
        """The new path came to nothing: whoever had one before is waited for anew."""
        if not self._closed and not self._paths and self._current == 0:
            self._hold(HOLD_S)

    async def close(self) -> None:
        """All of them."""
        self._closed = True
        self._current = 0
        self._hold(None)
        for number in list(self._paths):
            await self._hang_up(self._paths.pop(number))
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _changed(self, number: int, state: str) -> None:
        if self._closed:
            return
        if state == "connected":
            self._current, self._carried = number, True
            self._hold(None)
            self._let_go_of_older(number)
            self._absent(False)
            self._connected()
            return
        if state in ("absent", "present"):
            if number == self._current:
                self._absent(state == "absent")
            return
        self._let_go(number)
        gone = self._current == number
        if gone and state == "soundless":
            self._soundless()
            self._carried = False  # nobody is waited for who had nothing to say it with
        if gone:
            self._current = 0
        if not self._paths and self._current == 0 and (gone or self._expiry is None):
            self._hold(HOLD_S if self._carried else 0.0)

    def _let_go_of_older(self, number: int) -> None:
        for older in [n for n in self._paths if n < number]:
            self._let_go(older)

    def _let_go(self, number: int) -> None:
        path = self._paths.pop(number, None)
        if path is not None:
            self._spawn(self._hang_up(path))

    async def _hang_up(self, path: Path) -> None:
        await path.close()
        self._count(path.tally)

    def _hold(self, seconds: float | None) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
        self._expiry = None if seconds is None else asyncio.get_running_loop().call_later(seconds, self._lost)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
