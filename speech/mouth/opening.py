"""A voice by its setting: the packaged one, a Piper voice file, or a speech server."""

from pathlib import Path

from speech.models import PACKAGED, known_voice
from speech.mouth.piper import Piper
from speech.mouth.port import Voice
from speech.mouth.remote import RemoteVoice


def open_voice(setting: str, *, key: str | None = None, model: str = "tts-1", name: str = "alloy", speed: float = 1.0) -> Voice:
    """One voice: `packaged`, a Piper voice file with its `.json` beside it, or the `http(s)://` address of a speech server. Blocking.

    Raises:
        ModelMissing: the file isn't there, or the packaged one isn't the one we know.
    """
    if setting.startswith(("http://", "https://")):
        return RemoteVoice(setting, key=key, model=model, voice=name)
    return Piper(known_voice() if setting == PACKAGED else Path(setting), speed=speed)
