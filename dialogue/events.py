"""The conversation's log: one frozen event per thing that happened, joined in one discriminated union.

Everything else in the product (state, screen, cards, audit, evals) is a reading of this log. Events are
written before an effect is attempted (`tool_called`, `code_requested`) and after it returns (`tool_returned`,
`code_sent`), so that a restart finds the intent. On the wire an event is one flat JSON object in camelCase:
`{"seq": 12, "at": "2026-05-15T09:00:00.000Z", "type": "user_said", ...}`.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from dialogue.deployment_events import DeploymentCreated, DeploymentReported, Job, ProgressLine, Verdict
from dialogue.event_model import EventModel
from dialogue.model_events import (
    ModelAnswered,
    ModelAsked,
    ModelCall,
    ModelFailed,
    ModelSpoke,
    ModelTroubleCode,
    ToolRefused,
    Usage,
)

DeploymentPart = ProgressLine | Job | Verdict
"""What a report of a deployment is made of."""
ModelPart = ModelCall | Usage | ModelTroubleCode
"""What an answer of a model is made of."""

Asking = Literal[
    "organisation",
    "email",
    "email_code",
    "regions",
    "size",
    "workers",
    "domain",
    "apps",
    "residency",
    "secret",
    "confirm",
    "clarify",
]
Channel = Literal["text", "voice"]
JsonObject = dict[str, Any]
"""A JSON object of the toolbox; its shape is the tool's output schema."""


class ConversationStarted(EventModel):
    """First event of every log."""

    type: Literal["conversation_started"] = "conversation_started"
    language: str = "en"
    channel: Channel = "text"
    engine: Literal["embedded", "anthropic", "openai"] = "embedded"
    emulated: bool = False
    """catalyst-api is our emulator; the page must say so."""
    account: Literal["operator", "customer"] = "operator"
    """Whose cloud account pays: the operator's configured one, or the customer's through secret fields."""
    seed: int = 0
    """Chooses among equivalent wordings; the same seed gives the same replies."""


class SpokenWord(EventModel):
    """A word as the recogniser heard it, and when, in ms from the beginning of what was said."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


class UserSaid(EventModel):
    """One message of the person, already masked: no code, token or password is in `text`."""

    type: Literal["user_said"] = "user_said"
    text: str
    channel: Channel = "text"
    confidence: float | None = None
    """Recogniser's confidence, 0 to 1; absent for typed text."""
    code_digest: str | None = None
    """Keyed digest of a six-digit code that stood in the message, to compare with the one sent."""
    masked: tuple[str, ...] = ()
    """Kinds of secrets that were masked in `text` (`token`, `private_key`, `password`, ...)."""
    after: int | None = None
    """Last seq of the log when the message arrived (when it began, if it was spoken), before it waited for its turn;
    absent when it isn't known."""
    words: tuple[SpokenWord, ...] = ()
    """Of a spoken message in which nothing was masked."""
    over_us: bool = False
    """It began while the assistant was speaking: no assent to what wasn't heard yet."""
    guessed: tuple[str, ...] = ()
    """Words of `text` that were put in place of what was heard, because they are likelier to have been meant."""
    continues: int | None = None
    """seq of the message that this one says whole: its speaker had only paused, and what was made of it counts no more."""


class Shown(EventModel):
    """The client has shown everything up to `upto`, inclusive; or the message `upto` was played to its end."""

    type: Literal["shown"] = "shown"
    upto: int
    how: Literal["turn", "shown", "played"] = "shown"
    """`turn`: implied by the next turn over the request-response route."""


class Interrupted(EventModel):
    """The person cut the assistant short; `heard` is what was really heard of the last utterance."""

    type: Literal["interrupted"] = "interrupted"
    heard: str | None = None


class Evidence(EventModel):
    """Which words led to a slot's value."""

    slot: str
    words: str
    value: str
    score: float = 1.0


class Act(EventModel):
    """One dialogue act found in an utterance."""

    name: Literal[
        "inform",
        "affirm",
        "deny",
        "ask",
        "repeat",
        "cancel",
        "restart",
        "undo",
        "redo",
        "human",
        "choose",
        "greet",
        "thanks",
        "code",
        "resend_code",
        "clarify",
        "abuse",
        "unknown",
    ]
    topic: str | None = None
    """For `ask`: what is asked about; for `choose`: the ordinal or value; for `clarify`: the slot."""
    options: tuple[str, ...] = ()
    """For `clarify`: the likely readings, best first."""


class Understood(EventModel):
    """What an engine took from one utterance: acts, and the change to the draft."""

    type: Literal["understood"] = "understood"
    of: int
    """seq of the `user_said`."""
    acts: tuple[Act, ...] = ()
    set: JsonObject = Field(default_factory=dict)
    """Draft members with their new, complete values (camelCase)."""
    clear: tuple[str, ...] = ()
    """Draft members to forget."""
    suppose: JsonObject = Field(default_factory=dict)
    """Draft members that a question only tries out ("how much with two workers?"); nothing is changed by them."""
    evidence: tuple[Evidence, ...] = ()
    language: str | None = None
    """The language the conversation goes on in, when this utterance changed it."""
    engine: Literal["embedded", "anthropic", "openai"] = "embedded"


class ToolCalled(EventModel):
    """Intent to call a tool of the toolbox; written before the call leaves."""

    type: Literal["tool_called"] = "tool_called"
    call_id: str
    tool: str
    arguments: JsonObject = Field(default_factory=dict)


class ToolError(EventModel):
    """A typed refusal or failure of a tool."""

    code: str
    message: str = ""
    outcome: Literal["refused", "unknown", "unreachable"] = "refused"
    """`refused`: certainly without effect; `unknown`: sent, no answer; `unreachable`: never sent."""


class ToolReturned(EventModel):
    """Result of a tool call."""

    type: Literal["tool_returned"] = "tool_returned"
    call_id: str
    tool: str
    ok: bool
    result: JsonObject = Field(default_factory=dict)
    error: ToolError | None = None


class ReadBackLine(EventModel):
    """One line of the plan as read back, for the card."""

    field: str
    label: str
    value: str


class ReadBack(EventModel):
    """The whole plan, said aloud before the yes; bound to the plan's digest."""

    digest: str
    lines: tuple[ReadBackLine, ...] = ()
    monthly: float | None = None
    """Estimate in EUR a month."""
    told_by: int = 0
    """Characters of the message after which the plan is told, and only the question follows; 0: the whole message."""


class AssistantSaid(EventModel):
    """One utterance of the assistant."""

    type: Literal["assistant_said"] = "assistant_said"
    text: str
    asking: Asking | None = None
    options: tuple[str, ...] = ()
    """Values that answer the question with one click."""
    titles: tuple[str, ...] = ()
    """How the options are called in the conversation's language, one for each; none where they are shown as they are."""
    read_back: ReadBack | None = None
    offered_apps: tuple[str, ...] = ()
    """Apps proposed in this utterance; a yes takes them."""
    ends_turn: bool = True
    """False for a word that buys time while a tool runs."""


class CodeRequested(EventModel):
    """Intent to send a six-digit code."""

    type: Literal["code_requested"] = "code_requested"
    email: str


class CodeSent(EventModel):
    """The code left through the mailer."""

    type: Literal["code_sent"] = "code_sent"
    email: str
    expires_at: datetime


class CodeFailed(EventModel):
    """The code could not be sent."""

    type: Literal["code_failed"] = "code_failed"
    email: str
    code: Literal["mail_failed", "rate_limited"]


class EmailVerified(EventModel):
    """The person proved to read this address."""

    type: Literal["email_verified"] = "email_verified"
    email: str


class CodeRefused(EventModel):
    """A code was given and did not fit."""

    type: Literal["code_refused"] = "code_refused"
    email: str
    reason: Literal["wrong", "expired", "too_many", "none_sent"]
    attempts_left: int = 0


class SecretRequested(EventModel):
    """A field outside the conversation is shown for these secrets."""

    type: Literal["secret_requested"] = "secret_requested"
    names: tuple[str, ...]


class SecretStored(EventModel):
    """A secret was put into the vault; its value is nowhere in the log."""

    type: Literal["secret_stored"] = "secret_stored"
    name: str


class HandedOver(EventModel):
    """A handover link was minted for the verified person (the link itself is never logged)."""

    type: Literal["handed_over"] = "handed_over"
    deployment_id: str


class Resumed(EventModel):
    """The process came back and found this conversation with something unfinished."""

    type: Literal["resumed"] = "resumed"


class HumanRequested(EventModel):
    """The conversation is to be taken over by a person, with the plan attached."""

    type: Literal["human_requested"] = "human_requested"
    reason: str


class Closed(EventModel):
    """Nothing follows."""

    type: Literal["closed"] = "closed"
    reason: str = "ended"


Event = (
    ConversationStarted
    | UserSaid
    | Shown
    | Interrupted
    | Understood
    | ToolCalled
    | ToolReturned
    | AssistantSaid
    | CodeRequested
    | CodeSent
    | CodeFailed
    | EmailVerified
    | CodeRefused
    | SecretRequested
    | SecretStored
    | DeploymentCreated
    | DeploymentReported
    | HandedOver
    | Resumed
    | HumanRequested
    | ModelAsked
    | ModelSpoke
    | ModelAnswered
    | ModelFailed
    | ToolRefused
    | Closed
)
"""Plain union, for `match`."""

EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])
"""Reads an event from JSON with one keyed lookup."""


class Logged(EventModel):
    """An event with its place in the log."""

    seq: int
    """1 for the first event; no gaps."""
    at: datetime
    """UTC, when it was appended."""
    event: Annotated[Event, Field(discriminator="type")]

    def frame(self) -> JsonObject:
        """The flat JSON object that readers get."""
        at = self.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"seq": self.seq, "at": at, **self.event.model_dump(mode="json", by_alias=True)}
