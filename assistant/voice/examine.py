"""For `concierge doctor`: the models of the voice, told and held against their hashes."""

from assistant.settings import Settings, listed
from assistant.voice.places import is_server, model_folder, voice_file
from assistant.voice.studio import digest
from speech.models import PACKAGED, ModelMissing, piper_voice, whisper_base

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

    chosen = settings.stt_model
    if chosen is not None and is_server(chosen):
        return True, f"a speech server: {chosen}"
    try:
        folder = model_folder(chosen) if chosen is not None else whisper_base(settings.data_dir / "models")
        check(folder, pinned=chosen is None)
        return True, f"{folder}, model.bin sha256 {digest(folder / 'model.bin')[:_HEX]}" + ("" if chosen else ", the known one")
    except (ModelMissing, OSError) as error:
        return False, str(error)


def mouth(settings: Settings) -> Told:
    """The voices."""
    from speech.mouth.pronunciations import PronunciationFault, read  # noqa: PLC0415 - numpy only where it is needed

    try:
        read(settings.pronunciations)
    except PronunciationFault as fault:
        return False, str(fault)
    try:
        if chosen := listed(settings.tts_voice):
            return _chosen(chosen)
        return _packaged()
    except (ModelMissing, OSError) as error:
        return False, str(error)


def _packaged() -> Told:
    """Raises ModelMissing, OSError."""
    voice = piper_voice()
    strange = [name for name, known in VOICE_SHA256.items() if digest(voice.with_name(name)) != known]
    if strange:
        return False, f"{strange[0]} isn't the known one; reinstall with `make clean setup`"
    return True, f"{voice.name}, sha256 {VOICE_SHA256[voice.name][:_HEX]}, the known one"


def _chosen(voices: list[str]) -> Told:
    """Every one, also behind one that is wrong."""
    found = [_one(each) for each in voices]
    return all(well for well, _ in found), "; ".join(told for _, told in found)


def _one(chosen: str) -> Told:
    if is_server(chosen):
        return True, f"a speech server: {chosen}"
    try:
        if chosen == PACKAGED:
            return _packaged()
        voice = voice_file(chosen)
        return True, f"{voice.name}, sha256 {digest(voice)[:_HEX]}"
    except (ModelMissing, OSError) as error:
        return False, str(error)


def turns() -> Told:
    """Silero and Smart Turn."""
    from speech.turns.smart_turn import SHA256, smart_turn_model  # noqa: PLC0415 - numpy only where it is needed
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
