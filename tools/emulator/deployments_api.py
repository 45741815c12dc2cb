"""Deployments: create, list, state and events."""

from typing import Any

from aiohttp import web

from tools.emulator import gate
from tools.emulator.decoding import BodyError
from tools.emulator.deployment import IN_PHASE0
from tools.emulator.names import pooled
from tools.emulator.routes import read_state, refusal
from tools.emulator.scenario import scenario_of
from tools.emulator.service import SERVICE, Service
from tools.emulator.validation import Server, decode, first_error
from tools.emulator.wire import json_answer, plain

JsonObject = dict[str, Any]
CONFLICT = "this subdomain has been reserved or activated for the chosen pool — pick a different name"
NAMES_DOWN = "pool-domain-manager is temporarily unreachable: pdm reserve status"
_LISTED = ("id", "status", "sovereignFQDN", "region", "startedAt", "finishedAt", "ownerEmail", "adoptedAt", "error")


async def create(request: web.Request) -> web.Response:
    """POST /deployments: validation order and texts of section 4, then the name."""
    service = request.app[SERVICE]
    try:
        body = decode(await request.read())
    except BodyError as error:
        return plain(f"invalid request body: {error}", 400)
    server = Server(pull_token=not service.lacks("ghcr-token"), robot_token=not service.lacks("harbor-token"))
    error = first_error(body, server)
    if error:
        return refusal(error, 400)
    refused = _reserve(service, body)
    if refused is not None:
        return refused
    # With the sign-in gate off there is no session; the record is owned by the organisation's mail address.
    owner = gate.session_email(request) or str(body.get("orgemail") or "").strip().lower()
    deployment = service.create(body, owner)
    answer = {"id": deployment.id, "status": "provisioning", "streamURL": f"/api/v1/deployments/{deployment.id}/logs"}
    return json_answer(answer, 201)


def _reserve(service: Service, body: JsonObject) -> web.Response | None:
    """Every refusal but a taken name comes back as 503, a reserved word too."""
    if scenario_of("", service.faults_of_next()).reserve_refused:
        service.wishes.faults = ()
        return refusal("pdm-unavailable", 503, detail=f"{NAMES_DOWN} 500")
    if not pooled(body):
        return None
    label, pool = str(body.get("sovereignsubdomain") or "").lower(), str(body["sovereignpooldomain"])
    if service.lacks("names"):
        return refusal("pdm-unavailable", 503, detail=f"{NAMES_DOWN} 500")
    if not label or label in service.reserved_words:
        return refusal("pdm-unavailable", 503, detail=f"{NAMES_DOWN} 422")
    service.tick()
    if service.holder(label, pool):
        return refusal("subdomain-conflict", 409, detail=CONFLICT)
    service.sweep(label, pool)
    return None


async def listed(request: web.Request) -> web.Response:
    """GET /deployments: not adopted, and with a session one's own; `owner` is a hint."""
    service = request.app[SERVICE]
    service.tick()
    hint = request.query.get("owner", "").strip().lower()
    session = gate.session_email(request)
    entries: list[JsonObject] = []
    for deployment in service.store.deployments.values():
        if deployment.status == "adopted" or (hint and deployment.owner != hint):
            continue
        if service.options.sign_in and deployment.owner != session:
            continue
        entries.append({k: v for k, v in deployment.state().items() if k in _LISTED and v is not None})
    return json_answer({"deployments": entries})


async def state(request: web.Request) -> web.Response:
    """GET /deployments/{id}."""
    return json_answer((await read_state(request)).state())


async def events(request: web.Request) -> web.Response:
    """GET /deployments/{id}/events: the only complete source."""
    deployment = await read_state(request)
    return json_answer({"state": deployment.state(), "events": deployment.events, "done": deployment.done})


async def in_flight(request: web.Request) -> web.Response:
    """GET /deployments/in-flight-count."""
    service = request.app[SERVICE]
    service.tick()
    ids = [d.id for d in service.with_status(IN_PHASE0)]
    return json_answer({"count": len(ids), "ids": ids})
