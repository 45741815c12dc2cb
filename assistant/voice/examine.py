"""For `concierge doctor`: the models of the voice, told and held against their hashes."""

from pathlib import Path

from assistant.settings import Settings, listed
from assistant.voice.studio import VoiceUnavailable, digest, model_folder

VOICE_SHA256 = {
    "en_US-joe-medium.onnx": "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
    "en_US-joe-medium.onnx.json": "3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33",
}
"""The packaged voice."""
_HEX = 12
Told = tuple[bool | None, str]


def ears(settings: Settings) -> Told:
    """The speech model."""
    from speech.ears.opening import check  # noqa: PLC0415 - numpy only where it is needed
    from speech.models import ModelMissing, whisper_base  # noqa: PLC0415 - as above

    chosen = settings.stt_model
    if chosen is not None and chosen.startswith(("http://", "https://")):
        return True, f"a speech server: {chosen}"
    try:
        folder = model_folder(chosen) if chosen is not None else whisper_base(settings.data_dir / "models")
        check(folder, pinned=chosen is None)
        return True, f"{folder}, model.bin sha256 {digest(folder / 'model.bin')[:_HEX]}" + ("" if chosen else ", the known one")
    except (ModelMissing, VoiceUnavailable, OSError) as error:
        return False, str(error)


def mouth(settings: Settings) -> Told:
    """The voices."""
    from speech.models import ModelMissing, piper_voice  # noqa: PLC0415 - as above
    from speech.mouth.pronunciations import PronunciationFault, read  # noqa: PLC0415 - as above

    try:
        read(settings.pronunciations)
    except PronunciationFault as fault:
        return False, str(fault)
    try:
        if chosen := listed(settings.tts_voice):
            return _chosen(chosen)
        voice = piper_voice()
    except (ModelMissing, OSError) as error:
        return False, str(error)
    strange = [name for name, known in VOICE_SHA256.items() if digest(voice.with_name(name)) != known]
    if strange:
        return False, f"{strange[0]} isn't the known one; reinstall with `make clean setup`"
    return True, f"{voice.name}, sha256 {VOICE_SHA256[voice.name][:_HEX]}, the known one"


def _chosen(voices: list[str]) -> Told:
    told: list[str] = []
    for each in voices:
        if each.startswith(("http://", "https://")):
            told.append(f"a speech server: {each}")
            continue
        place = next(iter(sorted(Path(each).glob("*.onnx"))), Path(each)) if Path(each).is_dir() else Path(each)
        if not place.is_file() or not Path(f"{place}.json").is_file():
            return False, f"there is no Piper voice at {each} with its .onnx.json beside it"
        told.append(f"{place.name}, sha256 {digest(place)[:_HEX]}")
    return True, "; ".join(told)


def turns() -> Told:
    """Silero and Smart Turn."""
    from speech.models import ModelMissing  # noqa: PLC0415 - as above
    from speech.turns.smart_turn import SHA256, smart_turn_model  # noqa: PLC0415 - as above
    from speech.turns.vad import SILERO_SHA256, silero_model  # noqa: PLC0415 - as above

    try:
        if digest(silero_model()) != SILERO_SHA256:
            return False, "the Silero model isn't the known one; reinstall with `make clean setup`"
    except (ModelMissing, OSError) as error:
        return False, str(error)
    try:
        if digest(smart_turn_model()) != SHA256:
            return False, "the Smart Turn model isn't the known one; reinstall with `make clean setup`"
    except (ModelMissing, OSError) as error:
        return None, f"{error} Turns end without it, a little later."
    return True, f"Silero sha256 {SILERO_SHA256[:_HEX]}, Smart Turn sha256 {SHA256[:_HEX]}, the known ones"
