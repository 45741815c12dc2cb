"""Validation of a create request: rules, order and texts of the contract (section 4), byte for byte."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tools.emulator.decoding import Shape, members

JsonObject = dict[str, Any]
STORAGE_REGIONS = ("fsn1", "nbg1", "hel1")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_DOMAIN = re.compile(r"[a-z]([a-z0-9-]*[a-z0-9])?(\.[a-z]([a-z0-9-]*[a-z0-9])?)+")
_ORDERABLE: dict[str, tuple[str, ...]] = {"cpx21": (), "cpx31": (), "cpx32": STORAGE_REGIONS}
"""Sizes that can't be ordered everywhere, with where they can; a size that is missing here is allowed."""


def _shape(strings: str = "", ints: str = "", bools: str = "") -> Shape:
    return Shape({n: t for names, t in ((strings, str), (ints, int), (bools, bool)) for n in names.split()})


REGION = _shape("provider cloudregion controlplanesize workersize clustermeshname", "workercount")
PARENT_DOMAIN = _shape("name role registrarkind registrarcredsref addedat")
REQUEST = Shape(
    _shape(
        "orgname orgemail sovereignfqdn sovereigndomainmode sovereignpooldomain sovereignsubdomain hetznertoken "
        "hetznerprojectid region controlplanesize workersize sshpublickey objectstorageregion objectstorageaccesskey "
        "objectstoragesecretkey objectstoragebucket clustermeshname qafixturesnamespace qaorganization",
        "workercount clustermeshid",
        "haenabled marketplaceenabled qatestenabled",
    ),
    regions=[REGION],
    parentdomains=[PARENT_DOMAIN],
)


def decode(raw: bytes) -> JsonObject:
    """The request with lower-cased member names. Raises BodyError."""
    body = members(raw, REQUEST)
    body.setdefault("regions", [])
    return body


@dataclass(frozen=True, slots=True)
class Server:
    """What the service itself was given."""

    pull_token: bool = True
    robot_token: bool = True


def first_error(body: JsonObject, server: Server = Server()) -> str | None:
    """The first failing rule's text. Copies region 0 over the singular members on the way, as the service does."""
    for index, region in enumerate(body["regions"]):
        error = region_error(index, region)
        if error:
            return error
    if body["regions"]:
        first: JsonObject = body["regions"][0]
        body["region"] = _text(first, "cloudregion")
        body["controlplanesize"] = _text(first, "controlplanesize")
        body["workersize"] = _text(first, "workersize")
        body["workercount"] = first.get("workercount") or 0
    return next((error for rule in RULES.values() if (error := rule(body, server))), None)


def region_error(index: int, region: JsonObject) -> str | None:
    """Rows 1 to 6, for one region."""
    prefix = f"region[{index}]"
    count = region.get("workercount") or 0
    for member, name in (("provider", "provider"), ("cloudregion", "cloudRegion"), ("controlplanesize", "controlPlaneSize")):
        if _blank(region, member):
            return f"{prefix} {name} is required"
    if count < 0:
        return f"{prefix} workerCount must be non-negative"
    if count > 0 and _blank(region, "workersize"):
        return f"{prefix} workerSize is required when workerCount > 0"
    error = _sizes_error(region, _text(region, "cloudregion"), _text(region, "provider"))
    return f"{prefix}: {error}" if error else None


def _sizes_error(body: JsonObject, where: str, provider: str) -> str | None:
    error = unorderable("controlPlaneSize", _text(body, "controlplanesize"), where, provider)
    if error is None and (body.get("workercount") or 0) > 0:
        error = unorderable("workerSize", _text(body, "workersize"), where, provider)
    return error


def unorderable(role: str, sku: str, region: str, provider: str) -> str | None:
    """Text A: why this size can't be ordered there, or None."""
    where = _ORDERABLE.get(sku)
    if provider.lower() != "hetzner" or where is None or region.lower() in where:
        return None
    if where:
        return f'{role} "{sku}" is not orderable in region "{region}" for provider "{provider}" — try one of: {", ".join(where)}'
    return (
        f'{role} "{sku}" is no longer orderable for new servers in any region of provider "{provider}" — pick a different SKU'
    )


Rule = Callable[[JsonObject, Server], str | None]


def _required(member: str, text: str) -> Rule:
    return lambda body, _server: text if _blank(body, member) else None


def _singular_sizes(body: JsonObject, server: Server) -> str | None:
    del server
    return None if body["regions"] else _sizes_error(body, _text(body, "region"), "hetzner")


def _parent_domains(body: JsonObject, server: Server) -> str | None:
    """The service's own texts were never captured; these say what the rule is."""
    del server
    given: list[JsonObject] = body.get("parentdomains") or []
    for index, entry in enumerate(given):
        name = _text(entry, "name")
        if not name.strip():
            return f"parentDomains[{index}] name is required"
        if not _DOMAIN.fullmatch(name):
            return f'parentDomains[{index}] name "{name}" is not a valid domain'
        if _blank(entry, "role"):
            return f"parentDomains[{index}] role is required"
    primaries = sum(1 for entry in given if _text(entry, "role") == "primary")
    if given and primaries != 1:
        return f"parentDomains must have exactly one entry with role primary (found {primaries})"
    return None


def _pull_token(body: JsonObject, server: Server) -> str | None:
    if server.pull_token or _text(body, "sovereigndomainmode") != "pool":
        return None
    return (
        "GHCR pull token is required for managed-pool deployments (CATALYST_GHCR_PULL_TOKEN missing on catalyst-api — see "
        "docs/SECRET-ROTATION.md)"
    )


def _robot_token(body: JsonObject, server: Server) -> str | None:
    del body
    if server.robot_token:
        return None
    return (
        "Harbor robot token is required (CATALYST_HARBOR_ROBOT_TOKEN missing on catalyst-api — every Sovereign image pull "
        "MUST go through harbor.openova.io; falling through to docker.io is not allowed)"
    )


def _storage_region(body: JsonObject, server: Server) -> str | None:
    del server
    region = _text(body, "objectstorageregion")
    if region in STORAGE_REGIONS:
        return None
    return f'object storage region "{region}" is not a valid Hetzner Object Storage region (must be fsn1, nbg1, or hel1)'


def _bucket_present(body: JsonObject, server: Server) -> str | None:
    """Never fails in practice: a blank name is derived."""
    del server
    if bucket_name(body).strip():
        return None
    return (
        "object storage bucket name is required (catalyst-api derives this deterministically from the Sovereign FQDN; an "
        "empty value here is a wizard or handler bug)"
    )


def _bucket_pattern(body: JsonObject, server: Server) -> str | None:
    del server
    bucket = bucket_name(body)
    if _BUCKET.fullmatch(bucket):
        return None
    return (
        f'object storage bucket name "{bucket}" does not match S3 naming rules (3-63 chars, lowercase alphanumeric + '
        "hyphens, start/end alphanumeric)"
    )


RULES: dict[int, Rule] = {
    7: _required("hetznertoken", "hetzner token is required"),
    8: _required("hetznerprojectid", "hetzner project ID is required"),
    9: _required("region", "region is required (runtime parameter, never hardcoded)"),
    10: _required("sovereignfqdn", "sovereign FQDN is required"),
    11: _singular_sizes,
    12: _parent_domains,
    13: _required("orgname", "organisation name is required"),
    14: _required("orgemail", "organisation email is required (becomes initial sovereign-admin)"),
    15: _required("sshpublickey", "SSH public key is required (sovereign-admin break-glass + cluster bootstrap)"),
    16: _pull_token,
    17: _robot_token,
    18: _required(
        "objectstorageregion",
        "object storage region is required (Hetzner Object Storage region: fsn1 | nbg1 | hel1)",
    ),
    19: _storage_region,
    20: _required(
        "objectstorageaccesskey",
        "object storage access key is required (issued in Hetzner Console → Object Storage → Manage Credentials)",
    ),
    21: _required(
        "objectstoragesecretkey",
        "object storage secret key is required (paired with the access key; Hetzner shows the secret half exactly once at "
        "issue time)",
    ),
    22: _bucket_present,
    23: _bucket_pattern,
}
"""By the contract's row numbers, in its order; rows 1 to 6 are `region_error`."""


def bucket_name(body: JsonObject) -> str:
    """As given, or derived from the FQDN."""
    given = _text(body, "objectstoragebucket")
    return given if given.strip() else "catalyst-" + _text(body, "sovereignfqdn").replace(".", "-")


def _text(body: JsonObject, name: str) -> str:
    return str(body.get(name) or "")


def _blank(body: JsonObject, name: str) -> bool:
    return not _text(body, name).strip()
