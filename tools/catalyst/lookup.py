"""After a create with an unknown outcome: look it up, compare, adopt, or ask a person. Never post again blindly."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from tools.catalyst.client import CatalystClient
from tools.catalyst.models import ListEntry

CLOCK_SKEW = timedelta(seconds=5)
"""The service writes whole seconds, and clocks differ a little."""
_GONE = frozenset({"wiped", "wiping"})


@dataclass(frozen=True, slots=True)
class Lookup:
    """found: exactly one that is ours; absent: none with this name; ambiguous: a person must look."""

    outcome: Literal["found", "absent", "ambiguous"]
    deployment_id: str = ""


def compare(entries: list[ListEntry], *, owner: str, fqdn: str, since: datetime) -> Lookup:
    """Adopted only if owner, FQDN and start time match (plan-rules, Commit)."""
    same_name = [
        e for e in entries if e.sovereign_fqdn.lower() == fqdn.lower() and e.status.lower() not in _GONE
    ]
    recent = [e for e in same_name if e.started_at is None or e.started_at >= since - CLOCK_SKEW]
    ours = [
        e for e in recent if e.owner_email and e.owner_email.lower() == owner.lower() and e.started_at is not None
    ]
    if len(ours) == 1 and len(recent) == 1:
        return Lookup("found", ours[0].id)
    return Lookup("ambiguous") if recent else Lookup("absent")


async def lookup(client: CatalystClient, *, owner: str, fqdn: str, since: datetime) -> Lookup:
    """Ask the list once. Raises CatalystError when it can't be read."""
    return compare(await client.list_deployments(), owner=owner, fqdn=fqdn, since=since)
