"""A plain, blocking client of a session host."""

import struct
from pathlib import Path
from typing import Any

from sandbox.host import folder as files
from sandbox.host import protocol as wire

WRITER = b"w" * wire.WRITER


class Peer:
    """Keeps what came; every wait is bounded."""

    def __init__(self, folder: Path) -> None:
        self.socket = files.connect(folder)
        self.socket.settimeout(60)
        self.frames = wire.Frames()
        self.got: list[tuple[int, bytes]] = []
        self.output = b""
        self.at = 0
        self.send(wire.json_frame(wire.HELLO, {"versions": [1]}))
        self.welcome: dict[str, Any] = wire.parsed(self.until(wire.WELCOME))

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def follow(self, offset: int = 0) -> None:
        self.at = offset
        self.send(wire.frame(wire.FOLLOW, wire.OFFSET.pack(offset)))

    def type(self, number: int, data: bytes, writer: bytes = WRITER) -> None:
        self.send(wire.frame(wire.INPUT, writer, wire.OFFSET.pack(number), data))

    def _receive(self) -> None:
        data = self.socket.recv(1 << 20)
        if not data:
            raise ConnectionResetError
        for kind, payload in self.frames.feed(data):
            if kind == wire.OUTPUT:
                (offset,), text = wire.unpack(wire.OFFSET, payload)
                assert offset == self.at, "output with a hole or twice"
                self.at += len(text)
                self.output += text
            self.got.append((kind, payload))

    def until(self, kind: int) -> bytes:
        """The next frame of a kind."""
        while True:
            for index, (found, payload) in enumerate(self.got):
                if found == kind:
                    del self.got[: index + 1]
                    return payload
            self._receive()

    def until_output(self, text: bytes) -> bytes:
        """All output since the beginning, when `text` is in it."""
        while text not in self.output:
            self._receive()
        return self.output

    def screen(self, lines: int = -1) -> tuple[int, tuple[int, int], bytes]:
        """(offset, size, replay)"""
        self.send(wire.frame(wire.SNAPSHOT, wire.REQUEST.pack(5, lines)))
        (_, offset, cols, rows, _), data = wire.unpack(wire.AT_SCREEN, self.until(wire.SCREEN))
        return offset, (cols, rows), data

    def taken(self) -> int:
        return struct.unpack("!Q", self.until(wire.INPUT_TAKEN)[wire.WRITER :])[0]

    def exit(self) -> dict[str, Any]:
        return wire.parsed(self.until(wire.EXITED))

    def close(self) -> None:
        self.socket.close()
