"""catalyst-api in bad weather: the person is told in a sentence, the talk goes on, nothing is made twice."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.assistant.stage import BAKERY, PATIENCE, Stage, Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")
TECHNICAL = re.compile(r"Traceback|Error\b|Exception|httpx|[{}<>]|\b[45]\d\d\b|\\x|null|None\b|emulated-fault")


def sentence(reply: str) -> None:
    """For a person."""
    assert reply
    assert reply.rstrip()[-1] in ".?!", reply
    assert not TECHNICAL.search(reply), reply


async def created(talk: Talk, *, most_turns: int = 6) -> None:
    """Says what is asked for until the deployment is there."""
    for _ in range(most_turns):
        state = await talk.state()
        if state["deployment"]:
            return
        match state["asking"]:
            case "confirm":
                answer = await talk.say("yes")
            case "domain":
                answer = await talk.say("use another-one.omani.works")
            case _:
                answer = await talk.say("try again")
        sentence(answer["reply"])
    assert (await talk.state())["deployment"]


def calls(log: list[dict[str, Any]], tool: str) -> int:
    return sum(1 for e in log if e["type"] == "tool_called" and e["tool"].endswith(tool))


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Vierhonderd", {"kind": "status", "status": 400, "body": {"error": "orgName: is required"}}),
        ("Platte", {"kind": "status", "status": 400, "body": "invalid request body: unexpected EOF"}),
        ("Bezet", {"kind": "status", "status": 409, "body": {"error": "subdomain-conflict", "detail": "x"}}),
        ("Namenweg", {"kind": "status", "status": 503, "body": {"error": "pdm-unavailable"}}),
    ],
)
async def test_a_refusal_at_the_create(stage: Stage, name: str, fault: dict[str, Any]) -> None:
    """Certainly without effect: said, and after a new read-back and a new yes it is made."""
    talk = await stage.bakery(name)
    await stage.arm(fault.pop("kind"), **fault)
    answer = await talk.say("yes")
    sentence(answer["reply"])
    state = answer["state"]
    assert state["deployment"] is None
    assert state["phase"] != "provisioning"
    assert state["readBack"] is None, "going on takes a new read-back"
    assert await stage.creates(f"{name.lower()}.omani.works") == []
    assert calls(await talk.events(), ".create") == 1
    await created(talk)
    log = await talk.events()
    assert calls(log, ".create") == 2
    assert len([e for e in log if e["type"] == "deployment_created"]) == 1


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Rommel", {"kind": "garbage"}),
        ("Gesneden", {"kind": "drop_after"}),
        ("Afgebroken", {"kind": "drop_before"}),
        ("Vijfhonderd", {"kind": "status", "status": 500, "body": {"error": "internal"}}),
        ("Overbelast", {"kind": "status", "status": 502, "body": "<html>Bad Gateway</html>"}),
    ],
)
async def test_an_unknown_outcome_at_the_create(stage: Stage, name: str, fault: dict[str, Any]) -> None:
    """Looked up before anything else; adopted when it is there, asked about when it isn't; never two."""
    talk = await stage.bakery(name)
    kind = fault.pop("kind")
    await stage.arm(kind, **fault)
    answer = await talk.say("yes")
    sentence(answer["reply"])
    log = await talk.events()
    assert calls(log, ".create") == 1
    assert calls(log, ".find") == 1
    made = await stage.creates(f"{name.lower()}.omani.works")
    if kind in ("garbage", "drop_after"):
        assert len(made) == 1
        (event,) = [e for e in log if e["type"] == "deployment_created"]
        assert event["adopted"] is True
    else:
        assert made == []
        assert answer["state"]["deployment"] is None
    await created(talk)
    assert len(await stage.creates(f"{name.lower()}.omani.works")) == 1
    await talk.until(lambda e: e["type"] == "assistant_said", phase="ready")


@pytest.mark.parametrize("kind", ["drop_before", "garbage", "status"])
async def test_trouble_before_the_create(stage: Stage, talk: Talk, kind: str) -> None:
    """The name check and the key pair fail while the plan is made: told, and tried again when the person goes on."""
    name, email = f"Onweer{kind.replace('_', '')}", f"{kind.replace('_', '')}@example.com"
    for path in ("/api/v1/subdomains/check", "/api/v1/sshkey/generate"):
        await stage.arm(kind, path=path, status=503, body={"error": "pdm-unavailable"})
    answer = await talk.say(BAKERY.format(name=name, email=email))
    sentence(answer["reply"])
    for _ in range(5):
        state = await talk.state()
        if state["asking"] == "email_code":
            break
        sentence((await talk.say("try again"))["reply"])
    await talk.say(stage.code(email))
    await created(talk)
    assert len([e for e in await talk.events() if e["type"] == "deployment_created"]) == 1


async def test_a_deployment_that_fails_is_told_and_the_plan_reopened(stage: Stage) -> None:
    talk = await stage.bakery("Mislukt")
    await stage.emulator("wishes", {"failPhase0": True})
    answer = await talk.say("yes")
    ended = await talk.until(
        lambda e: e["type"] == "assistant_said" and e["seq"] > answer["state"]["lastSeq"] - 1, phase="failed"
    )
    sentence(re.sub(r"https?://\S+", "", ended["text"]))
    assert (await talk.say("what happened?"))["reply"]


async def test_a_stream_of_progress_that_breaks_over_and_over(stage: Stage) -> None:
    talk = await stage.bakery("Kapot")
    path = "/api/v1/deployments/"
    for kind in ("drop_before", "garbage", "status", "drop_after"):
        await stage.arm(kind, path=path, method="GET")
    await talk.say("yes")
    await talk.until(lambda e: e["type"] == "assistant_said", phase="ready")
    lines = [line["message"] for e in await talk.events() if e["type"] == "deployment_reported" for line in e["lines"]]
    assert len(lines) > 20
    components = (await talk.state())["deployment"]["components"]
    assert set(components.values()) == {"installed"}


@pytest_asyncio.fixture(loop_scope="module")
async def alone(tmp_path: Path) -> AsyncIterator[Stage]:
    """Configured for a service that isn't there."""
    with socket.socket() as mine:
        mine.bind(("127.0.0.1", 0))  # nobody else can listen there meanwhile
        running = await Stage(tmp_path, catalyst_url=f"http://127.0.0.1:{mine.getsockname()[1]}").start()
        yield running
        await running.stop()


async def test_nobody_is_there(alone: Stage) -> None:
    """The service starts all the same, says so in words, and keeps what was said."""
    assert (await alone.ask("GET", "/readyz")).status == 200
    talk = await alone.begin()
    answer = await talk.say(BAKERY.format(name="Alleen", email="info@alleen.example"))
    sentence(answer["reply"])
    for text in ("try again", "what does it cost?", "make it Helsinki", "yes"):
        sentence((await asyncio.wait_for(talk.say(text), PATIENCE))["reply"])
    plan = (await talk.state())["plan"]
    assert (plan["organisation"], plan["regions"]) == ("Alleen", ["hel1"])
    assert (await talk.state())["deployment"] is None


async def test_a_service_that_talks_nonsense(tmp_path: Path) -> None:
    """Not HTTP at all, and endless."""

    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"\x00\xff nonsense \r\n" * 50)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    stage = await Stage(tmp_path, catalyst_url=f"http://127.0.0.1:{port}").start()
    try:
        talk = await stage.begin()
        for text in (BAKERY.format(name="Onzin", email="info@onzin.example"), "try again"):
            sentence((await asyncio.wait_for(talk.say(text), PATIENCE))["reply"])
    finally:
        await stage.stop()
        server.close()
        await server.wait_closed()
