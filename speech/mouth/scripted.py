"""The twin of a real voice: a tone as long as the text deserves. For tests, demos and replays."""

import asyncio
import math
from dataclasses import dataclass, field

import numpy as np

from speech.audio import RATE
from speech.mouth.port import Need, Sound, SpeakingFailed
from speech.mouth.timing import estimated

MS_PER_LETTER = 60


@dataclass(slots=True)
class ScriptedVoice:
    """Speaks at once, unless it is held; fails when told to."""

    language: str = "en"
    key: str = "scripted"
    timed: bool = True
    """It tells when its words are spoken."""
    ms_per_letter: int = MS_PER_LETTER
    failing: str = ""
    """The code to fail with."""
    spoken: list[tuple[str, bool]] = field(default_factory=list[tuple[str, bool]])
    """Every text, and whether somebody waited for it."""
    needs: list[Need] = field(default_factory=list[Need])
    """Of every text, as it is now."""
    closed: bool = False
    _open: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._open.set()

    def hold(self) -> None:
        """What is to be spoken waits from now on."""
        self._open.clear()

    def release(self) -> None:
        """It goes on."""
        self._open.set()

    async def speak(self, text: str, need: Need | None = None) -> Sound:
        """A tone. Raises SpeakingFailed when told to."""
        need = need or Need()
        self.spoken.append((text, need.due < math.inf))
        self.needs.append(need)
        await self._open.wait()
        if self.failing:
            raise SpeakingFailed(self.failing, "As told.")
        ms = self.ms_per_letter * len(text)
        tone = 6000 * np.sin(2 * np.pi * 220 * np.arange(ms * RATE // 1000) / RATE)
        return Sound(tone.astype(np.int16), tuple(estimated(text.split(), ms)) if self.timed else ())

    async def close(self) -> None:
        """It is known to have been closed."""
        self.closed = True
