"""Validation of a create request: rules, order and texts of the contract (section 4), byte for byte."""

import json
import re
from typing import Any

from tools.catalogue import Catalogue

JsonObject = dict[str, Any]
STORAGE_REGIONS = ("fsn1", "nbg1", "hel1")
_STRINGS = frozenset(
    "orgname orgemail sovereignfqdn sovereigndomainmode sovereignpooldomain sovereignsubdomain hetznertoken "
    "hetznerprojectid region controlplanesize workersize sshpublickey objectstorageregion objectstorageaccesskey "
    "objectstoragesecretkey objectstoragebucket clustermeshname".split()
)
_REGION_STRINGS = frozenset("provider cloudregion controlplanesize workersize clustermeshname".split())
_BUCKET = re.compile(r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$")
_CONSTRAINED: dict[str, tuple[str, ...]] = {"cpx21": (), "cpx31": (), "cpx32": ("fsn1", "nbg1", "hel1")}
_POOL_TEXT = "GHCR pull token is required for managed-pool deployments"


class BodyError(ValueError):
    """The body doesn't decode; the service answers in plain text."""


def decode(raw: bytes) -> JsonObject:
    """The request with lower-cased member names (members match without regard to case). Raises BodyError."""
    try:
        value = json.loads(raw)
    except ValueError as error:
        raise BodyError("invalid character in JSON body") from error
    if not isinstance(value, dict):
        raise BodyError("json: cannot unmarshal value into Go value of type provisioner.Request")
    body: JsonObject = {str(k).lower(): v for k, v in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON
    _typed(body, _STRINGS, str, "string")
    _typed(body, frozenset({"workercount", "clustermeshid"}), int, "int")
    _typed(body, frozenset({"haenabled", "marketplaceenabled"}), bool, "bool")
    regions = body.get("regions")
    if regions is not None and not isinstance(regions, list):
        raise BodyError("json: cannot unmarshal value into Go struct field Request.regions of type []provisioner.RegionSpec")
    body["regions"] = [_region(r) for r in regions or ()]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON
    return body


def _region(raw: Any) -> JsonObject:
    if not isinstance(raw, dict):
        raise BodyError("json: cannot unmarshal value into Go struct field Request.regions of type provisioner.RegionSpec")
    region: JsonObject = {str(k).lower(): v for k, v in raw.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON
    _typed(region, _REGION_STRINGS, str, "string")
    _typed(region, frozenset({"workercount"}), int, "int")
    return region


def _typed(body: JsonObject, names: frozenset[str], kind: type, label: str) -> None:
    for name in names & set(body):
        value = body[name]
        wrong = not isinstance(value, kind) or (kind is int and isinstance(value, bool))
        if value is not None and wrong:
            raise BodyError(f"json: cannot unmarshal value into Go struct field Request.{name} of type {label}")


def _text(body: JsonObject, name: str) -> str:
    return str(body.get(name) or "")


def _blank(body: JsonObject, name: str) -> bool:
    return not _text(body, name).strip()


def unorderable(role: str, sku: str, region: str, provider: str) -> str | None:
    """Text A: why this size can't be ordered there, or None."""
    where = _CONSTRAINED.get(sku)
    if provider.lower() != "hetzner" or where is None or region.lower() in where:
        return None
    if where:
        return f'{role} "{sku}" is not orderable in region "{region}" for provider "{provider}" — try one of: {", ".join(where)}'
    return (
        f'{role} "{sku}" is no longer orderable for new servers in any region of provider "{provider}" — pick a different SKU'
    )


def first_error(body: JsonObject) -> str | None:
    """The first failing rule's text. Copies region 0 over the singular members on the way, as the service does."""
    for index, region in enumerate(body["regions"]):
        error = _region_error(index, region)
        if error:
            return error
    if body["regions"]:
        first: JsonObject = body["regions"][0]
        body["region"] = _text(first, "cloudregion")
        body["controlplanesize"] = _text(first, "controlplanesize")
        body["workersize"] = _text(first, "workersize")
        body["workercount"] = first.get("workercount") or 0
    return _required(body) or _storage_error(body)


def _region_error(index: int, region: JsonObject) -> str | None:
    prefix = f"region[{index}]"
    count = region.get("workercount") or 0
    for member, name in (("provider", "provider"), ("cloudregion", "cloudRegion"), ("controlplanesize", "controlPlaneSize")):
        if _blank(region, member):
            return f"{prefix} {name} is required"
    if count < 0:
        return f"{prefix} workerCount must be non-negative"
    if count > 0 and _blank(region, "workersize"):
        return f"{prefix} workerSize is required when workerCount > 0"
    where, provider = _text(region, "cloudregion"), _text(region, "provider")
    error = unorderable("controlPlaneSize", _text(region, "controlplanesize"), where, provider)
    if error is None and count > 0:
        error = unorderable("workerSize", _text(region, "workersize"), where, provider)
    return f"{prefix}: {error}" if error else None


def _required(body: JsonObject) -> str | None:
    for member, text in (
        ("hetznertoken", "hetzner token is required"),
        ("hetznerprojectid", "hetzner project ID is required"),
        ("region", "region is required (runtime parameter, never hardcoded)"),
        ("sovereignfqdn", "sovereign FQDN is required"),
    ):
        if _blank(body, member):
            return text
    if not body["regions"]:
        error = unorderable("controlPlaneSize", _text(body, "controlplanesize"), _text(body, "region"), "hetzner")
        if error is None and (body.get("workercount") or 0) > 0:
            error = unorderable("workerSize", _text(body, "workersize"), _text(body, "region"), "hetzner")
        if error:
            return error
    for member, text in (
        ("orgname", "organisation name is required"),
        ("orgemail", "organisation email is required (becomes initial sovereign-admin)"),
        ("sshpublickey", "SSH public key is required (sovereign-admin break-glass + cluster bootstrap)"),
    ):
        if _blank(body, member):
            return text
    return None


def _storage_error(body: JsonObject) -> str | None:
    region = _text(body, "objectstorageregion")
    if not region.strip():
        return "object storage region is required (Hetzner Object Storage region: fsn1 | nbg1 | hel1)"
    if region not in STORAGE_REGIONS:
        return f'object storage region "{region}" is not a valid Hetzner Object Storage region (must be fsn1, nbg1, or hel1)'
    if _blank(body, "objectstorageaccesskey"):
        return "object storage access key is required (issued in Hetzner Console → Object Storage → Manage Credentials)"
    if _blank(body, "objectstoragesecretkey"):
        return (
            "object storage secret key is required (paired with the access key; Hetzner shows the secret half exactly once"
            " at issue time)"
        )
    bucket = bucket_name(body)
    if not _BUCKET.match(bucket):
        return (
            f'object storage bucket name "{bucket}" does not match S3 naming rules (3-63 chars, lowercase alphanumeric + '
            "hyphens, start/end alphanumeric)"
        )
    return None


def bucket_name(body: JsonObject) -> str:
    """As given, or derived from the FQDN."""
    return _text(body, "objectstoragebucket") or "catalyst-" + _text(body, "sovereignfqdn").replace(".", "-")


_PLAN_FQDN = re.compile(r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$")
_PLAN_SIZE = re.compile(r"^(cx|cpx|ccx|cax)[0-9]+$")
_PLAN_MAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


def plan_error(body: JsonObject, catalogue: Catalogue) -> str | None:
    """What the POST lets pass and the infrastructure plan rejects minutes later."""
    regions: list[JsonObject] = body["regions"] or [
        {"cloudregion": body.get("region"), "controlplanesize": body.get("controlplanesize"), "workersize": body.get("workersize"), "workercount": body.get("workercount"), "provider": "hetzner"}
    ]
    if not _PLAN_FQDN.match(_text(body, "sovereignfqdn")):
        return "Invalid value for variable sovereign_fqdn"
    if not _PLAN_MAIL.match(_text(body, "orgemail")):
        return "Invalid value for variable org_email"
    for region in regions:
        if _text(region, "cloudregion") not in catalogue.regions:
            return "Invalid value for variable region"
        worker = _text(region, "workersize")
        if not _PLAN_SIZE.match(_text(region, "controlplanesize")) or (worker and not _PLAN_SIZE.match(worker)):
            return "Invalid value for variable control_plane_size"
        if not 0 <= (region.get("workercount") or 0) <= 50:
            return "Invalid value for variable worker_count"
    if _text(body, "sovereigndomainmode") not in ("pool", "byo"):
        return "Invalid value for variable domain_mode"
    if _text(body, "sshpublickey").split(" ")[0] not in ("ssh-rsa", "ssh-ed25519", "ecdsa-sha2-nistp256"):
        return "Invalid value for variable ssh_public_key"
    return None
