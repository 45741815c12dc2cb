"""A model's clauses reach every reader while the rest is still being made: socket and event stream, one tab and the next."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from assistant.models.scripted.answer import Answer, Fault
from assistant.models.scripted.script import Always
from assistant.models.scripted.server import ModelServer, serving
from tests.assistant.api.socket import Socket
from tests.assistant.models.stand import PROVIDERS, point
from tests.assistant.stage import Stage, Talk

FIRST, REST = "Good to meet you.", " What is it called?"
ANSWER = Answer(FIRST + REST, pieces=(f"{FIRST} ", REST.strip()), fault=Fault("stall", after=1))
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=PROVIDERS)
async def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Stage, ModelServer]]:
    model = ModelServer(Always(ANSWER))
    with pytest.MonkeyPatch.context() as patch:
        async with serving(model) as url:
            point(patch, url)
            folder: Path = tmp_path_factory.mktemp("streaming")
            running = await Stage(folder, engine=request.param, model_first_seconds=60, model_seconds=60).start()
            yield running, model
            await running.stop()


def _is(kind: str) -> Callable[[dict[str, Any]], bool]:
    return lambda event: event["type"] == kind


async def _begun(stage: Stage) -> tuple[Talk, Socket]:
    """Halfway through an answer."""
    talk = await stage.begin()
    socket = await Socket(talk, resume=0).__aenter__()
    await socket.send(type="say", text="hello there")
    assert (await socket.until("model_spoke"))["text"] == FIRST
    return talk, socket


async def test_a_clause_is_there_before_the_answer_is(stage: tuple[Stage, ModelServer]) -> None:
    running, model = stage
    talk, socket = await _begun(running)
    assert (await talk.state())["turnOpen"] is True
    on_the_stream = await talk.until(_is("model_spoke"))
    assert on_the_stream == socket.events[-1]
    async with Socket(talk, resume=0) as other:  # another tab, or this one after a reload
        assert await other.until("model_spoke") == on_the_stream
        model.release()
        for each in (socket, other):
            said = await each.until("assistant_said")
            assert said["text"] == FIRST + REST
            spoken = [e["text"] for e in each.events if e["type"] == "model_spoke"]
            assert "".join(spoken) == FIRST + REST
    await socket.ws.close()


async def test_who_interrupts_hears_no_more_and_what_was_heard_stands(stage: tuple[Stage, ModelServer]) -> None:
    running, _ = stage
    _, socket = await _begun(running)
    await socket.send(type="interrupt")
    assert (await socket.until("model_failed"))["code"] == "interrupted"
    assert (await socket.until("assistant_said"))["text"] == FIRST
    await socket.ws.close()


async def test_the_process_that_ends_in_the_middle_of_a_message_takes_it_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(ModelServer(Always(ANSWER))) as url:
        point(monkeypatch, url)
        running = await Stage(tmp_path, engine="anthropic", model_first_seconds=60, model_seconds=60).start()
        talk, socket = await _begun(running)
        await socket.ws.close()
        await running.stop()
        await running.start()
        said: dict[str, Any] = await talk.until(_is("assistant_said"))
        await running.stop()
    assert said["text"].startswith(f"{FIRST} Let me put that differently. ")
