"""The process of a session: one loop over its program, its sockets and its children. Started by `launch`."""

import json
import os
import select
import signal
import socket
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any

from sandbox.host import child as programs
from sandbox.host import folder as files
from sandbox.host import protocol as wire
from sandbox.host.recording import Recorder
from sandbox.host.session import PIECE, Session

HIGH = 512 * 1024
"""Bytes that wait for one connection before nothing is added."""
LARGEST_FRAME = 256 * 1024
FULL = 3072
"""Bytes: the kernel hands a terminal's output over in pieces of four kilobytes, so behind a smaller one there is nothing, and
FLOOD: unless so much was read already; then what comes within a moment is waited for too."""
FLOOD = 16 * 1024
MOST = 128 * 1024
"""Read together."""
MOMENT_MS = 1
"""In which a flood goes on, and
GATHER_S: after which no more are waited for."""
GATHER_S = 0.004
LINGER_S = 30.0
"""How long a host whose program has ended waits for somebody to ask; the files tell the rest."""


class Connection:
    """One server at the other end of a socket."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected
        self.frames = wire.Frames(LARGEST_FRAME)
        self._waiting: deque[memoryview] = deque()
        self._size = 0
        self.broken = False

    @property
    def full(self) -> bool:
        """So much waits that nothing should be added."""
        return self._size >= HIGH

    @property
    def waiting(self) -> bool:
        """Something waits for being sent."""
        return self._size > 0

    def send(self, data: bytes) -> None:
        """Now if it can be, else later."""
        count = 0
        if not self._waiting and not self.broken:
            try:
                count = self.socket.send(data)
            except BlockingIOError:
                pass
            except OSError:
                self.broken = True
        if count < len(data) and not self.broken:
            self._waiting.append(memoryview(data)[count:])
            self._size += len(data) - count

    def flush(self) -> None:
        """Send on."""
        while self._waiting:
            first = self._waiting[0]
            try:
                count = self.socket.send(first)
            except BlockingIOError:
                return
            except OSError:
                self.broken = True
                self._waiting.clear()
                self._size = 0
                return
            self._size -= count
            if count < len(first):
                self._waiting[0] = first[count:]
                return
            self._waiting.popleft()


class Process:
    """The loop."""

    def __init__(self, session: Session, child: programs.Child, listening: socket.socket, wakeup: int) -> None:
        self._session, self._child, self._listening, self._wakeup = session, child, listening, wakeup
        self._epoll = select.epoll()
        self._connections: dict[int, Connection] = {}
        self._events: dict[int, int] = {}
        self._status: int | None = None
        self._drained = False
        self._want(listening.fileno(), select.EPOLLIN)
        self._want(wakeup, select.EPOLLIN)
        self._program_only = select.poll()
        self._program_only.register(child.master, select.POLLIN)

    def _want(self, file: int, events: int) -> None:
        before = self._events.get(file)
        if before == events:
            return
        if before is None:
            self._epoll.register(file, events)
        else:
            self._epoll.modify(file, events)
        self._events[file] = events

    def _forget(self, file: int) -> None:
        if self._events.pop(file, None) is not None:
            self._epoll.unregister(file)

    def run(self) -> None:
        """Until the program has ended and that is known."""
        session = self._session
        while not session.known:
            pause = session.due()
            if session.exited is not None and not session.followed:
                pause = LINGER_S
            collects = 0.0 if self._drained else session.collects
            self._subscribe(collecting=collects > 0)
            expects = collects > 0 and (pause is None or collects < pause)
            ready = self._epoll.poll(collects if expects else pause)
            if not ready and expects:
                self._program(select.EPOLLIN)  # what was collected, without asking first whether there is any
            elif not ready and session.exited is not None and not session.followed:
                return  # exit.json keeps the status
            for file, events in ready:
                self._dispatch(file, events)
            if self._status is not None and self._drained and session.exited is None:
                session.gone(self._status)

    def _subscribe(self, *, collecting: bool) -> None:
        session = self._session
        if not self._drained:
            events = select.EPOLLIN if session.wants_output and not collecting else 0
            self._want(self._child.master, events | (select.EPOLLOUT if session.wants_input else 0))
        for file, connection in list(self._connections.items()):
            if connection.broken:
                self._drop(file)
                continue
            reading = select.EPOLLIN if session.takes_input else 0
            self._want(file, reading | (select.EPOLLOUT if connection.waiting else 0))

    def _dispatch(self, file: int, events: int) -> None:
        if file == self._listening.fileno():
            self._accept()
        elif file == self._wakeup:
            os.read(self._wakeup, 64)
            self._reap()
        elif file == self._child.master:
            self._program(events)
        elif connection := self._connections.get(file):
            self._converse(file, connection, events)

    def _program(self, events: int) -> None:
        if events & select.EPOLLOUT:
            self._session.flush()
        # Hung up with nothing to read while the program waits for somebody: later.
        if events & (select.EPOLLIN | select.EPOLLHUP) and (self._session.wants_output or self._status is not None):
            data = self._read()
            if data:
                self._session.output(data)
                self._session.flush()

    def _read(self) -> bytes:
        """What the program wrote, as much at once as is good for everybody; it is drawn already."""
        pieces: list[bytes] = []
        size, until = 0, 0.0
        while size < MOST:
            try:
                piece = os.read(self._child.master, PIECE)
            except BlockingIOError:
                if not pieces and self._status is not None:
                    self._finish()
                until = until or time.monotonic() + GATHER_S
                if size < FLOOD or not self._program_only.poll(MOMENT_MS) or time.monotonic() > until:
                    break
                continue
            except OSError as error:
                if error.errno not in programs.GONE:
                    raise
                self._finish()
                break
            self._session.draw(piece)
            pieces.append(piece)
            size += len(piece)
            if not piece or len(piece) < FULL and size < FLOOD:
                break
        return b"".join(pieces)

    def _finish(self) -> None:
        self._drained = True
        self._forget(self._child.master)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self._child.pid:
                self._status = status
                # Others may hold the terminal open for ever; what is there now is the end of it.
                while not self._drained and (data := self._read()):
                    self._session.output(data)
                if not self._drained:
                    self._finish()

    def _accept(self) -> None:
        try:
            connected, _ = self._listening.accept()
            files.check_peer(connected)
        except OSError:
            return
        connected.setblocking(False)
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, HIGH)  # as far as the system allows
        connection = Connection(connected)
        self._connections[connected.fileno()] = connection
        self._session.join(connection)

    def _converse(self, file: int, connection: Connection, events: int) -> None:
        if events & select.EPOLLOUT:
            connection.flush()
            self._session.pump(connection)
        if not events & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR):
            return
        try:
            data = connection.socket.recv(PIECE)
            if not data:
                raise ConnectionResetError
            for kind, payload in connection.frames.feed(data):
                self._session.handle(connection, kind, payload)
        except BlockingIOError:
            return
        except (OSError, wire.Malformed):
            self._drop(file)

    def _drop(self, file: int) -> None:
        connection = self._connections.pop(file)
        self._session.leave(connection)
        self._forget(file)
        connection.socket.close()


def main() -> None:
    """The specification comes on stdin, `ready` or what is wrong goes to stdout, then both are let go."""
    spec: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    if os.fork():
        os._exit(0)
    os.setsid()
    where = Path(spec["folder"])  # what may be missing below comes from a server of the version before
    size = (int(spec["cols"]), int(spec["rows"]))
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, _nothing)
    woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    listening = files.listen(where)
    try:
        child = programs.start(
            spec["argv"], spec["env"], spec["cwd"], *size, walled=spec.get("walled", False), cgroup=spec.get("cgroup", ""), owner=spec.get("terminal_owner")
        )
    except programs.NotStarted as error:
        _answer(f"error {error}")
        return
    facts = {"id": spec["id"], "about": spec["about"], "started": spec["started"], "host": os.getpid(), "child": child.pid, "boot": boot()}
    files.write_json(where / files.FACTS, facts)
    recorder = _recorder(spec.get("record", ""), where, size)
    session = Session(spec["id"], child, where, size, lines=int(spec["lines"]), capacity=int(spec["capacity"]), recorder=recorder)
    if banner := spec.get("banner"):
        line = f"\x1b[2m{banner}\x1b[0m\r\n".encode()
        session.draw(line)
        session.output(line)
    _answer("ready")

    def end(_number: int, _frame: object) -> None:
        session.end()

    signal.signal(signal.SIGTERM, end)
    Process(session, child, listening, woken).run()


def _recorder(wanted: str, where: Path, size: tuple[int, int]) -> Recorder | None:
    version, _, more = wanted.partition("+")
    if not version:
        return None
    return Recorder(where / files.RECORDING, size, began=time.monotonic(), stamp=time.time(), version=int(version), keys=more == "keys")


def _nothing(_number: int, _frame: object) -> None:
    """The wake-up pipe tells the loop."""


def _answer(text: str) -> None:
    os.write(1, f"{text}\n".encode())
    nothing = os.open(os.devnull, os.O_RDWR)
    for file in (0, 1):
        os.dup2(nothing, file)
    os.close(nothing)


def boot() -> str:
    """Names this run of the machine."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
