"""`concierge agents`: what is said, what is switched, what is refused; and a server that runs knows it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.api.sandbox_agents import Agents
from assistant.api.sandbox_audit import FILE as AUDIT
from assistant.cli import main
from assistant.problems import Problem
from sandbox.agents.switches import load


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENOVA_SANDBOX_AGENTS_PATH", str(tmp_path / "none"))


def _said(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> tuple[int, list[str], str]:
    code = main(["agents", *arguments, "--data-dir", str(folder)])
    out, err = capsys.readouterr()
    return code, out.splitlines(), err


def test_all_are_listed_with_what_is_missing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, lines, _ = _said(capsys, tmp_path)
    found = dict(line.split(maxsplit=1) for line in lines)
    assert (code, found["bash"]) == (0, "on")
    assert found["claude-code"].startswith("not installed (npm install")
    assert not (tmp_path / "agents.json").exists()


def test_one_is_switched_for_everybody_or_for_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "bash             off for everybody" in _said(capsys, tmp_path, "--off", "bash")[1]
    _said(capsys, tmp_path, "--off", "aider", "--for", "dev@example.com")
    _said(capsys, tmp_path, "--on", "bash", "--for", "dev@example.com")
    code, lines, _ = _said(capsys, tmp_path)
    assert (code, lines[-1]) == (0, "for dev@example.com off: aider")
    assert "bash             off for everybody" in lines
    assert "aider            off" in _said(capsys, tmp_path, "--for", "dev@example.com")[1]
    assert (load(tmp_path / "agents.json").off("bash", "dev@example.com"), load(tmp_path / "agents.json").off("aider", "other")) == ("sovereign", None)
    assert "bash             on" in _said(capsys, tmp_path, "--on", "bash")[1]
    noted = [json.loads(line) for line in (tmp_path / AUDIT).read_text().splitlines()]
    assert [(n["actor"], n["agent"], n["on"], n.get("org")) for n in noted] == [
        ("command", "bash", False, None), ("command", "aider", False, "dev@example.com"), ("command", "bash", True, "dev@example.com"), ("command", "bash", True, None),
    ]  # fmt: skip
    assert (tmp_path / "agents.json").stat().st_mode & 0o077 == 0


async def test_a_server_that_runs_knows_it_at_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    agents = Agents(tmp_path)
    assert (await agents.spec("bash", "a1", "dev@example.com", 80, 24)).argv[-1] == "-l"
    _said(capsys, tmp_path, "--off", "bash")
    with pytest.raises(Problem) as refused:
        await agents.spec("bash", "a1", "dev@example.com", 80, 24)
    assert refused.value.status == 403


def test_what_cannot_be_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = _said(capsys, tmp_path, "--off", "vi")
    assert (code, "Choose one of" in err) == (2, True)
    (tmp_path / "agents.json").write_text("{}")
    code, _, err = _said(capsys, tmp_path, "--off", "bash")
    assert (code, "nobody starts anything" in err) == (1, True)
    assert (tmp_path / "agents.json").read_text() == "{}"
    with pytest.raises(SystemExit):
        main(["agents", "--on", "bash", "--off", "bash"])


def test_of_many_at_once_none_is_lost(tmp_path: Path) -> None:
    slugs = ("claude-code", "aider", "opencode", "qwen-code", "bash")
    running = [subprocess.Popen([sys.executable, "-m", "assistant", "agents", "--off", slug, "--data-dir", str(tmp_path)], stdout=subprocess.DEVNULL) for slug in slugs]
    assert [process.wait(60) for process in running] == [0] * len(slugs)
    assert json.loads((tmp_path / "agents.json").read_text())["sovereign"] == sorted(slugs)
