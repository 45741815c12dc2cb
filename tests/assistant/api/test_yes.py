"""The yes that spends money, attacked: sent before the plan was seen, from two devices, several times, beside a change."""

import asyncio

import pytest

from dialogue import events as ev
from tests.assistant.api.socket import Socket
from tests.assistant.stage import BAKERY, Stage, Talk, until

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _waiting(stage: Stage, talk: Talk, count: int) -> None:
    conversation = await stage.wired.services.conversations.get(talk.id)
    await until(lambda: conversation.waiting == count)


async def test_a_yes_sent_before_the_reply_came_means_nothing_of_it(stage: Stage) -> None:
    """Two requests at once: the second can't have seen the read-back that the first one brings about."""
    talk = await stage.bakery("Voortijdig")
    conversation = await stage.wired.services.conversations.get(talk.id)
    async with conversation.turns:
        change = asyncio.create_task(talk.say("make it Helsinki"))
        await _waiting(stage, talk, 1)
        yes = asyncio.create_task(talk.say("yes"))
        await _waiting(stage, talk, 2)
    await change
    answer = await yes
    assert (answer["state"]["phase"], answer["state"]["plan"]["regions"]) == ("confirming", ["hel1"])
    assert answer["state"]["readBack"]["acknowledged"] is False
    assert "Helsinki" in answer["reply"], "the plan is read back once more"
    assert await stage.creates("voortijdig.omani.works") == []
    assert (await talk.say("yes"))["state"]["phase"] in ("provisioning", "ready")
    (create,) = await stage.creates("voortijdig.omani.works")
    assert create["body"]["region"] == "hel1"


async def test_a_yes_that_waited_is_for_what_stood_when_it_was_said(stage: Stage) -> None:
    """One device changes the plan and acknowledges the new read-back while the other's yes still waits for its turn."""
    talk = await stage.bakery("Tweestem")
    conversation = await stage.wired.services.conversations.get(talk.id)
    async with Socket(talk) as one, Socket(talk) as two:
        async with conversation.turns:
            await one.send(type="say", text="yes")
            await _waiting(stage, talk, 1)
            await conversation.settle(await conversation.tell(ev.UserSaid(text="make it Helsinki")))
            said = await two.until("assistant_said", asking="confirm")
            while not said["readBack"] or "Helsinki" not in said["text"]:
                said = await two.until("assistant_said")
            await two.send(type="shown", seq=said["seq"])
            await two.until("shown")
        await one.until("user_said", text="yes")
        await one.until("assistant_said")
        assert await stage.creates("tweestem.omani.works") == []
        await one.send(type="say", text="yes")
        await one.until("deployment_created")
    (create,) = await stage.creates("tweestem.omani.works")
    assert create["body"]["region"] == "hel1"


async def test_many_yeses_make_one(stage: Stage) -> None:
    talk = await stage.bakery("Veelvuldig")
    code = (await talk.ask("POST", "links")).json["code"]
    token = (await stage.ask("POST", "/api/v1/links/redeem", json={"code": code})).json["token"]
    phone = Talk(stage, talk.id, token)
    async with Socket(talk) as one, Socket(phone) as two:
        for live in (one, two):
            await live.send(type="say", text="yes")
        await asyncio.gather(*(device.say("yes") for device in (talk, phone) for _ in range(4)))
        await one.until("deployment_created")
        await two.until("deployment_created")
    assert len(await stage.creates("veelvuldig.omani.works")) == 1


async def test_a_yes_beside_another_address_waits_for_its_code(stage: Stage) -> None:
    talk = await stage.bakery("Andermans")
    answer = await talk.say("yes, but the mail is someone@else.example")
    assert answer["state"]["plan"]["emailVerified"] is False
    await talk.say("yes")
    assert await stage.creates("andermans.omani.works") == []
    await talk.say(stage.code("someone@else.example"))
    (create,) = await stage.creates("andermans.omani.works")
    assert create["body"]["orgemail"] == "someone@else.example"


async def test_a_client_that_repeats_itself_does_not_fill_the_log(stage: Stage) -> None:
    talk = await stage.begin()
    async with Socket(talk) as live:
        await live.send(type="say", text="hello")
        await live.until("assistant_said")
        for _ in range(50):
            await live.send(type="shown", seq=1_000_000)
        await live.send(type="interrupt")
        await live.until("interrupted")
    assert [e["type"] for e in await talk.events()].count("shown") == 1


async def test_a_yes_while_something_else_is_answered_means_the_read_back_before(stage: Stage) -> None:
    """An address verified beside the talk opens a turn of its own; what was read back earlier had been given."""
    talk = await stage.begin()
    email = "naast@example.com"
    await talk.say(BAKERY.format(name="Ernaast", email=email))
    conversation = await stage.wired.services.conversations.get(talk.id)
    code = stage.code(email)
    async with conversation.turns:
        yes = asyncio.create_task(talk.say("yes"))
        await _waiting(stage, talk, 1)
        assert (await talk.ask("POST", "/api/v1/auth/verify", json={"email": email, "code": code})).status == 200
    await yes
    assert len(await stage.creates("ernaast.omani.works")) == 1
