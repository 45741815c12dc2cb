"""The scripted servers, asked without an SDK."""

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from assistant.models.scripted.answer import Answer, Call
from assistant.models.scripted.script import Always, Rule, Script, When
from assistant.models.scripted.server import UNSCRIPTED, ModelServer, serving

MESSAGES = [{"role": "user", "content": "Hello there"}]
BODIES: dict[str, dict[str, Any]] = {
    "/v1/messages": {"model": "m", "max_tokens": 10, "messages": MESSAGES},
    "/v1/chat/completions": {"model": "m", "messages": MESSAGES},
}
ANSWER = Answer("Hello.", (Call("a.b", {"x": 1}),), usage={"input": 3, "output": 4})


async def post(server: ModelServer, path: str, body: dict[str, Any]) -> httpx2.Response:
    async with serving(server) as url, httpx2.AsyncClient(trust_env=False) as http:
        return await http.post(f"{url}{path}", json=body)


async def test_anthropic_in_one_piece() -> None:
    answer = (await post(ModelServer(Always(ANSWER)), "/v1/messages", BODIES["/v1/messages"])).json()
    assert answer["content"] == [{"type": "text", "text": "Hello."}, {"type": "tool_use", "id": "toolu_00000100", "name": "a_b", "input": {"x": 1}}]
    assert answer["stop_reason"] == "tool_use"
    assert (answer["usage"]["input_tokens"], answer["usage"]["output_tokens"]) == (3, 4)


async def test_openai_in_one_piece() -> None:
    answer = (await post(ModelServer(Always(ANSWER)), "/v1/chat/completions", BODIES["/v1/chat/completions"])).json()
    (choice,) = answer["choices"]
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"]["tool_calls"][0]["function"] == {"name": "a_b", "arguments": '{"x": 1}'}
    assert answer["usage"]["total_tokens"] == 7


@pytest.mark.parametrize("path", BODIES)
async def test_a_stream_is_events_of_json(path: str) -> None:
    answer = await post(ModelServer(Always(ANSWER)), path, {**BODIES[path], "stream": True})
    assert answer.headers["content-type"] == "text/event-stream"
    lines = [line.removeprefix("data: ") for line in answer.text.splitlines() if line.startswith("data: ")]
    assert (lines[-1] == "[DONE]") == (path == "/v1/chat/completions")
    assert all(json.loads(line) for line in lines if line != "[DONE]")


CALLED = {"role": "assistant", "content": "", "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}
LOOSE = {"type": "function", "function": {"name": "f", "strict": True, "parameters": {"type": "object", "properties": {"a": {"type": "string"}}}}}


@pytest.mark.parametrize(
    ("path", "change", "named"),
    [
        ("/v1/messages", {"max_tokens": None}, "max_tokens"),
        ("/v1/messages", {"temperature": 1}, "temperature"),
        ("/v1/messages", {"messages": [{"role": "assistant", "content": "Hi"}]}, "messages"),
        ("/v1/messages", {"messages": [*MESSAGES, {"role": "assistant", "content": "Hi"}]}, "prefill"),
        ("/v1/messages", {"messages": [{"role": "user", "content": " "}]}, "text"),
        ("/v1/messages", {"tools": [{"name": "a.b", "input_schema": {"type": "object"}}]}, "name"),
        ("/v1/messages", {"system": [{"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}}] * 5}, "cache_control"),
        ("/v1/messages", {"messages": [*MESSAGES, {"role": "assistant", "content": [{"type": "tool_use", "id": "1", "name": "f", "input": {}}]}, *MESSAGES]}, "tool_use"),
        ("/v1/chat/completions", {"messages": [*MESSAGES, CALLED, *MESSAGES]}, "tool_calls"),
        ("/v1/chat/completions", {"messages": [*MESSAGES, {"role": "tool", "tool_call_id": "1", "content": "{}"}]}, "tool message"),
        ("/v1/chat/completions", {"tools": [LOOSE]}, "strict"),
        ("/v1/chat/completions", {"messages": "Hi"}, "messages"),
    ],
)
async def test_what_the_provider_would_refuse_is_refused(path: str, change: dict[str, Any], named: str) -> None:
    answer = await post(ModelServer(Always(ANSWER)), path, {**BODIES[path], **change})
    assert answer.status_code == 400
    assert named in answer.json()["error"]["message"]


async def test_no_json_is_refused() -> None:
    async with serving(ModelServer(Always(ANSWER))) as url, httpx2.AsyncClient(trust_env=False) as http:
        assert (await http.post(f"{url}/v1/messages", content=b"{")).status_code == 400


async def test_one_format_alone() -> None:
    server = ModelServer(Always(ANSWER), speaks="openai")
    assert (await post(server, "/v1/messages", BODIES["/v1/messages"])).status_code == 404


async def test_models_are_listed() -> None:
    async with serving(ModelServer(Always(ANSWER))) as url, httpx2.AsyncClient(trust_env=False) as http:
        assert (await http.get(f"{url}/v1/models")).json()["data"][0]["id"] == "scripted"


async def test_rules_answer_in_their_order_until_they_are_used_up(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    rules = [{"when": {"user": "HELLO"}, "say": "First.", "times": 1}, {"when": {"first": True}, "say": "Then."}]
    file.write_text(yaml.safe_dump({"rules": rules}), encoding="utf-8")
    server = ModelServer(Script.load(file))
    async with serving(server) as url, httpx2.AsyncClient(trust_env=False) as http:
        said = [(await http.post(f"{url}/v1/messages", json=BODIES["/v1/messages"])).json()["content"][0]["text"] for _ in range(3)]
    assert said == ["First.", "Then.", "Then."]


async def test_a_request_that_no_rule_fits_has_a_status_of_its_own() -> None:
    script = Script(Rule(when=When(user="goodbye"), say="Bye."))
    for path, body in BODIES.items():
        assert (await post(ModelServer(script), path, body)).status_code == UNSCRIPTED
