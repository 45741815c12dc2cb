"""What strangers, half-strangers and broken clients may do to a session over HTTP and WebSocket: nothing."""

import asyncio
import hashlib
import json
import logging
import struct
import sys
import zlib
from contextlib import suppress
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import WSMsgType

from assistant.api import sandbox
from assistant.api.sandbox import PROTOCOL
from assistant.api.sandbox_audit import FILE, Audit
from assistant.api.sandbox_socket import Attached
from assistant.api.services import SERVICES
from assistant.identity.buckets import Rate
from assistant.identity.tokens import TICKET_SECONDS, Tokens
from sandbox import hub as hub_module
from sandbox.fanout import Watcher
from tests.assistant.sandbox.test_api import PEOPLE, Site, site

__all__ = ["site"]
WITHIN_S = 60.0
FOREIGN = ("https://evil.test", "null", "https://ours.test:444", "https://x.ours.test", "http://ours.test", "http://127.evil.example", "http://localhost:1")


async def _dial(site: Site, path: str, *protocols: str, headers: dict[str, str] | None = None, **more: Any) -> aiohttp.ClientWebSocketResponse:
    return await site.http.ws_connect(f"{site.url}/api/v1/sandbox/sessions/{path}", protocols=(PROTOCOL, *protocols), headers=headers or {}, **more)


async def _refused(site: Site, path: str, *protocols: str, headers: dict[str, str] | None = None) -> int:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await _dial(site, path, *protocols, headers=headers)
    return refused.value.status


async def _closed(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    """How it was closed."""
    async with asyncio.timeout(WITHIN_S):
        while (message := await socket.receive()).type in (WSMsgType.TEXT, WSMsgType.BINARY):
            pass
    assert message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING, WSMsgType.ERROR)
    return socket.close_code


@pytest.mark.parametrize("kind", ["attach", "cards"])
async def test_no_other_sites_page_opens_either_socket(site: Site, kind: str) -> None:
    path = f"{await site.create()}/{kind}"
    for origin in FOREIGN:
        assert await _refused(site, path, "bearer", "ann", headers={"Origin": origin}) == 403, origin
    for origin in (None, site.url, "https://ours.test"):
        socket = await _dial(site, path, "bearer", "ann", headers={"Origin": origin} if origin else {})
        await socket.close()


async def test_a_name_that_leads_here_brings_no_rights(site: Site) -> None:
    """A page under another name whose address is ours is of our own origin to a browser: it has no token, and cookies count for nothing."""
    path = f"{await site.create()}/attach"
    named = {"Host": "evil.example", "Origin": "http://evil.example", "Cookie": "token=ann; concierge_session=ann"}
    assert await _refused(site, path, headers=named) == 401
    async with site.http.get(f"{site.url}/api/v1/sandbox/sessions", headers=named) as answer:
        assert answer.status == 401
        assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_token_in_an_address_is_none(site: Site) -> None:
    name = await site.create()
    for query in ("token=ann", "access_token=ann", "bearer=ann", "ticket=ann"):
        assert await _refused(site, f"{name}/attach?{query}") == 401
        async with site.http.get(f"{site.url}/api/v1/sandbox/sessions?{query}") as answer:
            assert answer.status == 401


async def test_a_ticket_is_for_one_socket_of_its_owner_within_its_time(site: Site) -> None:
    now = [1000.0]
    tickets = Tokens(cast(Any, None), now=lambda: now[0])  # tickets are in no database
    cast(Any, site._app[SERVICES].tokens).use_ticket = tickets.use_ticket
    mine, path = tickets.ticket("device-ann", "c"), f"{await site.create()}/attach"
    socket = await _dial(site, path, "ticket", mine)
    await socket.close()
    assert await _refused(site, path, "ticket", mine) == 401
    late = tickets.ticket("device-ann", "c")
    now[0] += TICKET_SECONDS + 1
    assert await _refused(site, path, "ticket", late) == 401
    assert await _refused(site, path, "ticket", tickets.ticket("device-ben", "c")) == 404
    assert await _refused(site, path, "ticket", tickets.ticket("device-new", "c")) == 403
    assert await _refused(site, path, "ticket", "made-up") == 401


async def test_every_address_of_a_session_hides_it_from_others(site: Site) -> None:
    """Whatever routes there will be."""
    name = await site.create()
    tried = 0
    for route in site._app.router.routes():
        pattern = route.resource.canonical if route.resource is not None else ""
        if not pattern.startswith("/api/v1/sandbox/sessions/{id}") or route.method == "HEAD":
            continue
        tried += 1
        path = pattern.replace("{card}", "c1")
        for wanted, status in (("ben", 404), ("nobody", 401), ("new", 403)):
            said: list[tuple[int, Any]] = []
            for one in (name, "0" * 24):
                answer = await site.ask(route.method, path.replace("/api/v1/sandbox/sessions/{id}", f"/{one}"), who=wanted, json={"signal": "INT", "action": "yes"})
                said.append(answer)
            assert said[0][0] == status, (route.method, pattern, wanted)
            assert said[0] == said[1], (route.method, pattern, wanted)
    assert tried >= 7
    assert (await site.ask("GET", f"/{name}"))[1]["running"]


@pytest.mark.parametrize("name", ["..", "%2e%2e", "..%2f..%2fetc", "a%00b", "%2e%2e%2f" + "0" * 24, "0" * 5000, "-rf", "$(id)", "a;id", "\u202eabc", "session.json"])
async def test_a_name_that_is_none_leads_nowhere(site: Site, name: str) -> None:
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/cards"), ("GET", "/attach")):
        assert (await site.ask(method, f"/{name}{path}"))[0] in (400, 404, 405), (method, path)
    assert (await site.ask("GET"))[1]["sessions"] == []


@pytest.mark.parametrize("agent", ["../bash", "bash; id", "/bin/bash", "bash\x00", "--help", ["bash"], {"a": 1}, None, 7, "ba" * 5000])
async def test_an_agent_that_is_none_is_not_started(site: Site, agent: Any) -> None:
    assert (await site.ask("POST", json={"agent": agent, "argv": ["id"], "cwd": "/", "command": ["id"], "env": ["A=1"]}))[0] == 400
    assert (await site.ask("GET"))[1] == {"sessions": []}


async def test_of_what_a_caller_adds_nothing_reaches_the_program(site: Site) -> None:
    client = await site.open(await site.create(command=["id"], cwd="/", env=["EVIL=1"], envMap={"EVIL": "1"}, extraArgs=["-c", "id"]))
    # What is answered is marked: letters that come before the prompt stand before it, and the answer behind it.
    await client.type(b"echo evil=$(env | grep -c EVIL) in=$(pwd) do''ne\r")
    await client.until(b" done\r\n")
    assert b"evil=0 in=/" in client.output
    assert b" in=/ done" not in client.output


async def test_who_is_signed_out_watches_no_longer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "CHECK_S", 0.2)
    name = await site.create()
    client, cards = await site.open(name), await _dial(site, f"{name}/cards", "bearer", "ann")
    await cards.send_json({"type": "hello"})
    await client.until_told("presence")
    monkeypatch.setitem(PEOPLE, "ann", "somebody.else@example.com")
    assert await _closed(client.socket) == 1008
    assert await _closed(cards) == 1008
    assert await _refused(site, f"{name}/attach", "bearer", "ann") == 404


async def test_who_only_reads_changes_nothing(site: Site) -> None:
    name = await site.create(cols=80, rows=24)
    owner = await site.open(name, role="watch")
    reader = await site.open(name, role="read", cols=33, rows=11)
    await reader.until_told("presence")
    for keys in (b"echo ty''ped\r", b"\x1b[200~pasted\x1b[201~", b"\x1b[1;1R", b"\x1b]11;rgb:0/0/0\x07"):
        await reader.type(keys)
        await reader.until_told("refused")
        reader.messages.clear()
    for message in ({"type": "resize", "cols": 22, "rows": 9}, {"type": "control"}, {"type": "signal", "signal": "HUP"}):
        await reader.tell(**message)
    await reader.tell(type="action", card_id="c1", action="yes")
    assert (await reader.until_told("problem"))["code"] == "read_only"
    await owner.type(b"stty size; echo do''ne\r")
    await owner.until(b"done\r\n")
    assert b"24 80" in owner.output
    assert b"typed" not in owner.output
    assert b"pasted" not in owner.output
    assert (await site.ask("GET", f"/{name}"))[1]["running"]


async def test_another_sessions_card_is_unknown(site: Site) -> None:
    first, second = await site.create(agent="bash"), await site.create(agent="bash")
    asked = await site.open(first)
    await asked.type(b"read -p 'Go on? [y/N] ' a; echo got-$a-\r")
    async with asyncio.timeout(WITHIN_S):
        while not (cards := [m["card"] for m in asked.messages if m["type"] == "card" and m["card"]["kind"] == "question"]):
            assert await asked.take()
    other = await site.open(second)
    await other.tell(type="action", card_id=cards[0]["id"], action="yes")
    assert (await other.until_told("problem"))["code"] == "unknown"
    assert (await site.ask("POST", f"/{second}/cards/{cards[0]['id']}/decision", json={"action": "yes"}))[0] == 404
    assert b"got-" not in asked.output.partition(b"got-$a-")[2]


async def test_a_frame_that_is_too_large_ends_the_socket_and_nothing_else(site: Site) -> None:
    name = await site.create()
    client = await site.open(name)
    await client.until_told("hello")
    await client.socket.send_bytes(struct.pack("!BQ", 1, 1) + b"x" * (sandbox.LARGEST_FRAME + 1))
    assert await _closed(client.socket) == 1009
    assert (await site.ask("GET", f"/{name}"))[1]["running"]


async def test_a_frame_that_unpacks_to_too_much_is_not_unpacked(site: Site) -> None:
    """64 MiB of blanks in 64 KiB, as permessage-deflate sends them."""
    name = await site.create()
    socket = await _dial(site, f"{name}/attach", "bearer", "ann", compress=15)
    packer = zlib.compressobj(9, wbits=-15)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(64)) + packer.flush(zlib.Z_SYNC_FLUSH)
    assert len(packed) < sandbox.LARGEST_FRAME
    writer = socket._writer  # pyright: ignore[reportPrivateUsage]
    mask = bytes(4)
    writer.transport.write(bytes([0xC2, 0x80 | 127]) + struct.pack("!Q", len(packed)) + mask + packed[:-4])
    writer.transport.write(packed[-4:])
    assert await _closed(socket) in (1002, 1006, 1008, 1009)
    assert (await site.ask("GET", f"/{name}"))[1]["running"]


@pytest.mark.parametrize("said", [b"", b"\x00", b"\x01", b"\x01" * 8, b"\xff" * 300])
async def test_frames_that_mean_nothing_are_passed_over(site: Site, said: bytes) -> None:
    client = await site.open(await site.create())
    await client.socket.send_bytes(said)
    for text in ("", "[]", "{}", "null", '{"type":7}', '{"type":"ack","offset":-5}', '{"type":"ack","offset":1e99}', '{"type":"resize","cols":"x"}', "[" * 60_000):
        await client.socket.send_str(text)
    await client.type(b"echo st''ill here\r")
    await client.until(b"still here")


async def test_keys_one_by_one_and_ten_megabytes_at_once(site: Site) -> None:
    client = await site.open(await site.create())
    for key in b"echo on''e by one\r":
        await client.type(bytes([key]))
    await client.until(b"one by one")
    await client.type(b"stty raw -echo; echo go; head -c 10000000 | sha256sum; stty sane; echo en''d\r")
    await client.until(b"go")
    paste = bytes(range(32, 127)) * (10_000_000 // 95 + 1)
    paste = paste[:10_000_000]

    async def send() -> None:
        for at in range(0, len(paste), 16_384):
            await client.type(paste[at : at + 16_384])

    sending = asyncio.create_task(send())
    await client.until(hashlib.sha256(paste).hexdigest().encode(), 60)
    await sending


async def test_nobody_opens_sockets_without_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_SOCKETS", 5)
    path = f"{await site.create()}/attach"
    opened = [await _dial(site, path, "bearer", "ann") for _ in range(5)]  # without a greeting too
    assert await _refused(site, path, "bearer", "ann") == 429
    await opened[0].close()
    async with asyncio.timeout(WITHIN_S):
        while True:
            with suppress(aiohttp.WSServerHandshakeError):
                await (await _dial(site, path, "bearer", "ann")).close()
                break
    for socket in opened:
        await socket.close()


async def test_who_takes_no_answers_is_not_listened_to(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else what is said to it would fill the memory."""
    monkeypatch.setattr(hub_module, "MOST_MESSAGES", 10)
    real, release = Attached._send, asyncio.Event()

    async def send(self: Attached, watcher: Watcher, box: hub_module.Box) -> None:
        if watcher.hello.name == "deaf":
            await release.wait()
        await real(self, watcher, box)

    monkeypatch.setattr(Attached, "_send", send)
    name = await site.create()
    other, deaf = await site.open(name), await site.open(name, name="deaf", role="watch")
    while (await other.until_told("presence"))["watchers"][-1]["name"] != "deaf":
        other.messages.clear()
    hub = site._app[sandbox.SESSIONS].hub(name)
    assert hub is not None
    box = list(hub._boxes.values())[-1]
    for _ in range(200):
        await deaf.tell(type="what?")
    await other.type(b"echo st''ill here\r")
    await other.until(b"still here")
    assert box.messages <= 12
    release.set()
    async with asyncio.timeout(WITHIN_S):
        while sum(m["type"] == "problem" for m in deaf.messages) < 200:
            assert await deaf.take()


async def test_nobody_fills_the_audit_log(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    name = await site.create()
    monkeypatch.setattr(site._app[sandbox.DONE], "_rate", Rate(burst=5, per_second=0.001))
    client = await site.open(name)
    for _ in range(10):
        await client.tell(type="signal", signal="INT")
    assert (await client.until_told("problem"))["code"] == "rate_limited"
    assert (await site.ask("POST", f"/{name}/signal", json={"signal": "INT"}))[0] == 429
    assert await _refused(site, f"{name}/attach", "bearer", "ann") == 429
    assert len((site.root.parent / FILE).read_text().splitlines()) <= 6
    assert (await site.ask("POST", who="ben", json={"agent": "bash"}))[0] == 201


async def test_nobody_starts_sessions_without_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site._app[sandbox.STARTED], "_rate", Rate(burst=2, per_second=0.001))
    for _ in range(2):
        await site.ask("DELETE", f"/{await site.create()}")
    status, told = await site.ask("POST", json={"agent": "bash"})
    assert (status, told["code"]) == (429, "rate_limited")
    assert (await site.ask("POST", who="ben", json={"agent": "bash"}))[0] == 201


async def test_sessions_that_ended_are_kept_in_bounded_number(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_KEPT", 2)
    names = [await site.create() for _ in range(2)]
    client = await site.open(names[0])
    await client.type(b"exit\r")
    await client.until_told("exit")
    status, told = await site.ask("POST", json={"agent": "bash"})
    assert (status, told["code"]) == (409, "too_many_sessions")
    await site.ask("DELETE", f"/{names[0]}")
    assert (await site.ask("POST", json={"agent": "bash"}))[0] == 201


async def test_no_token_and_no_key_is_logged(site: Site, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    client = await site.open(await site.create())
    await client.type(b"echo hu''sh-hu''sh\r")
    await client.until(b"hush-hush")
    await _refused(site, "0" * 24 + "/attach", "bearer", "a-secret-token")
    await client.socket.send_str("{")
    out, err = capfd.readouterr()
    for hidden in ("a-secret-token", "hush-hush", "bearer.ann", "Bearer ann"):
        assert hidden not in caplog.text + out + err


async def test_what_is_done_is_written_down_before_and_never_what_is_typed(site: Site) -> None:
    name = await site.create()
    client = await site.open(name)
    await client.type(b"echo hu''sh\r")
    await client.until(b"hush")
    await client.tell(type="signal", signal="INT")
    await site.ask("POST", f"/{name}/signal", json={"signal": "QUIT"})
    await site.ask("DELETE", f"/{name}", who="ben")
    await site.ask("DELETE", f"/{name}")
    file = site.root.parent / FILE
    assert file.stat().st_mode & 0o077 == 0
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [(r["auditType"].rpartition(".")[2], r.get("signal")) for r in lines] == [
        ("started", None), ("watched", None), ("signalled", 2), ("signalled", 3), ("ended", None),
    ]  # fmt: skip
    assert {(r["actor"], r["session"]) for r in lines} == {("ann@example.com", name)}
    assert "hush" not in file.read_text()


async def test_what_cannot_be_written_down_is_not_done(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    name = await site.create()

    def full(*_: object, **__: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(Audit, "note", full)
    assert (await site.ask("POST", json={"agent": "sovereign-shell"}))[0] == 503
    assert (await site.ask("DELETE", f"/{name}"))[0] == 503
    assert await _refused(site, f"{name}/attach", "bearer", "ann") == 503
    monkeypatch.undo()
    assert [s["id"] for s in (await site.ask("GET"))[1]["sessions"]] == [name]


async def test_the_audit_log_is_only_added_to_and_whole_under_a_kill(tmp_path: Any) -> None:
    (tmp_path / FILE).write_text('{"auditType":"before"}\n')
    script = (
        "import sys,itertools\nfrom pathlib import Path\nfrom assistant.api.sandbox_audit import Audit\naudit=Audit(Path(sys.argv[1]))\n"
        "for n in itertools.count(1):\n  audit.note('watched',actor='a'*200,session=str(n)); print(n,flush=True)\n"
    )
    running = await asyncio.create_subprocess_exec(sys.executable, "-c", script, str(tmp_path), stdout=asyncio.subprocess.PIPE)
    assert running.stdout is not None
    told = 0
    while told < 300:
        told = int(await running.stdout.readline())
    running.kill()
    rest = (await running.stdout.read()).split()
    await running.wait()
    told = int(rest[-1]) if rest else told
    first, *lines = [json.loads(line) for line in (tmp_path / FILE).read_text().splitlines()]
    assert first == {"auditType": "before"}
    assert [r["session"] for r in lines] == [str(n) for n in range(1, len(lines) + 1)]
    assert len(lines) >= told
