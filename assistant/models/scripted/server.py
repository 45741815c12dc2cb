"""The HTTP server of a scripted model: both providers' formats on one port."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager, suppress
from types import ModuleType
from typing import Any, Literal

from aiohttp import web

from assistant.models.port import NothingScripted
from assistant.models.scripted import anthropic_wire, openai_wire
from assistant.models.scripted.answer import REFUSALS, Answer, Asked, Brain, Fault
from assistant.models.scripted.behaviours import ByName
from assistant.models.scripted.wire import BadRequest

Format = Literal["anthropic", "openai", "both"]
UNSCRIPTED = 418
"""Status for a request that the script has no answer to: no provider's, so that nobody takes it for one's trouble."""
LARGEST = 32 * 2**20
KEPT = 1000


class ModelServer:
    """One scripted model. `requests` keeps what it was asked, bodies without headers."""

    def __init__(self, brain: Brain, *, speaks: Format = "both", models: Iterable[str] = ("scripted",)) -> None:
        self.requests: list[Asked] = []
        self.dropped = 0
        """Answers whose reader went away before their end."""
        self._brain = brain
        self._names = tuple(models)
        self._number = 0
        self._changed = asyncio.Event()
        self._released = asyncio.Event()
        self.app = web.Application(client_max_size=LARGEST)
        for wire, path in ((anthropic_wire, "/messages"), (openai_wire, "/chat/completions")):
            if speaks in ("both", "anthropic" if wire is anthropic_wire else "openai"):
                self.app.router.add_post(f"/v1{path}", self._route(wire))
        self.app.router.add_get("/v1/models", self._models)
        if isinstance(brain, ByName):
            self.app.router.add_put("/scripted/models/{name}", self._behave)

    async def news(self) -> None:
        """Wait until a request has come or a reader has gone."""
        await self._changed.wait()

    def release(self) -> None:
        """Pauses in the middle of an answer end now."""
        self._released.set()
        self._released = asyncio.Event()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def _route(self, wire: ModuleType) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                body = json.loads(await request.read())
                asked = Asked(wire.decode(body), str(body.get("model", "")), body, request.path)
            except (BadRequest, ValueError, KeyError, TypeError, AttributeError) as error:
                return web.json_response(wire.error(400, str(error) or type(error).__name__), status=400)
            self._number += 1
            number = self._number
            self.requests = [*self.requests, asked][-KEPT:]
            self._tell()
            try:
                answer = self._brain.answer(asked)
            except NothingScripted as error:
                return web.json_response(wire.error(UNSCRIPTED, str(error)), status=UNSCRIPTED)
            try:
                return await self._give(request, wire, asked, answer, number)
            except (ConnectionError, asyncio.CancelledError):
                self.dropped += 1
                self._tell()
                raise

        return handle

    async def _give(self, request: web.Request, wire: ModuleType, asked: Asked, answer: Answer, number: int) -> web.StreamResponse:
        fault = answer.fault
        if fault and fault.kind in REFUSALS:
            status = REFUSALS[fault.kind]
            headers = {} if fault.retry_after is None else {"retry-after": f"{fault.retry_after:g}"}
            message = f"{fault.naming}: not supported" if fault.naming else f"scripted {fault.kind}"
            return web.json_response(wire.error(status, message), status=status, headers=headers)
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "not_json":
            return web.Response(text="<html>busy</html>", content_type="text/html")
        if not asked.body.get("stream"):
            return web.json_response(wire.whole(asked, answer, number))
        return await self._stream(request, wire, asked, answer, number)

    async def _stream(self, request: web.Request, wire: ModuleType, asked: Asked, answer: Answer, number: int) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await response.prepare(request)
        parts: list[tuple[bytes, bool]] = list(wire.stream(asked, answer, number))
        breaks = _place(answer.fault, parts)
        with suppress(ConnectionResetError):  # whoever asked has enough, and hung up
            for place, (data, is_piece) in enumerate(parts):
                if answer.fault and place == breaks and await self._fails(request, response, wire, answer.fault):
                    return response
                await response.write(data)
                if is_piece and answer.pace:
                    await asyncio.sleep(answer.pace)
            await response.write_eof()
        return response

    async def _fails(self, request: web.Request, response: web.StreamResponse, wire: ModuleType, fault: Fault) -> bool:
        """The fault in the middle of a stream; true when the answer ends with it."""
        match fault.kind:
            case "stall":
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._released.wait(), fault.seconds)
                return False
            case "cut":
                if request.transport is not None:
                    request.transport.abort()  # pyright: ignore[reportAttributeAccessIssue] - a WriteTransport has it
                return True
            case "end_early":
                await response.write_eof()
                return True
            case "malformed_sse":
                await response.write(wire.broken())
                return False
            case "error_event":
                await response.write(wire.told_error())
                await response.write_eof()
                return True
            case _:
                return False

    async def _behave(self, request: web.Request) -> web.Response:
        """`{"behaves": "cut"}`, or null: how the model of this name behaves from now on."""
        if not isinstance(self._brain, ByName):
            raise web.HTTPNotFound
        try:
            self._brain.behave(request.match_info["name"], (await request.json())["behaves"])
        except (ValueError, KeyError, TypeError):
            raise web.HTTPUnprocessableEntity(text="There is no such behaviour.") from None
        return web.Response(status=204)

    async def _models(self, request: web.Request) -> web.Response:
        del request
        return web.json_response({"object": "list", "data": [{"id": name, "object": "model", "type": "model"} for name in self._names]})


def _place(fault: Fault | None, parts: list[tuple[bytes, bool]]) -> int | None:
    """Before which part of the stream a fault strikes."""
    if fault is None or fault.kind == "slow":
        return None
    if fault.after < 0:
        return len(parts) + fault.after
    pieces = [place for place, (_, is_piece) in enumerate(parts) if is_piece]
    return pieces[fault.after] if fault.after < len(pieces) else None


@asynccontextmanager
async def serving(server: ModelServer, *, host: str = "127.0.0.1", port: int = 0) -> AsyncGenerator[str]:
    """The server, listening; its address without `/v1`."""
    runner = web.AppRunner(server.app, access_log=None, shutdown_timeout=1.0, handler_cancellation=True)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        bound = runner.addresses[0]
        yield f"http://{host}:{bound[1]}"
    finally:
        await runner.cleanup()
