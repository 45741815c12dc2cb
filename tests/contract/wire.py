"""The body that must arrive, worked out from plan-rules and the data files, with no line of the product's."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

POOL = "omani.works"
TOKEN = "outside-check-token-" + "t" * 52
PROJECT, ACCESS, SECRET = "7654321", "OUTSIDEACCESSKEY0001", "outside-secret-" + "s" * 40
OPERATOR = {
    "CONCIERGE_HETZNER_TOKEN": TOKEN, "CONCIERGE_HETZNER_PROJECT_ID": PROJECT,
    "CONCIERGE_S3_ACCESS_KEY": ACCESS, "CONCIERGE_S3_SECRET_KEY": SECRET,
}  # fmt: skip
# EUR a month, Hetzner, copied from the contract's providers.json
PRICES = {
    "cx23": "3.99", "cx33": "6.49", "cx43": "11.99", "cx53": "22.49",
    "cpx22": "7.99", "cpx32": "14.49", "cpx42": "25.49", "cpx52": "36.49", "cpx62": "50.49",
    "cax11": "4.49", "cax21": "7.99", "cax31": "15.99", "cax41": "31.49",
    "ccx13": "15.99", "ccx23": "31.49", "ccx33": "62.49", "ccx43": "124.99", "ccx53": "249.99", "ccx63": "374.49",
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What a conversation should end in. `workers`: one number for each region, or one for all."""

    org: str
    regions: tuple[str, ...] = ("fsn1",)
    size: str = "cpx42"
    workers: int | tuple[int, ...] = 0
    worker_size: str | None = None
    ha: bool = False
    label: str | None = None
    byo: str | None = None
    apps: tuple[str, ...] = ()
    residency: str | None = None
    email: str = ""

    @property
    def fqdn(self) -> str:
        return self.byo or f"{self.label}.{POOL}"

    @property
    def counts(self) -> tuple[int, ...]:
        return (self.workers,) * len(self.regions) if isinstance(self.workers, int) else self.workers

    def body(self, ssh_key: str) -> dict[str, Any]:
        regions = [self._region(r, n) for r, n in zip(self.regions, self.counts, strict=True)]
        first = regions[0]
        body: dict[str, Any] = {
            "orgName": self.org, "orgEmail": self.email, "sovereignFQDN": self.fqdn,
            "sovereignDomainMode": "byo" if self.byo else "pool",
            "hetznerToken": TOKEN, "hetznerProjectID": PROJECT,
            "region": self.regions[0], "controlPlaneSize": self.size,
            "workerSize": first["workerSize"], "workerCount": first["workerCount"],
            "haEnabled": self.ha, "regions": regions, "sshPublicKey": ssh_key,
            "objectStorageRegion": self.storage, "objectStorageAccessKey": ACCESS, "objectStorageSecretKey": SECRET,
            "marketplaceEnabled": bool(self.apps),
        }  # fmt: skip
        if not self.byo:
            body |= {"sovereignPoolDomain": POOL, "sovereignSubdomain": self.label}
        count = len(self.regions)
        if count >= 4:
            body |= {
                "clusterMeshName": mesh_name(self.fqdn),
                "clusterMeshId": digest(self.fqdn) % (255 - count) + 1,
            }
        return body

    @property
    def storage(self) -> str:
        return self.regions[0] if self.regions[0] in ("fsn1", "nbg1", "hel1") else "fsn1"

    def _region(self, region: str, count: int) -> dict[str, Any]:
        return {
            "provider": "hetzner", "cloudRegion": region, "controlPlaneSize": self.size,
            "workerSize": (self.worker_size or self.size) if count else "", "workerCount": count,
        }  # fmt: skip

    @property
    def monthly(self) -> float:
        machine = Decimal(PRICES[self.size]) * (3 if self.ha else 1)
        worker = Decimal(PRICES[self.worker_size or self.size])
        return float(sum((machine + worker * count for count in self.counts), Decimal(0)))


def digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("ascii")).digest()[:4], "big")


def mesh_name(fqdn: str) -> str:
    return fqdn.partition(".")[0] + "-mesh"


def derived_mesh(fqdn: str, deployment: str) -> tuple[str, int]:
    """What catalyst-api derives for two or three regions."""
    return mesh_name(fqdn), digest(deployment) % 252 + 1


def differences(wanted: Any, got: Any, path: str = "") -> list[str]:
    """Field by field, types included: `1` is not `True`."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        found = [f"{path}.{k}: missing, wanted {wanted[k]!r}" for k in wanted.keys() - got.keys()]
        found += [f"{path}.{k}: not wanted, got {got[k]!r}" for k in got.keys() - wanted.keys()]
        return found + [
            d
            for k in sorted(wanted.keys() & got.keys())
            for d in differences(wanted[k], got[k], f"{path}.{k}")
        ]
    if isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        return [
            d
            for i, (w, g) in enumerate(zip(wanted, got, strict=True))
            for d in differences(w, g, f"{path}[{i}]")
        ]
    same = type(wanted) is type(got) and wanted == got
    return [] if same else [f"{path}: wanted {wanted!r}, got {got!r}"]


def at(state: dict[str, Any], path: str) -> Any:
    value: Any = state
    for part in path.split("."):
        value = value[part]
    return value


def codes(state: dict[str, Any]) -> set[str]:
    return {problem["code"] for problem in state["problems"]}


def suggestions(state: dict[str, Any], code: str) -> Sequence[str]:
    return [str(s) for p in state["problems"] if p["code"] == code for s in p["suggestions"]]
