"""Sign-in by a mailed code (contract, section 2). The letters are files in `pins/` below the data folder."""

import hmac
import json
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from tools.emulator.gate import COOKIE, open_session, session_email
from tools.emulator.routes import body, refusal, text
from tools.emulator.service import SERVICE
from tools.emulator.wire import json_answer, stamp

PIN_SECONDS = 600
COOLDOWN_SECONDS = 60
TRIES = 3
UNDELIVERABLE = "@undeliverable.example"
"""Mail to this domain doesn't arrive."""
_PIN = re.compile(r"[0-9]{6}")


@dataclass(slots=True)
class _Pin:
    code: str
    request: str
    until: datetime
    tries: int = TRIES


@dataclass(slots=True)
class Pins:
    """Codes by address, and when each address asked last."""

    by_address: dict[str, _Pin] = field(default_factory=dict[str, _Pin])
    asked: dict[str, datetime] = field(default_factory=dict[str, datetime])


PINS = web.AppKey("pins", Pins)


async def issue(request: web.Request) -> web.Response:
    """POST /auth/pin/issue."""
    service, pins = request.app[SERVICE], request.app[PINS]
    given = await body(request, email=str)
    if given is None:
        return refusal("invalid-body", 400)
    email = text(given, "email").lower()
    if not email:
        return refusal("email-required", 400)
    if not service.options.sign_in:
        return refusal("auth-unconfigured", 503)
    now = service.now()
    waiting = (pins.asked.get(email, now - timedelta(days=1)) + timedelta(seconds=COOLDOWN_SECONDS) - now).total_seconds()
    if waiting > 0:
        left = max(1, round(waiting))
        answer = refusal("pin-rate-limited", 429, retryAfterSec=left)
        answer.headers["Retry-After"] = str(left)
        return answer
    pin = _Pin(f"{secrets.randbelow(10**6):06d}", service.uuid(), now + timedelta(seconds=PIN_SECONDS))
    if email.endswith(UNDELIVERABLE):
        return refusal("email-send-failed", 502)
    letter = {"email": email, "pin": pin.code, "requestId": pin.request, "expiresAt": stamp(pin.until)}
    service.secrets.put("pins", f"{pin.request}.json", json.dumps(letter))
    pins.by_address[email], pins.asked[email] = pin, now
    return json_answer({"ok": True, "sent": True, "requestId": pin.request, "expiresInSec": PIN_SECONDS})


async def verify(request: web.Request) -> web.Response:
    """POST /auth/pin/verify."""
    service, pins = request.app[SERVICE], request.app[PINS]
    given = await body(request, email=str, pin=str, requestid=str)
    if given is None:
        return refusal("invalid-body", 400)
    email, code = text(given, "email").lower(), text(given, "pin")
    if not email:
        return refusal("email-required", 400)
    if not _PIN.fullmatch(code):
        return refusal("invalid-body", 400)
    if not service.options.sign_in:
        return refusal("auth-unconfigured", 503)
    pin = pins.by_address.get(email)
    if pin is None or service.now() >= pin.until or pin.request != text(given, "requestid"):
        return refusal("pin-expired", 410)
    if not hmac.compare_digest(pin.code, code):
        pin.tries -= 1
        if pin.tries > 0:
            return refusal("pin-invalid", 401, attemptsRemaining=pin.tries)
        _spend(request, email, pin)
        return refusal("attempts-exceeded", 410)
    _spend(request, email, pin)
    answer = json_answer({"ok": True})
    open_session(request, answer, email)
    answer.del_cookie("catalyst_refresh", path="/")
    return answer


def _spend(request: web.Request, email: str, pin: _Pin) -> None:
    request.app[PINS].by_address.pop(email, None)
    request.app[SERVICE].secrets.drop("pins", f"{pin.request}.json")


async def leave(request: web.Request) -> web.Response:
    """DELETE /auth/session."""
    del request
    answer = json_answer({"ok": True, "keycloakLogoutURL": ""})
    for cookie in (COOKIE, "catalyst_refresh"):
        answer.del_cookie(cookie, path="/")
    return answer


async def whoami(request: web.Request) -> web.Response:
    """GET /whoami; without the gate there is nobody."""
    return json_answer({"email": session_email(request)})


async def legacy(request: web.Request) -> web.Response:
    """GET /auth/magic and /auth/callback: dead links of older letters."""
    del request
    return web.Response(status=302, headers={"Location": "/login?error=flow_changed"})
