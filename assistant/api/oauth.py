"""A small authorisation server for `/mcp` away from this machine: metadata, registration, sign-in by e-mail code, tokens.

RFC 9728 and 8414 metadata, RFC 7591 registration of public clients, authorisation code with PKCE (S256), RFC 8707
resources, RFC 9207 `iss`, RFC 7009 revocation.
"""

import re
import secrets
import time
from dataclasses import dataclass, field, replace
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aiohttp import web

from assistant.api import oauth_pages as pages
from assistant.api.auth import ADDRESS
from assistant.api.bodies import json_object, whole_body
from assistant.api.services import bearer
from assistant.identity.buckets import Limiter, Rate
from assistant.identity.codes import Codes
from assistant.identity.grants import ACCESS_SECONDS, SCOPE, Access, Client, Grant, GrantError, Grants, Pair
from assistant.identity.tokens import sha256
from assistant.problems import Problem
from dialogue import events as ev

PENDING_SECONDS = 900.0
MOST_PENDING = 2_000
COOKIE = "concierge-oauth"
MAILS = Rate(burst=10, per_second=1 / 30)
"""Codes asked for from one network address."""
MAILS_TO = Rate(burst=5, per_second=1 / 60)
"""And to one mailbox: a page that anybody can open must not fill it."""
LONGEST_URI, MOST_URIS = 400, 8
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,40}")
_NEVER = frozenset("about blob data file filesystem ftp http javascript vbscript view-source ws wss".split())
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_CONTROL = re.compile(r"[\x00-\x20\x7f<>\"`{}|\\^]")
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in under way."""

    client: Client
    redirect_uri: str
    challenge: str
    state: str
    browser: str
    """Digest of the cookie: the code counts only where the sign-in began."""
    until: float
    email: str = ""


@dataclass(slots=True)
class OAuth:
    """The authorisation server of one address."""

    issuer: str
    grants: Grants
    codes: Codes
    pending: dict[str, Pending] = field(default_factory=dict[str, Pending])
    mails: Limiter = field(default_factory=lambda: Limiter(MAILS))
    mails_to: Limiter = field(default_factory=lambda: Limiter(MAILS_TO))

    @property
    def resource(self) -> str:
        """What tokens are good for."""
        return f"{self.issuer}/mcp"

    def caller(self, request: web.Request) -> Access | None:
        """Whose token this request carries."""
        return self.grants.access(bearer(request), resource=self.resource, issuer=self.issuer)

    def challenge(self, request: web.Request) -> web.Response:
        """401, with the way to a token."""
        error = ', error="invalid_token"' if bearer(request) else ""
        known = f'resource_metadata="{self.issuer}/.well-known/oauth-protected-resource/mcp", scope="{SCOPE}"'
        return web.json_response(
            {"error": "invalid_token", "error_description": "Sign in first."},
            status=401, headers={"WWW-Authenticate": f"Bearer {known}{error}"},
        )  # fmt: skip


OAUTH: web.AppKey[OAuth] = web.AppKey("oauth", OAuth)


def routes() -> list[web.RouteDef]:
    """Everything that a client and its person need."""
    return [
        web.get("/.well-known/oauth-protected-resource", resource_metadata),
        web.get("/.well-known/oauth-protected-resource/mcp", resource_metadata),
        web.get("/.well-known/oauth-authorization-server", server_metadata),
        web.post("/oauth/register", register),
        web.get(pages.AUTHORIZE, authorize),
        web.post(f"{pages.AUTHORIZE}/email", send_code),
        web.post(f"{pages.AUTHORIZE}/code", allow),
        web.post(f"{pages.AUTHORIZE}/cancel", cancel),
        web.post("/oauth/token", token),
        web.post("/oauth/revoke", revoke),
    ]


async def resource_metadata(request: web.Request) -> web.Response:
    """RFC 9728."""
    oauth = request.app[OAUTH]
    return web.json_response(
        {
            "resource": oauth.resource,
            "authorization_servers": [oauth.issuer],
            "scopes_supported": [SCOPE],
            "bearer_methods_supported": ["header"],
            "resource_name": "Concierge toolbox",
        }
    )


async def server_metadata(request: web.Request) -> web.Response:
    """RFC 8414."""
    issuer = request.app[OAUTH].issuer
    return web.json_response(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}{pages.AUTHORIZE}",
            "token_endpoint": f"{issuer}/oauth/token",
            "registration_endpoint": f"{issuer}/oauth/register",
            "revocation_endpoint": f"{issuer}/oauth/revoke",
            "scopes_supported": [SCOPE],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "token_endpoint_auth_methods_supported": ["none"],
            "revocation_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }
    )


async def register(request: web.Request) -> web.Response:
    """RFC 7591, public clients only."""
    try:
        body = await json_object(request)
    except Problem:
        return _error("invalid_client_metadata", "Send a JSON object.")
    uris: Any = body.get("redirect_uris")
    if not isinstance(uris, list) or not 1 <= len(uris) <= MOST_URIS or not all(isinstance(u, str) and allowed_redirect(u) for u in uris):
        return _error("invalid_redirect_uri", "Redirects go to https, to this machine, or to a scheme of the program's own.")
    name = body.get("client_name")
    shown = " ".join(name.split())[:80] if isinstance(name, str) else ""
    client = request.app[OAUTH].grants.register(shown or "A program without a name", tuple(uris))
    return web.json_response(
        {
            "client_id": client.id,
            "client_id_issued_at": int(time.time()),
            "client_name": client.name,
            "redirect_uris": list(client.redirect_uris),
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "none",
            "scope": SCOPE,
        },
        status=201, headers=_NO_STORE,
    )  # fmt: skip


def allowed_redirect(uri: str) -> bool:
    """https anywhere, http on the person's own machine, or a scheme of a program's own."""
    if len(uri) > LONGEST_URI or _CONTROL.search(uri):
        return False
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.fragment or "#" in uri or parts.username or parts.password:
        return False
    match parts.scheme:
        case "https":
            return bool(host)
        case "http":
            return host in _LOOPBACK
        case scheme:
            return _SCHEME.fullmatch(scheme) is not None and scheme not in _NEVER


def _registered(client: Client, uri: str) -> bool:
    """As registered; on this machine the port may be another one (RFC 8252, 7.3)."""
    if uri in client.redirect_uris:
        return True
    asked = urlsplit(uri)
    if asked.scheme != "http" or not allowed_redirect(uri):
        return False
    known = (urlsplit(u) for u in client.redirect_uris)
    return any(k.scheme == "http" and (k.hostname, k.path, k.query) == (asked.hostname, asked.path, asked.query) for k in known)


async def authorize(request: web.Request) -> web.Response:
    """GET /oauth/authorize: the first page, or back to the client with what is wrong."""
    oauth = request.app[OAUTH]
    query = request.query
    client = oauth.grants.client(query.get("client_id", ""))
    redirect_uri = query.get("redirect_uri", "")
    if client is None or not _registered(client, redirect_uri) or any(len(query.getall(name)) > 1 for name in query):
        return pages.refuse("The program that sent you here isn't registered, or wants to go where it said nothing of.")
    state = query.get("state", "")[:1000]
    wrong = _wrong_request(oauth, query)
    if wrong is not None:
        raise _back(oauth, redirect_uri, state, error=wrong)
    now = time.monotonic()
    oauth.pending = {k: p for k, p in oauth.pending.items() if p.until >= now}
    if len(oauth.pending) >= MOST_PENDING:
        raise _back(oauth, redirect_uri, state, error="temporarily_unavailable")
    request_id, browser = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    oauth.pending[request_id] = Pending(
        client, redirect_uri, query["code_challenge"], state, sha256(browser), now + PENDING_SECONDS
    )
    response = pages.ask_address(request_id, client=client.name, redirect_uri=redirect_uri)
    response.set_cookie(
        COOKIE, browser, max_age=int(PENDING_SECONDS), path="/oauth", httponly=True, samesite="Strict",
        secure=oauth.issuer.startswith("https:"),
    )  # fmt: skip
    return response


def _wrong_request(oauth: OAuth, query: Any) -> str | None:
    if query.get("response_type") != "code":
        return "unsupported_response_type"
    if query.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(query.get("code_challenge", "")):
        return "invalid_request"
    if query.get("resource", oauth.resource).removesuffix("/") != oauth.resource:
        return "invalid_target"
    if set(query.get("scope", SCOPE).split()) - {SCOPE}:
        return "invalid_scope"
    return None


async def send_code(request: web.Request) -> web.Response:
    """POST /oauth/authorize/email: a code to this address."""
    oauth, request_id, pending, form = await _continued(request)
    if pending is None:
        return pages.refuse("This sign-in is too old, or began in another browser.")
    email = form.get("email", "").strip().lower()
    shown = {"client": pending.client.name, "redirect_uri": pending.redirect_uri}
    if len(email) > 254 or not re.fullmatch(ADDRESS, email):
        return pages.ask_address(request_id, **shown, wrong="That doesn't look like a complete e-mail address.")
    now = time.monotonic()
    if max(oauth.mails.wait(request.remote or "", now), oauth.mails_to.wait(email, now)) > 0:
        return pages.ask_address(request_id, **shown, wrong="Too many codes were asked for. Wait a few minutes.")
    outcome = await oauth.codes.send(_scope(request_id), email)
    if isinstance(outcome, ev.CodeFailed):
        return pages.ask_address(request_id, **shown, wrong="The code couldn't be sent. Wait a minute and try again.")
    oauth.pending[request_id] = replace(pending, email=email)
    return pages.ask_code(request_id, **shown, email=email)


async def allow(request: web.Request) -> web.Response:
    """POST /oauth/authorize/code: the person read the mail, and lets the client in."""
    oauth, request_id, pending, form = await _continued(request)
    if pending is None or not pending.email:
        return pages.refuse("This sign-in is too old, or began in another browser.")
    code = form.get("code", "").replace(" ", "")
    scope = _scope(request_id)
    outcome = await oauth.codes.check(scope, pending.email, oauth.codes.digest(scope, code), device=None)
    shown = {"client": pending.client.name, "redirect_uri": pending.redirect_uri}
    if isinstance(outcome, ev.CodeRefused):
        if outcome.attempts_left:
            wrong = f"That code doesn't match; tries left: {outcome.attempts_left}."
            return pages.ask_code(request_id, **shown, email=pending.email, wrong=wrong)
        return pages.ask_address(request_id, **shown, wrong="That code counts no more. Ask for a new one in a minute.")
    oauth.pending.pop(request_id, None)
    grant = Grant(pending.client.id, pending.email, oauth.resource, pending.redirect_uri, pending.challenge)
    raise _back(oauth, pending.redirect_uri, pending.state, code=oauth.grants.code(grant))


async def cancel(request: web.Request) -> web.Response:
    """POST /oauth/authorize/cancel"""
    oauth, request_id, pending, _ = await _continued(request)
    if pending is None:
        return pages.refuse("This sign-in is too old, or began in another browser.")
    oauth.pending.pop(request_id, None)
    raise _back(oauth, pending.redirect_uri, pending.state, error="access_denied")


async def token(request: web.Request) -> web.Response:
    """POST /oauth/token"""
    oauth = request.app[OAUTH]
    form = await _form(request)
    client = form.get("client_id", "")
    if oauth.grants.client(client) is None:
        return _error("invalid_client", "This program isn't registered.", status=401)
    resource = form.get("resource", "").removesuffix("/")
    try:
        match form.get("grant_type"):
            case "authorization_code":
                pair = await oauth.grants.redeem(
                    form.get("code", ""), client=client, redirect_uri=form.get("redirect_uri", ""),
                    verifier=form.get("code_verifier", ""), resource=resource, issuer=oauth.issuer,
                )  # fmt: skip
            case "refresh_token":
                pair = await oauth.grants.refresh(
                    form.get("refresh_token", ""), client=client, resource=resource, issuer=oauth.issuer
                )
            case _:
                return _error("unsupported_grant_type", "Use authorization_code or refresh_token.")
    except GrantError as error:
        return _error(error.code, error.description)
    return _tokens(pair)


async def revoke(request: web.Request) -> web.Response:
    """POST /oauth/revoke: RFC 7009 answers 200 whatever it was given."""
    form = await _form(request)
    await request.app[OAUTH].grants.revoke(form.get("token", ""), client=form.get("client_id", ""))
    return web.Response(status=200, headers=_NO_STORE)


def _tokens(pair: Pair) -> web.Response:
    return web.json_response(
        {
            "access_token": pair.access, "token_type": "Bearer", "expires_in": ACCESS_SECONDS, "scope": SCOPE,
            "refresh_token": pair.refresh,
        },
        headers=_NO_STORE,
    )  # fmt: skip


async def _continued(request: web.Request) -> tuple[OAuth, str, Pending | None, dict[str, str]]:
    """The sign-in that a form goes on with: only from our own page, and in the browser in which it began."""
    oauth = request.app[OAUTH]
    form = await _form(request)
    request_id = form.get("request", "")
    pending = oauth.pending.get(request_id)
    origin = request.headers.get("Origin")
    ours = origin in (None, oauth.issuer)
    same = pending is not None and compare_digest(pending.browser, sha256(request.cookies.get(COOKIE, "")))
    in_time = pending is not None and pending.until >= time.monotonic()
    return oauth, request_id, pending if ours and same and in_time else None, form


async def _form(request: web.Request) -> dict[str, str]:
    """A form's members; of a repeated one the first counts nowhere: it is left out."""
    raw = await whole_body(request)
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, max_num_fields=40)
    except (UnicodeDecodeError, ValueError):
        return {}
    names = [name for name, _ in pairs]
    return {name: value for name, value in pairs if names.count(name) == 1}


def _back(oauth: OAuth, redirect_uri: str, state: str, **answer: str) -> web.HTTPSeeOther:
    parts = urlsplit(redirect_uri)
    query = urlencode([*parse_qsl(parts.query), *answer.items(), *([("state", state)] if state else []), ("iss", oauth.issuer)])
    return web.HTTPSeeOther(urlunsplit(parts._replace(query=query)), headers=_NO_STORE)


def _error(code: str, description: str, *, status: int = 400) -> web.Response:
    return web.json_response({"error": code, "error_description": description}, status=status, headers=_NO_STORE)


def _scope(request_id: str) -> str:
    """Under which a code is kept beside those of conversations."""
    return f"oauth:{sha256(request_id)[:24]}"
