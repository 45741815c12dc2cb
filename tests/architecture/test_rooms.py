"""The house rules, held."""

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("assistant", "dialogue", "tools", "speech", "sandbox")
LONGEST = 400


def _tracked(*patterns: str) -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("room", ROOMS[1:])
def test_the_rooms_know_nothing_of_each_other(room: str) -> None:
    files = list((ROOT / room).rglob("*.py"))
    assert files
    strangers = {str(f): _imports(f) & (set(ROOMS) - {room}) for f in files}
    assert {name: found for name, found in strangers.items() if found} == {}


def test_the_dialogue_does_no_input_or_output() -> None:
    forbidden = {"asyncio", "socket", "random", "time", "os", "pathlib", "subprocess", "secrets", "httpx", "aiohttp", "sqlite3"}
    used = {str(f): _imports(f) & forbidden for f in (ROOT / "dialogue").rglob("*.py")}
    assert {name: found for name, found in used.items() if found} == {}


def test_no_file_is_too_long_without_a_reason() -> None:
    reasons = "\n".join(f.read_text(encoding="utf-8") for f in (ROOT / "docs" / "decisions").glob("*.md"))
    long = [
        str(f.relative_to(ROOT))
        for f in _tracked("*.py", "*.ts", "*.tsx", "*.css")
        if "generated" not in f.parts and len(f.read_text(encoding="utf-8").splitlines()) > LONGEST
    ]
    assert [name for name in long if name not in reasons] == []
    assert [f.name for f in _tracked("*.py", "*.ts") if f.stem == "utils"] == []


def test_the_locks_pin_by_hash_and_name_no_registry() -> None:
    python = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--index-url" not in python
    assert "://" not in python
    pins = re.findall(r"^[a-zA-Z0-9_.\-\[\]]+==[^\s;]+", python, re.MULTILINE)
    assert len(pins) > 50
    assert python.count("--hash=sha256:") >= len(pins)
    node = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    entries = {name: entry for name, entry in node["packages"].items() if name}
    assert entries
    assert all("resolved" not in entry for entry in entries.values())
    assert all(entry.get("integrity") or entry.get("link") for entry in entries.values())


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = re.findall(r'^  "([A-Za-z0-9_.-]+)[><=]', project, re.MULTILINE)
    page = json.loads((ROOT / "web" / "package.json").read_text(encoding="utf-8"))
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    everything = [*named, *page["dependencies"], *page["devDependencies"]]
    assert [name for name in everything if f"`{name}`" not in reasons] == []


def test_nothing_names_this_machine_or_leaves_work_undone() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX)\b")
    here = re.compile(r"(?<![\w./-])" + re.escape(str(ROOT)) + "/")
    found = [
        f"{f.relative_to(ROOT)}:{number}"
        for f in _tracked("*.py", "*.ts", "*.tsx", "*.md", "*.toml", "Makefile")
        if f != Path(__file__)
        for number, line in enumerate(f.read_text(encoding="utf-8").splitlines(), 1)
        if unfinished.search(line) or here.search(line)
    ]
    assert found == []
