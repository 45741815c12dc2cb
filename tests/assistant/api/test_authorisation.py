"""Who may do what: the token alone decides, and what it refuses says nothing about what exists."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.assistant.stage import Stage, Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")
ONE = "/api/v1/conversations/{id}"
ROUTES = [
    ("GET", ONE),
    ("POST", f"{ONE}/turns"),
    ("GET", f"{ONE}/events"),
    ("GET", f"{ONE}/live"),
    ("POST", f"{ONE}/secrets"),
    ("POST", f"{ONE}/links"),
    ("POST", f"{ONE}/tickets"),
    ("POST", f"{ONE}/ssh-key"),
    ("POST", f"{ONE}/handover"),
    ("OPTIONS", f"{ONE}/rtc"),
    ("GET", f"{ONE}/rtc"),
    ("POST", f"{ONE}/rtc"),
    ("DELETE", f"{ONE}/rtc/{{line}}"),
    ("GET", f"{ONE}/audio"),
]
OF_THE_TOKEN = [("POST", "/api/v1/auth/email"), ("POST", "/api/v1/auth/verify")]
OPEN = {
    "/api/v1/conversations", "/api/v1/links/redeem", "/api/v1/about", "/api/v1/openapi.json", "/healthz", "/readyz",
    "/metrics", "/", "/start", "/start/", "/start/{name}", "/design", "/mcp",
}  # fmt: skip
GARBAGE = [
    "Bearer", "Bearer ", "Bearer x", "Bearer " + "x" * 43, "Bearer " + "x" * 300, "Basic dXNlcjpwYXNz", "bearer", "Token abc",
    "Bearer " + "\u00e9" * 43, "Bearer " + "0" * 64, "Bearer ' OR '1'='1' -- aaaaaaaaaaa", "Bearer null",
]  # fmt: skip


async def test_every_route_is_in_this_matrix(stage: Stage) -> None:
    paths = {route.resource.canonical for route in stage.app.router.routes() if route.resource}
    assert paths == {path for _, path in (*ROUTES, *OF_THE_TOKEN)} | OPEN


@pytest.mark.parametrize(("method", "path"), ROUTES + OF_THE_TOKEN)
async def test_without_a_good_token_nothing_exists(stage: Stage, talk: Talk, method: str, path: str) -> None:
    """Byte by byte the same answer for an id that exists and one that doesn't."""
    seen: set[tuple[int, bytes]] = set()
    for given in (None, *GARBAGE):
        headers = {"Authorization": given} if given is not None else {}
        for id_ in (talk.id, "AAAAAAAAAAAAAAAA", "..%2F..", "%00", "x" * 300):
            answer = await stage.ask(method, path.replace("{id}", id_).replace("{line}", "x"), headers=headers, json={"text": "hello"})
            assert (answer.status, answer.code) == (401, "unauthorised"), (given, id_)
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            seen.add((answer.status, answer.body))
    assert len(seen) == 1
    assert (await talk.state())["lastSeq"] == 1


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_a_token_of_another_conversation(stage: Stage, talk: Talk, method: str, path: str) -> None:
    stranger = await stage.begin()
    seen: set[bytes] = set()
    for id_ in (talk.id, "AAAAAAAAAAAAAAAA", "x", "%F0%9F%99%82"):
        answer = await stranger.ask(method, path.replace("{id}", id_).replace("{line}", "x"), json={"text": "hello"})
        assert (answer.status, answer.code) == (403, "unauthorised")
        assert "WWW-Authenticate" not in answer.headers
        seen.add(answer.body)
    assert len(seen) == 1
    assert (await talk.state())["lastSeq"] == 1
    assert (await stranger.state())["lastSeq"] == 1


async def test_the_words_are_the_same_for_both(stage: Stage, talk: Talk) -> None:
    nobody = (await stage.ask("GET", talk.path)).json
    stranger = (await (await stage.begin()).ask("GET", talk.path)).json
    assert {k: v for k, v in nobody.items() if k not in ("status", "title")} == {
        k: v for k, v in stranger.items() if k not in ("status", "title")
    }


@pytest.mark.parametrize("raw", [b"Bearer " + b"\xff" * 43, b"Bearer \xc3\x28" + b"x" * 43, b"\xff\xfe"])
async def test_a_token_that_is_no_text(stage: Stage, talk: Talk, raw: bytes) -> None:
    host, port = stage.url.removeprefix("http://").split(":")
    for header in (b"Authorization", b"Sec-WebSocket-Protocol"):
        reader, writer = await asyncio.open_connection(host, int(port))
        value = raw if header == b"Authorization" else b"concierge, bearer." + raw.removeprefix(b"Bearer ")
        writer.write(b"GET %s/live HTTP/1.1\r\nHost: x\r\n%s: %s\r\nConnection: close\r\n\r\n" % (talk.path.encode(), header, value))
        status = await asyncio.wait_for(reader.readline(), 60)
        assert status.split()[1] in (b"401", b"400"), status
        writer.close()
        await writer.wait_closed()


async def test_the_scheme_is_not_case_sensitive_and_the_token_is(stage: Stage, talk: Talk) -> None:
    async def status(value: str) -> int:
        return (await stage.ask("GET", talk.path, headers={"Authorization": value})).status

    assert await status(f"bearer {talk.token}") == 200
    assert await status(f"BEARER  {talk.token} ") == 200
    assert await status(f"Bearer {talk.token.swapcase()}") == 401


async def test_a_token_in_the_address_opens_nothing(stage: Stage, talk: Talk) -> None:
    for query in (f"?token={talk.token}", f"?access_token={talk.token}", f"?bearer={talk.token}"):
        assert (await stage.ask("GET", talk.path + query)).status == 401


@pytest.mark.parametrize("protocols", [("concierge",), ("concierge", "bearer."), ("concierge", "bearer.wrong"), ("concierge", "ticket.wrong")])
async def test_a_socket_without_a_token(stage: Stage, talk: Talk, protocols: tuple[str, ...]) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await stage.http.ws_connect(f"{stage.url}{talk.path}/live", protocols=protocols)
    assert refused.value.status == 401


async def test_a_socket_with_anothers_token_or_ticket(stage: Stage, talk: Talk) -> None:
    stranger = await stage.begin()
    ticket = (await stranger.ask("POST", "tickets")).json["ticket"]
    for value in (f"bearer.{stranger.token}", f"ticket.{ticket}"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await stage.http.ws_connect(f"{stage.url}{talk.path}/live", protocols=("concierge", value))
        assert refused.value.status == 403


async def test_links_can_not_be_guessed_for_ever(stage: Stage) -> None:
    """Twenty tries at once from one address, then slowly."""
    statuses: list[int] = []
    last: Any = None
    for _ in range(40):
        last = await stage.ask("POST", "/api/v1/links/redeem", json={"code": "A" * 24})
        statuses.append(last.status)
    assert set(statuses) == {404, 429}
    assert statuses.index(429) <= 20
    assert last.code == "rate_limited"
    assert int(last.headers["Retry-After"]) >= 1
