"""What the presenter's view needs beside the interface that everybody has. It stands in demonstrations only.

The presenter's script talks through the interface of the page, as a person would. What a person has beside the page is
here: their mailbox, and a hand on the emulator, so that something goes wrong or everything begins anew.
"""

import asyncio
import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx
from aiohttp import web

from assistant.api import page_files
from assistant.api.bodies import json_object
from assistant.api.services import SERVICES, authorised
from assistant.demo.origin import same_origin
from assistant.demo.voice import add_voice
from assistant.problems import Problem, unavailable

PATIENCE_S = 10.0
LOOK_AGAIN_S = 0.05
MOST_FAULTS = 8
MOST_SPEED = 100_000
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
EMULATOR: web.AppKey[httpx.AsyncClient] = web.AppKey("emulator", httpx.AsyncClient)
SPEED: web.AppKey[float] = web.AppKey("speed", float)
OUTBOX: web.AppKey[Path] = web.AppKey("outbox", Path)


def add_demo(app: web.Application, data_dir: Path, emulator_url: str, speed: float) -> None:
    """The presenter's page, and its routes under `/demo/`."""
    app[SERVICES].demonstration = True
    app[OUTBOX] = data_dir / "outbox"
    app[SPEED] = speed
    app[EMULATOR] = httpx.AsyncClient(base_url=emulator_url, trust_env=False, timeout=5.0)
    app.on_cleanup.append(_close)
    app.add_routes(
        [
            web.get("/demo", page_files.page),
            web.get("/demo/mail/{id}", mail),
            web.get("/demo/faults", faults),
            web.post("/demo/wishes", wish),
            web.post("/demo/reset", reset),
        ]
    )
    add_voice(app)


async def _close(app: web.Application) -> None:
    await app[EMULATOR].aclose()


async def mail(request: web.Request) -> web.Response:
    """GET /demo/mail/{id}: the newest code in the mailbox of whoever holds the conversation; waits for it."""
    _, conversation = await authorised(request)
    plan: dict[str, Any] = request.app[SERVICES].view(conversation.state)["plan"]
    address = str(plan.get("email") or "")
    until = asyncio.get_running_loop().time() + PATIENCE_S
    while (found := await asyncio.to_thread(newest_code, request.app[OUTBOX], address)) is None:
        if asyncio.get_running_loop().time() > until:
            raise Problem(404, "no_mail", "No mail has come.", "Ask for a code in the conversation first.")
        await asyncio.sleep(LOOK_AGAIN_S)
    return web.json_response({"to": address, "code": found})


def newest_code(outbox: Path, address: str) -> str | None:
    """Out of the subject of the last mail to the address."""
    files = sorted(outbox.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True) if address else []
    for file in files:
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        found = _CODE.search(str(message["Subject"]))
        if found and str(message["To"]) == address:
            return found.group()
    return None


async def faults(request: web.Request) -> web.Response:
    """GET /demo/faults: what the emulator can make go wrong, and how fast clouds are made at 1×."""
    info = await _ask(request, "GET", "/emulator/info")
    return web.json_response({"known": info.get("known", []), "speed": request.app[SPEED]})


async def wish(request: web.Request) -> web.Response:
    """POST /demo/wishes: `{"faults": [...], "speed": 90?}` for the next deployment; an empty list: all goes well."""
    same_origin(request)
    body = await json_object(request)
    wanted: list[object] = body["faults"] if isinstance(body.get("faults"), list) else []
    if len(wanted) > MOST_FAULTS or not all(isinstance(one, str) and len(one) <= 100 for one in wanted):
        raise Problem(422, "faults_invalid", "`faults` is a list of a few names.", "Take them from /demo/faults.")
    speed = body.get("speed")
    if speed is not None:
        if isinstance(speed, bool) or not isinstance(speed, int | float) or not 0 < speed <= MOST_SPEED:
            raise Problem(422, "speed_invalid", "`speed` is a number above 0.", "Leave it out or correct it.")
        await _ask(request, "POST", "/emulator/settings", {"speed": float(speed)})
    await _ask(request, "POST", "/emulator/wishes", {"faults": wanted})
    return web.json_response({"faults": wanted})


async def reset(request: web.Request) -> web.Response:
    """POST /demo/reset: every name is free again and nothing goes wrong. Conversations stay; the page begins a new one."""
    same_origin(request)
    await _ask(request, "POST", "/emulator/clear", {})
    return web.Response(status=204)


async def _ask(request: web.Request, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    try:
        answer = await request.app[EMULATOR].request(method, path, json=body)
    except httpx.HTTPError:
        raise unavailable() from None
    given: dict[str, Any] = answer.json() if answer.content else {}
    if answer.status_code == 400:
        raise Problem(422, "faults_invalid", f"The emulator can't do that: {given.get('detail')}.", "Take it from /demo/faults.")
    if answer.is_error:
        raise unavailable()
    return given
