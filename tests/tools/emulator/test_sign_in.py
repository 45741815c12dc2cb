"""The gate, the mailed code, the session, and whose deployment is whose (catalyst-api.md, section 2)."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.tools.emulator.conftest import Api, Clock, Still
from tests.tools.samples import TOKEN, request
from tools.contract import catalyst_openapi
from tools.emulator.gate import is_open

JsonObject = dict[str, Any]
OPS, ELSE = "ops@acme.example", "else@other.example"


@pytest.fixture
async def guarded(quiet: Api, still: Still) -> Api:
    """With the gate on."""
    await still.restart(sign_in=True)
    return quiet


async def ask(api: Api, email: str = OPS) -> httpx.Response:
    return await api.post("/auth/pin/issue", {"email": email})


def letter(folder: Path, number: str) -> JsonObject:
    return dict(json.loads((folder / "emulator" / "pins" / f"{number}.json").read_text(encoding="utf-8")))


async def sign_in(api: Api, folder: Path, email: str = OPS) -> None:
    number = (await ask(api, email)).json()["requestId"]
    body = {"email": email, "pin": letter(folder, number)["pin"], "requestId": number}
    answer = await api.post("/auth/pin/verify", body)
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


def test_what_is_open_with_the_gate_on() -> None:
    opened = {
        f"{method.upper()} {path}"
        for path, item in catalyst_openapi()["paths"].items()
        for method in item
        if method in ("get", "post", "put", "delete") and is_open(method.upper(), path)
    }
    gated = {
        "GET /api/v1/whoami", "POST /api/v1/registrar/{registrar}/set-ns", "GET /api/v1/deployments", "POST /api/v1/deployments",
        "GET /api/v1/deployments/{id}", "GET /api/v1/deployments/{id}/kubeconfig", "GET /api/v1/handover/public-key",
        "POST /api/v1/deployments/{id}/mint-handover-token", "GET /api/v1/deployments/{depId}/jobs",
        "GET /api/v1/actions/executions/{execId}/logs", "GET /api/v1/flows/{deploymentId}/snapshot",
        "GET /api/v1/deployments/{depId}/components/state", "POST /api/v1/deployments/{id}/wipe",
    }  # fmt: skip
    assert not gated & opened
    assert {
        "GET /healthz", "GET /readyz", "GET /api/v1/version", "POST /api/v1/auth/pin/issue", "POST /api/v1/auth/pin/verify",
        "DELETE /api/v1/auth/session", "POST /api/v1/credentials/validate", "POST /api/v1/subdomains/check",
        "POST /api/v1/credentials/object-storage/validate", "POST /api/v1/sshkey/generate", "GET /auth/handover",
        "POST /api/v1/registrar/{registrar}/validate", "PUT /api/v1/deployments/{id}/kubeconfig",
    } <= opened  # fmt: skip


async def test_without_the_gate_everything_is_open(quiet: Api) -> None:
    assert (await quiet.get("/whoami")).json() == {"email": ""}
    answer = await ask(quiet)
    assert (answer.status_code, answer.json()) == (503, {"error": "auth-unconfigured"})


async def test_without_a_session(guarded: Api) -> None:
    for path in ("/whoami", "/deployments", f"/deployments/{'0' * 16}", f"/flows/{'0' * 16}/snapshot"):
        answer = await guarded.get(path)
        assert (answer.status_code, answer.json()) == (401, {"error": "unauthenticated"}), path
    assert (await guarded.post("/deployments", request())).status_code == 401
    assert (await guarded.post("/credentials/validate", {"token": TOKEN})).status_code == 200


async def test_a_session_is_a_cookie(guarded: Api, tmp_path: Path, clock: Clock) -> None:
    number = (await ask(guarded)).json()
    assert number == {"ok": True, "sent": True, "requestId": number["requestId"], "expiresInSec": 600}
    pin = letter(tmp_path, number["requestId"])["pin"]
    answer = await guarded.post("/auth/pin/verify", {"email": OPS.upper(), "pin": pin, "requestId": number["requestId"]})
    cookies = answer.headers.get_list("set-cookie")
    session = next(c for c in cookies if c.startswith("catalyst_session="))
    assert {"HttpOnly", "Max-Age=28800", "Path=/", "SameSite=Lax"} <= set(session.split("; "))
    assert any(c.startswith(('catalyst_refresh=""', "catalyst_refresh=;")) for c in cookies)
    assert (await guarded.get("/whoami")).json() == {"email": OPS}
    assert not list((tmp_path / "emulator" / "pins").iterdir()), "the letter is used up"
    clock.pass_by(8 * 3600)
    assert (await guarded.get("/whoami")).status_code == 401
    await guarded.delete("/auth/session")
    assert "catalyst_session" not in guarded.http.cookies


async def test_a_session_outlives_a_restart_and_cannot_be_made_up(guarded: Api, still: Still, tmp_path: Path) -> None:
    await sign_in(guarded, tmp_path)
    await still.restart(sign_in=True)
    guarded.http.cookies.update({})
    cookie = guarded.http.cookies.get("catalyst_session") or ""
    headers = {"Cookie": f"catalyst_session={cookie}"}
    assert (await guarded.http.get(f"{still.address}/api/v1/whoami", headers=headers)).status_code == 200
    guarded.http.cookies.clear()
    headers = {"Cookie": f"catalyst_session={cookie[:-4]}AAAA"}
    assert (await guarded.http.get(f"{still.address}/api/v1/whoami", headers=headers)).status_code == 401


async def test_one_code_a_minute(guarded: Api, clock: Clock) -> None:
    assert (await ask(guarded)).status_code == 200
    clock.pass_by(20)
    again = await ask(guarded, OPS.upper())
    assert (again.status_code, again.json()) == (429, {"error": "pin-rate-limited", "retryAfterSec": 40})
    assert again.headers["Retry-After"] == "40"
    assert (await ask(guarded, ELSE)).status_code == 200
    clock.pass_by(40)
    assert (await ask(guarded)).status_code == 200


async def test_a_failed_delivery_releases_the_cooldown(guarded: Api) -> None:
    for _ in range(2):
        answer = await ask(guarded, "nobody@undeliverable.example")
        assert (answer.status_code, answer.json()) == (502, {"error": "email-send-failed"})


async def test_three_wrong_tries_destroy_a_code(guarded: Api, tmp_path: Path) -> None:
    number = (await ask(guarded)).json()["requestId"]
    pin = letter(tmp_path, number)["pin"]
    wrong = {"email": OPS, "pin": f"{(int(pin) + 1) % 10**6:06d}", "requestId": number}
    answers = [await guarded.post("/auth/pin/verify", wrong) for _ in range(3)]
    assert [(a.status_code, a.json()) for a in answers] == [
        (401, {"error": "pin-invalid", "attemptsRemaining": 2}),
        (401, {"error": "pin-invalid", "attemptsRemaining": 1}),
        (410, {"error": "attempts-exceeded"}),
    ]
    right = await guarded.post("/auth/pin/verify", {**wrong, "pin": pin})
    assert (right.status_code, right.json()) == (410, {"error": "pin-expired"})


async def test_codes_that_are_no_use(guarded: Api, tmp_path: Path, clock: Clock) -> None:
    number = (await ask(guarded)).json()["requestId"]
    good = {"email": OPS, "pin": letter(tmp_path, number)["pin"], "requestId": number}
    for changes, status, error in (
        ({"email": " "}, 400, "email-required"),
        ({"pin": "12345"}, 400, "invalid-body"),
        ({"pin": 123456}, 400, "invalid-body"),
        ({"email": ELSE}, 410, "pin-expired"),
        ({"requestId": "other"}, 410, "pin-expired"),
    ):
        answer = await guarded.post("/auth/pin/verify", {**good, **changes})
        assert (answer.status_code, answer.json()["error"]) == (status, error), changes
    clock.pass_by(600)
    assert (await guarded.post("/auth/pin/verify", good)).json() == {"error": "pin-expired"}
    assert (await guarded.post("/auth/pin/issue", {"email": ""})).json() == {"error": "email-required"}
    assert (await guarded.post("/auth/pin/issue", [])).json() == {"error": "invalid-body"}


async def test_another_persons_deployment_is_not_there(guarded: Api, tmp_path: Path, clock: Clock) -> None:
    await sign_in(guarded, tmp_path)
    number = await guarded.create(orgEmail="somebody@acme.example")
    state = (await guarded.get(f"/deployments/{number}")).json()
    assert state["ownerEmail"] == OPS, "the session's address, not the organisation's"
    clock.pass_by(2_000)
    job = (await guarded.get(f"/deployments/{number}/jobs/tofu-plan")).json()
    execution = job["executions"][0]["id"]
    assert [d["id"] for d in (await guarded.get("/deployments")).json()["deployments"]] == [number]
    assert (await guarded.get(f"/deployments?owner={ELSE}")).json() == {"deployments": []}
    guarded.http.cookies.clear()
    await sign_in(guarded, tmp_path, ELSE)
    for path in ("", "/events", "/logs", "/kubeconfig", "/components/state"):
        answer = await guarded.get(f"/deployments/{number}{path}")
        assert (answer.status_code, answer.json()) == (404, {"error": "deployment-not-found"}), path
    assert (await guarded.post(f"/deployments/{number}/mint-handover-token")).status_code == 404
    assert (await guarded.get(f"/deployments/{number}/jobs")).json() == {"jobs": []}
    assert (await guarded.get(f"/deployments/{number}/jobs/tofu-plan")).json() == {"error": "job-not-found"}
    assert (await guarded.get(f"/actions/executions/{execution}/logs")).json() == {"error": "execution-not-found"}
    flow = await guarded.get(f"/flows/{number}/snapshot")
    assert (flow.status_code, flow.text) == (404, "deployment not found\n")
    assert (await guarded.get("/deployments")).json() == {"deployments": []}


@pytest.mark.parametrize("path", ["magic", "callback"])
async def test_old_links_lead_to_the_login(guarded: Api, path: str) -> None:
    answer = await guarded.get(f"/auth/{path}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login?error=flow_changed")
