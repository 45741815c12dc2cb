"""The request that is sent, what it costs, and the digest that binds the yes to it (plan-rules)."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from tools.catalogue import Catalogue
from tools.planning.plan import Estimate, Plan, PricePart

JsonObject = dict[str, Any]
Role = Literal["control_plane", "worker"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """Secrets of the cloud account; never printed."""

    hetzner_token: str = field(repr=False)
    hetzner_project_id: str = field(repr=False)
    object_storage_access_key: str = field(repr=False)
    object_storage_secret_key: str = field(repr=False)


def estimate(plan: Plan, catalogue: Catalogue) -> Estimate:
    """Σ regions (control plane × (3 if HA else 1) + worker price × count), EUR a month, two decimals."""
    total = sum((each * count for _, _, _, count, each in _machines(plan, catalogue)), Decimal(0))
    return Estimate(monthly=_cents(total))


def price_parts(plan: Plan, catalogue: Catalogue) -> tuple[PricePart, ...]:
    """The same, machine kind by machine kind; kinds without a machine are left out."""
    return tuple(
        PricePart(role=role, region=region, size=size, count=count, each=_cents(each), monthly=_cents(each * count))
        for role, region, size, count, each in _machines(plan, catalogue)
        if count > 0
    )


def _machines(plan: Plan, catalogue: Catalogue) -> Iterator[tuple[Role, str, str, int, Decimal]]:
    """Role, region, size, how many, EUR a month for one."""
    control, worker = _price(plan.size, catalogue), _price(plan.worker_size, catalogue)
    for region, workers in zip(plan.regions, plan.workers_by_region, strict=True):
        yield "control_plane", region, plan.size, 3 if plan.high_availability else 1, control
        yield "worker", region, plan.worker_size, workers, worker


def _cents(amount: Decimal) -> float:
    return float(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _price(sku: str, catalogue: Catalogue) -> Decimal:
    return Decimal(str(catalogue.skus[sku].monthly)) if sku in catalogue.skus else Decimal(0)


def request_body(plan: Plan, *, ssh_public_key: str, credentials: Credentials) -> JsonObject:
    """The body of `POST /api/v1/deployments`, with the members that plan-rules lists and no others."""
    return {
        **canonical_body(plan),
        "sshPublicKey": ssh_public_key,
        "hetznerToken": credentials.hetzner_token,
        "hetznerProjectID": credentials.hetzner_project_id,
        "objectStorageAccessKey": credentials.object_storage_access_key,
        "objectStorageSecretKey": credentials.object_storage_secret_key,
    }


def canonical_body(plan: Plan) -> JsonObject:
    """The same without secrets and key. The singular members repeat the first region."""
    regions: list[JsonObject] = []
    for region, count in zip(plan.regions, plan.workers_by_region, strict=True):
        regions.append(
            {
                "provider": "hetzner",
                "cloudRegion": region,
                "controlPlaneSize": plan.size,
                "workerSize": plan.worker_size if count else "",
                "workerCount": count,
            }
        )
    first = regions[0]
    body: JsonObject = {
        "orgName": plan.organisation,
        "orgEmail": plan.email,
        "sovereignFQDN": plan.domain.fqdn,
        "sovereignDomainMode": plan.domain.mode,
        "region": first["cloudRegion"],
        "controlPlaneSize": first["controlPlaneSize"],
        "workerSize": first["workerSize"],
        "workerCount": first["workerCount"],
        "haEnabled": plan.high_availability,
        "regions": regions,
        "objectStorageRegion": plan.object_storage_region,
        "marketplaceEnabled": bool(plan.apps),
    }
    if plan.domain.mode == "pool":
        body["sovereignPoolDomain"] = plan.domain.pool
        body["sovereignSubdomain"] = plan.domain.label
    if plan.mesh_name is not None and plan.mesh_id is not None:
        body["clusterMeshName"] = plan.mesh_name
        body["clusterMeshId"] = plan.mesh_id
    return body


def digest(plan: Plan, cost: Estimate, *, account: str, ssh_fingerprint: str | None) -> str:
    """SHA-256 over everything the yes is for. Whether the e-mail is verified doesn't change it."""
    bound = {
        "body": canonical_body(plan),
        "apps": list(plan.apps),
        "estimate": f"{cost.monthly:.2f}",
        "account": account,
        "ssh": ssh_fingerprint,
    }
    text = json.dumps(bound, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
