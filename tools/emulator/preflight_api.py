"""Before a deployment: is the name free, do the credentials work, a fresh key pair."""

import base64
import hashlib
import re

from aiohttp import web

from tools.emulator.names import MANAGED_POOLS
from tools.emulator.routes import JsonObject, body, text
from tools.emulator.service import SERVICE
from tools.emulator.validation import STORAGE_REGIONS
from tools.emulator.wire import json_answer, plain

LABEL = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
SHORTEST_TOKEN, SHORTEST_ACCESS, SHORTEST_SECRET = 64, 16, 32
REJECTED, OFFLINE = "reject", "offline"
"""A token or secret that contains the first word is refused by the provider; with the second the provider can't be
reached."""
LABEL_TEXT = "subdomain must be a-z, 0-9 and hyphens, start with a letter, max 63 characters"
_DETAILS = {
    "reserved": "this subdomain is reserved for the Sovereign control plane — pick a different name",
    "reserved-state": "this subdomain has been reserved by another deployment in progress — try again in a few minutes",
    "active-state": "this subdomain is already in use by another Sovereign — pick a different name",
    "pdm-unavailable": "pool-domain-manager is temporarily unreachable — try again",
    "exists": "this domain already resolves — pick a different name",
}


async def check_subdomain(request: web.Request) -> web.Response:
    """POST /subdomains/check: decide on `available`, not on the status code."""
    given = await body(request, subdomain=str, pooldomain=str)
    if given is None:
        return _taken("invalid-format", "request body could not be parsed as JSON", status=400)
    service = request.app[SERVICE]
    label, pool = text(given, "subdomain").lower(), text(given, "pooldomain").lower()
    if not LABEL.fullmatch(label):
        return _taken("invalid-format", LABEL_TEXT)
    fqdn = f"{label}.{pool}"
    service.tick()
    if pool not in MANAGED_POOLS:  # taken for a customer's own domain, and resolved
        exists = any(d.fqdn.lower() == fqdn and d.status in ("ready", "adopted") for d in service.store.deployments.values())
        return _taken("exists", fqdn=fqdn) if exists else json_answer({"available": True, "fqdn": fqdn})
    if service.lacks("names"):
        return _taken("pdm-unavailable", fqdn=fqdn)
    if label in service.reserved_words:
        return _taken("reserved")
    reason = service.holder(label, pool)
    return _taken(reason, fqdn=fqdn) if reason else json_answer({"available": True, "fqdn": fqdn})


def _taken(reason: str, detail: str = "", *, fqdn: str = "", status: int = 200) -> web.Response:
    answer: JsonObject = {"available": False, "reason": reason, "detail": detail or _DETAILS[reason]}
    return json_answer({**answer, "fqdn": fqdn} if fqdn else answer, status)


async def generate_key(request: web.Request) -> web.Response:
    """POST /sshkey/generate: Ed25519. A chunked body and one that doesn't decode are ignored."""
    # Loaded here: most runs need no key, and every start would wait for it.
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 - slow to import, and rarely asked for
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - slow to import, and rarely asked for
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    given = await body(request, fqdn=str) if (request.content_length or 0) > 0 else None
    fqdn = text(given or {}, "fqdn")
    key = ed25519.Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    digest = hashlib.sha256(base64.b64decode(public.split(" ")[1])).digest()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode()
    comment = f"catalyst@{' '.join(fqdn.split())}" if fqdn else "catalyst"
    fingerprint = base64.b64encode(digest).decode().rstrip("=")
    return json_answer({"publicKey": f"{public} {comment}", "privateKey": private, "fingerprint": f"SHA256:{fingerprint}"})


async def check_token(request: web.Request) -> web.Response:
    """POST /credentials/validate. The provider's name is read and ignored."""
    given = await body(request, token=str, provider=str)
    if given is None:
        return plain("invalid request body", 400)
    token = text(given, "token")
    if len(token) < SHORTEST_TOKEN:
        return _verdict(False, "token too short — Hetzner API tokens are at least 64 characters", 400)
    if OFFLINE in token.lower():
        return _verdict(False, "could not reach Hetzner API — check network connectivity", 503)
    if REJECTED in token.lower():
        return _verdict(False, "token rejected — ensure it has Read & Write permissions")
    return _verdict(True, "read/write access confirmed")


async def check_storage(request: web.Request) -> web.Response:
    """POST /credentials/object-storage/validate."""
    given = await body(request, region=str, accesskey=str, secretkey=str, provider=str)
    if given is None:
        return _verdict(False, "invalid request body", 400)
    error = _storage_error(given)
    if error:
        return _verdict(False, error, 400)
    secret = text(given, "secretkey").lower()
    if OFFLINE in secret:
        return _verdict(False, "could not reach Hetzner Object Storage — check status.hetzner.com or retry", 503)
    if REJECTED in secret:
        console = "Hetzner Console → Object Storage → Manage Credentials"
        return _verdict(False, f"credentials rejected — issue a fresh access/secret pair in {console}")
    return _verdict(True, "S3 access confirmed")


def _storage_error(given: JsonObject) -> str | None:
    provider, region = text(given, "provider") or "hetzner", text(given, "region")
    if provider != "hetzner":
        return f'unknown object storage provider "{provider}"'
    if not region:
        return "object storage region is required (fsn1, nbg1, or hel1)"
    if region not in STORAGE_REGIONS:
        return "region must be one of fsn1 / nbg1 / hel1 (Hetzner Object Storage is European-only as of 2026-04)"
    if len(text(given, "accesskey")) < SHORTEST_ACCESS:
        return "access key too short — Hetzner Object Storage keys are at least 16 characters"
    if len(text(given, "secretkey")) < SHORTEST_SECRET:
        return "secret key too short — Hetzner Object Storage secrets are at least 32 characters"
    return None


def _verdict(valid: bool, message: str, status: int = 200) -> web.Response:
    return json_answer({"valid": valid, "message": message}, status)
