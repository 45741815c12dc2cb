"""What a model is given: a system prompt, tools, and the messages so far. No provider's format; adapters translate."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Literal

from dialogue.events import JsonObject


@dataclass(frozen=True, slots=True)
class ToolOffer:
    """A tool of the toolbox as the model sees it."""

    name: str
    """The toolbox's own name, dots and all (`catalyst.deployments.validate`); adapters respell it where a provider must have that."""
    description: str
    schema: JsonObject
    """JSON Schema (draft 2020-12) of the arguments: an object."""


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A call that the model made."""

    id: str
    tool: str
    arguments: JsonObject = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What the call with this id brought."""

    id: str
    tool: str
    ok: bool
    body: JsonObject = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `user`: `text` (the person's words and what stands then); `assistant`: `text` and `calls`; `tool`: `results`."""

    role: Literal["user", "assistant", "tool"]
    text: str = ""
    calls: tuple[ToolUse, ...] = ()
    results: tuple[ToolResult, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One request to a model. Between two requests of a conversation it only grows at the end, so that providers' caches hold."""

    system: str
    tools: tuple[ToolOffer, ...] = ()
    messages: tuple[Message, ...] = ()
    max_tokens: int = 1024
    may_call: bool = True
    """False: it must answer in words now (the tools stay listed, for the cache)."""

    def sha256(self) -> str:
        """Of the request's canonical JSON."""
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
