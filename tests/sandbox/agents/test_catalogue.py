"""Which agents there are, and whether each may be started."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.agents import Gateway, NotPossible, Site, Switches, agents, catalogue, launch
from sandbox.agents import switches as switching
from sandbox.agents.catalogue import BUILT_IN, find, remembers, resumed, version

GATEWAY = Gateway("http://127.0.0.1:1/v1", "s3cret-token")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Every agent is installed: each says its name and arguments."""
    bin_folder = tmp_path / "installed" / "bin"
    bin_folder.mkdir(parents=True)
    for agent in BUILT_IN:
        if "/" not in agent.binary:
            program = bin_folder / agent.binary
            program.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "it is v1.2.3-beta (x)" && exit\necho "$0 $*"\n')
            program.chmod(0o755)
    return Site((tmp_path / "installed",), org="acme", models=GATEWAY, overrides=tmp_path / "none")


def test_the_six_agents_are_there_with_a_way_to_install_and_to_resume(tmp_path: Path) -> None:
    found = agents(tmp_path / "none")
    assert list(found) == ["claude-code", "cursor-agent", "qwen-code", "aider", "opencode", "bash", "sovereign-shell"]
    real = [a for a in found.values() if not a.rescue]
    assert [a.slug for a in real if not a.resume] == []
    assert [a.slug for a in real if not a.install] == ["cursor-agent"]
    assert found["claude-code"].arguments == ("--dangerously-skip-permissions",)


def test_each_is_offered_with_its_version(site: Site) -> None:
    offers = {o.slug: o for o in catalogue(site, versions=True)}
    assert all(o.startable for o in offers.values())
    assert {offers[s].version for s in ("claude-code", "qwen-code", "aider", "opencode", "cursor-agent", "bash")} == {"1.2.3-beta"}


def test_what_is_not_installed_says_how_it_would_be(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    bare = replace(site, folders=())
    assert [o.slug for o in catalogue(bare) if o.installed] == ["sovereign-shell"]
    with pytest.raises(NotPossible, match="pip install aider-chat") as refused:
        launch("aider", "s", bare, home=Path("/x"), repo=Path("/y"), about={})
    assert refused.value.code == "not-installed"


def test_npm_lays_programs_elsewhere(tmp_path: Path) -> None:
    program = tmp_path / "node_modules" / ".bin" / "qwen"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    agent = agents(tmp_path / "none")["qwen-code"]
    assert find(agent, (tmp_path,)) == program
    assert version(agent, (tmp_path,)) is None


def test_a_switch_of_the_sovereign_is_over_that_of_an_org(site: Site, tmp_path: Path) -> None:
    off = Switches().switched("aider", on=False).switched("opencode", on=False, org="acme").switched("aider", on=True, org="acme")
    switching.save(tmp_path / "switches.json", off)
    site = replace(site, switches=switching.load(tmp_path / "switches.json"))
    assert {o.slug: o.off for o in catalogue(site) if o.off} == {"aider": "sovereign", "opencode": "org"}
    assert {o.slug for o in catalogue(replace(site, org="other")) if o.off} == {"aider"}
    for slug in ("aider", "opencode"):
        with pytest.raises(NotPossible) as refused:
            launch(slug, "s", site, home=tmp_path / "h", repo=tmp_path / "r", about={})
        assert refused.value.code == "agent-off"
    assert not (tmp_path / "h").exists()


def test_broken_switches_switch_nothing_on(tmp_path: Path) -> None:
    assert switching.load(tmp_path / "none") == Switches()
    for text in ("{}", "[]", '{"sovereign": 1, "orgs": {}}', '{"sovereign": []}'):
        (tmp_path / "switches.json").write_text(text)
        with pytest.raises(ValueError, match="no switches"):
            switching.load(tmp_path / "switches.json")


def test_without_a_gateway_no_agent_but_a_shell(site: Site, tmp_path: Path) -> None:
    site = replace(site, models=None)
    assert {o.slug for o in catalogue(site) if o.startable} == {"bash", "sovereign-shell"}
    with pytest.raises(NotPossible, match="OPENAI_BASE_URL") as refused:
        launch("opencode", "s", site, home=tmp_path / "h", repo=tmp_path / "r", about={})
    assert refused.value.code == "missing-env"


def test_an_operators_rows_replace_and_add(tmp_path: Path) -> None:
    rows = [
        {"slug": "aider", "binary": "/opt/aider", "defaultArgs": ["--dark"], "requiredEnv": []},
        {"slug": "little-coder", "binary": "little-coder", "requiredEnv": ["OPENAI_API_KEY"], "notes": "ours"},
        {"slug": "NO GOOD", "binary": "x"}, {"binary": "x"}, {"slug": "x"}, 7,
    ]  # fmt: skip
    file = tmp_path / "agents.json"
    file.write_text(json.dumps(rows))
    found = agents(file)
    assert found["aider"].arguments == ("--dark",)
    assert found["aider"].resume == ()
    assert found["little-coder"].required == ("OPENAI_API_KEY",)
    assert len(found) == len(BUILT_IN) + 1
    file.write_text("[{")
    assert agents(file) == {a.slug: a for a in BUILT_IN}


def test_an_unknown_agent_is_never_a_shell(site: Site, tmp_path: Path) -> None:
    for slug in ("sh", "", "bash ", "../bash"):
        with pytest.raises(NotPossible) as refused:
            launch(slug, "s", site, home=tmp_path / "h", repo=tmp_path / "r", about={})
        assert refused.value.code == "invalid-agent"


def test_going_on_needs_something_to_go_on_with(tmp_path: Path) -> None:
    home, repo = tmp_path / "home", tmp_path / "repo"
    home.mkdir()
    repo.mkdir()
    known = agents(tmp_path / "none")
    assert [s for s, a in known.items() if remembers(a, home, repo)] == []
    (repo / ".aider.chat.history.md").touch()
    (home / ".claude/projects/-workspace").mkdir(parents=True)
    (home / ".claude/projects/-workspace/1.jsonl").touch()
    assert [s for s, a in known.items() if remembers(a, home, repo)] == ["claude-code", "aider"]
    assert resumed(known["claude-code"]).arguments == ("--dangerously-skip-permissions", "--continue")
    assert resumed(known["cursor-agent"]).arguments == ("resume",)
