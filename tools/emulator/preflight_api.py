"""Preflight and handover: names, keys, credentials, tokens."""

import base64
import hashlib
import re
import secrets
import time
import uuid
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwt
from joserfc.jwk import RSAKey

from tools.emulator.deployment import Deployment
from tools.emulator.service import MANAGED_POOLS, SERVICE, json_answer, plain
from tools.emulator.validation import STORAGE_REGIONS

JsonObject = dict[str, Any]
SIGNING_KEY = web.AppKey("signing_key", RSAKey)
LABEL = re.compile(r"^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$")
LARGEST_REGISTRAR_BODY = 16_384
LABEL_TEXT = "subdomain must be a-z, 0-9 and hyphens, start with a letter, max 63 characters"
_DETAILS = {
    "reserved": "this subdomain is reserved for the Sovereign control plane — pick a different name",
    "reserved-state": "this subdomain has been reserved by another deployment in progress — try again in a few minutes",
    "active-state": "this subdomain is already in use by another Sovereign — pick a different name",
}


async def _object(request: web.Request) -> JsonObject | None:
    try:
        body: Any = await request.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None  # pyright: ignore[reportUnknownVariableType] - JSON


async def check_subdomain(request: web.Request) -> web.Response:
    """POST /subdomains/check: decide on `available`, not on the status code."""
    body = await _object(request)
    if body is None:
        return json_answer({"available": False, "reason": "invalid-format", "detail": "request body could not be parsed as JSON"}, 400)
    service = request.app[SERVICE]
    label = str(body.get("subdomain") or "").strip().lower()
    pool = str(body.get("poolDomain") or "").strip().lower()
    if not LABEL.match(label):
        return json_answer({"available": False, "reason": "invalid-format", "detail": LABEL_TEXT})
    fqdn = f"{label}.{pool}"
    if pool in MANAGED_POOLS:
        if label in service.catalogue.reserved_labels:
            return json_answer({"available": False, "reason": "reserved", "detail": _DETAILS["reserved"]})
        service.tick()
        reason = service.holder(label, pool)
        if reason:
            return json_answer({"available": False, "reason": reason, "detail": _DETAILS[reason], "fqdn": fqdn})
    return json_answer({"available": True, "fqdn": fqdn})


async def generate_key(request: web.Request) -> web.Response:
    """POST /sshkey/generate: the private half is returned once and not kept."""
    body = await _object(request) if request.content_length else None
    fqdn = str((body or {}).get("fqdn") or "")
    comment = f"catalyst@{fqdn}" if fqdn else "catalyst"
    key = ed25519.Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    wire = base64.b64decode(public.split(" ")[1])
    digest = base64.b64encode(hashlib.sha256(wire).digest()).decode().rstrip("=")
    private = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode()
    return json_answer({"publicKey": f"{public} {comment}", "privateKey": private, "fingerprint": f"SHA256:{digest}"})


async def check_token(request: web.Request) -> web.Response:
    """POST /credentials/validate. The emulator rejects tokens that contain "reject"."""
    body = await _object(request)
    if body is None:
        return plain("invalid request body", 400)
    token = str(body.get("token") or "").strip()
    if len(token) < 64:
        return json_answer({"valid": False, "message": "token too short — Hetzner API tokens are at least 64 characters"}, 400)
    if "reject" in token.lower():
        return json_answer({"valid": False, "message": "token rejected — ensure it has Read & Write permissions"})
    return json_answer({"valid": True, "message": "read/write access confirmed"})


async def check_storage(request: web.Request) -> web.Response:
    """POST /credentials/object-storage/validate."""
    body = await _object(request)
    if body is None:
        return json_answer({"valid": False, "message": "invalid request body"}, 400)
    if str(body.get("provider") or "hetzner") != "hetzner":
        return json_answer({"valid": False, "message": f"unknown provider {body.get('provider')!s}"}, 400)
    region = str(body.get("region") or "").strip()
    error = None
    if not region:
        error = "object storage region is required (fsn1, nbg1, or hel1)"
    elif region not in STORAGE_REGIONS:
        error = "region must be one of fsn1 / nbg1 / hel1 (Hetzner Object Storage is European-only as of 2026-04)"
    elif len(str(body.get("accessKey") or "").strip()) < 16:
        error = "access key too short — Hetzner Object Storage keys are at least 16 characters"
    elif len(str(body.get("secretKey") or "").strip()) < 32:
        error = "secret key too short — Hetzner Object Storage secrets are at least 32 characters"
    if error:
        return json_answer({"valid": False, "message": error}, 400)
    if "reject" in str(body["secretKey"]).lower():
        return json_answer({"valid": False, "message": "credentials rejected — issue a fresh access/secret pair in Hetzner Console → Object Storage → Manage Credentials"})
    return json_answer({"valid": True, "message": "S3 access confirmed"})


async def mint(request: web.Request) -> web.Response:
    """POST /deployments/{id}/mint-handover-token: RS256, 300 s, a new token each time."""
    deployment = request.app[SERVICE].get(request.match_info["id"])
    if deployment is None:
        return plain("deployment not found", 404)
    if deployment.status not in ("ready", "adopted"):
        return json_answer({"error": "not-handover-ready"}, 409)
    url = handover_url(request.app, deployment)
    return json_answer({"token": url.partition("?token=")[2], "redirectURL": url})


def handover_url(app: web.Application, deployment: Deployment) -> str:
    """The one-time link with a fresh token."""
    now = int(time.time())
    console = f"https://console.{deployment.fqdn}"
    claims = {
        "iss": "https://console.openova.io", "aud": [console], "sub": deployment.owner, "email": deployment.owner,
        "email_verified": True, "sovereign_fqdn": deployment.fqdn, "deployment_id": deployment.id,
        "role": "sovereign-admin", "jti": str(uuid.uuid4()), "iat": now, "exp": now + 300,
    }  # fmt: skip
    token = jwt.encode({"alg": "RS256"}, claims, _key(app))
    return f"{console}/auth/handover?token={token}"


async def public_key(request: web.Request) -> web.Response:
    """GET /handover/public-key."""
    public: JsonObject = _key(request.app).as_dict(private=False)
    answer = json_answer({"kty": "RSA", "use": "sig", "alg": "RS256", "n": public["n"], "e": public["e"]})
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def _key(app: web.Application) -> RSAKey:
    return app[KEYS].key()


class Keys:
    """The signing key, made at first use: it costs a tenth of a second that most runs don't need."""

    def __init__(self) -> None:
        self._key: RSAKey | None = None

    def key(self) -> RSAKey:
        """The RSA key of this process."""
        if self._key is None:
            pair = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            self._key = RSAKey.import_key(pair.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return self._key


KEYS = web.AppKey("keys", Keys)


async def registrar_validate(request: web.Request) -> web.Response:
    """POST /registrar/{registrar}/validate."""
    registrar = request.match_info["registrar"].lower()
    known = ("cloudflare", "namecheap", "godaddy", "ovh", "dynadot")
    if registrar not in known:
        return json_answer({"error": "unsupported-registrar", "supported": list(known)}, 404)
    if len(await request.read()) > LARGEST_REGISTRAR_BODY:
        return json_answer({"error": "request-too-large"}, 400)
    body = await _object(request)
    if body is None:
        return json_answer({"error": "invalid-body"}, 400)
    for member in ("domain", "token"):
        if not str(body.get(member) or "").strip():
            return json_answer({"error": f"missing-{member}"}, 422)
    return json_answer({"valid": True, "registrar": registrar, "domain": body["domain"]})


def request_id() -> str:
    """For one code request."""
    return str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))
