"""The job tree: roll-up, order, dependencies, attempts and their lines (catalyst-api.md, section 9)."""

import re
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from tests.tools.emulator.conftest import Api, Clock
from tests.tools.samples import region
from tools.emulator.jobs import rolled_up
from tools.emulator.kit import kit

JsonObject = dict[str, Any]
PHASE0 = ["tofu-init", "tofu-plan", "tofu-apply", "tofu-output", "cluster-bootstrap"]
DONE = 5_000


async def rows(api: Api, number: str) -> dict[str, JsonObject]:
    return {row["jobName"]: row for row in (await api.get(f"/deployments/{number}/jobs")).json()["jobs"]}


async def lines(api: Api, execution: str, query: str = "") -> JsonObject:
    return dict((await api.get(f"/actions/executions/{execution}/logs{query}")).json())


@pytest.mark.parametrize(
    ("statuses", "group"),
    [
        ([], "pending"),
        (["pending", "succeeded"], "pending"),
        (["running", "pending", "succeeded"], "running"),
        (["failed", "running", "pending"], "failed"),
        (["succeeded", "succeeded"], "succeeded"),
    ],
)
def test_roll_up(statuses: list[str], group: str) -> None:
    assert rolled_up(statuses) == group


async def test_every_dependency_is_canonical_and_stays_in_its_region(quiet: Api, clock: Clock) -> None:
    number = await quiet.create(regions=[region(), region("nbg1"), region("hel1")])
    clock.pass_by(DONE)
    found = await rows(quiet, number)
    expected: dict[str, list[str]] = {name: [f"{number}:{before}"] for before, name in pairwise(PHASE0)}
    expected |= {"tofu-init": [], "provisioner": [], "bootstrap-kit": []}
    for key in ("", "nbg1-1:", "hel1-2:"):
        expected |= {f"install-{key}{component}": [f"install-{key}{need}" for need in needs] for component, needs in kit()}
    assert {name: row["dependsOn"] for name, row in found.items()} == expected
    events = (await quiet.snapshot(number))["events"]
    told = {f"install-{e['component']}": e["dependsOn"] for e in events if e.get("dependsOn")}
    assert told == {name: needs for name, needs in expected.items() if name.startswith("install-") and needs}


async def test_the_bootstrap_group_comes_with_the_first_releases(quiet: Api, clock: Clock) -> None:
    number = await quiet.create()
    assert list(await rows(quiet, number)) == ["cluster-bootstrap", "provisioner", "tofu-apply", "tofu-init", "tofu-output", "tofu-plan"]
    clock.pass_by(400.5)
    early = await rows(quiet, number)
    assert "bootstrap-kit" not in early
    assert {early[name]["status"] for name in PHASE0} == {"succeeded"}
    assert early["provisioner"]["status"] == "succeeded"
    clock.pass_by(30)
    assert (await rows(quiet, number))["bootstrap-kit"]["status"] in ("pending", "running")


async def test_groups_have_their_childrens_times(quiet: Api, clock: Clock) -> None:
    number = await quiet.create()
    clock.pass_by(30)
    early = await rows(quiet, number)
    assert early["provisioner"]["startedAt"] == early["tofu-init"]["startedAt"] == "2026-05-15T09:00:01Z"
    assert "finishedAt" not in early["provisioner"]
    assert (early["tofu-plan"]["status"], early["tofu-plan"]["durationMs"]) == ("running", 0)
    assert (early["tofu-init"]["status"], early["tofu-init"]["durationMs"]) == ("succeeded", 19_000)
    clock.pass_by(DONE)
    late = await rows(quiet, number)
    assert late["provisioner"]["finishedAt"] == late["cluster-bootstrap"]["finishedAt"] == "2026-05-15T09:06:40Z"
    assert late["provisioner"]["childIds"] == [f"{number}:{name}" for name in PHASE0]
    assert late["bootstrap-kit"]["durationMs"] > 0


async def test_started_newest_first_then_never_started_by_name(quiet: Api, clock: Clock) -> None:
    number = await quiet.create()
    clock.pass_by(520)
    listed = (await quiet.get(f"/deployments/{number}/jobs")).json()["jobs"]
    began = [row for row in listed if "startedAt" in row]
    assert 5 < len(began) < len(listed)
    assert listed[: len(began)] == began
    moments = [datetime.fromisoformat(row["startedAt"]) for row in began]
    assert moments == sorted(moments, reverse=True)
    names = [row["jobName"] for row in listed[len(began) :]]
    assert names == sorted(names)


async def test_an_attempt_has_its_lines(quiet: Api, clock: Clock) -> None:
    number = await quiet.create(regions=[region(), region("hel1")])
    clock.pass_by(DONE)
    one = (await quiet.get(f"/deployments/{number}/jobs/install-hel1-1:gitea")).json()
    (execution,) = one["executions"]
    assert re.fullmatch(r"[0-9a-f]{32}", execution["id"])
    assert one["job"]["latestExecutionId"] == execution["id"]
    assert (execution["jobId"], execution["status"]) == (f"{number}:install-hel1-1:gitea", "succeeded")
    assert (execution["startedAt"], execution["finishedAt"]) == (one["job"]["startedAt"], one["job"]["finishedAt"])
    page = await lines(quiet, execution["id"])
    assert (page["total"], page["executionFinished"]) == (execution["lineCount"], True)
    texts = [line["message"] for line in page["lines"]]
    assert texts[0] == "[installing] Helm install in progress"
    assert texts[-1] == "[installed] Helm install complete; Ready=True"
    assert "reconciling gitea" in texts
    assert [line["lineNumber"] for line in page["lines"]] == list(range(1, page["total"] + 1))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?fromLine=2&limit=2", [2, 3]),
        ("?fromLine=0&limit=1", [1]),
        ("?fromLine=x&limit=-5", None),
        ("?fromLine=1&limit=99999", None),
        ("?fromLine=99", []),
    ],
)
async def test_pages_of_lines(quiet: Api, clock: Clock, query: str, numbers: list[int] | None) -> None:
    number = await quiet.create()
    clock.pass_by(DONE)
    (execution,) = (await quiet.get(f"/deployments/{number}/jobs/tofu-apply")).json()["executions"]
    page = await lines(quiet, execution["id"], query)
    total = execution["lineCount"]
    assert total >= 4
    assert [line["lineNumber"] for line in page["lines"]] == (list(range(1, total + 1)) if numbers is None else numbers)
    assert page["total"] == total


async def test_unknown_jobs_and_executions(quiet: Api) -> None:
    number = await quiet.create()
    for name in ("install-nothing", "batches"):
        answer = await quiet.get(f"/deployments/{number}/jobs/{name}")
        assert (answer.status_code, answer.json()) == (404, {"error": "job-not-found"})
    for execution in ("0" * 32, "x"):
        answer = await quiet.get(f"/actions/executions/{execution}/logs")
        assert (answer.status_code, answer.json()) == (404, {"error": "execution-not-found"})
    assert (await quiet.get(f"/deployments/{number}/jobs/provisioner")).json()["executions"] == []


async def test_a_rerun_opens_another_attempt(quiet: Api, clock: Clock) -> None:
    await quiet.own("/wishes", {"faults": ["phase0-failure"]})
    number = await quiet.create()
    clock.pass_by(DONE)
    before = await rows(quiet, number)
    assert (before["tofu-apply"]["status"], before["provisioner"]["status"]) == ("failed", "failed")
    assert before["tofu-output"]["status"] == "pending", "full ids don't propagate"
    again = await quiet.post(f"/deployments/{number}/phases/tofu-init/retry")
    assert again.json()["status"] == "provisioning"
    clock.pass_by(10)
    one = (await quiet.get(f"/deployments/{number}/jobs/tofu-init")).json()
    assert [e["status"] for e in one["executions"]] == ["running", "succeeded"]
    assert one["job"]["status"] == "running"
    assert (await rows(quiet, number))["tofu-apply"]["status"] == "pending"


async def test_refresh_watch(quiet: Api, clock: Clock) -> None:
    number = await quiet.create()
    early = await quiet.post(f"/deployments/{number}/refresh-watch")
    assert (early.status_code, early.json()["error"]) == (409, "kubeconfig-missing")
    clock.pass_by(440)
    running = await quiet.post(f"/deployments/{number}/refresh-watch")
    assert (running.status_code, running.json()["alreadyActive"]) == (200, True)
    live = (await quiet.get(f"/deployments/{number}/components/state")).json()
    assert live["watching"] is True
    cilium = next(row for row in live["components"] if row["appId"] == "cilium")
    assert cilium["lastTransitionAt"].startswith("2026-05-15T09:07")
    assert cilium["message"]
    assert "dependsOn" not in cilium
    clock.pass_by(DONE)
    stored = (await quiet.get(f"/deployments/{number}/components/state")).json()
    assert {row["appId"]: tuple(row.get("dependsOn", ())) for row in stored["components"]} == dict(kit())
    assert stored["watching"] is False
    assert {row["message"] for row in stored["components"]} == {""}
    assert (await quiet.post(f"/deployments/{number}/refresh-watch")).status_code == 202
    assert (await quiet.get(f"/deployments/{number}/components/state")).json()["watching"] is True
    assert (await quiet.post(f"/deployments/{'0' * 16}/refresh-watch")).json() == {"error": "deployment-not-found"}
