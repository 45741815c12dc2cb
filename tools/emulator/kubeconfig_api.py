"""The kubeconfig: posted once by the new cluster, handed out to whoever may read (contract, section 13)."""

import hashlib
import hmac
import secrets

from aiohttp import web

from tools.emulator.deployment import Deployment
from tools.emulator.kit import region_keys
from tools.emulator.routes import found, refusal
from tools.emulator.service import SERVICE, Service

LARGEST = 1_048_576


async def get(request: web.Request) -> web.Response:
    """GET /deployments/{id}/kubeconfig: 409 `not-implemented` means "not yet"."""
    service = request.app[SERVICE]
    deployment = found(request)
    if "" not in deployment.kubeconfigs:
        return refusal("not-implemented", 409, detail="the kubeconfig has not been captured yet")
    text = _stored(service, deployment)
    if text is None:
        return refusal("kubeconfig-file-missing", 409, detail="the kubeconfig file was lost")
    name = "".join(c for c in deployment.fqdn if c.isalnum() and c.isascii() or c in ".-")
    return web.Response(
        body=text.encode(),
        headers={
            "Content-Type": "application/yaml",
            "Content-Disposition": f'attachment; filename="{name}-kubeconfig.yaml"',
        },
    )


def _stored(service: Service, deployment: Deployment) -> str | None:
    """What was posted; for the cluster that only exists in the timetable it is made when first asked for."""
    posted = any(e["kind"] == "kubeconfig" and not e.get("region") for e in deployment.journal)
    text = service.secrets.get("kubeconfigs", _file(deployment, ""))
    if text is None and not posted:
        text = _made(deployment)
        service.secrets.put("kubeconfigs", _file(deployment, ""), text)
        service.note(deployment, "kubeconfig", region="")
    return text


def _made(deployment: Deployment) -> str:
    return (
        "apiVersion: v1\nkind: Config\nclusters:\n"
        f"- name: {deployment.id}\n  cluster:\n    server: https://{deployment.address}:6443\n"
        f"users:\n- name: admin\n  user:\n    token: {secrets.token_hex(32)}\n"
        f"contexts:\n- name: default\n  context:\n    cluster: {deployment.id}\n    user: admin\ncurrent-context: default\n"
    )


async def put(request: web.Request) -> web.Response:
    """PUT /deployments/{id}/kubeconfig, `?region=` for a secondary region; once for each file."""
    service = request.app[SERVICE]
    deployment = found(request)
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        return refusal("missing-bearer", 401)
    if not deployment.bearer_hash:
        return refusal("no-bearer-hash", 403)
    digest = hashlib.sha256(token.strip().encode("utf-8", "replace")).hexdigest()
    if not hmac.compare_digest(digest, deployment.bearer_hash):
        return refusal("invalid-bearer", 403)
    region = request.query.get("region", "")
    if region in deployment.kubeconfigs:
        return refusal("already-set", 403)
    raw = await request.content.read(LARGEST + 1)
    while len(raw) <= LARGEST and not request.content.at_eof():
        raw += await request.content.read(LARGEST + 1 - len(raw))
    if len(raw) > LARGEST:
        return refusal("body-too-large", 422)
    if not raw.strip():
        return refusal("empty-body", 422)
    try:
        service.secrets.put("kubeconfigs", _file(deployment, region), raw.decode("utf-8", "replace"))
    except OSError:
        return refusal("write-failed", 503)
    service.note(deployment, "kubeconfig", region=region)
    return web.Response(status=204)


def _file(deployment: Deployment, region: str) -> str:
    """Region keys come from outside; a name of theirs only becomes part of a path when it is one that we gave."""
    if not region:
        return f"{deployment.id}.yaml"
    known = region in region_keys(deployment.request)
    return f"{deployment.id}-{region if known else hashlib.sha256(region.encode()).hexdigest()[:16]}.yaml"
