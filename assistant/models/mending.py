"""Arguments of tool calls as sloppy servers write them, read as JSON all the same. Pure; one bounded attempt."""

import ast
import json
import re
from typing import Any

JsonObject = dict[str, Any]
LONGEST = 100_000
"""Characters; longer arguments aren't read at all."""
DEEPEST = 40
"""Nested brackets; no tool of ours takes more, and Python's own parser gives up on many more."""
_FENCE = "```"
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_LITERAL = re.compile(r"\b(?:True|False|None)\b")
_LITERALS = {"True": "true", "False": "false", "None": "null"}


def read(written: object) -> JsonObject | None:
    """The arguments; None when they are no JSON object, also after mending."""
    if isinstance(written, dict):
        found: JsonObject = written
        return found
    if written is None:
        return {}
    if not isinstance(written, str) or len(written) > LONGEST or _depth(written) > DEEPEST:
        return None
    if written.strip() in ("", "null", "None"):
        return {}  # a call without arguments
    for text in (written, *_mended(written)):
        found_object = _object(text)
        if found_object is not None:
            return found_object
    return _python(_unfenced(written))


def _object(text: str) -> JsonObject | None:
    try:
        value: object = json.loads(text, parse_constant=_no_constant)
        if isinstance(value, str):
            value = json.loads(value, parse_constant=_no_constant)  # encoded twice
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    found: JsonObject = value
    return found


def _no_constant(name: str) -> float:
    """`NaN` and `Infinity` are no JSON, whatever Python's reader thinks."""
    raise ValueError(name)


def _mended(written: str) -> tuple[str, ...]:
    text = _unfenced(written)
    cut = text[text.find("{") : text.rfind("}") + 1] if "{" in text and "}" in text else text
    return text, cut, _outside_strings(cut)


def _unfenced(text: str) -> str:
    """Without a fence of Markdown around it."""
    text = text.strip()
    if not text.startswith(_FENCE):
        return text
    _, _, rest = text.partition("\n") if "\n" in text else ("", "", text.removeprefix(_FENCE))
    return rest.strip().removesuffix(_FENCE).strip()


def _outside_strings(text: str) -> str:
    """Trailing commas and Python's literals mended, but not inside of strings."""
    parts: list[str] = []
    at = 0
    for string in _STRING.finditer(text):
        parts += [_plain(text[at : string.start()]), string[0]]
        at = string.end()
    parts.append(_plain(text[at:]))
    return "".join(parts)


def _plain(text: str) -> str:
    return _LITERAL.sub(lambda found: _LITERALS[found[0]], _TRAILING_COMMA.sub(r"\1", text))


def _python(text: str) -> JsonObject | None:
    """A Python literal, single quotes and all: read as data, never run."""
    try:
        value: object = ast.literal_eval(text[text.find("{") : text.rfind("}") + 1])
        found = json.loads(json.dumps(value, allow_nan=False))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    return found if isinstance(found, dict) else None  # pyright: ignore[reportUnknownVariableType] - JSON


def _depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        if character in "{[(":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "}])":
            depth -= 1
    return deepest
