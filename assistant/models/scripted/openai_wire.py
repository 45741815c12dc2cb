"""OpenAI's `/v1/chat/completions`, as OpenAI and as its many imitators speak it. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from assistant.models.scripted import wire
from assistant.models.scripted.answer import Answer, Asked, Call
from assistant.models.scripted.wire import BadRequest, JsonObject, sse
from dialogue.engines.model.request import Message, ModelRequest, ToolOffer, ToolResult, ToolUse

_NAME = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")
_STOPS = {"end": "stop", "tools": "tool_calls", "length": "length", "refusal": "content_filter"}
ERROR_TYPES = {
    400: ("invalid_request_error", None), 401: ("invalid_request_error", "invalid_api_key"), 429: ("requests", "rate_limit_exceeded"),
    500: ("server_error", None), 529: ("server_error", None),
}  # fmt: skip
Paced = tuple[bytes, bool]


def decode(body: JsonObject) -> ModelRequest:
    """Raises BadRequest: the provider wouldn't take it."""
    tools = tuple(_tool(tool) for tool in wire.items(body.get("tools", []), "tools"))
    limit = body.get("max_completion_tokens") or body.get("max_tokens") or 1024
    listed = wire.items(body.get("messages"), "messages")
    system = "\n".join(wire.text_of(m.get("content")) for m in listed if m.get("role") in ("system", "developer"))
    return ModelRequest(system, tools, tuple(_messages(listed)), limit, body.get("tool_choice") != "none")


def _tool(tool: Any) -> ToolOffer:
    function = tool.get("function") or {}
    name, schema = str(function.get("name", "")), function.get("parameters") or {}
    if not _NAME.match(name):
        raise BadRequest("tools[0].function.name: must match ^[a-zA-Z0-9_-]{1,64}$")
    if function.get("strict"):
        _check_strict(schema)
    return ToolOffer(name, str(function.get("description", "")), schema)


def _check_strict(schema: Any) -> None:
    """Strict mode wants closed objects with every member required. Raises BadRequest."""
    if isinstance(schema, list):
        for member in schema:
            _check_strict(member)
    if not isinstance(schema, dict):
        return
    found: JsonObject = schema
    if found.get("type") == "object":
        members = set(found.get("properties", {}))
        if found.get("additionalProperties") is not False or members != set(found.get("required", [])):
            raise BadRequest("strict: schema must be closed, with every member required")
    for name, member in found.items():
        if name not in ("enum", "const", "required"):
            _check_strict(member)


def _messages(listed: list[Any]) -> Iterator[Message]:
    waiting: dict[str, str] = {}
    results: list[ToolResult] = []
    for message in listed:
        role = message.get("role")
        if role == "tool":
            known = waiting.pop(str(message.get("tool_call_id")), None)
            if known is None:
                raise BadRequest("messages: a tool message must follow the call it answers")
            body = wire.json_object(message.get("content"))
            results.append(ToolResult(message["tool_call_id"], known, "error" not in body, body))
            continue
        if waiting:
            raise BadRequest("messages: tool_calls must be followed by a tool message for each of them")
        if results:
            yield Message("tool", results=tuple(results))
            results = []
        if role == "user":
            yield Message("user", wire.text_of(message.get("content")))
        elif role == "assistant":
            uses = tuple(_use(call) for call in message.get("tool_calls") or ())
            waiting = {use.id: use.tool for use in uses}
            yield Message("assistant", wire.text_of(message.get("content")), uses)
    if waiting:
        raise BadRequest("messages: tool_calls must be followed by a tool message for each of them")
    if results:
        yield Message("tool", results=tuple(results))


def _use(call: Any) -> ToolUse:
    function = call["function"]
    return ToolUse(call["id"], function["name"], wire.json_object(function["arguments"]))


def error(status: int, message: str) -> JsonObject:
    """The body of a refusal."""
    kind, code = ERROR_TYPES.get(status, ("server_error", None))
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def _usage(asked: Asked, answer: Answer) -> JsonObject:
    used = wire.usage_of(asked, answer)
    prompt = used["input"] + used["cache_read"] + used["cache_write"]
    return {
        "prompt_tokens": prompt,
        "completion_tokens": used["output"],
        "total_tokens": prompt + used["output"],
        "prompt_tokens_details": {"cached_tokens": used["cache_read"], "cache_write_tokens": used["cache_write"]},
    }


def whole(asked: Asked, answer: Answer, number: int) -> JsonObject:
    """The answer in one piece."""
    answer = wire.as_text(answer)
    message: JsonObject = {"role": "assistant", "content": answer.text or None}
    if answer.calls:
        message["tool_calls"] = [
            {"id": wire.call_id("call_", number, place), "type": "function", "function": {"name": wire.wire_name(call), "arguments": wire.arguments_text(call)}}
            for place, call in enumerate(answer.calls)
        ]
    choice = {"index": 0, "message": message, "finish_reason": _STOPS[wire.stop_of(answer)]}
    return {**_head(asked, number), "object": "chat.completion", "choices": [choice], "usage": _usage(asked, answer)}


def _head(asked: Asked, number: int) -> JsonObject:
    return {"id": f"chatcmpl-{number:06d}", "object": "chat.completion.chunk", "created": 1_790_000_000 + number, "model": asked.model}


def stream(asked: Asked, answer: Answer, number: int) -> Iterator[Paced]:
    """The answer as chunks."""
    answer = wire.as_text(answer)
    head = _head(asked, number)

    def chunk(delta: JsonObject, finish: str | None = None) -> bytes:
        return sse({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    yield chunk({"role": "assistant", "content": ""}), False
    if answer.thinking and "reasoning" in answer.quirks:
        yield chunk({"reasoning_content": answer.thinking}), False
    for piece in wire.pieces(answer):
        yield chunk({"content": piece}), True
    for place, call in enumerate(answer.calls):
        for fragment in _fragments(answer, call, place, number):
            yield chunk({"tool_calls": [fragment]}), True
    yield chunk({}, _STOPS[wire.stop_of(answer)]), False
    options = asked.body.get("stream_options") or {}
    if options.get("include_usage") and "no_usage" not in answer.quirks:
        yield sse({**head, "choices": [], "usage": _usage(asked, answer)}), False
    if "no_done" not in answer.quirks:
        yield sse("[DONE]"), False


def _fragments(answer: Answer, call: Call, place: int, number: int) -> Iterator[JsonObject]:
    quirks = answer.quirks
    index: JsonObject = {} if "no_indexes" in quirks else {"index": 0 if "same_indexes" in quirks else place}
    own_id = "call_0" if "same_ids" in quirks else wire.call_id("call_", number, place)
    head: JsonObject = {**index, **({} if "no_ids" in quirks else {"id": own_id}), "type": "function"}
    name = wire.wire_name(call)
    if "object_arguments" in quirks and not isinstance(call.arguments, str):
        yield {**head, "function": {"name": name, "arguments": call.arguments}}
        return
    if "whole_arguments" in quirks:
        yield {**head, "function": {"name": name, "arguments": wire.arguments_text(call)}}
        return
    yield {**head, "function": {"name": name, "arguments": ""}}
    for piece in wire.argument_pieces(call):
        repeated = {"name": name} if "repeated_names" in quirks else {}
        yield {**index, "function": {**repeated, "arguments": piece}}


def broken() -> bytes:
    """A chunk that isn't JSON."""
    return sse('{"id": "chatcmpl-1", "choices": [{"delta": {')


def told_error() -> bytes:
    """An error in the middle of the stream."""
    return sse(error(500, "The server had an error while processing your request."))
