"""A list of pronunciations that can't be read takes nobody's voice away, and the doctor tells it."""

from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.voice.examine import mouth
from assistant.voice.loading import _pronunciations
from speech.mouth.pronunciations import packaged


def test_a_bad_list_leaves_ours(tmp_path: Path) -> None:
    bad = tmp_path / "said.txt"
    bad.write_text("gitea\n", encoding="utf-8")
    assert _pronunciations(bad) == _pronunciations(None) == packaged()
    bad.write_text("gitea = gee tee\n", encoding="utf-8")
    assert _pronunciations(bad).of("en")["gitea"] == "gee tee"


def test_the_doctor_names_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = tmp_path / "said.txt"
    bad.write_text("# a note\ngitea\n", encoding="utf-8")
    monkeypatch.setenv("CONCIERGE_PRONUNCIATIONS", str(bad))
    well, told = mouth(Settings())
    assert well is False
    assert "Line 2 " in told
