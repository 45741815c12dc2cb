"""Restarts, speed, faults and the mark on every answer."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.tools.emulator.conftest import Api, Emulator
from tests.tools.samples import SECRETS, request
from tests.tools.waiting import until
from tools.catalyst.sse import Frame, SseParser
from tools.emulator.deployment import Deployment
from tools.emulator.store import Store
from tools.emulator.validation import decode

ABANDONED = "catalyst-api restarted during provisioning — this deployment was abandoned mid-apply."


async def test_a_ready_deployment_outlives_a_restart(api: Api, service: Emulator) -> None:
    number = await api.create()
    before = await api.finished(number)
    await service.restart(10_000.0)
    after = await api.finished(number)
    assert after == before
    assert after["state"]["status"] == "ready"


@pytest.mark.parametrize("wish", [{"failComponent": "harbor"}, {"failPhase0": True}])
async def test_a_failed_deployment_outlives_restarts(api: Api, service: Emulator, wish: dict[str, Any]) -> None:
    await api.wish(**wish)
    number = await api.create()
    before = await api.finished(number)
    for _ in range(2):
        await service.restart(10_000.0)
        assert await api.finished(number) == before


async def test_a_restart_in_phase_0_gives_the_run_up(api: Api, service: Emulator) -> None:
    await service.restart(0.001)
    number = await api.create()
    for _ in range(2):
        await service.restart(0.001)
        snapshot = await api.finished(number)
        state = snapshot["state"]
        assert state["status"] == "failed"
        assert state["error"].startswith(ABANDONED)
        assert f"catalyst-deployment-id={number}" in state["error"]
        assert "result" not in state
        assert state["finishedAt"] is not None


async def test_a_run_given_up_stays_given_up(api: Api, service: Emulator) -> None:
    await service.restart(50.0)
    number = await api.create()
    await service.restart(50.0)
    first = await api.finished(number)
    await service.restart(10_000.0)
    assert await api.finished(number) == first


def test_a_run_given_up_keeps_the_moment_and_never_gets_machines(tmp_path: Path) -> None:
    start = datetime(2026, 5, 15, 9, tzinfo=UTC)
    body = decode(json.dumps(request()).encode())
    Store(tmp_path).add(Deployment("0" * 16, body, "", start, speed=1.0))
    states = []
    for seconds in (10_000, 20_000):
        store = Store(tmp_path)
        store.load(start + timedelta(seconds=seconds))
        states.append(store.deployments["0" * 16].state())
    assert states[0] == states[1]
    assert (states[0]["status"], states[0]["finishedAt"]) == ("failed", "2026-05-15T11:46:40Z")
    assert "result" not in states[0]


async def test_phase_1_goes_on_after_a_restart(api: Api, service: Emulator) -> None:
    await service.restart(1_000.0)
    number = await api.create()
    seen = (await api.reached(number, "phase1-watching"))["events"]
    await service.restart(1_000.0)
    after = await api.snapshot(number)
    assert after["state"]["status"] in ("phase1-watching", "ready")
    assert after["events"][: len(seen)] == seen
    assert (await api.finished(number))["state"]["status"] == "ready"


def written(folder: Path) -> str:
    """Everything in the files below a folder."""
    return "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())


async def test_no_secret_reaches_the_disk(api: Api, tmp_path: Path) -> None:
    number = await api.create()
    text = written(tmp_path)
    assert number in text
    assert "<redacted>" in text
    assert not any(secret in text for secret in SECRETS)


async def test_the_record_is_there_before_the_answer(api: Api, tmp_path: Path) -> None:
    number = await api.create()
    record = json.loads(written(tmp_path / "emulator" / "deployments"))
    assert (record["id"], record["owner"]) == (number, "ops@acme.example")


async def test_speed_shortens_life(api: Api, service: Emulator) -> None:
    async def events_soon(number: str) -> bool:
        return (await api.snapshot(number))["state"]["numEvents"] >= 3

    await service.restart(100.0)
    number = await api.create()
    await until(lambda: events_soon(number))
    assert (await api.snapshot(number))["state"]["status"] == "provisioning"
    await service.restart(0.001)
    slow = await api.create("slow")
    assert (await api.snapshot(slow))["events"] == []
    assert (await api.http.get(f"{service.address}/emulator/info")).json()["speed"] == 0.001


async def test_what_runs_goes_on_at_another_pace_and_keeps_what_has_passed(api: Api, service: Emulator) -> None:
    async def has_begun() -> list[dict[str, Any]] | None:
        events = (await api.snapshot(number))["events"]
        return events if len(events) >= 3 else None

    await service.restart(50.0)
    number = await api.create()
    before = await until(has_begun)
    assert await api.own("/pace", {"speed": 20_000}) == {"paced": 1}
    after = await api.finished(number)
    assert after["state"]["status"] == "ready"
    assert after["events"][: len(before)] == before
    assert await api.own("/pace", {"speed": 1}) == {"paced": 0}
    await service.restart(0.001)
    assert await api.finished(number) == after


@pytest.mark.parametrize("speed", [0, -1, True, "fast", None, 100_001])
async def test_a_pace_that_is_none_is_refused(api: Api, service: Emulator, speed: Any) -> None:
    answer = await api.http.post(f"{service.address}/emulator/pace", json={"speed": speed})
    assert answer.status_code == 400


async def arm(api: Api, service: Emulator, **fault: Any) -> None:
    await api.http.post(f"{service.address}/emulator/faults", json=fault)


async def test_a_status_fault_is_met_as_often_as_armed(api: Api, service: Emulator) -> None:
    await arm(api, service, method="GET", path="/api/v1/deployments", fault="status", status=502, body="bad", times=2)
    answers = [await api.get("/deployments") for _ in range(3)]
    assert [a.status_code for a in answers] == [502, 502, 200]
    assert answers[0].text == "bad\n"
    assert answers[0].headers["Content-Type"].startswith("text/plain")


async def test_faults_wait_for_their_method_and_path(api: Api, service: Emulator) -> None:
    await arm(api, service, method="POST", path="/api/v1/sshkey", fault="status", status=500)
    assert (await api.get("/deployments")).status_code == 200
    assert (await api.post("/subdomains/check", {})).status_code == 200
    assert (await api.post("/sshkey/generate", {})).status_code == 500


async def test_dropping_before_has_no_effect_and_after_has(api: Api, service: Emulator) -> None:
    for fault, effects in (("drop_before", 0), ("drop_after", 1)):
        await arm(api, service, method="POST", path="/api/v1/deployments", fault=fault)
        with pytest.raises(httpx.TransportError):
            await api.create("dropped")
        creates = (await api.http.get(f"{service.address}/emulator/creates")).json()["creates"]
        assert len(creates) == effects


async def test_garbage_delay_and_disarming(api: Api, service: Emulator) -> None:
    await arm(api, service, method="GET", path="/api/v1/version", fault="garbage")
    garbage = await api.get("/version")
    assert garbage.status_code == 200
    assert b"<html>" in garbage.content
    await arm(api, service, method="GET", path="/api/v1/version", fault="delay", seconds=0.01)
    assert (await api.get("/version")).json()["emulator"] is True
    await arm(api, service, method="GET", path="/api/v1/version", fault="status")
    await arm(api, service)
    assert (await api.get("/version")).status_code == 200


async def test_a_cut_stream_has_no_done(api: Api, service: Emulator) -> None:
    number = await api.create()
    await api.finished(number)
    await arm(api, service, method="GET", path=f"/api/v1/deployments/{number}/logs", fault="cut_stream")
    parser, found = SseParser(), list[Frame]()

    async def read() -> None:
        async with api.http.stream("GET", f"{service.address}/api/v1/deployments/{number}/logs") as response:
            async for chunk in response.aiter_bytes():
                found.extend(parser.feed(chunk))

    with pytest.raises(httpx.TransportError):
        await read()
    assert not any(frame.event == "done" for frame in found)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/v1/version", "/api/v1/deployments", "/nowhere"])
async def test_every_answer_says_that_it_is_an_emulator(api: Api, service: Emulator, path: str) -> None:
    assert (await api.http.get(f"{service.address}{path}")).headers["X-Catalyst-Emulator"] == "1"


async def test_even_a_fault_says_so(api: Api, service: Emulator) -> None:
    await arm(api, service, method="GET", path="/", fault="status")
    assert (await api.http.get(f"{service.address}/healthz")).headers["X-Catalyst-Emulator"] == "1"
