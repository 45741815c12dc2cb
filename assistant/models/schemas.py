"""JSON Schemas of tools, cut to what providers' strict modes accept; what is cut off goes into the description. Pure.

A schema qualifies when it is closed, doesn't recur, and no optional member takes null by itself: where null says something
(it clears a wish), strict mode, which wants every member, would make a model say it of everything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

JsonObject = dict[str, Any]
Dialect = Literal["openai", "anthropic"]
_COMBINERS = ("anyOf",)
_KEPT: dict[Dialect, frozenset[str]] = {
    "openai": frozenset(
        "type properties required additionalProperties items enum const anyOf $ref $defs description "
        "pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems".split()
    ),
    "anthropic": frozenset("type properties required additionalProperties items enum const anyOf $ref $defs description format".split()),
}
"""Keywords that strict mode knows; the others are told in words."""
_DROPPED = frozenset({"title", "default", "examples", "$schema", "$id", "$comment"})
"""Say nothing that a model needs."""
_FORMATS = frozenset("date-time time date duration email hostname ipv4 ipv6 uuid".split())
MOST_OPTIONAL = 24
"""Optional members in all strict tools of one request, and below members with several types, that Anthropic compiles."""
MOST_UNIONS = 16
MOST_STRICT = 20
"""Strict tools of one request."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A tool's schema as one provider gets it."""

    schema: JsonObject
    strict: bool
    optional: int = 0
    """Members that may be left out, for the provider's limits."""
    unions: int = 0


def fitted(schema: JsonObject, dialect: Dialect) -> Fitted:
    """Strict when the schema qualifies, else only tidied."""
    if not _qualifies(schema, schema, frozenset()):
        return Fitted(tidied(schema), strict=False)
    strict = _strict(schema, dialect)
    nodes = list(_nodes(strict))
    optional = sum(len(set(node.get("properties", {})) - set(node.get("required", ()))) for node in nodes)
    unions = sum("anyOf" in node or isinstance(node.get("type"), list) for node in nodes)
    return Fitted(strict, strict=True, optional=optional, unions=unions)


def within_limits(tools: list[Fitted]) -> list[bool]:
    """Which tools of one Anthropic request are marked strict: the first ones that fit into its limits together."""
    optional = unions = count = 0
    marks: list[bool] = []
    for tool in tools:
        takes = tool.strict and count < MOST_STRICT and optional + tool.optional <= MOST_OPTIONAL and unions + tool.unions <= MOST_UNIONS
        marks.append(takes)
        if takes:
            optional, unions, count = optional + tool.optional, unions + tool.unions, count + 1
    return marks


def tidied(schema: JsonObject) -> JsonObject:
    """The same schema without titles and the like, which cost tokens and say what the names say."""
    return {key: _tidied_value(key, value) for key, value in schema.items() if key not in _DROPPED}


def _tidied_value(key: str, value: Any) -> Any:
    if key in ("properties", "$defs") and isinstance(value, dict):
        members: JsonObject = value
        return {name: tidied(member) if isinstance(member, dict) else member for name, member in members.items()}
    if key in ("enum", "const", "required"):
        return value
    if isinstance(value, dict):
        return tidied(value)
    if isinstance(value, list):
        items: list[Any] = value
        return [tidied(item) if isinstance(item, dict) else item for item in items]
    return value


def without_nulls(arguments: JsonObject, schema: JsonObject) -> JsonObject:
    """What a strict model said, without the nulls that only stand for members left out.

    Args:
        schema: the tool's own one, as the toolbox has it.
    """
    return _without_nulls(arguments, schema, schema)


def _without_nulls(value: Any, schema: JsonObject, root: JsonObject) -> Any:
    schema = _resolved(schema, root)
    if isinstance(value, list):
        items, member = value, schema.get("items", {})
        return [_without_nulls(item, member, root) for item in items]
    if not isinstance(value, dict):
        return value
    found: JsonObject = value
    properties: JsonObject = schema.get("properties", {})
    required = schema.get("required", ())
    return {
        name: _without_nulls(member, properties.get(name, {}), root)
        for name, member in found.items()
        if member is not None or name in required or name not in properties
    }


def _resolved(schema: JsonObject, root: JsonObject) -> JsonObject:
    """Through one level of `$ref` and a union's only object."""
    if "$ref" in schema:
        return _target(schema["$ref"], root) or {}
    objects = [branch for branch in schema.get("anyOf", ()) if branch.get("type") != "null"]
    return _resolved(objects[0], root) if len(objects) == 1 else schema


def _target(reference: str, root: JsonObject) -> JsonObject | None:
    name = reference.removeprefix("#/$defs/")
    return root.get("$defs", {}).get(name) if name != reference else None


def _qualifies(schema: Any, root: JsonObject, seen: frozenset[str]) -> bool:
    """Closed all the way down, not recursive, nothing that can't be told in words without losing its meaning."""
    if not isinstance(schema, dict):
        return False
    node: JsonObject = schema
    if "$ref" in node:
        reference = str(node["$ref"])
        target = _target(reference, root)
        return target is not None and reference not in seen and _qualifies(target, root, seen | {reference})
    if any(key in node for key in ("oneOf", "allOf", "not", "if", "patternProperties", "dependentRequired", "dependentSchemas")):
        return False
    if "anyOf" in node:
        return node is not root and all(_qualifies(branch, root, seen) for branch in node["anyOf"])
    if "enum" in node or "const" in node:
        return True
    match node.get("type"):
        case "object":
            return _closed(node) and all(_member_qualifies(n, m, node, root, seen) for n, m in node.get("properties", {}).items())
        case "array":
            return _qualifies(node.get("items"), root, seen)
        case "string" | "integer" | "number" | "boolean" | "null":
            return True
        case _:
            return False


def _closed(node: JsonObject) -> bool:
    return node.get("additionalProperties") is False


def _member_qualifies(name: str, member: Any, owner: JsonObject, root: JsonObject, seen: frozenset[str]) -> bool:
    optional = name not in owner.get("required", ())
    return _qualifies(member, root, seen) and not (optional and _takes_null(member))


def _takes_null(schema: JsonObject) -> bool:
    types = schema.get("type")
    if types == "null" or (isinstance(types, list) and "null" in types):
        return True
    return any(_takes_null(branch) for branch in schema.get("anyOf", ()))


def _strict(schema: JsonObject, dialect: Dialect) -> JsonObject:
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    kept = {key: value for key, value in schema.items() if _is_kept(key, value, schema, dialect)}
    told = {k: v for k, v in schema.items() if k not in kept and k not in _DROPPED}
    if told:
        kept["description"] = _told(kept.get("description"), told)
    for key in ("properties", "$defs"):
        if key in kept:
            kept[key] = {name: _strict(member, dialect) for name, member in kept[key].items()}
    if "items" in kept:
        kept["items"] = _strict(kept["items"], dialect)
    for key in _COMBINERS:
        if key in kept:
            kept[key] = [_strict(branch, dialect) for branch in kept[key]]
    if kept.get("type") == "object":
        kept.setdefault("properties", {})
        kept["additionalProperties"] = False
        if dialect == "openai":
            _require_all(kept)
    return kept


def _is_kept(key: str, value: Any, schema: JsonObject, dialect: Dialect) -> bool:
    if key == "format":
        return value in _FORMATS
    if key == "minItems" and dialect == "anthropic":
        return value in (0, 1)
    if key == "type" and dialect == "anthropic" and ("enum" in schema or "const" in schema):
        return isinstance(value, str)
    return key in _KEPT[dialect]


def _told(description: Any, told: JsonObject) -> str:
    words = ", ".join(f"{key}: {value}" for key, value in told.items())
    return f"{description} ({words})" if description else f"({words})"


def _require_all(kept: JsonObject) -> None:
    """OpenAI's strict mode wants every member; one that may be left out takes null instead."""
    required = kept.get("required", [])
    members: JsonObject = kept["properties"]
    kept["properties"] = {name: member if name in required else _nullable(member) for name, member in members.items()}
    kept["required"] = list(members)


def _nullable(member: JsonObject) -> JsonObject:
    if "anyOf" in member:
        return {**member, "anyOf": [*member["anyOf"], {"type": "null"}]}
    if "$ref" in member or "enum" in member or "const" in member:
        description = {"description": member["description"]} if "description" in member else {}
        return {"anyOf": [{k: v for k, v in member.items() if k != "description"}, {"type": "null"}], **description}
    kind = member["type"]
    return {**member, "type": [*(kind if isinstance(kind, list) else [kind]), "null"]}


def _nodes(schema: JsonObject) -> Iterator[JsonObject]:
    """Every schema inside this one, itself too."""
    yield schema
    inner: list[Any] = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values(), *schema.get("anyOf", ())]
    if "items" in schema:
        inner.append(schema["items"])
    for member in inner:
        if isinstance(member, dict):
            yield from _nodes(member)
