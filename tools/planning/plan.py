"""The plan as it will be sent, with what is missing, wrong and worth saying (plan-rules)."""

from typing import Any, Literal

from pydantic import Field

from tools.planning.draft import Closed

ProblemCode = Literal[
    "unknown_region", "duplicate_region", "too_many_regions", "residency_conflict", "unknown_size",
    "sku_unavailable", "workers_out_of_range", "label_invalid", "label_taken", "label_reserved", "domain_invalid",
    "domain_too_long", "email_invalid", "app_unknown", "app_not_installable", "provider_unsupported",
    "mesh_out_of_range", "mesh_name_invalid", "credentials_missing", "credentials_rejected", "over_ceiling",
    "organisation_invalid", "ssh_key_invalid",
]  # fmt: skip
NOT_BLOCKING = frozenset({"app_unknown", "app_not_installable", "provider_unsupported"})


class Domain(Closed):
    """The Sovereign's name; `label` and `pool` are None for an own domain."""

    mode: Literal["pool", "byo"] | None = None
    fqdn: str | None = None
    label: str | None = None
    pool: str | None = None


class Plan(Closed):
    """The normalised plan."""

    organisation: str | None = None
    email: str | None = None
    email_verified: bool = False
    regions: tuple[str, ...] = ()
    size: str = ""
    workers: int = 0
    """Per region; with uneven shares that of the first region."""
    workers_by_region: tuple[int, ...] = ()
    worker_size: str = ""
    high_availability: bool = False
    domain: Domain = Field(default_factory=Domain)
    apps: tuple[str, ...] = ()
    residency: Literal["eu", "us"] | None = None
    object_storage_region: str = ""
    mesh_name: str | None = None
    mesh_id: int | None = None


class Problem(Closed):
    """Something that can't stand as asked."""

    field: str
    code: ProblemCode
    message: str
    suggestions: tuple[str, ...] = ()
    blocking: bool = True


class Note(Closed):
    """Something decided for the customer that must be said."""

    code: str
    field: str
    message: str
    params: dict[str, Any] = Field(default_factory=dict)


class Estimate(Closed):
    """Monthly price, always called an estimate."""

    currency: Literal["EUR"] = "EUR"
    monthly: float = 0.0


class PricePart(Closed):
    """Machines of one kind in one region; the estimate is their sum."""

    role: Literal["control_plane", "worker"]
    region: str
    size: str
    count: int
    each: float
    """EUR a month for one."""
    monthly: float
    """EUR a month for all of them."""


class Proposals(Closed):
    """What fits and wasn't asked for."""

    apps: tuple[str, ...] = ()
    residency: Literal["eu"] | None = None
    """A hint of ours for customers of this industry in the EU; nothing follows from it unless they take it up."""
    skill: str | None = None
    """The skill that knows this industry."""
    reasons: tuple[str, ...] = ()
    """Its hints that are our own reading, each marked as ours."""


class Validation(Closed):
    """Answer of a dry run."""

    plan: Plan
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    estimate: Estimate = Field(default_factory=Estimate)
    price_parts: tuple[PricePart, ...] = ()
    """What the estimate is made of, region by region in the order of the plan."""
    proposals: Proposals = Field(default_factory=Proposals)
    digest: str | None = None
    """Set when `ok`; binds the read-back and the yes."""
    ok: bool = False


def problem(field: str, code: ProblemCode, message: str, *suggestions: str) -> Problem:
    """A problem, blocking unless its code says otherwise."""
    return Problem(
        field=field, code=code, message=message, suggestions=suggestions, blocking=code not in NOT_BLOCKING
    )


def note(code: str, field: str, message: str, **params: Any) -> Note:
    """A note with its parameters."""
    return Note(code=code, field=field, message=message, params=params)
