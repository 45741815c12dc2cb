"""The log as JSON pages and as an event stream that resumes where it broke."""

import asyncio
import json
from typing import Any, Self

import pytest

from assistant.api import conversations as module
from tests.assistant.stage import PATIENCE, Stage, Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Stream:
    """One event stream, read frame by frame."""

    def __init__(self, talk: Talk, **headers: str) -> None:
        self._talk = talk
        self._headers = {**talk.headers, "Accept": "text/event-stream", **headers}
        self._query = ""
        self._answer: Any = None

    def after(self, seq: int) -> "Stream":
        self._query = f"?after={seq}"
        return self

    async def __aenter__(self) -> Self:
        url = f"{self._talk.stage.url}{self._talk.path}/events{self._query}"
        self._answer = await self._talk.stage.http.get(url, headers=self._headers)
        assert self._answer.status == 200
        assert self._answer.headers["Content-Type"].startswith("text/event-stream")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._answer.close()

    async def frame(self) -> list[str]:
        """The lines up to the next empty one."""
        lines: list[str] = []
        async with asyncio.timeout(PATIENCE):
            while line := (await self._answer.content.readline()).decode().rstrip("\n"):
                lines.append(line)
        return lines

    async def events(self, count: int) -> list[dict[str, Any]]:
        """So many events; comments are skipped."""
        found: list[dict[str, Any]] = []
        while len(found) < count:
            frame = await self.frame()
            if frame and frame[0].startswith("id: "):
                event = json.loads(frame[1].removeprefix("data: "))
                assert frame[0] == f"id: {event['seq']}"
                found.append(event)
        return found


async def talked(stage: Stage) -> Talk:
    talk = await stage.begin()
    for text in ("hello", "what can you do?", "a bakery in Ghent, call it Brood"):
        await talk.say(text)
    return talk


async def test_pages(stage: Stage) -> None:
    talk = await talked(stage)
    whole = (await talk.ask("GET", "events")).json
    assert [e["seq"] for e in whole["events"]] == list(range(1, whole["lastSeq"] + 1))
    paged: list[Any] = []
    while page := (await talk.ask("GET", f"events?after={len(paged)}&limit=4")).json["events"]:
        assert len(page) <= 4
        paged += page
    assert paged == whole["events"]
    empty = (await talk.ask("GET", f"events?after={whole['lastSeq']}")).json
    assert empty == {"events": [], "lastSeq": whole["lastSeq"]}


async def test_the_stream_gives_what_is_there_and_what_comes(stage: Stage) -> None:
    talk = await talked(stage)
    log = await talk.events()
    async with Stream(talk) as stream:
        assert await stream.frame() == ["retry: 2000"]
        assert await stream.events(len(log)) == log
        said = (await talk.say("hello again"))["events"]
        assert await stream.events(len(said)) == said


@pytest.mark.parametrize("by_header", [True, False])
async def test_the_stream_resumes(stage: Stage, by_header: bool) -> None:
    talk = await talked(stage)
    log = await talk.events()
    for after in range(len(log)):
        opened = Stream(talk, **{"Last-Event-ID": str(after)}) if by_header else Stream(talk).after(after)
        async with opened as stream:
            assert await stream.events(1) == [log[after]]


async def test_the_header_is_stronger_than_the_query(stage: Stage) -> None:
    """A browser repeats the address it began with, and adds the header."""
    talk = await talked(stage)
    async with Stream(talk, **{"Last-Event-ID": "4"}).after(1) as stream:
        assert (await stream.events(1))[0]["seq"] == 5


async def test_every_event_once_over_many_cuts(stage: Stage) -> None:
    talk = await stage.begin()
    seen: list[dict[str, Any]] = []

    async def read() -> None:
        while not seen or seen[-1].get("text") != "the last one":
            async with Stream(talk, **{"Last-Event-ID": str(seen[-1]["seq"] if seen else 0)}) as stream:
                for _ in range(3):
                    seen.extend(await stream.events(1))
                    if seen[-1].get("text") == "the last one":
                        return

    reader = asyncio.create_task(read())
    for number in range(12):
        await talk.say(f"hello {number}")
    await talk.say("the last one")
    await asyncio.wait_for(reader, PATIENCE)
    assert seen == (await talk.events())[: len(seen)]
    assert len(seen) > 50


async def test_a_place_beyond_the_end_gives_what_comes(stage: Stage) -> None:
    talk = await talked(stage)
    async with Stream(talk, **{"Last-Event-ID": "999999"}) as stream:
        assert await stream.frame() == ["retry: 2000"]
        said = (await talk.say("hello"))["events"]
        assert await stream.events(len(said)) == said


async def test_silence_is_broken_by_a_comment(stage: Stage, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEARTBEAT_S", 0.02)
    async with Stream(talk) as stream:
        await stream.frame()
        await stream.events(1)
        assert await stream.frame() == [": "]
        assert await stream.frame() == [": "]


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "9" * 40])
async def test_a_bad_place(talk: Talk, value: str) -> None:
    answer = await talk.ask("GET", "events", headers={"Accept": "text/event-stream", "Last-Event-ID": value})
    assert (answer.status, answer.code) == (400, "bad_parameter")


async def test_readers_who_left_are_forgotten(stage: Stage, talk: Talk) -> None:
    conversation = await stage.wired.services.conversations.get(talk.id)
    for _ in range(5):
        async with Stream(talk) as stream:
            await stream.events(1)
            assert conversation.busy
    await talk.say("hello")
    async with asyncio.timeout(PATIENCE):
        while conversation._readers:
            await talk.say("hello")


async def test_a_stop_lets_readers_go(stage: Stage) -> None:
    talk = await stage.begin()
    stage.grace_s = 10 * PATIENCE  # so long a reader who isn't let go would hold it up
    await stage.stop()
    await stage.start()
    async with Stream(talk) as stream:
        await stream.events(1)
        async with asyncio.timeout(PATIENCE):
            await stage.stop()
    await stage.start()
    assert (await talk.state())["lastSeq"] == 1
