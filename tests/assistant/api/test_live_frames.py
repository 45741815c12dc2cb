"""Bad frames, large ones, slow readers: the socket says what is wrong and stays; nobody else is disturbed."""

import asyncio
import json
from base64 import b64encode
from typing import Any

import aiohttp
import pytest

from assistant.api import live as module
from assistant.api.bodies import LONGEST_TEXT
from dialogue import events as ev
from tests.assistant.api.socket import Socket
from tests.assistant.stage import PATIENCE, Stage, Talk, until

pytestmark = pytest.mark.asyncio(loop_scope="module")
BAD: list[tuple[str, str]] = [
    ("", "malformed_json"),
    ("hello", "malformed_json"),
    ("[]", "malformed_json"),
    ("5", "malformed_json"),
    ("null", "malformed_json"),
    ('{"type": "say", "text": NaN}', "malformed_json"),
    ('{"type": "say"', "malformed_json"),
    ("[" * 20_000, "malformed_json"),
    ("{}", "unknown_frame"),
    ('{"type": null}', "unknown_frame"),
    ('{"type": ["say"]}', "unknown_frame"),
    ('{"type": "shout", "text": "hello"}', "unknown_frame"),
    ('{"type": "user_said", "text": "hello"}', "unknown_frame"),
    ('{"type": "SAY", "text": "hello"}', "unknown_frame"),
    ('{"type": "say"}', "text_missing"),
    ('{"type": "say", "text": 5}', "text_missing"),
    ('{"type": "say", "text": " \\u0000 "}', "text_empty"),
    (json.dumps({"type": "say", "text": "x" * (LONGEST_TEXT + 1)}), "text_too_long"),
    ('{"type": "resume"}', "bad_parameter"),
    ('{"type": "resume", "after": "5"}', "bad_parameter"),
    ('{"type": "resume", "after": -1}', "bad_parameter"),
    ('{"type": "resume", "after": 1.5}', "bad_parameter"),
    ('{"type": "resume", "after": true}', "bad_parameter"),
    ('{"type": "resume", "after": 1e400}', "bad_parameter"),
    ('{"type": "shown"}', "bad_parameter"),
    ('{"type": "shown", "seq": null}', "bad_parameter"),
    ('{"type": "shown", "seq": 99999999999999999999}', "bad_parameter"),
    ('{"type": "shown", "seq": [1]}', "bad_parameter"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "code"), BAD, ids=[f"{i}-{code}" for i, (_, code) in enumerate(BAD)])
async def test_a_bad_frame_is_answered_and_the_socket_stays(talk: Talk, raw: str, code: str) -> None:
    async with Socket(talk) as live:
        await live.ws.send_str(raw)
        problem = await live.until("problem")
        assert problem["code"] == code
        assert set(problem) >= {"type", "title", "status", "detail", "code", "next"}
        assert "seq" not in problem
        await live.send(type="say", text="hello")
        await live.until("assistant_said")
        assert live.events == await talk.events()
    assert [e["type"] for e in await talk.events()][:2] == ["conversation_started", "user_said"]


async def test_a_binary_frame(talk: Talk) -> None:
    async with Socket(talk) as live:
        await live.ws.send_bytes(b'{"type": "say", "text": "hello"}')
        assert await live.problem() == "binary_frame"
        await live.send(type="say", text="hello")
        await live.until("assistant_said")


async def test_a_frame_that_is_too_large_closes_this_socket_alone(talk: Talk) -> None:
    async with Socket(talk) as other, Socket(talk) as live:
        await live.ws.send_str(json.dumps({"type": "say", "text": "x" * module.LARGEST_FRAME}))
        assert await live.closed() == 1009
        await other.send(type="say", text="hello")
        await other.until("assistant_said")
    assert len([e for e in await talk.events() if e["type"] == "user_said"]) == 1


async def test_a_text_frame_that_is_no_utf8(talk: Talk) -> None:
    async with Socket(talk) as live:
        await live.ws._writer.send_frame(b"\xff\xfe\xfd", aiohttp.WSMsgType.TEXT)
        assert await live.closed() == 1007
    assert (await talk.say("hello"))["reply"]


async def test_after_the_end(stage: Stage, talk: Talk) -> None:
    conversation = await stage.wired.services.conversations.get(talk.id)
    async with Socket(talk) as live:
        await conversation.tell(ev.Closed())
        await live.until("closed")
        await live.send(type="say", text="hello")
        assert await live.problem() == "conversation_closed"


async def test_a_plain_request_is_told_to_upgrade(talk: Talk) -> None:
    answer = await talk.ask("GET", "live")
    assert (answer.status, answer.code) == (426, "websocket_expected")


async def test_a_fault_of_ours_is_a_problem_and_the_socket_stays(
    stage: Stage, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = await stage.wired.services.conversations.get(talk.id)

    async def full(*_: object, **__: object) -> Any:
        raise OSError("disk is full")

    async with Socket(talk) as live:
        await live.until("conversation_started")
        with monkeypatch.context() as patch:
            patch.setattr(conversation._store, "write", full)
            await live.send(type="say", text="hello")
            assert await live.problem() == "internal"
            await live.send(type="shown", seq=1)
            assert await live.problem() == "internal"
        await live.send(type="say", text="hello again")
        await live.until("assistant_said")
        assert "disk" not in str(live.problems)


async def raw_socket(talk: Talk) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Upgraded, and then not read by anybody."""
    host, port = talk.stage.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=1024)
    writer.transport.pause_reading()  # type: ignore[attr-defined]  # a socket's transport
    writer.write(
        f"GET {talk.path}/live HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {b64encode(b'0' * 16).decode()}\r\n"
        f"Sec-WebSocket-Protocol: concierge, bearer.{talk.token}\r\n\r\n".encode()
    )
    await writer.drain()
    return reader, writer


async def test_a_client_that_reads_nothing_delays_nobody_and_is_cut_off(
    stage: Stage, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STALLED_S", 0.2)
    conversation = await stage.wired.services.conversations.get(talk.id)
    _, writer = await raw_socket(talk)
    try:
        await until(lambda: conversation._readers == 1)
        async with Socket(talk) as live:
            line = ev.ProgressLine(message="x" * 2000)
            report = ev.DeploymentReported(deployment_id="0" * 16, status="provisioning", lines=(line,) * 100)
            for _ in range(60):  # 12 MB: more than every buffer on the way
                await asyncio.wait_for(conversation.tell(report), PATIENCE)
            await live.send(type="say", text="hello")
            await live.until("assistant_said")
            assert conversation._readers == 2 or len(live.events) > 60
        await until(lambda: not conversation._readers)
    finally:
        writer.transport.abort()
    assert (await talk.say("hello"))["reply"]
