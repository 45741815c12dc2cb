"""Registrars: our own checks, then what the domain manager says (contract, section 3)."""

from typing import Any

from aiohttp import web

from tools.emulator.decoding import BodyError, Shape, members
from tools.emulator.routes import JsonObject, refusal, text
from tools.emulator.service import SERVICE
from tools.emulator.wire import json_answer

REGISTRARS = {
    "cloudflare": "minutes, up to 24 h at the TLD",
    "namecheap": "1-2 h, up to 48 h at the TLD",
    "godaddy": "1-4 h, up to 48 h at the TLD",
    "ovh": "1-4 h, asynchronous task",
    "dynadot": "30-60 min",
}
"""With how long a change takes to get around."""
LARGEST_BODY = 16_384
_VERDICTS = {"reject": ("invalid-token", 401), "throttle": ("rate-limited", 429), "offline": ("api-unavailable", 502)}
"""Words in a token that make the registrar answer so."""
FOREIGN = "not-mine."
"""A domain that begins so isn't in the account."""


async def validate(request: web.Request) -> web.Response:
    """POST /registrar/{registrar}/validate."""
    registrar, raw, refused = await _taken_in(request)
    if refused is not None:
        return refused
    try:
        given = members(raw, Shape(domain=str, token=str))
    except BodyError:
        return refusal("invalid-body", 400)
    for member in ("domain", "token"):
        if not text(given, member):
            return refusal(f"missing-{member}", 422)
    return _absent(request) or _verdict(registrar, given) or json_answer(
        {"valid": True, "registrar": registrar, "domain": text(given, "domain")}
    )


async def set_nameservers(request: web.Request) -> web.Response:
    """POST /registrar/{registrar}/set-ns: passed on unread; the checks are the domain manager's."""
    registrar, raw, refused = await _taken_in(request)
    refused = refused or _absent(request)
    if refused is not None:
        return refused
    try:
        given = members(raw, Shape(domain=str, token=str, nameservers=[str]))
    except BodyError:
        return refusal("invalid-body", 400)
    for member in ("domain", "token"):
        if not text(given, member):
            return refusal(f"missing-{member}", 422)
    servers = [s.strip() for s in given.get("nameservers") or [] if s.strip()]
    if not servers:
        return refusal("missing-nameservers", 422)
    return _verdict(registrar, given) or json_answer(
        {
            "success": True,
            "registrar": registrar,
            "domain": text(given, "domain"),
            "nameservers": servers,
            "propagation": REGISTRARS[registrar],
        }
    )


async def _taken_in(request: web.Request) -> tuple[str, bytes, web.Response | None]:
    registrar = request.match_info["registrar"].lower()
    if registrar not in REGISTRARS:
        return registrar, b"", refusal("unsupported-registrar", 404, supported=list(REGISTRARS))
    raw = await request.read()
    return registrar, raw, refusal("request-too-large", 400) if len(raw) > LARGEST_BODY else None


def _absent(request: web.Request) -> web.Response | None:
    return refusal("pdm-unavailable", 503) if request.app[SERVICE].lacks("names") else None


def _verdict(registrar: str, given: JsonObject) -> web.Response | None:
    more: dict[str, Any] = {"registrar": registrar, "domain": text(given, "domain")}
    token = text(given, "token").lower()
    found = next((v for word, v in _VERDICTS.items() if word in token), None)
    if found:
        return refusal(*found, **more)
    return refusal("domain-not-in-account", 403, **more) if more["domain"].lower().startswith(FOREIGN) else None
