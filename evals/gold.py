"""The body that must reach the service, worked out from the person's wish by the rules of the plan.

Written apart from the product: what is judged here must not be judged by its own code.
"""

import hashlib
import re
import unicodedata
from dataclasses import replace
from typing import Any

from evals.catalogue import LONGEST_FQDN, PROVIDER, STORAGE_ELSE, Pinned, pinned
from evals.scenario import Goal, JsonObject, Scenario

SECRET_MEMBERS = frozenset({"hetznerToken", "hetznerProjectID", "objectStorageAccessKey", "objectStorageSecretKey"})
"""Must be there and not empty; their values are nobody's business."""
PRESENT_MEMBERS = SECRET_MEMBERS | {"sshPublicKey"}
_LETTERS = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")


def slug(name: str, pool: str) -> str:
    """The default label of an organisation; empty when nothing is left of the name."""
    text = _APOSTROPHES.sub("", name.lower())
    text = "".join(_LETTERS.get(c, c) for c in text)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    label = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    if label[:1].isdigit():
        label = "org-" + label
    return label[: LONGEST_FQDN - len(pool) - 1].strip("-")


def completed(goal: Goal, data: Pinned | None = None) -> Goal:
    """With every default of the rules filled in."""
    data = data or pinned()
    size = goal.size or data.default_size
    any_workers = any(goal.workers)
    domain = goal.domain or (f"{slug(goal.organisation, data.pools[0])}.{data.pools[0]}" if goal.organisation else "")
    mode = goal.domain_mode or ("pool" if data.pool_of(domain) else "byo")
    return replace(
        goal,
        size=size,
        worker_size=(goal.worker_size or size) if any_workers else "",
        domain=domain,
        domain_mode=mode,
    )


def mesh(fqdn: str, regions: int) -> tuple[str, int]:
    """Name and id that are sent with four or more regions."""
    first = int.from_bytes(hashlib.sha256(fqdn.encode("ascii")).digest()[:4], "big")
    return fqdn.partition(".")[0] + "-mesh", first % (255 - regions) + 1


def request(goal: Goal, data: Pinned | None = None) -> JsonObject:
    """The canonical body, without secrets and the SSH key."""
    data = data or pinned()
    goal = completed(goal, data)
    regions = [_region(goal, index) for index in range(len(goal.regions))]
    first = goal.regions[0] if goal.regions else ""
    stores = first in data.regions and data.regions[first].object_storage
    body: dict[str, Any] = {
        "orgName": goal.organisation,
        "orgEmail": goal.email.lower(),
        "sovereignFQDN": goal.domain,
        "sovereignDomainMode": goal.domain_mode,
        "region": first,
        "controlPlaneSize": goal.size,
        "workerSize": regions[0]["workerSize"] if regions else "",
        "workerCount": regions[0]["workerCount"] if regions else 0,
        "haEnabled": goal.ha,
        "regions": regions,
        "objectStorageRegion": first if stores else STORAGE_ELSE,
        "marketplaceEnabled": bool(goal.apps),
    }
    if goal.domain_mode == "pool":
        pool = data.pool_of(goal.domain) or ""
        body["sovereignPoolDomain"] = pool
        body["sovereignSubdomain"] = goal.domain.removesuffix("." + pool)
    if goal.mesh_name is not None and goal.mesh_id is not None:
        body["clusterMeshName"], body["clusterMeshId"] = goal.mesh_name, goal.mesh_id
    elif len(goal.regions) >= 4:
        body["clusterMeshName"], body["clusterMeshId"] = mesh(goal.domain, len(goal.regions))
    return body


def acceptable(scenario: Scenario) -> list[JsonObject]:
    """Every body that would be right."""
    return [request(goal) | scenario.request for goal in scenario.goals]


def _region(goal: Goal, index: int) -> JsonObject:
    count = goal.workers_in(index)
    return {
        "provider": PROVIDER,
        "cloudRegion": goal.regions[index],
        "controlPlaneSize": goal.size,
        "workerSize": goal.worker_size if count else "",
        "workerCount": count,
    }


def differences(wanted: Any, got: Any, path: str = "") -> list[str]:
    """Member by member, types included: 1 is not true. Names are compared as the service reads them: in any case."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        left: dict[str, Any] = {str(k).lower(): v for k, v in wanted.items()}  # pyright: ignore[reportUnknownArgumentType] - JSON
        right: dict[str, Any] = {str(k).lower(): v for k, v in got.items()}  # pyright: ignore[reportUnknownArgumentType] - JSON
        named = {str(k).lower(): str(k) for k in wanted}  # pyright: ignore[reportUnknownArgumentType] - JSON
        found = [f"{path}{named[k]}: missing, wanted {left[k]!r}" for k in sorted(left.keys() - right.keys())]
        found += [f"{path}{k}: not wanted, got {right[k]!r}" for k in sorted(right.keys() - left.keys())]
        for key in sorted(left.keys() & right.keys()):
            found += differences(left[key], right[key], f"{path}{named[key]}.")
        return found
    if isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):  # pyright: ignore[reportUnknownArgumentType] - JSON
        pairs: list[tuple[Any, Any]] = list(zip(wanted, got, strict=True))  # pyright: ignore[reportUnknownArgumentType] - JSON
        return [d for i, (w, g) in enumerate(pairs) for d in differences(w, g, f"{path[:-1]}[{i}].")]
    same = type(wanted) is type(got) and wanted == got  # pyright: ignore[reportUnknownArgumentType] - JSON
    return [] if same else [f"{path[:-1]}: wanted {wanted!r}, got {got!r}"]


def body_differences(wanted: JsonObject, got: JsonObject) -> list[str]:
    """What is wrong with a body that reached the service."""
    lower = {str(k).lower(): v for k, v in got.items()}
    hidden = {name.lower() for name in PRESENT_MEMBERS}
    found = [f"{name}: empty or missing" for name in sorted(PRESENT_MEMBERS) if not lower.get(name.lower())]
    return found + differences(wanted, {k: v for k, v in lower.items() if k not in hidden})
