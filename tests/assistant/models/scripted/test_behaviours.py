"""Models that misbehave, each in its one way, and are helpful otherwise."""

import json
from typing import Any

import httpx2
import pytest

from assistant.models.scripted.answer import Answer, Asked, Call
from assistant.models.scripted.behaviours import BEHAVIOURS, ByName
from assistant.models.scripted.reading import CREATE, VALIDATE
from assistant.models.scripted.server import ModelServer, serving
from dialogue.engines.model.request import Message, ModelRequest, ToolResult, ToolUse

GOOD: dict[str, Any] = {"organisation": "Al Noor", "email": "a@noor.example"}


class Good:
    """Validates what is always said, then says so."""

    def answer(self, asked: Asked) -> Answer:
        return Answer("Noted.") if asked.results else Answer(calls=(Call(VALIDATE, GOOD),))


def ask(model: str, *turns: str, state: dict[str, Any] | None = None, rounds: int = 0) -> Answer:
    messages: list[Message] = []
    for said in turns:
        messages += [Message("assistant", "And?")] if messages else []
        messages.append(Message("user", f"<person>\n{said}\n</person>\n<state>{json.dumps(state or {})}</state>"))
    for number in range(rounds):
        use = ToolUse(str(number), "x")
        messages += [Message("assistant", "", (use,)), Message("tool", results=(ToolResult(use.id, "x", ok=False),))]
    return ByName(Good()).answer(Asked(ModelRequest("", (), tuple(messages)), model, {}, ""))


def test_another_name_is_the_one_that_was_given() -> None:
    assert ask("gpt-6-luna", "hello").calls == (Call(VALIDATE, GOOD),)


@pytest.mark.parametrize("name", [n for n, b in BEHAVIOURS.items() if b.wrong and not b.then and len(b.wrong) == 1 and not b.wrong[0].fault])
def test_it_comes_to_its_senses_after_what_it_does_wrong(name: str) -> None:
    assert ask(name, "hello") == BEHAVIOURS[name].wrong[0]
    assert ask(name, "hello", rounds=1).calls == (Call(VALIDATE, GOOD),)
    assert ask(name, "hello", rounds=2).text == "Noted."
    assert ask(name, "hello", "and mail").calls == (Call(VALIDATE, GOOD),)


def test_it_creates_where_it_is_told_not_to() -> None:
    assert [c.tool for c in ask("create_after_no", "no", state={"asking": "confirm"}).calls] == [CREATE]
    assert ask("create_after_no", "no", state={"asking": "confirm"}, rounds=1).text == "It is being created."
    assert ask("create_after_no", "no", state={"asking": "email"}).calls == (Call(VALIDATE, GOOD),)


def test_one_that_fails_fails_in_the_first_turn_alone() -> None:
    fault = ask("cut", "hello").fault
    assert fault is not None
    assert fault.kind == "cut"
    assert ask("cut", "hello", "again").fault is None
    assert [ask("often_down", *["x"] * turns).fault is not None for turns in (1, 2, 3, 4)] == [True, True, True, False]


def test_one_call_at_a_time_until_all_are_made() -> None:
    first, second, then = (ask("one_call_at_a_time", "hello", rounds=n) for n in range(3))
    assert [call.arguments for call in (*first.calls, *second.calls)] == [{"organisation": "Al Noor"}, {"email": "a@noor.example"}]
    assert then.text == "Noted."


def test_what_is_good_is_written_badly() -> None:
    (call,) = ask("sloppy_json", "hello").calls
    assert call.arguments == "```json\n{'organisation': 'Al Noor', 'email': 'a@noor.example',}\n```"
    assert [c.tool for c in ask("parallel_calls", "hello").calls] == [VALIDATE, VALIDATE, "marketplace.region.list", "shell.run"]
    assert ask("thinking_in_text", "hello").quirks == {"text_thinking"}
    assert ask("expensive", "hello", rounds=1).usage == {"input": 900_000}


def test_a_name_can_be_told_to_stand_for_another() -> None:
    brain = ByName(Good())
    brain.behave("lane-1", "unknown_tool")
    request = ModelRequest("", (), (Message("user", "<person>hello</person>"),))
    assert brain.answer(Asked(request, "lane-1", {}, "")) == BEHAVIOURS["unknown_tool"].wrong[0]
    assert brain.answer(Asked(request, "lane-2", {}, "")).calls == (Call(VALIDATE, GOOD),)
    brain.behave("lane-1", None)
    assert brain.answer(Asked(request, "lane-1", {}, "")).calls == (Call(VALIDATE, GOOD),)
    with pytest.raises(KeyError):
        brain.behave("lane-1", "nonsense")


async def test_it_is_told_over_http() -> None:
    server = ModelServer(ByName(Good()), models=BEHAVIOURS)
    body = {"model": "lane-1", "messages": [{"role": "user", "content": "<person>hello</person>"}]}
    async with serving(server) as url, httpx2.AsyncClient(trust_env=False) as http:
        assert (await http.put(f"{url}/scripted/models/lane-1", json={"behaves": "nonsense"})).status_code == 422
        assert (await http.put(f"{url}/scripted/models/lane-1", json={"behaves": "unknown_tool"})).status_code == 204
        answer = (await http.post(f"{url}/v1/chat/completions", json=body)).json()
        listed = (await http.get(f"{url}/v1/models")).json()
    assert answer["choices"][0]["message"]["tool_calls"][0]["function"]["name"] == "shell_run"
    assert [one["id"] for one in listed["data"]] == list(BEHAVIOURS)
