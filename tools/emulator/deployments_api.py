"""Deployments: create, read, follow, retry, forget."""

import asyncio
import json
import re
from contextlib import suppress
from typing import Any

from aiohttp import web

from tools.emulator.deployment import IN_PHASE0, Deployment, stamp
from tools.emulator.faults import FAULTS
from tools.emulator.jobs import jobs
from tools.emulator.service import MANAGED_POOLS, SERVICE, json_answer, plain
from tools.emulator.validation import BodyError, decode, first_error

JsonObject = dict[str, Any]
PHASE0_IDS = frozenset({"tofu-init", "tofu-plan", "tofu-apply", "tofu-output", "flux-bootstrap"})
PHASE1_IDS = frozenset(
    "cilium cert-manager flux crossplane sealed-secrets spire jetstream openbao keycloak gitea bp-catalyst-platform".split()
)
CONFLICT = "this subdomain has been reserved or activated for the chosen pool — pick a different name"
IN_FLIGHT = "deployment is still in-flight — wait for the current phase to finish before retrying"
_JOB_ID = re.compile(r"^[0-9a-f]{16}:")


async def create(request: web.Request) -> web.Response:
    """POST /deployments: validation order and texts of section 4."""
    service = request.app[SERVICE]
    try:
        body = decode(await request.read())
    except BodyError as error:
        return plain(f"invalid request body: {error}", 400)
    error = first_error(body)
    if error:
        return json_answer({"error": error}, 400)
    if body.get("sovereigndomainmode") == "pool" and body.get("sovereignpooldomain") in MANAGED_POOLS:
        label = str(body.get("sovereignsubdomain") or "").lower()
        service.tick()
        if label in service.catalogue.reserved_labels or not label:
            detail = "pool-domain-manager is temporarily unreachable: pdm reserve status 422"
            return json_answer({"error": "pdm-unavailable", "detail": detail}, 503)
        if service.holder(label, str(body["sovereignpooldomain"])):
            return json_answer({"error": "subdomain-conflict", "detail": CONFLICT}, 409)
    # With the sign-in gate off there is no session; the record is owned by the organisation's mail address.
    deployment = service.create(body, str(body.get("orgemail", "")).lower())
    answer = {"id": deployment.id, "status": "provisioning", "streamURL": f"/api/v1/deployments/{deployment.id}/logs"}
    return json_answer(answer, 201)


async def listed(request: web.Request) -> web.Response:
    """GET /deployments."""
    service = request.app[SERVICE]
    service.tick()
    owner = request.query.get("owner", "").lower()
    entries: list[JsonObject] = []
    for deployment in service.store.deployments.values():
        if deployment.status == "adopted" or (owner and deployment.owner != owner):
            continue
        entry = {k: v for k, v in deployment.state().items() if k in ("id", "status", "sovereignFQDN", "region", "startedAt", "finishedAt", "ownerEmail", "error") and v is not None}
        entries.append(entry)
    return json_answer({"deployments": entries})


def _found(request: web.Request) -> Deployment:
    deployment = request.app[SERVICE].get(request.match_info["id"])
    if deployment is None:
        raise web.HTTPNotFound(text="deployment not found\n", content_type="text/plain", headers={"X-Content-Type-Options": "nosniff"})
    return deployment


async def state(request: web.Request) -> web.Response:
    """GET /deployments/{id}."""
    return json_answer(_found(request).state())


async def events(request: web.Request) -> web.Response:
    """GET /deployments/{id}/events: the only complete source."""
    deployment = _found(request)
    return json_answer({"state": deployment.state(), "events": deployment.events, "done": deployment.done})


async def logs(request: web.Request) -> web.StreamResponse:
    """GET /deployments/{id}/logs: replay, live tail, one `done` frame."""
    deployment = _found(request)
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache", "Connection": "keep-alive", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    cut = request.app[FAULTS].take("GET", request.path, "cut_stream")
    with suppress(ConnectionResetError):
        live = not deployment.done
        for event in list(deployment.events):
            await response.write(_frame(event))
        while cut is None and (not deployment.done or (live and not deployment.live.empty())):
            event = await _next(deployment)
            if event is not None:
                await response.write(_frame(event))
        if cut is not None and request.transport is not None:
            request.transport.abort()
            return response
        await response.write(b"event: done\n" + _frame(deployment.state()))
    return response


async def _next(deployment: Deployment) -> JsonObject | None:
    try:
        return await asyncio.wait_for(deployment.live.get(), 0.5)
    except TimeoutError:
        return None


def _frame(body: JsonObject) -> bytes:
    if body.get("phase") == "handover-ready":
        return b"event: handover-ready\ndata: " + str(body["message"]).encode() + b"\n\n"
    return b"data: " + json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"


async def job_list(request: web.Request) -> web.Response:
    """GET /deployments/{id}/jobs; an unknown id gives an empty list."""
    deployment = request.app[SERVICE].get(request.match_info["id"])
    return json_answer({"jobs": jobs(deployment) if deployment else []})


async def job(request: web.Request) -> web.Response:
    """GET /deployments/{id}/jobs/{job}: full id or bare name."""
    deployment = request.app[SERVICE].get(request.match_info["id"])
    name = _JOB_ID.sub("", request.match_info["job"])
    row = next((j for j in jobs(deployment) if j["jobName"] == name), None) if deployment else None
    if row is None:
        return json_answer({"error": "job-not-found"}, 404)
    return json_answer({"job": row, "executions": []})


async def components(request: web.Request) -> web.Response:
    """GET /deployments/{id}/components/state: the primary region's live cache or the stored result."""
    deployment = request.app[SERVICE].get(request.match_info["id"])
    if deployment is None:
        return json_answer({"error": "deployment-not-found"}, 404)
    watching = deployment.status == "phase1-watching"
    rows = [
        {
            "appId": name,
            "status": current,
            "helmReleaseName": f"bp-{name}",
            "namespace": "flux-system",
            "lastTransitionAt": "0001-01-01T00:00:00Z" if not watching else stamp(request.app[SERVICE].now()),
            "message": "",
        }
        for name, current in deployment.components.items()
        if ":" not in name
    ]
    return json_answer({"watching": watching, "components": rows})


async def refresh_watch(request: web.Request) -> web.Response:
    """POST /deployments/{id}/refresh-watch."""
    deployment = request.app[SERVICE].get(request.match_info["id"])
    if deployment is None:
        return json_answer({"error": "deployment-not-found"}, 404)
    if not deployment.components:
        return json_answer({"error": "not-watchable", "detail": "no kubeconfig yet"}, 409)
    return json_answer({"watching": True, "alreadyActive": True, "components": []})


async def retry(request: web.Request) -> web.Response:
    """POST /deployments/{id}/phases/{phase}/retry."""
    deployment = _found(request)
    phase = request.match_info["phase"]
    if phase not in PHASE0_IDS | PHASE1_IDS:
        text = f'unknown phase "{phase}" — see docs/RUNBOOK-PROVISIONING.md for the canonical phase list'
        return json_answer({"error": text}, 400)
    if deployment.status in IN_PHASE0:
        return json_answer({"error": IN_FLIGHT}, 409)
    answer: JsonObject = {"id": deployment.id, "phase": phase, "streamURL": f"/api/v1/deployments/{deployment.id}/logs"}
    if phase in PHASE1_IDS:
        answer |= {"status": "manual-retry-required", "runbook": "docs/RUNBOOK-PROVISIONING.md", "message": "phase 1 is reconciled by the cluster itself"}
        return json_answer(answer)
    # The stored token reads `<redacted>` after validation, so the cloud call of a rerun fails (section 6).
    deployment.status, deployment.error = "failed", "tofu apply: exit status 1: unable to authenticate"
    deployment.finished, deployment.done = request.app[SERVICE].now(), True
    request.app[SERVICE].store.save(deployment)
    answer |= {"status": "provisioning", "message": "phase 0 restarted"}
    return json_answer(answer)


async def kubeconfig(request: web.Request) -> web.Response:
    """GET /deployments/{id}/kubeconfig: the emulator has no cluster, so it is never captured."""
    _found(request)
    return json_answer({"error": "not-implemented", "detail": "kubeconfig has not been captured yet"}, 409)


async def wipe(request: web.Request) -> web.Response:
    """POST /deployments/{id}/wipe."""
    service = request.app[SERVICE]
    deployment = _found(request)
    try:
        body: Any = await request.json()
    except ValueError:
        return plain("invalid request body", 400)
    if not isinstance(body, dict) or not str(body.get("hetznerToken") or "").strip():  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - JSON
        return plain("hetzner token is required", 400)
    if deployment.in_flight:
        return plain("deployment is still in-flight", 409)
    deployment.status, deployment.done = "wiped", True
    service.store.remove(deployment.id)
    return json_answer(
        {
            "deploymentId": deployment.id, "sovereignFQDN": deployment.fqdn, "tofuDestroyed": True, "hetznerPurge": {},
            "pdmReleased": True, "localCleaned": True, "errors": None, "wipedAt": stamp(service.now()),
        }
    )  # fmt: skip


async def forget(request: web.Request) -> web.Response:
    """DELETE /deployments/{id}."""
    deployment = _found(request)
    if deployment.in_flight:
        return json_answer({"error": "in-flight"}, 409)
    request.app[SERVICE].store.remove(deployment.id)
    return web.Response(status=204)


async def in_flight(request: web.Request) -> web.Response:
    """GET /deployments/in-flight-count."""
    service = request.app[SERVICE]
    service.tick()
    ids = [d.id for d in service.store.deployments.values() if d.status in IN_PHASE0]
    return json_answer({"count": len(ids), "ids": ids})
