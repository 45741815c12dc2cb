"""How the service reads JSON: members match without regard to case, unknown ones are ignored, types are strict."""

import json
import re
from typing import Any

JsonObject = dict[str, Any]
_LONE = re.compile("[\ud800-\udfff]")
_DEPTH = 200


class BodyError(ValueError):
    """The body doesn't decode; the text is the decoder's."""


class Shape(dict[str, Any]):
    """Lower-cased member → type: str, int, bool, or a list with one Shape."""


def parse(raw: bytes) -> Any:
    """The first JSON value of a body; what follows it is ignored. Raises BodyError."""
    text = raw.decode("utf-8", errors="replace").lstrip(" \t\r\n")
    if not text:
        raise BodyError("EOF")
    try:
        value, _ = json.JSONDecoder(parse_constant=_constant).raw_decode(text)
    except json.JSONDecodeError as error:
        if error.pos >= len(text) or error.msg.startswith("Unterminated"):
            raise BodyError("unexpected EOF") from None
        raise BodyError(f"invalid character {_quoted(text[error.pos])} looking for beginning of value") from None
    except RecursionError:
        raise BodyError("exceeded max depth") from None
    return _clean(value, _DEPTH)


def _constant(name: str) -> Any:
    raise BodyError(f"invalid character '{name[0]}' looking for beginning of value")


def _quoted(character: str) -> str:
    return f"'{character}'" if character.isprintable() else repr(character)


def _clean(value: Any, depth: int) -> Any:
    """Without lone halves of surrogate pairs, which can't be written again."""
    if depth == 0:
        raise BodyError("exceeded max depth")
    match value:
        case str():
            return _LONE.sub("\ufffd", value)
        case list():
            return [_clean(v, depth - 1) for v in value]  # pyright: ignore[reportUnknownVariableType] - JSON
        case dict():
            return {_LONE.sub("\ufffd", str(k)): _clean(v, depth - 1) for k, v in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON
        case _:
            return value


def members(raw: bytes, shape: Shape, struct: str = "Request") -> JsonObject:
    """An object's members, lower-cased, of the right types; null leaves a member out. Raises BodyError."""
    value = parse(raw)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BodyError(f"json: cannot unmarshal {_kind(value)} into Go value of type {struct}")
    return _read(value, shape, struct)  # pyright: ignore[reportUnknownArgumentType] - JSON


def _read(value: JsonObject, shape: Shape, path: str) -> JsonObject:
    found: JsonObject = {}
    for name, given in value.items():
        lowered = name.lower()
        wanted = shape.get(lowered)
        if wanted is None or given is None:
            continue
        found[lowered] = _typed(given, wanted, f"{path}.{name}")
    return found


def _typed(given: Any, wanted: Any, path: str) -> Any:
    if isinstance(wanted, list):
        if not isinstance(given, list):
            raise _mismatch(given, path, "[]object")
        inner: Any = wanted[0]
        return [_element(item, inner, path) for item in given]  # pyright: ignore[reportUnknownVariableType] - JSON
    fits = isinstance(given, wanted) and not (wanted is int and isinstance(given, bool))
    if not fits:
        raise _mismatch(given, path, {str: "string", int: "int", bool: "bool"}[wanted])
    if wanted is int and not -(2**63) <= given < 2**63:
        raise _mismatch(given, path, "int")
    return given


def _element(item: Any, inner: Any, path: str) -> Any:
    if not isinstance(inner, Shape):
        return "" if item is None else _typed(item, inner, path)
    if item is None:
        return {}
    if not isinstance(item, dict):
        raise _mismatch(item, path, "object")
    return _read(item, inner, path)  # pyright: ignore[reportUnknownArgumentType] - JSON


def _mismatch(given: Any, path: str, wanted: str) -> BodyError:
    return BodyError(f"json: cannot unmarshal {_kind(given)} into Go struct field {path} of type {wanted}")


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "bool"
        case str():
            return "string"
        case int() | float():
            return f"number {value}"
        case list():
            return "array"
        case None:
            return "null"
        case _:
            return "object"
