"""Cilium mesh name and id (plan-rules, Mesh; the service's behaviour, section 11)."""

import hashlib
import re

from tools.planning.draft import Draft
from tools.planning.findings import Findings
from tools.planning.plan import problem

_LABEL = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
EXPLICIT_FROM = 4
"""From this many regions the derived id could run past 254, so both members are sent."""


def mesh_name(fqdn: str) -> str:
    """First label + `-mesh`."""
    return f"{fqdn.split('.', maxsplit=1)[0]}-mesh"


def derived(deployment_id: str, fqdn: str) -> tuple[str, int]:
    """What the service derives from the deployment id when two or three regions are sent without a pair."""
    return mesh_name(fqdn), _number(deployment_id) % 252 + 1


def explicit(fqdn: str, regions: int) -> tuple[str, int]:
    """What we send for four or more regions: the id and its successors stay inside 1 to 254."""
    return mesh_name(fqdn), _number(fqdn) % (255 - regions) + 1


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("ascii", "ignore")).digest()[:4], "big")


def choose_mesh(draft: Draft, fqdn: str | None, regions: int, found: Findings) -> tuple[str | None, int | None]:
    """The pair that is sent, or (None, None)."""
    if draft.mesh_name is not None or draft.mesh_id is not None:
        return _given(draft, fqdn, regions, found)
    if regions < EXPLICIT_FROM or fqdn is None:
        return None, None
    return explicit(fqdn, regions)


def _given(draft: Draft, fqdn: str | None, regions: int, found: Findings) -> tuple[str | None, int | None]:
    name, number = draft.mesh_name, draft.mesh_id
    if name is None:
        name = mesh_name(fqdn) if fqdn else None
    if number is None:
        number = explicit(fqdn, regions)[1] if fqdn else None
    fits = True
    if name is not None and not _LABEL.fullmatch(name):
        found.problems.append(problem("meshName", "mesh_name_invalid", "A mesh name has letters, digits and hyphens, and starts with a letter."))
        fits = False
    if number is not None and not 1 <= number <= 255 - regions:
        found.problems.append(problem("meshId", "mesh_out_of_range", f"With this many regions ({regions}) the mesh id must be 1 to {255 - regions}."))
        fits = False
    if not fits or regions < 2:
        return None, None
    return name, number
