"""The port to what is judged: something that can be talked to and that shows its state and its log."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from evals.scenario import JsonObject, Scenario


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one message."""

    text: str
    state: JsonObject
    events: list[JsonObject] = field(default_factory=list[JsonObject])
    """What was logged in this turn."""
    ms: float = 0.0
    error: str | None = None
    """Stable code when the message wasn't taken (too long, empty, the server failed)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What really happened, from the log and from the service, never from prose."""

    events: list[JsonObject]
    creates: list[JsonObject]
    """Accepted creates of this conversation, each with its `body`."""
    known_secrets: tuple[str, ...] = ()
    """Codes mailed and credentials in use: none may be found anywhere."""


class Session(Protocol):
    """One conversation."""

    @property
    def state(self) -> JsonObject:
        """As last seen."""
        ...

    async def say(self, text: str) -> Reply:
        """One message and its answer. Raises AgentLost."""
        ...

    async def code(self) -> str | None:
        """The code mailed last, if there was one."""
        ...

    async def fault(self, what: str | JsonObject) -> None:
        """Arm a fault of the service for what comes next."""
        ...

    async def wait(self, seconds: float) -> None:
        """Let time pass."""
        ...

    async def until(self, phases: tuple[str, ...]) -> JsonObject:
        """Wait, a few seconds at most, until the state is in one of these phases; the state either way."""
        ...

    async def evidence(self) -> Evidence:
        """Log and creates, at the end."""
        ...


class Agent(Protocol):
    """Something that holds conversations."""

    async def begin(self, scenario: Scenario) -> Session:
        """A new conversation. Raises AgentLost."""
        ...


class AgentLost(RuntimeError):
    """It can't be talked to any more: no verdict about what it says, the run itself is broken."""


def plan_of(state: JsonObject) -> JsonObject:
    """The plan as the state shows it."""
    plan: Any = state.get("plan")
    return plan if isinstance(plan, dict) else {}  # pyright: ignore[reportUnknownVariableType] - JSON
