"""What is logged of a language model: that it was asked, each clause it spoke, its whole answer, or why there is none."""

from typing import Any, Literal

from pydantic import Field

from dialogue.event_model import EventModel

ModelTroubleCode = Literal[
    "timeout", "unreachable", "rate_limited", "server_error", "cut", "malformed", "rejected", "unauthorised", "resting", "interrupted", "restarted"
]
"""`rejected`: the provider refused the request itself (4xx); `resting`: the circuit breaker keeps the model out for now;
`restarted`: our process ended while it was answering."""


class Usage(EventModel):
    """Tokens of one answer, as the provider counts them; `input` leaves out what came from its cache."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0


class ModelCall(EventModel):
    """A tool that the model wants called."""

    id: str
    tool: str
    """As the toolbox names it; the provider's spelling of the name is undone."""
    arguments: dict[str, Any] = Field(default_factory=dict)
    malformed: bool = False
    """Its arguments were no JSON object, also after mending what sloppy servers get wrong."""


class ModelAsked(EventModel):
    """Intent to ask the model; written before the request leaves."""

    type: Literal["model_asked"] = "model_asked"
    call_id: str
    round: int = 1
    """1 for the first request of a turn, then one more after each set of tool results."""
    messages: int = 0
    prompt_sha256: str = ""
    """Of the canonical JSON of the request: what was sent can be made again from the log and compared."""


class ModelSpoke(EventModel):
    """One clause, shown and spoken while the rest is still being made."""

    type: Literal["model_spoke"] = "model_spoke"
    call_id: str
    text: str


class ModelAnswered(EventModel):
    """The whole of one answer: everything spoken, and the tools it wants called."""

    type: Literal["model_answered"] = "model_answered"
    call_id: str
    model: str = ""
    text: str = ""
    calls: tuple[ModelCall, ...] = ()
    stop: Literal["end", "tools", "length", "refusal"] = "end"
    usage: Usage = Usage()
    cost_usd: float = 0.0
    """By the price list of the settings; 0 where the model has no price there."""


class ModelFailed(EventModel):
    """There is no answer; the turn goes on without the model."""

    type: Literal["model_failed"] = "model_failed"
    call_id: str
    code: ModelTroubleCode
    spoken: str = ""
    """What had been shown or spoken already."""


class ToolRefused(EventModel):
    """The dispatcher didn't let a call of the model through; it gets this as the result."""

    type: Literal["tool_refused"] = "tool_refused"
    call_id: str
    """Of the model's call."""
    tool: str
    code: str
    message: str = ""
