"""The live socket: every event once and in order, over whatever happens to the connection."""

import asyncio
import random
from typing import Any

import aiohttp
import pytest

from assistant import conversations
from assistant.api import live as module
from tests.assistant.api.socket import Socket
from tests.assistant.stage import BAKERY, PATIENCE, Stage, Talk, until

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_whole_talk_over_the_socket(stage: Stage, talk: Talk) -> None:
    email = "live@example.com"
    async with Socket(talk) as live:
        await live.send(type="say", text=BAKERY.format(name="Levend", email=email))
        said = await live.until("assistant_said")
        assert said["readBack"]
        await live.send(type="shown", seq=said["seq"])
        await live.send(type="say", text=stage.code(email))
        said = await live.until("assistant_said")
        assert said["asking"] == "confirm"
        await live.send(type="shown", seq=said["seq"])
        await live.send(type="say", text="yes")
        while (await live.until("deployment_reported")).get("verdict") is None:
            pass
        await live.until("assistant_said")
        assert live.events == await talk.events()
        assert live.problems == []
    assert len(await stage.creates("levend.omani.works")) == 1


async def test_nothing_is_created_from_what_was_not_shown(stage: Stage, talk: Talk) -> None:
    """The yes counts only after the client said that the whole read-back was shown."""
    email = "unseen@example.com"
    async with Socket(talk) as live:
        await live.send(type="say", text=BAKERY.format(name="Ongezien", email=email))
        first = await live.until("assistant_said")
        await live.send(type="say", text=stage.code(email))
        await live.until("assistant_said")
        await live.send(type="shown", seq=first["seq"] - 1)
        await live.send(type="say", text="yes")
        again = await live.until("assistant_said")
        assert again["readBack"], "read back once more"
        assert (await talk.state())["deployment"] is None
        await live.send(type="say", text="yes")
        await live.until("assistant_said")
        assert await stage.creates("ongezien.omani.works") == []
        await live.send(type="shown", seq=live.events[-1]["seq"])
        await live.send(type="say", text="yes")
        await live.until("deployment_created")
    assert len(await stage.creates("ongezien.omani.works")) == 1


async def test_shown_never_goes_beyond_the_log(stage: Stage, talk: Talk) -> None:
    """Else a client could acknowledge what isn't said yet."""
    email = "ahead@example.com"
    async with Socket(talk) as live:
        await live.send(type="shown", seq=1_000_000)
        await live.send(type="say", text=BAKERY.format(name="Vooruit", email=email))
        await live.until("assistant_said")
        await live.send(type="say", text=stage.code(email))
        await live.until("assistant_said")
        await live.send(type="say", text="yes")
        await live.until("assistant_said")
    assert await stage.creates("vooruit.omani.works") == []
    assert [e["upto"] for e in await talk.events() if e["type"] == "shown"] == [1]


@pytest.mark.parametrize("after", [0, 1, 3, 7])
async def test_it_resumes_after_a_number(talk: Talk, after: int) -> None:
    await talk.say("hello")
    log = await talk.events()
    async with Socket(talk, resume=after) as live:
        if after < len(log):
            while len(live.events) < len(log) - after:
                await live.frame()
            assert live.events == log[after:]
        await live.send(type="interrupt")
        assert (await live.until("interrupted"))["seq"] == len(log) + 1


async def test_without_a_word_everything_comes(talk: Talk) -> None:
    await talk.say("hello")
    log = await talk.events()
    async with Socket(talk) as live:
        while len(live.events) < len(log):
            await live.frame()
        assert live.events == log


async def test_a_late_resume_repeats_nothing(talk: Talk) -> None:
    """What was sent on this socket isn't sent again; a resume may only skip forward."""
    await talk.say("hello")
    async with Socket(talk) as live:
        while len(live.events) < len(await talk.events()):
            await live.frame()
        await live.send(type="resume", after=0)
        await live.send(type="resume", after=2)
        await live.send(type="interrupt")
        await live.until("interrupted")
        assert live.events == await talk.events()


async def test_a_resume_beyond_the_end_waits_for_what_comes(talk: Talk) -> None:
    async with Socket(talk, resume=5000) as live:
        await live.send(type="interrupt")
        assert (await live.until("interrupted"))["seq"] == 2
        assert [e["seq"] for e in live.events] == [2]


async def test_a_ticket_opens_one_socket(talk: Talk) -> None:
    ticket = (await talk.ask("POST", "tickets")).json
    assert ticket["expiresIn"] == 30
    credential = f"ticket.{ticket['ticket']}"
    async with Socket(talk, credential=credential) as live:
        await live.send(type="say", text="hello")
        await live.until("assistant_said")
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with Socket(talk, credential=credential):
            pass
    assert refused.value.status == 401


async def test_the_header_opens_it_too(stage: Stage, talk: Talk) -> None:
    async with stage.http.ws_connect(f"{stage.url}{talk.path}/live", headers=talk.headers) as ws:
        assert (await asyncio.wait_for(ws.receive_json(), PATIENCE))["type"] == "conversation_started"


async def test_over_forced_reconnects_every_event_comes_once(stage: Stage, talk: Talk) -> None:
    dice = random.Random(7)
    seen: list[dict[str, Any]] = []

    async def follow() -> None:
        while True:
            async with Socket(talk, resume=len(seen)) as live:
                for _ in range(dice.randint(1, 5)):
                    frame = await live.frame()
                    assert frame is not None
                    seen.append(frame)
                    if frame.get("text") == "the last one":
                        return
                if dice.random() < 0.7:
                    transport = live.ws._response.connection.transport  # type: ignore[union-attr] # connected
                    assert transport is not None
                    transport.abort()

    follower = asyncio.create_task(follow())
    for number in range(20):
        await talk.say(f"hello {number}")
    await talk.say("the last one")
    await asyncio.wait_for(follower, PATIENCE)
    assert seen == (await talk.events())[: len(seen)]
    assert len(seen) > 80


async def test_two_sockets_see_the_same_and_may_both_talk(talk: Talk) -> None:
    async with Socket(talk) as one, Socket(talk) as two:
        for live, text in ((one, "hello from one"), (two, "hello from two"), (one, "and again")):
            await live.send(type="say", text=text)
            for reader in (one, two):
                await reader.until("user_said", text=text)
                await reader.until("assistant_said")
        assert one.events == two.events == await talk.events()


async def test_what_is_said_during_a_turn_waits_for_it(talk: Talk) -> None:
    texts = [f"hello number {n}" for n in range(6)]
    async with Socket(talk) as live:
        for text in texts:
            await live.send(type="say", text=text)
        for text in texts:
            await live.until("user_said", text=text)
            await live.until("assistant_said")
    kinds = [e["type"] for e in await talk.events() if e["type"] in ("user_said", "assistant_said")]
    assert kinds == ["user_said", "assistant_said"] * 6


async def test_more_than_can_wait_is_refused(talk: Talk, stage: Stage) -> None:
    conversation = await stage.wired.services.conversations.get(talk.id)
    async with Socket(talk) as live:
        async with conversation.turns:
            for _ in range(module.MOST_SAYS + 5):
                await live.send(type="say", text="hello")
            assert await live.problem() == "busy"
        await live.until("assistant_said")


async def test_what_was_said_before_the_socket_broke_is_still_heard(stage: Stage, talk: Talk) -> None:
    async with Socket(talk) as live:
        await live.send(type="say", text="hello and goodbye")
    await talk.until(lambda e: e["type"] == "user_said" and e["text"] == "hello and goodbye")


async def test_a_turn_over_http_reaches_the_socket(talk: Talk) -> None:
    async with Socket(talk) as live:
        answer = await talk.say("hello")
        await live.until("assistant_said", text=answer["reply"])


async def test_a_stop_says_goodbye_and_the_socket_resumes(stage: Stage) -> None:
    talk = await stage.begin()
    async with Socket(talk) as live:
        await live.send(type="say", text="hello")
        await live.until("assistant_said")
        stopping = asyncio.create_task(stage.stop())
        assert await live.closed() == 1001
        await asyncio.wait_for(stopping, PATIENCE)
    await stage.start()
    async with Socket(talk, resume=len(live.events)) as again:
        await again.send(type="say", text="hello again")
        assert (await again.frame() or {})["seq"] == len(live.events) + 1


async def test_an_idle_page_is_still_answered(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversation isn't unloaded under an open socket (the sweep looks for what nobody asked for in ten minutes)."""
    monkeypatch.setattr(conversations, "SWEEP_SECONDS", 0.005)
    await stage.stop()
    await stage.start()
    talk, other = await stage.begin(), await stage.begin()
    async with Socket(talk) as live:
        await live.until("conversation_started")
        monkeypatch.setattr(conversations, "IDLE_SECONDS", 0.05)
        held = stage.wired.services.conversations
        await until(lambda: other.id not in held._loaded)
        assert talk.id in held._loaded
        await live.send(type="say", text="hello")
        await live.until("assistant_said")
