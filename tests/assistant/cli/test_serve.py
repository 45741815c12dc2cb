"""`concierge serve` from outside: it starts with one line, stops cleanly, and comes back after kill -9."""

import asyncio
import json
import os
import re
import signal
import sqlite3
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.assistant.cli.process import Process, lives
from tests.assistant.stage import BAKERY, PATIENCE

_CODE = re.compile(r"Your code is (\d{6})")


def serve(folder: Path, **settings: str) -> Process:
    return Process("serve", "--port", "0", "--data-dir", str(folder), **settings)


def emulator(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "emulator.json").read_text(encoding="utf-8"))


def code(folder: Path) -> str:
    (file,) = sorted((folder / "outbox").glob("*.eml"))[-1:]
    found = _CODE.search(file.read_text(encoding="utf-8"))
    assert found
    return found.group(1)


class Customer:
    """Talks to whichever address the server has now."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http
        self.id = self.token = ""

    async def call(self, method: str, url: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with self._http.request(method, url, json=body, headers=headers) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json()

    async def begin(self, url: str) -> None:
        begun = await self.call("POST", f"{url}/api/v1/conversations", {})
        self.id, self.token = begun["id"], begun["token"]

    async def say(self, url: str, text: str) -> dict[str, Any]:
        return await self.call("POST", f"{url}/api/v1/conversations/{self.id}/turns", {"text": text})

    async def log(self, url: str) -> list[dict[str, Any]]:
        return (await self.call("GET", f"{url}/api/v1/conversations/{self.id}/events?limit=1000"))["events"]

    async def ready(self, url: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "text/event-stream"}
        path = f"{url}/api/v1/conversations/{self.id}"
        async with asyncio.timeout(PATIENCE), self._http.get(f"{path}/events", headers=headers) as stream:
            async for line in stream.content:
                if b'"assistant_said"' in line and (await self.call("GET", path))["phase"] == "ready":
                    return await self.call("GET", path)
        raise AssertionError("the stream ended")


async def test_one_line_and_a_clean_stop(tmp_path: Path) -> None:
    async with serve(tmp_path) as server, aiohttp.ClientSession(trust_env=False) as http:
        url = await server.ready()
        customer = Customer(http)
        await customer.begin(url)
        assert (await customer.say(url, "hello"))["reply"]
        beside = emulator(tmp_path)["pid"]
        assert lives(beside)
        ws = await http.ws_connect(
            f"{url}/api/v1/conversations/{customer.id}/live", protocols=("concierge", f"bearer.{customer.token}")
        )
        assert (await asyncio.wait_for(ws.receive(), PATIENCE)).type is aiohttp.WSMsgType.TEXT
        streamed = await http.get(
            f"{url}/api/v1/conversations/{customer.id}/events",
            headers={"Authorization": f"Bearer {customer.token}", "Accept": "text/event-stream"},
        )
        server.child.send_signal(signal.SIGTERM)
        assert await server.ended() == 0
        assert (await streamed.content.read()).endswith(b"\n\n"), "the stream ends between two events, and isn't cut off"
        await ws.close()
    assert server.output == [f"ready {url}\n"]
    assert not lives(beside), "the emulator is taken along"
    assert not (tmp_path / "emulator.json").exists()
    for line in server.errors.splitlines():
        assert json.loads(line)["level"] in ("info", "warning"), "JSON lines, and nothing went wrong"
    assert '"event": "ready"' in server.errors


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_at_once(tmp_path: Path, stop: signal.Signals) -> None:
    async with serve(tmp_path) as server:
        await server.ready()
        server.child.send_signal(stop)
        assert await server.ended() == 0


async def test_everything_is_kept_for_us_alone(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "by us"
    async with serve(folder) as server:
        await server.ready()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / "service.key").stat().st_mode & 0o777 == 0o600


async def test_after_kill_nine_the_emulator_is_adopted_and_the_talk_goes_on(tmp_path: Path) -> None:
    async with aiohttp.ClientSession(trust_env=False) as http:
        customer = Customer(http)
        async with serve(tmp_path) as server:
            url = await server.ready()
            await customer.begin(url)
            await customer.say(url, BAKERY.format(name="Opnieuw", email="info@opnieuw.example"))
            await customer.say(url, code(tmp_path))
            log = await customer.log(url)
            beside = emulator(tmp_path)
            server.child.kill()
            assert await server.ended() == -9
        assert lives(beside["pid"]), "it outlives us, as the real service would"
        async with serve(tmp_path) as server:
            url = await server.ready()
            now = emulator(tmp_path)
            assert (now["pid"], now["port"], now["ownerPid"]) == (beside["pid"], beside["port"], server.child.pid)
            assert await customer.log(url) == log, "everything that was acknowledged is there"
            await customer.say(url, "yes")
            server.child.kill()
            await server.ended()
        async with serve(tmp_path) as server:
            url = await server.ready()
            state = await customer.ready(url)
            assert state["deployment"]["status"] == "ready"
            port = emulator(tmp_path)["port"]
            creates = (await customer.call("GET", f"http://127.0.0.1:{port}/emulator/creates"))["creates"]
            assert [c["fqdn"] for c in creates] == ["opnieuw.omani.works"]
    assert not lives(beside["pid"])


async def test_a_port_that_is_taken(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with Process("serve", "--port", str(port), "--data-dir", str(tmp_path)) as process:
        assert await process.ended() == 1
    server.close()
    await server.wait_closed()
    assert process.output == []
    assert process.errors.count("\n") == 1
    assert process.errors.startswith(f"concierge: Port {port} is already in use")
    assert not (tmp_path / "emulator.json").exists()


async def test_two_servers_of_one_folder(tmp_path: Path) -> None:
    async with serve(tmp_path) as first:
        url = await first.ready()
        async with serve(tmp_path) as second:
            assert await second.ended() == 1
        assert second.errors == f"concierge: Another concierge already serves the data folder {tmp_path}.\n"
        async with aiohttp.ClientSession(trust_env=False) as http, http.get(f"{url}/readyz") as answer:
            assert answer.status == 200
        assert lives(emulator(tmp_path)["pid"])


def contents(folder: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.is_file()}


def _newer(folder: Path) -> None:
    file = sqlite3.connect(folder / "concierge.db")
    file.execute("PRAGMA user_version = 999")
    file.close()


def _no_database(folder: Path) -> None:
    (folder / "concierge.db").write_bytes(b"this is no database, whatever its name says" * 100)


def _no_key(folder: Path) -> None:
    (folder / "service.key").write_text("abc", encoding="ascii")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(_newer, "written by a later version"), (_no_database, "can't be used"), (_no_key, "service.key is damaged")],
)
async def test_data_that_cannot_be_used(tmp_path: Path, spoil: Any, words: str) -> None:
    spoil(tmp_path)
    before = contents(tmp_path)
    async with serve(tmp_path) as server:
        assert await server.ended() == 1
    assert server.output == []
    (line,) = [x for x in server.errors.splitlines() if x.startswith("concierge: ")]
    assert words in line
    assert "Traceback" not in server.errors
    assert not (tmp_path / "emulator.json").exists(), "what was started is taken along"
    assert before.items() <= contents(tmp_path).items(), "untouched"


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    async with serve(tmp_path / "file" / "data") as server:
        assert await server.ended() == 1
    assert re.fullmatch(r"concierge: The data folder .* can't be used \(.*\)\.\n", server.errors)


async def test_no_secret_and_nothing_said_in_the_log_even_when_everything_is_logged(tmp_path: Path) -> None:
    email = "loud@example.com"
    async with serve(tmp_path, CONCIERGE_LOG_LEVEL="debug") as server, aiohttp.ClientSession(trust_env=False) as http:
        url = await server.ready()
        customer = Customer(http)
        await customer.begin(url)
        await customer.say(url, BAKERY.format(name="Luidkeels", email=email))
        await customer.say(url, code(tmp_path))
        await customer.say(url, "yes")
        await customer.ready(url)
        handed = (await customer.call("POST", f"{url}/api/v1/conversations/{customer.id}/handover"))["url"]
        key = (await customer.call("POST", f"{url}/api/v1/conversations/{customer.id}/ssh-key"))["privateKey"]
    secrets = (customer.token, code(tmp_path), handed.partition("token=")[2], key.splitlines()[1], email, "Luidkeels", "demodemo")
    assert '"level": "debug"' in server.errors
    for secret in secrets:
        assert secret not in server.errors, secret[:12]
    for line in server.errors.splitlines():
        json.loads(line)


async def test_the_emulator_alone(tmp_path: Path) -> None:
    async with Process("emulator", "--port", "0", "--speed", "500", "--data-dir", str(tmp_path)) as process:
        url = await process.ready()
        async with aiohttp.ClientSession(trust_env=False) as http, http.get(f"{url}/emulator/info") as answer:
            assert (await answer.json())["speed"] == 500
        os.kill(process.child.pid, signal.SIGTERM)
        assert await process.ended() == 0


async def test_what_is_no_http_is_one_line_without_what_was_sent(tmp_path: Path) -> None:
    async with serve(tmp_path, CONCIERGE_NATS_URL="nats://user:hunter2@host") as server:
        url = await server.ready()
        port = int(url.rpartition(":")[2])
        for raw in (b"hunter2 is no request\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"hunter2" * 9000 + b"\r\n\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(raw)
            assert (await asyncio.wait_for(reader.read(), PATIENCE)).startswith(b"HTTP/1.")
            writer.close()
        long = {"Authorization": "Bearer " + "x" * 20_000}
        async with aiohttp.ClientSession(trust_env=False) as http, http.get(f"{url}/api/v1/conversations/x", headers=long) as answer:
            assert (answer.status, (await answer.json())["code"]) == (401, "unauthorised")
    assert "hunter2" not in server.errors
    assert "Traceback" not in server.errors
    assert {json.loads(line)["level"] for line in server.errors.splitlines()} == {"info", "warning"}
    assert "CONCIERGE_NATS_URL" in server.errors, "a setting that this version doesn't use is told"
