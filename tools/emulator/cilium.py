"""What the new clusters are told of their network: before Flux by cloud-init, afterwards by GitOps.

Both must say the same cluster name and id, or Cilium restarts with another identity and the mesh falls apart. So both
are rendered from one identity (contract, section 11).
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

JsonObject = dict[str, Any]
DERIVED_IDS = 252


@dataclass(frozen=True, slots=True)
class Identity:
    """A cluster of the mesh; without a mesh it has Cilium's own defaults."""

    region: str
    name: str = "default"
    id: int = 0

    @property
    def meshed(self) -> bool:
        """It has a name and a number of its own."""
        return self.id > 0


def identities(deployment_id: str, request: JsonObject) -> list[Identity]:
    """One for each region, the primary first."""
    regions: list[JsonObject] = request.get("regions") or [{"cloudregion": request.get("region")}]
    label = str(request.get("sovereignfqdn") or "").partition(".")[0]
    name, number = str(request.get("clustermeshname") or "").strip(), int(request.get("clustermeshid") or 0)
    if not name and not number and len(regions) > 1:  # one of them alone disables the derivation
        name, number = f"{label}-mesh", derived_id(deployment_id)
    found: list[Identity] = []
    for index, region in enumerate(regions):
        cloud = str(region.get("cloudregion") or "")
        given = str(region.get("clustermeshname") or "").strip()
        own = given or (name if index == 0 else f"{label}-{re.sub('[0-9]', '', cloud)}" if name or number else "")
        key = f"{cloud}-{index}" if index else cloud
        found.append(Identity(key, own or "default", number + index if number else 0))
    return found


def derived_id(deployment_id: str) -> int:
    """1 to 252: the first four bytes of SHA-256 over the id, big-endian."""
    return int.from_bytes(hashlib.sha256(deployment_id.encode("ascii")).digest()[:4], "big") % DERIVED_IDS + 1


def rendered(deployment_id: str, request: JsonObject) -> list[JsonObject]:
    """For each region the values before Flux and those that Flux applies."""
    return [
        {"region": each.region, "preFlux": pre_flux(each), "flux": flux(each)} for each in identities(deployment_id, request)
    ]


def _base(identity: Identity) -> JsonObject:
    return {
        "cluster": {"name": identity.name, "id": identity.id},
        "kubeProxyReplacement": True,
        "k8sServiceHost": "127.0.0.1",
        "k8sServicePort": 6444,
        "ipam": {"mode": "kubernetes"},
    }


def pre_flux(identity: Identity) -> JsonObject:
    """What cloud-init installs, just enough for Flux to start."""
    return {**_base(identity), "operator": {"replicas": 1}}


def flux(identity: Identity) -> JsonObject:
    """What the release in git says afterwards."""
    return {
        **_base(identity),
        "operator": {"replicas": 2},
        "gatewayAPI": {"enabled": True},
        "encryption": {"enabled": True, "type": "wireguard"},
        "hubble": {"relay": {"enabled": True}},
        "clustermesh": {"useAPIServer": identity.meshed, "config": {"enabled": identity.meshed}},
    }
