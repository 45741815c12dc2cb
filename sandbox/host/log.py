"""What a program wrote, by offset: a file of a fixed size that goes round, so that memory stays small."""

import os
import struct
from pathlib import Path

CAPACITY = 16 * 1024 * 1024
_HEADER = struct.Struct("!8sQQ")
_MAGIC = b"outlog1\n"


class OutputLog:
    """The last `capacity` bytes that were appended."""

    def __init__(self, path: Path, capacity: int = CAPACITY) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._capacity = capacity
        self.offset = 0
        """Where the next byte goes: as many were written ever."""
        head = os.pread(self._file, _HEADER.size, 0)
        if len(head) == _HEADER.size and head[:8] == _MAGIC:
            _, self._capacity, self.offset = _HEADER.unpack(head)
        else:
            self._note()

    @property
    def oldest(self) -> int:
        """The first offset that can still be read."""
        return max(0, self.offset - self._capacity)

    @property
    def capacity(self) -> int:
        """Bytes kept."""
        return self._capacity

    def _note(self) -> None:
        os.pwrite(self._file, _HEADER.pack(_MAGIC, self._capacity, self.offset), 0)

    def append(self, data: bytes) -> None:
        """At most `capacity` bytes at once."""
        place = self.offset % self._capacity
        room = self._capacity - place
        os.pwrite(self._file, data[:room], _HEADER.size + place)
        if len(data) > room:
            os.pwrite(self._file, data[room:], _HEADER.size)
        self.offset += len(data)
        self._note()

    def read(self, offset: int, most: int) -> bytes:
        """From `offset`, at most so many bytes and only up to where the file goes round; empty at the end. Raises ValueError
        where it isn't there."""
        if not self.oldest <= offset <= self.offset:
            raise ValueError(offset)
        place = offset % self._capacity
        length = min(most, self.offset - offset, self._capacity - place)
        return os.pread(self._file, length, _HEADER.size + place) if length else b""

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
