"""For `concierge doctor`: the models of the voice, told and held against their hashes."""

from pathlib import Path

from assistant.settings import Settings, listed
from assistant.voice.places import is_server, model_folder, voice_file
from assistant.voice.studio import UNDERSTOOD, digest
from speech.models import PACKAGED, WITHOUT, ModelMissing, known_voice, whisper_base

_HEX = 12
Told = tuple[bool | None, str]


def ears(settings: Settings) -> Told:
    """The speech model, and the one for second opinions."""
    from speech.ears.opening import PINNED, check  # noqa: PLC0415 - numpy only where it is needed

    chosen = settings.stt_model
    if chosen is not None and is_server(chosen):
        return True, f"a speech server: {chosen}, model {settings.stt_server_model}"
    try:
        folder = model_folder(chosen) if chosen is not None else whisper_base(settings.data_dir / "models")
        check(folder, {} if chosen else PINNED)
        told = f"{folder}, model.bin sha256 {digest(folder / 'model.bin')[:_HEX]}" + ("" if chosen else ", the known one")
        return True, told + _second(settings)
    except (ModelMissing, OSError) as error:
        return False, str(error)


def _second(settings: Settings) -> str:
    """Raises ModelMissing."""
    from speech.ears.opening import EarsSettings, second_folder  # noqa: PLC0415 - as above

    chosen = settings.stt_second_model
    place = chosen if chosen is None or chosen == WITHOUT else str(model_folder(chosen))
    languages = tuple(listed(settings.stt_languages)) or UNDERSTOOD
    folder = second_folder(EarsSettings(settings.data_dir / "models", settings.stt_model, place, languages=languages))
    if folder is None:
        return "; no second opinion"
    return f"; second opinion {digest(folder / 'model.bin')[:_HEX]}" + ("" if chosen else ", the known one")


def mouth(settings: Settings) -> Told:
    """The voices."""
    from speech.mouth.pronunciations import PronunciationFault, read  # noqa: PLC0415 - numpy only where it is needed

    try:
        read(settings.pronunciations)
    except PronunciationFault as fault:
        return False, str(fault)
    found = [_voice(each, settings) for each in listed(settings.tts_voice) or [PACKAGED]]
    return all(well for well, _ in found), "; ".join(told.removesuffix(".") for _, told in found)


def _voice(chosen: str, settings: Settings) -> Told:
    if is_server(chosen):
        return True, f"a speech server: {chosen}, model {settings.tts_server_model}, voice {settings.tts_server_voice}"
    try:
        voice = known_voice() if chosen == PACKAGED else voice_file(chosen)
        return True, f"{voice.name}, sha256 {digest(voice)[:_HEX]}" + (", the known one" if chosen == PACKAGED else "")
    except (ModelMissing, OSError) as error:
        return False, str(error)


def turns(settings: Settings) -> Told:
    """Silero and Smart Turn."""
    silero, smart_turn = _silero(settings.vad_model), _smart_turn(settings.turn_model)
    wrong = next((told for told in (silero, smart_turn) if not told[0]), None)
    return wrong or (True, f"{silero[1]}; {smart_turn[1]}")


def _silero(file: Path | None) -> Told:
    from speech.turns.vad import SILERO_SHA256, Silero, silero_model  # noqa: PLC0415 - numpy only where it is needed

    try:
        if file is not None:
            Silero(file)
            return True, f"Silero {file}, sha256 {digest(file)[:_HEX]}"
        if digest(silero_model()) != SILERO_SHA256:
            return False, "the Silero model isn't the known one; reinstall with `make clean setup`"
    except (ModelMissing, OSError) as error:
        return False, str(error)
    return True, f"Silero sha256 {SILERO_SHA256[:_HEX]}, the known one"


def _smart_turn(file: Path | None) -> Told:
    from speech.turns.smart_turn import SHA256, SmartTurn, smart_turn_model  # noqa: PLC0415 - as above

    try:
        if file is not None:
            SmartTurn(file).close()
            return True, f"Smart Turn {file}, sha256 {digest(file)[:_HEX]}"
        if digest(smart_turn_model()) != SHA256:
            return False, "the Smart Turn model isn't the known one; reinstall with `make clean setup`"
    except (ModelMissing, OSError) as error:
        return (False if file is not None else None), f"{error} Turns end without it, a little later."
    return True, f"Smart Turn sha256 {SHA256[:_HEX]}, the known one"
