"""Handover: one-time links signed by the service, and their acceptance on the new cluster (contract, section 14)."""

from typing import Any
from urllib.parse import quote

from aiohttp import web

from tools.emulator import gate
from tools.emulator.deployment import GOOD, Deployment
from tools.emulator.routes import found, refusal
from tools.emulator.service import SERVICE, Service
from tools.emulator.wire import json_answer

JsonObject = dict[str, Any]
ISSUER = "https://console.openova.io"
LIFE_SECONDS = 300
UNWELCOME = "@undeliverable.example"
"""The identity server can't make a user of this domain."""
_KEY = "handover.pem"
_SPENT = "spent-handovers.txt"


async def mint(request: web.Request) -> web.Response:
    """POST /deployments/{id}/mint-handover-token: a new token each time; earlier ones stay valid."""
    service = request.app[SERVICE]
    if service.lacks("signer"):
        return refusal("signer-not-configured", 503)
    deployment = found(request)
    if deployment.status not in GOOD:
        return refusal("not-handover-ready", 409)
    if not deployment.fqdn.strip():
        return refusal("missing-fqdn", 422)
    token = _token(service, deployment, gate.session_email(request) or deployment.owner or "unknown")
    return json_answer({"token": token, "redirectURL": _url(deployment, token)})


def link(service: Service, deployment: Deployment) -> str:
    """The link that is announced by itself; the owner's address stands for the session's."""
    return _url(deployment, _token(service, deployment, deployment.owner or "unknown"))


def _url(deployment: Deployment, token: str) -> str:
    return f"{_console(deployment)}/auth/handover?token={quote(token)}"


def _console(deployment: Deployment) -> str:
    return f"https://console.{deployment.fqdn}"


def _token(service: Service, deployment: Deployment, who: str) -> str:
    from joserfc import jwt  # noqa: PLC0415 - a tenth of a second that most runs don't need

    issued = int(service.now().timestamp())
    claims: JsonObject = {
        "iss": ISSUER,
        "aud": [_console(deployment)],
        "sub": who,
        "email": who,
        "email_verified": True,
        "sovereign_fqdn": deployment.fqdn,
        "deployment_id": deployment.id,
        "role": "sovereign-admin",
        "jti": service.uuid(),
        "iat": issued,
        "exp": issued + LIFE_SECONDS,
    }
    return jwt.encode({"alg": "RS256"}, claims, signing_key(service))


def signing_key(service: Service) -> Any:
    """The RSA key, made at first use and kept: a restart doesn't void links."""
    if service.signer is not None:
        return service.signer
    from joserfc.jwk import RSAKey  # noqa: PLC0415 - as above

    pem = service.secrets.get("keys", _KEY)
    if pem is None:
        pem = RSAKey.generate_key(2048, private=True).as_pem(private=True).decode()
        service.secrets.put("keys", _KEY, pem)
    service.signer = RSAKey.import_key(pem)
    return service.signer


async def public_key(request: web.Request) -> web.Response:
    """GET /handover/public-key."""
    service = request.app[SERVICE]
    if service.lacks("signer"):
        return refusal("signer-not-configured", 503)
    public: JsonObject = signing_key(service).as_dict(private=False)
    answer = json_answer({"kty": "RSA", "use": "sig", "alg": "RS256", "n": public["n"], "e": public["e"]})
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


class _Refused(Exception):
    """The link isn't accepted; the text is the wire's."""


async def accept(request: web.Request) -> web.Response:
    """GET /auth/handover, as the new cluster answers it: every failure is a 401."""
    service = request.app[SERVICE]
    try:
        email = _accepted(service, request.query.get("token", ""), request.host)
    except _Refused as why:
        return refusal(str(why), 401)
    answer = web.Response(status=302, headers={"Location": "/dashboard"})
    gate.open_session(request, answer, email)
    return answer


def _accepted(service: Service, token: str, host: str) -> str:
    """The address of who may come in. The `jti` is spent before the user is made: a failure after that burns it."""
    if not token:
        raise _Refused("missing token parameter")
    if service.lacks("signer"):
        raise _Refused("server misconfiguration: public key unavailable")
    claims = _claims(service, token)
    for fits, text in (
        (claims.get("iss") == ISSUER, "invalid issuer"),
        (_audience(service, claims, host), "invalid audience"),
        (claims.get("role") == "sovereign-admin", "insufficient role"),
        (claims.get("email_verified") is True, "email not verified"),
        (bool(claims.get("email")), "missing email claim"),
        (bool(claims.get("jti")), "missing jti"),
    ):
        if not fits:
            raise _Refused(text)
    _spend(service, str(claims["jti"]))
    if service.lacks("keycloak"):
        raise _Refused("server misconfiguration: keycloak not configured")
    email = str(claims["email"])
    if email.endswith(UNWELCOME):
        raise _Refused("keycloak error: ensure user")
    return email


def _claims(service: Service, token: str) -> JsonObject:
    from joserfc import jwt  # noqa: PLC0415 - as above
    from joserfc.errors import JoseError  # noqa: PLC0415 - as above

    try:
        claims: JsonObject = jwt.decode(token, signing_key(service), algorithms=["RS256"]).claims
        live = float(claims.get("exp", 0)) > service.now().timestamp()
    except (JoseError, ValueError, TypeError):
        raise _Refused("invalid token") from None
    if not live:
        raise _Refused("invalid token")
    return claims


def _audience(service: Service, claims: JsonObject, host: str) -> bool:
    """One emulator stands for all new clusters: which one is asked says the host, else the token's deployment."""
    name = host.partition(":")[0].lower()
    deployment = service.store.deployments.get(str(claims.get("deployment_id", "")))
    fqdn = name.removeprefix("console.") if name.startswith("console.") else deployment.fqdn if deployment else ""
    given = claims.get("aud")
    audience: list[Any] = given if isinstance(given, list) else [given]
    return bool(fqdn) and f"https://console.{fqdn}" in audience


def _spend(service: Service, jti: str) -> None:
    try:
        spent = (service.secrets.get("keys", _SPENT) or "").split()
        if jti in spent:
            raise _Refused("token already used")
        service.secrets.put("keys", _SPENT, "\n".join([*spent, jti]))
    except OSError:
        raise _Refused("internal error") from None
