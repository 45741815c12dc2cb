"""What a line plays: a `Speaker` that lives on the media thread, told from the event loop and reporting back to it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from speech.audio import QUIET_DBFS, Samples
from speech.mouth.port import Clip
from speech.mouth.speaker import Playout as Happened
from speech.mouth.speaker import Speaker
from speech.transport.media import MediaLoop


@dataclass(frozen=True, slots=True)
class Beat:
    """One frame that went out, or what happened in it."""

    level: float
    """dBFS."""
    said: str
    """The words of the message under way that are out."""
    happened: tuple[Happened, ...]


class Playout:
    """`frame` is called on the media thread, everything else on the event loop's."""

    def __init__(self, media: MediaLoop, told: Callable[[Beat], None]) -> None:
        self._media, self._told = media, told
        self._loop = asyncio.get_running_loop()
        self._speaker = Speaker()
        self._before = False
        self.level = QUIET_DBFS
        """Of the last frame; read from any thread."""

    def begin(self, message: str) -> None:
        """A message whose clips follow."""
        self._media.post(self._speaker.begin, message)

    def add(self, message: str, clip: Clip) -> None:
        """Its next clip."""
        self._media.post(self._speaker.add, message, clip)

    def complete(self, message: str) -> None:
        """No more clips follow."""
        self._media.post(self._speaker.complete, message)

    def duck(self, db: float) -> None:
        """Speak on, more quietly."""
        self._media.post(self._speaker.duck, db)

    def fade_out(self, ms: int) -> None:
        """Fall silent and keep the place."""
        self._media.post(self._speaker.fade_out, ms)

    def resume(self) -> None:
        """Speak on."""
        self._media.post(self._speaker.resume)

    def stop(self) -> None:
        """Drop everything; what was heard of it is reported at once, sound or no sound."""
        self._media.post(self._stop)

    def _stop(self) -> None:
        self._speaker.stop()
        self._report(self._speaker.level)

    def frame(self) -> Samples | None:
        """The next 20 ms."""
        sound = self._speaker.frame()
        self.level = self._speaker.level
        if sound is not None or self._before:
            self._report(self._speaker.level)
        else:
            self._report(self._speaker.level, only_news=True)
        self._before = sound is not None
        return sound

    def _report(self, level: float, *, only_news: bool = False) -> None:
        happened = tuple(self._speaker.events())
        if happened or not only_news:
            beat = Beat(level, self._speaker.said(), happened)
            try:
                self._loop.call_soon_threadsafe(self._told, beat)
            except RuntimeError:
                return  # the server has ended
