"""Names under the managed pools: reserved for ten minutes, committed when phase 1 has ended (contract, section 5).

A run is usually longer than the hold. A hold that has lapsed is only swept away when somebody else reserves the name;
then the late commit is refused, the service merely logs that, and the deployment becomes `ready` without DNS.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Self

JsonObject = dict[str, Any]
HOLD_SECONDS = 600.0
MANAGED_POOLS = ("omani.works", "openova.io")


def pooled(request: JsonObject) -> bool:
    """Only the exact mode and a managed pool make a reservation."""
    return request.get("sovereigndomainmode") == "pool" and request.get("sovereignpooldomain") in MANAGED_POOLS


@dataclass(slots=True)
class Name:
    """What the name service knows of one deployment's name."""

    fqdn: str
    label: str
    pool: str
    state: Literal["none", "reserved", "active", "free", "lost"]
    """none: the name service isn't asked; free: given back; lost: swept away while it was needed."""
    held_until: datetime

    @classmethod
    def of(cls, request: JsonObject, held_until: datetime) -> Self:
        """The name of a request, reserved when it is one of a pool."""
        label = str(request.get("sovereignsubdomain") or "").lower()
        pool = str(request.get("sovereignpooldomain") or "").lower()
        return cls(f"{label}.{pool}", label, pool, "reserved" if pooled(request) else "none", held_until)

    def release(self) -> None:
        """Give it back; an already free name stays free."""
        if self.state in ("reserved", "active"):
            self.state = "free"

    def commit(self) -> None:
        """Make it permanent, when it is still there."""
        if self.state == "reserved":
            self.state = "active"

    def sweep(self) -> None:
        """The hold has lapsed, and somebody else takes the name."""
        if self.state == "reserved":
            self.state = "lost"

    @property
    def delegated(self) -> bool:
        """The name service answers for it; a customer's own domain is the customer's business."""
        return self.state in ("none", "active")

    def holds(self, now: datetime) -> str | None:
        """Why nobody else gets it: reserved-state, active-state, or None."""
        if self.state == "active":
            return "active-state"
        return "reserved-state" if self.state == "reserved" and now < self.held_until else None
