"""The emulator's own routes: wishes, settings, the world around it, and the truth for tests."""

import os
from typing import Any

from aiohttp import web

from tools.emulator import cilium, world
from tools.emulator.routes import found, refusal
from tools.emulator.scenario import FaultError, known, scenario_of
from tools.emulator.service import ABSENCES, SERVICE, Wishes
from tools.emulator.wire import json_answer

JsonObject = dict[str, Any]
MOST_SPEED = 100_000
NO_SPEED = f"`speed` is a number above 0, at most {MOST_SPEED}"


async def info(request: web.Request) -> web.Response:
    """GET /emulator/info."""
    service = request.app[SERVICE]
    faults = {"faults": list(service.options.faults), "known": known()}
    return json_answer({"emulator": True, "speed": service.speed, "pid": os.getpid(), "seed": service.options.seed, **faults})


async def creates(request: web.Request) -> web.Response:
    """GET /emulator/creates: every accepted POST."""
    return json_answer({"creates": request.app[SERVICE].creates})


async def wish(request: web.Request) -> web.Response:
    """POST /emulator/wishes: {"faults": [...], "seed": 7?}, or the old members failComponent, failPhase0, outcome."""
    body: JsonObject = await request.json()
    faults = [str(text) for text in body.get("faults") or ()]
    if body.get("failComponent"):
        faults.append(f"failing-component:{body['failComponent']}")
    if body.get("failPhase0"):
        faults.append("phase0-failure:plan")
    if body.get("outcome"):
        faults.append(f"outcome:{body['outcome']}")
    try:
        scenario_of("", faults)
    except FaultError as error:
        return refusal("unknown-fault", 400, detail=str(error))
    seed = body.get("seed")
    request.app[SERVICE].wishes = Wishes(tuple(faults), int(seed) if seed is not None else None)
    return json_answer({"ok": True, "faults": faults})


async def settings(request: web.Request) -> web.Response:
    """POST /emulator/settings: {"without": [...]} takes things from the service; an empty list gives them back.
    {"speed": 60} alone is how fast what is created from now on runs."""
    body: JsonObject = await request.json()
    options = request.app[SERVICE].options
    if "speed" in body:
        if (speed := _speed(body["speed"])) is None:
            return refusal("unknown-setting", 400, detail=NO_SPEED)
        options.speed = speed
        if "without" not in body:
            return json_answer({"without": sorted(options.without), "speed": options.speed})
    without = frozenset(str(name) for name in body.get("without") or ())
    if not without <= frozenset(ABSENCES):
        return refusal("unknown-setting", 400, detail=f"there are: {', '.join(ABSENCES)}")
    options.without = without
    return json_answer({"without": sorted(without)})


async def pace(request: web.Request) -> web.Response:
    """POST /emulator/pace: {"speed": 2000} is how fast what runs now goes on from here."""
    body: JsonObject = await request.json()
    service = request.app[SERVICE]
    if (speed := _speed(body.get("speed"))) is None:
        return refusal("unknown-setting", 400, detail=NO_SPEED)
    service.tick()
    running = [deployment for deployment in service.store.deployments.values() if not deployment.done]
    for deployment in running:
        service.note(deployment, "paced", speed=speed)
    return json_answer({"paced": len(running)})


def _speed(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MOST_SPEED:
        return None
    return float(value)


async def clear(request: web.Request) -> web.Response:
    """POST /emulator/clear: nothing was ever created and nothing is wished for; every name is free again."""
    service = request.app[SERVICE]
    gone = list(service.store.deployments.values())
    for deployment in gone:
        deployment.live.close()
        service.store.remove(deployment.id)
    service.creates.clear()
    service.wishes = Wishes()
    return json_answer({"cleared": len(gone)})


async def look(request: web.Request) -> web.Response:
    """GET /emulator/world?host=…: the emulator's internet."""
    service = request.app[SERVICE]
    service.tick()
    return json_answer(world.look(list(service.store.deployments.values()), request.query.get("host", ""), service.now()))


async def truth(request: web.Request) -> web.Response:
    """GET /emulator/deployments/{id}/truth."""
    return json_answer(world.truth(found(request), request.app[SERVICE].now()))


async def network(request: web.Request) -> web.Response:
    """GET /emulator/deployments/{id}/cilium: the values of every region, before Flux and by Flux."""
    deployment = found(request)
    return json_answer(cilium.rendered(deployment.id, deployment.request))


async def adopt(request: web.Request) -> web.Response:
    """POST /emulator/deployments/{id}/adopt: what the cut-over does at the end of a Sovereign's move."""
    deployment = found(request)
    if deployment.status != "ready":
        return refusal("not-ready", 409)
    request.app[SERVICE].note(deployment, "adopted")
    return json_answer({"ok": True})
