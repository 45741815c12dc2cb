"""The files of a session, one folder each: they tell of it when its process is gone."""

import json
import os
import socket
import struct
from pathlib import Path
from typing import Any

FACTS = "session.json"
SCREEN = "screen"
LOG = "log"
EXIT = "exit.json"
SOCKET = "socket"
RECORDING = "recording.cast"
_CREDENTIALS = struct.Struct("3i")
_AT = struct.Struct("!QHHI")


class Stranger(OSError):
    """Somebody else's process is at the other end."""


def write_json(path: Path, value: Any) -> None:
    """Whole or not at all, for the owner's eyes only."""
    _write(path, json.dumps(value).encode())


def read_json(path: Path) -> dict[str, Any] | None:
    """None where there is none that can be read."""
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def write_screen(folder: Path, offset: int, size: tuple[int, int], epoch: int, replay: bytes) -> None:
    """The last screen, with the offset after which the log goes on."""
    _write(folder / SCREEN, _AT.pack(offset, *size, epoch) + replay)


def read_screen(folder: Path) -> tuple[int, tuple[int, int], int, bytes] | None:
    """(offset, size, epoch, replay)"""
    try:
        data = (folder / SCREEN).read_bytes()
        offset, cols, rows, epoch = _AT.unpack_from(data)
    except (OSError, struct.error):
        return None
    return offset, (cols, rows), epoch, data[_AT.size :]


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(file, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(file)
    part.replace(path)


def listen(folder: Path) -> socket.socket:
    """A socket in the folder that its owner alone can reach."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    before = os.umask(0o177)
    try:
        listening.bind(f"/proc/self/fd/{opened}/{SOCKET}")  # a socket's own path may have 107 bytes only
    finally:
        os.umask(before)
        os.close(opened)
    listening.listen(8)
    listening.setblocking(False)
    return listening


def connect(folder: Path) -> socket.socket:
    """To the host of the folder. Raises OSError: nobody listens, or Stranger."""
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        try:
            connected.connect(f"/proc/self/fd/{opened}/{SOCKET}")
        finally:
            os.close(opened)
        check_peer(connected)
    except OSError:
        connected.close()
        raise
    connected.setblocking(False)
    return connected


def check_peer(connected: socket.socket) -> None:
    """Raises Stranger unless the other end is ours."""
    credentials = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, user, _ = _CREDENTIALS.unpack(credentials)
    if user != os.getuid():
        raise Stranger("another user's process")
