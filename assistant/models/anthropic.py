"""The adapter of Anthropic's messages, on the official SDK."""

import logging
import os
from collections import OrderedDict
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from typing import Any

import anthropic
import httpx2

from assistant.models import profiles, troubles
from assistant.models.answers import AnswerText
from assistant.models.extras import Extras
from assistant.models.fragments import Fragments
from assistant.models.loose import count, member, text
from assistant.models.mending import read
from assistant.models.names import Spelling
from assistant.models.port import Chunk, Finished, ModelTrouble, Stop, TextDelta
from assistant.models.schemas import fitted, within_limits
from assistant.models.turns import WrittenTools, ordered, result_text, wire_id
from dialogue.engines.model.request import Message, ModelRequest, ToolOffer
from dialogue.model_events import ModelCall, Usage

JsonObject = dict[str, Any]
_MARK: JsonObject = {"type": "ephemeral"}
_STOPS: dict[str, Stop] = {
    "tool_use": "tools",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "refusal",
}
REMEMBERED = 256
"""Answers whose thinking is kept, to be handed back with the results of their calls, as the provider asks."""

for _name in ("anthropic", "httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # more would show requests, keys in addresses included


class AnthropicModel:
    """Anthropic's models. Keys and base address as the SDK reads them."""

    def __init__(self, model: str, *, http: httpx2.AsyncClient | None = None) -> None:
        self.name = model
        self._extras = Extras(("thinking", "strict", "cache_marks"))
        self._thoughts: OrderedDict[str, list[JsonObject]] = OrderedDict()
        self._tools: tuple[tuple[ToolOffer, ...], list[JsonObject]] | None = None
        self._written = WrittenTools()
        # A server of one's own may want no key; the SDK wants one to be named.
        keyless = not (os.environ.get("ANTHROPIC_API_KEY") or os.environ.get("ANTHROPIC_AUTH_TOKEN"))
        self._client = anthropic.AsyncAnthropic(
            api_key="none" if keyless and os.environ.get("ANTHROPIC_BASE_URL") else None,
            max_retries=0,
            timeout=httpx2.Timeout(60.0, connect=5.0),
            http_client=http or anthropic.DefaultAsyncHttpxClient(limits=_LIMITS),
        )

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Chunk]:
        """See `Model`."""
        spelling = Spelling(tool.name for tool in request.tools)
        answer = _Answer(spelling)
        stream = await self._open(request, spelling)
        try:
            async for event in stream:
                for chunk in answer.take(event):
                    yield chunk
        except anthropic.APIStatusError as error:
            raise troubles.of_type(error.type) from None
        except Exception as error:
            raise troubles.of_exception(error, began=True) from None
        finally:
            await stream.close()
        rest, finished = answer.finished()
        if finished.calls and answer.thoughts:
            self._remember(finished.calls[0].id, answer.thoughts)
        if rest:
            yield TextDelta(rest)
        yield finished

    async def close(self) -> None:
        """See `Model`."""
        await self._client.close()

    async def _open(self, request: ModelRequest, spelling: Spelling) -> anthropic.AsyncStream[object]:
        """JSON goes out and comes in as it is: the SDK's own walk over parameters and events costs more than all else of a turn."""
        while True:
            body = self._json(request, spelling)
            try:
                return await self._client.post(
                    "/v1/messages", content=body, options=_JSON, cast_to=object, stream=True, stream_cls=anthropic.AsyncStream[object]
                )
            except anthropic.APIStatusError as error:
                again = error.status_code in (400, 422) and self._extras.refused(f"{error.message} {error.body}")
                if not again:
                    raise troubles.of_status(error.status_code, error.response.headers) from None
            except Exception as error:
                raise _of_setup(error) from None

    def _json(self, request: ModelRequest, spelling: Spelling) -> bytes:
        tools, how = request.tools, ("strict" in self._extras, "cache_marks" in self._extras)
        return self._written.into({**self._body(request, spelling), "stream": True}, tools, how, lambda: self._marked(tools, spelling))

    def _marked(self, tools: tuple[ToolOffer, ...], spelling: Spelling) -> list[JsonObject]:
        """The last one carries the mark up to which the provider keeps them."""
        offers = self._offers(tools, spelling)
        mark: JsonObject = {"cache_control": _MARK} if "cache_marks" in self._extras else {}
        return [*offers[:-1], {**offers[-1], **mark}]

    def _body(self, request: ModelRequest, spelling: Spelling) -> JsonObject:
        mark: JsonObject = {"cache_control": _MARK} if "cache_marks" in self._extras else {}
        messages = self._messages(request.messages, spelling)
        if mark:
            messages[-1]["content"][-1].update(mark)
        body: JsonObject = {
            "model": self.name,
            "max_tokens": request.max_tokens + profiles.room(self.name),
            "messages": messages,
        }
        if request.system:
            body["system"] = [{"type": "text", "text": request.system, **mark}]
        if request.tools and not request.may_call:
            body["tool_choice"] = {"type": "none"}
        thinking = profiles.thinking(self.name) if "thinking" in self._extras else None
        if thinking:
            body["thinking"] = {"type": thinking}
        return body

    def _offers(self, tools: tuple[ToolOffer, ...], spelling: Spelling) -> list[JsonObject]:
        """The same objects as long as the same tools are offered: their schemas are fitted once."""
        if self._tools is None or self._tools[0] is not tools:
            fits = [fitted(tool.schema, "anthropic") for tool in tools]
            marks = within_limits(fits)
            made = [
                {"name": spelling.wire(tool.name), "description": tool.description, "input_schema": fit.schema, **({"strict": True} if strict else {})}
                for tool, fit, strict in zip(tools, fits, marks, strict=True)
            ]
            self._tools = (tools, made)
        offers = self._tools[1]
        return offers if "strict" in self._extras else [{k: v for k, v in offer.items() if k != "strict"} for offer in offers]

    def _messages(self, messages: Iterable[Message], spelling: Spelling) -> list[JsonObject]:
        found: list[JsonObject] = []
        for message in ordered(messages):
            role = "assistant" if message.role == "assistant" else "user"
            blocks = self._blocks(message, spelling)
            if found and found[-1]["role"] == role:
                found[-1]["content"] += blocks
            else:
                found.append({"role": role, "content": blocks})
        return found

    def _blocks(self, message: Message, spelling: Spelling) -> list[JsonObject]:
        match message.role:
            case "user":
                return [{"type": "text", "text": message.text}]
            case "tool":
                return [
                    {"type": "tool_result", "tool_use_id": wire_id(r.id), "content": result_text(r), **({} if r.ok else {"is_error": True})}
                    for r in message.results
                ]
            case "assistant":
                thoughts = self._thoughts.get(message.calls[0].id, []) if message.calls else []
                said: list[JsonObject] = [{"type": "text", "text": message.text.rstrip()}] if message.text.strip() else []
                calls: list[JsonObject] = [
                    {"type": "tool_use", "id": wire_id(call.id), "name": spelling.wire(call.tool), "input": call.arguments}
                    for call in message.calls
                ]
                return [*thoughts, *said, *calls]

    def _remember(self, call_id: str, thoughts: list[JsonObject]) -> None:
        self._thoughts[call_id] = thoughts
        while len(self._thoughts) > REMEMBERED:
            self._thoughts.popitem(last=False)


_JSON: anthropic.RequestOptions = {"headers": {"content-type": "application/json"}}
_LIMITS = httpx2.Limits(max_connections=200, max_keepalive_connections=40, keepalive_expiry=120.0)
"""People think between two sentences: a connection is kept for longer than the SDK would, so that no turn begins with a handshake."""


def _of_setup(error: Exception) -> ModelTrouble:
    """Before the first byte. The SDK tells with a TypeError that it found no key."""
    if isinstance(error, TypeError) and "authentication" in str(error):
        return ModelTrouble("unauthorised")
    return troubles.of_exception(error, began=False)


@dataclass(slots=True)
class _Block:
    """One content block as it grows."""

    kind: str
    id: str = ""
    name: str = ""
    given: object = None
    """Arguments that came whole with the block's beginning."""
    written: list[str] = field(default_factory=list[str])
    signature: str = ""


@dataclass(slots=True)
class _Answer:
    """Folds the stream's events."""

    spelling: Spelling
    shown: AnswerText = field(default_factory=AnswerText)
    """Servers of other makers write thinking and calls into the text here too."""
    blocks: dict[int, _Block] = field(default_factory=dict[int, _Block])
    thoughts: list[JsonObject] = field(default_factory=list[JsonObject])
    model: str = ""
    stop: str | None = None
    usage: Usage = field(default_factory=Usage)

    def take(self, event: object) -> list[Chunk]:
        match member(event, "type"):
            case "message_start":
                self.model = text(member(event, "message", "model"))
                self._count(member(event, "message", "usage"))
            case "content_block_start":
                return self._begin(count(member(event, "index")), member(event, "content_block"))
            case "content_block_delta":
                return self._grow(count(member(event, "index")), member(event, "delta"))
            case "content_block_stop":
                self._close(count(member(event, "index")))
            case "message_delta":
                self.stop = text(member(event, "delta", "stop_reason")) or self.stop
                self._count(member(event, "usage"))
            case _:
                pass
        return []

    def _begin(self, index: int, block: Any) -> list[Chunk]:
        self.blocks[index] = made = _Block(text(member(block, "type")))
        match made.kind:
            case "tool_use":
                made.id, made.name, made.given = text(member(block, "id")), text(member(block, "name")), member(block, "input")
                return [TextDelta("")]
            case "text":
                return self._show(text(member(block, "text")))
            case "redacted_thinking":
                self.thoughts.append({"type": "redacted_thinking", "data": member(block, "data")})
            case _:
                pass
        return []

    def _grow(self, index: int, delta: Any) -> list[Chunk]:
        block = self.blocks.setdefault(index, _Block(""))
        match member(delta, "type"):
            case "text_delta":
                return self._show(text(member(delta, "text")))
            case "input_json_delta":
                block.written.append(text(member(delta, "partial_json")))
            case "thinking_delta":
                block.written.append(text(member(delta, "thinking")))
            case "signature_delta":
                block.signature += text(member(delta, "signature"))
            case _:
                pass
        return []

    def _show(self, written: str) -> list[Chunk]:
        shown = self.shown.feed(written)
        return [TextDelta(shown)] if shown else []

    def _close(self, index: int) -> None:
        block = self.blocks.get(index)
        if block is not None and block.kind == "thinking":
            self.thoughts.append({"type": "thinking", "thinking": "".join(block.written), "signature": block.signature})

    def _count(self, usage: object) -> None:
        """Counts are cumulative; those that a later event leaves out stand."""
        known = self.usage
        self.usage = Usage(
            input=count(member(usage, "input_tokens"), known.input),
            output=count(member(usage, "output_tokens"), known.output),
            cache_read=count(member(usage, "cache_read_input_tokens"), known.cache_read),
            cache_write=count(member(usage, "cache_creation_input_tokens"), known.cache_write),
        )

    def finished(self) -> tuple[str, Finished]:
        """The rest of the text, and the end. Raises ModelTrouble: the stream ended before the answer did, or was none."""
        if self.stop is None:
            raise ModelTrouble("cut" if self.model or self.blocks else "malformed")
        stop = _STOPS.get(self.stop, "end")
        rest = self.shown.end()
        calls = () if stop == "refusal" else (*(self._call(b) for b in self.blocks.values() if b.kind == "tool_use"), *self._written())
        return rest, Finished("tools" if calls and stop == "end" else stop, calls, self.usage, self.model)

    def _written(self) -> Iterable[ModelCall]:
        """Calls that stood in the text; they come without an id."""
        for call in Fragments().calls((call.tool, call.arguments) for call in self.shown.calls):
            yield ModelCall(id=call.id, tool=self.spelling.ours(call.name), arguments=call.arguments or {}, malformed=call.arguments is None)

    def _call(self, block: _Block) -> ModelCall:
        written = "".join(block.written)
        arguments = read(written or block.given)
        tool = self.spelling.ours(block.name)
        return ModelCall(id=block.id, tool=tool, arguments=arguments or {}, malformed=arguments is None)
