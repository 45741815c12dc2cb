"""The comparison runs nowhere in the tests; what it rests on is looked at."""

import ast
import re
from pathlib import Path

import aiohttp
import pytest

from assistant.bench.report import Report
from evals.pipecat import __main__ as comparison
from speech.transport.media import MediaLoop

HERE = Path(comparison.__file__).parent
OURS = {"assistant", "dialogue", "evals", "sandbox", "speech", "tools"}


def _imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_their_bot_has_nothing_of_ours_and_ours_nothing_of_theirs() -> None:
    assert not _imported(HERE / "bot.py") & OURS
    assert "pipecat" not in _imported(HERE / "__main__.py")


def test_what_is_installed_for_it_is_held_by_version() -> None:
    lines = (HERE / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==\S+", line.strip()) for line in pinned)
    assert {"pipecat-ai", "faster-whisper", "piper-tts", "aiortc"} <= {line.partition("==")[0] for line in pinned}


def test_a_turn_without_an_answer_is_counted_and_the_ratio_is_of_the_same_figure() -> None:
    report = Report("pipecat")
    comparison.put(report, {"ours": [300.0, 500.0, 400.0], "theirs": [1000.0, 1200.0, 30_000.0]})
    assert report.figures["ours_first_audio_ms_p50"] == 400
    assert report.figures["theirs_unanswered"] == 1
    assert report.figures["ratio_p50"] == round(400 / 1200, 2)
    assert report.met("ratio_p50") is True


def test_an_answer_to_a_part_of_the_sentence_is_none() -> None:
    assert comparison.answer_after([], 10.0) is None
    assert comparison.answer_after([10.5, 10.52], 10.0) == 10.5
    assert comparison.answer_after([9.9, 10.02, 10.2, 10.4], 10.0) is None, "it had begun before"
    assert comparison.answer_after([9.9, 10.02, 12.0, 12.02], 10.0) == 12.0
    assert comparison.answer_after([3.0, 10.2], 10.0) == 10.2


async def test_a_bot_that_doesnt_start_is_said_and_left_behind_by_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "whisper_base", Path)
    monkeypatch.setattr(comparison, "READY_S", 0.5)
    silent = tmp_path / "python"
    silent.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    silent.chmod(0o755)
    media = MediaLoop()
    media.start()
    try:
        async with aiohttp.ClientSession() as http:
            bot = comparison.Theirs(silent, http, media, tmp_path)
            with pytest.raises(SystemExit, match="didn't start"):
                await bot.__aenter__()
            assert bot.ended
    finally:
        await media.stop()
