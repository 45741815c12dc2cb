"""Somebody who calls, as far as no sound is needed."""

import asyncio
import json
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from assistant.bench.voice_caller import Person
from speech.transport.media import MediaLoop


async def test_a_live_socket_that_is_lost_is_opened_again_and_goes_on_after_the_last_event() -> None:
    got: list[dict[str, Any]] = []
    all_there = asyncio.Event()

    async def live(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=("concierge",))
        await socket.prepare(request)
        if not got:
            await socket.send_json({"seq": 1, "type": "user_said"})
            got.append({"type": "lost"})
            await socket.close()
            return socket
        await socket.send_json({"seq": 1, "type": "user_said"})
        await socket.send_json({"seq": 2, "type": "assistant_said"})
        async for message in socket:
            got.append(json.loads(message.data))
            if len(got) == 3:
                all_there.set()
        return socket

    app = web.Application()
    app.router.add_get("/api/v1/conversations/c1/live", live)
    server = TestServer(app)
    await server.start_server()
    async with aiohttp.ClientSession() as http, asyncio.timeout(60):
        person = Person(str(server.make_url("")).rstrip("/"), http, MediaLoop(), id="c1")
        await person.listen(("concierge",))
        while len(person.events) < 2:
            person.news.clear()
            await person.news.wait()
        await person.type("Hello.")
        await all_there.wait()
        await person.leave()
    await server.close()
    assert [event["seq"] for event in person.events] == [1, 2]
    assert got == [{"type": "lost"}, {"type": "resume", "after": 1}, {"type": "say", "text": "Hello."}]
