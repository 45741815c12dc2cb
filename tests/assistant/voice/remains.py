"""What voice lines hold in this process, each thing by its name: tasks of both loops, tracks, connections, files and UDP sockets."""

import asyncio
import gc
import os
import weakref
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from aiortc import MediaStreamTrack, RTCPeerConnection

from speech.transport.media import MediaLoop
from tests.assistant.stage import PATIENCE

_OURS = ("/speech/", "/assistant/voice/", "/assistant/api/audio.py", "/assistant/api/rtc.py", "/aiortc/", "/aioice/")
_PROC = Path("/proc/self")
_LINGERING = Counter({"track RemoteStreamTrack": 1})
"""aiortc ends such a track only for whoever reads from it, and the newest connection's objects are kept until the next one's come: one
at most, and nothing runs for it."""


class Remains:
    """From its making on, in a test; `patch` lets tracks and connections be known by whoever makes them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._made: weakref.WeakSet[Any] = weakref.WeakSet()
        for kind in (MediaStreamTrack, RTCPeerConnection):
            patch.setattr(kind, "__init__", self._known(kind.__init__))

    async def now(self, media: MediaLoop) -> Counter[str]:
        """What there is."""
        return _tasks() + await media.run(_theirs()) + self._objects() + _files()

    async def no_more_than(self, before: Counter[str], media: MediaLoop) -> None:
        """What has been let go ends within moments; what hasn't stands in the error, by its name."""
        left: Counter[str] = Counter()
        try:
            async with asyncio.timeout(PATIENCE):
                while left := await self.now(media) - before - _LINGERING:
                    gc.collect()  # what only waits for that isn't left
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"left behind: {dict(left)}") from None

    def _known(self, init: Any) -> Any:
        def known(made: Any, *arguments: Any, **named: Any) -> None:
            init(made, *arguments, **named)
            self._made.add(made)

        return known

    def _objects(self) -> Counter[str]:
        """Tracks that could still carry sound, connections that weren't closed."""
        found: Counter[str] = Counter()
        for thing in list(self._made):
            if isinstance(thing, MediaStreamTrack):
                found[f"track {type(thing).__name__}"] += thing.readyState == "live"
            else:
                found["connection"] += thing.signalingState != "closed"
        return +found


async def _theirs() -> Counter[str]:
    return _tasks()


def _tasks() -> Counter[str]:
    """Of this loop, those that run code of a line or of the libraries under it."""
    found: Counter[str] = Counter()
    for task in asyncio.all_tasks():
        code = getattr(task.get_coro(), "cr_code", None)
        if task is not asyncio.current_task() and code is not None and any(part in code.co_filename for part in _OURS):
            found[f"task {code.co_qualname}"] += 1
    return found


def _files() -> Counter[str]:
    """Kept-alive connections of HTTP come and go; files and UDP sockets don't by themselves."""
    udp = {line.split()[9] for name in ("udp", "udp6") for line in (_PROC / "net" / name).read_text(encoding="ascii").splitlines()[1:]}
    found: Counter[str] = Counter()
    for name in os.listdir(_PROC / "fd"):  # noqa: PTH208 - links that vanish meanwhile
        try:
            target = os.readlink(_PROC / "fd" / name)  # noqa: PTH115 - as above
        except FileNotFoundError:
            continue
        if target.startswith("/"):
            found[f"file {target}"] += 1
        elif target.startswith("socket:") and target[8:-1] in udp:
            found["UDP socket"] += 1
    return found
