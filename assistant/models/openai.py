"""The adapter of OpenAI's chat completions, on the official SDK; it also serves vLLM, Ollama, llama.cpp, NewAPI and their like."""

import hashlib
import logging
import os
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx2
import openai

from assistant.models import profiles, troubles
from assistant.models.answers import AnswerText
from assistant.models.extras import Extras
from assistant.models.fragments import Fragments
from assistant.models.loose import count, member, objects, text
from assistant.models.names import Spelling
from assistant.models.port import Chunk, Finished, ModelTrouble, Stop, TextDelta
from assistant.models.schemas import Fitted, fitted, tidied, without_nulls
from assistant.models.turns import WrittenTools, compact, ordered, result_text, wire_id
from dialogue.engines.model.request import Message, ModelRequest, ToolOffer
from dialogue.model_events import ModelCall, Usage

JsonObject = dict[str, Any]
_STOPS: dict[str, Stop] = {"length": "length", "content_filter": "refusal", "tool_calls": "tools", "function_call": "tools"}

for _name in ("openai", "httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # more would show requests, keys in addresses included


class OpenAIModel:
    """Models behind `/chat/completions`. Keys and base address as the SDK reads them."""

    def __init__(self, model: str, *, http: httpx2.AsyncClient | None = None) -> None:
        self.name = model
        base = os.environ.get("OPENAI_BASE_URL")
        # A server of one's own may want no key; the SDK refuses to begin without one.
        self._client = openai.AsyncOpenAI(
            api_key=os.environ.get("OPENAI_API_KEY") or ("none" if base else None),
            max_retries=0,
            timeout=httpx2.Timeout(60.0, connect=5.0),
            http_client=http or openai.DefaultAsyncHttpxClient(limits=_LIMITS),
        )
        official = httpx2.URL(base).host == "api.openai.com" if base else True
        extras = ["usage", "effort", "strict"]
        extras += ["completion_tokens"] if official or profiles.counts_completion_tokens(self.name) else []
        self._extras = Extras([*extras, "cache_key"] if official else extras)
        self._tools: tuple[tuple[ToolOffer, ...], dict[str, Fitted]] | None = None
        self._written = WrittenTools()

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Chunk]:
        """See `Model`."""
        spelling = Spelling(tool.name for tool in request.tools)
        used = frozenset(call.id for message in request.messages for call in message.calls)
        answer = _Answer(spelling, self._strict_schemas(request.tools), Fragments(used))
        stream = await self._open(request, spelling)
        try:
            async for chunk in stream:
                for piece in answer.take(chunk):
                    yield piece
        except openai.APIStatusError as error:
            raise troubles.of_status(error.status_code, error.response.headers) from None
        except openai.APIConnectionError as error:
            raise troubles.of_exception(error, began=True) from None
        except openai.APIError as error:
            raise troubles.of_type(error.type or error.code) from None
        except Exception as error:
            raise troubles.of_exception(error, began=True) from None
        finally:
            await stream.close()
        for piece in answer.end():
            yield piece

    async def close(self) -> None:
        """See `Model`."""
        await self._client.close()

    async def _open(self, request: ModelRequest, spelling: Spelling) -> openai.AsyncStream[object]:
        """JSON goes out and comes in as it is: the SDK's own walk over parameters and chunks costs more than all else of a turn."""
        while True:
            body = self._json(request, spelling)
            try:
                return await self._client.post(
                    "/chat/completions", content=body, options=_JSON, cast_to=object, stream=True, stream_cls=openai.AsyncStream[object]
                )
            except openai.APIStatusError as error:
                again = error.status_code in (400, 422) and self._extras.refused(f"{error.message} {error.body}")
                if not again:
                    raise troubles.of_status(error.status_code, error.response.headers) from None
            except Exception as error:
                raise troubles.of_exception(error, began=False) from None

    def _json(self, request: ModelRequest, spelling: Spelling) -> bytes:
        tools, how = request.tools, ("strict" in self._extras,)
        return self._written.into({**self._body(request, spelling), "stream": True}, tools, how, lambda: self._offers(tools, spelling))

    def _body(self, request: ModelRequest, spelling: Spelling) -> JsonObject:
        limit = "max_completion_tokens" if "completion_tokens" in self._extras else "max_tokens"
        body: JsonObject = {
            "model": self.name,
            limit: request.max_tokens + profiles.room(self.name),
            "messages": [*_system(request.system), *_messages(request.messages, spelling)],
        }
        if request.tools and not request.may_call:
            body["tool_choice"] = "none"
        if "usage" in self._extras:
            body["stream_options"] = {"include_usage": True}
        effort = profiles.effort(self.name) if "effort" in self._extras else None
        if effort:
            body["reasoning_effort"] = effort
        if "cache_key" in self._extras:
            body["prompt_cache_key"] = hashlib.sha256(request.system.encode()).hexdigest()[:32]
        return body

    def _fits(self, tools: tuple[ToolOffer, ...]) -> dict[str, Fitted]:
        """Fitted once, as long as the same tools are offered."""
        if self._tools is None or self._tools[0] is not tools:
            self._tools = (tools, {tool.name: fitted(tool.schema, "openai") for tool in tools})
        return self._tools[1]

    def _offers(self, tools: tuple[ToolOffer, ...], spelling: Spelling) -> list[JsonObject]:
        fits = self._fits(tools)
        return [
            {"type": "function", "function": {"name": spelling.wire(tool.name), "description": tool.description, **self._parameters(tool, fits)}}
            for tool in tools
        ]

    def _parameters(self, tool: ToolOffer, fits: dict[str, Fitted]) -> JsonObject:
        fit = fits[tool.name]
        if not fit.strict:
            return {"parameters": fit.schema}
        if "strict" in self._extras:
            return {"parameters": fit.schema, "strict": True}
        return {"parameters": tidied(tool.schema)}

    def _strict_schemas(self, tools: tuple[ToolOffer, ...]) -> dict[str, JsonObject]:
        """The toolbox's own schemas of the tools that are offered strict."""
        if "strict" not in self._extras:
            return {}
        fits = self._fits(tools)
        return {tool.name: tool.schema for tool in tools if fits[tool.name].strict}


_JSON: openai.RequestOptions = {"headers": {"content-type": "application/json"}}
_LIMITS = httpx2.Limits(max_connections=200, max_keepalive_connections=40, keepalive_expiry=120.0)
"""People think between two sentences: a connection is kept for longer than the SDK would, so that no turn begins with a handshake."""


def _system(prompt: str) -> list[JsonObject]:
    return [{"role": "system", "content": prompt}] if prompt else []


def _messages(messages: Iterable[Message], spelling: Spelling) -> list[JsonObject]:
    found: list[JsonObject] = []
    for message in ordered(messages):
        match message.role:
            case "user":
                found.append({"role": "user", "content": message.text})
            case "tool":
                found += [{"role": "tool", "tool_call_id": wire_id(r.id), "content": result_text(r)} for r in message.results]
            case "assistant":
                found.append(_assistant(message, spelling))
    return found


def _assistant(message: Message, spelling: Spelling) -> JsonObject:
    """Content is never null: some servers' templates fail on it."""
    said: JsonObject = {"role": "assistant", "content": message.text.rstrip()}
    if message.calls:
        said["tool_calls"] = [
            {"id": wire_id(call.id), "type": "function", "function": {"name": spelling.wire(call.tool), "arguments": compact(call.arguments)}}
            for call in message.calls
        ]
    return said


@dataclass(slots=True)
class _Answer:
    """Folds the stream's chunks; any member may be missing or of another type."""

    spelling: Spelling
    strict: dict[str, JsonObject]
    """Own schemas of the tools whose members all had to be filled."""
    fragments: Fragments
    text: AnswerText = field(default_factory=AnswerText)
    usage: Usage = field(default_factory=Usage)
    model: str = ""
    stop: str | None = None
    refused: bool = False
    began: bool = False

    def take(self, chunk: object) -> list[Chunk]:
        self.began = True
        self.model = text(member(chunk, "model")) or self.model
        self._count(member(chunk, "usage"))
        found: list[Chunk] = []
        for choice in objects(member(chunk, "choices")):
            self.stop = text(choice.get("finish_reason")) or self.stop
            found += self._grow(member(choice, "delta"))
        return found

    def _grow(self, delta: object) -> list[Chunk]:
        """`reasoning_content` and `reasoning` are thinking; nobody is shown them."""
        found: list[Chunk] = []
        began = bool(self.fragments)
        for call in objects(member(delta, "tool_calls")):
            self.fragments.add(call.get("index"), call.get("id"), member(call, "function", "name"), member(call, "function", "arguments"))
        if self.fragments and not began:
            found.append(TextDelta(""))
        refusal = text(member(delta, "refusal"))
        self.refused = self.refused or bool(refusal)
        shown = self.text.feed(text(member(delta, "content")) + refusal)
        if shown:
            found.append(TextDelta(shown))
        return found

    def _count(self, usage: object) -> None:
        if not isinstance(usage, dict):
            return
        details = member(usage, "prompt_tokens_details")
        read, write = count(member(details, "cached_tokens")), count(member(details, "cache_write_tokens"))
        prompt = count(member(usage, "prompt_tokens"))
        self.usage = Usage(
            input=max(0, prompt - read - write), output=count(member(usage, "completion_tokens")), cache_read=read, cache_write=write
        )

    def end(self) -> list[Chunk]:
        """Raises ModelTrouble: the stream ended before the answer did, or was none. A missing `[DONE]` is no harm."""
        if self.stop is None:
            raise ModelTrouble("cut" if self.began else "malformed")
        rest = self.text.end()
        stop: Stop = "refusal" if self.refused else _STOPS.get(self.stop, "end")
        calls = () if stop == "refusal" else self._calls()
        if stop not in ("length", "refusal"):
            stop = "tools" if calls else "end"
        finished = Finished(stop, calls, self.usage, self.model)
        return [TextDelta(rest), finished] if rest else [finished]

    def _calls(self) -> tuple[ModelCall, ...]:
        written = ((call.tool, call.arguments) for call in self.text.calls)
        return tuple(self._call(call.id, call.name, call.arguments) for call in self.fragments.calls(written))

    def _call(self, call_id: str, name: str, arguments: JsonObject | None) -> ModelCall:
        tool = self.spelling.ours(name)
        schema = self.strict.get(tool)
        if arguments is not None and schema is not None:
            arguments = without_nulls(arguments, schema)
        return ModelCall(id=call_id, tool=tool, arguments=arguments or {}, malformed=arguments is None)
