"""Retry, wipe, forget, and names given back by hand; the read model of the second day."""

import asyncio
from typing import Any

from aiohttp import web

from tools.emulator.decoding import BodyError, Shape, members
from tools.emulator.deployment import IN_PHASE0, Deployment
from tools.emulator.routes import found, refusal, text
from tools.emulator.service import SERVICE
from tools.emulator.wire import json_answer, plain, stamp, unknown_deployment

JsonObject = dict[str, Any]
PHASE0_IDS = frozenset({"tofu-init", "tofu-plan", "tofu-apply", "tofu-output", "flux-bootstrap"})
PHASE1_IDS = frozenset(
    "cilium cert-manager flux crossplane sealed-secrets spire jetstream openbao keycloak gitea bp-catalyst-platform".split()
)
RUNBOOK = "docs/RUNBOOK-PROVISIONING.md"
IN_FLIGHT = "deployment is still in-flight — wait for the current phase to finish before retrying"
WIPE_SECONDS = 30.0
"""Life seconds; capped, so that nobody waits long for an emulator."""
LONGEST_WIPE = 1.0
VIEWS = ("topology", "compute", "storage", "network")


async def retry(request: web.Request) -> web.Response:
    """POST /deployments/{id}/phases/{phase}/retry."""
    service = request.app[SERVICE]
    deployment = found(request)
    phase = request.match_info["phase"]
    if phase not in PHASE0_IDS | PHASE1_IDS:
        return refusal(f'unknown phase "{phase}" — see {RUNBOOK} for the canonical phase list', 400)
    if deployment.status in ("provisioning", "tofu-applying"):
        return refusal(IN_FLIGHT, 409)
    stream = f"/api/v1/deployments/{deployment.id}/logs"
    answer: JsonObject = {"id": deployment.id, "phase": phase, "streamURL": stream}
    if phase in PHASE1_IDS:
        advice = f"Phase 1 is reconciled by the cluster itself; follow {RUNBOOK} for {phase}"
        service.note(deployment, "advice", phase=phase, message=advice)
        return json_answer({**answer, "status": "manual-retry-required", "runbook": RUNBOOK, "message": advice})
    # The stored secrets read `<redacted>` after a restart: accepted all the same, and the cloud call fails (section 6).
    service.note(deployment, "retry", redacted=not deployment.secrets, speed=service.speed)
    return json_answer({**answer, "status": "provisioning", "message": f"phase 0 restarted from {phase}"})


async def wipe(request: web.Request) -> web.Response:
    """POST /deployments/{id}/wipe: answers when everything is gone."""
    service = request.app[SERVICE]
    deployment = found(request)
    try:
        given = members(await request.read(), Shape(hetznertoken=str))
    except BodyError as error:
        return plain(f"invalid request body: {error}", 400)
    if not text(given, "hetznertoken"):
        return plain("hetzner token is required", 400)
    if deployment.status in IN_PHASE0 or deployment.status in ("wiping", "wiped"):
        return plain(f"deployment is {deployment.status}; it can't be wiped now", 409)
    released = deployment.name.state in ("reserved", "active")
    service.note(deployment, "wiping")
    await asyncio.sleep(min(deployment.life(WIPE_SECONDS).total_seconds(), LONGEST_WIPE))
    service.note(deployment, "wiped")
    count = max(1, len(deployment.request.get("regions") or []))
    purge = {"servers": count, "loadBalancers": count, "networks": 1, "firewalls": 1, "sshKeys": 1, "buckets": 1}
    return json_answer(
        {
            "deploymentId": deployment.id,
            "sovereignFQDN": deployment.fqdn,
            "tofuDestroyed": True,
            "hetznerPurge": purge,
            "pdmReleased": released,
            "localCleaned": True,
            "errors": None,
            "wipedAt": stamp(service.now()),
        }
    )


async def forget(request: web.Request) -> web.Response:
    """DELETE /deployments/{id}: the record alone; the cloud isn't touched."""
    deployment = found(request)
    if deployment.in_flight or deployment.status == "wiping":
        return refusal("in-flight", 409)
    if deployment.status == "adopted":
        return refusal("adopted-protected", 422)
    deployment.live.close()
    request.app[SERVICE].store.remove(deployment.id)
    return web.Response(status=204)


async def release_subdomain(request: web.Request) -> web.Response:
    """DELETE /deployments/{id}/release-subdomain: a name that is free already counts as success."""
    service = request.app[SERVICE]
    deployment = found(request)
    blocked = _unreleasable(deployment)
    if blocked:
        status, why = blocked
        return json_answer(_released(deployment, pdmReleased=False, error=why), status)
    if service.lacks("names"):
        return json_answer(_released(deployment, pdmReleased=False, error="pool-domain-manager is temporarily unreachable"), 502)
    if deployment.name.state not in ("reserved", "active"):
        why = "the name isn't one of a managed pool" if deployment.name.state == "none" else "the name is free already"
        return json_answer(_released(deployment, pdmReleased=True, noOp=why))
    service.note(deployment, "released")
    return json_answer(_released(deployment, pdmReleased=True))


def _unreleasable(deployment: Deployment) -> tuple[int, str] | None:
    if deployment.in_flight or deployment.status == "wiping":
        return 409, "deployment is still in-flight"
    if deployment.status == "wiped":
        return 410, "deployment was wiped"
    return (422, "deployment was adopted; its name is protected") if deployment.status == "adopted" else None


def _released(deployment: Deployment, **more: Any) -> JsonObject:
    name = deployment.name
    return {"deploymentId": deployment.id, "poolDomain": name.pool, "subdomain": name.label, **more}


async def infrastructure(request: web.Request) -> web.Response:
    """GET /deployments/{id}/infrastructure/{view}: a small model; its shape isn't pinned."""
    deployment = found(request)
    view = request.match_info["view"]
    if view not in VIEWS:
        return unknown_deployment()
    regions: list[JsonObject] = deployment.request.get("regions") or []
    rows = {
        "topology": [{"region": r.get("cloudregion"), "provider": r.get("provider")} for r in regions],
        "compute": [
            {"region": r.get("cloudregion"), "controlPlane": r.get("controlplanesize"), "workers": r.get("workercount") or 0}
            for r in regions
        ],
        "storage": [{"region": deployment.request.get("objectstorageregion"), "kind": "object-storage"}],
        "network": [{"region": r.get("cloudregion"), "loadBalancer": deployment.address} for r in regions[:1]],
    }
    return json_answer({"view": view, "items": rows[view]})
