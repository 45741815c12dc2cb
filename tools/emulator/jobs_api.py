"""Jobs, executions, component states, and the watch that repairs them."""

import re
from typing import Any

from aiohttp import web

from tools.emulator import gate
from tools.emulator.attempts import Attempt, History
from tools.emulator.deployment import Deployment
from tools.emulator.jobs import Rows
from tools.emulator.kit import kit
from tools.emulator.routes import known, read, refusal
from tools.emulator.service import SERVICE
from tools.emulator.wire import ZERO_TIME, fine_stamp, json_answer

JsonObject = dict[str, Any]
_JOB_ID = re.compile(r"^[0-9a-f]{16}:")
_EXECUTION_ID = re.compile(r"[0-9a-f]{32}")
DEFAULT_LINES = 500
MOST_LINES = 5000


async def job_list(request: web.Request) -> web.Response:
    """GET /deployments/{id}/jobs; an unknown id gives an empty list."""
    deployment = await read(request, known(request))
    return json_answer({"jobs": Rows(deployment, History.of(deployment)).rows if deployment else []})


async def job(request: web.Request) -> web.Response:
    """GET /deployments/{id}/jobs/{job}: full id or bare name. `batches` falls into this route too."""
    deployment = await read(request, known(request))
    name = _JOB_ID.sub("", request.match_info["job"])
    if deployment is not None:
        history = History.of(deployment)
        row = next((r for r in Rows(deployment, history).rows if r["jobName"] == name), None)
        if row is not None:
            attempts = reversed(history.by_job.get(name, []))
            return json_answer({"job": row, "executions": [a.body(deployment) for a in attempts]})
    return refusal("job-not-found", 404)


async def execution_logs(request: web.Request) -> web.Response:
    """GET /actions/executions/{execution}/logs."""
    number = request.match_info["execution"]
    attempt = _attempt(request, number) if _EXECUTION_ID.fullmatch(number) else None
    if attempt is None:
        return refusal("execution-not-found", 404)
    first = _positive(request.query.get("fromLine"), 1)
    limit = min(_positive(request.query.get("limit"), DEFAULT_LINES), MOST_LINES)
    lines = attempt.lines[first - 1 : first - 1 + limit]
    return json_answer({"lines": lines, "total": len(attempt.lines), "executionFinished": attempt.finished is not None})


def _attempt(request: web.Request, number: str) -> Attempt | None:
    service = request.app[SERVICE]
    service.tick()
    for deployment in service.store.deployments.values():
        if not gate.may_read(request, deployment):
            continue
        for attempts in History.of(deployment).by_job.values():
            for attempt in attempts:
                if attempt.id == number:
                    return attempt
    return None


def _positive(text: str | None, otherwise: int) -> int:
    """Missing, non-numeric or not positive means the default."""
    if text is None or not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        return otherwise
    return int(text) if int(text) > 0 else otherwise


async def components(request: web.Request) -> web.Response:
    """GET /deployments/{id}/components/state: the primary region's live cache, or the stored result."""
    deployment = known(request)
    if deployment is None:
        return refusal("deployment-not-found", 404)
    watching = deployment.watching(request.app[SERVICE].now())
    return json_answer({"watching": watching, "components": _snapshots(deployment, live=watching)})


async def refresh_watch(request: web.Request) -> web.Response:
    """POST /deployments/{id}/refresh-watch: starts a watch, unless one runs."""
    service = request.app[SERVICE]
    deployment = known(request)
    if deployment is None:
        return refusal("deployment-not-found", 404)
    if deployment.watching(service.now()):
        return json_answer({"watching": True, "alreadyActive": True, "components": _snapshots(deployment, live=True)})
    if "" not in deployment.kubeconfigs or deployment.status in ("wiping", "wiped"):
        return refusal("kubeconfig-missing", 409, detail="there is no kubeconfig to watch the cluster with")
    service.note(deployment, "refresh")
    answer: JsonObject = {"watching": True, "alreadyActive": False}
    if deployment.seeded:
        answer["seededAt"] = fine_stamp(deployment.seeded)
    return json_answer({**answer, "components": _snapshots(deployment, live=True)}, 202)


def _snapshots(deployment: Deployment, *, live: bool) -> list[JsonObject]:
    """Stored states have an empty message and the zero time. In no order."""
    last: dict[str, tuple[str, str]] = {}
    for told in deployment.told:
        if told.event.get("component") and told.event.get("state"):
            last[told.event["component"]] = (fine_stamp(told.at), told.event["message"])
    needs = dict(kit())
    rows: list[JsonObject] = []
    for name, status in deployment.components.items():
        if ":" in name:
            continue
        moment, message = last.get(name, (ZERO_TIME, "")) if live else (ZERO_TIME, "")
        row = {
            "appId": name,
            "status": status,
            "helmReleaseName": f"bp-{name}",
            "namespace": "flux-system",
            "lastTransitionAt": moment,
            "message": message,
        }
        rows.append(row | ({"dependsOn": list(needs[name])} if needs.get(name) else {}))
    return rows
