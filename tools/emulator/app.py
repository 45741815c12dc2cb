"""The emulator as an aiohttp application and as a process."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import web

from tools.emulator import (
    auth_api,
    control,
    deployments_api,
    flows_api,
    handover_api,
    jobs_api,
    kubeconfig_api,
    lifecycle_api,
    logs_api,
    market_api,
    preflight_api,
    registrar_api,
)
from tools.emulator.gate import gated
from tools.emulator.outage import restarting
from tools.emulator.routes import answered
from tools.emulator.service import SERVICE, Options, Service
from tools.emulator.transport import FAULTS, Faults, arm, armed, faulty
from tools.emulator.wire import json_answer, plain

ORPHAN_SECONDS = 120.0
"""An emulator whose owner is gone for so long ends itself."""
LARGEST_BODY = 16 * 1024 * 1024
API = "/api/v1"


def create_app(folder: Path, speed: float, **options: Any) -> web.Application:
    """The application; state lives under `folder`, a deployment runs `speed` times faster than life.

    `options` are those of `Options`: seed, faults, sign_in, without, clock.
    """
    app = web.Application(middlewares=[_like_the_service, faulty, restarting, gated, answered], client_max_size=LARGEST_BODY)
    app.on_response_prepare.append(_mark)
    folder.mkdir(parents=True, exist_ok=True)
    service = app[SERVICE] = Service(folder, Options(speed, **options))
    app[FAULTS] = Faults()
    app[auth_api.PINS] = auth_api.Pins()
    app[flows_api.TURNS] = [0]
    service.announce = lambda deployment: handover_api.link(service, deployment)
    app.cleanup_ctx.append(_ticking)
    app.add_routes([*_system(), *_before(), *_deployments(), *_progress(), *_market(), *_own()])
    return app


def _system() -> list[web.RouteDef]:
    return [
        web.get("/healthz", _health),
        web.get("/readyz", _health),
        web.get(f"{API}/version", _version),
        web.post(f"{API}/auth/pin/issue", auth_api.issue),
        web.post(f"{API}/auth/pin/verify", auth_api.verify),
        web.get(f"{API}/auth/magic", auth_api.legacy),
        web.get(f"{API}/auth/callback", auth_api.legacy),
        web.delete(f"{API}/auth/session", auth_api.leave),
        web.get(f"{API}/whoami", auth_api.whoami),
        web.get(f"{API}/handover/public-key", handover_api.public_key),
        web.get("/auth/handover", handover_api.accept),
    ]


def _before() -> list[web.RouteDef]:
    return [
        web.post(f"{API}/credentials/validate", preflight_api.check_token),
        web.post(f"{API}/credentials/object-storage/validate", preflight_api.check_storage),
        web.post(f"{API}/subdomains/check", preflight_api.check_subdomain),
        web.post(f"{API}/sshkey/generate", preflight_api.generate_key),
        web.post(f"{API}/registrar/{{registrar}}/validate", registrar_api.validate),
        web.post(f"{API}/registrar/{{registrar}}/set-ns", registrar_api.set_nameservers),
    ]


def _deployments() -> list[web.RouteDef]:
    one = f"{API}/deployments/{{id}}"
    return [
        web.get(f"{API}/deployments", deployments_api.listed),
        web.post(f"{API}/deployments", deployments_api.create),
        web.get(f"{API}/deployments/in-flight-count", deployments_api.in_flight),
        web.get(one, deployments_api.state),
        web.delete(one, lifecycle_api.forget),
        web.get(f"{one}/kubeconfig", kubeconfig_api.get),
        web.put(f"{one}/kubeconfig", kubeconfig_api.put),
        web.post(f"{one}/phases/{{phase}}/retry", lifecycle_api.retry),
        web.post(f"{one}/wipe", lifecycle_api.wipe),
        web.delete(f"{one}/release-subdomain", lifecycle_api.release_subdomain),
        web.post(f"{one}/mint-handover-token", handover_api.mint),
        web.get(f"{one}/infrastructure/{{view}}", lifecycle_api.infrastructure),
    ]


def _progress() -> list[web.RouteDef]:
    one = f"{API}/deployments/{{id}}"
    return [
        web.get(f"{one}/logs", logs_api.logs),
        web.get(f"{one}/events", deployments_api.events),
        web.get(f"{one}/jobs", jobs_api.job_list),
        web.get(f"{one}/jobs/{{job}}", jobs_api.job),
        web.get(f"{API}/actions/executions/{{execution}}/logs", jobs_api.execution_logs),
        web.get(f"{one}/components/state", jobs_api.components),
        web.post(f"{one}/refresh-watch", jobs_api.refresh_watch),
        web.get(f"{API}/flows/{{id}}/snapshot", flows_api.read),
        web.get(f"{API}/flows/{{id}}/stream", flows_api.stream),
        web.post(f"{API}/flows/{{id}}/events", flows_api.ingest),
    ]


def _market() -> list[web.RouteDef]:
    return [
        web.get("/api/catalog/apps", market_api.apps),
        web.get("/api/catalog/apps/{slug}", market_api.app),
        web.get("/api/catalog/plans", market_api.plans),
        web.get("/api/catalog/addons", market_api.addons),
        web.get("/api/catalog/bundles", market_api.bundles),
        web.get("/api/domain/check/{subdomain}/{tld}", market_api.check_domain),
    ]


def _own() -> list[web.RouteDef]:
    return [
        web.get("/emulator/info", control.info),
        web.get("/emulator/creates", control.creates),
        web.get("/emulator/faults", armed),
        web.post("/emulator/faults", arm),
        web.post("/emulator/wishes", control.wish),
        web.post("/emulator/settings", control.settings),
        web.post("/emulator/pace", control.pace),
        web.post("/emulator/clear", control.clear),
        web.get("/emulator/world", control.look),
        web.get("/emulator/deployments/{id}/truth", control.truth),
        web.get("/emulator/deployments/{id}/cilium", control.network),
        web.post("/emulator/deployments/{id}/adopt", control.adopt),
    ]


@web.middleware
async def _like_the_service(request: web.Request, handler: Any) -> web.StreamResponse:
    """Unknown paths and methods are refused as its router refuses them."""
    try:
        return await handler(request)
    except web.HTTPNotFound:
        return plain("404 page not found", 404)
    except web.HTTPMethodNotAllowed as refused:
        return web.Response(status=405, headers={"Allow": refused.headers.get("Allow", "")})


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


async def serve(
    host: str,
    port: int,
    folder: Path,
    speed: float,
    *,
    on_ready: Callable[[int], None],
    adoption: Path | None = None,
    **options: Any,
) -> None:
    """Serve until SIGTERM or SIGINT, or until the owner named in the adoption file is gone for `ORPHAN_SECONDS`."""
    runner = web.AppRunner(create_app(folder, speed, **options), access_log=None, shutdown_timeout=1.0)
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
