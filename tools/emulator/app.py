"""The emulator as an aiohttp application and as a process."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web

from tools.emulator import deployments_api as deployments
from tools.emulator import preflight_api as preflight
from tools.emulator.faults import FAULTS, Faults, arm, armed, faulty
from tools.emulator.service import SERVICE, Service, json_answer
from tools.emulator.timeline import Wishes

ORPHAN_SECONDS = 120.0
"""An emulator whose owner is gone for so long ends itself."""
API = "/api/v1"


def create_app(folder: Path, speed: float) -> web.Application:
    """The application; state lives under `folder`, a deployment runs `speed` times faster than life."""
    app = web.Application(middlewares=[faulty], client_max_size=2 * 1024 * 1024)
    app.on_response_prepare.append(_mark)
    app[SERVICE] = Service(folder, speed)
    app[FAULTS] = Faults()
    app[preflight.KEYS] = preflight.Keys()
    app[SERVICE].handover = partial(preflight.handover_url, app)
    app.cleanup_ctx.append(_ticking)
    one = f"{API}/deployments/{{id}}"
    app.add_routes(
        [
            web.get("/healthz", _health),
            web.get("/readyz", _health),
            web.get(f"{API}/version", _version),
            web.post(f"{API}/deployments", deployments.create),
            web.get(f"{API}/deployments", deployments.listed),
            web.get(f"{API}/deployments/in-flight-count", deployments.in_flight),
            web.get(one, deployments.state),
            web.delete(one, deployments.forget),
            web.get(f"{one}/events", deployments.events),
            web.get(f"{one}/logs", deployments.logs),
            web.get(f"{one}/jobs", deployments.job_list),
            web.get(f"{one}/jobs/{{job}}", deployments.job),
            web.get(f"{one}/components/state", deployments.components),
            web.post(f"{one}/refresh-watch", deployments.refresh_watch),
            web.post(f"{one}/phases/{{phase}}/retry", deployments.retry),
            web.get(f"{one}/kubeconfig", deployments.kubeconfig),
            web.post(f"{one}/wipe", deployments.wipe),
            web.post(f"{one}/mint-handover-token", preflight.mint),
            web.get(f"{API}/handover/public-key", preflight.public_key),
            web.post(f"{API}/subdomains/check", preflight.check_subdomain),
            web.post(f"{API}/sshkey/generate", preflight.generate_key),
            web.post(f"{API}/credentials/validate", preflight.check_token),
            web.post(f"{API}/credentials/object-storage/validate", preflight.check_storage),
            web.post(f"{API}/registrar/{{registrar}}/validate", preflight.registrar_validate),
            web.get("/emulator/info", _info),
            web.get("/emulator/creates", _creates),
            web.get("/emulator/faults", armed),
            web.post("/emulator/faults", arm),
            web.post("/emulator/wishes", _wish),
        ]
    )
    return app


async def _mark(request: web.Request, response: web.StreamResponse) -> None:
    """Every answer, streams and errors too, says that it comes from an emulator."""
    del request
    response.headers["X-Catalyst-Emulator"] = "1"


async def _ticking(app: web.Application) -> AsyncIterator[None]:
    task = asyncio.create_task(app[SERVICE].run())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _health(request: web.Request) -> web.Response:
    del request
    return web.Response(text="ok")


async def _version(request: web.Request) -> web.Response:
    del request
    return json_answer({"version": "2026-05-15", "emulator": True})


async def _info(request: web.Request) -> web.Response:
    return json_answer({"emulator": True, "speed": request.app[SERVICE].speed, "pid": os.getpid()})


async def _creates(request: web.Request) -> web.Response:
    return json_answer({"creates": request.app[SERVICE].creates})


async def _wish(request: web.Request) -> web.Response:
    """What goes wrong with the next deployment: {"failComponent", "failPhase0", "outcome"}."""
    body: dict[str, Any] = await request.json()
    request.app[SERVICE].next_wishes = Wishes(
        fail_component=str(body.get("failComponent", "")),
        fail_phase0=bool(body.get("failPhase0", False)),
        outcome=str(body.get("outcome", "")),
    )
    return json_answer({"ok": True})


async def serve(
    host: str, port: int, folder: Path, speed: float, *, on_ready: Callable[[int], None], adoption: Path | None = None
) -> None:
    """Serve until SIGTERM or SIGINT, or until the owner named in the adoption file is gone for `ORPHAN_SECONDS`."""
    runner = web.AppRunner(create_app(folder, speed), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    on_ready(int(runner.addresses[0][1]))
    guard = asyncio.create_task(_orphaned(adoption, stop)) if adoption else None
    await stop.wait()
    if guard:
        guard.cancel()
    await runner.cleanup()


async def _orphaned(adoption: Path, stop: asyncio.Event) -> None:
    alone = 0.0
    while alone < ORPHAN_SECONDS:
        await asyncio.sleep(2.0)
        alone = 0.0 if _owner_lives(adoption) else alone + 2.0
    stop.set()


def _owner_lives(adoption: Path) -> bool:
    try:
        owner = int(json.loads(adoption.read_text(encoding="utf-8"))["ownerPid"])
        os.kill(owner, 0)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return True
