"""What the rest of the internet says about a Sovereign: does its name resolve, does its console answer."""

from datetime import datetime
from typing import Any

from tools.emulator.deployment import GOOD, Deployment

JsonObject = dict[str, Any]


def look(deployments: list[Deployment], host: str, now: datetime) -> JsonObject:
    """One host as a resolver and a browser see it; unknown names don't resolve."""
    host = host.strip().lower().rstrip(".")
    owners = [d for d in deployments if d.fqdn and (host == d.fqdn.lower() or host.endswith(f".{d.fqdn.lower()}"))]
    found = next((d for d in reversed(owners) if resolves(d, now)), None)
    if found is None:
        return {"host": host, "resolves": False, "address": None, "tls": "none", "status": None}
    valid = certified(found, now)
    return {
        "host": host,
        "resolves": True,
        "address": found.address,
        "tls": "valid" if valid else "untrusted",
        "status": 200 if valid else None,
    }


def resolves(deployment: Deployment, now: datetime) -> bool:
    """The name was delegated, and the delegation has got around."""
    ready = deployment.finished
    if deployment.status not in GOOD or ready is None or not deployment.name.delegated:
        return False
    return now >= ready + deployment.life(deployment.scenario.resolves_after)


def certified(deployment: Deployment, now: datetime) -> bool:
    """The console has a certificate that browsers trust."""
    ready = deployment.finished
    return ready is not None and now >= ready + deployment.life(deployment.scenario.tls_after)


def truth(deployment: Deployment, now: datetime) -> JsonObject:
    """What really became of a deployment, whatever the service shows of it."""
    components = deployment.components | dict.fromkeys(deployment.hidden, "installed")
    return {
        "id": deployment.id,
        "faults": list(deployment.faults),
        "events": deployment.events,
        "verdict": _verdict(deployment, components, now),
        "components": dict(sorted(components.items())),
    }


def _verdict(deployment: Deployment, components: dict[str, str], now: datetime) -> str | None:
    if deployment.in_flight:
        return None
    outcome = (deployment.result or {}).get("phase1Outcome")
    complete = outcome == "ready" and all(state == "installed" for state in components.values())
    if deployment.status not in GOOD or not complete:
        return "failed"
    return "ready" if resolves(deployment, now) and certified(deployment, now) else "unreachable"
