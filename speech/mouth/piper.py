"""The packaged voice, or any Piper voice file: a process of its own behind a pipe, started when first needed.

One text at a time, the one first that is needed first. A process that dies or hangs is started again, a few times;
the text it died on isn't tried a second time.
"""

import asyncio
import hashlib
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np

from speech.models import ModelMissing
from speech.mouth.port import Need, Sound, SpeakingFailed

_START_SECONDS, _CLAUSE_SECONDS, _END_SECONDS = 60.0, 20.0, 3.0
_RESTARTS, _WITHIN_SECONDS = 3, 60.0
_LINE_LIMIT = 1 << 20
_STDERR_LINES = 20
_ROOT = str(Path(__file__).resolve().parents[2])
_NEEDED = frozenset({"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "SYSTEMROOT"})
"""What the process gets of our environment; keys and passwords are none of its business."""


class Queue:
    """Lets one in at a time: whoever is in the greatest need, among equals in the order they came."""

    def __init__(self) -> None:
        self._busy = False
        self._waiting: list[tuple[Need, asyncio.Future[None]]] = []

    @asynccontextmanager
    async def turn(self, need: Need) -> AsyncGenerator[None]:
        """Wait for one's turn."""
        if self._busy:
            mine = asyncio.get_running_loop().create_future()
            self._waiting.append((need, mine))
            try:
                await mine
            except asyncio.CancelledError:
                if mine.done() and not mine.cancelled():
                    self._next()
                raise
        self._busy = True
        try:
            yield
        finally:
            self._next()

    @property
    def idle(self) -> bool:
        """Nobody is in or waits."""
        return not self._busy

    def _next(self) -> None:
        self._waiting = [entry for entry in self._waiting if not entry[1].done()]
        if not self._waiting:
            self._busy = False
            return
        # Looked up anew each time: a need may have become greater since.
        chosen = min(range(len(self._waiting)), key=lambda place: self._waiting[place][0].due)
        self._waiting.pop(chosen)[1].set_result(None)  # it stays busy: handed on


def _language(settings: Path) -> str:
    """Two letters. Raises ModelMissing."""
    try:
        return str(json.loads(settings.read_bytes()).get("espeak", {}).get("voice", ""))[:2]
    except (ValueError, AttributeError):
        raise ModelMissing(f"{settings.name} isn't the settings of a Piper voice.") from None


class Piper:
    """A voice that speaks in a child process."""

    def __init__(
        self, voice: Path, *, threads: int = 2, speed: float = 1.0, command: Sequence[str] | None = None
    ) -> None:
        """`command` is for tests: another program that keeps to the protocol.

        Raises:
            ModelMissing: the voice, or the settings beside it, isn't there or can't be read.
        """
        settings = Path(f"{voice}.json")
        if not voice.is_file() or not settings.is_file():
            raise ModelMissing(f"There is no Piper voice at {voice.name} with its settings beside it.")
        self._arguments = ["--voice", str(voice), "--threads", str(threads), "--speed", str(speed)]
        self._command = list(command) if command is not None else [sys.executable, "-m", "speech.mouth.piper_process"]
        self._language = _language(settings)
        size = voice.stat().st_size
        self._key = hashlib.sha256(f"piper:{voice.name}:{size}:{speed}".encode()).hexdigest()[:16]
        self._queue = Queue()
        self._process: Process | None = None
        self._stderr: deque[str] = deque(maxlen=_STDERR_LINES)
        self._reader: asyncio.Task[None] | None = None
        self._starts: deque[float] = deque(maxlen=_RESTARTS + 1)
        self._requests = 0
        self._closed = False
        self.aligned = False

    @property
    def key(self) -> str:
        """Voice, size of its file and speed."""
        return self._key

    @property
    def language(self) -> str:
        """By its settings."""
        return self._language

    @property
    def pid(self) -> int | None:
        """Of the process, while it runs."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    @property
    def idle(self) -> bool:
        """Nothing is being spoken."""
        return self._queue.idle

    @property
    def complaints(self) -> tuple[str, ...]:
        """The last lines that the process wrote to its standard error."""
        return tuple(self._stderr)

    async def start(self) -> None:
        """Load and warm it up before it is needed. Raises SpeakingFailed."""
        async with self._queue.turn(Need()):
            await self._running()

    async def speak(self, text: str, need: Need | None = None) -> Sound:
        """The text as sound. Raises SpeakingFailed."""
        if not text.strip():
            return Sound(np.zeros(0, dtype=np.int16))
        need = need or Need()
        async with self._queue.turn(need):
            if not need.wanted:
                raise SpeakingFailed("tts_unwanted", "Nobody waits for this any more.")
            process = await self._running()
            try:
                async with asyncio.timeout(_CLAUSE_SECONDS):
                    return await self._ask(process, text)
            except TimeoutError:
                await self._end(process)
                raise SpeakingFailed("tts_timeout", "The voice took too long.") from None
            except (ConnectionError, asyncio.IncompleteReadError, json.JSONDecodeError):
                await self._end(process)
                raise SpeakingFailed("tts_crashed", "The voice's process ended.") from None
            except asyncio.CancelledError:
                # An answer may be half read: the next one couldn't be told from it.
                await asyncio.shield(self._end(process))
                raise

    async def close(self) -> None:
        """End the process; nothing is spoken any more."""
        self._closed = True
        if self._process is not None:
            await self._end(self._process)

    async def _running(self) -> Process:
        if self._closed:
            raise SpeakingFailed("tts_closed", "The voice was put away.")
        if self._process is not None and self._process.returncode is None:
            return self._process
        now = asyncio.get_running_loop().time()
        if len(self._starts) == self._starts.maxlen and now - self._starts[0] < _WITHIN_SECONDS:
            raise SpeakingFailed("tts_crashed", "The voice's process ends again and again.")
        self._starts.append(now)
        try:
            async with asyncio.timeout(_START_SECONDS):
                return await self._launch()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, json.JSONDecodeError):
            if self._process is not None:
                await self._end(self._process)
            raise SpeakingFailed("tts_crashed", "The voice's process doesn't start.") from None

    async def _launch(self) -> Process:
        environment = {name: value for name, value in os.environ.items() if name in _NEEDED}
        environment |= {"PYTHONPATH": _ROOT, "PYTHONIOENCODING": "utf-8"}
        process = await asyncio.create_subprocess_exec(
            *self._command, *self._arguments, stdin=PIPE, stdout=PIPE, stderr=PIPE, limit=_LINE_LIMIT, env=environment
        )
        self._process = process
        self._reader = asyncio.get_running_loop().create_task(self._complaints(process))
        ready = await self._line(process)
        self.aligned = bool(ready.get("aligned"))
        return process

    async def _ask(self, process: Process, text: str) -> Sound:
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101 - asked for with PIPE
        self._requests += 1
        process.stdin.write(json.dumps({"id": self._requests, "text": text}).encode() + b"\n")
        await process.stdin.drain()
        header = await self._line(process)
        if header.get("error"):
            raise SpeakingFailed("tts_refused", "The voice can't speak this.")
        pcm = await process.stdout.readexactly(int(header["bytes"]))
        words = tuple((str(word), int(start), int(end)) for word, start, end in header["words"])
        return Sound(np.frombuffer(pcm, dtype="<i2").astype(np.int16), words)

    @staticmethod
    async def _line(process: Process) -> dict[str, Any]:
        assert process.stdout is not None  # noqa: S101 - asked for with PIPE
        line = await process.stdout.readuntil(b"\n")
        return json.loads(line)

    async def _complaints(self, process: Process) -> None:
        assert process.stderr is not None  # noqa: S101 - asked for with PIPE
        with suppress(ValueError):  # a line longer than any of ours
            async for line in process.stderr:
                self._stderr.append(line.decode(errors="replace").rstrip())

    async def _end(self, process: Process) -> None:
        """Close its input, which ends it; kill what doesn't heed that."""
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(0 if self._mid_sentence(process) else _END_SECONDS):
                await process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if self._reader is not None:
            await self._reader
        if self._process is process:
            self._process = None
            self._reader = None

    def _mid_sentence(self, process: Process) -> bool:
        return not self._queue.idle and process.returncode is None
