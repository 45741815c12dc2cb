"""Silero and Smart Turn can be replaced by a setting: another file is loaded, and one that is something else is told with the setting's name."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from assistant.settings import Settings
from assistant.voice import examine
from assistant.voice.loading import load
from assistant.voice.studio import Studio, VoiceSettings, VoiceUnavailable
from speech.audio import silence
from speech.models import ModelMissing
from speech.turns.smart_turn import SmartTurn, smart_turn_model
from speech.turns.vad import Silero, silero_model
from tests.assistant.stage import Stage

NOBODY = "http://127.0.0.1:9"
"""Nothing is asked of it: ears and a mouth that need no model."""


def another(packaged: Path, folder: Path) -> Path:
    """The same model to whoever loads it, and another file: its producer's name, which comes first in it, has another letter."""
    weights = packaged.read_bytes()
    changed = weights.replace(b"onnx", b"ONNX", 1) if b"onnx" in weights[:64] else weights.replace(b"pytorch", b"PyTorch", 1)
    assert changed != weights
    file = folder / f"another-{packaged.name}"
    file.write_bytes(changed)
    return file


@pytest.fixture
def vad(tmp_path: Path) -> Path:
    return another(silero_model(), tmp_path)


@pytest.fixture
def pauses(tmp_path: Path) -> Path:
    return another(smart_turn_model(), tmp_path)


@pytest.fixture
def nonsense(tmp_path: Path) -> Path:
    file = tmp_path / "nonsense.onnx"
    file.write_bytes(b"no model at all")
    return file


async def test_the_settings_reach_the_models(
    tmp_path: Path, vad: Path, pauses: Path, nonsense: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A packaged Smart Turn isn't installed here, so it is that of the setting or none; a Silero that is none is heard of."""
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    for name, value in (("VAD_MODEL", vad), ("TURN_MODEL", pauses), ("STT_MODEL", NOBODY), ("TTS_VOICE", NOBODY)):
        monkeypatch.setenv(f"CONCIERGE_{name}", str(value))
    async with staged(tmp_path / "one") as studio:
        models = await studio.ready()
        assert models.turn_model is not None
        assert models.detector().measure(silence(20)).speech < 0.5
    monkeypatch.setenv("CONCIERGE_VAD_MODEL", str(nonsense))
    async with staged(tmp_path / "two") as studio:
        with pytest.raises(VoiceUnavailable, match=r"^CONCIERGE_VAD_MODEL: nonsense\.onnx "):
            await studio.ready()


@asynccontextmanager
async def staged(folder: Path) -> AsyncIterator[Studio]:
    """Of a whole server with the settings of the environment."""
    stage = await Stage(folder).start()
    try:
        assert stage.wired.services.voice is not None
        yield stage.wired.services.voice.studio
    finally:
        await stage.stop()


async def test_a_detector_that_is_none_leaves_no_ears_and_says_why(tmp_path: Path, nonsense: Path, pauses: Path) -> None:
    for file in (nonsense, pauses):
        with pytest.raises(VoiceUnavailable) as ended:
            await load(VoiceSettings(tmp_path, NOBODY, (NOBODY,), vad_model=file))
        assert str(ended.value).startswith(f"CONCIERGE_VAD_MODEL: {file.name} can't be used as a Silero model")


async def test_a_model_of_pauses_that_is_none_is_told_and_turns_end_without_it(tmp_path: Path, nonsense: Path, vad: Path) -> None:
    for file in (nonsense, vad):
        with capture_logs() as logged:
            models = await load(VoiceSettings(tmp_path, NOBODY, (NOBODY,), turn_model=file))
        for end in models.closes:
            await end()
        assert models.turn_model is None
        (line,) = [line for line in logged if line["event"] == "no acoustic model of pauses"]
        assert line["log_level"] == "warning"
        assert line["why"].startswith(f"CONCIERGE_TURN_MODEL: {file.name} can't be used as a Smart Turn model")


async def test_a_file_that_went_away_is_told_with_the_settings_name(tmp_path: Path) -> None:
    with pytest.raises(VoiceUnavailable, match=r"CONCIERGE_VAD_MODEL: .*gone\.onnx"):
        await load(VoiceSettings(tmp_path, NOBODY, (NOBODY,), vad_model=tmp_path / "gone.onnx"))


def test_others_are_not_held_against_our_hashes(vad: Path, pauses: Path) -> None:
    Silero(vad)
    SmartTurn(pauses).close()


@pytest.mark.parametrize("model", [Silero, SmartTurn])
def test_what_is_wrong_is_a_sentence(model: type[Silero] | type[SmartTurn], nonsense: Path) -> None:
    with pytest.raises(ModelMissing, match=r"^nonsense\.onnx can't be used as a S.* \(InvalidProtobuf\)\.$"):
        model(nonsense)


def test_the_doctor_tells_which_they_are_and_what_is_wrong(vad: Path, pauses: Path, nonsense: Path) -> None:
    well, told = examine.turns(Settings(vad_model=vad, turn_model=pauses))
    assert (well, told) == (
        True, f"Silero {vad}, sha256 {examine.digest(vad)[:12]}; Smart Turn {pauses}, sha256 {examine.digest(pauses)[:12]}",
    )  # fmt: skip
    well, told = examine.turns(Settings(vad_model=nonsense))
    assert (well, told.startswith("nonsense.onnx can't be used as a Silero model")) == (False, True)
    well, told = examine.turns(Settings(turn_model=nonsense))
    assert (well, told.endswith("Turns end without it, a little later.")) == (False, True)
