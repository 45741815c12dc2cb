"""Each fault of the emulator does what it says, and no more; the truth and the world tell the same story."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.tools.emulator.conftest import Api, Clock, Emulator, Still
from tests.tools.samples import region
from tools.catalyst.jobs import dependencies
from tools.catalyst.models import Job
from tools.catalyst.sse import Frame, SseParser
from tools.emulator.kit import kit
from tools.emulator.scenario import FaultError, known, scenario_of

JsonObject = dict[str, Any]
QUICK = 10_000.0


async def wish(api: Api, service: Emulator, *faults: str, **more: Any) -> None:
    answer = await api.http.post(f"{service.address}/emulator/wishes", json={"faults": faults, **more})
    assert answer.status_code == 200, answer.text


async def truth(api: Api, service: Emulator, number: str) -> JsonObject:
    return dict((await api.http.get(f"{service.address}/emulator/deployments/{number}/truth")).json())


async def world(api: Api, service: Emulator, host: str) -> JsonObject:
    return dict((await api.http.get(f"{service.address}/emulator/world", params={"host": host})).json())


async def stream(
    api: Api, service: Emulator | Still, number: str, begun: asyncio.Event | None = None
) -> tuple[list[Frame], bool]:
    """The frames of one stream, and whether it was cut; `begun` is set with the first ones."""
    parser, found = SseParser(), list[Frame]()
    try:
        async with api.http.stream("GET", f"{service.address}/api/v1/deployments/{number}/logs") as response:
            async for chunk in response.aiter_bytes():
                found += parser.feed(chunk)
                if begun:
                    begun.set()
    except httpx.TransportError:
        return found, True
    return found, False


async def jobs(api: Api, number: str) -> dict[str, JsonObject]:
    rows = (await api.get(f"/deployments/{number}/jobs")).json()["jobs"]
    return {row["jobName"]: row for row in rows}


ALL = (
    "slow cut-stream lost-events duplicate-events stolen-events empty-dependson malformed-dependson failing-component "
    "healing-component timeout-ready lagging-component no-releases kubeconfig-missing reserve-503 restart tls-late "
    "dns-missing phase0-failure late-done garbage-state year-one-times flow-old"
).split()


def test_the_faults_are_those_that_were_agreed() -> None:
    assert set(ALL) <= set(known())
    for name in ALL:
        scenario_of("0" * 16, [name])


@pytest.mark.parametrize(
    "text",
    ["nothing", "slow:often", "slow:-1", "slow:x=1", "failing-component:unknown", "phase0-failure:init", "lost-events:2", "cut-stream:1,2"],
)
async def test_a_fault_that_cannot_be_is_refused(api: Api, service: Emulator, text: str) -> None:
    with pytest.raises(FaultError):
        scenario_of("", [text])
    answer = await api.http.post(f"{service.address}/emulator/wishes", json={"faults": [text]})
    assert (answer.status_code, answer.json()["error"]) == (400, "unknown-fault")


async def test_an_ordinary_run_is_true_to_the_world(api: Api, service: Emulator) -> None:
    number = await api.create()
    snapshot = await api.finished(number)
    told = await truth(api, service, number)
    assert (told["verdict"], told["faults"]) == ("ready", [])
    assert told["events"] == snapshot["events"]
    seen = await world(api, service, "Console.acme.omani.works.")
    assert seen == {
        "host": "console.acme.omani.works", "resolves": True, "tls": "valid", "status": 200,
        "address": snapshot["state"]["result"]["loadBalancerIP"],
    }  # fmt: skip
    assert (await world(api, service, "console.nobody.omani.works"))["resolves"] is False


async def test_the_truth_is_silent_while_it_runs(api: Api, service: Emulator) -> None:
    await service.restart(0.001)
    assert (await truth(api, service, await api.create()))["verdict"] is None


@pytest.mark.parametrize(
    ("fault", "status", "outcome", "verdict"),
    [
        ("failing-component:harbor", "failed", "failed", "failed"),
        ("failing-component:hel1-1:harbor", "failed", "failed", "failed"),
        ("healing-component:harbor", "ready", "ready", "ready"),
        ("timeout-ready", "ready", "timeout", "failed"),
        ("timeout-ready:harbor", "ready", "timeout", "failed"),
        ("lagging-component:harbor", "ready", "ready", "ready"),
        ("no-releases", "failed", "flux-not-reconciling", "failed"),
        ("kubeconfig-missing", "failed", "kubeconfig-missing", "failed"),
        ("tls-late:1e8", "ready", "ready", "unreachable"),
        ("dns-missing", "ready", "ready", "unreachable"),
        ("phase0-failure", "failed", None, "failed"),
        ("phase0-failure:plan", "failed", None, "failed"),
    ],
)
async def test_how_a_run_ends(api: Api, service: Emulator, fault: str, status: str, outcome: str | None, verdict: str) -> None:
    await wish(api, service, fault)
    number = await api.create(regions=[region(), region("hel1")])
    state = (await api.finished(number))["state"]
    assert (state["status"], state.get("result", {}).get("phase1Outcome")) == (status, outcome)
    told = await truth(api, service, number)
    assert (told["verdict"], told["faults"]) == (verdict, [fault])
    assert (await api.finished(await api.create("other")))["state"]["status"] == "ready", "a wish is for one run"


async def test_what_waits_for_a_failed_component_reads_failed(api: Api, service: Emulator) -> None:
    await wish(api, service, "failing-component:keycloak")
    number = await api.create()
    state = (await api.finished(number))["state"]
    assert state["componentStates"]["keycloak"] == "failed"
    assert state["componentStates"]["gitea"] == "pending"
    assert state["componentStates"]["catalyst-platform"] == "pending"
    assert state["error"].startswith("Phase 1 finished with 1 failed component(s);")
    rows = await jobs(api, number)
    assert {n for n, row in rows.items() if row["status"] == "failed"} == {
        "install-keycloak", "install-gitea", "install-grafana", "install-langfuse", "install-catalyst-platform", "bootstrap-kit",
    }  # fmt: skip
    assert "startedAt" not in rows["install-gitea"]
    assert "latestExecutionId" not in rows["install-gitea"]


async def test_healing_is_seen_as_failed_and_then_as_installed(api: Api, service: Emulator) -> None:
    await wish(api, service, "healing-component:cnpg")
    number = await api.create()
    events = (await api.finished(number))["events"]
    states = [e["state"] for e in events if e.get("component") == "cnpg" and e.get("state")]
    assert states[-2:] == ["failed", "installed"]
    one = (await api.get(f"/deployments/{number}/jobs/install-cnpg")).json()
    assert [e["status"] for e in one["executions"]] == ["succeeded", "failed"], "newest first"


async def test_a_lagging_component_is_repaired_by_refresh_watch(api: Api, service: Emulator) -> None:
    await wish(api, service, "lagging-component:harbor")
    number = await api.create()
    await api.finished(number)
    assert (await jobs(api, number))["install-harbor"]["status"] == "running"
    assert (await truth(api, service, number))["components"]["harbor"] == "installed"
    answer = await api.post(f"/deployments/{number}/refresh-watch")
    assert (answer.status_code, answer.json()["watching"], answer.json()["alreadyActive"]) == (202, True, False)
    assert (await jobs(api, number))["install-harbor"]["status"] == "succeeded"
    snapshot = await api.snapshot(number)
    assert snapshot["state"]["componentStates"]["harbor"] == "installed"
    assert (snapshot["events"][-1]["component"], snapshot["events"][-1]["state"]) == ("harbor", "installed")
    (execution,) = (await api.get(f"/deployments/{number}/jobs/install-harbor")).json()["executions"]
    lines = (await api.get(f"/actions/executions/{execution['id']}/logs")).json()["lines"]
    assert lines[-1]["message"].startswith("[seeded] state=installed at 2")
    assert lines[-1]["message"].endswith(": Helm install complete; Ready=True")


async def test_a_slow_read_waits(api: Api, service: Emulator) -> None:
    await service.restart(100.0)
    await wish(api, service, "slow:30")
    number = await api.create()
    for path in ("", "/events", "/jobs"):
        answer = await api.get(f"/deployments/{number}{path}")
        assert answer.elapsed.total_seconds() >= 0.3, path


async def test_a_stream_is_cut_after_so_many_frames(api: Api, service: Emulator) -> None:
    await wish(api, service, "cut-stream:7")
    number = await api.create()
    for _ in range(2):
        frames, cut = await stream(api, service, number)
        assert (len(frames), cut) == (7, True)
        await api.finished(number)


@pytest.mark.parametrize(("fault", "least", "most"), [("lost-events", 0.6, 0.8), ("stolen-events", 0.4, 0.6), ("lost-events:1", 0, 0.01)])
async def test_live_events_are_missing_from_the_stream_alone(
    quiet: Api, still: Still, clock: Clock, fault: str, least: float, most: float
) -> None:
    await quiet.own("/wishes", {"faults": [fault], "seed": 5})
    number = await quiet.create()
    clock.pass_by(2)
    begun = asyncio.Event()
    reading = asyncio.create_task(stream(quiet, still, number, begun))
    await begun.wait()
    clock.pass_by(5_000)
    frames, cut = await reading
    assert not cut
    assert frames[-1].event == "done"
    streamed = sum(1 for f in frames if not f.event)
    told = sum(1 for e in (await quiet.snapshot(number))["events"] if e["phase"] != "handover-ready")
    assert least * told <= streamed <= most * told
    again, _ = await stream(quiet, still, number)
    assert sum(1 for f in again if not f.event) == told, "the replay is whole"


async def test_frames_come_twice_and_out_of_order(api: Api, service: Emulator) -> None:
    await wish(api, service, "duplicate-events:0.5")
    number = await api.create()
    events = [e for e in (await api.finished(number))["events"] if e["phase"] != "handover-ready"]
    frames = [json.loads(f.data) for f in (await stream(api, service, number))[0] if not f.event]
    counted = Counter(json.dumps(f) for f in frames)
    assert set(counted) == {json.dumps(e) for e in events}
    assert len(frames) > len(events) * 1.3
    order = [json.dumps(e) for e in events]
    assert list(dict.fromkeys(json.dumps(f) for f in frames)) == list(dict.fromkeys(order)), "only copies are late"
    late = [b for a, b in pairwise(frames) if order.index(json.dumps(b)) < order.index(json.dumps(a))]
    assert late


async def test_empty_dependson(api: Api, service: Emulator) -> None:
    await wish(api, service, "empty-dependson")
    number = await api.create(regions=[region(), region("hel1")])
    events = (await api.finished(number))["events"]
    assert not any("dependsOn" in e for e in events)
    assert {len(row["dependsOn"]) for row in (await jobs(api, number)).values()} == {0}


async def test_malformed_dependson_says_the_same_thing(api: Api, service: Emulator) -> None:
    await wish(api, service, "malformed-dependson", seed=3)
    number = await api.create(regions=[region(), region("nbg1"), region("hel1")])
    await api.finished(number)
    rows = await jobs(api, number)
    entries = [entry for row in rows.values() for entry in row["dependsOn"]]
    for form in ("hel1-2:cilium", "install-install-", "bp-", "/", f"{number}:install-", "install-nbg1-1:"):
        assert any(form in entry for entry in entries), form
    assert any(name in row["dependsOn"] for name, row in rows.items()), "self references"
    assert any(entry.strip() == "" for entry in entries)
    for key in ("", "nbg1-1:", "hel1-2:"):
        for component, needs in kit():
            row = rows[f"install-{key}{component}"]
            assert dependencies(Job.model_validate(row), number) == tuple(f"install-{key}{n}" for n in needs)


async def test_a_refused_reservation(api: Api, service: Emulator) -> None:
    await wish(api, service, "reserve-503")
    with pytest.raises(AssertionError, match="pdm-unavailable"):
        await api.create()
    assert await api.create(), "a wish is for one POST"


async def test_tls_and_names_that_come_late(quiet: Api, clock: Clock) -> None:
    await quiet.own("/wishes", {"faults": ["tls-late:3000", "dns-missing:1500"]})
    number = await quiet.create()
    seen: list[tuple[Any, ...]] = []
    await ready(quiet, clock, number)
    for seconds in (0, 1_500, 1_500):
        clock.pass_by(seconds)
        look = await quiet.own("/world?host=console.acme.omani.works")
        verdict = (await quiet.own(f"/deployments/{number}/truth"))["verdict"]
        seen.append((look["resolves"], look["tls"], look["status"], verdict))
    assert seen == [
        (False, "none", None, "unreachable"),
        (True, "untrusted", None, "unreachable"),
        (True, "valid", 200, "ready"),
    ]


async def ready(api: Api, clock: Clock, number: str) -> None:
    """Goes on until just after it is called ready."""
    for _ in range(1_000):
        if (await api.get(f"/deployments/{number}")).json()["status"] == "ready":
            return
        clock.pass_by(10)
    raise AssertionError("never ready")


@pytest.mark.parametrize("fault", ["late-done:600", "tls-late:2000"])
async def test_done_trails_ready(quiet: Api, clock: Clock, fault: str) -> None:
    await quiet.own("/wishes", {"faults": [fault]})
    number = await quiet.create()
    await ready(quiet, clock, number)
    clock.pass_by(580)
    early = await quiet.snapshot(number)
    assert early["done"] is False
    assert "handoverURL" not in early["state"]["result"]
    clock.pass_by(30)
    late = await quiet.snapshot(number)
    assert late["done"] is True
    assert late["events"][-1]["phase"] == "handover-ready"


async def test_garbage_for_a_while(api: Api, service: Emulator) -> None:
    await wish(api, service, "garbage-state:2")
    number = await api.create()
    for path in ("", "/events"):
        answer = await api.get(f"/deployments/{number}{path}")
        assert (answer.status_code, answer.content[:7]) == (200, b"\x00<html>"), path
    assert (await api.get(f"/deployments/{number}")).json()["id"] == number


async def test_missing_times_are_in_the_year_one(api: Api, service: Emulator) -> None:
    await service.restart(0.001)
    await wish(api, service, "year-one-times")
    number = await api.create()
    state = (await api.get(f"/deployments/{number}")).json()
    zero = "0001-01-01T00:00:00Z"
    assert (state["finishedAt"], state["adoptedAt"]) == (zero, zero)
    rows = await jobs(api, number)
    assert {(row["startedAt"], row["finishedAt"], row["durationMs"]) for row in rows.values()} == {(zero, zero, 0)}


@pytest.mark.parametrize(("at", "status"), [(120, "failed"), (500, "ready")])
async def test_a_restart_of_the_service(quiet: Api, still: Still, clock: Clock, at: int, status: str) -> None:
    await quiet.own("/wishes", {"faults": [f"restart:{at},down=100"]})
    number = await quiet.create()
    clock.pass_by(at - 1)
    begun = asyncio.Event()
    reading = asyncio.create_task(stream(quiet, still, number, begun))
    await begun.wait()
    clock.pass_by(2)
    frames, cut = await reading
    assert cut
    assert not any(f.event == "done" for f in frames)
    answers = [(await quiet.get(f"/deployments/{number}")).status_code for _ in range(10)]
    assert set(answers) == {404, 502, 503}
    assert {(await quiet.get("/deployments")).status_code for _ in range(10)} == {502, 503}
    clock.pass_by(100)
    after = (await quiet.get(f"/deployments/{number}")).json()
    assert after["status"] == ("failed" if status == "failed" else "phase1-watching")
    clock.pass_by(5_000)
    state = (await quiet.snapshot(number))["state"]
    assert state["status"] == status
    assert ("restarted during provisioning" in state.get("error", "")) is (status == "failed")
    again = await quiet.post(f"/deployments/{number}/phases/tofu-apply/retry")
    assert again.status_code == 200
    clock.pass_by(100)
    error = (await quiet.snapshot(number))["state"]["error"]
    assert "unable to authenticate" in error, "the secrets read <redacted>"


async def test_faults_of_the_command_line_are_for_every_deployment(start_emulator: Callable[..., Awaitable[str]], http: httpx.AsyncClient) -> None:
    address = await start_emulator(QUICK, faults=("phase0-failure",))
    api = Api(http, lambda: address)
    for label in ("one", "two"):
        assert (await api.finished(await api.create(label)))["state"]["status"] == "failed"


async def test_wishes_outlive_a_restart(api: Api, service: Emulator) -> None:
    await wish(api, service, "timeout-ready", "flow-old:second")
    number = await api.create()
    before = await api.finished(number)
    await service.restart(QUICK)
    assert await api.finished(number) == before
    assert (await truth(api, service, number))["faults"] == ["timeout-ready", "flow-old:second"]


async def test_a_seed_makes_two_emulators_alike(
    start_emulator: Callable[..., Awaitable[str]], http: httpx.AsyncClient, tmp_path: Any
) -> None:
    runs: list[list[tuple[str, list[Any]]]] = []
    for turn in range(2):
        address = await start_emulator(QUICK, folder=tmp_path / str(turn), seed=11)
        api = Api(http, lambda address=address: address)
        run: list[tuple[str, list[Any]]] = []
        for label in ("one", "two"):
            number = await api.create(label)
            events = (await api.finished(number))["events"]
            run.append((number, [(e["phase"], e.get("component"), e.get("state")) for e in events]))
        runs.append(run)
    assert runs[0] == runs[1]
    assert runs[0][0][0] != runs[0][1][0]


async def test_a_wished_seed_is_for_one_deployment(api: Api, service: Emulator) -> None:
    numbers: list[str] = []
    for label in ("one", "two"):
        await wish(api, service, seed=7)
        numbers.append(await api.create(label))
    assert numbers == ["a4cfba5ee2cf16ab", "ce5ee71b5f412dbc"]
