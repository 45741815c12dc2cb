"""What the POST lets pass and the infrastructure plan rejects minutes later (contract, section 4)."""

import re
from typing import Any

JsonObject = dict[str, Any]
_FQDN = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+")
_SIZE = re.compile(r"(cx|cpx|ccx|cax)[0-9]+")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_REGIONS = frozenset({"fsn1", "nbg1", "hel1", "ash", "hil"})
_PROVIDERS = frozenset({"hetzner", "huawei", "oci", "aws", "azure"})
_KEYS = ("ssh-rsa", "ssh-ed25519", "ecdsa-sha2-nistp256")
MOST_WORKERS = 50


def plan_error(body: JsonObject) -> str | None:
    """The first variable that the plan rejects, or None."""
    for name, fits in (
        ("sovereign_fqdn", _FQDN.fullmatch(_text(body, "sovereignfqdn"))),
        ("org_email", _MAIL.fullmatch(_text(body, "orgemail"))),
    ):
        if not fits:
            return _invalid(name)
    for region in body.get("regions") or [{"provider": "hetzner", "cloudregion": body.get("region"), **body}]:
        name = _region_error(region)
        if name:
            return _invalid(name)
    for name, fits in (
        ("domain_mode", _text(body, "sovereigndomainmode") in ("pool", "byo")),
        ("ssh_public_key", _text(body, "sshpublickey").partition(" ")[0] in _KEYS),
    ):
        if not fits:
            return _invalid(name)
    return None


def _region_error(region: JsonObject) -> str | None:
    worker = _text(region, "workersize")
    if _text(region, "provider").lower() not in _PROVIDERS:
        return "provider"
    if _text(region, "cloudregion") not in _REGIONS:
        return "region"
    if not _SIZE.fullmatch(_text(region, "controlplanesize")):
        return "control_plane_size"
    if worker and not _SIZE.fullmatch(worker):
        return "worker_size"
    return None if 0 <= (region.get("workercount") or 0) <= MOST_WORKERS else "worker_count"


def _invalid(name: str) -> str:
    return f"Invalid value for variable {name}"


def _text(body: JsonObject, name: str) -> str:
    return str(body.get(name) or "")
