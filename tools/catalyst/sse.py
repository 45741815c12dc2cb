"""Server-sent events, sans-I/O: bytes in, frames out, the same frames for any chunking."""

from dataclasses import dataclass, field

LONGEST_LINE = 1_048_576
"""Bytes; a longer line is an attack or a fault and ends the stream."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One dispatched event; `event` is empty for an unnamed one."""

    event: str
    data: str


class SseError(ValueError):
    """A line longer than `LONGEST_LINE`."""


@dataclass(slots=True)
class SseParser:
    """WHATWG event-stream parsing. An unfinished frame at the end of the stream is dropped, as the standard says."""

    _buffer: bytes = b""
    _event: str = ""
    _data: list[str] = field(default_factory=list[str])
    _after_cr: bool = False

    def feed(self, chunk: bytes) -> list[Frame]:
        """Frames completed by this chunk. Raises SseError."""
        frames: list[Frame] = []
        if not chunk:
            return frames
        rest = chunk[1:] if self._after_cr and chunk[:1] == b"\n" else chunk
        self._after_cr = chunk.endswith(b"\r")
        self._buffer += rest
        while True:
            line, found = self._line()
            if not found:
                break
            frame = self._take(line)
            if frame:
                frames.append(frame)
        if len(self._buffer) > LONGEST_LINE:
            raise SseError("line too long")
        return frames

    def _line(self) -> tuple[bytes, bool]:
        ends = [i for i in (self._buffer.find(b"\n"), self._buffer.find(b"\r")) if i >= 0]
        if not ends:
            return b"", False
        end = min(ends)
        line = self._buffer[:end]
        skip = 2 if self._buffer[end : end + 2] == b"\r\n" else 1
        self._buffer = self._buffer[end + skip :]
        return line, True

    def _take(self, line: bytes) -> Frame | None:
        if not line:
            frame = Frame(self._event, "\n".join(self._data)) if self._data else None
            self._event, self._data = "", []
            return frame
        if line.startswith(b":"):
            return None
        name, _, value = line.partition(b":")
        text = value.removeprefix(b" ").decode("utf-8", "replace")
        if name == b"data":
            self._data.append(text)
        elif name == b"event":
            self._event = text
        return None
