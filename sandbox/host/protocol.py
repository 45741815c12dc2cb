"""Frames between a session host and a server, on a Unix socket: length, kind, payload. No I/O.

The first frame of either side tells the versions it speaks; the highest that both know is spoken. A host is never
replaced while its session runs, so a server must speak the version before its own too.
"""

import json
import struct
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

VERSIONS: Final = (1,)
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of one frame; a snapshot with all its scrollback is the largest."""
WRITER: Final = 16
"""Bytes that name whoever writes input."""

# To the host.
HELLO: Final = 1
"""JSON {versions}"""
FOLLOW: Final = 2
"""u64: output from this offset on, please."""
INPUT: Final = 3
"""Writer, u64 number, bytes: taken once, however often it is sent."""
RESIZE: Final = 4
"""u16 columns, u16 rows"""
SIGNAL: Final = 5
"""u8"""
SNAPSHOT: Final = 6
"""u32 number of the request, i32 lines of scrollback (-1: all)"""
FLOW: Final = 7
"""u8 whether the program waits for us, u64 the offset up to which everything was taken"""
END: Final = 8
"""Ask the program to end, then make it."""
EXIT_KNOWN: Final = 9
"""The exit status is known and nobody needs the session any more."""
READ: Final = 10
"""u32 number of the request, u64 offset, u32 bytes: old output, beside what is followed"""
COLLECT: Final = 11
"""u16 thousandths of a second for which output may be collected before it is sent. Hosts of an earlier version pass over it."""

# From the host.
WELCOME: Final = 65
"""JSON, see `Welcome`"""
OUTPUT: Final = 66
"""u64 offset of the first byte, bytes"""
INPUT_TAKEN: Final = 67
"""Writer, u64 number: everything up to it went to the program."""
RESIZED: Final = 68
"""u64 offset, u16 columns, u16 rows, u32 epoch; output after it was written for this size"""
SCREEN: Final = 69
"""u32 number of the request, u64 offset, u16 columns, u16 rows, u32 epoch, what brings a fresh terminal to this state"""
GAP: Final = 70
"""u64: the oldest offset that is still there; what was asked for is gone, or not written yet."""
EXITED: Final = 71
"""JSON {code, signal}; after all output"""
DATA: Final = 72
"""u32 number of the request, u64 offset, bytes: fewer or none where they are gone"""

HEADER = struct.Struct("!IB")
OFFSET = struct.Struct("!Q")
SIZE = struct.Struct("!HH")
REQUEST = struct.Struct("!Ii")
RANGE = struct.Struct("!IQI")
AT_OFFSET = struct.Struct("!IQ")
PACE = struct.Struct("!BQ")
PAUSE = struct.Struct("!H")
AT_SIZE = struct.Struct("!QHHI")
AT_SCREEN = struct.Struct("!IQHHI")


class Malformed(ValueError):
    """The other side doesn't speak this protocol."""


class Welcome(NamedTuple):
    """What a host tells first."""

    version: int
    session: str
    child: int
    """Process id of the program."""
    cols: int
    rows: int
    epoch: int
    """One more with each change of size."""
    oldest: int
    offset: int
    """Output from `oldest` to `offset` can be had."""
    exited: dict[str, Any] | None = None


class Shot(NamedTuple):
    """A snapshot that was asked for."""

    number: int
    """Of the request."""
    offset: int
    """Output from here on isn't in it."""
    cols: int
    rows: int
    epoch: int
    data: bytes
    """Brings a fresh terminal of this size to the state."""


def frame(kind: int, *parts: bytes) -> bytes:
    """One frame, whole."""
    return b"".join((HEADER.pack(sum(map(len, parts)) + 1, kind), *parts))


def json_frame(kind: int, value: Any) -> bytes:
    """One frame that holds JSON."""
    return frame(kind, json.dumps(value, separators=(",", ":")).encode())


def parsed(payload: bytes) -> dict[str, Any]:
    """A JSON object. Raises Malformed."""
    try:
        value = json.loads(payload)
    except ValueError:
        raise Malformed("no JSON") from None
    if not isinstance(value, dict):
        raise Malformed("no object")
    return value


def agreed(versions: Any) -> int:
    """The highest version that both speak. Raises Malformed."""
    both = set(VERSIONS) & set(versions) if isinstance(versions, list) else set[int]()
    if not both:
        raise Malformed("no common version")
    return max(both)


def unpack(layout: struct.Struct, payload: bytes) -> tuple[tuple[Any, ...], bytes]:
    """The fields at the beginning, and the rest. Raises Malformed."""
    if len(payload) < layout.size:
        raise Malformed("too short")
    return layout.unpack_from(payload), payload[layout.size :]


class Frames:
    """Bytes in, frames out."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._buffer = bytearray()
        self._largest = largest

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """The frames that are whole now. Raises Malformed."""
        self._buffer += data
        at, buffer = 0, self._buffer
        try:
            while len(buffer) - at >= HEADER.size:
                length, kind = HEADER.unpack_from(buffer, at)
                if not 1 <= length <= self._largest:
                    raise Malformed(f"a frame of {length} bytes")
                end = at + HEADER.size + length - 1
                if len(buffer) < end:
                    break
                with memoryview(buffer) as whole:  # one copy, not two
                    payload = bytes(whole[at + HEADER.size : end])
                at = end
                yield kind, payload
        finally:
            del buffer[:at]
