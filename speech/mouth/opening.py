"""Which voices there are, by the settings: the packaged one, Piper voice files, or a speech server."""

from collections.abc import Iterable
from pathlib import Path

from speech.models import piper_voice
from speech.mouth.piper import Piper
from speech.mouth.port import Voice
from speech.mouth.remote import RemoteVoice

PACKAGED = "packaged"


def open_voice(setting: str, *, key: str | None = None, model: str = "tts-1", name: str = "alloy", speed: float = 1.0) -> Voice:
    """One voice: `packaged`, a Piper voice file with its `.json` beside it, or the `http(s)://` address of a speech server.

    Raises:
        ModelMissing: the file isn't there.
    """
    if setting.startswith(("http://", "https://")):
        return RemoteVoice(setting, key=key, model=model, voice=name)
    return Piper(piper_voice() if setting == PACKAGED else Path(setting), speed=speed)


def open_voices(
    settings: Iterable[str], *, key: str | None = None, model: str = "tts-1", name: str = "alloy", speed: float = 1.0
) -> tuple[Voice, ...]:
    """The voices of a list, each once; the first that speaks a language speaks it, so a server's comes last.

    What none of them speaks is unavailable. Raises ModelMissing.
    """
    return tuple(open_voice(each, key=key, model=model, name=name, speed=speed) for each in dict.fromkeys(settings))
