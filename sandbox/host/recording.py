"""What a program wrote, with times: an asciicast, version 2 or 3. What was typed isn't in it, unless that was asked for by name."""

import codecs
import json
import os
from pathlib import Path

LARGEST = 64 * 1024 * 1024
"""Bytes of a recording; then it says so and stops."""
BUFFER = 32 * 1024


class Recorder:
    """Writes events to a file of its own.

    Args:
        began: on the clock of `now`, seconds.
        keys: what is typed too. Passwords are typed.
    """

    def __init__(
        self, path: Path, size: tuple[int, int], *, began: float, stamp: float, version: int = 2, keys: bool = False, largest: int = LARGEST
    ) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        self._last, self._began = began, began
        self._version, self._keys, self._largest = version, keys, largest
        self._decoders = {kind: codecs.getincrementaldecoder("utf-8")("replace") for kind in "oi"}
        self._buffer: list[bytes] = []
        self._waiting = self._written = 0
        self.stopped = False
        cols, rows = size
        if version == 3:
            head: dict[str, object] = {"version": 3, "term": {"cols": cols, "rows": rows, "type": "xterm-256color"}, "timestamp": int(stamp)}
        else:
            head = {"version": 2, "width": cols, "height": rows, "timestamp": int(stamp), "env": {"TERM": "xterm-256color"}}
        self._put(head)

    def output(self, now: float, data: bytes) -> None:
        """The program wrote. A character that isn't whole yet waits for its rest."""
        self._event(now, "o", self._decoders["o"].decode(data))

    def typed(self, now: float, data: bytes) -> None:
        """Somebody typed."""
        if self._keys:
            self._event(now, "i", self._decoders["i"].decode(data))

    def resized(self, now: float, cols: int, rows: int) -> None:
        """The terminal has another size."""
        self._event(now, "r", f"{cols}x{rows}")

    def ended(self, now: float, code: int) -> None:
        """The program did. Version 2 knows no such event."""
        if self._version == 3:
            self._event(now, "x", str(code))
        self.flush()

    def _event(self, now: float, kind: str, text: str) -> None:
        if not text or self.stopped:
            return
        since = self._last if self._version == 3 else self._began
        self._last = now
        self._put([round(max(0.0, now - since), 6), kind, text])
        if self._written + self._waiting > self._largest:
            self._put([0.0 if self._version == 3 else round(now - self._began, 6), "m", "the recording ends here: it is full"])
            self.flush()
            self.stopped = True

    def _put(self, value: object) -> None:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
        self._buffer.append(line)
        self._waiting += len(line)
        if self._waiting > BUFFER:
            self.flush()

    def flush(self) -> None:
        """To the file. A full disk ends the recording, not the session."""
        data = b"".join(self._buffer)
        self._buffer.clear()
        self._written += self._waiting
        self._waiting = 0
        try:
            while data:
                data = data[os.write(self._file, data) :]
        except OSError:
            self.stopped = True
