"""The packaged voice, or any Piper voice file: a process of its own behind a pipe, started when first needed.

One text at a time, the one first that is needed first; and what is needed at once isn't held up by a long one that isn't: it is spoken
beside it. A process that dies or hangs is started again, a few times; the texts it died on aren't tried a second time.
"""

import asyncio
import hashlib
import json
import math
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np

from speech.models import ModelMissing
from speech.mouth.port import Need, Sound, SpeakingFailed

_START_SECONDS, _CLAUSE_SECONDS, _END_SECONDS = 60.0, 20.0, 3.0
_RESTARTS, _WITHIN_SECONDS = 3, 60.0
_AT_ONCE_S = 0.3
"""What is due so soon is needed at once."""
_LINE_LIMIT = 1 << 20
_STDERR_LINES = 20
_ROOT = str(Path(__file__).resolve().parents[2])
_NEEDED = frozenset({"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "SYSTEMROOT"})
"""What the process gets of our environment; keys and passwords are none of its business."""


class Queue:
    """Lets one in at a time: whoever is in the greatest need, among equals in the order they came. Who is needed at once is let in
    beside one that isn't."""

    def __init__(self) -> None:
        self._inside: list[bool] = []
        """Of each, whether it is needed at once."""
        self._waiting: list[tuple[Need, asyncio.Future[bool]]] = []

    @asynccontextmanager
    async def turn(self, need: Need) -> AsyncGenerator[None]:
        """Wait for one's turn."""
        loop = asyncio.get_running_loop()
        mine = loop.create_future()
        self._waiting.append((need, mine))
        self._admit()
        due = need.due - _AT_ONCE_S
        growing = loop.call_at(due, self._admit) if loop.time() < due < math.inf else None
        try:
            urgent = await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self._leave(urgent=mine.result())
            raise
        finally:
            if growing is not None:
                growing.cancel()
        try:
            yield
        finally:
            self._leave(urgent=urgent)

    @property
    def idle(self) -> bool:
        """Nobody is in or waits."""
        return not self._inside

    def _leave(self, *, urgent: bool) -> None:
        self._inside.remove(urgent)
        self._admit()

    def _admit(self) -> None:
        self._waiting = [entry for entry in self._waiting if not entry[1].done()]
        if not self._waiting:
            return
        # Looked up anew each time: a need may have become greater since.
        place = min(range(len(self._waiting)), key=lambda place: self._waiting[place][0].due)
        need, chosen = self._waiting[place]
        urgent = need.due <= asyncio.get_running_loop().time() + _AT_ONCE_S
        if not self._inside or (urgent and self._inside == [False]):
            del self._waiting[place]
            self._inside.append(urgent)
            chosen.set_result(urgent)


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
        self._child: _Child | None = None
        self._launching = asyncio.Lock()
        self._stderr: deque[str] = deque(maxlen=_STDERR_LINES)
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
        return self._child.process.pid if self._child is not None and self._child.runs else None

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
            child = await self._running()
            try:
                async with asyncio.timeout(_CLAUSE_SECONDS):
                    self._requests += 1
                    return await child.ask(self._requests, text)
            except TimeoutError:
                await self._end(child)
                raise SpeakingFailed("tts_timeout", "The voice took too long.") from None
            except ConnectionError:
                await self._end(child)
                raise SpeakingFailed("tts_crashed", "The voice's process ended.") from None

    async def close(self) -> None:
        """End the process; nothing is spoken any more."""
        self._closed = True
        if self._child is not None:
            await self._end(self._child)

    async def _running(self) -> "_Child":
        async with self._launching:
            if self._closed:
                raise SpeakingFailed("tts_closed", "The voice was put away.")
            if self._child is not None and self._child.runs:
                return self._child
            now = asyncio.get_running_loop().time()
            if len(self._starts) == self._starts.maxlen and now - self._starts[0] < _WITHIN_SECONDS:
                raise SpeakingFailed("tts_crashed", "The voice's process ends again and again.")
            self._starts.append(now)
            try:
                async with asyncio.timeout(_START_SECONDS):
                    return await self._launch()
            except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, TypeError):
                raise SpeakingFailed("tts_crashed", "The voice's process doesn't start.") from None

    async def _launch(self) -> "_Child":
        environment = {name: value for name, value in os.environ.items() if name in _NEEDED}
        environment |= {"PYTHONPATH": _ROOT, "PYTHONIOENCODING": "utf-8"}
        process = await asyncio.create_subprocess_exec(
            *self._command, *self._arguments, stdin=PIPE, stdout=PIPE, stderr=PIPE, limit=_LINE_LIMIT, env=environment
        )
        child = self._child = _Child(process)
        loop = asyncio.get_running_loop()
        child.reading.append(loop.create_task(self._complaints(process)))
        try:
            if self._closed:
                raise SpeakingFailed("tts_closed", "The voice was put away.")
            ready = await child.line()
        except BaseException:
            await asyncio.shield(self._end(child))
            raise
        child.reading.append(loop.create_task(child.replies()))
        self.aligned = bool(ready.get("aligned"))
        return child

    async def _complaints(self, process: Process) -> None:
        assert process.stderr is not None  # noqa: S101 - asked for with PIPE
        with suppress(ValueError):  # a line longer than any of ours
            async for line in process.stderr:
                self._stderr.append(line.decode(errors="replace").rstrip())

    async def _end(self, child: "_Child") -> None:
        await child.end(_END_SECONDS if self._queue.idle else 0)
        if self._child is child:
            self._child = None


@dataclass(eq=False)
class _Child:
    """A process that speaks, and who waits for what it says."""

    process: Process
    reading: list[asyncio.Task[None]] = field(default_factory=list[asyncio.Task[None]])
    """What it says, and what it complains about."""
    _asked: dict[int, asyncio.Future[Sound]] = field(default_factory=dict[int, asyncio.Future[Sound]])
    """Whoever has given up waiting isn't in it."""

    @property
    def runs(self) -> bool:
        """It hasn't ended."""
        return self.process.returncode is None

    async def ask(self, number: int, text: str) -> Sound:
        """Raises SpeakingFailed where the text can't be spoken, ConnectionError."""
        assert self.process.stdin is not None  # noqa: S101 - asked for with PIPE
        if self.reading[-1].done():
            raise ConnectionError  # nobody would hear the answer
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        try:
            self.process.stdin.write(json.dumps({"id": number, "text": text}).encode() + b"\n")
            await self.process.stdin.drain()
            return await answer
        finally:
            del self._asked[number]

    async def replies(self) -> None:
        """Every answer to whoever waits for it, until the process ends or says what isn't one."""
        try:
            while True:
                await self._reply()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError, LookupError, TypeError):
            for answer in self._asked.values():
                if not answer.done():
                    answer.set_exception(ConnectionError())

    async def _reply(self) -> None:
        assert self.process.stdout is not None  # noqa: S101 - asked for with PIPE
        header = await self.line()
        pcm = await self.process.stdout.readexactly(header.get("bytes", 0))
        answer = self._asked.get(header["id"])
        if answer is None or answer.done():
            return
        if header.get("error"):
            answer.set_exception(SpeakingFailed("tts_refused", "The voice can't speak this."))
            return
        words = tuple((str(word), int(start), int(end)) for word, start, end in header["words"])
        answer.set_result(Sound(np.frombuffer(pcm, dtype="<i2").astype(np.int16), words))

    async def line(self) -> dict[str, Any]:
        """The next one. Raises ValueError for what is no JSON, TypeError for what is no object."""
        assert self.process.stdout is not None  # noqa: S101 - asked for with PIPE
        said: Any = json.loads(await self.process.stdout.readuntil(b"\n"))
        if not isinstance(said, dict):
            raise TypeError("not an object")
        return cast("dict[str, Any]", said)

    async def end(self, patience_s: float) -> None:
        """Close its input, which ends it; kill what doesn't heed that in time."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            async with asyncio.timeout(patience_s):
                await self.process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()
        await asyncio.gather(*self.reading)
