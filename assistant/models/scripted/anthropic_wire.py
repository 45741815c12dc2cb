"""Anthropic's `/v1/messages`: requests read and checked as the provider does, answers written as JSON or as a stream. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from assistant.models.scripted import wire
from assistant.models.scripted.answer import Answer, Asked
from assistant.models.scripted.wire import BadRequest, JsonObject, sse
from dialogue.engines.model.request import Message, ModelRequest, ToolOffer, ToolResult, ToolUse

_NAME = re.compile(r"^[a-zA-Z0-9_-]{1,128}$")
_STOPS = {"end": "end_turn", "tools": "tool_use", "length": "max_tokens", "refusal": "refusal"}
MOST_MARKS = 4
ERROR_TYPES = {400: "invalid_request_error", 401: "authentication_error", 429: "rate_limit_error", 500: "api_error", 529: "overloaded_error"}
Paced = tuple[bytes, bool]
"""A part of a stream, and whether it is a piece of the answer, sent at the answer's pace."""


def decode(body: JsonObject) -> ModelRequest:
    """Raises BadRequest: the provider wouldn't take it."""
    if not isinstance(body.get("max_tokens"), int):
        raise BadRequest("max_tokens: field required")
    for name in ("temperature", "top_p", "top_k"):
        if name in body:
            raise BadRequest(f"{name}: not supported")
    if sum(_marks(body)) > MOST_MARKS:
        raise BadRequest(f"cache_control: at most {MOST_MARKS} blocks")
    tools = tuple(_tool(tool) for tool in wire.items(body.get("tools", []), "tools"))
    if len({tool.name for tool in tools}) < len(tools):
        raise BadRequest("tools: names must be unique")
    messages = _messages(wire.items(body.get("messages"), "messages"))
    choice = body.get("tool_choice") or {}
    return ModelRequest(wire.text_of(body.get("system")), tools, messages, body["max_tokens"], choice.get("type") != "none")


def _marks(value: Any) -> Iterator[int]:
    if isinstance(value, dict):
        found: JsonObject = value
        yield int("cache_control" in found)
        for name, member in found.items():
            if name not in ("input", "input_schema"):
                yield from _marks(member)
    elif isinstance(value, list):
        for member in value:
            yield from _marks(member)


def _tool(tool: Any) -> ToolOffer:
    name, schema = str(tool.get("name", "")), tool.get("input_schema")
    if not _NAME.match(name):
        raise BadRequest("tools: name must match ^[a-zA-Z0-9_-]{1,128}$")
    if not isinstance(schema, dict) or schema.get("type") != "object":  # pyright: ignore[reportUnknownMemberType] - JSON
        raise BadRequest("tools: input_schema.type must be object")
    return ToolOffer(name, str(tool.get("description", "")), schema)


def _messages(listed: list[Any]) -> tuple[Message, ...]:
    if not listed or listed[0].get("role") != "user":
        raise BadRequest("messages: first message must use the user role")
    if listed[-1].get("role") == "assistant":
        raise BadRequest("messages: this model does not support assistant message prefill")
    found: list[Message] = []
    waiting: dict[str, str] = {}
    for message in listed:
        blocks = message["content"] if isinstance(message["content"], list) else [{"type": "text", "text": message["content"]}]
        if any(block.get("type") == "text" and not str(block.get("text", "")).strip() for block in blocks):
            raise BadRequest("messages: text content blocks must contain non-whitespace text")
        if message["role"] == "assistant":
            found.append(_assistant(blocks))
            waiting = {use.id: use.tool for use in found[-1].calls}
        else:
            found += _user(blocks, waiting)
            waiting = {}
    return tuple(found)


def _assistant(blocks: list[Any]) -> Message:
    uses = (block for block in blocks if block.get("type") == "tool_use")
    calls = tuple(ToolUse(use["id"], use["name"], use["input"]) for use in uses)
    return Message("assistant", wire.text_of(blocks), calls)


def _user(blocks: list[Any], waiting: dict[str, str]) -> Iterator[Message]:
    results = [block for block in blocks if block.get("type") == "tool_result"]
    ids = [str(block.get("tool_use_id")) for block in results]
    if sorted(ids) != sorted(waiting):
        raise BadRequest("messages: tool_use ids without tool_result blocks immediately after, or the other way round")
    if results:
        found = (_result(block, waiting[block["tool_use_id"]]) for block in results)
        yield Message("tool", results=tuple(found))
    text = wire.text_of(blocks)
    if text:
        yield Message("user", text)


def _result(block: JsonObject, tool: str) -> ToolResult:
    content = block.get("content")
    body = wire.json_object(content if isinstance(content, str) else wire.text_of(content))
    return ToolResult(block["tool_use_id"], tool, not block.get("is_error"), body)


def error(status: int, message: str) -> JsonObject:
    """The body of a refusal."""
    return {"type": "error", "error": {"type": ERROR_TYPES.get(status, "api_error"), "message": message}}


def _usage(asked: Asked, answer: Answer) -> JsonObject:
    used = wire.usage_of(asked, answer)
    return {
        "input_tokens": used["input"],
        "output_tokens": used["output"],
        "cache_read_input_tokens": used["cache_read"],
        "cache_creation_input_tokens": used["cache_write"],
    }


def whole(asked: Asked, answer: Answer, number: int) -> JsonObject:
    """The answer in one piece."""
    answer = wire.as_text(answer)
    content: list[JsonObject] = [{"type": "text", "text": answer.text}] if answer.text else []
    content += [
        {"type": "tool_use", "id": wire.call_id("toolu_", number, place), "name": wire.wire_name(call), "input": wire.json_object(call.arguments)}
        for place, call in enumerate(answer.calls)
    ]
    return {**_head(asked, number), "content": content, "stop_reason": _STOPS[wire.stop_of(answer)], "usage": _usage(asked, answer)}


def _head(asked: Asked, number: int) -> JsonObject:
    return {
        "id": f"msg_{number:06d}", "type": "message", "role": "assistant", "model": asked.model,
        "content": [], "stop_reason": None, "stop_sequence": None,
    }  # fmt: skip


def stream(asked: Asked, answer: Answer, number: int) -> Iterator[Paced]:
    """The answer as events."""
    answer = wire.as_text(answer)
    usage = _usage(asked, answer)
    yield _event("message_start", message={**_head(asked, number), "usage": {**usage, "output_tokens": 1}}), False
    index = 0
    if answer.thinking:
        yield _event("content_block_start", index=index, content_block={"type": "thinking", "thinking": "", "signature": ""}), False
        yield _event("content_block_delta", index=index, delta={"type": "thinking_delta", "thinking": answer.thinking}), False
        yield _event("content_block_delta", index=index, delta={"type": "signature_delta", "signature": f"signed-{number}"}), False
        yield _event("content_block_stop", index=index), False
        index += 1
    if answer.text:
        yield _event("content_block_start", index=index, content_block={"type": "text", "text": ""}), False
        yield _event("ping"), False
        for piece in wire.pieces(answer):
            yield _event("content_block_delta", index=index, delta={"type": "text_delta", "text": piece}), True
        yield _event("content_block_stop", index=index), False
        index += 1
    for place, call in enumerate(answer.calls):
        block = {"type": "tool_use", "id": wire.call_id("toolu_", number, place), "name": wire.wire_name(call), "input": {}}
        yield _event("content_block_start", index=index + place, content_block=block), False
        for piece in wire.argument_pieces(call):
            yield _event("content_block_delta", index=index + place, delta={"type": "input_json_delta", "partial_json": piece}), True
        yield _event("content_block_stop", index=index + place), False
    delta = {"stop_reason": _STOPS[wire.stop_of(answer)], "stop_sequence": None}
    yield _event("message_delta", delta=delta, usage={"output_tokens": usage["output_tokens"]}), False
    yield _event("message_stop"), False


def _event(kind: str, **members: Any) -> bytes:
    return sse({"type": kind, **members}, kind)


def broken() -> bytes:
    """An event that isn't JSON."""
    return sse('{"type": "content_block_delta", "index": 0, "delta": {', "content_block_delta")


def told_error() -> bytes:
    """An error in the middle of the stream."""
    return sse(error(529, "Overloaded"), "error")
