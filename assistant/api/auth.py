"""Proving an e-mail address outside the talk: the same codes, the same log."""

import re

from aiohttp import web

from assistant.api.bodies import json_object, text_field
from assistant.api.services import SERVICES, authorised
from assistant.problems import Problem, rate_limited, unavailable
from dialogue import events as ev

ADDRESS = (
    r"(?!\.)(?!.*\.[.@])[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
"""Pattern of an address, as `validate` takes it in the talk."""
_ADDRESS = re.compile(ADDRESS)
_CODE = re.compile(r"[0-9]{6}")
_REFUSED = {
    "wrong": "That code doesn't match.",
    "expired": "That code has expired.",
    "too_many": "That was one wrong code too many.",
    "none_sent": "No code is waiting for this address.",
}


def _address(value: str) -> bool:
    return _ADDRESS.fullmatch(value) is not None


async def send_code(request: web.Request) -> web.Response:
    """POST /api/v1/auth/email {email}: mails a six-digit code for the caller's conversation."""
    _, conversation = await authorised(request)
    email = text_field(await json_object(request), "email", longest=254, code="email_invalid", fits=_address).lower()
    codes = request.app[SERVICES].codes
    wait = await codes.wait(conversation.id, email)
    if wait > 0:
        raise rate_limited(wait)
    await conversation.tell(ev.CodeRequested(email=email))
    outcome = await codes.send(conversation.id, email, language=conversation.state.language)
    await conversation.tell(outcome)
    if isinstance(outcome, ev.CodeFailed):
        raise unavailable("The code couldn't be sent.") if outcome.code == "mail_failed" else rate_limited(60)
    return web.json_response({"email": email, "expiresAt": outcome.expires_at.isoformat()}, status=202)


async def verify_code(request: web.Request) -> web.Response:
    """POST /api/v1/auth/verify {email, code}: marks the address and this device as verified."""
    caller, conversation = await authorised(request)
    body = await json_object(request)
    email = text_field(body, "email", longest=254, code="email_invalid", fits=_address).lower()
    code = text_field(body, "code", longest=6, code="code_invalid", fits=lambda v: _CODE.fullmatch(v) is not None)
    codes = request.app[SERVICES].codes
    outcome = await codes.check(conversation.id, email, codes.digest(conversation.id, code), device=caller.device)
    await conversation.tell(outcome)
    if isinstance(outcome, ev.CodeRefused):
        next_ = f"Try again; tries left: {outcome.attempts_left}." if outcome.attempts_left else "Ask for a new code."
        raise Problem(422, f"code_{outcome.reason}", _REFUSED[outcome.reason], next_)
    return web.json_response({"email": email, "verified": True})
