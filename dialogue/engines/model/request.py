"""What a model is given: a system prompt, tools, and the messages so far. No provider's format; adapters translate."""

import hashlib
import json
from dataclasses import dataclass, field
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
        """Of the request, canonically."""
        found = hashlib.sha256(_tools_digest(self.tools))
        found.update(_json([self.system, self.max_tokens, self.may_call]))
        for message in self.messages:
            calls = [[call.id, call.tool, call.arguments] for call in message.calls]
            results = [[result.id, result.tool, result.ok, result.body] for result in message.results]
            found.update(_json([message.role, message.text, calls, results]))
        return found.hexdigest()


_DIGESTS: dict[int, tuple[tuple[ToolOffer, ...], bytes]] = {}
"""Of the offers last seen, which are the same objects for the life of a process: their schemas are long."""
_MOST_DIGESTS = 8


def _tools_digest(tools: tuple[ToolOffer, ...]) -> bytes:
    known = _DIGESTS.get(id(tools))
    if known is not None and known[0] is tools:
        return known[1]
    digest = hashlib.sha256(_json([[tool.name, tool.description, tool.schema] for tool in tools])).digest()
    if len(_DIGESTS) >= _MOST_DIGESTS:
        _DIGESTS.clear()
    _DIGESTS[id(tools)] = (tools, digest)
    return digest


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
