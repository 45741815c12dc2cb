"""Agents that are started where nothing of them lies here: what goes with them, and what becomes of what stands there."""

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.agents import Gateway, NotPossible, Site, Switches, ToolServer, launch
from sandbox.agents.carry import carried, unpack
from sandbox.agents.place import Obstructed

TOKEN = "model-token-hush"
SITE = Site(models=Gateway("https://models.test/v1", TOKEN), servers=(ToolServer("tools", url="https://tools.test/mcp"),))
SLUGS = ("claude-code", "cursor-agent", "qwen-code", "aider", "opencode")


def _carried(slug: str, site: Site = SITE) -> list[dict[str, Any]]:
    spec = carried(slug, "a1", site, SLUGS, repo="/workspace", about={"owner": "ann@example.com"})
    return json.loads(json.dumps(spec.files))


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("home", "repo"):
        (tmp_path / name).mkdir()
    return tmp_path / "home", tmp_path / "repo"


@pytest.mark.parametrize("slug", SLUGS)
def test_there_stands_what_would_stand_here(slug: str, places: tuple[Path, Path], tmp_path: Path) -> None:
    binary = {"claude-code": "claude", "qwen-code": "qwen"}.get(slug, slug)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / binary).write_text("#!/bin/sh\n")
    (tmp_path / "bin" / binary).chmod(0o755)
    here, repo = tmp_path / "here", tmp_path / "here-repo"
    spec = launch(slug, "a1", Site((tmp_path,), models=SITE.models, servers=SITE.servers), home=here, repo=repo, about={})
    unpack(_carried(slug), *places)
    assert _tree(places[0]).keys() == _tree(here).keys()
    assert _tree(places[1]) == _tree(repo)
    for name, data in _tree(here).items():
        assert _tree(places[0])[name] == data.replace(str(repo).encode(), b"/workspace"), name
    there = carried(slug, "a1", SITE, SLUGS, repo="/workspace", about={})
    assert there.argv == (binary, *spec.argv[1:])
    assert {k: v for k, v in there.env.items() if "TOKEN" in k or "URL" in k} == {k: v for k, v in spec.env.items() if "TOKEN" in k or "URL" in k}
    assert TOKEN not in json.dumps(there.files)


def test_what_people_wrote_there_stays(places: tuple[Path, Path]) -> None:
    home, repo = places
    (home / ".claude").mkdir()
    (home / ".claude.json").write_text(json.dumps({"mine": 1, "mcpServers": {"own": {"url": "https://own.test"}}}))
    (home / ".claude" / "CLAUDE.md").write_text("Speak plainly.\n")
    for _ in range(2):
        unpack(_carried("claude-code"), home, repo)
    held = json.loads((home / ".claude.json").read_text())
    assert (held["mine"], sorted(held["mcpServers"])) == (1, ["own", "tools"])
    told = (home / ".claude" / "CLAUDE.md").read_text()
    assert (told.count("You work in a sandbox"), "Speak plainly." in told) == (1, True)
    (home / ".aider.conf.yml").write_text("dark-mode: true\n")
    unpack(_carried("aider"), home, repo)
    assert (home / ".aider.conf.yml").read_text() == "dark-mode: true\n"


def test_a_link_in_the_way_is_not_followed(places: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (places[0] / ".claude").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Obstructed):
        unpack(_carried("claude-code"), *places)
    assert _tree(tmp_path / "elsewhere") == {}


FILE = {"name": "a", "text": "b", "how": "whole", "in_repo": False}


@pytest.mark.parametrize("files", [[{}], [{**FILE, "how": "burnt"}], [None], [FILE] * 65, [FILE, {**FILE, "name": "../a"}], [{**FILE, "name": "/tmp/a"}]])
def test_what_is_none_of_that_is_refused(files: list[Any], places: tuple[Path, Path]) -> None:
    with pytest.raises(ValueError, match=r"file|How"):
        unpack(files, *places)
    assert _tree(places[0]) == {}


@pytest.mark.parametrize(
    ("slug", "site", "code"),
    [
        ("vi", SITE, "invalid-agent"), ("aider", Site(switches=Switches(frozenset({"aider"}))), "agent-off"), ("aider", Site(), "missing-env"), ("qwen-code", SITE, "not-installed"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(slug: str, site: Site, code: str) -> None:
    with pytest.raises(NotPossible) as refused:
        carried(slug, "a1", site, ("aider",), repo="/workspace", about={})
    assert refused.value.code == code


def test_a_shell_is_everywhere_and_carries_nothing() -> None:
    spec = carried("bash", "a1", SITE, (), repo="/workspace", about={"owner": "ann@example.com"})
    assert (spec.argv, spec.files, spec.about) == (("bash", "-l"), (), {"owner": "ann@example.com", "agent": "bash"})
    assert TOKEN not in json.dumps(spec.env)
