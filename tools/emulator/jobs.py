"""The job tree of a deployment, derived from its events (contract, section 9)."""

from datetime import datetime
from typing import Any

from tools.emulator.deployment import Deployment
from tools.emulator.timeline import kit, region_keys

JsonObject = dict[str, Any]
_PHASE0 = (
    ("tofu-init", "Terraform Init"),
    ("tofu-plan", "Terraform Plan"),
    ("tofu-apply", "Terraform Apply"),
    ("tofu-output", "Terraform Output"),
    ("cluster-bootstrap", "Bootstrap Cluster"),
)
_STATUS = {"installed": "succeeded", "failed": "failed", "installing": "running", "degraded": "running", "pending": "pending"}


def jobs(deployment: Deployment) -> list[JsonObject]:
    """The whole list: started newest first, then never started by name."""
    rows = [*_phase0(deployment), *_installs(deployment)]
    rows += [_group(deployment, "provisioner", "Provision Hetzner", rows), _group(deployment, "bootstrap-kit", "Bootstrap", rows)]
    for row in rows:
        row["durationMs"] = _milliseconds(row)
    started = sorted((r for r in rows if r.get("startedAt")), key=lambda r: r["jobName"])
    started.sort(key=lambda r: r["startedAt"], reverse=True)
    return [*started, *sorted((r for r in rows if not r.get("startedAt")), key=lambda r: r["jobName"])]


def _milliseconds(row: JsonObject) -> int:
    """0 until both times exist."""
    if not row.get("startedAt") or not row.get("finishedAt"):
        return 0
    began, ended = (datetime.fromisoformat(row[name]) for name in ("startedAt", "finishedAt"))
    return int((ended - began).total_seconds() * 1000)


def _row(
    deployment: Deployment, name: str, label: str, parent: str, depends: list[str], *, kind: str = "install"
) -> JsonObject:
    return {
        "id": f"{deployment.id}:{name}",
        "deploymentId": deployment.id,
        "jobName": name,
        "displayName": label,
        "type": kind,
        "parentId": f"{deployment.id}:{parent}" if parent else "",
        "dependsOn": depends,
        "status": "pending",
        "durationMs": 0,
        "childIds": [],
    }


def _phase0(deployment: Deployment) -> list[JsonObject]:
    began: dict[str, str] = {}
    for event in deployment.events:
        phase = "cluster-bootstrap" if event["phase"] == "flux-bootstrap" else event["phase"]
        began.setdefault(phase, event["time"])
    rows: list[JsonObject] = []
    for index, (name, label) in enumerate(_PHASE0):
        # Full ids here, always; bare names elsewhere (contract, section 9).
        depends = [f"{deployment.id}:{_PHASE0[index - 1][0]}"] if index else []
        row = _row(deployment, name, label, "provisioner", depends)
        later = next((began[n] for n, _ in _PHASE0[index + 1 :] if n in began), None)
        if name in began:
            row["startedAt"] = began[name]
            ended = later or (deployment.phase0_done and began[name])
            row["status"] = "succeeded" if ended else "failed" if deployment.status == "failed" else "running"
            if row["status"] != "running":
                row["finishedAt"] = later or began[name]
        rows.append(row)
    return rows


def _installs(deployment: Deployment) -> list[JsonObject]:
    if not deployment.phase0_done and not deployment.components:
        return []
    times: dict[str, list[str]] = {}
    for event in deployment.events:
        if event.get("component") and event.get("state") not in (None, "pending"):
            times.setdefault(event["component"], []).append(event["time"])
    rows: list[JsonObject] = []
    for region in region_keys(deployment.request):
        for component, needs in kit():
            name = f"{region}:{component}" if region else component
            depends = [f"install-{region}:{n}" if region else f"install-{n}" for n in needs]
            row = _row(deployment, f"install-{name}", component, "bootstrap-kit", depends)
            row["appId"] = component
            state = deployment.components.get(name, "pending")
            row["status"] = _STATUS[state]
            if name in times:
                row["startedAt"] = times[name][0]
                if state in ("installed", "failed"):
                    row["finishedAt"] = times[name][-1]
            rows.append(row)
    return rows


def _group(deployment: Deployment, name: str, label: str, rows: list[JsonObject]) -> JsonObject:
    """Failed, else running, else pending, else succeeded; an empty group is pending."""
    group = _row(deployment, name, label, "", [], kind="group")
    children = [r for r in rows if r["parentId"].endswith(f":{name}")]
    states = {r["status"] for r in children}
    group["childIds"] = [r["id"] for r in children]
    group["status"] = next((s for s in ("failed", "running", "pending") if s in states), "succeeded" if states else "pending")
    starts = [r["startedAt"] for r in children if r.get("startedAt")]
    if starts:
        group["startedAt"] = min(starts)
    ends = [r["finishedAt"] for r in children if r.get("finishedAt")]
    if children and len(ends) == len(children):
        group["finishedAt"] = max(ends)
    return group
