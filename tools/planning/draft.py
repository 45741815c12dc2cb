"""What the customer asked for, as understood: the arguments of `catalyst.deployments.validate`. Nothing is derived."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

Short = Annotated[str, Field(max_length=300)]
Address = Annotated[str, Field(max_length=2000)]


class Closed(BaseModel):
    """Frozen, camelCase, no unknown members: arguments come from outside."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True
    )


class SizeNeed(Closed):
    """A machine described by what it must have at least."""

    vcpu: int | None = Field(default=None, ge=1, le=10_000)
    ram_gb: int | None = Field(default=None, ge=1, le=100_000)
    family: Short | None = None


def _domain_text(value: Any) -> Any:
    """The plan's own domain object is taken back as an argument."""
    if isinstance(value, dict):
        parts: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType] - JSON from outside
        return parts.get("fqdn") or parts.get("label")
    return value


def _none_residency(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


class Draft(Closed):
    """The partial plan; every member is optional, all are bounded."""

    organisation: Annotated[str, Field(max_length=200)] | None = None
    email: Short | None = None
    provider: Short | None = None
    regions: Annotated[tuple[Short, ...], Field(max_length=20)] | None = None
    """Ids, cities, countries, or "closest to Oman", in the order named."""
    region_count: int | None = Field(default=None, ge=1, le=100)
    topology: Short | None = None
    location: Short | None = None
    """Where the customer or the users are."""
    industry: Short | None = None
    compliance: Annotated[tuple[Short, ...], Field(max_length=20)] | None = None
    residency: Annotated[Literal["eu", "us", "none"], BeforeValidator(_none_residency)] | None = None
    """`none`: explicitly waived."""
    size: Short | None = None
    """An id, a word ("large"), a family ("dedicated"), or both."""
    size_need: SizeNeed | None = None
    workers: int | None = Field(default=None, ge=-1_000_000, le=1_000_000)
    """Per region."""
    workers_total: int | None = Field(default=None, ge=-1_000_000, le=1_000_000)
    workers_in: Annotated[dict[Short, Annotated[int, Field(ge=-1_000_000, le=1_000_000)]], Field(max_length=20)] | None = None
    """Region id to workers, where a region has other than `workers`."""
    worker_size: Short | None = None
    worker_size_need: SizeNeed | None = None
    high_availability: bool | None = None
    domain: Annotated[
        Address | None, BeforeValidator(_domain_text, json_schema_input_type=Address | dict[str, Any] | None)
    ] = None
    """A label, a name under the pool domain, or an own domain."""
    apps: Annotated[tuple[Short, ...], Field(max_length=60)] | None = None
    """Slugs, names or needs."""
    mesh_name: Short | None = None
    mesh_id: int | None = Field(default=None, ge=-1_000_000, le=1_000_000)
    ssh_public_key: Annotated[str, Field(max_length=16_384)] | None = None
