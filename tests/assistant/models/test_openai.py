"""What the adapter of chat completions sends, and what it takes from the many servers that speak nearly the same."""

import json
from typing import Any

import pytest

from assistant.models.scripted.answer import Answer, Call, Quirk
from dialogue.engines.model.request import Message, ModelRequest, ToolOffer, ToolUse
from dialogue.model_events import Usage
from tests.assistant.models.stand import LOOKUP, NOTE, ask, hear, talking
from tests.assistant.models.test_anthropic import ROUND
from tools.concierge.schemas import SPECS

TWO = (Call(LOOKUP.name, {"id": "a"}), Call(NOTE.name, {"text": "b, ]"}))


async def body_of(monkeypatch: pytest.MonkeyPatch, request: ModelRequest, model: str = "scripted") -> dict[str, Any]:
    async with talking(monkeypatch, "openai", Answer("Yes."), model) as (adapter, server):
        assert (await hear(adapter, request)).text == "Yes."
    return server.requests[0].body


async def test_the_whole_request(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await body_of(monkeypatch, ROUND) == {
        "model": "scripted",
        "max_tokens": 300,
        "stream": True,
        "stream_options": {"include_usage": True},
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "catalyst_things_get",
                    "description": "Reads a thing.",
                    "strict": True,
                    "parameters": {
                        "type": "object",
                        "properties": {
                            "id": {"type": "string", "description": "(maxLength: 16)"},
                            "depth": {"type": ["integer", "null"], "minimum": 0},
                        },
                        "required": ["id", "depth"],
                        "additionalProperties": False,
                    },
                },
            },
            {
                "type": "function",
                "function": {
                    "name": "catalyst_notes_add",
                    "description": "Adds a note.",
                    "parameters": {"type": "object", "properties": {"text": {"type": "string"}}},
                },
            },
        ],
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "What colour is a?"},
            {
                "role": "assistant",
                "content": "I look.",
                "tool_calls": [
                    {"id": "toolu_1", "type": "function", "function": {"name": "catalyst_things_get", "arguments": '{"id":"a"}'}},
                    {"id": "toolu_2", "type": "function", "function": {"name": "catalyst_notes_add", "arguments": '{"text":"a"}'}},
                ],
            },
            {"role": "tool", "tool_call_id": "toolu_1", "content": '{"colour":"blau"}'},
            {"role": "tool", "tool_call_id": "toolu_2", "content": '{"error":{"code":"full"}}'},
            {"role": "user", "content": "And?"},
        ],
    }


@pytest.mark.parametrize(
    ("model", "limit", "effort"),
    [
        ("gpt-6-luna", "max_completion_tokens", "none"),
        ("gpt-5.6-terra", "max_completion_tokens", "none"),
        ("gpt-5-mini", "max_completion_tokens", "minimal"),
        ("o3", "max_completion_tokens", "low"),
        ("gpt-4.1-mini", "max_tokens", None),
        ("qwen3:8b", "max_tokens", None),
    ],
)
async def test_each_model_thinks_as_little_as_it_lets_itself_be_told(monkeypatch: pytest.MonkeyPatch, model: str, limit: str, effort: str | None) -> None:
    body = await body_of(monkeypatch, ask(), model)
    assert limit in body
    assert body.get("reasoning_effort") == effort


async def test_the_whole_toolbox_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    tools = tuple(ToolOffer(spec.name, spec.description, spec.input_schema) for spec in SPECS.values())
    body = await body_of(monkeypatch, ask(tools=tools))
    assert len(body["tools"]) == len(SPECS)


@pytest.mark.parametrize(
    "quirks",
    [
        (), ("no_ids",), ("same_ids",), ("no_indexes",), ("same_indexes",), ("no_ids", "same_indexes"), ("no_indexes", "same_ids", "whole_arguments"),
        ("no_ids", "no_indexes", "whole_arguments"), ("whole_arguments",), ("object_arguments",), ("object_arguments", "no_ids", "same_indexes"),
        ("repeated_names",), ("repeated_names", "no_indexes"), ("no_done",), ("text_calls",), ("text_calls", "text_thinking"), ("reasoning",),
    ],
)  # fmt: skip
async def test_calls_are_understood_however_the_server_writes_them(monkeypatch: pytest.MonkeyPatch, quirks: tuple[Quirk, ...]) -> None:
    answer = Answer("I look.", TWO, thinking="Hm, which?", quirks=frozenset(quirks))
    async with talking(monkeypatch, "openai", answer) as (model, _):
        heard = await hear(model, ask())
    assert heard.text.strip() == "I look."
    assert heard.finished.stop == "tools"
    assert [(call.tool, call.arguments, call.malformed) for call in heard.finished.calls] == [
        (LOOKUP.name, {"id": "a"}, False),
        (NOTE.name, {"text": "b, ]"}, False),
    ]
    ids = [call.id for call in heard.finished.calls]
    assert all(ids)
    assert len(set(ids)) == 2


async def test_an_id_of_an_earlier_turn_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = (Message("user", "Hi"), Message("assistant", "", (ToolUse("call_0", NOTE.name),)), Message("user", "Go"))
    async with talking(monkeypatch, "openai", Answer(calls=TWO[1:], quirks=frozenset({"same_ids"}))) as (model, _):
        (call,) = (await hear(model, ModelRequest("", (NOTE,), earlier))).finished.calls
    assert call.id != "call_0"


async def test_thinking_is_shown_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for quirk in ("text_thinking", "reasoning"):
        pieces = ("<thi", "nk>hm, ", "secret</th", "ink>", "\n\n", "Blue", ".") if quirk == "text_thinking" else ()
        answer = Answer("Blue.", thinking="" if pieces else "hm, secret", pieces=pieces, quirks=frozenset({quirk}))
        async with talking(monkeypatch, "openai", answer) as (model, _):
            heard = await hear(model, ask())
        assert heard.text == "Blue."


async def test_without_usage_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    async with talking(monkeypatch, "openai", Answer("Yes.", quirks=frozenset({"no_usage", "no_done"}))) as (model, _):
        heard = await hear(model, ask())
    assert heard.text == "Yes."
    assert heard.finished.usage == Usage()


async def test_cached_tokens_are_not_counted_as_input(monkeypatch: pytest.MonkeyPatch) -> None:
    async with talking(monkeypatch, "openai", Answer("Yes.", usage={"input": 10, "cache_read": 90, "output": 3})) as (model, server):
        heard = await hear(model, ask())
    assert heard.finished.usage == Usage(input=10, cache_read=90, output=3)
    assert json.dumps(server.requests[0].body["stream_options"]) == '{"include_usage": true}'


@pytest.mark.parametrize("written", ['{"id": ', "what?"])
async def test_a_written_call_that_cannot_be_read_is_malformed(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    async with talking(monkeypatch, "openai", Answer(calls=(Call(LOOKUP.name, written),), quirks=frozenset({"text_calls"}))) as (model, _):
        (call,) = (await hear(model, ask())).finished.calls
    assert (call.tool, call.malformed, call.arguments) == (LOOKUP.name, True, {})


async def test_a_server_of_ones_own_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.assistant.models.stand.KEY", "")
    async with talking(monkeypatch, "openai", Answer("Yes.")) as (model, _):
        assert (await hear(model, ask())).text == "Yes."
