"""Both adapters over real HTTP: answers, and every way to have none."""

import asyncio
import logging
from contextlib import aclosing
from typing import Any

import httpx2
import pytest

from assistant.models.engines import adapter
from assistant.models.port import Finished, NothingScripted, TextDelta
from assistant.models.scripted.answer import Answer, Call, Fault, FaultKind
from assistant.models.scripted.script import Rule, Script, When
from dialogue.engines.model.request import Message, ModelRequest, ToolResult, ToolUse
from dialogue.model_events import ModelCall, Usage
from tests.assistant.models.stand import KEY, LOOKUP, PROVIDERS, Provider, ask, hear, point, talking

pytestmark = pytest.mark.parametrize("provider", PROVIDERS)
TEXT = "Good morning. It costs 3.5 EUR."
TWO = (Call("catalyst.things.get", {"id": "a"}), Call("catalyst.notes.add", {"text": "b"}))


async def test_text_streams_in_pieces_and_ends_with_usage(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = {"input": 100, "output": 7, "cache_read": 40, "cache_write": 5}
    async with talking(monkeypatch, provider, Answer(TEXT, usage=usage)) as (model, server):
        heard = await hear(model, ask())
    assert heard.text == TEXT
    assert len(heard.chunks) > 4
    assert heard.finished == Finished("end", (), Usage(input=100, output=7, cache_read=40, cache_write=5), "scripted")
    assert [asked.user_text for asked in server.requests] == ["Hello"]


async def test_parallel_calls_come_back_under_the_toolboxs_names(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    async with talking(monkeypatch, provider, Answer("I look.", TWO)) as (model, _):
        heard = await hear(model, ask())
    assert heard.text == "I look."
    assert heard.finished.stop == "tools"
    assert [(c.tool, c.arguments, c.malformed) for c in heard.finished.calls] == [
        ("catalyst.things.get", {"id": "a"}, False),
        ("catalyst.notes.add", {"text": "b"}, False),
    ]
    assert len({call.id for call in heard.finished.calls}) == 2


async def test_a_call_alone_gives_a_sign_of_life_before_its_end(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    async with talking(monkeypatch, provider, Answer(calls=TWO[:1])) as (model, _):
        heard = await hear(model, ask())
    assert heard.chunks[0] == TextDelta("")
    assert heard.text == ""


async def test_a_whole_round_with_results_is_taken_by_the_server(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script(
        Rule(when=When(first=True), calls=({"tool": "catalyst.things.get", "arguments": {"id": "a"}},)),  # pyright: ignore[reportArgumentType] - pydantic reads it from plain data
        Rule(when=When(result_of="catalyst.things.get", result="blue"), say="It is blue."),
    )
    async with talking(monkeypatch, provider, script) as (model, server):
        (call,) = (await hear(model, ask("What colour?"))).finished.calls
        messages = (
            Message("user", "What colour?"),
            Message("assistant", "", (ToolUse(call.id, call.tool, call.arguments),)),
            Message("tool", results=(ToolResult(call.id, call.tool, ok=True, body={"colour": "blue"}),)),
        )
        heard = await hear(model, ModelRequest("Be brief.", (LOOKUP,), messages))
    assert heard.text == "It is blue."
    (result,) = server.requests[1].results
    assert (result.id, result.ok, result.body) == (call.id, True, {"colour": "blue"})


async def test_a_failed_result_says_so(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = (
        Message("user", "Go"),
        Message("assistant", "", (ToolUse("1", LOOKUP.name),)),
        Message("tool", results=(ToolResult("1", LOOKUP.name, ok=False, body={"code": "unknown"}),)),
    )
    async with talking(monkeypatch, provider, Answer("Well.")) as (model, server):
        await hear(model, ModelRequest("", (LOOKUP,), messages))
    assert [result.ok for result in server.requests[0].results] == [False]


async def test_when_it_may_not_call_the_tools_stay_listed(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    async with talking(monkeypatch, provider, Answer("Yes.")) as (model, server):
        await hear(model, ask())
        await hear(model, ask(may_call=False))
    may, may_not = server.requests
    assert may.request.may_call
    assert not may_not.request.may_call
    assert may.body["tools"] == may_not.body["tools"]


@pytest.mark.parametrize(("stop", "calls"), [("length", 1), ("refusal", 0)])
async def test_why_it_ended(provider: Provider, monkeypatch: pytest.MonkeyPatch, stop: Any, calls: int) -> None:
    async with talking(monkeypatch, provider, Answer("I can", TWO[:1], stop=stop)) as (model, _):
        heard = await hear(model, ask())
    assert heard.finished.stop == stop
    assert len(heard.finished.calls) == calls


@pytest.mark.parametrize(
    ("written", "arguments", "malformed"),
    [('{"id": "a",}', {"id": "a"}, False), ("{'id': 'a', 'depth': None}", {"id": "a"}, False), ("", {}, False), ('{"id": ', {}, True), ("[1]", {}, True)],
)
async def test_sloppy_arguments(provider: Provider, monkeypatch: pytest.MonkeyPatch, written: str, arguments: dict[str, Any], malformed: bool) -> None:
    async with talking(monkeypatch, provider, Answer(calls=(Call("catalyst.notes.add" if "None" not in written else LOOKUP.name, written),))) as (model, _):
        (call,) = (await hear(model, ask())).finished.calls
    if provider == "anthropic" and "None" in written:
        arguments = {**arguments, "depth": None}  # its strict mode leaves optional members out by itself
    assert (call.arguments, call.malformed) == (arguments, malformed)


async def test_an_invented_tool_comes_back_by_its_invented_name(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    async with talking(monkeypatch, provider, Answer(calls=(Call("shell.run", {}),))) as (model, _):
        (call,) = (await hear(model, ask())).finished.calls
    assert call == ModelCall(id=call.id, tool="shell_run")


@pytest.mark.parametrize(
    ("fault", "code", "spoken"),
    [
        (Fault("rate_limited", retry_after=7), "rate_limited", ""),
        (Fault("server_error"), "server_error", ""),
        (Fault("overloaded"), "server_error", ""),
        (Fault("unauthorised"), "unauthorised", ""),
        (Fault("rejected"), "rejected", ""),
        (Fault("not_json"), "malformed", ""),
        (Fault("cut", after=2), "cut", "Good morning."),
        (Fault("end_early", after=2), "cut", "Good morning."),
        (Fault("error_event", after=2), "server_error", "Good morning."),
        (Fault("malformed_sse", after=2), "malformed", "Good morning."),
    ],
)
async def test_every_fault_has_its_code(provider: Provider, monkeypatch: pytest.MonkeyPatch, fault: Fault, code: str, spoken: str) -> None:
    async with talking(monkeypatch, provider, Answer(TEXT, TWO, fault=fault)) as (model, server):
        heard = await hear(model, ask())
    assert heard.trouble is not None
    assert heard.trouble.code == code
    assert heard.trouble.retry_after == fault.retry_after
    assert heard.text == spoken
    assert heard.trouble.__cause__ is None
    assert len(server.requests) == 1


@pytest.mark.parametrize("kind", ["cut", "end_early"])
async def test_a_cut_after_the_calls_were_streamed_is_no_answer(provider: Provider, monkeypatch: pytest.MonkeyPatch, kind: FaultKind) -> None:
    last = {"anthropic": -2, "openai": -3}[provider]  # before the event that says why it ends
    async with talking(monkeypatch, provider, Answer("", TWO, fault=Fault(kind, after=last))) as (model, _):
        heard = await hear(model, ask())
    assert heard.trouble is not None
    assert heard.trouble.code == "cut"


async def test_nobody_there(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    point(monkeypatch, "http://127.0.0.1:9")
    model = adapter(provider, "scripted")
    heard = await hear(model, ask())
    await model.close()
    assert heard.trouble is not None
    assert heard.trouble.code == "unreachable"


@pytest.mark.parametrize("fault", [Fault("slow"), Fault("stall", after=1)], ids=["before the answer", "within it"])
async def test_closing_the_stream_ends_the_request(provider: Provider, monkeypatch: pytest.MonkeyPatch, fault: Fault) -> None:
    async with talking(monkeypatch, provider, Answer(TEXT, fault=fault)) as (model, server), asyncio.timeout(60):
        async with aclosing(model.stream(ask())) as stream:
            if fault.kind == "stall":
                assert await anext(stream) == TextDelta("Good")
            waiting = asyncio.ensure_future(anext(stream))
            while not server.requests:
                await server.news()
            waiting.cancel()
            assert isinstance((await asyncio.gather(waiting, return_exceptions=True))[0], asyncio.CancelledError)
        while not server.dropped:
            await server.news()


async def test_a_script_without_an_answer_is_heard(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    async with talking(monkeypatch, provider, Script()) as (model, _):
        heard = await hear(model, ask())
    assert heard.trouble is not None
    assert heard.trouble.code == "rejected"


async def test_no_key_is_ever_in_logs_reprs_or_errors(provider: Provider, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with talking(monkeypatch, provider, Answer(fault=Fault("unauthorised"))) as (model, server):
        heard = await hear(model, ask())
        assert KEY not in repr(model)
        assert KEY not in repr(server.requests)
    assert KEY not in repr(heard)
    assert KEY not in caplog.text
    assert "127.0.0.1" not in caplog.text


@pytest.mark.parametrize("extra", ["strict", "thinking"])
async def test_what_the_server_refuses_by_name_is_left_out_from_then_on(provider: Provider, monkeypatch: pytest.MonkeyPatch, extra: str) -> None:
    named = {"thinking": {"anthropic": "thinking", "openai": "reasoning_effort"}[provider]}.get(extra, extra)
    refuses = Rule(fault={"kind": "rejected", "naming": named}, times=1)  # pyright: ignore[reportArgumentType] - as above
    model_name = {"anthropic": "claude-haiku-5-5", "openai": "gpt-6-luna"}[provider]
    async with talking(monkeypatch, provider, Script(refuses, Rule(say="Yes.")), model_name) as (model, server):
        first = await hear(model, ask())
        second = await hear(model, ask())
    assert first.text == second.text == "Yes."
    bodies = [str(asked.body) for asked in server.requests]
    assert [f"'{named}'" in body for body in bodies] == [True, False, False]


async def test_a_stand_in_that_raises_is_not_taken_for_the_network(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(request: httpx2.Request) -> httpx2.Response:
        raise NothingScripted(request.method)

    async with talking(monkeypatch, provider, Answer(), http=httpx2.AsyncClient(transport=httpx2.MockTransport(nothing))) as (model, _):
        with pytest.raises(NothingScripted):
            await hear(model, ask())
