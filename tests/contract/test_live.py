"""The log from outside: JSON, SSE and WebSocket say the same, once and in order, and to nobody else."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from tests.contract.driver import Talk, World


@pytest.fixture
def spoken(talk: Talk) -> Talk:
    talk.say("we are Marble Arch, @mail")
    talk.say("two regions please")
    return talk


def log(talk: Talk, after: int = 0) -> list[dict[str, Any]]:
    answer = talk.http.get(talk.path + "/events", params={"after": after})
    assert answer.status_code == 200
    return answer.json()["events"]


async def sse(talk: Talk, count: int, **headers: str) -> list[tuple[int, dict[str, Any]]]:
    frames: list[tuple[int, dict[str, Any]]] = []
    asked = {"Authorization": f"Bearer {talk.token}", "Accept": "text/event-stream", **headers}
    async with (
        aiohttp.ClientSession() as http,
        http.get(talk.world.url + talk.path + "/events", headers=asked) as answer,
    ):
        assert answer.content_type == "text/event-stream"
        number, data = 0, ""
        async with asyncio.timeout(60):
            async for raw in answer.content:
                line = raw.decode().rstrip("\n")
                if line.startswith("id:"):
                    number = int(line[3:])
                elif line.startswith("data:"):
                    data += line[5:].strip()
                elif not line and data:
                    frames.append((number, json.loads(data)))
                    data = ""
                    if len(frames) == count:
                        return frames
    return frames


async def numbered(socket: aiohttp.ClientWebSocketResponse, upto: int) -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = []
    async with asyncio.timeout(60):
        while not frames or frames[-1]["seq"] < upto:
            frame = await socket.receive_json()
            if "seq" in frame:
                frames.append(frame)
    return frames


def headers(talk: Talk) -> dict[str, str]:
    return {"Authorization": f"Bearer {talk.token}"}


def test_the_log_has_no_gaps_and_resumes(spoken: Talk) -> None:
    events = log(spoken)
    assert [e["seq"] for e in events] == list(range(1, spoken.look()["lastSeq"] + 1))
    assert log(spoken, 5) == events[5:]
    assert log(spoken, events[-1]["seq"]) == []


async def test_sse_is_the_log_and_resumes(spoken: Talk) -> None:
    events = log(spoken)
    frames = await sse(spoken, len(events))
    assert [f[1] for f in frames] == events
    assert [f[0] for f in frames] == [e["seq"] for e in events]
    rest = await sse(spoken, len(events) - 4, **{"Last-Event-ID": "4"})
    assert [f[1] for f in rest] == events[4:]


async def test_the_live_socket_is_the_log_resumes_and_takes_words(spoken: Talk) -> None:
    events = log(spoken)
    live = spoken.world.url.replace("http", "ws") + spoken.path + "/live"
    async with aiohttp.ClientSession() as http:
        async with http.ws_connect(live, headers=headers(spoken)) as socket:
            await socket.send_json({"type": "resume", "after": 0})
            got = await numbered(socket, events[-1]["seq"])
            assert [e["seq"] for e in got] == [e["seq"] for e in events]
            assert [e["type"] for e in got] == [e["type"] for e in events]
            await socket.send_json({"type": "say", "text": "and four workers"})
            more: list[dict[str, Any]] = []
            while not any(e["type"] == "assistant_said" for e in more):
                frame = await asyncio.wait_for(socket.receive_json(), 60)
                if "seq" in frame:
                    more.append(frame)
            assert [e["seq"] for e in more] == list(range(events[-1]["seq"] + 1, more[-1]["seq"] + 1))
        after = more[0]["seq"]
        async with http.ws_connect(live, headers=headers(spoken)) as socket:
            await socket.send_json({"type": "resume", "after": after})
            again = await numbered(socket, more[-1]["seq"])
    assert [e["seq"] for e in again] == list(range(after + 1, more[-1]["seq"] + 1))
    assert spoken.look()["plan"]["workers"] == 4


async def test_over_the_live_socket_a_yes_waits_for_what_was_shown(talk: Talk) -> None:
    """An unacknowledged read-back can't be confirmed; an acknowledged one can."""
    talk.say("we are Marble Shown, @mail")
    talk.say("@code")
    talk.say("make it Helsinki")  # read back anew; nothing has acknowledged this one
    last = talk.state["lastSeq"]
    live = talk.world.url.replace("http", "ws") + talk.path + "/live"
    async with aiohttp.ClientSession() as http, http.ws_connect(live, headers=headers(talk)) as socket:
        await socket.send_json({"type": "resume", "after": last})
        await socket.send_json({"type": "say", "text": "yes"})
        said = await _until(socket, "assistant_said")
        assert talk.posts == [], talk.story()
        await socket.send_json({"type": "shown", "seq": said["seq"]})
        await socket.send_json({"type": "say", "text": "yes"})
        await _until(socket, "deployment_created")
        await _until(socket, "assistant_said")
    assert len(talk.posts) == 1
    assert talk.posts[0]["region"] == "hel1"


async def _until(socket: aiohttp.ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while True:
            frame = await socket.receive_json()
            if frame.get("type") == kind:
                return frame


async def test_many_watchers_each_see_every_event_once(spoken: Talk) -> None:
    live = spoken.world.url.replace("http", "ws") + spoken.path + "/live"
    async with aiohttp.ClientSession() as http:
        sockets = [await http.ws_connect(live, headers=headers(spoken)) for _ in range(5)]
        for socket in sockets:
            await socket.send_json({"type": "resume", "after": 0})
        await asyncio.to_thread(spoken.say, "cpx52 please")
        last = spoken.state["lastSeq"]
        seen = await asyncio.gather(*(numbered(s, last) for s in sockets))
        for socket in sockets:
            await socket.close()
    assert all([e["seq"] for e in one] == list(range(1, last + 1)) for one in seen)


async def test_a_socket_opens_by_ticket_once(spoken: Talk) -> None:
    ticket = spoken.http.post(spoken.path + "/tickets").json()["ticket"]
    live = spoken.world.url.replace("http", "ws") + spoken.path + "/live"
    async with aiohttp.ClientSession() as http:
        async with http.ws_connect(live, protocols=["concierge", f"ticket.{ticket}"]) as socket:
            await socket.send_json({"type": "resume", "after": 0})
            assert await numbered(socket, 3)
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await http.ws_connect(live, protocols=["concierge", f"ticket.{ticket}"])
        assert refusal.value.status in (401, 403)
        async with http.ws_connect(live, protocols=["concierge", f"bearer.{spoken.token}"]) as socket:
            assert not socket.closed
        for url in (f"{live}?token={spoken.token}", f"{live}?access_token={spoken.token}", live):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
                await http.ws_connect(url)
            assert refusal.value.status == 401


@pytest.mark.parametrize("way", ["", "/events", "/turns", "/secrets"])
def test_strangers_learn_nothing(world: World, spoken: Talk, way: str) -> None:
    """No token: 401. Someone else's: 403. And whether the conversation exists can't be told from either."""
    other = world.talk(f"stranger{way.strip('/')}")
    method = "POST" if way in ("/turns", "/secrets") else "GET"
    body = {"/turns": {"text": "hello"}, "/secrets": {"name": "hetznerToken", "value": "x" * 64}}.get(way)

    def ask(where: str, token: str | None) -> tuple[int, Any]:
        answer = other.http.request(
            method,
            f"/api/v1/conversations/{where}{way}",
            json=body,
            headers={"Authorization": f"Bearer {token}" if token else ""},
        )
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json()["code"]
        return answer.status_code, answer.json()

    there, nowhere = spoken.id, "AAAAAAAAAAAAAAAA"
    assert ask(there, None)[0] == 401
    assert ask(there, None) == ask(nowhere, None)
    assert ask(there, other.token)[0] == 403
    assert ask(there, other.token) == ask(nowhere, other.token)
    assert (
        other.http.request(
            method, f"{spoken.path}{way}?token={spoken.token}", json=body, headers={"Authorization": ""}
        ).status_code
        == 401
    )
    other.close()


def test_a_link_is_exchanged_once(world: World, spoken: Talk) -> None:
    link = spoken.http.post(spoken.path + "/links").json()
    assert link["expiresIn"] <= 120
    first = spoken.http.post(
        "/api/v1/links/redeem", json={"code": link["code"]}, headers={"Authorization": ""}
    )
    assert first.status_code == 201
    assert first.json()["id"] == spoken.id
    answer = spoken.http.get(spoken.path, headers={"Authorization": f"Bearer {first.json()['token']}"})
    assert answer.json()["plan"] == spoken.look()["plan"]
    again = spoken.http.post(
        "/api/v1/links/redeem", json={"code": link["code"]}, headers={"Authorization": ""}
    )
    assert 400 <= again.status_code < 500
