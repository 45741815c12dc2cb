"""The state of one session, without its sockets: screen, log, what was typed, who follows, when the program may go on."""

import os
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from sandbox.host import folder as files
from sandbox.host import protocol as wire
from sandbox.host.child import GONE, Child
from sandbox.host.log import OutputLog
from sandbox.host.pace import Pace
from sandbox.host.recording import Recorder
from sandbox.screen.replay import replay
from sandbox.screen.terminal import Terminal, clamped

WINDOW = 1024 * 1024
"""Bytes that may be on their way to whom the program waits for."""
HELD_S = 10.0
"""How long the program waits for somebody whose server went away, so that nothing is lost of what it writes meanwhile."""
PIECE = 64 * 1024
MOST_INPUT = 1024 * 1024
"""Bytes typed that the program hasn't read; more isn't taken from the sockets."""
MOST_WRITERS = 256
MOST_SIZES = 64
TERM_S = 5.0
"""Between asking a program to end and making it."""
QUIET_S = 1.0
"""Without output for so long, the screen is written down whole."""
SHARE = 0.001
"""Of a core at most, for writing down a screen that doesn't come to rest: hundreds of sessions share two."""
FLOWING_S = 300.0
"""After which one that doesn't come to rest is written down though the log goes on from the last that was."""
FLOWING_LINES = 1000
"""As much of the scrollback is written down then."""
SIGNALS = frozenset((1, 2, 3, 15))


class Follower(Protocol):
    """A connection, as far as this file needs it."""

    def send(self, data: bytes) -> None:
        """Put behind what waits to be sent."""
        ...

    @property
    def full(self) -> bool:
        """So much waits that nothing should be added."""
        ...


class Cursor:
    """How far a follower is."""

    def __init__(self) -> None:
        self.offset: int | None = None
        """Where its output goes on; None until it asked."""
        self.epoch = 0
        self.acked = 0
        self.paces = False
        self.greeted = False


class Session:
    """One program, its screen and its followers.

    Args:
        clock: seconds that never go back.
        cpu: seconds that this thread has computed.
    """

    def __init__(
        self, name: str, child: Child, folder: Path, size: tuple[int, int], *, lines: int, capacity: int,
        clock: Callable[[], float] = time.monotonic, cpu: Callable[[], float] = time.thread_time, recorder: Recorder | None = None,
    ) -> None:  # fmt: skip
        self._recorder, self._cpu = recorder, cpu
        self._pace = Pace(clock)
        self._name, self._child, self._folder, self._clock = name, child, folder, clock
        self._size = clamped(*size)
        self._terminal = Terminal(*self._size, lines=lines, reply=self._type)
        self._log = OutputLog(folder / files.LOG, capacity)
        self._followers: dict[Follower, Cursor] = {}
        self._sizes: deque[tuple[int, tuple[int, int], int]] = deque(maxlen=MOST_SIZES)
        self._epoch = 0
        self._typed = bytearray()
        self._taken: OrderedDict[bytes, int] = OrderedDict()
        """Number of the last input of each writer."""
        self._owed: deque[tuple[int, bytes, int]] = deque()
        """(bytes of input until then, writer, number) that wait for being written."""
        self._typed_ever = self._written_ever = 0
        self._held: tuple[float, int] | None = None
        self._shot: tuple[tuple[int, int, int], bytes] | None = None
        """The last snapshot, for others who come before anything changes: (offset, size's epoch, lines) and what it was."""
        self._kill_at: float | None = None
        self._dirty_at: float | None = None
        """Since when the screen on the disk isn't the one here."""
        self._changed_at = self._next_down = 0.0
        self._down: tuple[int, int, float] | None = None
        """What was written down last: (offset, size's epoch, when)."""
        self.exited: dict[str, Any] | None = None
        self.known = False
        """The exit status arrived somewhere; the session may go."""

    @property
    def wants_output(self) -> bool:
        """The program may write on."""
        acked = -1
        for cursor in self._followers.values():
            if cursor.paces and cursor.acked > acked:
                acked = cursor.acked
        if acked >= 0:
            return self._log.offset - acked < WINDOW
        if self._held is not None:
            until, acked = self._held
            if self._clock() < until:
                return self._log.offset - acked < self._log.capacity - WINDOW
            self._held = None
        return True

    @property
    def collects(self) -> float:
        """Seconds for which what the program writes is left to grow; 0: it is to be read."""
        return self._pace.wait

    @property
    def wants_input(self) -> bool:
        """Something typed waits for the program."""
        return bool(self._typed)

    @property
    def takes_input(self) -> bool:
        """More may be typed."""
        return len(self._typed) < MOST_INPUT

    @property
    def followed(self) -> bool:
        """Somebody is connected."""
        return bool(self._followers)

    def draw(self, piece: bytes) -> None:
        """The program wrote this; goes to `output` next, with other such pieces. Drawn at once: the kernel gets the next one ready meanwhile."""
        self._terminal.feed(piece)

    def output(self, data: bytes) -> None:
        """What the program wrote, and was drawn."""
        start = self._log.offset
        self._pace.read(len(data))
        self._log.append(data)
        whole: bytes | None = None
        for follower, cursor in self._followers.items():
            if cursor.offset == start and cursor.epoch == self._epoch and not follower.full:
                whole = whole or wire.frame(wire.OUTPUT, wire.OFFSET.pack(start), data)
                follower.send(whole)
                cursor.offset = self._log.offset
        now = self._changed_at = self._clock()
        self._dirty_at = self._dirty_at or now
        if self._recorder is not None:
            self._recorder.output(now, data)

    def pump(self, follower: Follower) -> None:
        """Send what it hasn't got yet, as far as it takes it."""
        cursor = self._followers.get(follower)
        while cursor is not None and cursor.offset is not None and not follower.full:
            if cursor.offset < self._log.oldest:
                self._gap(follower, cursor)
                return
            until = self._log.offset
            change = next((s for s in self._sizes if s[2] > cursor.epoch), None)
            if change is not None:
                if change[0] <= cursor.offset:
                    cursor.epoch = change[2]
                    follower.send(wire.frame(wire.RESIZED, wire.AT_SIZE.pack(change[0], *change[1], change[2])))
                    continue
                until = change[0]
            data = self._log.read(cursor.offset, min(PIECE, until - cursor.offset))
            if not data:
                return
            follower.send(wire.frame(wire.OUTPUT, wire.OFFSET.pack(cursor.offset), data))
            cursor.offset += len(data)

    def _gap(self, follower: Follower, cursor: Cursor) -> None:
        cursor.offset = None
        follower.send(wire.frame(wire.GAP, wire.OFFSET.pack(self._log.oldest)))

    def join(self, follower: Follower) -> None:
        """A connection was made."""
        self._followers[follower] = Cursor()

    def leave(self, follower: Follower) -> None:
        """It is gone. Was the program waiting for it, it waits a little longer."""
        cursor = self._followers.pop(follower, None)
        if not self._followers:
            self._shot = None
            self._pace.collect(0)
        if cursor is not None and cursor.paces and not any(c.paces for c in self._followers.values()):
            self._held = (self._clock() + HELD_S, cursor.acked)

    def handle(self, follower: Follower, kind: int, payload: bytes) -> None:
        """One frame. Raises Malformed."""
        cursor = self._followers[follower]
        if kind == wire.HELLO:
            self._welcome(follower, cursor, wire.agreed(wire.parsed(payload).get("versions")))
            return
        if not cursor.greeted:
            raise wire.Malformed("no greeting")
        match kind:
            case wire.FOLLOW:
                (offset,), _ = wire.unpack(wire.OFFSET, payload)
                self._follow(follower, cursor, offset)
            case wire.INPUT:
                self._input(follower, payload)
            case wire.RESIZE:
                (cols, rows), _ = wire.unpack(wire.SIZE, payload)
                self._resize(cols, rows)
            case wire.SIGNAL:
                if payload and payload[0] in SIGNALS and self.exited is None:
                    self._child.signal(payload[0])
            case wire.SNAPSHOT:
                (number, lines), _ = wire.unpack(wire.REQUEST, payload)
                self._screen(follower, number, lines)
            case wire.FLOW:
                (paces, acked), _ = wire.unpack(wire.PACE, payload)
                cursor.paces, cursor.acked = bool(paces), max(cursor.acked, min(acked, self._log.offset))
                self._held = None
            case wire.READ:
                (number, offset, length), _ = wire.unpack(wire.RANGE, payload)
                self._read(follower, number, offset, length)
            case wire.COLLECT:
                (thousandths,), _ = wire.unpack(wire.PAUSE, payload)
                self._pace.collect(thousandths / 1000)
            case wire.END:
                self.end()
            case wire.EXIT_KNOWN:
                self.known = self.exited is not None
            case _:
                pass  # of a later version; what matters there is agreed in the greeting

    def _welcome(self, follower: Follower, cursor: Cursor, version: int) -> None:
        cursor.greeted = True
        cols, rows = self._size
        told: dict[str, Any] = {
            "version": version, "session": self._name, "child": self._child.pid, "cols": cols, "rows": rows,
            "epoch": self._epoch, "oldest": self._log.oldest, "offset": self._log.offset, "exited": self.exited,
        }  # fmt: skip
        follower.send(wire.json_frame(wire.WELCOME, told))

    def _follow(self, follower: Follower, cursor: Cursor, offset: int) -> None:
        if not self._log.oldest <= offset <= self._log.offset:
            self._gap(follower, cursor)
            return
        cursor.offset = offset
        cursor.epoch = max((epoch for at, _, epoch in self._sizes if at < offset), default=0)
        cursor.epoch = self._epoch if offset == self._log.offset else cursor.epoch
        self.pump(follower)
        if self.exited is not None:
            self._tell_exit(follower)

    def _screen(self, follower: Follower, number: int, lines: int) -> None:
        state = (self._log.offset, self._epoch, lines)
        if self._shot is None or self._shot[0] != state:
            self._shot = (state, replay(self._terminal, lines=None if lines < 0 else lines))
        data = self._shot[1]
        at = wire.AT_SCREEN.pack(number, self._log.offset, *self._size, self._epoch)
        follower.send(wire.frame(wire.SCREEN, at, data))

    def _read(self, follower: Follower, number: int, offset: int, length: int) -> None:
        pieces: list[bytes] = []
        at = offset
        if self._log.oldest <= offset <= self._log.offset:
            while (left := offset + length - at) > 0 and (piece := self._log.read(at, left)):
                pieces.append(piece)
                at += len(piece)
        follower.send(wire.frame(wire.DATA, wire.AT_OFFSET.pack(number, offset), *pieces))

    def _input(self, follower: Follower, payload: bytes) -> None:
        writer, rest = payload[: wire.WRITER], payload[wire.WRITER :]
        (number,), data = wire.unpack(wire.OFFSET, rest)
        last = self._taken.get(writer)
        if last is None or number == last + 1:
            self._taken[writer] = number
            self._taken.move_to_end(writer)
            if len(self._taken) > MOST_WRITERS:
                self._taken.popitem(last=False)
            if self.exited is None:
                if self._recorder is not None:
                    self._recorder.typed(self._clock(), data)
                self._type(data)
                self._owed.append((self._typed_ever, writer, number))
                self.flush()
        elif not any(w == writer for _, w, _ in self._owed):
            follower.send(wire.frame(wire.INPUT_TAKEN, writer, wire.OFFSET.pack(last)))

    def _type(self, data: bytes) -> None:
        self._pace.typed()
        self._typed += data
        self._typed_ever += len(data)

    def flush(self) -> None:
        """Give the program what was typed, as far as it takes it, and tell whoever typed."""
        try:
            while self._typed:
                count = os.write(self._child.master, self._typed[:PIECE])
                del self._typed[:count]
                self._written_ever += count
        except BlockingIOError:
            pass
        except OSError as error:
            if error.errno not in GONE:
                raise
            self._typed.clear()
            self._owed.clear()
        while self._owed and self._owed[0][0] <= self._written_ever:
            _, writer, number = self._owed.popleft()
            told = wire.frame(wire.INPUT_TAKEN, writer, wire.OFFSET.pack(number))
            for follower, cursor in self._followers.items():
                if cursor.greeted:
                    follower.send(told)

    def _resize(self, cols: int, rows: int) -> None:
        size = clamped(cols, rows)
        if size == self._size or self.exited is not None:
            return
        self._size = size
        self._epoch += 1
        self._sizes.append((self._log.offset, size, self._epoch))
        self._terminal.resize(*size)
        self._child.resize(*size)
        if self._recorder is not None:
            self._recorder.resized(self._clock(), *size)
        self._changed_at = self._clock()
        self._dirty_at = self._dirty_at or self._changed_at
        for follower in list(self._followers):
            self.pump(follower)

    def end(self) -> None:
        """Ask the program to end; made to a few seconds later."""
        if self.exited is None and self._kill_at is None:
            self._child.signal(15)
            self._child.signal(1)
            self._kill_at = self._clock() + TERM_S

    def gone(self, status: int) -> None:
        """The program has ended, and all that it wrote was read."""
        code = os.waitstatus_to_exitcode(status)
        self.exited = {"code": code if code >= 0 else None, "signal": -code if code < 0 else None}
        self._kill_at = None
        if self._recorder is not None:
            self._recorder.ended(self._clock(), code if code >= 0 else 128 - code)
        self.write_down()
        files.write_json(self._folder / files.EXIT, self.exited)
        for follower, cursor in self._followers.items():
            self.pump(follower)
            if cursor.greeted:
                self._tell_exit(follower)

    def _tell_exit(self, follower: Follower) -> None:
        follower.send(wire.json_frame(wire.EXITED, self.exited))

    def write_down(self, *, lines: int | None = None) -> None:
        """The screen, with so many lines above it, goes to the disk, for when this process is gone."""
        if self._recorder is not None:
            self._recorder.flush()
        began = self._cpu()
        files.write_screen(self._folder, self._log.offset, self._size, self._epoch, replay(self._terminal, lines=lines))
        now = self._clock()
        self._dirty_at = None if lines is None else now
        self._next_down = now + (self._cpu() - began) / SHARE
        self._down = (self._log.offset, self._epoch, now)

    @property
    def _flowing_down(self) -> float:
        """When to write down a screen that doesn't come to rest. The last one and what the log has since are the screen of now, unless
        the size has changed or the log goes round. Hundreds of hosts that wait for the disk are late with what they show."""
        if self._down is None or self._dirty_at is None:
            return (self._dirty_at or 0.0) + QUIET_S
        offset, epoch, at = self._down
        if epoch == self._epoch and self._log.offset - offset < self._log.capacity // 4:
            return max(at + FLOWING_S, self._next_down)
        return max(self._dirty_at + QUIET_S, self._next_down)

    def due(self) -> float | None:
        """Do what is due; when to be asked again, in seconds."""
        if self._dirty_at is None and self._kill_at is None and self._held is None:
            return None
        now = self._clock()
        if self._kill_at is not None and now >= self._kill_at:
            self._child.signal(9)
            self._kill_at = now + TERM_S
        if self._dirty_at is not None and now - self._changed_at >= QUIET_S:
            self.write_down()
            self._terminal.compress(fully=True)
        elif self._dirty_at is not None and now >= self._flowing_down:
            self.write_down(lines=FLOWING_LINES)
        times = [t for t in (self._kill_at, self._held[0] if self._held else None) if t is not None]
        if self._dirty_at is not None:
            times.append(min(self._changed_at + QUIET_S, self._flowing_down))
        return max(0.0, min(times) - now) if times else None
