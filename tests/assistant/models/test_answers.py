"""What of an answer's text is for the person."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.models.answers import AnswerText, WrittenCall


def taken(text: str, size: int) -> tuple[str, list[WrittenCall]]:
    answer = AnswerText()
    shown = "".join(answer.feed(text[i : i + size]) for i in range(0, len(text), size)) + answer.end()
    return shown, answer.calls


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
@pytest.mark.parametrize(
    ("text", "shown", "calls"),
    [
        ("Hello there.", "Hello there.", []),
        ("<think>\nhm\n</think>\n\nHello.", "Hello.", []),
        ("Well. <think>hm</think>So.", "Well. So.", []),
        ("<think>never closed", "", []),
        ("out of the prompt</think>Hello.", "out of the promptHello.", []),
        ("a < b and <b>bold</b> stay", "a < b and <b>bold</b> stay", []),
        ("ends with <thi", "ends with <thi", []),
        ('<tool_call>\n{"name": "a_b", "arguments": {"x": 1}}\n</tool_call>', "", [WrittenCall("a_b", {"x": 1})]),
        ('I look.\n<tool_call>{"name": "a", "arguments": "{\\"x\\": 1}"}', "I look.\n", [WrittenCall("a", {"x": 1})]),
        (
            "<tool_call>{'name': 'a', 'arguments': {'x': True,},}</tool_call><tool_call>{\"name\": \"b\"}</tool_call>",
            "",
            [WrittenCall("a", {"x": True}), WrittenCall("b", {})],
        ),
        ('<tool_call>{"name": "a"}\n{"name": "b"}</tool_call>', "", [WrittenCall("a", {}), WrittenCall("b", {})]),
        ('<tool_call>{"name": "a", "arguments": {"x":</tool_call>', "", [WrittenCall("a", None)]),
        ("<tool_call>do it</tool_call>", "", [WrittenCall("", None)]),
        ("<tool_call> </tool_call>", "", []),
    ],
)
def test_thinking_and_written_calls_are_taken_out(text: str, shown: str, calls: list[WrittenCall], size: int) -> None:
    assert taken(text, size) == (shown, calls)


@settings(deadline=None)
@given(st.text('<>/thinkol_ca{}"name: x', max_size=60), st.integers(1, 9))
def test_the_chunks_do_not_matter(text: str, size: int) -> None:
    assert taken(text, size) == taken(text, 1000)
