"""After a create with an unknown outcome: look it up, compare, adopt, or ask a person. Never post again blindly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from tools.catalyst.client import CatalystClient
from tools.catalyst.errors import CatalystError
from tools.catalyst.models import ListEntry

CLOCK_SKEW = timedelta(seconds=5)
"""The service writes whole seconds, and clocks differ a little."""
DOUBT = timedelta(seconds=120)
"""A run that began up to so much before our request may be ours all the same, by a clock that goes wrong: a person looks."""
LATEST = timedelta(seconds=240)
"""A request that left at `since` can't begin a run later than this; one that did is somebody else's doing."""
_GONE = frozenset({"wiped", "wiping"})


@dataclass(frozen=True, slots=True)
class Lookup:
    """found: exactly one that is ours; absent: none with this name; ambiguous: a person must look."""

    outcome: Literal["found", "absent", "ambiguous"]
    deployment_id: str = ""


def candidates(entries: Iterable[ListEntry], *, fqdn: str, since: datetime) -> list[ListEntry]:
    """What stands under this name and may have begun with our request; each id once."""
    return [e for e in _named(entries, fqdn) if e.started_at is None or e.started_at >= since - CLOCK_SKEW]


def compare(entries: Iterable[ListEntry], *, owner: str, fqdn: str, since: datetime) -> Lookup:
    """Adopted only if owner, FQDN and start time match and nothing else may be meant (plan-rules, Commit)."""
    named = _named(entries, fqdn)
    recent = candidates(named, fqdn=fqdn, since=since)
    if not recent:
        doubtful = any(e.started_at is not None and e.started_at >= since - DOUBT for e in named)
        return Lookup("ambiguous" if doubtful else "absent")
    if len(recent) == 1 and _ours(recent[0], owner, since):
        return Lookup("found", recent[0].id)
    return Lookup("ambiguous")


def _ours(entry: ListEntry, owner: str, since: datetime) -> bool:
    mine = bool(owner.strip()) and entry.owner_email.strip().lower() == owner.strip().lower()
    return mine and entry.started_at is not None and entry.started_at <= since + LATEST


def _named(entries: Iterable[ListEntry], fqdn: str) -> list[ListEntry]:
    name = _name(fqdn)
    found: dict[str, ListEntry] = {}
    for entry in entries:
        if name and _name(entry.sovereign_fqdn) == name and entry.status not in _GONE:
            found.setdefault(entry.id, entry)
    return list(found.values())


def _name(fqdn: str) -> str:
    return fqdn.strip().rstrip(".").lower()


async def lookup(client: CatalystClient, *, owner: str, fqdn: str, since: datetime) -> Lookup:
    """Ask the list once, and the state of the one candidate when its line lacks owner or time. Raises CatalystError
    when the list can't be read."""
    entries = await client.list_deployments()
    recent = candidates(entries, fqdn=fqdn, since=since)
    if len(recent) == 1 and (not recent[0].owner_email or recent[0].started_at is None):
        entries = [e for e in entries if e.id != recent[0].id] + [await _completed(client, recent[0])]
    return compare(entries, owner=owner, fqdn=fqdn, since=since)


async def _completed(client: CatalystClient, entry: ListEntry) -> ListEntry:
    try:
        state = await client.get(entry.id)
    except CatalystError:
        return entry
    return entry.model_copy(
        update={"owner_email": entry.owner_email or state.owner_email, "started_at": entry.started_at or state.started_at}
    )
