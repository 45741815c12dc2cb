"""A scripted model behind real HTTP, in a thread of its own: what a `concierge serve` in another process talks to."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager

from assistant.models.scripted.answer import Brain
from assistant.models.scripted.server import ModelServer, serving

PATIENCE = 20.0


class ModelBehind:
    """The server; `release` ends every pause that it makes in the middle of an answer."""

    def __init__(self, brain: Brain) -> None:
        self.url = ""
        self._server = ModelServer(brain)
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True)

    def start(self) -> "ModelBehind":
        """Until it listens."""
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self

    def release(self) -> None:
        """See `ModelServer.release`."""
        self._loop.call_soon_threadsafe(self._server.release)

    def stop(self) -> None:
        """Until the thread has ended."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(PATIENCE)
        self._loop.close()

    async def _serve(self) -> None:
        async with serving(self._server) as self.url:
            self._ready.set()
            await self._over.wait()


@contextmanager
def model_behind(brain: Brain) -> Generator[ModelBehind]:
    """Running."""
    model = ModelBehind(brain).start()
    try:
        yield model
    finally:
        model.stop()
