"""Tool calls out of fragments."""

from itertools import count
from typing import Any

import pytest

from assistant.models.fragments import Fragments, WholeCall


def put_together(*fragments: tuple[Any, Any, Any, Any], used: frozenset[str] = frozenset()) -> list[WholeCall]:
    numbers = count(1)
    collected = Fragments(used, lambda: f"made-{next(numbers)}")
    for fragment in fragments:
        collected.add(*fragment)
    return collected.calls()


ONE, TWO = WholeCall("1", "f", {"x": 1}), WholeCall("2", "g", {"y": 2})


@pytest.mark.parametrize(
    ("fragments", "calls"),
    [
        pytest.param([(0, "1", "f", ""), (0, None, None, '{"x"'), (0, None, None, ": 1}"), (1, "2", "g", ""), (1, None, None, '{"y": 2}')], [ONE, TWO], id="as OpenAI"),
        pytest.param([(0, "1", "f", '{"x": 1}'), (0, "2", "g", '{"y": 2}')], [ONE, TWO], id="all numbered 0"),
        pytest.param([(None, "1", "f", '{"x": 1}'), (None, "2", "g", '{"y": 2}')], [ONE, TWO], id="none numbered"),
        pytest.param([(None, "1", "f", '{"x"'), (None, None, None, ": 1}"), (None, "2", "g", '{"y"'), (None, None, None, ": 2}")], [ONE, TWO], id="none numbered, in pieces"),
        pytest.param([(0, "1", "f", '{"x"'), (0, "1", "f", ": 1}"), (1, "2", "g", '{"y"'), (1, "2", "g", ": 2}")], [ONE, TWO], id="all repeated"),
        pytest.param([(0, "1", "f", {"x": 1}), (1, "2", "g", {"y": 2})], [ONE, TWO], id="objects"),
        pytest.param([(0, "", "f", '{"x": 1}'), (0, "", "g", '{"y": 2}')], [WholeCall("made-1", "f", {"x": 1}), WholeCall("made-2", "g", {"y": 2})], id="no ids, all numbered 0"),
        pytest.param([(0, None, "f", '{"x": 1}'), (0, None, "f", '{"x": 2}')], [WholeCall("made-1", "f", {"x": 1}), WholeCall("made-2", "f", {"x": 2})], id="the same tool twice"),
        pytest.param([(None, "1", "f", '{"x": 1}'), (None, "1", "g", '{"y": 2}')], [ONE, WholeCall("made-1", "g", {"y": 2})], id="the same id twice"),
        pytest.param([(0, "1", "f", '{"x": 1}'), (1, "1", "g", '{"y": 2}')], [ONE, WholeCall("made-1", "g", {"y": 2})], id="the same id, numbered"),
        pytest.param([(0, None, "f", '{"x"'), (0, None, "f", ": 1}")], [WholeCall("made-1", "f", {"x": 1})], id="the name repeated"),
        pytest.param([(0, "1", "f", None)], [WholeCall("1", "f", {})], id="no arguments"),
        pytest.param([(0, "1", "f", '{"x": ')], [WholeCall("1", "f", None)], id="torn"),
        pytest.param([("0", 7, ["f"], 3)], [WholeCall("made-1", "", {})], id="wrong types"),
    ],
)  # fmt: skip
def test_whatever_the_server_leaves_out_or_repeats(fragments: list[tuple[Any, Any, Any, Any]], calls: list[WholeCall]) -> None:
    assert put_together(*fragments) == calls


def test_an_id_that_the_conversation_has_already_is_replaced() -> None:
    assert put_together((0, "call_0", "f", "{}"), used=frozenset({"call_0"})) == [WholeCall("made-1", "f", {})]


def test_calls_from_the_text_come_after_the_others_with_ids_of_their_own() -> None:
    collected = Fragments(new_id=lambda: "made")
    collected.add(0, "1", "f", "{}")
    assert collected.calls([("g", None)]) == [WholeCall("1", "f", {}), WholeCall("made", "g", None)]
