"""Names under the pools: held, committed late, lost, given back (catalyst-api.md, section 5)."""

from typing import Any

import httpx
import pytest

from tests.tools.emulator.conftest import Api, Clock, Still
from tests.tools.samples import TOKEN, request

DONE = 5_000


async def free(api: Api, label: str = "acme") -> Any:
    body = {"subdomain": label, "poolDomain": "omani.works"}
    answer = (await api.post("/subdomains/check", body)).json()
    return answer["available"] or answer["reason"]


async def release(api: Api, number: str) -> tuple[int, dict[str, Any]]:
    answer = await api.delete(f"/deployments/{number}/release-subdomain")
    return answer.status_code, answer.json()


async def test_a_name_is_held_for_ten_minutes_and_then_in_use(quiet: Api, clock: Clock) -> None:
    await quiet.create()
    clock.pass_by(599)
    assert await free(quiet) == "reserved-state"
    clock.pass_by(2)
    assert await free(quiet) is True, "the hold has lapsed though the run goes on"
    clock.pass_by(DONE)
    assert await free(quiet) == "active-state"


async def test_a_late_commit_finds_its_name_taken(quiet: Api, clock: Clock) -> None:
    first = await quiet.create()
    clock.pass_by(605)
    second = await quiet.create()
    clock.pass_by(300)
    state = (await quiet.get(f"/deployments/{first}")).json()
    assert state["status"] == "ready", "the service only logs the refusal"
    assert (await quiet.own(f"/deployments/{first}/truth"))["verdict"] == "unreachable"
    assert (await quiet.own("/world?host=console.acme.omani.works"))["resolves"] is False
    clock.pass_by(DONE)
    assert (await quiet.own(f"/deployments/{second}/truth"))["verdict"] == "ready"
    assert (await release(quiet, first))[1]["noOp"] == "the name is free already"
    assert await free(quiet) == "active-state"


@pytest.mark.parametrize("fault", ["phase0-failure:plan", "restart:60,down=1"])
async def test_phase_0_gives_the_name_back(quiet: Api, clock: Clock, fault: str) -> None:
    await quiet.own("/wishes", {"faults": [fault]})
    await quiet.create()
    clock.pass_by(62)
    assert await _patiently(quiet, clock) is True


async def _patiently(api: Api, clock: Clock) -> Any:
    """The restart cuts the connection of whoever asks first."""
    try:
        return await free(api)
    except (httpx.TransportError, ValueError):
        clock.pass_by(5)
        return await free(api)


async def test_names_are_released_by_hand(quiet: Api, clock: Clock) -> None:
    number = await quiet.create()
    status, body = await release(quiet, number)
    assert (status, body["pdmReleased"]) == (409, False)
    clock.pass_by(DONE)
    await quiet.own("/settings", {"without": ["names"]})
    status, body = await release(quiet, number)
    assert (status, body["pdmReleased"]) == (502, False)
    await quiet.own("/settings", {"without": []})
    expected = {"deploymentId": number, "poolDomain": "omani.works", "subdomain": "acme", "pdmReleased": True}
    assert await release(quiet, number) == (200, expected)
    assert await free(quiet) is True
    status, body = await release(quiet, number)
    assert (status, body["pdmReleased"], body["noOp"]) == (200, True, "the name is free already")
    assert (await quiet.own("/world?host=acme.omani.works"))["resolves"] is False


async def test_who_may_not_release(quiet: Api, clock: Clock) -> None:
    adopted, wiped = await quiet.create("one"), await quiet.create("two")
    own = await quiet.create("three", sovereignDomainMode="byo", sovereignFQDN="three.example")
    clock.pass_by(DONE)
    await quiet.get(f"/deployments/{adopted}")
    assert (await quiet.own(f"/deployments/{adopted}/adopt", {})) == {"ok": True}
    assert (await release(quiet, adopted))[0] == 422
    assert (await quiet.delete(f"/deployments/{adopted}")).status_code == 422
    listed = (await quiet.get("/deployments")).json()["deployments"]
    assert adopted not in {row["id"] for row in listed}
    assert (await quiet.post(f"/deployments/{wiped}/wipe", {"hetznerToken": TOKEN})).status_code == 200
    assert (await release(quiet, wiped))[0] == 410
    assert (await release(quiet, own))[1]["noOp"] == "the name isn't one of a managed pool"
    unknown = await quiet.delete(f"/deployments/{'0' * 16}/release-subdomain")
    assert (unknown.status_code, unknown.text) == (404, "deployment not found\n")


async def test_a_wiped_record_answers_for_a_minute(quiet: Api, clock: Clock) -> None:
    number = await quiet.create()
    early = await quiet.post(f"/deployments/{number}/wipe", {"hetznerToken": TOKEN})
    assert early.status_code == 409
    assert early.headers["Content-Type"] == "text/plain; charset=utf-8"
    clock.pass_by(DONE)
    report = (await quiet.post(f"/deployments/{number}/wipe", {"HETZNERTOKEN": TOKEN})).json()
    assert (report["tofuDestroyed"], report["pdmReleased"], report["errors"]) == (True, True, None)
    snapshot = await quiet.snapshot(number)
    assert (snapshot["state"]["status"], snapshot["done"]) == ("wiped", True)
    assert [e["phase"] for e in snapshot["events"][-2:]] == ["wipe", "tofu-destroy"]
    clock.pass_by(59)
    assert (await quiet.get(f"/deployments/{number}")).status_code == 200
    clock.pass_by(2)
    assert (await quiet.get(f"/deployments/{number}")).status_code == 404


async def test_a_rerun_after_a_failure_has_no_name(quiet: Api, clock: Clock) -> None:
    await quiet.own("/wishes", {"faults": ["restart:60,down=1"]})
    number = await quiet.create()
    clock.pass_by(70)
    await _patiently(quiet, clock)
    clock.pass_by(DONE)
    retry = await quiet.post(f"/deployments/{number}/phases/tofu-init/retry")
    assert retry.json()["status"] == "provisioning"
    clock.pass_by(DONE)
    state = (await quiet.get(f"/deployments/{number}")).json()
    assert state["status"] == "failed"
    assert "unable to authenticate" in state["error"]


async def test_when_the_name_service_is_down(quiet: Api, still: Still) -> None:
    await quiet.own("/settings", {"without": ["names"]})
    assert await free(quiet) == "pdm-unavailable"
    answer = await quiet.http.post(f"{still.address}/api/v1/deployments", json=request())
    assert (answer.status_code, answer.json()["error"]) == (503, "pdm-unavailable")
    registrar = await quiet.post("/registrar/ovh/validate", {"domain": "a.example", "token": "t"})
    assert (registrar.status_code, registrar.json()) == (503, {"error": "pdm-unavailable"})
