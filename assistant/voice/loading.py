"""From settings to models, each checked against its hash. Heavy imports; only `studio` reaches here, and late."""

import asyncio
from pathlib import Path

from assistant.logs import get_logger
from assistant.voice.places import is_server, model_folder, voice_file
from assistant.voice.studio import Models, VoiceSettings, VoiceUnavailable
from speech.ears.opening import EarsSettings, open_ears
from speech.models import PACKAGED, WITHOUT, ModelMissing
from speech.mouth.cache import PhraseCache
from speech.mouth.mouth import Mouth
from speech.mouth.opening import open_voice
from speech.mouth.piper import Piper
from speech.mouth.port import SpeakingFailed, Voice
from speech.mouth.pronunciations import PronunciationFault, Pronunciations, packaged
from speech.mouth.pronunciations import read as read_pronunciations
from speech.transport.media import MediaLoop
from speech.turns.smart_turn import SmartTurn
from speech.turns.vad import Silero, VoiceDetector

_LOG = get_logger("concierge.voice")


async def load(settings: VoiceSettings) -> Models:
    """Everything, the slow ones side by side. Raises VoiceUnavailable when there can't be ears."""
    mouth = asyncio.create_task(_mouth(settings))
    try:
        silero = await asyncio.to_thread(_silero, settings.vad_model)
        ears = await open_ears(await asyncio.to_thread(ears_settings, settings))
    except (ModelMissing, OSError) as error:
        opened = await mouth
        if opened is not None:
            await opened.close()
        raise VoiceUnavailable(str(error)) from None
    turn_model = await asyncio.to_thread(_turn_model, settings.turn_model)
    media = MediaLoop()
    media.start()
    spoken = await mouth

    async def close() -> None:
        await media.stop()
        if spoken is not None:
            await spoken.close()
        await ears.close()
        if turn_model is not None:
            await asyncio.to_thread(turn_model.close)

    return Models(ears, lambda: VoiceDetector(silero), turn_model, spoken, media, tuple(settings.languages), closes=(close,))


def ears_settings(settings: VoiceSettings) -> EarsSettings:
    """Names of the hub looked up. Blocking. Raises ModelMissing."""
    chosen, second = settings.stt_model, settings.stt_second_model
    model = chosen if chosen is None or is_server(chosen) else str(model_folder(chosen))
    other = second if second is None or second == WITHOUT else str(model_folder(second))
    return EarsSettings(settings.work / "models", model, other, settings.key, settings.stt_server_model, languages=settings.languages)


def _silero(file: Path | None) -> Silero:
    """Raises ModelMissing."""
    try:
        return Silero(file)
    except (ModelMissing, OSError) as error:
        raise ModelMissing(f"CONCIERGE_VAD_MODEL: {error}" if file else str(error)) from None


def _turn_model(file: Path | None) -> SmartTurn | None:
    """Turns end without it too, a little later."""
    try:
        return SmartTurn(file)
    except (ModelMissing, OSError) as error:
        _LOG.warning("no acoustic model of pauses", why=f"CONCIERGE_TURN_MODEL: {error}" if file else str(error))
        return None


async def _mouth(settings: VoiceSettings) -> Mouth | None:
    """What can't be spoken is still shown, and read by the browser's own voice where that is wanted."""
    try:
        cache = await asyncio.to_thread(PhraseCache, settings.work / "phrases")
    except OSError as error:
        _LOG.warning("no voice of our own", why=str(error))
        return None
    said = await asyncio.to_thread(_pronunciations, settings.pronunciations)
    wanted = dict.fromkeys(settings.tts_voices or [PACKAGED])
    voices = [voice for each in wanted if (voice := await _voice(each, settings)) is not None]
    if not voices:
        _LOG.warning("no voice of our own", why="none of those that are wanted could be opened")
        return None
    return Mouth(voices, cache, pronunciations=said)


async def _voice(chosen: str, settings: VoiceSettings) -> Voice | None:
    """One that can't be opened takes no other language its voice."""
    opened: Voice | None = None
    try:
        opened = await asyncio.to_thread(_opened, chosen, settings)
        if isinstance(opened, Piper):
            await opened.start()
    except (ModelMissing, SpeakingFailed, OSError) as error:
        _LOG.warning("a voice can't be opened", setting="CONCIERGE_TTS_VOICE", voice=chosen, why=str(error))
        if opened is not None:
            await opened.close()
        return None
    return opened


def _opened(chosen: str, settings: VoiceSettings) -> Voice:
    """Not started yet. Blocking."""
    place = chosen if is_server(chosen) or chosen == PACKAGED else str(voice_file(chosen))
    return open_voice(place, key=settings.key, model=settings.tts_server_model, name=settings.tts_server_voice)


def _pronunciations(file: Path | None) -> Pronunciations:
    """A list that can't be read takes nobody's voice away."""
    try:
        return read_pronunciations(file)
    except PronunciationFault as fault:
        _LOG.warning("ours instead of the pronunciations that are set", why=str(fault))
        return packaged()
