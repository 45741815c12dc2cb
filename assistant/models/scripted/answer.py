"""What a scripted model is asked, and what it answers: no provider's format, faults and sloppiness included."""

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from assistant.models.port import Stop
from dialogue.engines.model.request import Message, ModelRequest, ToolResult

FaultKind = Literal[
    "rate_limited", "server_error", "overloaded", "unauthorised", "rejected", "slow", "stall", "cut", "end_early", "error_event",
    "malformed_sse", "not_json",
]  # fmt: skip
Quirk = Literal[
    "no_ids", "same_ids", "no_indexes", "same_indexes", "whole_arguments", "object_arguments", "repeated_names", "no_usage", "no_done",
    "text_calls", "text_thinking", "reasoning",
]  # fmt: skip
"""What servers with the OpenAI format leave out, repeat or write as text."""
REFUSALS: dict[FaultKind, int] = {"rate_limited": 429, "server_error": 500, "overloaded": 529, "unauthorised": 401, "rejected": 400}
"""Faults that are a status instead of an answer."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with an answer.

    `slow`: nothing for `seconds` before the first byte. `stall`: likewise, in the middle. `cut`: the connection breaks in the
    middle. `end_early`: the body ends properly, the answer doesn't. `error_event`: the stream tells of an error in the middle.
    """

    kind: FaultKind
    after: int = 3
    """Pieces that still come through; negative: it strikes before so many last events, closing ones included."""
    seconds: float = 60.0
    retry_after: float | None = None
    naming: str = ""
    """Parameter that a `rejected` names."""


@dataclass(frozen=True, slots=True)
class Call:
    """A tool that the scripted model calls. Arguments as text go onto the wire as they are."""

    tool: str
    arguments: dict[str, Any] | str = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer."""

    text: str = ""
    calls: tuple[Call, ...] = ()
    stop: Stop | None = None
    """None: by whether there are calls."""
    thinking: str = ""
    pieces: tuple[str, ...] = ()
    """The text as it is cut for the stream; else after each word."""
    pace: float = 0.0
    """Seconds between two pieces."""
    usage: dict[str, int] | None = None
    """Any of input, output, cache_read, cache_write; else estimated."""
    fault: Fault | None = None
    quirks: frozenset[Quirk] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived; tool names stand as they were spelt on the wire."""

    request: ModelRequest
    model: str
    body: dict[str, Any]
    """Of the HTTP request."""
    path: str

    @property
    def last(self) -> Message:
        """The last message."""
        return self.request.messages[-1] if self.request.messages else Message("user")

    @property
    def user_text(self) -> str:
        """The last thing that a person said, with what stands around it."""
        return next((m.text for m in reversed(self.request.messages) if m.role == "user" and m.text), "")

    @property
    def results(self) -> tuple[ToolResult, ...]:
        """Results that this request brings."""
        return self.last.results if self.last.role == "tool" else ()


class Brain(Protocol):
    """Decides what to answer."""

    def answer(self, asked: Asked) -> Answer:
        """Raises NothingScripted: it has no answer to this."""
        ...
