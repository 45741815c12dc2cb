"""The models of the voice, loaded once, in the background, when somebody is about to speak; never before the server is ready."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.logs import get_logger
from assistant.voice.places import is_server, voice_file
from speech.models import ModelMissing

if TYPE_CHECKING:  # heavy: imported where the models are loaded
    from speech.ears.port import Recogniser
    from speech.mouth.mouth import Mouth
    from speech.transport.media import MediaLoop
    from speech.turns.smart_turn import TurnModel
    from speech.turns.vad import Detector

_LOG = get_logger("concierge.voice")
UNDERSTOOD = ("en", "de", "fr", "es", "tr", "ar")
"""Languages that may be spoken."""
STT_SERVER_MODEL, TTS_SERVER_MODEL, TTS_SERVER_VOICE = "whisper-1", "tts-1", "alloy"
"""What OpenAI's own speech server calls them; most others take these names too."""
AGAIN_S = 30.0
"""After models that couldn't be loaded: how long until it is tried again."""
MOMENT_S = 0.1


class VoiceUnavailable(Exception):
    """There are no ears here; the text is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Models:
    """Everything that a line needs."""

    recogniser: "Recogniser"
    detector: "Callable[[], Detector]"
    """One for each line."""
    turn_model: "TurnModel | None"
    mouth: "Mouth | None"
    media: "MediaLoop"
    languages: tuple[str, ...] = UNDERSTOOD
    closes: tuple[Callable[[], Awaitable[None]], ...] = ()
    """In this order, when the server stops."""

    @property
    def mouth_languages(self) -> tuple[str, ...]:
        """Those that we speak; for the others it is the browser's own voice."""
        return () if self.mouth is None else tuple(language or "*" for language in self.mouth.languages)


Opener = Callable[[], Awaitable[Models]]
Standing = Literal["ready", "loading", "none"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What there will be, as far as the settings tell: for whoever asks while the models are still loading."""

    languages: tuple[str, ...] = UNDERSTOOD
    mouth_languages: tuple[str, ...] = ()


@dataclass(slots=True)
class Studio:
    """Loads on the first wish."""

    opener: Opener
    clock: Callable[[], float]
    outlook: Outlook = field(default_factory=Outlook)
    models: Models | None = None
    trouble: str = ""
    """Why there are none, for a person."""
    _loading: asyncio.Task[None] | None = None
    _failed_at: float = field(default=float("-inf"))

    def begin(self) -> None:
        """Somebody may speak soon."""
        resting = self.clock() - self._failed_at < AGAIN_S
        if self.models is None and not resting and (self._loading is None or self._loading.done()):
            self._loading = asyncio.create_task(self._load(), name="voice-models")

    async def standing(self) -> Standing:
        """How far it is, after a moment in which it turns out when there is nothing to load; begins to load."""
        self.begin()
        if self.models is None and self._loading is not None:
            await asyncio.wait([self._loading], timeout=MOMENT_S)
        if self.models is not None:
            return "ready"
        return "loading" if self._loading is not None and not self._loading.done() else "none"

    async def ready(self) -> Models:
        """Loaded. Raises VoiceUnavailable."""
        self.begin()
        if self.models is None and self._loading is not None:
            await asyncio.shield(self._loading)
        if self.models is None:
            raise VoiceUnavailable(self.trouble or "The voice can't be used here.")
        return self.models

    async def close(self) -> None:
        """Let everything go."""
        if self._loading is not None:
            await asyncio.gather(self._loading, return_exceptions=True)
        models, self.models = self.models, None
        for end in models.closes if models else ():
            await end()

    async def _load(self) -> None:
        began = self.clock()
        try:
            self.models = await self.opener()
        except VoiceUnavailable as missing:
            self.trouble, self._failed_at = str(missing), self.clock()
            _LOG.warning("no voice", why=self.trouble)
        except Exception:
            self.trouble, self._failed_at = "The voice can't be used here.", self.clock()
            _LOG.exception("the voice's models can't be loaded")
        else:
            _LOG.info("the voice is ready", seconds=round(self.clock() - began, 2), mouth=self.models.mouth is not None)


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """What there is to choose."""

    work: Path
    """The data folder: joined models and spoken phrases lie below it."""
    stt_model: str | None = None
    tts_voices: Sequence[str] = ()
    """Piper voices (`places.voice_file`), or the address of a speech server; none: the packaged voice."""
    key: str | None = None
    """For speech servers."""
    stt_server_model: str = STT_SERVER_MODEL
    tts_server_model: str = TTS_SERVER_MODEL
    tts_server_voice: str = TTS_SERVER_VOICE
    stt_second_model: str | None = None
    """A folder, a name of the hub, or `none`: for second opinions on names."""
    pronunciations: Path | None = None
    """An operator's own list, over ours."""
    vad_model: Path | None = None
    """In place of the packaged Silero."""
    turn_model: Path | None = None
    """In place of the packaged Smart Turn."""
    languages: Sequence[str] = UNDERSTOOD
    """That may be spoken, the likeliest first."""


def opener_of(settings: VoiceSettings) -> Opener:
    """Loads the packaged models or those that are set."""

    async def open_() -> Models:
        from assistant.voice.loading import load  # noqa: PLC0415 - numpy and the codecs only where somebody speaks

        return await load(settings)

    return open_


def outlook_of(settings: VoiceSettings) -> Outlook:
    """Whose voices are set, without loading any. Reads small files."""
    spoken = tuple(dict.fromkeys(filter(None, map(_spoken_by, settings.tts_voices)))) if settings.tts_voices else ("en",)
    return Outlook(tuple(settings.languages), spoken)


def _spoken_by(voice: str) -> str:
    """A language; `*` for a server, which speaks them all; empty for what isn't a voice."""
    if is_server(voice):
        return "*"
    try:
        return str(json.loads(Path(f"{voice_file(voice)}.json").read_bytes())["espeak"]["voice"])[:2]
    except (ModelMissing, OSError, ValueError, KeyError, TypeError):
        return ""


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex. Blocking."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
