"""How the service writes: JSON as Go encodes it, plain-text errors, times."""

import json
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

JsonObject = dict[str, Any]
ZERO_TIME = "0001-01-01T00:00:00Z"
_UNSENDABLE = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""Lone halves of surrogate pairs; Go replaces them when it reads them."""
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"} | _UNSENDABLE


def stamp(moment: datetime) -> str:
    """Whole seconds, UTC, as events and states carry them."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def fine_stamp(moment: datetime) -> str:
    """With the fraction, its trailing zeros dropped, as jobs and executions carry them."""
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if "." in text else text) + "Z"


def encode(body: Any) -> str:
    """JSON on one line: `<`, `>` and `&` escaped."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def json_answer(body: Any, status: int = 200) -> web.Response:
    """JSON with a newline at the end."""
    return web.Response(status=status, body=(encode(body) + "\n").encode(), headers={"Content-Type": "application/json"})


def plain(text: str, status: int) -> web.Response:
    """A plain-text error."""
    return web.Response(
        status=status,
        text=text.translate(dict.fromkeys(range(55296, 57344), "�")) + "\n",
        content_type="text/plain",
        charset="utf-8",
        headers={"X-Content-Type-Options": "nosniff"},
    )


def unknown_deployment() -> web.Response:
    """The plain-text 404 of most paths."""
    return plain("deployment not found", 404)


def frame(data: str, event: str = "") -> bytes:
    """One server-sent event: no id, no retry, no comment."""
    head = f"event: {event}\n" if event else ""
    return f"{head}data: {data}\n\n".encode()
