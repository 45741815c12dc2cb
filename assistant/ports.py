"""What a conversation needs from the world, as small protocols; `assistant.app` plugs the real things in."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Literal, Protocol

from dialogue.commands import Command
from dialogue.deployment import Deployment
from dialogue.engines.model.request import ModelRequest
from dialogue.events import (
    CodeFailed,
    CodeRefused,
    CodeSent,
    DeploymentReported,
    EmailVerified,
    JsonObject,
    Logged,
    ModelAnswered,
    ModelFailed,
    ModelSpoke,
)
from dialogue.state import State

Clock = Callable[[], datetime]
"""UTC now; replaced in tests."""


class CoreLike(Protocol):
    """The dialogue core."""

    def step(self, state: State, logged: Logged, /) -> tuple[State, list[Command]]:
        """The state after one event, and what to do about it."""
        ...


class ToolFailure(Protocol):
    """Why a tool call has no result."""

    @property
    def code(self) -> str:
        """Stable code."""
        ...

    @property
    def message(self) -> str:
        """A sentence for a person."""
        ...

    @property
    def outcome(self) -> Literal["refused", "unknown", "unreachable"]:
        """What is known about the effect."""
        ...


class ToolOutcome(Protocol):
    """Result of a tool call."""

    @property
    def ok(self) -> bool:
        """The call succeeded."""
        ...

    @property
    def result(self) -> JsonObject:
        """Structured content of a success."""
        ...

    @property
    def error(self) -> ToolFailure | None:
        """Set when it didn't."""
        ...


class Toolbox(Protocol):
    """The tools, spoken to over MCP."""

    async def call(self, tool: str, arguments: JsonObject, *, conversation: str) -> ToolOutcome:
        """Call one tool for one conversation."""
        ...


class Deployments(Protocol):
    """Follows deployments."""

    def reports(self, known: Deployment) -> AsyncIterator[DeploymentReported]:
        """Reports until the final verdict; the progress lines that are known already are left out."""
        ...


ModelEvent = ModelSpoke | ModelAnswered | ModelFailed


class ModelAnswering(Protocol):
    """The events of one request to a model: each clause as it comes, then exactly one answer or failure."""

    def __aiter__(self) -> AsyncIterator[ModelEvent]:
        """To be iterated once."""
        ...

    def interrupt(self) -> None:
        """No more of this answer is wanted; without effect on one that has ended."""
        ...


class Models(Protocol):
    """A language model, asked on behalf of conversations."""

    def run(self, call_id: str, request: ModelRequest) -> ModelAnswering:
        """Ask. Never raises for what a provider does."""
        ...


class NoAnswer:
    """Of a model that isn't there."""

    def __init__(self, call_id: str) -> None:
        self._call_id = call_id

    async def __aiter__(self) -> AsyncIterator[ModelEvent]:
        """One failure."""
        yield ModelFailed(call_id=self._call_id, code="unreachable")

    def interrupt(self) -> None:
        """See `ModelAnswering`."""


class NoModels:
    """In-memory twin: there is no model."""

    def run(self, call_id: str, request: ModelRequest) -> ModelAnswering:
        """See `Models`."""
        del request
        return NoAnswer(call_id)


class CodeSender(Protocol):
    """Six-digit codes by mail."""

    def digest(self, conversation: str, code: str) -> str:
        """Keyed digest under which a code may stand in the log."""
        ...

    async def send(self, conversation: str, email: str, *, language: str = "en") -> CodeSent | CodeFailed:
        """Make a code, mail it, remember its digest."""
        ...

    async def settle(self, conversation: str, email: str, *, language: str = "en") -> CodeSent | CodeFailed:
        """After a crash between intent and outcome: what became of it; sends again when nothing left."""
        ...

    async def check(
        self, conversation: str, email: str, digest: str, *, device: str | None
    ) -> EmailVerified | CodeRefused:
        """Compare; a fitting code is used up and marks the device's session as verified."""
        ...
