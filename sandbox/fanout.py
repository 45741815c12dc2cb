"""Who sees what of one session: watchers, the one who controls, laggards. No I/O and no clock.

Output goes to everybody as it comes. The controller alone sets the program's pace, by acknowledging what its terminal has
digested. A watcher that falls too far behind is skipped forward: what waits for it is dropped, and when it has caught up with
what it got it is given the screen as it is then. The terminal has the controller's size; after a change of it everybody
is given the screen anew, since no two emulators wrap old lines alike.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from sandbox.host.protocol import Shot

BEHIND = 4 * 1024 * 1024
"""Bytes sent to a watcher and not acknowledged, above which it is skipped forward."""
ACK_EVERY = 64 * 1024
"""How often watchers are to acknowledge, told to them."""
LINES = 1000
"""Scrollback of a snapshot unless the watcher asks for more."""
DELTA = 256 * 1024
"""What a returning watcher may have missed to be given just that, unless it asks for more."""
MOST_DELTA = 16 * 1024 * 1024
OLD_PIECE = 1024 * 1024
MOST_EARLY = 64
"""Pieces of output kept for a returning watcher until what it missed has come."""
OUTPUT, SNAPSHOT = 1, 2
_OUTPUT = struct.Struct("!BQ")
_SNAPSHOT = struct.Struct("!BQHHI")


class Role(Enum):
    """What somebody may do."""

    CONTROL = "control"
    """Wants to type."""
    WATCH = "watch"
    """May type, doesn't want to now."""
    READ = "read"
    """May not."""


class Host(Protocol):
    """The session host, as far as it is needed here."""

    def type(self, writer: bytes, number: int, data: bytes) -> None:
        """Input."""
        ...

    def resize(self, cols: int, rows: int) -> None:
        """Another size."""
        ...

    def signal(self, number: int) -> None:
        """To the program."""
        ...

    def ask_screen(self, number: int, lines: int) -> None:
        """A snapshot; comes as `screen`."""
        ...

    def ask_old(self, number: int, offset: int, length: int) -> None:
        """Output from before; comes as `old`."""
        ...

    def flow(self, paces: bool, acked: int) -> None:
        """Whether the program waits for somebody, and how far that one is."""
        ...


class Outbox(Protocol):
    """What waits for one watcher's socket."""

    def binary(self, data: bytes) -> None:
        """A frame of output or a snapshot."""
        ...

    def text(self, message: dict[str, Any]) -> None:
        """A message; never dropped."""
        ...

    def drop(self) -> None:
        """Binary frames that weren't sent yet are not to be sent."""
        ...


@dataclass(frozen=True, slots=True)
class Hello:
    """What a watcher says first."""

    role: Role = Role.CONTROL
    name: str = ""
    cols: int = 0
    rows: int = 0
    offset: int | None = None
    """Up to where it saw the output, and
    epoch: of which size."""
    epoch: int = -1
    delta: int = DELTA
    lines: int = LINES


@dataclass(slots=True, eq=False)
class Watcher:
    """One socket."""

    id: int
    outbox: Outbox
    hello: Hello
    writer: bytes
    role: Role
    size: tuple[int, int]
    next: int | None = None
    """Offset of the output that it gets next; None while it waits for a snapshot."""
    acked: int = 0
    asked: int | None = None
    """Number of the request whose answer it waits for."""
    lagging: bool = False
    skipped: int = 0
    early: list[tuple[int, bytes]] = field(default_factory=list[tuple[int, bytes]])
    """Output that came before the old output that was asked for."""


class Fanout:
    """One session's watchers. The host's events and the watchers' come in as calls, in any order."""

    def __init__(self, host: Host, *, offset: int, size: tuple[int, int], epoch: int, changed: Callable[[], None] = lambda: None) -> None:
        self._host, self._changed = host, changed
        self.offset, self.size, self.epoch = offset, size, epoch
        self.exited: dict[str, Any] | None = None
        self._watchers: dict[int, Watcher] = {}
        self._controller: Watcher | None = None
        self._waited_for = True
        self._ids = self._requests = 0

    @property
    def watchers(self) -> int:
        """How many."""
        return len(self._watchers)

    # ---- from watchers

    def join(self, outbox: Outbox, hello: Hello, writer: bytes) -> Watcher:
        """Somebody opened a socket. It is told what is, then given a snapshot, or just what it missed."""
        self._ids += 1
        watcher = Watcher(self._ids, outbox, hello, writer, hello.role, (hello.cols, hello.rows))
        self._watchers[watcher.id] = watcher
        outbox.text(
            {"type": "hello", "you": watcher.id, "cols": self.size[0], "rows": self.size[1], "epoch": self.epoch,
             "offset": self.offset, "ackEvery": ACK_EVERY}
        )  # fmt: skip
        missed = self.offset - hello.offset if hello.offset is not None and hello.epoch == self.epoch else -1
        if hello.offset is not None and 0 <= missed <= min(hello.delta, MOST_DELTA):
            watcher.acked = hello.offset
            self._return(watcher, hello.offset, missed)
        else:
            self._ask_screen(watcher)
        if self._controller is None and watcher.role is Role.CONTROL:
            self._give_control(watcher)
        self._tell_presence()
        if self.exited is not None:
            outbox.text({"type": "exit", **self.exited})
        return watcher

    def _return(self, watcher: Watcher, offset: int, missed: int) -> None:
        watcher.next = offset
        if missed:
            self._ask_old(watcher, offset, missed)

    def _ask_old(self, watcher: Watcher, offset: int, missed: int) -> None:
        """Piece by piece, so that the first is there soon."""
        self._requests += 1
        watcher.asked = self._requests
        self._host.ask_old(self._requests, offset, min(missed, OLD_PIECE))

    def _ask_screen(self, watcher: Watcher) -> None:
        self._requests += 1
        watcher.next, watcher.asked = None, self._requests
        watcher.early.clear()
        self._host.ask_screen(self._requests, watcher.hello.lines)

    def leave(self, watcher: Watcher) -> None:
        """The socket is closed."""
        self._watchers.pop(watcher.id, None)
        if watcher is self._controller:
            self._controller = None
            waiting = next((w for w in self._watchers.values() if w.role is Role.CONTROL), None)
            if waiting is not None:
                self._give_control(waiting)
            else:
                self._host.flow(False, self.offset)
        self._tell_presence()

    def ack(self, watcher: Watcher, offset: int) -> None:
        """The watcher's terminal has digested everything up to there."""
        watcher.acked = max(watcher.acked, min(offset, self.offset))
        if watcher is self._controller:
            self._waited_for = True
            self._host.flow(True, watcher.acked)
        if watcher.lagging and watcher.next is not None and watcher.acked >= watcher.next:
            watcher.lagging = False
            watcher.outbox.text({"type": "skipped", "bytes": self.offset - watcher.next})
            self._ask_screen(watcher)

    @property
    def waits(self) -> tuple[int, int] | None:
        """(controller, up to where it acknowledged) while there is more than that."""
        who = self._controller
        return (who.id, who.acked) if who is not None and self._waited_for and who.acked < self.offset else None

    def stop_waiting(self) -> None:
        """The controller acknowledges nothing any more (a phone that sleeps): until it does, it is like any other watcher."""
        if self._controller is not None:
            self._waited_for = False
            self._host.flow(False, self.offset)

    def type(self, watcher: Watcher, number: int, data: bytes) -> None:
        """Typing takes control, where that is allowed."""
        if watcher.role is Role.READ or self.exited is not None:
            why = "read_only" if watcher.role is Role.READ else "ended"
            watcher.outbox.text({"type": "refused", "n": number, "why": why})
            return
        if watcher is not self._controller:
            self.take_control(watcher)
        self._host.type(watcher.writer, number, data)

    def take_control(self, watcher: Watcher) -> None:
        """By a button, or by typing."""
        if watcher.role is not Role.READ and watcher is not self._controller:
            watcher.role = Role.CONTROL
            if self._controller is not None:
                self._controller.role = Role.WATCH
            self._give_control(watcher)
            self._tell_presence()

    def _give_control(self, watcher: Watcher) -> None:
        self._controller = watcher
        self._waited_for = True
        self._host.flow(True, watcher.acked if watcher.next is not None else self.offset)
        self.resize(watcher, *watcher.size)

    def resize(self, watcher: Watcher, cols: int, rows: int) -> None:
        """The watcher's window has this size; the session's too if it controls."""
        watcher.size = (cols, rows)
        if watcher is self._controller and cols > 0 and rows > 0 and watcher.size != self.size and self.exited is None:
            self._host.resize(cols, rows)

    def signal(self, watcher: Watcher, number: int) -> None:
        """Ctrl-C by a button."""
        if watcher.role is not Role.READ:
            self._host.signal(number)

    # ---- from the host

    def output(self, offset: int, data: bytes) -> None:
        """The program wrote."""
        end = offset + len(data)
        self.offset = max(self.offset, end)
        whole: bytes | None = None
        for watcher in self._watchers.values():
            if watcher.lagging or watcher.next is None or end <= watcher.next:
                continue
            if watcher.asked is not None:
                watcher.early.append((offset, data))
                if len(watcher.early) > MOST_EARLY:
                    self._ask_screen(watcher)
            elif watcher.next <= offset:
                whole = whole or _OUTPUT.pack(OUTPUT, offset) + data
                self._send(watcher, whole, end)
            else:
                self._send(watcher, _OUTPUT.pack(OUTPUT, watcher.next) + data[watcher.next - offset :], end)

    def _send(self, watcher: Watcher, frame: bytes, end: int) -> None:
        watcher.outbox.binary(frame)
        watcher.next = end
        if end - watcher.acked > BEHIND and not (watcher is self._controller and self._waited_for):
            watcher.lagging = True
            watcher.outbox.drop()

    def old(self, number: int, offset: int, data: bytes) -> None:
        """What a returning watcher missed."""
        watcher = next((w for w in self._watchers.values() if w.asked == number), None)
        if watcher is None:
            return
        early, watcher.early = watcher.early, []
        watcher.asked = None
        if not data:
            self._ask_screen(watcher)  # it is gone
            return
        if data:
            watcher.outbox.binary(_OUTPUT.pack(OUTPUT, offset) + data)
            watcher.next = offset + len(data)
            upto = early[0][0] if early else self.offset
            if watcher.next < upto:
                watcher.early = early
                self._ask_old(watcher, watcher.next, upto - watcher.next)
                return
        for at, piece in early:
            if watcher.next is not None and at + len(piece) > watcher.next:
                self._send(watcher, _OUTPUT.pack(OUTPUT, watcher.next) + piece[watcher.next - at :], at + len(piece))

    def screen(self, shot: Shot) -> None:
        """A snapshot that somebody waits for."""
        self.offset = max(self.offset, shot.offset)
        frame: bytes | None = None
        for watcher in self._watchers.values():
            if watcher.asked != shot.number:
                continue
            if shot.epoch < self.epoch:
                self._ask_screen(watcher)
                continue
            frame = frame or _SNAPSHOT.pack(SNAPSHOT, shot.offset, shot.cols, shot.rows, shot.epoch) + shot.data
            watcher.asked, watcher.next = None, shot.offset
            watcher.acked = max(watcher.acked, shot.offset)  # what came before needn't be digested any more
            watcher.outbox.binary(frame)
            if watcher is self._controller:
                self._host.flow(True, watcher.acked)

    def resized(self, _offset: int, cols: int, rows: int, epoch: int) -> None:
        """Everybody is given the screen anew."""
        self.size, self.epoch = (cols, rows), max(epoch, self.epoch)
        for watcher in self._watchers.values():
            watcher.outbox.text({"type": "resized", "cols": cols, "rows": rows, "epoch": epoch})
            watcher.lagging = False
            self._ask_screen(watcher)

    def taken(self, writer: bytes, number: int) -> None:
        """Input arrived."""
        for watcher in self._watchers.values():
            if watcher.writer == writer:
                watcher.outbox.text({"type": "taken", "n": number})

    def ended(self, how: dict[str, Any]) -> None:
        """The program has ended."""
        self.exited = how
        for watcher in self._watchers.values():
            watcher.outbox.text({"type": "exit", **how})
        self._changed()

    def gap(self) -> None:
        """Output was lost on the way from the host."""
        for watcher in self._watchers.values():
            self._ask_screen(watcher)

    def _tell_presence(self) -> None:
        present = [
            {"id": w.id, "name": w.hello.name, "role": w.role.value, "controls": w is self._controller} for w in self._watchers.values()
        ]
        for watcher in self._watchers.values():
            watcher.outbox.text({"type": "presence", "watchers": present})
        self._changed()
