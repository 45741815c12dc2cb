"""Bodies of catalyst-api. Readers are tolerant: unknown members, new enum values, year-1 times."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel


def _absent_time(value: Any) -> Any:
    """The zero time of the service means "no time"."""
    return None if value in ("", None) or (isinstance(value, str) and value.startswith("0001-")) else value


def _listed(value: Any) -> Any:
    return [] if value is None else value


def _utc(value: datetime | None) -> datetime | None:
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


Time = Annotated[datetime | None, BeforeValidator(_absent_time), AfterValidator(_utc)]


class Wire(BaseModel):
    """Base: camelCase, unknown members ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True)


class Event(Wire):
    """One progress event."""

    time: Time = None
    phase: str = ""
    level: str = "info"
    message: str = ""
    component: str | None = None
    state: str | None = None
    depends_on: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()


def _readable(value: Any) -> Any:
    """Events; a malformed one is skipped, never the whole snapshot."""
    if not isinstance(value, list):
        return []
    events: list[Event] = []
    for raw in value:  # pyright: ignore[reportUnknownVariableType] - JSON
        with suppress(ValidationError):
            events.append(Event.model_validate(raw))
    return events


class Result(Wire):
    """What phase 0 and 1 brought; the handover URL is a secret and isn't read."""

    console_url: str = Field("", alias="consoleURL")
    phase1_outcome: str | None = None
    component_states: Annotated[dict[str, str], BeforeValidator(lambda v: v or {})] = Field(default_factory=dict)


class State(Wire):
    """State of a deployment."""

    id: str = ""
    status: str = ""
    started_at: Time = None
    finished_at: Time = None
    sovereign_fqdn: str = Field("", alias="sovereignFQDN")
    region: str = ""
    num_events: int = 0
    error: str | None = None
    owner_email: str | None = None
    result: Result | None = None
    component_states: Annotated[dict[str, str], BeforeValidator(lambda v: v or {})] = Field(default_factory=dict)

    @property
    def components(self) -> dict[str, str]:
        """Component states wherever they stand."""
        inner = self.result.component_states if self.result else {}
        return {**inner, **self.component_states}


class Snapshot(Wire):
    """`/events`."""

    state: State
    events: Annotated[tuple[Event, ...], BeforeValidator(_readable)] = ()
    done: bool = False


class Created(Wire):
    """Answer of the POST."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    status: str = "provisioning"


class ListEntry(Wire):
    """One line of the list."""

    id: str
    status: str = ""
    sovereign_fqdn: str = Field("", alias="sovereignFQDN")
    started_at: Time = None
    owner_email: str | None = None


class Job(Wire):
    """One node of the job tree."""

    id: str
    job_name: str
    display_name: str = ""
    type: str = "install"
    parent_id: str = ""
    depends_on: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()
    status: str = "pending"
    started_at: Time = None
    finished_at: Time = None


class SshKeyPair(Wire):
    """A fresh key pair; the private half is returned once."""

    public_key: str
    private_key: str = Field(repr=False)
    fingerprint: str


class NameCheckResult(Wire):
    """Is a name free."""

    available: bool
    reason: str = ""


class HandoverToken(Wire):
    """One-time link, valid 300 s; a secret."""

    redirect_url: str = Field(alias="redirectURL", repr=False)
