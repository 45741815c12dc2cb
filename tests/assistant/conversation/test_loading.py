"""Conversations come into memory when they are needed and leave it when nobody needs them."""

import asyncio
from collections.abc import Callable

import pytest

from assistant import conversations as module
from assistant.conversations import UnknownConversation
from assistant.store import Entry, MemoryEventStore, lines
from dialogue import events as ev
from dialogue.state import VALIDATE
from tests.assistant.conversation.world import OPENING, World, finish
from tests.assistant.stage import until

PATIENCE = 60.0
Make = Callable[..., World]


class Clock:
    """Stands still until it is told to go on."""

    now = 1000.0

    def monotonic(self) -> float:
        """The time, in seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Of the conversations; they are looked over all the time."""
    found = Clock()
    monkeypatch.setattr(module, "time", found)
    monkeypatch.setattr(module, "SWEEP_SECONDS", 0.001)
    return found


@pytest.fixture
async def sweeping(make_world: Make, clock: Clock) -> World:
    """Whatever nobody needs leaves once the time has come."""
    world = make_world()
    await world.conversations.start()
    return world


async def looked_over(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """After all that were loaded have been looked over, whole rounds of it."""
    looks: list[float] = []

    def look() -> float:
        looks.append(clock.now)
        return clock.now

    with monkeypatch.context() as patched:
        patched.setattr(clock, "monotonic", look)
        await until(lambda: len(looks) > 3)


async def swept(world: World, clock: Clock, left: int = 0) -> None:
    """Nobody has asked for any of them for long."""
    clock.now += 2 * module.IDLE_SECONDS
    await until(lambda: len(world.conversations) <= left)


async def test_an_idle_conversation_leaves_and_comes_back(sweeping: World, clock: Clock) -> None:
    conversation = await sweeping.begin()
    await sweeping.say(conversation, OPENING)
    state = conversation.state
    await swept(sweeping, clock)
    again = await sweeping.conversations.get(conversation.id)
    assert again is not conversation
    assert again.state == state
    assert (await sweeping.say(again, "hello"))[-1].type == "assistant_said"


async def test_a_recently_used_one_stays(sweeping: World, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = await sweeping.begin()
    clock.now += module.IDLE_SECONDS / 2
    await looked_over(monkeypatch, clock)
    assert await sweeping.conversations.get(conversation.id) is conversation


async def test_whoever_is_read_stays(sweeping: World, clock: Clock) -> None:
    """A page that is open and silent for ten minutes must still be answered."""
    conversation = await sweeping.begin()
    other = await sweeping.begin()
    with conversation.read_by():
        await swept(sweeping, clock, 1)
        assert await sweeping.conversations.get(conversation.id) is conversation
        assert await sweeping.conversations.get(other.id) is not other
        answer = await asyncio.wait_for(sweeping.say(conversation, "hello"), PATIENCE)
        assert answer[-1].type == "assistant_said"
    await swept(sweeping, clock)


async def test_whoever_works_stays(sweeping: World, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    go = asyncio.Event()
    sweeping.trouble[VALIDATE] = [go]
    conversation = await sweeping.begin()
    turn = asyncio.create_task(sweeping.say(conversation, OPENING))
    await until(lambda: bool(sweeping.calls))
    clock.now += 2 * module.IDLE_SECONDS
    await looked_over(monkeypatch, clock)
    assert len(sweeping.conversations) == 1
    go.set()
    assert (await turn)[-1].type == "assistant_said"
    await finish(sweeping, conversation)
    await swept(sweeping, clock)


async def test_many_callers_get_one_actor(make_world: Make) -> None:
    class Slow(MemoryEventStore):
        async def read(self, conversation: str, after: int, limit: int) -> list[Entry]:
            for _ in range(5):
                await asyncio.sleep(0)
            return await super().read(conversation, after, limit)

    store = Slow()
    await store.append("c", 0, [ev.ConversationStarted()])
    world = make_world(store=store)
    found = await asyncio.gather(*(world.conversations.get("c") for _ in range(20)))
    assert len({id(conversation) for conversation in found}) == 1
    assert len(world.conversations) == 1


async def test_a_caller_who_gives_up_takes_nobody_along(make_world: Make) -> None:
    class Held(MemoryEventStore):
        async def read(self, conversation: str, after: int, limit: int) -> list[Entry]:
            await go.wait()
            return await super().read(conversation, after, limit)

    go = asyncio.Event()
    store = Held()
    await store.append("c", 0, [ev.ConversationStarted()])
    world = make_world(store=store)
    first, second = (asyncio.create_task(world.conversations.get("c")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    go.set()
    assert (await asyncio.wait_for(second, PATIENCE)).state.seq == 1


async def test_nobody_knows_it(world: World) -> None:
    for _ in range(3):
        with pytest.raises(UnknownConversation):
            await world.conversations.get("nobody")
    assert len(world.conversations) == 0
    assert world.conversations._loading == {}
    assert world.conversations._used == {}


async def test_only_the_unfinished_are_taken_up_at_the_start(make_world: Make) -> None:
    store = MemoryEventStore()
    await store.write("done", lines(0, store.now(), [ev.ConversationStarted()]), settled=True)
    await store.append("open", 0, [ev.ConversationStarted(), ev.UserSaid(text=OPENING)])
    world = make_world(store=store)
    await world.conversations.start()
    assert len(world.conversations) == 1
    conversation = await world.conversations.get("open")
    await asyncio.wait_for(conversation.settle(3), PATIENCE)
    assert (await world.log("open"))[-1].type == "assistant_said"


async def test_a_plan_that_begins_a_conversation_is_worked_on_at_once(world: World) -> None:
    """How an agent's plan is seeded."""
    conversation = await world.conversations.create(
        ev.ConversationStarted(),
        ev.UserSaid(text="(An agent prepared this plan for me.)"),
        ev.Understood(of=2, acts=(ev.Act(name="inform"),), set={"organisation": "Acme", "email": "ops@acme.example"}),
    )
    await asyncio.wait_for(conversation.settle(4), PATIENCE)
    assert conversation.state.read_back is not None
    assert "Acme" in conversation.state.last_said
