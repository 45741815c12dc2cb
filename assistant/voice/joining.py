"""Voice for the routes: settings and the conversations' door in, one `Voice` out. Light to import."""

import time
from typing import TYPE_CHECKING

from assistant.api.services import Services
from assistant.api.turns import take_turn
from assistant.conversation import Conversation
from assistant.settings import Settings, listed
from assistant.voice.service import Reach, Voice
from assistant.voice.studio import UNDERSTOOD, Studio, VoiceSettings, opener_of, outlook_of
from dialogue.events import UserSaid
from dialogue.words import Words

if TYPE_CHECKING:  # it comes with the models
    from assistant.voice.utterance import Utterance

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def join_voice(settings: Settings, words: Words, services: Services) -> Voice:
    """Nothing is loaded before somebody is about to speak."""

    async def tell(conversation: Conversation, device: str, said: "Utterance") -> int | None:
        logged = await take_turn(
            services, conversation, said.text, device=device, acknowledge=False, arrived=said.arrived, spoken=said
        )
        return next((entry.seq for entry in logged if isinstance(entry.logged.event, UserSaid)), None)

    key = settings.speech_key.get_secret_value() if settings.speech_key else None
    languages = tuple(dict.fromkeys(listed(settings.stt_languages))) or UNDERSTOOD
    models = VoiceSettings(
        settings.data_dir, settings.stt_model, tuple(listed(settings.tts_voice)), key,
        stt_server_model=settings.stt_server_model, stt_second_model=settings.stt_second_model,
        tts_server_model=settings.tts_server_model, tts_server_voice=settings.tts_server_voice, pronunciations=settings.pronunciations,
        vad_model=settings.vad_model, turn_model=settings.turn_model, languages=languages,
    )  # fmt: skip
    secret = settings.turn_secret.get_secret_value() if settings.turn_secret else ""
    reach = Reach(listed(settings.stun_urls), listed(settings.turn_urls), secret, loopback=settings.host in LOOPBACK)
    return Voice(Studio(opener_of(models), time.monotonic, outlook_of(models)), words, services.metrics.voice, reach, tell=tell)
