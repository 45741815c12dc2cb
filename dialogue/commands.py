"""What the core wants done. The shell does it and feeds the outcome back as events."""

from dataclasses import dataclass, field

from dialogue.engines.model.request import ModelRequest
from dialogue.events import Event, JsonObject


@dataclass(frozen=True, slots=True)
class Emit:
    """Append this event to the log (and step on it)."""

    event: Event


@dataclass(frozen=True, slots=True)
class CallTool:
    """Append `tool_called`, call the tool, append `tool_returned`."""

    call_id: str
    tool: str
    arguments: JsonObject = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class SendCode:
    """Append `code_requested`, send a fresh six-digit code, append `code_sent` or `code_failed`."""

    email: str


@dataclass(frozen=True, slots=True)
class CheckCode:
    """Compare the digest with the pending code; append `email_verified` or `code_refused`."""

    email: str
    code_digest: str


@dataclass(frozen=True, slots=True)
class Watch:
    """Follow this deployment; its reports come back as `deployment_reported`."""

    deployment_id: str


@dataclass(frozen=True, slots=True)
class CallModel:
    """Append `model_asked`, ask the model, append `model_spoke` for each clause as it comes, then `model_answered` or `model_failed`."""

    call_id: str
    request: ModelRequest
    round: int = 1


Command = Emit | CallTool | CallModel | SendCode | CheckCode | Watch
