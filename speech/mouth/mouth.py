"""From written clauses to clips: normalised, looked up, else spoken and kept. Also what will probably be said next."""

import asyncio
import math
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache

from speech.mouth.cache import PhraseCache
from speech.mouth.clauses import clauses
from speech.mouth.normalise import Part, normalise, speakable
from speech.mouth.port import Clip, Need, Sound, SpeakingFailed, Voice
from speech.mouth.pronunciations import Pronunciations
from speech.mouth.timing import written_times

_MOST_WAITING = 64
"""Phrases to prepare; the oldest wishes are forgotten."""
_PATIENCE_S = 8.0
"""Where somebody always speaks, one phrase is prepared after so long all the same."""
_KNOWN = 1024
"""Clauses of which it is remembered how they are said: with each question the same few dozen are looked up again."""


@dataclass(slots=True, eq=False)
class _Making:
    """A text that is being spoken, or waits to be."""

    need: Need
    waiting: int = 0
    """How many wait for it."""
    task: "asyncio.Task[Sound]" = field(init=False)


class Mouth:
    """All voices of the application; shared by every session."""

    def __init__(
        self, voices: Iterable[Voice], cache: PhraseCache, *, pronunciations: Pronunciations | None = None
    ) -> None:
        """`pronunciations`: how brands and codes are said."""
        self._voices = tuple(voices)
        self._cache = cache
        self._pronunciations = pronunciations or Pronunciations()
        self._parts: Callable[[str, str], tuple[Part, ...]] = lru_cache(_KNOWN)(self._normalised)
        self._wishes: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._preparing: asyncio.Task[None] | None = None
        self._makings: dict[tuple[str, str], _Making] = {}
        self._closed = False
        self._busy: set[object] = set()
        self._free = asyncio.Event()
        self._free.set()

    def attend(self, who: object, busy: bool) -> None:
        """Somebody speaks, or waits for an answer: nothing is prepared meanwhile, since whoever hears them needs the cores."""
        (self._busy.add if busy else self._busy.discard)(who)
        if self._busy:
            self._free.clear()
        else:
            self._free.set()

    def voice(self, language: str) -> Voice | None:
        """Who speaks the language; None: it is for the browser's own voice to do."""
        wanted = language[:2].lower()
        return next((voice for voice in self._voices if voice.language in (wanted, "")), None)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that are spoken; one that is empty stands for any."""
        return tuple(voice.language for voice in self._voices)

    async def say(self, clause: str, language: str, *, due: float = 0.0) -> Clip:
        """A clause as sound, needed by `due` of the loop's time. Who is cancelled doesn't wait any more: then it is made only if it has
        been begun. Raises SpeakingFailed; `tts_no_voice` when nobody speaks the language."""
        loop = asyncio.get_running_loop()
        since = loop.time()
        voice = self._voice_for(language)
        parts = self._parts(clause, language)
        text = speakable(parts)
        sound = self._cache.get(voice.key, text)
        cached = sound is not None
        if sound is None:
            sound = await self._made(voice, text, due)
        return _clip(clause, parts, sound, cached=cached, took_ms=(loop.time() - since) * 1000)

    def has(self, text: str, language: str) -> bool:
        """All of it is in the cache: it can be said at once."""
        voice = self.voice(language)
        return voice is not None and all(
            self._cache.has(voice.key, speakable(self._parts(clause, language))) for clause in clauses(text)
        )

    def prepare(self, text: str, language: str) -> None:
        """It will probably be said soon: speak it into the cache when nothing else is to be spoken."""
        voice = self.voice(language)
        if voice is None or self._closed:
            return
        for clause in clauses(text):
            said = speakable(self._parts(clause, language))
            if said and not self._cache.has(voice.key, said):
                self._wishes[voice.key, said] = None
        while len(self._wishes) > _MOST_WAITING:
            self._wishes.popitem(last=False)
        if self._wishes and (self._preparing is None or self._preparing.done()):
            self._preparing = asyncio.get_running_loop().create_task(self._prepare())

    def forget_preparations(self) -> None:
        """The talk has taken another turn."""
        self._wishes.clear()

    async def prepared(self) -> None:
        """Wait until nothing is left to prepare."""
        while self._preparing is not None and not self._preparing.done():
            await asyncio.wait([self._preparing])

    async def close(self) -> None:
        """Put the voices away."""
        self._closed = True
        self._wishes.clear()
        if self._preparing is not None:
            self._preparing.cancel()
            await asyncio.gather(self._preparing, return_exceptions=True)
        for voice in self._voices:
            await voice.close()
        left = [making.task for making in self._makings.values()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _prepare(self) -> None:
        while self._wishes:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_S):
                    await self._free.wait()
            if not self._wishes:
                return
            (key, said), _ = self._wishes.popitem()  # the newest wish is the likeliest
            voice = next((v for v in self._voices if v.key == key), None)
            if voice is None or self._cache.has(key, said):
                continue
            try:
                await self._made(voice, said, math.inf)
            except SpeakingFailed:
                self._wishes.clear()  # whoever needs it will see the trouble
                return

    async def _made(self, voice: Voice, text: str, due: float) -> Sound:
        """Spoken, and kept for the next time; what several wait for is spoken once. Raises SpeakingFailed."""
        making = self._makings.get((voice.key, text))
        if making is None:
            making = self._makings[voice.key, text] = _Making(Need(due))
            making.task = asyncio.create_task(self._make(voice, text, making.need))
            making.task.add_done_callback(_looked_at)
        making.waiting += 1
        making.need.due, making.need.wanted = min(due, making.need.due), True
        try:
            return await asyncio.shield(making.task)
        finally:
            making.waiting -= 1
            making.need.wanted = making.waiting > 0

    async def _make(self, voice: Voice, text: str, need: Need) -> Sound:
        try:
            sound = await voice.speak(text, need)
            await asyncio.to_thread(self._cache.put, voice.key, text, sound)
        finally:
            del self._makings[voice.key, text]
        return sound

    def _normalised(self, clause: str, language: str) -> tuple[Part, ...]:
        return normalise(clause, language, self._pronunciations.of(language))

    def _voice_for(self, language: str) -> Voice:
        voice = self.voice(language)
        if voice is None:
            raise SpeakingFailed("tts_no_voice", f"There is no voice for the language {language[:2]!r} here.")
        return voice


def _looked_at(task: "asyncio.Task[Sound]") -> None:
    """What nobody waits for any more may fail in silence."""
    if not task.cancelled():
        task.exception()


def _clip(clause: str, parts: tuple[Part, ...], sound: Sound, *, cached: bool, took_ms: float) -> Clip:
    ms = len(sound.samples) // 16
    words = written_times(parts, sound.spoken, ms)
    return Clip(clause, sound.samples, words, aligned=bool(sound.spoken), cached=cached, took_ms=took_ms)
