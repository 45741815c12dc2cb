"""What several routes do alike: find the deployment, hold reads back, read small bodies."""

import asyncio
from typing import Any

from aiohttp import web

from tools.emulator.decoding import BodyError, Shape, members
from tools.emulator.deployment import Deployment
from tools.emulator.service import SERVICE
from tools.emulator.wire import json_answer, unknown_deployment

JsonObject = dict[str, Any]
GARBAGE = b"\x00<html>not what you asked for"


class Answered(Exception):
    """Nothing more to do: this is the answer."""

    def __init__(self, answer: web.Response) -> None:
        super().__init__()
        self.answer = answer


@web.middleware
async def answered(request: web.Request, handler: Any) -> web.StreamResponse:
    """Turns an early answer into the answer."""
    try:
        return await handler(request)
    except Answered as early:
        return early.answer


def known(request: web.Request) -> Deployment | None:
    """The deployment of the path."""
    return request.app[SERVICE].get(request.match_info["id"])


def found(request: web.Request) -> Deployment:
    """The deployment of the path, or the plain-text 404."""
    deployment = known(request)
    if deployment is None:
        raise Answered(unknown_deployment())
    return deployment


async def read(request: web.Request, deployment: Deployment | None) -> Deployment | None:
    """Hold a read back for as long as the scenario wants, and look again."""
    if deployment is None or not deployment.scenario.read_delay:
        return deployment
    await asyncio.sleep(deployment.life(deployment.scenario.read_delay).total_seconds())
    return known(request)


async def read_state(request: web.Request) -> Deployment:
    """For the state and the events, which may also be unreadable for a while."""
    deployment = await read(request, found(request)) or found(request)
    if deployment.scenario.garbage_reads > 0:
        deployment.scenario.garbage_reads -= 1
        raise Answered(web.Response(body=GARBAGE, content_type="application/json"))
    return deployment


async def body(request: web.Request, **strings: type) -> JsonObject | None:
    """A small JSON object's members by lower-cased name; None when it doesn't decode, or whoever sent it has left."""
    try:
        return members(await request.read(), Shape(strings))
    except (BodyError, ConnectionResetError):
        return None


def text(given: JsonObject, member: str) -> str:
    """A string member, trimmed."""
    return str(given.get(member) or "").strip()


def refusal(token: str, status: int, **more: Any) -> web.Response:
    """A JSON error."""
    return json_answer({"error": token, **more}, status)
