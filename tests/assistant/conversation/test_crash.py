"""A crash at every point of a provisioning talk: nothing twice, nothing lost, never stuck."""

import asyncio
import copy
from collections.abc import Callable

import pytest

from assistant.conversation import ConversationStopped
from assistant.store import Entry, MemoryEventStore
from dialogue import events as ev
from tests.assistant.conversation.world import CODE, LINES, OPENING, Outside, Recording, World, finish

PATIENCE = 60.0
Make = Callable[..., World]


async def recorded(make_world: Make) -> tuple[list[Entry], list[tuple[int, Outside]]]:
    """The log of a whole talk, and how the outside stood at every moment in it."""
    outside = Outside()
    store = Recording(lambda: outside)
    world = make_world(store=store, outside=outside)
    conversation = await world.begin()
    await finish(world, conversation)
    return await world.log(conversation.id), store.moments


async def revived(make_world: Make, lines: list[Entry], outside: Outside) -> tuple[World, str]:
    """A new process over the store as it was."""
    store = MemoryEventStore()
    for entry in lines:
        await store.append("c", entry.seq - 1, [entry.logged.event])
    world = make_world(store=store, outside=copy.deepcopy(outside))
    await world.conversations.start()
    return world, "c"


async def test_whatever_the_moment_it_ends_well_and_once(make_world: Make) -> None:
    log, moments = await recorded(make_world)
    assert len(log) > 25
    distinct = {(place, repr(outside)): outside for place, outside in moments if place}
    assert len(distinct) > len(log), "before and after the effects"
    for (place, _), outside in distinct.items():
        world, name = await revived(make_world, log[:place], rekeyed(outside))
        conversation = await world.conversations.get(name)
        async with asyncio.timeout(PATIENCE):
            await finish(world, conversation)
        where = f"crash after line {place} ({log[place - 1].type})"
        assert conversation.state.phase == "ready", where
        creates = world.outside.creates
        assert len({c["digest"] for c in creates}) == len(creates) == 1, where
        after = await world.log(name)
        assert [e.body for e in after[:place]] == [e.body for e in log[:place]], where
        assert [e.seq for e in after] == list(range(1, len(after) + 1)), where
        kinds = [e.type for e in after]
        assert kinds.count("deployment_created") == 1, where
        lines = [e.logged.event.lines for e in after if isinstance(e.logged.event, ev.DeploymentReported)]
        assert [line.message for report in lines for line in report] == [f"line {i}" for i in range(LINES)], where
        assert sum(1 for e in after if _ends(e)) == 1, where
        assert world.outside.mails <= 2, where
        await world.conversations.stop()


def rekeyed(outside: Outside) -> Outside:
    """The code's digest is made from the conversation's id, which is another one after the revival."""
    outside = copy.deepcopy(outside)
    outside.codes = dict.fromkeys(outside.codes, f"c/{CODE}")
    return outside


def _ends(entry: Entry) -> bool:
    event = entry.logged.event
    return isinstance(event, ev.DeploymentReported) and event.verdict is not None


@pytest.mark.parametrize("posted", [True, False])
async def test_a_crash_between_the_post_and_its_answer(make_world: Make, posted: bool) -> None:
    """Posted: adopted. Not posted: read back again and asked, never posted without a new yes."""
    log, moments = await recorded(make_world)
    place = next(e.seq for e in log if e.type == "tool_called" and "create" in e.body)
    outside = next(o for p, o in moments if p == place and bool(o.creates) == posted)
    world, name = await revived(make_world, log[:place], outside)
    conversation = await world.conversations.get(name)
    await asyncio.wait_for(conversation.settle(place), PATIENCE)
    kinds = [e.type for e in (await world.log(name))[place:]]
    assert kinds[:3] == ["resumed", "tool_called", "tool_returned"]
    if posted:
        assert conversation.state.deployment is not None
        assert conversation.state.deployment.id == world.outside.creates[0]["id"]
    else:
        assert world.outside.creates == []
        assert conversation.state.asking == "confirm"
        assert conversation.state.yes is None


async def test_a_finished_conversation_is_left_alone(make_world: Make) -> None:
    log, _ = await recorded(make_world)
    world, name = await revived(make_world, log, Outside())
    await world.conversations.get(name)
    assert [e.type for e in (await world.log(name))[len(log) :]] == []
    assert world.calls == []
    assert world.told == []


async def test_a_crash_during_the_revival_too(make_world: Make) -> None:
    """Stopped and started over and over, a few lines further each time."""
    log, _ = await recorded(make_world)
    place = next(e.seq for e in log if e.type == "understood")
    store = MemoryEventStore()
    for entry in log[:place]:
        await store.append("c", entry.seq - 1, [entry.logged.event])
    outside = Outside()
    for patience in range(1, 60):
        world = make_world(store=store, outside=outside)
        await world.conversations.start()
        conversation = await world.conversations.get("c")
        for _ in range(patience):
            await asyncio.sleep(0)
        await world.conversations.stop()
    world = make_world(store=store, outside=outside)
    conversation = await world.conversations.get("c")
    async with asyncio.timeout(PATIENCE):
        await finish(world, conversation)
    assert len(outside.creates) == 1


async def test_a_clean_stop_loses_nothing(make_world: Make) -> None:
    world = make_world()
    conversation = await world.begin()
    turn = asyncio.create_task(world.say(conversation, OPENING))
    await conversation.news(4)
    await world.conversations.stop()
    with pytest.raises(ConversationStopped):
        await turn
    again = make_world(store=world.store, outside=world.outside)
    taken_up = await again.conversations.get(conversation.id)
    async with asyncio.timeout(PATIENCE):
        await finish(again, taken_up)
    assert len(again.outside.creates) == 1
