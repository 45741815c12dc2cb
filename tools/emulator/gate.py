"""The sign-in gate: which paths need a session, and whose deployment is whose (contract, section 2)."""

import re
from typing import Any

from aiohttp import web

from tools.emulator.deployment import Deployment
from tools.emulator.routes import refusal
from tools.emulator.service import SERVICE
from tools.emulator.wire import plain

JsonObject = dict[str, Any]
COOKIE = "catalyst_session"
SESSION_SECONDS = 8 * 3600
_OPEN = tuple(
    re.compile(pattern)
    for pattern in (
        r"\w+ /(healthz|readyz|metrics)",
        r"\w+ /emulator/.*",
        r"\w+ /api/(catalog|domain)/.*",
        r"\w+ /auth/handover",
        r"\w+ /api/v1/version",
        r"\w+ /api/v1/auth/.*",
        r"\w+ /api/v1/credentials/.*",
        r"\w+ /api/v1/subdomains/check",
        r"\w+ /api/v1/sshkey/generate",
        r"\w+ /api/v1/registrar/[^/]+/validate",
        r"\w+ /api/v1/deployments/in-flight-count",
        r"PUT /api/v1/deployments/[^/]+/kubeconfig",
    )
)
_DEPLOYMENT = re.compile(r"/api/v1/(deployments|flows)/([^/]+)(/.*)?")


@web.middleware
async def gated(request: web.Request, handler: Any) -> web.StreamResponse:
    """With the gate on: 401 without a session, 404 for what belongs to somebody else. Off: everything is open."""
    service = request.app[SERVICE]
    if not service.options.sign_in or is_open(request.method, request.path):
        return await handler(request)
    if not session_email(request):
        return refusal("unauthenticated", 401)
    match = _DEPLOYMENT.fullmatch(request.path)
    deployment = service.store.deployments.get(match[2]) if match else None
    if match is None or deployment is None or may_read(request, deployment):
        return await handler(request)
    if match[1] == "flows":
        return plain("deployment not found", 404)
    if match[3] == "/jobs":  # this list says nothing of ids that it doesn't know
        request.match_info["id"] = ""
        return await handler(request)
    return refusal("job-not-found" if (match[3] or "").startswith("/jobs/") else "deployment-not-found", 404)


def is_open(method: str, path: str) -> bool:
    """No session needed, even with the gate on."""
    return any(pattern.fullmatch(f"{method} {path}") for pattern in _OPEN)


def may_read(request: web.Request, deployment: Deployment) -> bool:
    """One's own, or nobody's."""
    return not request.app[SERVICE].options.sign_in or deployment.owner in ("", session_email(request))


def open_session(request: web.Request, response: web.StreamResponse, email: str) -> None:
    """Set the cookie: a signed token, eight hours."""
    from joserfc import jwt  # noqa: PLC0415 - a tenth of a second that most runs don't need

    issued = int(request.app[SERVICE].now().timestamp())
    claims = {"email": email, "iat": issued, "exp": issued + SESSION_SECONDS}
    token = jwt.encode({"alg": "HS256"}, claims, _key(request))
    response.set_cookie(COOKIE, token, max_age=SESSION_SECONDS, path="/", httponly=True, samesite="Lax")


def session_email(request: web.Request) -> str:
    """Whose session this is; empty without a valid one."""
    cookie = request.cookies.get(COOKIE)
    if not cookie or not request.app[SERVICE].options.sign_in:
        return ""
    from joserfc import jwt  # noqa: PLC0415 - as above
    from joserfc.errors import JoseError  # noqa: PLC0415 - as above

    try:
        claims = jwt.decode(cookie, _key(request), algorithms=["HS256"]).claims
        live = float(claims["exp"]) > request.app[SERVICE].now().timestamp()
        return str(claims["email"]) if live else ""
    except (JoseError, ValueError, KeyError, TypeError):
        return ""


def _key(request: web.Request) -> Any:
    from joserfc.jwk import OctKey  # noqa: PLC0415 - as above

    return OctKey.import_key(request.app[SERVICE].secrets.secret("session"))
