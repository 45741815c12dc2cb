"""What the setting may be, and what is checked before anybody speaks."""

from pathlib import Path

import pytest

from speech.ears.opening import PINNED, EarsSettings, check, load, open_ears, second_folder
from speech.ears.remote import RemoteRecogniser
from speech.models import ModelMissing


async def test_an_address_is_a_speech_server() -> None:
    ears = await open_ears(EarsSettings(Path(), "https://speech.example/v1", key="k"))
    assert isinstance(ears, RemoteRecogniser)
    await ears.close()


async def test_a_folder_without_a_model_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"no model\.bin"):
        await open_ears(EarsSettings(tmp_path, str(tmp_path)))


def test_a_packaged_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"{}")
    check(tmp_path, {})
    with pytest.raises(ModelMissing, match="isn't the known one"):
        check(tmp_path, PINNED)


def test_the_second_opinion_is_english_and_the_packaged_models(tmp_path: Path) -> None:
    packaged = second_folder(EarsSettings(tmp_path, languages=("de", "en")))
    assert packaged is not None
    assert (packaged / "model.bin").is_file()
    assert second_folder(EarsSettings(tmp_path, languages=("de", "tr"))) is None
    assert second_folder(EarsSettings(tmp_path, second="none")) is None
    assert second_folder(EarsSettings(tmp_path, str(packaged))) is None, "beside a model of somebody's own there is none but their own"
    assert second_folder(EarsSettings(tmp_path, str(packaged), str(packaged))) == packaged
    with pytest.raises(ModelMissing, match=r"no model\.bin"):
        second_folder(EarsSettings(tmp_path, second=str(tmp_path)))


def test_a_model_that_knows_english_alone_is_told_no_language(tmp_path: Path) -> None:
    """Such a model has the marks of other languages too, and writes nonsense behind them."""
    folder = second_folder(EarsSettings(tmp_path))
    assert folder is not None
    ears = load(EarsSettings(tmp_path, str(folder)))
    tokens = ears.model.tokens
    assert (tokens.knows("en"), tokens.knows("de"), ears.second) == (True, False, None)
    assert len(tokens.prompt("en")) == 2
    with pytest.raises(ModelMissing, match="doesn't know the language 'de'"):
        load(EarsSettings(tmp_path, str(folder), languages=("en", "de")))
