"""What a turn costs besides the model: everything between a request and its events, the wire's bytes played from memory."""

import asyncio
import json
import statistics
import time
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpx2
import pytest

from assistant.models.breaker import Breaker
from assistant.models.engines import ADAPTERS, adapter
from assistant.models.prices import Prices
from assistant.models.runner import ModelRunner
from assistant.models.scripted import anthropic_wire, openai_wire
from assistant.models.scripted.answer import Answer, Asked, Call
from dialogue.engines.model.request import Message, ModelRequest, ToolOffer, ToolResult, ToolUse
from dialogue.model_events import ModelSpoke
from tests.assistant.models.stand import PROVIDERS, Provider, point
from tools.concierge.schemas import SPECS

pytestmark = pytest.mark.parametrize("provider", PROVIDERS)
WIRES: dict[Provider, Any] = {"anthropic": anthropic_wire, "openai": openai_wire}
TOOLS = tuple(ToolOffer(spec.name, spec.description, spec.input_schema) for spec in SPECS.values())
ANSWER = Answer("Good morning, here is what I have. It costs 25.49 EUR a month. Shall I take that?", (Call("catalyst.deployments.validate", {"regions": ["fsn1"]}),))
TURNS = 30
SHARE = 0.020
"""Seconds of a turn that are ours, on a machine with nothing else to do."""
BUSY = 3
"""So much slower may this machine be while other tests run."""


def history(turns: int) -> ModelRequest:
    """A talk that has gone on for a while."""
    messages: list[Message] = []
    for turn in range(turns):
        call = ToolUse(f"t{turn}", "catalyst.deployments.validate", {"regions": ["hel1"]})
        messages += [
            Message("user", "<person>\nplease make it Helsinki\n</person>\n<state>" + json.dumps({"plan": {"apps": ["a"] * 20}}) + "</state>"),
            Message("assistant", "", (call,)),
            Message("tool", results=(ToolResult(call.id, call.tool, ok=True, body={"plan": {"text": "x" * 800}}),)),
            Message("assistant", "Noted. What is next?"),
        ]
    return ModelRequest("You are the concierge. " * 120, TOOLS, (*messages, Message("user", "and now?")))


class Tape(httpx2.AsyncByteStream):
    """Bytes from memory; notes when the piece with the first sentence's end left."""

    def __init__(self, parts: Iterable[bytes], left: list[float]) -> None:
        self._parts = iter(parts)
        self._left = left

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            await asyncio.sleep(0)
            if b" It" in part:
                self._left.append(time.perf_counter())
            yield part


def runner(monkeypatch: pytest.MonkeyPatch, provider: Provider, left: list[float]) -> ModelRunner:
    wire = WIRES[provider]

    def play(request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content)
        asked = Asked(wire.decode(body), "m", body, "")
        parts = [data for data, _ in wire.stream(asked, ANSWER, 1)]
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=Tape(parts, left))

    point(monkeypatch, "http://127.0.0.1:9")
    kind: Any = type(adapter(provider, "m"))
    assert kind.__name__ == ADAPTERS[provider][1]
    model = kind("m", http=httpx2.AsyncClient(transport=httpx2.MockTransport(play)))
    return ModelRunner(model, Breaker(), prices=Prices.load())


async def test_our_share_of_a_turn_is_small(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[float] = []
    asking, request = runner(monkeypatch, provider, left), history(10)
    shares: list[float] = []
    lags: list[float] = []
    for _ in range(TURNS):
        began, first = time.process_time(), 0.0
        async for event in asking.run("m1", request):
            first = first or (time.perf_counter() if isinstance(event, ModelSpoke) else 0.0)
        shares.append(time.process_time() - began)
        lags.append(first - left[-1])
    await asking.close()
    print(f"{provider}: {statistics.median(shares) * 1000:.1f} ms a turn, {max(shares) * 1000:.1f} at most; first clause after {statistics.median(lags) * 1000:.2f} ms")  # noqa: T201 - shown when it fails
    assert statistics.median(shares) <= SHARE * BUSY
    assert statistics.median(lags) <= 0.030
