"""What an answer of catalyst-api means when it isn't a success: pure, so that every case is a line in a test."""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from tools.catalyst.errors import CatalystError
from tools.catalyst.scrub import scrub

NAMES_DOWN = "pdm-unavailable"
"""The name service refused before anything was accepted."""
_TOKEN_LENGTH = 60
_IN_FLIGHT = "deployment is still in-flight"


def transport(error: httpx.HTTPError) -> CatalystError:
    """No answer at all: what is known of the effect depends on whether anything left."""
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return CatalystError("unreachable", outcome="unreachable", retry_helps=True)
    if isinstance(error, httpx.TimeoutException):
        return CatalystError("timeout", outcome="unknown", retry_helps=True)
    return CatalystError("cut", outcome="unknown", retry_helps=True)


def refused(status: int, content: bytes, headers: Mapping[str, str], *, effect: bool) -> CatalystError:
    """Plain text and JSON errors both occur; the content type decides (contract, section 1)."""
    text = _error_text(content, headers)
    is_token = bool(text) and " " not in text and len(text) <= _TOKEN_LENGTH
    token = text if is_token else ""
    if status in (401, 404):
        return CatalystError(token or ("not-found" if status == 404 else "unauthenticated"), status=status)
    if status == 409:
        return CatalystError(token or ("in-flight" if text.startswith(_IN_FLIGHT) else "conflict"), status=status)
    if status == 503 and token == NAMES_DOWN:
        return CatalystError(token, status=status, retry_helps=True)
    if status == 429:
        return CatalystError(token or "rate-limited", status=status, retry_helps=True)
    if status < 500:
        said = text if text and not is_token else ""
        sentence = f"The provisioning service refused the request: {scrub(said)[:200]}." if said else None
        return CatalystError(token or "invalid-request", sentence, status=status)
    if token and not effect:
        return CatalystError(token, status=status, retry_helps=True)
    # A 503 comes from a proxy or a starting service; anything else may have come after the effect.
    return CatalystError(
        "server-error", status=status, outcome="unknown" if effect and status != 503 else "refused", retry_helps=True
    )


def _error_text(content: bytes, headers: Mapping[str, str]) -> str:
    """The JSON's `error` member. The text of a plain error may quote the request, so only known beginnings are read."""
    kind = headers.get("content-type", "")
    if "json" in kind:
        try:
            raw: Any = json.loads(content)
        except ValueError:
            return ""
        if not isinstance(raw, dict):
            return ""
        value = next((v for k, v in raw.items() if str(k).lower() == "error"), "")
        return value.strip() if isinstance(value, str) else ""
    plain = content[:200].decode("utf-8", "replace").strip() if kind.startswith("text/plain") else ""
    return _IN_FLIGHT + " " if plain.startswith(_IN_FLIGHT) else ""
