"""The web application: routes in one table."""

from typing import Any

from aiohttp import web

from assistant.api import audio, auth, conversations, devices, live, middleware, page_files, rtc, system
from assistant.api.bodies import LARGEST_BODY
from assistant.api.services import SERVICES, Services
from assistant.identity.buckets import Limiter
from assistant.later import Later

ONE = "/api/v1/conversations/{id}"


def create_app(services: Services) -> web.Application:
    """Every route but `/mcp`, which is added when its server runs."""
    app = web.Application(middlewares=[middleware.guard], client_max_size=LARGEST_BODY)
    app[SERVICES] = services
    app[devices.REDEEMS] = Limiter(devices.REDEEM_RATE)
    app.on_response_prepare.append(middleware.secure)
    app.add_routes(
        [
            web.post("/api/v1/conversations", conversations.create),
            web.get(ONE, conversations.state),
            web.post(f"{ONE}/turns", conversations.turn),
            web.get(f"{ONE}/events", conversations.events),
            web.get(f"{ONE}/live", live.live),
            web.options(f"{ONE}/rtc", rtc.options),
            web.get(f"{ONE}/rtc", rtc.describe),
            web.post(f"{ONE}/rtc", rtc.offer),
            web.delete(f"{ONE}/rtc/{{line}}", rtc.hang_up),
            web.get(f"{ONE}/audio", audio.audio),
            web.post(f"{ONE}/secrets", devices.store_secret),
            web.post(f"{ONE}/links", devices.make_link),
            web.post(f"{ONE}/tickets", devices.make_ticket),
            web.post(f"{ONE}/ssh-key", devices.take_ssh_key),
            web.post(f"{ONE}/handover", devices.hand_over),
            web.post("/api/v1/links/redeem", devices.redeem_link),
            web.post("/api/v1/auth/email", auth.send_code),
            web.post("/api/v1/auth/verify", auth.verify_code),
            web.get("/api/v1/about", system.about),
            web.get("/api/v1/openapi.json", system.openapi),
            web.get("/healthz", system.healthz),
            web.get("/readyz", system.readyz),
            web.get("/metrics", system.metrics),
            web.get("/", system.home),
            web.get("/start", page_files.page),
            web.get("/start/", system.home),
            web.get("/design", page_files.page),
            web.get("/start/{name:.+}", page_files.asset),
        ]
    )
    return app


def add_mcp(app: web.Application, manager: "Later[Any]", oauth: Any = None) -> None:
    """`/mcp` for other people's agents; with `oauth` they need a token, which they get here too."""
    from assistant.api.oauth import OAUTH, routes  # noqa: PLC0415 - takes long to import, and only a server has it

    app[system.MCP] = manager
    if oauth is not None:
        app[OAUTH] = oauth
        app.add_routes(routes())
    for method in ("GET", "POST", "DELETE"):
        app.router.add_route(method, "/mcp", system.mcp)


async def close(app: web.Application) -> None:
    """Readers of streams are let go, so that the server can stop."""
    services = app[SERVICES]
    services.closing = True
    await services.open_streams.end()
