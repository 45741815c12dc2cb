"""Faults of ours and of others: the conversation goes on, nothing is lost, nothing is done twice."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest

from assistant import conversation as module
from assistant import conversations as conversations_module
from assistant.conversation import APOLOGY, Conversation
from assistant.effects import Effects
from assistant.store import Entry, MemoryEventStore, SequenceConflict
from assistant.toolbox import Failure
from dialogue import events as ev
from dialogue.core import Core
from dialogue.state import CREATE, SSHKEY, VALIDATE, State
from tests.assistant.conversation.world import CODE, OPENING, World, finish

PATIENCE = 60.0
Make = Callable[..., World]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(module, "WATCH_AGAIN_SECONDS", 0.01)


class Stumbling:
    """The core, which raises on the events it is told to."""

    def __init__(self, core: Core, on: Callable[[ev.Event], bool]) -> None:
        self._core = core
        self._on = on

    def step(self, state: State, logged: ev.Logged, /) -> Any:
        """See `CoreLike`."""
        if self._on(logged.event):
            raise ZeroDivisionError
        return self._core.step(state, logged)


async def test_a_core_that_raises_once(core: Core, make_world: Make) -> None:
    once = [True]
    world = make_world(core=Stumbling(core, lambda e: e.type == "user_said" and bool(once) and once.pop()))
    conversation = await world.begin()
    answer = await world.say(conversation, OPENING)
    said = [e.logged.event for e in answer if e.type == "assistant_said"]
    assert [s.text for s in said if isinstance(s, ev.AssistantSaid)] == [APOLOGY]
    assert [e.type for e in answer].count("user_said") == 1, "what was said is kept"
    await finish(world, conversation)
    assert len(world.outside.creates) == 1


@pytest.mark.parametrize("kind", ["understood", "tool_returned", "code_sent", "email_verified", "shown"])
async def test_a_core_that_raises_on_every_event_of_a_kind_never_kills_the_conversation(
    core: Core, make_world: Make, kind: str
) -> None:
    world = make_world(core=Stumbling(core, lambda e: e.type == kind))
    conversation = await world.begin()
    for text in (OPENING, f"the code is {CODE}", "yes"):
        async with asyncio.timeout(PATIENCE):
            answer = await world.say(conversation, text)
        assert answer[-1].type == "assistant_said"
        assert not conversation.state.turn_is_open
    log = await world.log(conversation.id)
    assert [e.seq for e in log] == list(range(1, len(log) + 1))


async def test_a_core_that_always_raises_still_apologises(core: Core, make_world: Make) -> None:
    world = make_world(core=Stumbling(core, lambda _: True))
    conversation = await world.begin()
    for _ in range(3):
        answer = await asyncio.wait_for(world.say(conversation, "hello"), PATIENCE)
        assert [e.type for e in answer] == ["shown", "user_said", "assistant_said"]


@pytest.mark.parametrize("tool", [VALIDATE, SSHKEY])
@pytest.mark.parametrize("trouble", [RuntimeError("boom"), Failure("unreachable", "It is down.", "unreachable")])
async def test_a_tool_that_fails_is_told_and_tried_again(world: World, tool: str, trouble: Any) -> None:
    world.trouble[tool] = [trouble]
    conversation = await world.begin()
    answer = await world.say(conversation, OPENING)
    assert answer[-1].type == "assistant_said"
    failed = [e.logged.event for e in answer if e.type == "tool_returned"]
    assert any(isinstance(e, ev.ToolReturned) and not e.ok for e in failed)
    assert "boom" not in "".join(e.body for e in answer)
    await finish(world, conversation)
    assert len(world.outside.creates) == 1


async def test_a_create_that_raises_is_of_unknown_outcome(world: World) -> None:
    world.trouble[CREATE] = [RuntimeError("after the POST, perhaps")]
    conversation = await world.begin()
    await finish(world, conversation)
    returned = [e.logged.event for e in await world.log(conversation.id) if e.type == "tool_returned"]
    unknown = [e for e in returned if isinstance(e, ev.ToolReturned) and e.error and e.error.outcome == "unknown"]
    assert len(unknown) == 1
    assert "catalyst.deployments.find" in [name for name, _ in world.calls], "looked up before anything else"
    assert len(world.outside.creates) == 1


async def test_a_tool_that_hangs_ends_some_time(core: Core, world: World) -> None:
    effects = Effects(world, world, world, patience=0.05)
    world.conversations._effects = effects
    world.trouble[VALIDATE] = [asyncio.Event()]
    conversation = await world.begin()
    answer = await asyncio.wait_for(world.say(conversation, OPENING), PATIENCE)
    assert answer[-1].type == "assistant_said"
    await finish(world, conversation)
    assert len(world.outside.creates) == 1


async def test_whoever_waits_for_a_hanging_tool_is_let_go(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The turn goes on behind their back, and its reply comes when the tool answers."""
    monkeypatch.setattr(module, "TURN_SECONDS", 0.05)
    go = asyncio.Event()
    world.trouble[VALIDATE] = [go]
    conversation = await world.begin()
    answer = await asyncio.wait_for(world.say(conversation, OPENING), PATIENCE)
    assert answer[-1].type == "tool_called"
    assert conversation.busy
    go.set()
    async with asyncio.timeout(PATIENCE):
        while conversation.state.turn_is_open:
            await conversation.news(conversation.state.seq)
    assert conversation.state.read_back is not None


class Unreliable(MemoryEventStore):
    """Fails the writes it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.fails: Callable[[ev.Event], bool] = lambda _: False
        self.failed: list[str] = []

    async def write(self, conversation: str, entries: Sequence[Entry], *, durable: bool = False, settled: bool = False) -> None:
        """See `EventStore`."""
        for entry in entries:
            if self.fails(entry.logged.event):
                self.failed.append(entry.type)
                raise sqlite3.OperationalError("disk is full")
        await super().write(conversation, entries, durable=durable, settled=settled)


KINDS = [
    "understood", "tool_called", "tool_returned", "code_requested", "code_sent", "assistant_said", "email_verified",
    "deployment_created", "deployment_reported",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
async def test_a_store_that_fails_for_a_while(make_world: Make, kind: str) -> None:
    """Three writes with one kind fail, one after the other, wherever they come: the talk ends well all the same. What
    follows at once from a message is written with it, so whoever said it is told, and says it again."""
    store = Unreliable()
    world = make_world(store=store)
    conversation = await world.begin()
    left = [1, 1, 1]
    store.fails = lambda e: e.type == kind and bool(left) and bool(left.pop())
    async with asyncio.timeout(PATIENCE):
        for _ in range(4):
            with suppress(sqlite3.OperationalError):
                await finish(world, conversation)
    assert store.failed == [kind] * 3
    log = await world.log(conversation.id)
    assert [e.seq for e in log] == list(range(1, len(log) + 1))
    assert len(world.outside.creates) == 1
    assert conversation.state.phase == "ready"


async def test_the_answer_to_a_create_is_not_lost_with_the_disk(make_world: Make) -> None:
    """The POST was made; its outcome can't be logged for a while. It isn't made again, nor looked up: it is kept."""
    store = Unreliable()
    world = make_world(store=store)
    conversation = await world.begin()
    left = [1] * 5

    def fails(event: ev.Event) -> bool:
        return isinstance(event, ev.ToolReturned) and event.tool == CREATE and bool(left) and bool(left.pop())

    store.fails = fails
    async with asyncio.timeout(PATIENCE):
        await finish(world, conversation)
    assert [name for name, _ in world.calls].count(CREATE) == 1
    assert "catalyst.deployments.find" not in [name for name, _ in world.calls]
    assert len(world.outside.creates) == 1


async def test_what_the_store_does_not_take_is_not_acknowledged(make_world: Make) -> None:
    store = Unreliable()
    world = make_world(store=store)
    conversation = await world.begin()
    store.fails = lambda e: e.type == "user_said"
    with pytest.raises(sqlite3.OperationalError):
        await world.say(conversation, OPENING)
    assert [e.type for e in await world.log(conversation.id)] == ["conversation_started", "shown"]
    assert conversation.waiting == 0
    store.fails = lambda _: False
    await finish(world, conversation)


async def test_a_message_and_what_follows_from_it_are_written_together_or_not_at_all(make_world: Make) -> None:
    store = Unreliable()
    world = make_world(store=store)
    conversation = await world.begin()
    store.fails = lambda e: e.type == "tool_called"
    with pytest.raises(sqlite3.OperationalError):
        await world.say(conversation, OPENING)
    assert [e.type for e in await world.log(conversation.id)] == ["conversation_started", "shown"]
    assert conversation.state.seq == 2
    assert world.calls == [], "nothing is done that isn't in the log"
    store.fails = lambda _: False
    await finish(world, conversation)


async def test_a_quiet_conversation_is_settled(make_world: Make) -> None:
    store = MemoryEventStore()
    world = make_world(store=store)
    conversation = await world.begin()
    await asyncio.wait_for(world.say(conversation, "hello"), PATIENCE)
    assert await store.unfinished() == []
    go = asyncio.Event()
    world.trouble[VALIDATE] = [go]
    turn = asyncio.create_task(world.say(conversation, OPENING))
    await conversation.news(conversation.state.seq + 1)
    assert await store.unfinished() == [conversation.id]
    go.set()
    await asyncio.wait_for(turn, PATIENCE)


async def test_somebody_else_wrote_to_the_log(world: World) -> None:
    """What happened is true all the same and goes behind it; nobody is told of a conflict."""
    conversation = await world.begin()
    await world.store.append(conversation.id, 1, [ev.Shown(upto=1), ev.Interrupted()])
    answer = await world.say(conversation, "hello")
    assert answer[-1].type == "assistant_said"
    log = await world.log(conversation.id)
    assert [e.type for e in log[:4]] == ["conversation_started", "shown", "interrupted", "shown"]
    assert conversation.state.seq == len(log)


async def test_a_decision_that_came_too_late_is_made_anew(make_world: Make) -> None:
    """Another process logged the create in the same moment: we must not post it as well."""

    class Overtaken(MemoryEventStore):
        async def write(self, conversation: str, entries: Sequence[Entry], **more: Any) -> None:
            events = [e.logged.event for e in entries]
            if any(isinstance(e, ev.ToolCalled) and e.tool == CREATE for e in events) and not overtaken:
                overtaken.extend(events)
                await super().write(conversation, entries, **more)
                raise SequenceConflict
            await super().write(conversation, entries, **more)

    overtaken: list[ev.Event] = []
    world = make_world(store=Overtaken())
    conversation = await world.begin()
    await world.say(conversation, OPENING)
    await world.say(conversation, f"the code is {CODE}")
    async with asyncio.timeout(PATIENCE):
        await conversation.tell(ev.Shown(upto=conversation.state.seq))
        seq = await conversation.tell(ev.UserSaid(text="yes"))
        await conversation.settle(seq)
    assert [name for name, _ in world.calls].count(CREATE) == 0
    assert "catalyst.deployments.find" in [name for name, _ in world.calls]


async def test_a_mailer_that_raises_is_a_mail_that_failed(world: World) -> None:
    world.trouble["send"] = [UnicodeError("odd address")]
    conversation = await world.begin()
    answer = await asyncio.wait_for(world.say(conversation, OPENING), PATIENCE)
    assert [e.type for e in answer if e.type.startswith("code_")] == ["code_requested", "code_failed"]
    assert answer[-1].type == "assistant_said"
    assert not conversation.state.turn_is_open


async def test_a_code_that_cannot_be_compared(world: World) -> None:
    conversation = await world.begin()
    await world.say(conversation, OPENING)
    world.trouble["check"] = [sqlite3.OperationalError("disk")]
    answer = await asyncio.wait_for(world.say(conversation, f"the code is {CODE}"), PATIENCE)
    assert [e.type for e in answer if e.type == "code_refused"] == ["code_refused"]
    assert answer[-1].type == "assistant_said"
    await finish(world, conversation)
    assert len(world.outside.creates) == 1


async def test_a_watch_that_breaks_is_taken_up_where_it_was(world: World) -> None:
    world.trouble["watch"] = [RuntimeError("gone"), RuntimeError("gone")]
    conversation = await world.begin()
    async with asyncio.timeout(PATIENCE):
        await finish(world, conversation)
    assert world.told == [0, 0, 0]
    assert conversation.state.phase == "ready"


async def test_one_conversation_that_cannot_be_taken_up_leaves_the_others(make_world: Make) -> None:
    world = make_world()
    good = await world.begin()
    turn = asyncio.create_task(world.say(good, OPENING))
    await good.news(3)
    await world.conversations.stop()
    await asyncio.gather(turn, return_exceptions=True)
    log = world.store._logs
    broken = Entry(1, "2026-01-01T00:00:00.000Z", "nonsense", '{"type":"nonsense"}')
    log["broken"] = [broken]
    world.store._unfinished = {"broken": None, **world.store._unfinished}
    again = make_world(store=world.store, outside=world.outside)
    await again.conversations.start()
    conversation = await again.conversations.get(good.id)
    await asyncio.wait_for(conversation.settle(conversation.state.seq + 1), PATIENCE)
    assert isinstance(conversation, Conversation)
    assert not conversation.state.turn_is_open
    assert len(again.conversations) == 1
    assert conversations_module.IDLE_SECONDS > 60
