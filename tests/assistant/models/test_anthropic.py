"""What Anthropic's adapter sends, and what it alone must read."""

import json
from dataclasses import replace
from typing import Any

import pytest

from assistant.models.scripted.answer import Answer, Asked, Call
from dialogue.engines.model.request import Message, ModelRequest, ToolOffer, ToolResult, ToolUse
from tests.assistant.models.stand import LOOKUP, NOTE, ask, hear, talking
from tools.concierge.schemas import SPECS

ROUND = ModelRequest(
    "Be brief.",
    (LOOKUP, NOTE),
    (
        Message("user", "What colour is a?"),
        Message("assistant", "I look.", (ToolUse("toolu_1", LOOKUP.name, {"id": "a"}), ToolUse("toolu_2", NOTE.name, {"text": "a"}))),
        Message("tool", results=(ToolResult("toolu_1", LOOKUP.name, ok=True, body={"colour": "blau"}), ToolResult("toolu_2", NOTE.name, ok=False, body={"code": "full"}))),
        Message("user", "And?"),
    ),
    max_tokens=300,
)
MARK = {"type": "ephemeral"}


async def body_of(monkeypatch: pytest.MonkeyPatch, request: ModelRequest, model: str = "claude-haiku-5-5") -> dict[str, Any]:
    async with talking(monkeypatch, "anthropic", Answer("Yes."), model) as (adapter, server):
        assert (await hear(adapter, request)).text == "Yes."
    return server.requests[0].body


async def test_the_whole_request(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await body_of(monkeypatch, ROUND) == {
        "model": "claude-haiku-5-5",
        "max_tokens": 300,
        "stream": True,
        "thinking": {"type": "disabled"},
        "system": [{"type": "text", "text": "Be brief.", "cache_control": MARK}],
        "tools": [
            {
                "name": "catalyst_things_get",
                "description": "Reads a thing.",
                "strict": True,
                "input_schema": {
                    "type": "object",
                    "properties": {
                        "id": {"type": "string", "description": "(maxLength: 16)"},
                        "depth": {"type": "integer", "description": "(minimum: 0)"},
                    },
                    "required": ["id"],
                    "additionalProperties": False,
                },
            },
            {
                "name": "catalyst_notes_add",
                "description": "Adds a note.",
                "input_schema": {"type": "object", "properties": {"text": {"type": "string"}}},
                "cache_control": MARK,
            },
        ],
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "What colour is a?"}]},
            {
                "role": "assistant",
                "content": [
                    {"type": "text", "text": "I look."},
                    {"type": "tool_use", "id": "toolu_1", "name": "catalyst_things_get", "input": {"id": "a"}},
                    {"type": "tool_use", "id": "toolu_2", "name": "catalyst_notes_add", "input": {"text": "a"}},
                ],
            },
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": "toolu_1", "content": '{"colour":"blau"}'},
                    {"type": "tool_result", "tool_use_id": "toolu_2", "content": '{"error":{"code":"full"}}', "is_error": True},
                    {"type": "text", "text": "And?", "cache_control": MARK},
                ],
            },
        ],
    }


async def test_a_request_only_grows_at_its_end_but_for_the_mark_on_the_last_message(monkeypatch: pytest.MonkeyPatch) -> None:
    longer = replace(ROUND, messages=(*ROUND.messages, Message("assistant", "Blue."), Message("user", "Thanks")))
    first, second = [await body_of(monkeypatch, request) for request in (ROUND, longer)]
    assert (first["system"], first["tools"]) == (second["system"], second["tools"])
    unmarked = json.loads(json.dumps(first["messages"]).replace(', "cache_control": {"type": "ephemeral"}', ""))
    assert second["messages"][: len(unmarked)] == unmarked
    assert json.dumps(second).count("cache_control") == 3


async def test_the_whole_toolbox_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    tools = tuple(ToolOffer(spec.name, spec.description, spec.input_schema) for spec in SPECS.values())
    body = await body_of(monkeypatch, ask(tools=tools))
    assert [tool["name"].replace("_", ".").replace("-", ".") for tool in body["tools"]] == [name.replace("-", ".") for name in SPECS]
    assert sum("strict" in tool for tool in body["tools"]) <= 20
    assert json.dumps(body).count("cache_control") == 3


@pytest.mark.parametrize(
    ("model", "thinking", "room"),
    [
        ("claude-haiku-5-5", {"type": "disabled"}, 0),
        ("claude-sonnet-5-5", {"type": "between_tools"}, 0),
        ("claude-opus-5-5", None, 4096),
        ("qwen-behind-a-proxy", None, 0),
    ],
)
async def test_each_model_thinks_as_little_as_it_lets_itself_be_told(monkeypatch: pytest.MonkeyPatch, model: str, thinking: object, room: int) -> None:
    body = await body_of(monkeypatch, ask(), model)
    assert body.get("thinking") == thinking
    assert body["max_tokens"] == 1024 + room


class ThinksOnce:
    """Thinks, calls, and then speaks."""

    def answer(self, asked: Asked) -> Answer:
        return Answer("Blue.") if asked.results else Answer(thinking="Let me see.", calls=(Call(LOOKUP.name, {"id": "a"}),))


async def test_thinking_is_not_shown_but_handed_back_with_the_results(monkeypatch: pytest.MonkeyPatch) -> None:
    async with talking(monkeypatch, "anthropic", ThinksOnce()) as (model, server):
        heard = await hear(model, ask("What colour?"))
        (call,) = heard.finished.calls
        messages = (
            Message("user", "What colour?"),
            Message("assistant", "", (ToolUse(call.id, call.tool, call.arguments),)),
            Message("tool", results=(ToolResult(call.id, call.tool, ok=True, body={"colour": "blue"}),)),
        )
        await hear(model, ModelRequest("Be brief.", (LOOKUP,), messages))
    assert heard.text == ""
    (thought, use) = server.requests[1].body["messages"][1]["content"]
    assert thought == {"type": "thinking", "thinking": "Let me see.", "signature": "signed-1"}
    assert use["type"] == "tool_use"


async def test_without_a_key_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.models.anthropic import AnthropicModel  # noqa: PLC0415 - takes long to import

    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    model = AnthropicModel("claude-haiku-5-5")
    heard = await hear(model, ask())
    await model.close()
    assert heard.trouble is not None
    assert heard.trouble.code == "unauthorised"


async def test_a_server_of_ones_own_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.assistant.models.stand.KEY", "")
    async with talking(monkeypatch, "anthropic", Answer("Yes.")) as (model, _):
        assert (await hear(model, ask())).text == "Yes."
