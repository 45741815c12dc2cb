"""Which coding agents there are, how each is started and gone on with, and whether it is installed here."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

OVERRIDES = Path("/etc/openova/sandbox-agents.json")
OVERRIDES_VARIABLE = "OPENOVA_SANDBOX_AGENTS_PATH"
LARGEST_OVERRIDES = 256 * 1024
VERSION_S = 20.0
_SLUG = re.compile(r"^[a-z][a-z0-9-]{0,31}$")
_VERSION = re.compile(r"\d+(?:\.\d+)+(?:[-+.\w]*)?")


@dataclass(frozen=True, slots=True)
class Agent:
    """One row of the catalogue."""

    slug: str
    title: str
    binary: str
    """A name that is looked for, or a whole path."""
    arguments: tuple[str, ...] = ()
    resume: tuple[str, ...] = ()
    """Arguments that go on with the last conversation of this folder; none where it can't."""
    remembers: tuple[str, ...] = ()
    """Patterns below its home, or below its repository with `repo:` before them, of which one is there when it has something to go on
    with."""
    required: tuple[str, ...] = ()
    """Environment variables without which it isn't started."""
    install: tuple[str, ...] = ()
    """How it is installed, for a person; none where no registry has it."""
    npm: str = ""
    pypi: str = ""
    note: str = ""
    rescue: bool = False
    """A plain shell: no agent, and no model is asked."""


GATEWAY = ("LLM_GATEWAY_URL",)
OPENAI = ("OPENAI_BASE_URL", "OPENAI_API_KEY")
BUILT_IN = (
    Agent(
        "claude-code", "Claude Code", "claude", ("--dangerously-skip-permissions",), ("--continue",), (".claude/projects/*/*.jsonl",), GATEWAY,
        ("npm", "install", "-g", "@anthropic-ai/claude-code"), npm="@anthropic-ai/claude-code",
    ),
    Agent(
        "cursor-agent", "Cursor Agent", "cursor-agent", (), ("resume",), (".cursor/chats/*",), GATEWAY,
        note="Installed by its maker's own script only; no package registry has it.",
    ),
    Agent(
        "qwen-code", "Qwen Code", "qwen", ("--approval-mode", "yolo"), ("--continue",), (".qwen/projects/*/chats/*",), OPENAI,
        ("npm", "install", "-g", "@qwen-code/qwen-code"), npm="@qwen-code/qwen-code",
    ),
    Agent(
        "aider", "Aider", "aider", ("--yes-always", "--no-auto-commits"), ("--restore-chat-history",), ("repo:.aider.chat.history.md",), OPENAI,
        ("pip", "install", "aider-chat"), pypi="aider-chat", note="Knows no MCP.",
    ),
    Agent(
        "opencode", "OpenCode", "opencode", (), ("--continue",), (".local/share/opencode/opencode.db", ".local/share/opencode/storage/session/*/*"),
        OPENAI, ("npm", "install", "-g", "opencode-ai"), npm="opencode-ai",
    ),
    Agent("bash", "Bash", "bash", ("-l",), rescue=True),
    Agent("sovereign-shell", "Shell", "/bin/sh", ("-l",), rescue=True),
)  # fmt: skip


def agents(overrides: Path | None = None) -> dict[str, Agent]:
    """Every agent by its slug: the built-in rows, replaced and added to by the operator's file."""
    rows = {agent.slug: agent for agent in BUILT_IN}
    for row in _overrides(overrides or Path(os.environ.get(OVERRIDES_VARIABLE) or OVERRIDES)):
        rows[row.slug] = row
    return rows


def _overrides(path: Path) -> list[Agent]:
    """A broken file is none; a broken row is skipped."""
    try:
        if path.stat().st_size > LARGEST_OVERRIDES:
            return []
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return []
    rows: list[dict[str, Any]] = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    return [agent for row in rows if (agent := _row(row)) is not None]


def _row(row: dict[str, Any]) -> Agent | None:
    slug, binary = row.get("slug"), row.get("binary")
    if not isinstance(slug, str) or not _SLUG.match(slug) or not isinstance(binary, str) or not binary:
        return None
    return Agent(
        slug, str(row.get("title") or slug), binary, _words(row.get("defaultArgs")), _words(row.get("resumeArgs")), (),
        _words(row.get("requiredEnv")), note=str(row.get("notes") or ""),
    )  # fmt: skip


def _words(value: Any) -> tuple[str, ...]:
    return tuple(str(word) for word in value) if isinstance(value, list) else ()


def find(agent: Agent, folders: tuple[Path, ...] = ()) -> Path | None:
    """Where it is installed: below these folders (as pip and npm lay it), else on our own PATH."""
    name = agent.binary
    if "/" in name:
        return Path(name) if os.access(name, os.X_OK) else None
    for folder in folders:
        for place in (folder / "bin" / name, folder / "node_modules" / ".bin" / name, folder / name):
            if os.access(place, os.X_OK) and place.is_file():
                return place
    found = shutil.which(name)
    return Path(found) if found else None


def search_path(folders: tuple[Path, ...]) -> str:
    """PATH for what is installed below these folders."""
    own = [str(place) for folder in folders for place in (folder / "bin", folder / "node_modules" / ".bin")]
    return ":".join([*own, "/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"])


def version(agent: Agent, folders: tuple[Path, ...] = ()) -> str | None:
    """What it says of itself; None where it isn't installed or says nothing. Blocks for seconds the first time."""
    found = find(agent, folders)
    if found is None:
        return None
    status = found.stat()
    return _version(str(found), search_path(folders), status.st_mtime_ns, status.st_ino)


@lru_cache(maxsize=64)
def _version(program: str, path: str, _changed: int, _inode: int) -> str | None:
    with tempfile.TemporaryDirectory() as home:
        try:
            done = subprocess.run(  # noqa: S603 - a row of the catalogue
                [program, "--version"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=home,
                env={"HOME": home, "PATH": path, "LANG": "C.UTF-8"}, timeout=VERSION_S, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return None
    said = _VERSION.search(done.stdout.decode(errors="replace"))
    return said.group()[:40] if said and done.returncode == 0 else None


def remembers(agent: Agent, home: Path, repo: Path) -> bool:
    """It has a conversation here that it can go on with."""
    if not agent.resume:
        return False
    for pattern in agent.remembers:
        where, found = (repo, pattern.removeprefix("repo:")) if pattern.startswith("repo:") else (home, pattern)
        if next(where.glob(found), None) is not None:
            return True
    return not agent.remembers


def resumed(agent: Agent) -> Agent:
    """Started so that it goes on with its last conversation."""
    # A subcommand comes first, options may stand anywhere.
    first = agent.resume[:1] and not agent.resume[0].startswith("-")
    arguments = (*agent.resume, *agent.arguments) if first else (*agent.arguments, *agent.resume)
    return replace(agent, arguments=arguments)
