"""What `CONCIERGE_STT_MODEL` and `CONCIERGE_TTS_VOICE` may name, and that one wrong name takes nobody else's voice away."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from huggingface_hub import constants, try_to_load_from_cache
from structlog.testing import capture_logs

from assistant.settings import Settings
from assistant.voice import examine, loading
from assistant.voice.loading import load
from assistant.voice.places import is_server, model_folder, snapshot, voice_file
from assistant.voice.studio import VoiceSettings, VoiceUnavailable, outlook_of
from speech.ears.opening import EarsSettings, check
from speech.models import ModelMissing, piper_voice

NOBODY = "http://127.0.0.1:9"
"""Nothing is asked of it: ears that need no model."""


def voice(file: Path, language: str, settings: str = "") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"weights")
    Path(f"{file}.json").write_text(settings or json.dumps({"espeak": {"voice": language}}), encoding="utf-8")
    return file


def whisper(folder: Path) -> Path:
    """As complete as can be seen without loading it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (folder / name).write_bytes(b"{}")
    return folder


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of `acme/voices` in a cache like the hub's own."""
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    kept = tmp_path / "hub" / "models--acme--voices"
    (kept / "refs").mkdir(parents=True)
    (kept / "refs" / "main").write_text("a" * 40, encoding="utf-8")
    folder = kept / "snapshots" / ("a" * 40)
    folder.mkdir(parents=True)
    return folder


EARS = [
    (None, "models/whisper-base", ", the known one"),
    ("{here}/whisper", "whisper", "{here}/whisper, model.bin sha256 44136fa355b3"),
    ("acme/voices", "hub/models--acme--voices/snapshots/" + "a" * 40, "/snapshots/" + "a" * 40 + ", model.bin sha256 44136fa355b3"),
    ("https://speech.example/v1", "", "a speech server: https://speech.example/v1, model whisper-1"),
    ("http://speech.example", "", "a speech server: http://speech.example"),
    ("{here}/whisper/model.bin", None, "The speech model isn't complete: it has no model.bin."),
    ("{here}/empty", None, "The speech model isn't complete: it has no model.bin."),
    ("{here}/nothing", None, "The speech model isn't complete: it has no model.bin."),
    ("acme/nowhere", None, "acme/nowhere is neither a place here nor in the hub's cache; fetch it with `hf download acme/nowhere`."),
    ("acme/voices:whisper", None, "The speech model isn't complete: it has no model.bin."),  # names behind a colon are those of voices
]
"""What is set; where the ears look under the test's folder (a server: nowhere; None: they can't be opened); what the doctor says."""


@pytest.mark.parametrize(("chosen", "place", "words"), EARS)
async def test_where_the_ears_are(
    hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str | None, place: str | None, words: str
) -> None:
    chosen = chosen and chosen.format(here=tmp_path)
    whisper(hub)
    whisper(tmp_path / "whisper")
    (tmp_path / "empty").mkdir()
    well, told = examine.ears(Settings(stt_model=chosen, data_dir=tmp_path))
    assert (well, words.format(here=tmp_path) in told) == (place is not None, True)
    asked: list[EarsSettings] = []

    async def none(settings: EarsSettings) -> None:
        """Loading a model is somebody else's test."""
        asked.append(settings)
        if settings.model is not None and not is_server(settings.model):
            check(Path(settings.model), {})
        raise ModelMissing("It was a question only.")

    monkeypatch.setattr(loading, "open_ears", none)
    with pytest.raises(VoiceUnavailable) as ended:
        await load(VoiceSettings(tmp_path, chosen, (NOBODY,)))
    if place is None:
        assert str(ended.value) == told
    else:
        assert [each.model for each in asked] == [None if chosen is None else str(tmp_path / place) if place else chosen]


MOUTHS = [
    ("{here}/one", "fr_FR-lou-low.onnx"),
    ("{here}/two", "de_DE-eva-low.onnx"),  # the first by name
    ("{here}/two/fr_FR-lou-low.onnx", "fr_FR-lou-low.onnx"),
    ("one/fr_FR-lou-low.onnx", "fr_FR-lou-low.onnx"),  # from where the server was started; it looks like a name of the hub
    ("acme/voices", "de_DE-eva-low.onnx"),  # a folder of that name isn't there
    ("packaged", "en_US-joe-medium.onnx"),
    ("{here}/two/de_DE-eva-low", None),
    ("{here}/bare", None),  # no settings beside it
    ("{here}/bare/de_DE-eva-low.onnx", None),
    ("{here}/empty", None),
    ("{here}/nothing.onnx", None),
    ("two/nothing.onnx", None),
    ("acme/nowhere", None),
]


@pytest.mark.parametrize(("chosen", "found"), MOUTHS)
def test_where_a_voice_is(hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str, found: str | None) -> None:
    monkeypatch.chdir(tmp_path)
    chosen = chosen.format(here=tmp_path)
    for file in (hub / "de_DE-eva-low.onnx", *(tmp_path / folder / "fr_FR-lou-low.onnx" for folder in ("one", "two"))):
        voice(file, file.name[:2])
    voice(tmp_path / "two" / "de_DE-eva-low.onnx", "de")
    Path(f"{voice(tmp_path / 'bare' / 'de_DE-eva-low.onnx', 'de')}.json").unlink()
    (tmp_path / "empty").mkdir()
    well, told = examine.mouth(Settings(tts_voice=chosen))
    outlook = outlook_of(VoiceSettings(tmp_path, tts_voices=(chosen,))).mouth_languages
    if found is None:
        assert (well, outlook) == (False, ())
        assert f"There is no Piper voice at {chosen} with its .onnx.json beside it" == told or "nor in the hub's cache" in told
        with pytest.raises(ModelMissing):
            voice_file(chosen)
        return
    assert voice_file(chosen).name == found
    assert (well, outlook) == (True, (found[:2],))
    assert told.startswith(f"{found}, sha256 {examine.digest(voice_file(chosen))[:12]}")


def test_the_models_of_turns_are_told_and_one_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert examine.turns(Settings()) == (True, "Silero sha256 4cbf549b8326, the known one; Smart Turn sha256 2bb026316b14, the known one")
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    assert examine.turns(Settings()) == (None, "The Smart Turn model isn't installed; run `make setup`. Turns end without it, a little later.")
    strange = tmp_path / "share" / "concierge" / "smart-turn-v3.2-cpu.onnx"
    strange.parent.mkdir(parents=True)
    strange.write_bytes(b"something else")
    assert examine.turns(Settings()) == (False, "the Smart Turn model isn't the known one; reinstall with `make clean setup`")


def test_a_folder_that_has_a_names_look_is_that_folder(hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    voice(hub / "de_DE-eva-low.onnx", "de")
    voice(tmp_path / "acme" / "voices" / "fr_FR-lou-low.onnx", "fr")
    assert voice_file("acme/voices") == Path("acme/voices/fr_FR-lou-low.onnx")
    assert model_folder("acme/voices") == Path("acme/voices")


@pytest.mark.parametrize("address", [NOBODY, "https://speech.example/v1"])
def test_a_server_has_no_place_and_speaks_everything(tmp_path: Path, address: str) -> None:
    assert examine.mouth(Settings(tts_voice=address)) == (True, f"a speech server: {address}, model tts-1, voice alloy")
    assert outlook_of(VoiceSettings(tmp_path, tts_voices=(address,))).mouth_languages == ("*",)


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("acme/voices", "de_DE-eva-low.onnx"),  # the first by name, not by folder
        ("acme/voices:de_DE-eva-low", "de_DE-eva-low.onnx"),
        ("acme/voices:fr_FR-lou-low", "fr_FR-lou-low.onnx"),
        ("acme/voices:fr_FR-lou-low.onnx", "fr_FR-lou-low.onnx"),
    ],
)
def test_a_name_of_the_hub_is_a_voice_of_its_cache(hub: Path, chosen: str, found: str) -> None:
    voice(hub / "a" / "fr_FR-lou-low.onnx", "fr")
    voice(hub / "z" / "de_DE-eva-low.onnx", "de")
    (hub / "aa_encoder.onnx").write_bytes(b"no voice: nothing beside it")
    assert voice_file(chosen).name == found
    assert outlook_of(VoiceSettings(hub, tts_voices=(chosen,))).mouth_languages == (found[:2],)
    assert examine.mouth(Settings(tts_voice=chosen)) == (True, f"{found}, sha256 {examine.digest(voice_file(chosen))[:12]}")


def test_our_view_of_the_cache_is_the_hubs(hub: Path) -> None:
    """Its layout is documented, and still somebody else's."""
    file = voice(hub / "de" / "de_DE-eva-low.onnx", "de")
    assert try_to_load_from_cache("acme/voices", "de/de_DE-eva-low.onnx", cache_dir=constants.HF_HUB_CACHE) == str(file)
    assert snapshot("acme/voices") == hub


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ("acme/nowhere", "acme/nowhere is neither a place here nor in the hub's cache; fetch it with `hf download acme/nowhere`."),
        ("acme/nowhere:de_DE-eva-low", "fetch it with `hf download acme/nowhere --include '*de_DE-eva-low.onnx*'`."),
        ("acme/voices:it_IT-lia-low", "acme/voices in the hub's cache holds no voice it_IT-lia-low, but de_DE-eva-low; fetch it with `hf download acme/voices --include '*it_IT-lia-low.onnx*'`."),
        ("acme/nowhere.onnx", "There is no Piper voice at acme/nowhere.onnx with its .onnx.json beside it."),
        ("../acme/voices", "There is no Piper voice at ../acme/voices "),
        ("de_DE-eva-low", "There is no Piper voice at de_DE-eva-low "),
    ],
)
def test_a_name_that_is_nothing_is_told(hub: Path, chosen: str, words: str) -> None:
    voice(hub / "de_DE-eva-low.onnx", "de")
    with pytest.raises(ModelMissing) as missing:
        voice_file(chosen)
    assert words in str(missing.value)
    assert outlook_of(VoiceSettings(hub, tts_voices=(chosen,))).mouth_languages == ()
    well, told = examine.mouth(Settings(tts_voice=f"{chosen}, {NOBODY}"))
    assert (well, words.removesuffix(".") in told, NOBODY in told) == (False, True, True)


@pytest.mark.parametrize("kept", [{}, {"refs/main": "b" * 40}, {"refs/main": b"\xff\xfe"}])
def test_a_cache_that_was_half_cleared_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: Mapping[str, str | bytes]) -> None:
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    for name, text in kept.items():
        file = tmp_path / "models--acme--voices" / name
        file.parent.mkdir(parents=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ModelMissing, match="nor in the hub's cache"):
        snapshot("acme/voices")


def test_a_repository_without_a_voice_is_told(hub: Path) -> None:
    (hub / "model.onnx").write_bytes(b"x")
    with pytest.raises(ModelMissing, match="acme/voices in the hub's cache holds no Piper voice"):
        voice_file("acme/voices")


async def opened(folder: Path, *voices: str) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """Which languages are spoken, and which voices were refused for what."""
    with capture_logs() as logged:
        models = await load(VoiceSettings(folder, NOBODY, voices))
    for end in models.closes:
        await end()
    refused = [line for line in logged if line["event"] == "a voice can't be opened"]
    assert all((line["log_level"], line["setting"]) == ("warning", "CONCIERGE_TTS_VOICE") for line in refused)
    return models.mouth_languages, [(line["voice"], line["why"]) for line in refused]


async def test_a_voice_of_the_hubs_cache_speaks_and_those_that_cannot_silence_nobody(hub: Path, tmp_path: Path) -> None:
    packaged = piper_voice()
    for file in (packaged, Path(f"{packaged}.json")):
        (hub / file.name).symlink_to(file)
    not_settings = voice(tmp_path / "odd.onnx", "de", settings="[]")
    languages, refused = await opened(tmp_path, "acme/nowhere", str(not_settings), "acme/voices", NOBODY, "acme/voices")
    assert languages == ("en", "*")
    assert [name for name, _ in refused] == ["acme/nowhere", str(not_settings)]
    assert refused[1][1] == "odd.onnx.json isn't the settings of a Piper voice."


async def test_a_voice_that_does_not_start_silences_nobody(tmp_path: Path) -> None:
    broken = str(voice(tmp_path / "de_DE-eva-low.onnx", "de"))
    languages, refused = await opened(tmp_path, broken, NOBODY)
    assert (languages, refused) == (("*",), [(broken, "The voice's process doesn't start.")])


async def test_where_none_can_be_opened_there_is_no_mouth_and_the_ears_stay(tmp_path: Path) -> None:
    assert (await opened(tmp_path, "acme/nowhere"))[0] == ()


async def test_ours_stands_beside_others(tmp_path: Path) -> None:
    assert outlook_of(VoiceSettings(tmp_path, tts_voices=("packaged", NOBODY))).mouth_languages == ("en", "*")
    well, told = examine.mouth(Settings(tts_voice=f"packaged, {NOBODY}"))
    assert (well, told.startswith("en_US-joe-medium.onnx, sha256 "), NOBODY in told) == (True, True, True)
