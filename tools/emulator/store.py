"""Records on disk, one JSON file each, replaced atomically, so that a kill at any moment loses no accepted run."""

import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.emulator.deployment import IN_PHASE0, Deployment
from tools.emulator.scenario import FaultError

JsonObject = dict[str, Any]
REDACTED = "<redacted>"
_SECRETS = ("hetznertoken", "objectstorageaccesskey", "objectstoragesecretkey")


def redact(request: JsonObject) -> JsonObject:
    """Non-blank secrets become a marker; blank ones stay blank."""
    return {k: (REDACTED if k in _SECRETS and v else v) for k, v in request.items()}


def write(path: Path, text: str) -> None:
    """Replace a file whole, synced, readable by its owner alone."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)


class Store:
    """Deployments by id; `folder` is created when missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "deployments"
        self._folder.mkdir(parents=True, exist_ok=True)
        self.deployments: dict[str, Deployment] = {}

    def load(self, now: datetime) -> None:
        """Read everything back as after a restart of the service: phase 0 is given up, phase 1 goes on."""
        for path in sorted(self._folder.glob("*.json")):
            try:
                body = json.loads(path.read_text(encoding="utf-8"))
                deployment = _rebuilt(body)
            except (ValueError, KeyError, TypeError, FaultError):
                continue  # of another version of this emulator; what it knew can't be told any more
            _resumed(deployment, str(body["status"]), now)
            self.deployments[deployment.id] = deployment
            self.save(deployment)

    def add(self, deployment: Deployment) -> None:
        """Store a new one before it is acknowledged."""
        self.deployments[deployment.id] = deployment
        self.save(deployment)

    def save(self, deployment: Deployment) -> None:
        """Write and sync."""
        body = {
            "id": deployment.id,
            "status": deployment.status,
            "request": deployment.request,
            "owner": deployment.owner,
            "started": deployment.started.isoformat(),
            "speed": deployment.speed,
            "faults": deployment.faults,
            "bearerHash": deployment.bearer_hash,
            "journal": deployment.journal,
        }
        write(self._folder / f"{deployment.id}.json", json.dumps(body))

    def remove(self, deployment_id: str) -> None:
        """Forget a record."""
        self.deployments.pop(deployment_id, None)
        (self._folder / f"{deployment_id}.json").unlink(missing_ok=True)


def _rebuilt(body: JsonObject) -> Deployment:
    deployment = Deployment(
        id=str(body["id"]),
        request=body["request"],
        owner=str(body["owner"]),
        started=datetime.fromisoformat(body["started"]).astimezone(UTC),
        speed=float(body["speed"]),
        faults=tuple(body["faults"]),
        bearer_hash=str(body.get("bearerHash", "")),
    )
    deployment.replay(body["journal"])
    return deployment


def _resumed(deployment: Deployment, stored: str, now: datetime) -> None:
    """`stored` is the status as of the last time that somebody looked: what it was when the service stopped."""
    if stored not in IN_PHASE0:
        deployment.note("restarted", now)
        deployment.advance(now)
        return
    deployment.advance(min(now, deployment.phase0_end))
    if deployment.status in IN_PHASE0:
        deployment.note("abandoned", now)
