"""The comparison runs nowhere in the tests; what it rests on is looked at."""

import ast
import re
from pathlib import Path

from assistant.bench.report import Report
from evals.pipecat import __main__ as comparison

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
