"""Messages as every provider takes them."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.models import anthropic, openai
from assistant.models.names import Spelling
from assistant.models.scripted import anthropic_wire, openai_wire
from assistant.models.turns import BEGINS, GO_ON, NOT_RUN, ordered, wire_id
from dialogue.engines.model.request import Message, ToolResult, ToolUse

HELLO = Message("user", "Hello")
CALL = ToolUse("1", "f")
RESULT = ToolResult("1", "f", ok=True)


def test_what_is_in_order_stays() -> None:
    messages = [HELLO, Message("assistant", "", (CALL,)), Message("tool", results=(RESULT,)), Message("assistant", "Done."), Message("user", "Thanks")]
    assert ordered(messages) == messages


def test_a_call_that_nothing_came_of_gets_a_result_that_says_so() -> None:
    not_run = Message("tool", results=(ToolResult("1", "f", ok=False, body=NOT_RUN),))
    assert ordered([HELLO, Message("assistant", "", (CALL,)), HELLO]) == [HELLO, Message("assistant", "", (CALL,)), not_run, HELLO]
    assert ordered([HELLO, Message("assistant", "", (CALL,))])[-1] == not_run


def test_of_two_calls_with_one_result_the_other_is_filled_in() -> None:
    two = Message("assistant", "", (CALL, ToolUse("2", "g")))
    results = ordered([HELLO, two, Message("tool", results=(RESULT,))])[-1].results
    assert [(r.id, r.ok) for r in results] == [("1", True), ("2", False)]


def test_results_that_answer_nothing_are_left_out() -> None:
    assert ordered([HELLO, Message("tool", results=(RESULT,))]) == [HELLO]


def test_the_assistant_never_speaks_twice_in_a_row_or_first_or_last() -> None:
    assert ordered([Message("assistant", "Welcome."), Message("assistant", "I am here.")]) == [
        Message("user", BEGINS),
        Message("assistant", "Welcome.\n\nI am here."),
        Message("user", GO_ON),
    ]


def test_empty_messages_are_left_out() -> None:
    assert ordered([HELLO, Message("assistant", " "), Message("user", "")]) == [HELLO]


def test_ids_are_spelt_as_providers_take_them() -> None:
    assert wire_id("call:ä/1") == "call___1"
    assert len(wire_id("x" * 100)) == 64
    assert wire_id("") == "_"


CALLS = st.lists(st.sampled_from([ToolUse(str(n), "f") for n in range(3)]), max_size=3, unique_by=lambda call: call.id).map(tuple)
RESULTS = st.lists(st.sampled_from([ToolResult(str(n), "f", ok=True) for n in range(3)]), max_size=3).map(tuple)
WORDS = st.sampled_from(["", " ", "Hello", "ok"])
MESSAGES = st.lists(
    st.builds(lambda text: Message("user", text), WORDS)
    | st.builds(lambda text, calls: Message("assistant", text, calls), WORDS, CALLS)
    | st.builds(lambda results: Message("tool", results=results), RESULTS),
    max_size=8,
)


@settings(deadline=None)
@given(MESSAGES)
def test_any_history_becomes_one_that_strict_servers_take(messages: list[Message]) -> None:
    spelling = Spelling(())
    openai_wire.decode({"messages": openai._messages(messages, spelling)})
    anthropic_wire.decode({"max_tokens": 1, "messages": _adapter()._messages(messages, spelling)})


@cache
def _adapter() -> anthropic.AnthropicModel:
    return anthropic.AnthropicModel("scripted")
