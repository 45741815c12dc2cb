"""What the customer asked for, as understood. Nothing here is derived: the toolbox derives the plan from it."""

from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from dialogue.events import JsonObject


class SizeNeed(BaseModel):
    """A machine described by what it must have at least."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    vcpu: int | None = None
    ram_gb: int | None = None
    """GiB."""
    family: str | None = None


class Draft(BaseModel):
    """The partial plan sent to `catalyst.deployments.validate`; every member is optional."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    organisation: str | None = None
    email: str | None = None
    provider: str | None = None
    regions: tuple[str, ...] | None = None
    """Ids, cities or countries, in the order they were named."""
    region_count: int | None = None
    topology: str | None = None
    location: str | None = None
    """Where the customer or their users are; suggests a region."""
    industry: str | None = None
    compliance: tuple[str, ...] | None = None
    residency: str | None = None
    size: str | None = None
    size_need: SizeNeed | None = None
    workers: int | None = None
    """Per region."""
    workers_total: int | None = None
    workers_in: dict[str, int] | None = None
    """By region id, where a region has other than `workers`."""
    worker_size: str | None = None
    worker_size_need: SizeNeed | None = None
    high_availability: bool | None = None
    domain: str | None = None
    """A label, a name under the pool domain, or an own domain."""
    apps: tuple[str, ...] | None = None
    mesh_name: str | None = None
    mesh_id: int | None = None
    ssh_public_key: str | None = None

    def wire(self) -> JsonObject:
        """camelCase JSON without the members that were never said."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


_EXCLUDES = {
    "size": ("sizeNeed",),
    "sizeNeed": ("size",),
    "workerSize": ("workerSizeNeed",),
    "workerSizeNeed": ("workerSize",),
    "workers": ("workersTotal", "workersIn"),
    "workersTotal": ("workers", "workersIn"),
    "workersIn": ("workersTotal",),
    "regions": ("regionCount", "topology"),
    "topology": ("regionCount",),
    "regionCount": ("topology",),
}


def without(values: JsonObject) -> tuple[str, ...]:
    """The members that these values put out of force."""
    gone = (other for slot in values for other in _EXCLUDES.get(slot, ()))
    return tuple(sorted({member for member in gone if member not in values}))


def apply_change(draft: Draft, values: JsonObject, forget: tuple[str, ...]) -> Draft:
    """The draft with `values` (camelCase) set and `forget` (camelCase) dropped.

    Raises:
        pydantic.ValidationError: a member is unknown or has the wrong type.
    """
    body: dict[str, Any] = {k: v for k, v in draft.wire().items() if k not in forget}
    return Draft.model_validate({**body, **values})
