"""Schemas as strict modes take them."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from assistant.models.schemas import (
    MOST_OPTIONAL,
    MOST_STRICT,
    Dialect,
    Fitted,
    fitted,
    tidied,
    within_limits,
    without_nulls,
)
from tools.concierge.schemas import SPECS

DIALECTS: tuple[Dialect, ...] = ("openai", "anthropic")


def closed(properties: dict[str, Any], *required: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False, **more}


def objects(schema: Any) -> list[dict[str, Any]]:
    """Every object schema inside."""
    if isinstance(schema, list):
        return [found for member in schema for found in objects(member)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if schema.get("type") == "object" else []
    return own + [found for member in schema.values() for found in objects(member)]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", SPECS)
def test_every_tool_of_the_toolbox_is_sent_as_a_valid_schema(name: str, dialect: Dialect) -> None:
    fit = fitted(SPECS[name].input_schema, dialect)
    Draft202012Validator.check_schema(fit.schema)
    assert fit.schema["type"] == "object"
    if not fit.strict:
        return
    for found in objects(fit.schema):
        assert found["additionalProperties"] is False
        if dialect == "openai":
            assert set(found["required"]) == set(found["properties"])
    text = str(fit.schema)
    assert "'maxLength':" not in text
    assert "'title':" not in text


@pytest.mark.parametrize("name", ["catalyst.deployments.get", "marketplace.sku.list", "catalyst.deployments.find"])
def test_tools_with_closed_schemas_are_strict(name: str) -> None:
    assert all(fitted(SPECS[name].input_schema, dialect).strict for dialect in DIALECTS)


def test_a_plan_is_not_strict_since_null_clears_a_wish_there() -> None:
    assert not any(fitted(SPECS["catalyst.deployments.validate"].input_schema, dialect).strict for dialect in DIALECTS)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {}},
        closed({"a": {"type": "object"}}),
        closed({"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}}),
        closed({"a": {"type": ["string", "null"]}}),
        closed({"a": {}}, "a"),
        closed({"a": {"oneOf": [{"type": "string"}, {"type": "integer"}]}}, "a"),
        closed({"a": {"type": "array"}}, "a"),
        {"anyOf": [closed({})]},
        closed({"a": {"$ref": "#/$defs/Node"}}, "a", **{"$defs": {"Node": closed({"next": {"$ref": "#/$defs/Node"}}, "next")}}),
        closed({"a": {"$ref": "https://elsewhere.example/schema"}}, "a"),
    ],
)
def test_what_strict_mode_could_not_hold_is_left_loose(schema: dict[str, Any]) -> None:
    assert not any(fitted(schema, dialect).strict for dialect in DIALECTS)


def test_openai_gets_every_member_required_and_the_optional_ones_nullable() -> None:
    schema = closed(
        {
            "id": {"type": "string", "maxLength": 16, "title": "Id"},
            "depth": {"type": "integer", "minimum": 0, "default": 1, "description": "How deep."},
            "kind": {"enum": ["a", "b"], "description": "Which."},
            "of": {"$ref": "#/$defs/Part"},
        },
        "id",
        **{"$defs": {"Part": closed({"n": {"type": "number", "uniqueItems": True}}, "n")}},
    )
    assert fitted(schema, "openai").schema == {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "depth", "kind", "of"],
        "properties": {
            "id": {"type": "string", "description": "(maxLength: 16)"},
            "depth": {"type": ["integer", "null"], "minimum": 0, "description": "How deep."},
            "kind": {"anyOf": [{"enum": ["a", "b"]}, {"type": "null"}], "description": "Which."},
            "of": {"anyOf": [{"$ref": "#/$defs/Part"}, {"type": "null"}]},
        },
        "$defs": {
            "Part": {
                "type": "object", "additionalProperties": False, "required": ["n"],
                "properties": {"n": {"type": "number", "description": "(uniqueItems: True)"}},
            }
        },
    }  # fmt: skip


def test_anthropic_keeps_optional_members_and_is_told_bounds_in_words() -> None:
    schema = closed({"n": {"type": "integer", "minimum": 0, "maximum": 9}, "when": {"type": "string", "format": "date"}})
    assert fitted(schema, "anthropic").schema["properties"] == {
        "n": {"type": "integer", "description": "(minimum: 0, maximum: 9)"},
        "when": {"type": "string", "format": "date"},
    }


def test_nulls_that_stand_for_members_left_out_are_dropped_again() -> None:
    schema = closed(
        {"id": {"type": "string"}, "depth": {"type": "integer"}, "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}}},
        "id",
        **{"$defs": {"Part": closed({"n": {"type": "number"}, "m": {"type": "number"}}, "n")}},
    )
    strict = {"id": "x", "depth": None, "parts": [{"n": 1, "m": None}]}
    Draft202012Validator(fitted(schema, "openai").schema).validate(strict)
    loose = without_nulls(strict, schema)
    assert loose == {"id": "x", "parts": [{"n": 1}]}
    Draft202012Validator(schema).validate(loose)


def test_a_null_where_the_schema_wants_a_value_is_kept_to_be_refused() -> None:
    assert without_nulls({"id": None, "else": None}, closed({"id": {"type": "string"}}, "id")) == {"id": None, "else": None}


def test_no_more_tools_are_strict_than_the_provider_compiles() -> None:
    wide = Fitted({}, strict=True, optional=MOST_OPTIONAL - 1)
    assert within_limits([wide, Fitted({}, strict=True, optional=2), Fitted({}, strict=True), Fitted({}, strict=False)]) == [True, False, True, False]
    assert sum(within_limits([Fitted({}, strict=True)] * 30)) == MOST_STRICT


def test_tidying_leaves_members_alone_that_are_called_like_keywords() -> None:
    schema = {"type": "object", "title": "T", "properties": {"title": {"type": "string", "title": "Title"}, "default": {"enum": ["title"]}}}
    assert tidied(schema) == {"type": "object", "properties": {"title": {"type": "string"}, "default": {"enum": ["title"]}}}
