"""The answer of `catalyst.deployments.validate`, as far as the dialogue reads it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from dialogue.events import JsonObject


class _View(BaseModel):
    """Tolerant reader of the toolbox's JSON: unknown members are ignored."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True
    )


class Domain(_View):
    """The Sovereign's name."""

    mode: str | None = None
    fqdn: str | None = None
    label: str | None = None
    pool: str | None = None


class Plan(_View):
    """The normalised plan; every member is present, with defaults filled in."""

    organisation: str | None = None
    email: str | None = None
    email_verified: bool = False
    regions: tuple[str, ...] = ()
    size: str | None = None
    workers: int = 0
    workers_by_region: tuple[int, ...] = ()
    worker_size: str = ""
    high_availability: bool = False
    domain: Domain = Field(default_factory=Domain)
    apps: tuple[str, ...] = ()
    residency: str | None = None
    object_storage_region: str | None = None
    mesh_name: str | None = None
    mesh_id: int | None = None


class Problem(_View):
    """Something that can't stand as asked."""

    field: str
    code: str
    message: str = ""
    suggestions: tuple[str, ...] = ()
    blocking: bool = True


class Note(_View):
    """Something decided for the customer that must be said."""

    code: str
    field: str = ""
    message: str = ""
    params: JsonObject = Field(default_factory=dict)


class Estimate(_View):
    """Monthly price, always an estimate."""

    currency: str = "EUR"
    monthly: float = 0.0


class PricePart(_View):
    """Machines of one kind in one region; the estimate is the sum of all."""

    role: Literal["control_plane", "worker"]
    region: str
    size: str
    count: int
    each: float
    """EUR a month for one."""
    monthly: float


class Proposals(_View):
    """What fits and was not asked for."""

    apps: tuple[str, ...] = ()


class PlanView(_View):
    """One validation."""

    plan: Plan = Field(default_factory=Plan)
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    estimate: Estimate = Field(default_factory=Estimate)
    price_parts: tuple[PricePart, ...] = ()
    proposals: Proposals = Field(default_factory=Proposals)
    digest: str | None = None
    ok: bool = False
