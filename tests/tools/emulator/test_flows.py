"""The flow graph: counts, directions, the chain, what reads pending for ever, and older builds (section 10)."""

import json
from collections import Counter
from typing import Any

import httpx
import pytest

from tests.tools.emulator.conftest import Api, Clock, Still
from tests.tools.samples import region
from tools.catalyst.sse import Frame, SseParser
from tools.emulator import flows_api
from tools.emulator.kit import kit

JsonObject = dict[str, Any]
DONE = 5_000
KIT = len(kit())
EDGES = sum(len(needs) for _, needs in kit())


async def graph(api: Api, number: str) -> JsonObject:
    answer = await api.get(f"/flows/{number}/snapshot")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def pairs(message: JsonObject, kind: str) -> list[tuple[str, str]]:
    return [(r["fromId"], r["toId"]) for r in message["relationships"] if r["type"] == kind]


@pytest.mark.parametrize("count", [1, 2, 3, 5])
async def test_how_many_nodes_and_edges(quiet: Api, clock: Clock, count: int) -> None:
    clouds = ("fsn1", "nbg1", "hel1", "ash", "hil")[:count]
    number = await quiet.create(regions=[region(cloud) for cloud in clouds])
    clock.pass_by(DONE)
    message = await graph(quiet, number)
    jobs = len((await quiet.get(f"/deployments/{number}/jobs")).json()["jobs"])
    assert jobs == 1 + 5 + 1 + KIT * count
    assert len(message["nodes"]) == jobs + 4 * count + 3
    assert len(pairs(message, "contains")) == 5 + KIT * count + 4 * count
    assert len(pairs(message, "finish-to-start")) == 4 + EDGES * count + 4
    known = {node["id"] for node in message["nodes"]}
    assert len(known) == len(message["nodes"])
    assert all(end in known for pair in pairs(message, "contains") for end in pair)


async def test_the_shape_of_a_finished_run(quiet: Api, clock: Clock) -> None:
    number = await quiet.create(regions=[region(), region("hel1")])
    clock.pass_by(DONE)
    message = await graph(quiet, number)
    nodes = {node["id"].removeprefix(f"{number}:"): node for node in message["nodes"]}
    assert message["type"] == "snapshot"
    assert message["flow"] == {"id": number, "status": "succeeded", "startedAt": 1778835601}
    parents = dict(pairs(message, "contains"))
    assert parents[f"{number}:install-cilium"] == f"{number}:fsn1:bootstrap-kit"
    assert parents[f"{number}:install-hel1-1:cilium"] == f"{number}:hel1-1:bootstrap-kit"
    assert parents[f"{number}:hel1-1:cutover"] == f"{number}:cutover"
    assert parents[f"{number}:tofu-plan"] == f"{number}:provisioner"
    chain = [("provisioner", "bootstrap-kit"), ("bootstrap-kit", "cutover"), ("cutover", "handover"), ("handover", "apps")]
    edges = pairs(message, "finish-to-start")
    assert all((f"{number}:{a}", f"{number}:{b}") in edges for a, b in chain)
    assert (f"{number}:install-hel1-1:keycloak", f"{number}:install-hel1-1:gitea") in edges
    assert nodes["hel1-1:bootstrap-kit"]["label"] == "Bootstrap (hel1-1)"
    assert {nodes[n]["region"] for n in ("install-gitea", "fsn1:apps")} == {"fsn1"}
    assert {n["family"] for n in message["nodes"]} == {"group", "tofu", "bootstrap", "install"}
    pending = {name for name, node in nodes.items() if node["status"] == "pending"}
    assert {"cluster-bootstrap", "provisioner"} <= pending
    assert pending - {"cluster-bootstrap", "provisioner"} == {
        *("cutover", "handover", "apps"), *(f"{r}:{p}" for r in ("fsn1", "hel1-1") for p in ("cutover", "handover", "apps"))
    }  # fmt: skip
    assert nodes["bootstrap-kit"]["status"] == "succeeded"
    jobs = {j["jobName"]: j["status"] for j in (await quiet.get(f"/deployments/{number}/jobs")).json()["jobs"]}
    assert (jobs["cluster-bootstrap"], jobs["provisioner"]) == ("succeeded", "succeeded"), "the jobs list knows better"
    assert nodes["tofu-init"] | {"startedAt": 0, "endedAt": 0} == {
        "id": f"{number}:tofu-init", "flowId": number, "label": "Terraform Init", "status": "succeeded", "family": "tofu",
        "startedAt": 0, "endedAt": 0,
    }  # fmt: skip


async def test_before_phase_1_the_chain_names_a_node_that_is_missing(quiet: Api, clock: Clock) -> None:
    number = await quiet.create()
    fresh = await graph(quiet, number)
    assert fresh["flow"] == {"id": number, "status": "running", "startedAt": 0}
    clock.pass_by(100)
    message = await graph(quiet, number)
    known = {node["id"].removeprefix(f"{number}:"): node["status"] for node in message["nodes"]}
    assert len(known) == 6 + 3
    assert "bootstrap-kit" not in known
    assert (f"{number}:provisioner", f"{number}:bootstrap-kit") in pairs(message, "finish-to-start")
    assert (known["tofu-apply"], known["provisioner"]) == ("running", "running")


async def test_a_failed_run(quiet: Api, clock: Clock) -> None:
    await quiet.own("/wishes", {"faults": ["failing-component:keycloak"]})
    number = await quiet.create()
    clock.pass_by(DONE)
    message = await graph(quiet, number)
    assert message["flow"]["status"] == "failed"
    status = {n["id"].removeprefix(f"{number}:"): n["status"] for n in message["nodes"]}
    assert (status["install-gitea"], status["fsn1:bootstrap-kit"], status["bootstrap-kit"]) == ("failed", "failed", "failed")


async def test_the_order_is_not_stable(quiet: Api, clock: Clock) -> None:
    number = await quiet.create()
    clock.pass_by(DONE)
    first, second = [await graph(quiet, number) for _ in range(2)]
    assert [n["id"] for n in first["nodes"]] != [n["id"] for n in second["nodes"]]
    assert Counter(n["id"] for n in first["nodes"]) == Counter(n["id"] for n in second["nodes"])


async def test_the_first_build(quiet: Api, clock: Clock) -> None:
    await quiet.own("/wishes", {"faults": ["flow-old"]})
    number = await quiet.create(regions=[region(), region("hel1")])
    clock.pass_by(DONE)
    message = await graph(quiet, number)
    assert len(message["nodes"]) == 7 + KIT * 2
    contains = pairs(message, "contains")
    assert (f"{number}:provisioner", f"{number}:tofu-plan") in contains
    assert (f"{number}:bootstrap-kit", f"{number}:install-hel1-1:cilium") in contains
    edges = pairs(message, "finish-to-start")
    assert [(a, b) for a, b in edges if b.endswith(":bootstrap-kit")] == [(f"{number}:provisioner", f"{number}:bootstrap-kit")]
    assert ("install-hel1-1:keycloak", f"{number}:install-hel1-1:gitea") in edges
    assert not any("region" in node for node in message["nodes"])


async def test_the_second_build(quiet: Api, clock: Clock) -> None:
    await quiet.own("/wishes", {"faults": ["flow-old:second"]})
    number = await quiet.create(regions=[region(), region("hel1")])
    clock.pass_by(DONE)
    message = await graph(quiet, number)
    known = {node["id"] for node in message["nodes"]}
    assert {f"{number}:fsn1:install-gitea", f"{number}:hel1-1:install-gitea", f"{number}:tofu-plan"} <= known
    assert (f"{number}:hel1-1:install-gitea", f"{number}:hel1-1:bootstrap-kit") in pairs(message, "contains")
    assert (f"{number}:fsn1:install-keycloak", f"{number}:fsn1:install-gitea") in pairs(message, "finish-to-start")


async def test_the_stream_sends_named_frames_until_the_jobs_are_gone(
    quiet: Api, still: Still, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flows_api, "SNAPSHOT_SECONDS", 0.02)
    monkeypatch.setattr(flows_api, "HEARTBEAT_SECONDS", 0.03)
    number = await quiet.create()
    clock.pass_by(DONE)
    parser, found = SseParser(), list[Frame]()
    async with quiet.http.stream("GET", f"{still.address}/api/v1/flows/{number}/stream") as response:
        assert response.headers["content-type"] == "text/event-stream"
        assert response.headers["cache-control"] == "no-cache"
        async for chunk in response.aiter_bytes():
            found += parser.feed(chunk)
            if {f.event for f in found} == {"snapshot", "heartbeat"} and len(found) == 6:
                await quiet.delete(f"/deployments/{number}")
    assert found[0].event == "snapshot"
    assert {f.event for f in found} == {"snapshot", "heartbeat"}
    assert json.loads(found[0].data)["flow"]["id"] == number
    assert {f.data for f in found if f.event == "heartbeat"} == {"{}"}


async def test_what_is_passed_on_to_the_cluster(quiet: Api, clock: Clock) -> None:
    number = await quiet.create()
    early = await quiet.post(f"/flows/{number}/events", {"type": "x"})
    assert early.status_code == 502
    assert early.text.startswith("openova-flow-server unreachable: ")
    clock.pass_by(DONE)
    assert (await quiet.post(f"/flows/{number}/events", {"type": "x"})).status_code == 200
    for path in ("snapshot", "stream"):
        unknown: httpx.Response = await quiet.get(f"/flows/{'0' * 16}/{path}")
        assert (unknown.status_code, unknown.text) == (404, "deployment not found\n")
        assert (await quiet.get(f"/flows/nonsense/{path}")).status_code == 400
