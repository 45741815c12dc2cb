"""The job tree of a deployment, derived from its events (contract, section 9)."""

from datetime import datetime
from typing import Any

from tools.emulator.attempts import PHASE0_JOBS, Attempt, History
from tools.emulator.deployment import Deployment
from tools.emulator.kit import job_names, kit, qualified, region_keys
from tools.emulator.wire import fine_stamp

JsonObject = dict[str, Any]
GROUPS = {"provisioner": "Provision Hetzner", "bootstrap-kit": "Bootstrap"}
PROPAGATION_ROUNDS = 8


class Rows:
    """The rows of one deployment, with the exact times by which they are sorted."""

    def __init__(self, deployment: Deployment, history: History) -> None:
        self._deployment = deployment
        self._history = history
        self._times: dict[str, tuple[datetime | None, datetime | None]] = {}
        self.rows: list[JsonObject] = [*self._phase0(), *self._installs()]
        _propagate(self.rows)
        parents = {row["parentId"].partition(":")[2] for row in self.rows}
        self.rows += [self._group(name, label) for name, label in GROUPS.items() if name in parents]
        self.rows.sort(key=self._order)

    def _order(self, row: JsonObject) -> tuple[bool, float, str]:
        """Started newest first, ties by name; never started last, by name."""
        started = self._times[row["jobName"]][0]
        return started is None, -started.timestamp() if started else 0.0, row["jobName"]

    def _row(self, name: str, label: str, parent: str, needs: list[str], *, attempt: Attempt | None, **more: Any) -> JsonObject:
        number = self._deployment.id
        row: JsonObject = {
            "id": f"{number}:{name}",
            "deploymentId": number,
            "jobName": name,
            "displayName": label,
            "type": "install",
            **more,
            "parentId": f"{number}:{parent}" if parent else "",
            "dependsOn": self._deployment.scenario.depends(name, needs),
            "status": attempt.status if attempt else "pending",
            "durationMs": 0,
            "childIds": [],
        }
        if attempt:
            row["latestExecutionId"] = attempt.id
        self._time(row, attempt.started if attempt else None, attempt.finished if attempt else None)
        return row

    def _time(self, row: JsonObject, started: datetime | None, finished: datetime | None) -> None:
        self._times[row["jobName"]] = started, finished
        missing = self._deployment.scenario.missing_time
        for member, moment in (("startedAt", started), ("finishedAt", finished)):
            text = fine_stamp(moment) if moment else missing
            if text:
                row[member] = text
        if started and finished:
            row["durationMs"] = int((finished - started).total_seconds() * 1000)

    def _phase0(self) -> list[JsonObject]:
        before: list[str] = []
        rows: list[JsonObject] = []
        for name, label in PHASE0_JOBS.items():
            rows.append(self._row(name, label, "provisioner", before, attempt=self._history.latest(name)))
            # Full ids here, always; bare names elsewhere (contract, section 9).
            before = [f"{self._deployment.id}:{name}"]
        return rows

    def _installs(self) -> list[JsonObject]:
        seen = {name.rpartition(":")[0] for name in self._deployment.components}
        rows: list[JsonObject] = []
        for region in region_keys(self._deployment.request):
            if region not in seen:
                continue  # its releases haven't been listed yet
            for component, needs in kit():
                name = f"install-{qualified(region, component)}"
                attempt = self._history.latest(name)
                names = job_names(region, needs)
                rows.append(self._row(name, component, "bootstrap-kit", names, attempt=attempt, appId=component))
        return rows

    def _group(self, name: str, label: str) -> JsonObject:
        row = self._row(name, label, "", [], attempt=None, type="group")
        children = [r for r in self.rows if r["parentId"] == row["id"]]
        row["childIds"] = [r["id"] for r in children]
        row["status"] = rolled_up([r["status"] for r in children])
        times = [self._times[r["jobName"]] for r in children]
        starts, ends = [s for s, _ in times if s], [e for _, e in times if e]
        self._time(row, min(starts, default=None), max(ends) if len(ends) == len(children) else None)
        return row


def jobs(deployment: Deployment) -> list[JsonObject]:
    """The whole list, sorted."""
    return Rows(deployment, History.of(deployment)).rows


def rolled_up(statuses: list[str]) -> str:
    """Failed, else running, else pending, else succeeded; an empty group is pending."""
    return next((s for s in ("failed", "running", "pending") if s in statuses), "succeeded" if statuses else "pending")


def _propagate(rows: list[JsonObject]) -> None:
    """A waiting job that needs a failed one reads failed although nothing ran. Only bare names match."""
    for _ in range(PROPAGATION_ROUNDS):
        failed = {row["jobName"] for row in rows if row["status"] == "failed"}
        reached = [r for r in rows if r["status"] == "pending" and not failed.isdisjoint(r["dependsOn"])]
        if not reached:
            return
        for row in reached:
            row["status"] = "failed"
