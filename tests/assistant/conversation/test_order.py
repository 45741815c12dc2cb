"""What stands in the log, and in which order."""

import asyncio
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from assistant.store import Entry
from dialogue import events as ev
from dialogue.fold import apply
from dialogue.state import CREATE, FIND, State
from tests.assistant.conversation.world import CODE, LINES, OPENING, Outside, Recording, World, finish


def types(entries: list[Entry]) -> list[str]:
    return [entry.type for entry in entries]


def tool(entry: Entry) -> str:
    event = entry.logged.event
    return event.tool if isinstance(event, ev.ToolCalled | ev.ToolReturned) else ""


async def test_a_talk_from_the_first_sentence_to_the_end(world: World) -> None:
    conversation = await world.begin()
    await world.say(conversation, OPENING)
    await world.say(conversation, f"the code is {CODE}")
    await world.say(conversation, "yes")
    await finish(world, conversation, most_turns=0)
    log = await world.log(conversation.id)
    assert [e.seq for e in log] == list(range(1, len(log) + 1))
    call = ["tool_called", "tool_returned"]
    assert types(log) == [
        "conversation_started", "shown", "user_said", "understood", *call, *call, *call, "code_requested", "code_sent",
        "assistant_said", "shown", "user_said", "understood", "email_verified", "assistant_said",
        "shown", "user_said", "understood", *call, "deployment_created", "assistant_said",
        *["deployment_reported"] * (LINES + 1), "assistant_said",
    ]  # fmt: skip
    assert conversation.state.phase == "ready"
    assert [c["fqdn"] for c in world.outside.creates] == ["broodhuis.omani.works"]


async def test_the_intent_is_logged_before_the_effect(world: World) -> None:
    """At the moment of every effect its intent stands in the store already."""
    seen: list[str] = []
    call, send = world.call, world.send

    async def looking_call(name: str, arguments: dict[str, Any], *, conversation: str) -> Any:
        last = (await world.log(conversation))[-1]
        assert (last.type, tool(last)) == ("tool_called", name)
        seen.append(name)
        return await call(name, arguments, conversation=conversation)

    async def looking_send(conversation: str, email: str, *, language: str = "en") -> Any:
        assert (await world.log(conversation))[-1].type == "code_requested"
        seen.append("send")
        return await send(conversation, email, language=language)

    world.call, world.send = looking_call, looking_send  # type: ignore[method-assign] # looks on before it goes on
    conversation = await world.begin()
    await finish(world, conversation)
    assert seen.count(CREATE) == 1
    assert seen.count("send") == 1
    assert len(seen) == 5


async def test_the_intent_to_spend_money_is_durable(make_world: Callable[..., World]) -> None:
    noted: list[tuple[bool, list[str]]] = []

    class Watching(Recording):
        async def write(self, conversation: str, entries: Any, *, durable: bool = False, settled: bool = False) -> None:
            await super().write(conversation, entries, durable=durable, settled=settled)
            noted.append((durable, [tool(entry) for entry in entries if entry.type == "tool_called"]))

    world = make_world(store=Watching(Outside))
    await finish(world, await world.begin())
    assert [tools for sure, tools in noted if sure] == [[CREATE]]


async def test_the_state_is_the_fold_of_the_log(world: World) -> None:
    conversation = await world.begin()
    await finish(world, conversation)
    state = State()
    for entry in await world.log(conversation.id):
        state = apply(state, entry.logged)
    assert state == conversation.state


async def test_many_events_at_once_are_each_logged_once(world: World) -> None:
    conversation = await world.begin()
    seqs = await asyncio.gather(*(conversation.tell(ev.Shown(upto=i)) for i in range(200)))
    assert list(seqs) == list(range(2, 202))
    log = await world.log(conversation.id)
    assert [e.logged.event for e in log[1:]] == [ev.Shown(upto=i) for i in range(200)]


async def test_turns_queue(world: World) -> None:
    """Whoever talks while a turn is open is answered after it, each with the events of their own turn."""
    conversation = await world.begin()
    answers = await asyncio.gather(*(world.say(conversation, text) for text in (OPENING, "hello", "what does it cost?")))
    for answer in answers:
        assert types(answer).count("user_said") == 1
        assert types(answer)[-1] == "assistant_said"
    spans = sorted((a[0].seq, a[-1].seq) for a in answers)
    assert all(end < begin for (_, end), (begin, _) in pairwise(spans))
    assert conversation.waiting == 0


async def test_a_lost_answer_is_looked_up_not_posted_again(world: World) -> None:
    conversation = await world.begin()
    world.trouble[CREATE] = ["posted, then cut"]
    await finish(world, conversation)
    names = [name for name, _ in world.calls]
    assert names.count(CREATE) == 1
    assert names.count(FIND) == 1
    assert len(world.outside.creates) == 1
    created = [e.logged.event for e in await world.log(conversation.id) if e.type == "deployment_created"]
    assert len(created) == 1
    assert isinstance(created[0], ev.DeploymentCreated)
    assert created[0].adopted
