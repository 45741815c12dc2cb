"""Sessions as a server sees them: started, found again, watched, ended. Needs a running event loop."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from sandbox.backends.local import Backend, Local
from sandbox.crowding import EVERY_S, collect_s
from sandbox.fanout import Fanout, Hello, Watcher
from sandbox.host import folder as files
from sandbox.host import protocol as wire
from sandbox.host.launch import Found, HostFailed, Spec
from sandbox.host.link import HostLink
from sandbox.host.log import OutputLog
from sandbox.host.protocol import Shot, Welcome
from sandbox.screen.replay import replay
from sandbox.screen.terminal import Terminal

STALLED_S = 10.0
"""A controller that acknowledges nothing for so long isn't waited for."""
END_S = 15.0
LOOK_S = 5.0
MOST_MESSAGES = 1000
"""That may wait for one socket before no more is read from it. Output is bounded by the fan-out."""
FIRST_LOOK = 1 << 31
"""Numbers of our own requests; the fan-out's are below."""


class UnknownSession(KeyError):
    """No such session."""


class Box:
    """What waits for one socket, in order."""

    def __init__(self) -> None:
        self._waiting: deque[bytes | dict[str, Any]] = deque()
        self._news, self._fewer = asyncio.Event(), asyncio.Event()
        self.messages = 0
        """Of what waits, those that aren't frames."""
        self.closed = False

    def binary(self, data: bytes) -> None:
        """A frame."""
        self._waiting.append(data)
        self._news.set()

    def text(self, message: dict[str, Any]) -> None:
        """A message."""
        self._waiting.append(message)
        self.messages += 1
        self._news.set()

    def drop(self) -> None:
        """Frames that wait are forgotten, messages aren't."""
        self._waiting = deque(item for item in self._waiting if not isinstance(item, bytes))

    def close(self) -> None:
        """After what waits there is nothing more."""
        self.closed = True
        self._news.set()
        self._fewer.set()

    async def next(self) -> bytes | dict[str, Any] | None:
        """The next frame or message; None at the end."""
        while not self._waiting:
            if self.closed:
                return None
            self._news.clear()
            await self._news.wait()
        item = self._waiting.popleft()
        if not isinstance(item, bytes):
            self.messages -= 1
            self._fewer.set()
        return item

    async def room(self) -> None:
        """Until not too many messages wait: whoever doesn't take answers isn't listened to."""
        while self.messages >= MOST_MESSAGES and not self.closed:
            self._fewer.clear()
            await self._fewer.wait()


class Tap(Protocol):
    """Who is told what a session does, beside its watchers."""

    def output(self, offset: int, data: bytes) -> None:
        """The program wrote."""
        ...

    def taken(self, writer: bytes, number: int) -> None:
        """Input arrived."""
        ...

    def over(self) -> None:
        """The program has ended, or its host is lost."""
        ...


class Hub:
    """One running session: its host's connection and its watchers."""

    def __init__(self, found: Found, link: HostLink, welcome: Welcome, gone: Callable[[], None]) -> None:
        self.found = found
        self._link, self._gone = link, gone
        self.fanout = Fanout(link, offset=welcome.offset, size=(welcome.cols, welcome.rows), epoch=welcome.epoch)
        self.fanout.exited = welcome.exited
        self._boxes: dict[Watcher, Box] = {}
        self._looks: dict[int, asyncio.Future[Any]] = {}
        self._numbers = count(FIRST_LOOK)
        self._pieces = 0
        self.tap: Tap | None = None
        self.child = welcome.child
        """Process id of the program; 0 where it is no process of this machine."""
        self.over = asyncio.Event()
        """The program has ended, or the host is lost."""
        if welcome.exited is not None:
            self.over.set()
        self._watch = asyncio.create_task(self._look_for_stalls())
        link.listen(self)
        link.follow(welcome.offset)

    def join(self, hello: Hello, writer: bytes) -> tuple[Watcher, Box]:
        """Somebody watches."""
        box = Box()
        watcher = self.fanout.join(box, hello, writer)
        self._boxes[watcher] = box
        return watcher, box

    def leave(self, watcher: Watcher) -> None:
        """Nobody does any more."""
        self._boxes.pop(watcher, None)
        self.fanout.leave(watcher)

    def output(self, offset: int, data: bytes) -> None:
        """See `Events`."""
        self._pieces += 1
        self.fanout.output(offset, data)
        if self.tap is not None:
            self.tap.output(offset, data)

    def resized(self, offset: int, cols: int, rows: int, epoch: int) -> None:
        """See `Events`."""
        self.fanout.resized(offset, cols, rows, epoch)

    def screen(self, shot: Shot) -> None:
        """See `Events`."""
        wanted = self._looks.pop(shot.number, None)
        if wanted is None:
            self.fanout.screen(shot)
        elif not wanted.done():
            wanted.set_result(shot)

    def old(self, number: int, offset: int, data: bytes) -> None:
        """See `Events`."""
        wanted = self._looks.pop(number, None)
        if wanted is None:
            self.fanout.old(number, offset, data)
        elif not wanted.done():
            wanted.set_result(data)

    def taken(self, writer: bytes, number: int) -> None:
        """See `Events`."""
        self.fanout.taken(writer, number)
        if self.tap is not None:
            self.tap.taken(writer, number)

    def gap(self, oldest: int) -> None:
        """See `Events`."""
        self._link.follow(oldest)
        self.fanout.gap()

    def exited(self, how: dict[str, Any]) -> None:
        """See `Events`. A host on another machine leaves no word of it here."""
        if not (path := self.found.folder / files.EXIT).exists():
            with suppress(OSError):
                files.write_json(path, how)
        self.fanout.ended(how)
        self._ended()

    def lost(self) -> None:
        """See `Events`."""
        for box in self._boxes.values():
            if self.fanout.exited is None:
                box.text({"type": "lost"})
            box.close()
        self._watch.cancel()
        self._ended()
        self._gone()

    def _ended(self) -> None:
        for wanted in self._looks.values():
            wanted.cancel()
        self._looks.clear()
        self.over.set()
        if self.tap is not None:
            self.tap.over()

    async def look(self, lines: int = 0) -> Shot:
        """The screen as it is now, for whoever isn't a watcher. Raises TimeoutError, also when the session ends meanwhile."""
        return await self._answer(lambda number: self._link.ask_screen(number, lines))

    async def before(self, offset: int, length: int) -> bytes:
        """Output from before; less or nothing where it is gone. Raises TimeoutError, as `look` does."""
        return await self._answer(lambda number: self._link.ask_old(number, offset, length))

    async def _answer(self, ask: Callable[[int], None]) -> Any:
        number = next(self._numbers)
        wanted = self._looks[number] = asyncio.get_running_loop().create_future()
        ask(number)
        try:
            async with asyncio.timeout(LOOK_S):
                return await wanted
        except asyncio.CancelledError:
            if wanted.cancelled() and not self._cancelling():
                raise TimeoutError from None
            raise
        finally:
            self._looks.pop(number, None)

    @staticmethod
    def _cancelling() -> bool:
        task = asyncio.current_task()
        return task is not None and task.cancelling() > 0

    def say(self, writer: bytes, number: int, data: bytes) -> None:
        """Input of nobody's keyboard; the session takes each number of a writer once."""
        self._link.type(writer, number, data)

    def collect(self, seconds: float) -> None:
        """How long its output may be collected before it comes."""
        self._link.collect(seconds)

    def pieces(self) -> int:
        """Of output that came since this was asked last."""
        count, self._pieces = self._pieces, 0
        return count

    def end(self) -> None:
        """The program is to end."""
        self._link.end()

    def forget(self) -> None:
        """Its exit status is known."""
        self._link.exit_known()

    def signal(self, number: int) -> None:
        """To the program."""
        self._link.signal(number)

    async def writable(self) -> None:
        """Before more input is given."""
        await self._link.writable()

    def resize(self, cols: int, rows: int) -> None:
        """By somebody without a window."""
        self._link.resize(cols, rows)

    def close(self) -> None:
        """Hang up; the session goes on, and whatever it asks is asked still."""
        self.tap = None
        self._watch.cancel()
        self._link.close()

    async def _look_for_stalls(self) -> None:
        before: tuple[int, int] | None = None
        while True:
            await asyncio.sleep(STALLED_S / 2)
            now = self.fanout.waits
            if now is not None and now == before:
                self.fanout.stop_waiting()
            before = now


class Sessions:
    """All sessions below one folder.

    Args:
        root: where their folders are.
        opened: told each session that runs, new or found again.
        backend: where their hosts run; on this machine unless it says otherwise.
    """

    def __init__(self, root: Path, opened: Callable[[Hub], None] = lambda _: None, backend: Backend | None = None) -> None:
        self._backend, self._opened = backend or Local(root), opened
        self._hubs: dict[str, Hub] = {}
        self._found: dict[str, Found] = {}
        self._ended: dict[str, dict[str, Any]] = {}
        self._collect = 0.0
        self._looking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Find again what an earlier server started."""
        for found in await self._backend.find():
            self._found[found.id] = found
            if found.running:
                try:
                    await self._open(found)
                except (OSError, TimeoutError, HostFailed, wire.Malformed):
                    pass  # it ended meanwhile; its files tell the rest

    async def _open(self, found: Found) -> Hub:
        link, welcome = await self._backend.connect(found)
        hub = Hub(found, link, welcome, lambda: self._lost(found.id))
        hub.child = hub.child if self._backend.here else 0
        self._hubs[found.id] = hub
        hub.collect(self._collect)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look_for_crowds())
        self._opened(hub)
        return hub

    async def _look_for_crowds(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            collect = collect_s([hub.pieces() for hub in self._hubs.values()], self._collect)
            if collect != self._collect:
                self._collect = collect
                for hub in self._hubs.values():
                    hub.collect(collect)

    def _lost(self, name: str) -> None:
        self._hubs.pop(name, None)

    async def create(self, spec: Spec) -> Hub:
        """Raises HostFailed, OSError."""
        found = await self._backend.start(spec)
        self._found[spec.id] = found
        return await self._open(found)

    def all(self) -> list[Found]:
        """Every session, oldest first."""
        return sorted(self._found.values(), key=lambda f: f.facts.get("started", 0))

    def found(self, name: str) -> Found:
        """Raises UnknownSession."""
        if name not in self._found:
            raise UnknownSession(name)
        return self._found[name]

    def hub(self, name: str) -> Hub | None:
        """None when it doesn't run any more."""
        return self._hubs.get(name)

    def how_ended(self, name: str) -> dict[str, Any] | None:
        """{code, signal}; None while it runs, and when nobody knows."""
        hub = self._hubs.get(name)
        if hub is not None:
            return hub.fanout.exited
        if name not in self._ended and (how := files.read_json(self.found(name).folder / files.EXIT)) is not None:
            self._ended[name] = how
        return self._ended.get(name)

    async def end(self, name: str) -> None:
        """The program ends, and the session is forgotten. Raises UnknownSession, TimeoutError, HostFailed, OSError."""
        found = self.found(name)
        hub = self._hubs.get(name)
        if hub is not None:
            hub.end()
            async with asyncio.timeout(END_S):
                await hub.over.wait()
            hub.forget()
            hub.close()
        await self._backend.remove(found)
        for known in (self._found, self._hubs, self._ended):
            known.pop(name, None)

    async def last_screen(self, name: str) -> Shot | None:
        """What was to be seen last of a session that doesn't run any more."""
        return await asyncio.to_thread(last_screen, self.found(name).folder)

    def close(self) -> None:
        """Hang up; the sessions go on."""
        if self._looking is not None:
            self._looking.cancel()
        for hub in list(self._hubs.values()):
            hub.close()


def last_screen(folder: Path) -> Shot | None:
    """What a session whose host is gone showed last, by its files; None where it left none."""
    kept = files.read_screen(folder)
    if kept is None:
        return None
    offset, size, epoch, data = kept
    with Terminal(*size) as terminal:
        terminal.feed(data)
        log = OutputLog(folder / files.LOG)
        try:
            while log.oldest <= offset < log.offset and (piece := log.read(offset, 1 << 20)):
                terminal.feed(piece)
                offset += len(piece)
        finally:
            log.close()
        return Shot(0, offset, *size, epoch, replay(terminal))
