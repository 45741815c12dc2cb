"""Reading what comes from outside: bounded, valid JSON, clean text."""

import json
import re
from collections.abc import Callable
from typing import Any, cast

from aiohttp import web

from assistant.problems import Problem

LARGEST_BODY = 256 * 1024
"""Bytes read of any body."""
LONGEST_TEXT = 8000
"""Characters of one message, trimmed."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def malformed(detail: str = "The body isn't valid JSON.") -> Problem:
    """400 for what can't be read."""
    return Problem(400, "malformed_json", detail, "Send a JSON object in UTF-8.")


def parse_object(raw: str | bytes) -> dict[str, Any]:
    """A JSON object. Raises Problem: malformed_json."""
    try:
        text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise malformed() from None
    if not isinstance(value, dict):
        raise malformed("The body must be a JSON object.")
    return cast(dict[str, Any], value)


def _no_constant(name: str) -> None:
    raise ValueError(name)


async def whole_body(request: web.Request) -> bytes:
    """Everything that was sent. Raises Problem: malformed_json, when it isn't packed as it says."""
    try:
        return await request.read()
    except web.RequestPayloadError:
        raise malformed("The body can't be unpacked.") from None


async def json_object(request: web.Request, *, optional: bool = False) -> dict[str, Any]:
    """The body as a JSON object; `{}` for an empty one where that is allowed."""
    raw = await whole_body(request)
    if optional and not raw.strip():
        return {}
    return parse_object(raw)


def message_text(value: object) -> str:
    """What the person wrote: lone surrogates replaced, control characters dropped, trimmed.

    Raises:
        Problem: text_missing, text_empty (422), text_too_long (413).
    """
    if not isinstance(value, str):
        raise Problem(422, "text_missing", "There was no text in the message.", 'Send {"text": "…"}.')
    clean = _CONTROL.sub("", whole(value)).strip()
    if not clean:
        raise Problem(422, "text_empty", "The message was empty.", "Write something and send it again.")
    if len(clean) > LONGEST_TEXT:
        raise Problem(
            413,
            "text_too_long",
            f"That was {len(clean)} characters; {LONGEST_TEXT} fit into one message.",
            "Nothing was taken in. Send it in shorter pieces.",
        )
    return clean


def whole(value: str) -> str:
    """The text without lone surrogates, which JSON allows and UTF-8 doesn't."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def text_field(
    body: dict[str, Any], name: str, *, longest: int, code: str, fits: Callable[[str], bool] | None = None
) -> str:
    """A short, bounded, required string member. Raises Problem with `code`."""
    value = body.get(name)
    if isinstance(value, str):
        value = whole(value).strip()
    if not isinstance(value, str) or not value or len(value) > longest or (fits is not None and not fits(value)):
        raise Problem(422, code, f"`{name}` is missing or can't be used.", f"Send `{name}` again.")
    return value


def number(value: str | None, *, name: str, default: int, least: int, most: int) -> int:
    """A bounded decimal number of a query or header. Raises Problem: bad_parameter."""
    if value is None or value == "":
        return default
    if not value.isascii() or not value.isdecimal() or len(value) > 18 or not least <= int(value) <= most:
        raise Problem(400, "bad_parameter", f"`{name}` must be a number from {least} to {most}.", "Correct it.")
    return int(value)
