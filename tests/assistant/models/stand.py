"""A scripted model server and the adapters that talk to it over real HTTP."""

import asyncio
import heapq
import selectors
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx2
import pytest

from assistant.models.engines import adapter
from assistant.models.port import Chunk, Finished, Model, ModelTrouble, TextDelta
from assistant.models.scripted.answer import Answer, Brain
from assistant.models.scripted.script import Always
from assistant.models.scripted.server import ModelServer, serving
from dialogue.engines.model.request import Message, ModelRequest, ToolOffer

Provider = Literal["anthropic", "openai"]
PROVIDERS: tuple[Provider, ...] = ("anthropic", "openai")
KEY = "sk-never-shown-0123456789"
LOOKUP = ToolOffer(
    "catalyst.things.get",
    "Reads a thing.",
    {
        "type": "object",
        "properties": {"id": {"type": "string", "maxLength": 16}, "depth": {"type": "integer", "minimum": 0}},
        "required": ["id"],
        "additionalProperties": False,
    },
)
NOTE = ToolOffer("catalyst.notes.add", "Adds a note.", {"type": "object", "properties": {"text": {"type": "string"}}})


def ask(text: str = "Hello", *, tools: tuple[ToolOffer, ...] = (LOOKUP, NOTE), **more: Any) -> ModelRequest:
    """A request with one message."""
    return ModelRequest("Be brief.", tools, (Message("user", text),), **more)


@dataclass
class Heard:
    """What came out of an adapter."""

    text: str = ""
    end: Finished | None = None
    trouble: ModelTrouble | None = None
    chunks: list[Chunk] = field(default_factory=list)

    @property
    def finished(self) -> Finished:
        assert self.end is not None, self.trouble
        return self.end


async def hear(model: Model, request: ModelRequest) -> Heard:
    """Everything of one answer."""
    heard = Heard()
    try:
        async for chunk in model.stream(request):
            heard.chunks.append(chunk)
            if isinstance(chunk, TextDelta):
                heard.text += chunk.text
            else:
                heard.end = chunk
    except ModelTrouble as trouble:
        heard.trouble = trouble
    return heard


@asynccontextmanager
async def talking(
    monkeypatch: pytest.MonkeyPatch, provider: Provider, brain: Brain | Answer, model: str = "scripted", http: httpx2.AsyncClient | None = None
) -> AsyncGenerator[tuple[Model, ModelServer]]:
    """An adapter whose environment points at a server of ours."""
    server = ModelServer(Always(brain) if isinstance(brain, Answer) else brain)
    async with serving(server) as url:
        point(monkeypatch, url)
        made: Any = adapter(provider, model)
        if http is not None:
            made = type(made)(model, http=http)
        try:
            yield made, server
        finally:
            await made.close()


def point(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """The environment of both SDKs."""
    for name, value in {
        "ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": url, "OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": f"{url}/v1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


class _NoWaiting(selectors.DefaultSelector):
    """Waits for nothing: the loop's clock jumps instead."""

    def select(self, timeout: float | None = None) -> Any:
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next timer when nothing else is to be done."""

    def __init__(self) -> None:
        self._now = 0.0
        super().__init__(_NoWaiting())

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        if not self._ready:
            while self._scheduled and self._scheduled[0]._cancelled:
                heapq.heappop(self._scheduled)._scheduled = False
            if self._scheduled:
                self._now = max(self._now, self._scheduled[0]._when)
        super()._run_once()


def in_virtual_time(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end; seconds cost nothing."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)
