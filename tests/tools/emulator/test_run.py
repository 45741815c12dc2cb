"""A deployment as it goes: state, events, stream, jobs, components."""

import json
import re
from datetime import datetime
from typing import Any

import pytest

from tests.tools.emulator.conftest import Api, Emulator
from tests.tools.samples import region
from tests.tools.waiting import until
from tools.catalyst.sse import Frame, SseParser

WHOLE_SECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TERMINAL = {"installed", "failed"}


async def test_a_run_from_the_post_to_ready(api: Api) -> None:
    number = await api.create()
    snapshot = await api.finished(number)
    state, events = snapshot["state"], snapshot["events"]
    assert state["status"] == "ready"
    assert state["numEvents"] == len(events)
    assert state["sovereignFQDN"] == "acme.omani.works"
    assert state["ownerEmail"] == "ops@acme.example"
    assert state["result"]["phase1Outcome"] == "ready"
    assert state["result"]["consoleURL"] == "https://console.acme.omani.works"
    assert set(state["componentStates"].values()) == {"installed"}
    assert len(state["componentStates"]) > 20
    assert "request" not in state
    assert "error" not in state
    for moment in (state["startedAt"], state["finishedAt"], *(e["time"] for e in events)):
        assert WHOLE_SECONDS.fullmatch(moment), moment
    assert [e["time"] for e in events] == sorted(e["time"] for e in events)


async def test_phases_come_in_their_order(api: Api) -> None:
    events = (await api.finished(await api.create()))["events"]
    phases = [e["phase"] for e in events]
    marks = ["tofu-init", "tofu-plan", "tofu-apply", "tofu-output", "flux-bootstrap", "component", "handover-ready"]
    firsts = [phases.index(name) for name in marks]
    assert firsts == sorted(firsts)
    assert {e["level"] for e in events if e["phase"] == "tofu"} == {"info", "warn"}
    assert phases[-1] == "handover-ready"


async def test_a_component_waits_for_what_it_needs(api: Api) -> None:
    number = await api.create(regions=[region(), region("hel1")])
    events = (await api.finished(number))["events"]
    needs = {e["component"]: e["dependsOn"] for e in events if e.get("dependsOn")}
    began: dict[str, int] = {}
    installed: dict[str, int] = {}
    for index, event in enumerate(events):
        if event.get("state") == "installing":
            began.setdefault(event["component"], index)
        if event.get("state") == "installed":
            installed[event["component"]] = index
    assert any(name.startswith("hel1-1:") for name in needs)
    for name, wanted in needs.items():
        for entry in wanted:
            assert began[name] > installed[entry.removeprefix("install-")], (name, entry)


async def test_the_same_components_come_in_every_region(api: Api) -> None:
    number = await api.create(regions=[region(), region("hel1"), region("nbg1")])
    names = (await api.finished(number))["state"]["componentStates"]
    plain = {name for name in names if ":" not in name}
    for key in ("hel1-1", "nbg1-2"):
        assert {name.removeprefix(f"{key}:") for name in names if name.startswith(f"{key}:")} == plain


async def frames(api: Api, service: Emulator, number: str) -> tuple[list[Frame], dict[str, str]]:
    parser, found = SseParser(), list[Frame]()
    async with api.http.stream("GET", f"{service.address}/api/v1/deployments/{number}/logs") as response:
        async for chunk in response.aiter_bytes():
            found += parser.feed(chunk)
        return found, dict(response.headers)


async def test_the_stream_replays_follows_and_ends_with_done(api: Api, service: Emulator) -> None:
    number = await api.create()
    found, headers = await frames(api, service, number)
    snapshot = await api.snapshot(number)
    assert headers["content-type"] == "text/event-stream"
    assert headers["cache-control"] == "no-cache"
    assert headers["x-accel-buffering"] == "no"
    assert headers["x-catalyst-emulator"] == "1"
    assert [f.event for f in found].count("done") == 1
    assert found[-1].event == "done"
    assert json.loads(found[-1].data)["status"] == "ready"
    streamed = [json.loads(f.data) for f in found if not f.event]
    told = [e for e in snapshot["events"] if e["phase"] != "handover-ready"]
    assert all(event in streamed for event in told)
    assert [f.event for f in found if f.event == "handover-ready"] == ["handover-ready"]


async def test_a_finished_run_is_replayed_once(api: Api, service: Emulator) -> None:
    number = await api.create()
    events = (await api.finished(number))["events"]
    found, _ = await frames(api, service, number)
    assert [json.loads(f.data) for f in found if not f.event] == [e for e in events if e["phase"] != "handover-ready"]
    assert found[-1].event == "done"


@pytest.mark.parametrize(("name", "count"), [("cilium", 2), ("hel1-1:harbor", 1)])
async def test_a_component_that_fails_fails_the_run(api: Api, name: str, count: int) -> None:
    await api.wish(failComponent=name)
    number = await api.create(regions=[region(), region("hel1")])
    state = (await api.finished(number))["state"]
    assert state["status"] == "failed"
    assert state["componentStates"][name] == "failed"
    assert state["error"] == (
        f"Phase 1 finished with {count} failed component(s); see ComponentStates for the per-component breakdown"
    )
    assert state["result"]["phase1Outcome"] == "failed"
    assert "handoverFiredAt" not in state["result"]


async def test_machines_that_fail_leave_no_result(api: Api) -> None:
    await api.wish(failPhase0=True)
    state = (await api.finished(await api.create()))["state"]
    assert state["status"] == "failed"
    assert "result" not in state
    assert state["error"].startswith("tofu plan: exit status 1")
    assert (await api.finished(await api.create("other")))["state"]["status"] == "ready", "a wish is for one run"


async def test_a_timeout_is_called_ready_all_the_same(api: Api) -> None:
    await api.wish(outcome="timeout")
    state = (await api.finished(await api.create()))["state"]
    assert (state["status"], state["result"]["phase1Outcome"]) == ("ready", "timeout")


@pytest.mark.parametrize(
    "bad",
    [
        {"sovereignFQDN": "1acme.example", "sovereignDomainMode": "byo"},
        {"orgEmail": "nobody"},
        {"regions": [region("sin")]},
        {"regions": [region(controlPlaneSize="m6i.xlarge")]},
        {"regions": [region(workerCount=51, workerSize="cpx42")]},
        {"sovereignDomainMode": "byo-manual", "sovereignFQDN": "acme.example"},
        {"sshPublicKey": "ssh-dss AAAA"},
    ],
)
async def test_what_the_post_lets_pass_fails_minutes_later(api: Api, bad: dict[str, Any]) -> None:
    state = (await api.finished(await api.create(**bad)))["state"]
    assert state["status"] == "failed"
    assert "Invalid value for variable" in state["error"]


async def test_jobs_form_a_tree(api: Api) -> None:
    number = await api.create(regions=[region(), region("hel1")])
    await api.finished(number)
    rows = (await api.get(f"/deployments/{number}/jobs")).json()["jobs"]
    by_name = {row["jobName"]: row for row in rows}
    labels = [by_name[name]["displayName"] for name in ("tofu-init", "tofu-plan", "tofu-apply", "tofu-output")]
    assert labels == ["Terraform Init", "Terraform Plan", "Terraform Apply", "Terraform Output"]
    assert by_name["cluster-bootstrap"]["displayName"] == "Bootstrap Cluster"
    assert by_name["tofu-plan"]["dependsOn"] == [f"{number}:tofu-init"]
    assert by_name["provisioner"] | {"childIds": [], "startedAt": "", "finishedAt": ""} == {
        "id": f"{number}:provisioner", "deploymentId": number, "jobName": "provisioner",
        "displayName": "Provision Hetzner", "type": "group", "parentId": "", "dependsOn": [], "status": "succeeded",
        "durationMs": by_name["provisioner"]["durationMs"], "childIds": [], "startedAt": "", "finishedAt": "",
    }  # fmt: skip
    installs = [row for row in rows if row["jobName"].startswith("install-")]
    assert {row["parentId"] for row in installs} == {f"{number}:bootstrap-kit"}
    assert {row["status"] for row in installs} == {"succeeded"}
    assert any(row["jobName"].startswith("install-hel1-1:") for row in installs)
    for row in rows:
        assert row["id"] == f"{number}:{row['jobName']}"
        assert row["durationMs"] >= 0
    starts = [datetime.fromisoformat(row["startedAt"]) for row in rows]  # zeros at a second's end aren't written
    assert starts == sorted(starts, reverse=True)


async def test_jobs_follow_the_run(api: Api, service: Emulator) -> None:
    await service.restart(60.0)
    number = await api.create()

    async def planning() -> dict[str, Any] | None:
        rows = (await api.get(f"/deployments/{number}/jobs")).json()["jobs"]
        by_name = {row["jobName"]: row for row in rows}
        return by_name if by_name["tofu-plan"]["status"] == "running" else None

    rows = await until(planning)
    assert rows["tofu-init"]["status"] == "succeeded"
    assert rows["tofu-apply"]["status"] == "pending"
    assert "startedAt" not in rows["tofu-apply"]
    assert rows["provisioner"]["status"] == "running"
    assert "bootstrap-kit" not in rows, "it comes with the first releases"
    assert rows["tofu-plan"]["durationMs"] == 0


async def test_one_job_by_full_id_or_by_name(api: Api) -> None:
    number = await api.create()
    await api.finished(number)
    for name in ("install-cilium", f"{number}:install-cilium"):
        answer = (await api.get(f"/deployments/{number}/jobs/{name}")).json()
        assert answer["job"]["jobName"] == "install-cilium"
        assert [e["status"] for e in answer["executions"]] == ["succeeded"]
    missing = await api.get(f"/deployments/{number}/jobs/install-nothing")
    assert (missing.status_code, missing.json()) == (404, {"error": "job-not-found"})


async def test_components_of_the_primary_region(api: Api) -> None:
    number = await api.create(regions=[region(), region("hel1")])
    await api.finished(number)
    answer = (await api.get(f"/deployments/{number}/components/state")).json()
    assert answer["watching"] is False
    assert all(":" not in row["appId"] for row in answer["components"])
    assert {row["status"] for row in answer["components"]} == {"installed"}
    assert {row["lastTransitionAt"] for row in answer["components"]} == {"0001-01-01T00:00:00Z"}
    assert answer["components"][0]["helmReleaseName"] == f"bp-{answer['components'][0]['appId']}"


async def test_unknown_ids(api: Api) -> None:
    unknown = "0" * 16
    for path in ("", "/events", "/logs", "/kubeconfig"):
        answer = await api.get(f"/deployments/{unknown}{path}")
        assert (answer.status_code, answer.text) == (404, "deployment not found\n"), path
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Catalyst-Emulator"] == "1"
    assert (await api.get(f"/deployments/{unknown}/jobs")).json() == {"jobs": []}
    components = await api.get(f"/deployments/{unknown}/components/state")
    assert (components.status_code, components.json()) == (404, {"error": "deployment-not-found"})
    job = await api.get(f"/deployments/{unknown}/jobs/tofu-init")
    assert (job.status_code, job.json()) == (404, {"error": "job-not-found"})
    mint = await api.post(f"/deployments/{unknown}/mint-handover-token")
    assert (mint.status_code, mint.text) == (404, "deployment not found\n")
