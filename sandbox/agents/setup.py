"""What an agent finds at its start: variables that lead to the model, tool servers, and who it is. Pure: files as values.

Secrets are in the environment only: files that an agent may commit or show name the variable.
"""

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbox.agents.catalogue import Agent

MODEL = "default"
"""Name of the model where the gateway chooses."""
BEGIN, END = "<!-- sandbox: begin -->", "<!-- sandbox: end -->"
IDENTITY = ".sandbox/identity.md"


class How(StrEnum):
    """What becomes of what stands there already."""

    WHOLE = "whole"
    """It is replaced."""
    KEPT = "kept"
    """It stays, and ours isn't written."""
    MERGED = "merged"
    """JSON, with ours put over it; what is no object is replaced."""
    BLOCK = "block"
    """It stays around our part, which is between two marks."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where models are asked."""

    url: str
    """In OpenAI's format, with `/v1`."""
    token: str = field(repr=False)
    model: str = MODEL


@dataclass(frozen=True, slots=True)
class Own:
    """A person's own subscription at the vendor, instead of the gateway."""

    key: str = field(repr=False)
    url: str = ""


@dataclass(frozen=True, slots=True)
class ToolServer:
    """An MCP server that the agent starts, or reaches by HTTP. What is secret comes from the agent's environment."""

    name: str
    command: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One file to write: below the home, or below the repository."""

    name: str
    text: str
    how: How = How.WHOLE
    in_repo: bool = False

    def made(self, old: bytes | None) -> bytes:
        """The file, of what is there."""
        match self.how:
            case How.WHOLE:
                return self.text.encode()
            case How.KEPT:
                return old or self.text.encode()
            case How.MERGED:
                return _merged(old, json.loads(self.text))
            case How.BLOCK:
                return _block(old, self.text)


def environment(agent: Agent, models: Gateway | Own | None) -> dict[str, str]:
    """The variables that lead to the model."""
    if agent.rescue or models is None:
        return {}
    if isinstance(models, Own):
        found = {"ANTHROPIC_API_KEY": models.key}
        return found | {"ANTHROPIC_BASE_URL": models.url} if models.url else found
    url, token = models.url.rstrip("/"), models.token
    found = {
        "LLM_GATEWAY_URL": url, "LLM_GATEWAY_TOKEN": token, "NEWAPI_URL": url,
        "OPENAI_BASE_URL": url, "OPENAI_API_BASE": url, "OPENAI_API_KEY": token, "OPENAI_MODEL": models.model,
    }  # fmt: skip
    if agent.slug == "claude-code":
        # Its own client adds `/v1` itself. The token goes as a bearer, not as a key of the vendor's.
        found |= {"ANTHROPIC_BASE_URL": url.removesuffix("/v1"), "ANTHROPIC_AUTH_TOKEN": token}
        if models.model != MODEL:
            found |= {"ANTHROPIC_MODEL": models.model, "ANTHROPIC_SMALL_FAST_MODEL": models.model}
    if agent.slug == "aider":
        found |= {"AIDER_MODEL": f"openai/{models.model}"}
    return found


QUIET = {
    "DISABLE_AUTOUPDATER": "1", "DISABLE_TELEMETRY": "1", "DISABLE_ERROR_REPORTING": "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    "OPENCODE_DISABLE_AUTOUPDATE": "1", "OPENCODE_DISABLE_MODELS_FETCH": "1", "OPENCODE_DISABLE_LSP_DOWNLOAD": "1", "OPENCODE_DISABLE_SHARE": "1",
    "AIDER_ANALYTICS_DISABLE": "1", "AIDER_CHECK_UPDATE": "false", "AIDER_SHOW_RELEASE_NOTES": "false", "AIDER_GITIGNORE": "false",
    "AIDER_SHOW_MODEL_WARNINGS": "false", "LITELLM_LOCAL_MODEL_COST_MAP": "True", "QWEN_CODE_NO_RELAUNCH": "1",
}  # fmt: skip
"""No agent replaces itself or tells its maker of what it does."""


def missing(agent: Agent, env: dict[str, str]) -> list[str]:
    """Required variables that the agent wouldn't have. A subscription of one's own takes the gateway's place."""
    if "ANTHROPIC_API_KEY" in env and agent.slug == "claude-code":
        return []
    return [name for name in agent.required if not env.get(name)]


def files(agent: Agent, repo: str, identity: str, servers: tuple[ToolServer, ...], models: Gateway | Own | None) -> list[File]:
    """What is written before the agent starts.

    Args:
        repo: where it works, as it sees it.
        identity: what this platform is and asks of agents, in Markdown.
    """
    if agent.rescue:
        return []
    common = [File(IDENTITY, identity)]
    match agent.slug:
        case "claude-code":
            own = [
                _json(".claude.json", {**_servers(servers), **_claude(repo)}),
                _json(".claude/settings.json", {"skipDangerousModePermissionPrompt": True, "autoUpdates": False}),
                File(".claude/CLAUDE.md", identity, How.BLOCK),
            ]
        case "qwen-code":
            own = [_json(".qwen/settings.json", {**_servers(servers), **_qwen()}), File(".qwen/QWEN.md", identity, How.BLOCK)]
        case "cursor-agent":
            rule = f"---\ndescription: The sandbox\nalwaysApply: true\n---\n{identity}"
            own = [_json(".cursor/mcp.json", _servers(servers)), File(".cursor/rules/sandbox.mdc", rule, in_repo=True)]
        case "opencode":
            own = [
                _json(".config/opencode/opencode.json", _opencode(servers, models)),
                File(".config/opencode/AGENTS.md", identity, How.BLOCK),
            ]
        case "aider":
            own = [File(".aider.conf.yml", f"read:\n  - ~/{IDENTITY}\n", How.KEPT)]
        case _:
            own = [File("AGENTS.md", identity, How.BLOCK)]
    return [*common, *own]


def _json(name: str, wanted: dict[str, Any]) -> File:
    return File(name, json.dumps(wanted), How.MERGED)


def _servers(servers: tuple[ToolServer, ...]) -> dict[str, Any]:
    return {
        "mcpServers": {
            s.name: {"type": "http", "url": s.url} if s.url else {"command": s.command[0], "args": list(s.command[1:]), "env": {}} for s in servers
        }
    }


def _claude(repo: str) -> dict[str, Any]:
    """Nobody is asked about colours and trust in a place that was made for it."""
    return {
        "hasCompletedOnboarding": True, "bypassPermissionsModeAccepted": True, "autoUpdates": False,
        "projects": {repo: {"hasTrustDialogAccepted": True, "hasCompletedProjectOnboarding": True}},
    }  # fmt: skip


def _qwen() -> dict[str, Any]:
    return {
        "security": {"auth": {"selectedType": "openai"}, "folderTrust": {"enabled": False}},
        "general": {"disableAutoUpdate": True, "enableAutoUpdate": False}, "privacy": {"usageStatisticsEnabled": False},
    }  # fmt: skip


def _opencode(servers: tuple[ToolServer, ...], models: Gateway | Own | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "autoupdate": False, "share": "disabled",
        "mcp": {
            s.name: {"type": "remote", "url": s.url} if s.url else {"type": "local", "command": list(s.command), "enabled": True} for s in servers
        },
    }  # fmt: skip
    if isinstance(models, Gateway):
        found["model"] = found["small_model"] = f"gateway/{models.model}"
        found["provider"] = {
            "gateway": {
                "npm": "@ai-sdk/openai-compatible", "name": "Gateway", "models": {models.model: {"name": models.model}},
                "options": {"baseURL": "{env:LLM_GATEWAY_URL}", "apiKey": "{env:LLM_GATEWAY_TOKEN}"},
            }
        }  # fmt: skip
    return found


def _merged(old: bytes | None, wanted: dict[str, Any]) -> bytes:
    try:
        found = json.loads(old or b"{}")
    except (ValueError, RecursionError):
        found = {}
    return json.dumps(_over(found if isinstance(found, dict) else {}, wanted), indent=2).encode() + b"\n"


def _over(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    made = dict(old)
    for name, value in new.items():
        before: Any = old.get(name)
        made[name] = _over(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return made


def _block(old: bytes | None, text: str) -> bytes:
    block = f"{BEGIN}\n{text.strip()}\n{END}\n"
    found = (old or b"").decode(errors="replace")
    before, begun, rest = found.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if begun and ended:
        return (before + block + after.removeprefix("\n")).encode()
    return (block + ("\n" + found if found else "")).encode()
