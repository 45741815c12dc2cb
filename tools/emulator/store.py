"""Records on disk, one JSON file each, replaced atomically, so that a kill at any moment loses no accepted run."""

import json
import os
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.catalogue import Catalogue
from tools.emulator.deployment import IN_PHASE0, Deployment
from tools.emulator.timeline import Wishes, timeline
from tools.emulator.validation import plan_error

JsonObject = dict[str, Any]
REDACTED = "<redacted>"
_SECRETS = ("hetznertoken", "objectstorageaccesskey", "objectstoragesecretkey")


def redact(request: JsonObject) -> JsonObject:
    """Non-blank secrets become a marker; blank ones stay blank."""
    return {k: (REDACTED if k in _SECRETS and v else v) for k, v in request.items()}


class Store:
    """Deployments by id; `folder` is created when missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "deployments"
        self._folder.mkdir(parents=True, exist_ok=True)
        self.deployments: dict[str, Deployment] = {}

    def load(self, now: datetime) -> None:
        """Read everything back as after a restart of the service."""
        for path in sorted(self._folder.glob("*.json")):
            deployment = _replayed(json.loads(path.read_text(encoding="utf-8")), now)
            self.deployments[deployment.id] = deployment
            if deployment.restart(now):
                self.save(deployment)

    def add(self, deployment: Deployment) -> None:
        """Store a new one before it is acknowledged."""
        self.deployments[deployment.id] = deployment
        self.save(deployment)

    def save(self, deployment: Deployment) -> None:
        """Write and sync."""
        body = {
            "id": deployment.id,
            "request": deployment.request,
            "owner": deployment.owner,
            "started": deployment.started.isoformat(),
            "speed": deployment.speed,
            "wishes": asdict(deployment.wishes),
            "status": deployment.status,
            "error": deployment.error,
            "finished": deployment.finished.isoformat() if deployment.finished else None,
        }
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(body, file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self._folder / f"{deployment.id}.json")

    def remove(self, deployment_id: str) -> None:
        """Forget a record."""
        self.deployments.pop(deployment_id, None)
        (self._folder / f"{deployment_id}.json").unlink(missing_ok=True)


def build(
    deployment_id: str, request: JsonObject, owner: str, started: datetime, *, speed: float, wishes: Wishes
) -> Deployment:
    """A deployment with its timetable."""
    redacted = redact(request)
    steps = timeline(deployment_id, {"regions": _named(redacted)}, wishes, plan_error(redacted, Catalogue.load()))
    return Deployment(deployment_id, redacted, owner, started, speed, wishes, steps)


def _named(request: JsonObject) -> list[JsonObject]:
    return list(request.get("regions") or ())


def _replayed(body: JsonObject, now: datetime) -> Deployment:
    """Played again from the timetable: in phase 0 up to the end of that, a failed run up to its failure."""
    started = datetime.fromisoformat(body["started"]).astimezone(UTC)
    deployment = build(body["id"], body["request"], body["owner"], started, speed=body["speed"], wishes=Wishes(**body["wishes"]))
    finished = datetime.fromisoformat(body["finished"]) if body.get("finished") else None
    failed = body["status"] == "failed"
    until = min(now, finished) if failed and finished else now
    if body["status"] in IN_PHASE0 or body["error"] == deployment.abandoned:
        until = min(until, deployment.phase0_end)
    deployment.advance(until)
    if failed:
        deployment.status, deployment.error, deployment.finished = "failed", body["error"], finished or now
        deployment.done = True
    return deployment
