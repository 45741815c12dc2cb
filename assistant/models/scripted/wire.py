"""What both wire formats have in common: reading JSON from outside, cutting text into pieces, estimating tokens. Pure."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assistant.models.names import respelt
from assistant.models.scripted.answer import Answer, Asked, Call

JsonObject = dict[str, Any]
ARGUMENT_PIECE = 24
"""Characters of arguments that come at once."""


class BadRequest(ValueError):
    """The request isn't one that the provider would take; the text names the parameter."""


def pieces(answer: Answer) -> tuple[str, ...]:
    """The text as it is streamed: after each word, the space before the next one."""
    return answer.pieces or tuple(re.findall(r"\s*\S+", answer.text)) or ((answer.text,) if answer.text else ())


def arguments_text(call: Call) -> str:
    """Arguments as they go onto the wire."""
    return call.arguments if isinstance(call.arguments, str) else json.dumps(call.arguments, ensure_ascii=False)


def argument_pieces(call: Call) -> list[str]:
    """Cut somewhere."""
    text = arguments_text(call)
    return [text[i : i + ARGUMENT_PIECE] for i in range(0, len(text), ARGUMENT_PIECE)] or [""]


def as_text(answer: Answer) -> Answer:
    """Calls and thinking written into the text, where the server knows no better."""
    if "text_thinking" in answer.quirks and answer.thinking:
        answer = replace(answer, text=f"<think>\n{answer.thinking}\n</think>\n\n{answer.text}", thinking="", pieces=())
    if "text_calls" in answer.quirks and answer.calls:
        written = "\n".join(f"<tool_call>\n{_hermes(call)}\n</tool_call>" for call in answer.calls)
        answer = replace(answer, text=f"{answer.text}\n{written}", calls=(), stop="end", pieces=())
    return answer


def _hermes(call: Call) -> str:
    if isinstance(call.arguments, str):
        return f'{{"name": "{wire_name(call)}", "arguments": {call.arguments}}}'
    return json.dumps({"name": wire_name(call), "arguments": call.arguments}, ensure_ascii=False)


def wire_name(call: Call) -> str:
    """Spelt as the tools were offered."""
    return respelt(call.tool)


def call_id(prefix: str, number: int, place: int) -> str:
    """Of the `place`th call in the `number`th answer of this server."""
    return f"{prefix}{number:06d}{place:02d}"


def stop_of(answer: Answer) -> str:
    """Why it ends."""
    return answer.stop or ("tools" if answer.calls else "end")


def usage_of(asked: Asked, answer: Answer) -> dict[str, int]:
    """As scripted, else four characters a token."""
    written = len(answer.text) + sum(len(arguments_text(call)) for call in answer.calls)
    estimated = {"input": len(json.dumps(asked.body)) // 4, "output": max(1, written // 4), "cache_read": 0, "cache_write": 0}
    return {**estimated, **(answer.usage or {})}


def sse(data: JsonObject | str, event: str | None = None) -> bytes:
    """One event of a stream."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return (f"event: {event}\n" if event else "").encode() + f"data: {text}\n\n".encode()


def items(value: object, name: str) -> list[Any]:
    """A list of the request. Raises BadRequest."""
    if not isinstance(value, list):
        raise BadRequest(f"{name}: must be a list")
    found: list[Any] = value
    return found


def text_of(content: object) -> str:
    """Of a string or of text blocks."""
    if isinstance(content, str):
        return content
    blocks: Iterable[Any] = content if isinstance(content, list) else ()  # pyright: ignore[reportUnknownVariableType] - JSON
    return "\n".join(str(block.get("text", "")) for block in blocks if isinstance(block, dict) and block.get("type") == "text")


def json_object(text: object) -> JsonObject:
    """A JSON object, or what isn't one under `text`."""
    if isinstance(text, str):
        try:
            text = json.loads(text)
        except ValueError:
            return {"text": text}
    return text if isinstance(text, dict) else {"value": text}  # pyright: ignore[reportUnknownVariableType] - JSON
