"""Readers of a log: the tail in memory, the store behind it, streams that resume, and the gate asked at the call."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing

import pytest

from assistant import conversation as module
from assistant.conversation import TAIL, Conversation, ConversationStopped
from dialogue import events as ev
from dialogue.state import CREATE
from tests.assistant.conversation.world import CODE, OPENING, World

PATIENCE = 60.0
Make = Callable[..., World]


async def filled(world: World, lines: int) -> Conversation:
    conversation = await world.begin()
    for number in range(2, lines + 1):
        await conversation.tell(ev.Shown(upto=number))
    return conversation


@pytest.mark.parametrize("lines", [1, TAIL - 1, TAIL, TAIL + 1, TAIL + 50])
async def test_tail_and_store_give_the_same(world: World, lines: int) -> None:
    conversation = await filled(world, lines)
    log = await world.log(conversation.id)
    assert len(log) == lines
    for after in (0, 1, lines - TAIL - 1, lines - TAIL, lines - TAIL + 1, lines - 1, lines, lines + 5):
        for limit in (1, 7, 1000):
            expected = log[max(after, 0) : max(after, 0) + limit]
            assert await conversation.read(max(after, 0), limit) == expected, (after, limit)


async def test_everything_is_read_over_many_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = await filled(world, 400)
    monkeypatch.setattr(module, "PAGE", 7)
    assert await conversation.read_all(0) == await world.log(conversation.id)
    assert [e.seq for e in await conversation.read_all(395)] == [396, 397, 398, 399, 400]
    assert await conversation.read_all(400) == []


async def test_a_reloaded_conversation_reads_the_same(world: World, make_world: Make) -> None:
    conversation = await filled(world, 700)
    again = make_world(store=world.store)
    other = await again.conversations.get(conversation.id)
    assert other.state == conversation.state
    assert await other.read_all(0) == await conversation.read_all(0)


@pytest.mark.parametrize("after", [0, 1, 150, 299, 300])
async def test_following_from_anywhere_gives_every_event_once(
    world: World, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(module, "PAGE", 11)
    conversation = await filled(world, 300)
    seen: list[int] = []

    async def follow() -> None:
        async with aclosing(conversation.follow(after)) as entries:
            async for entry in entries:
                seen.append(entry.seq)
                if entry.seq % 5 == 0:
                    await asyncio.sleep(0)  # a reader slower than the writer
                if entry.seq == 600:
                    return

    reader = asyncio.create_task(follow())
    for number in range(300):
        await conversation.tell(ev.Shown(upto=number))
    await asyncio.wait_for(reader, PATIENCE)
    assert seen == list(range(after + 1, 601))


async def test_batches_say_when_nothing_comes(world: World) -> None:
    conversation = await filled(world, 5)
    async with aclosing(conversation.batches(3, 0.01)) as batches:
        assert [e.seq for e in await anext(batches)] == [4, 5]
        assert await anext(batches) == []
        await conversation.tell(ev.Interrupted())
        assert [e.type for e in await anext(batches)] == ["interrupted"]


async def test_a_reader_that_does_not_read_delays_nobody(world: World) -> None:
    conversation = await world.begin()
    async with aclosing(conversation.follow(0)) as stalled:
        assert (await anext(stalled)).seq == 1
        for _ in range(50):
            await asyncio.wait_for(conversation.tell(ev.Interrupted()), PATIENCE)
        assert [(await anext(stalled)).seq for _ in range(50)] == list(range(2, 52))


async def test_readers_of_a_stopped_conversation_are_let_go(world: World) -> None:
    conversation = await world.begin()
    waiting = [
        asyncio.create_task(conversation.news(1)),
        asyncio.create_task(conversation.settle(99)),
    ]
    await asyncio.sleep(0)
    await conversation.stop()
    for outcome in await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), PATIENCE):
        assert isinstance(outcome, ConversationStopped)
    with pytest.raises(ConversationStopped):
        await conversation.tell(ev.Interrupted())


async def test_the_gate_opens_once_and_only_for_the_logged_intent(make_world: Make) -> None:
    world = make_world()
    conversation = await world.begin()
    go = asyncio.Event()
    world.trouble[CREATE] = [go]
    await world.say(conversation, OPENING)
    await world.say(conversation, f"the code is {CODE}")
    assert conversation.state.validated is not None
    digest = str(conversation.state.validated.digest)
    refused = conversation.claim(digest)
    assert refused is not None, "before the yes"
    assert refused.code == "not_confirmed"
    await conversation.tell(ev.Shown(upto=conversation.state.seq))
    await conversation.tell(ev.UserSaid(text="yes"))
    async with asyncio.timeout(PATIENCE):
        while conversation.state.create != "in_flight":
            await conversation.news(conversation.state.seq)
    other = conversation.claim("0" * 64)
    assert other is not None, "another plan"
    assert conversation.claim(digest) is None
    second = conversation.claim(digest)
    assert second is not None, "the same intent again"
    assert second.code == "not_confirmed"
    go.set()


async def test_a_yes_that_was_not_read_back_opens_nothing(world: World) -> None:
    """A log into which somebody slipped an intent: the gate judges the state before it."""
    conversation = await world.begin()
    await world.say(conversation, OPENING)
    digest = str(conversation.state.validated.digest if conversation.state.validated else "")
    await conversation.tell(ev.ToolCalled(call_id="x", tool=CREATE, arguments={"digest": digest}))
    refused = conversation.claim(digest)
    assert refused is not None
    assert world.outside.creates == []


async def test_after_a_restart_the_gate_is_shut(make_world: Make) -> None:
    """The grant isn't in the log on purpose: an intent found there is looked up, never carried out."""
    world = make_world()
    conversation = await world.begin()
    world.trouble[CREATE] = [asyncio.Event()]
    await world.say(conversation, OPENING)
    await world.say(conversation, f"the code is {CODE}")
    await conversation.tell(ev.Shown(upto=conversation.state.seq))
    await conversation.tell(ev.UserSaid(text="yes"))
    async with asyncio.timeout(PATIENCE):
        while conversation.state.create != "in_flight":
            await conversation.news(conversation.state.seq)
    digest = str(conversation.state.create_digest)
    await world.conversations.stop()
    again = make_world(store=world.store)
    refused = (await again.conversations.get(conversation.id)).claim(digest)
    assert refused is not None
    assert refused.code == "not_confirmed"
