"""What the setting may be, and what is checked before anybody speaks."""

from pathlib import Path

import pytest

from speech.ears.opening import EarsSettings, check, open_ears
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
    check(tmp_path, pinned=False)
    with pytest.raises(ModelMissing, match="isn't the known one"):
        check(tmp_path, pinned=True)
