"""What is written and given to an agent at its start."""

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from sandbox.agents import Gateway, NotPossible, Own, Site, ToolServer, launch
from sandbox.agents.catalogue import BUILT_IN
from sandbox.agents.place import Obstructed, put
from sandbox.agents.setup import BEGIN

TOKEN = "s3cret-token"
SERVERS = (ToolServer("openova", ("/usr/local/bin/tools", "--stdio")), ToolServer("far", url="https://tools.test/mcp"))
AGENTS = [a.slug for a in BUILT_IN if not a.rescue]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    bin_folder = tmp_path / "installed" / "bin"
    bin_folder.mkdir(parents=True)
    for agent in BUILT_IN:
        (bin_folder / Path(agent.binary).name).symlink_to("/bin/true")
    return Site((tmp_path / "installed",), org="acme", models=Gateway("http://gw.test/v1", TOKEN, "m1"), servers=SERVERS, overrides=tmp_path / "none")


def start(slug: str, site: Site, tmp_path: Path, **more: object) -> tuple[dict[str, str], tuple[str, ...]]:
    spec = launch(slug, "s", site, home=tmp_path / "home", repo=tmp_path / "repo", about={"owner": "ann"}, **more)  # type: ignore[arg-type]
    assert spec.about["agent"] == slug
    return spec.env, spec.argv


@pytest.mark.parametrize("slug", AGENTS)
def test_the_token_is_in_the_environment_and_nowhere_else(slug: str, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HETZNER_TOKEN", "the server's own")
    env, argv = start(slug, site, tmp_path)
    assert (env["LLM_GATEWAY_TOKEN"], env["OPENAI_API_KEY"], env["LLM_GATEWAY_URL"]) == (TOKEN, TOKEN, "http://gw.test/v1")
    assert "HETZNER_TOKEN" not in env
    assert TOKEN not in " ".join(argv)
    written = [f for root in ("home", "repo") for f in (tmp_path / root).rglob("*") if f.is_file()]
    assert written
    for file in written:
        assert TOKEN not in file.read_text(), file
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert TOKEN not in repr(site)


def test_a_shell_gets_no_token(site: Site, tmp_path: Path) -> None:
    env, _ = start("bash", site, tmp_path)
    assert TOKEN not in env.values()
    assert list((tmp_path / "home").iterdir()) == []


def test_claude_code_asks_the_gateway_as_its_own_vendor(site: Site, tmp_path: Path) -> None:
    env, argv = start("claude-code", site, tmp_path)
    assert (env["ANTHROPIC_BASE_URL"], env["ANTHROPIC_AUTH_TOKEN"], env["ANTHROPIC_MODEL"]) == ("http://gw.test", TOKEN, "m1")
    assert argv[1:] == ("--dangerously-skip-permissions",)
    state = json.loads((tmp_path / "home/.claude.json").read_text())
    assert state["mcpServers"]["openova"] == {"command": "/usr/local/bin/tools", "args": ["--stdio"], "env": {}}
    assert state["mcpServers"]["far"]["url"] == "https://tools.test/mcp"


def test_ones_own_subscription_needs_no_gateway(site: Site, tmp_path: Path) -> None:
    env, _ = start("claude-code", replace(site, models=Own("own-key")), tmp_path)
    assert env["ANTHROPIC_API_KEY"] == "own-key"
    assert "LLM_GATEWAY_URL" not in env


def test_opencode_names_the_variables_in_its_file(site: Site, tmp_path: Path) -> None:
    start("opencode", site, tmp_path)
    found = json.loads((tmp_path / "home/.config/opencode/opencode.json").read_text())
    assert found["provider"]["gateway"]["options"] == {"baseURL": "{env:LLM_GATEWAY_URL}", "apiKey": "{env:LLM_GATEWAY_TOKEN}"}
    assert (found["model"], found["mcp"]["openova"]["command"]) == ("gateway/m1", ["/usr/local/bin/tools", "--stdio"])


def test_aider_reads_who_it_is(site: Site, tmp_path: Path) -> None:
    env, argv = start("aider", site, tmp_path)
    assert env["AIDER_MODEL"] == "openai/m1"
    assert yaml.safe_load((tmp_path / "home/.aider.conf.yml").read_text()) == {"read": ["~/.sandbox/identity.md"]}
    assert (tmp_path / "home/.sandbox/identity.md").read_text() == site.identity
    assert argv[1:] == ("--yes-always", "--no-auto-commits")


def test_what_people_wrote_stays(site: Site, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / ".claude").mkdir(parents=True)
    (home / ".claude/CLAUDE.md").write_text("my own rules\n")
    (home / ".claude.json").write_text(json.dumps({"theme": "light", "mcpServers": {"mine": {"command": "x"}}}))
    for _ in range(2):
        start("claude-code", site, tmp_path)
    text, state = (home / ".claude/CLAUDE.md").read_text(), json.loads((home / ".claude.json").read_text())
    assert text.count(BEGIN) == 1
    assert text.endswith("my own rules\n")
    assert (state["theme"], sorted(state["mcpServers"])) == ("light", ["far", "mine", "openova"])


def test_it_goes_on_where_it_was_and_says_so(site: Site, tmp_path: Path) -> None:
    assert "--restore-chat-history" not in start("aider", site, tmp_path, resume=True)[1]
    (tmp_path / "repo/.aider.chat.history.md").touch()
    spec = launch("aider", "s", site, home=tmp_path / "home", repo=tmp_path / "repo", about={}, resume=True)
    assert spec.argv[-1] == "--restore-chat-history"
    assert spec.about["resumed"] == "yes"


def test_a_link_out_of_the_home_is_not_followed(site: Site, tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    other.mkdir()
    (other / "file").write_text("untouched")
    (home / ".claude.json").symlink_to(other / "file")
    start("claude-code", site, tmp_path)
    assert (other / "file").read_text() == "untouched"
    assert not (home / ".claude.json").is_symlink()
    (home / ".qwen").symlink_to(other)
    with pytest.raises(NotPossible) as refused:
        start("qwen-code", site, tmp_path)
    assert refused.value.code == "obstructed"
    assert [f.name for f in other.iterdir()] == ["file"]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "\xff", "nothing", "[]", '"\\ud800"'])
def test_settings_that_are_none_are_replaced(site: Site, tmp_path: Path, text: str) -> None:
    (tmp_path / "home").mkdir()
    for name in (".claude.json", ".qwen/settings.json"):
        (tmp_path / "home" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "home" / name).write_text(text, encoding="latin-1")
    start("claude-code", site, tmp_path)
    start("qwen-code", site, tmp_path)
    for name in (".claude.json", ".qwen/settings.json"):
        assert "mcpServers" in json.loads((tmp_path / "home" / name).read_text())


def test_a_pipe_or_a_folder_in_the_way_harms_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    put(tmp_path, "pipe", lambda old: b"was nothing" if old is None else b"?")
    assert (tmp_path / "pipe").read_text() == "was nothing"
    (tmp_path / "folder").mkdir()
    with pytest.raises(Obstructed):
        put(tmp_path, "folder", lambda _: b"x")
    assert sorted(f.name for f in tmp_path.iterdir()) == ["folder", "pipe"]
