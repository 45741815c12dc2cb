"""Arguments as sloppy servers write them."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.models.mending import DEEPEST, LONGEST, read

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("written", "arguments"),
    [
        ('{"a": 1}', {"a": 1}),
        ({"a": 1}, {"a": 1}),
        ("", {}),
        ("  ", {}),
        (None, {}),
        ("null", {}),
        ('```json\n{"a": 1}\n```', {"a": 1}),
        ('```\n{"a": 1}```', {"a": 1}),
        ('{"a": [1, 2,], }', {"a": [1, 2]}),
        ('{"a": "keep, ] this True", "b": True,}', {"a": "keep, ] this True", "b": True}),
        ("{'a': 'it', 'b': None, 'c': False}", {"a": "it", "b": None, "c": False}),
        ("{'a': \"it's\"}", {"a": "it's"}),
        ('Sure: {"a": {"b": 2}} there you are', {"a": {"b": 2}}),
        (json.dumps(json.dumps({"a": 1})), {"a": 1}),
    ],
)
def test_what_is_meant_is_read(written: object, arguments: dict[str, Any]) -> None:
    assert read(written) == arguments


@pytest.mark.parametrize(
    "written",
    [
        '{"a": 1', '{"a":', "[1]", '"text"', "17", "yes", '{"a": NaN}', '{"a": Infinity}', "{1, 2}", "{'a': __import__('os')}", "{'a': 1 + 1}",
        17, ["a"], "{" * (DEEPEST + 1), '{"a":"' + "x" * LONGEST + '"}',
    ],
)  # fmt: skip
def test_what_is_no_object_is_not_guessed_at(written: object) -> None:
    assert read(written) is None


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=8), JSON, max_size=4))
def test_json_is_read_as_it_is(value: dict[str, Any]) -> None:
    assert read(json.dumps(value)) == value
    assert read(f"```json\n{json.dumps(value, indent=2)}\n```") == value


@settings(deadline=None)
@given(st.text(max_size=60))
def test_anything_is_answered(text: str) -> None:
    found = read(text)
    assert found is None or json.loads(json.dumps(found)) == found
