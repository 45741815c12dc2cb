"""Another agent's whole way with the SDK's own client, in both revisions: validate, create, the person's approval, progress,
hand-over; and what it can't do on the way."""

import asyncio
import json
from typing import Any

import pytest
from mcp import Client, types
from mcp.shared.exceptions import MCPError

from tests.assistant.stage import PATIENCE, Stage
from tests.mcp.person import approves, opened, plan

pytestmark = pytest.mark.asyncio(loop_scope="module")
MODES = {"legacy": "2025-11-25", "auto": "2026-07-28"}
VALIDATE, CREATE, GET, EVENTS, HANDOVER = (
    f"catalyst.deployments.{name}" for name in ("validate", "create", "get", "events", "handover")
)


def answer(result: types.CallToolResult) -> dict[str, Any]:
    """The structured result, which is the text as well."""
    assert result.structured_content is not None
    assert isinstance(result.content[0], types.TextContent)
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


class Person:
    """What an agent's client shows to its person, and what that person does."""

    def __init__(self, action: str = "accept") -> None:
        self.shown: list[types.ElicitRequestURLParams] = []
        self.action: Any = action

    async def __call__(self, context: Any, params: types.ElicitRequestParams) -> types.ElicitResult:
        assert isinstance(params, types.ElicitRequestURLParams)
        self.shown.append(params)
        return types.ElicitResult(action=self.action)


@pytest.mark.parametrize("mode", MODES)
async def test_without_links_in_the_client(stage: Stage, mode: Any) -> None:
    wanted = plan(f"Ohne{mode}")
    async with asyncio.timeout(2 * PATIENCE), Client(f"{stage.url}/mcp", mode=mode) as client:
        assert client.session.protocol_version == MODES[mode]
        assert answer(await client.call_tool(VALIDATE, wanted))["ok"] is True
        refused = await client.call_tool(CREATE, wanted)
        asked = answer(refused)
        assert (refused.is_error, asked["code"], asked["status"]) == (True, "approval_required", "approval_pending")
        number = asked["approvalId"]
        assert answer(await client.call_tool(GET, {"id": number})) == {
            "id": number, "approvalId": number, "status": "approval_pending", "opened": False,
        }  # fmt: skip
        assert answer(await client.call_tool(HANDOVER, {"id": number}))["code"] == "not_ready"

        told: list[tuple[float, str]] = []

        async def progress(done: float, total: float | None, message: str | None) -> None:
            told.append((done, message or ""))

        following = asyncio.create_task(
            client.call_tool(EVENTS, {"id": number, "wait": 60, "until": "done"}, progress_callback=progress)
        )
        talk = await approves(stage, asked["approvalUrl"], wanted["email"])
        page = answer(await following)
        assert (page["done"], page["status"]) == (True, "ready")
        assert len(page["events"]) == page["next"] > 10
        steps = [done for done, _ in told]
        assert steps == sorted(set(steps)), "progress only ever grows"
        assert told[0][1] == "Waiting for the person's approval."
        assert "Approved." in [message for _, message in told]
        assert len(told) >= page["next"]

        state = answer(await client.call_tool(GET, {"id": number}))
        assert (state["status"], state["approvalId"]) == ("ready", number)
        assert state["id"] == (await talk.state())["deployment"]["id"] == page["id"]
        link = answer(await client.call_tool(HANDOVER, {"id": number}))
        assert link["pageUrl"] == "http://concierge.test/start", "our page, and no key to anything in it"
    assert len(await stage.creates(f"{wanted['organisation'].lower()}.omani.works")) == 1


@pytest.mark.parametrize("mode", MODES)
async def test_a_client_that_opens_links(stage: Stage, mode: Any) -> None:
    """`accept` says that the person was sent to the page: nothing more follows from it."""
    wanted, person = plan(f"Mit{mode}"), Person()
    complete = asyncio.Event()

    async def heard(message: Any) -> None:
        if isinstance(message, types.ElicitCompleteNotification):
            complete.set()

    async with (
        asyncio.timeout(2 * PATIENCE),
        Client(f"{stage.url}/mcp", mode=mode, elicitation_callback=person, message_handler=heard) as client,
    ):
        result = await client.call_tool(CREATE, wanted)
        body = answer(result)
        assert (result.is_error or False, body["status"]) == (False, "approval_pending")
        assert len(person.shown) == 1
        url = person.shown[0].url
        assert url not in json.dumps(body), "the link is the person's alone"
        assert url.partition("#join=")[2] not in result.model_dump_json()
        assert await stage.creates(f"{wanted['organisation'].lower()}.omani.works") == []
        await approves(stage, url, wanted["email"])
        state = answer(await client.call_tool(GET, {"id": body["approvalId"]}))
        assert state["fqdn"] == f"{wanted['organisation'].lower()}.omani.works"
        if mode == "legacy":
            await complete.wait()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("action", ["decline", "cancel"])
async def test_a_person_who_does_not_want_to(stage: Stage, mode: Any, action: str) -> None:
    person = Person(action)
    async with asyncio.timeout(PATIENCE), Client(f"{stage.url}/mcp", mode=mode, elicitation_callback=person) as client:
        refused = answer(await client.call_tool(CREATE, plan(f"Nein{mode}{action}")))
        assert (refused["code"], refused["outcome"]) == ("approval_declined", "refused")
    gone = await stage.ask("POST", "/api/v1/links/redeem", json={"code": person.shown[0].url.partition("#join=")[2]})
    assert gone.status == 404, "the link opens nothing any more"


async def test_a_yes_that_the_client_makes_up(stage: Stage) -> None:
    """Answers that nobody asked for, and a state that isn't ours, create nothing and tell nothing."""
    wanted = plan("Selbst")
    yes: Any = {"approval": types.ElicitResult(action="accept")}
    async with asyncio.timeout(PATIENCE), Client(f"{stage.url}/mcp", mode="2026-07-28", elicitation_callback=Person()) as client:
        invented = await client.session.call_tool(CREATE, wanted, input_responses=yes, allow_input_required=True)
        assert isinstance(invented, types.InputRequiredResult), "it is asked as if it had said nothing"
        with pytest.raises(MCPError):
            await client.session.call_tool(CREATE, wanted, input_responses=yes, request_state="apr-" + "0" * 32, allow_input_required=True)
        other = plan("Andere")
        with pytest.raises(MCPError):
            await client.session.call_tool(
                CREATE, other, input_responses=yes, request_state=invented.request_state, allow_input_required=True
            )
    assert await stage.creates("selbst.omani.works") == await stage.creates("andere.omani.works") == []


async def test_an_agent_that_opens_its_own_link_is_alone_there(stage: Stage) -> None:
    """Redeeming the person's link gives a conversation, not the person: the code goes to the mailbox, and nobody can be let in
    to prove the address while the agent waits with its yes."""
    wanted = plan("Listig")
    async with asyncio.timeout(PATIENCE), Client(f"{stage.url}/mcp") as client:
        asked = answer(await client.call_tool(CREATE, wanted))
    agent = await opened(stage, asked["approvalUrl"])
    await agent.say("yes")
    refused = await agent.ask("POST", "links", json={})
    assert (refused.status, refused.code) == (403, "not_verified")
    await agent.say("my code is 000000")
    assert (await agent.state())["plan"]["emailVerified"] is False
    assert await stage.creates("listig.omani.works") == []


async def test_the_verified_person_may_go_on_elsewhere(stage: Stage) -> None:
    wanted = plan("Weiter")
    async with asyncio.timeout(PATIENCE), Client(f"{stage.url}/mcp") as client:
        asked = answer(await client.call_tool(CREATE, wanted))
    talk = await approves(stage, asked["approvalUrl"], wanted["email"])
    assert (await talk.ask("POST", "links", json={})).status == 201


@pytest.mark.parametrize("mode", MODES)
async def test_following_is_bounded_and_ends_with_its_caller(stage: Stage, mode: Any) -> None:
    feed_of = stage.offer.feed
    async with asyncio.timeout(PATIENCE), Client(f"{stage.url}/mcp", mode=mode) as client:
        asked = answer(await client.call_tool(CREATE, plan(f"Lang{mode}")))
        number = asked["approvalId"]
        page = answer(await client.call_tool(EVENTS, {"id": number, "wait": 1}))
        assert (page["status"], page["done"], page["events"]) == ("approval_pending", False, [])
        waiting = asyncio.create_task(client.call_tool(EVENTS, {"id": number, "wait": 300, "until": "done"}))
        while len(feed_of) == 0:  # noqa: ASYNC110 - the feed has no event for its first reader
            await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        while len(feed_of) > 0:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
        longer = await client.call_tool(EVENTS, {"id": number, "wait": 301})
        assert answer(longer)["code"] == "invalid_arguments"
