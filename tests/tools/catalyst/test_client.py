"""The client against the emulator, and against everything that a network and a service can do to it."""

import json
import socket
from typing import Any

import httpx
import pytest

from tests.tools.catalyst.conftest import LONG, Answer, Hostile, hang_up, reply, silence, stream
from tests.tools.conftest import StartEmulator
from tests.tools.samples import SECRETS, TOKEN, request
from tests.tools.waiting import until
from tools.catalyst import CatalystClient, CatalystError

ID = "22af2b1120158239"
CREATED = json.dumps({"id": ID, "status": "provisioning", "streamURL": f"/api/v1/deployments/{ID}/logs"})


async def ready(client: CatalystClient, number: str) -> bool:
    return (await client.snapshot(number)).done


async def test_a_deployment_from_end_to_end(client: CatalystClient) -> None:
    created = await client.create(request())
    await until(lambda: ready(client, created.id))
    state = await client.get(created.id)
    assert (state.id, state.status, state.sovereign_fqdn) == (created.id, "ready", "acme.omani.works")
    assert state.result is not None
    assert state.result.console_url == "https://console.acme.omani.works"
    assert set(state.components.values()) == {"installed"}
    snapshot = await client.snapshot(created.id)
    assert len(snapshot.events) == state.num_events
    assert {job.job_name for job in await client.jobs(created.id)} >= {"provisioner", "tofu-init", "install-cilium"}
    assert [entry.id for entry in await client.list_deployments("ops@acme.example")] == [created.id]
    link = await client.mint_handover(created.id)
    assert link.redirect_url.startswith("https://console.acme.omani.works/auth/handover?token=")
    assert link.redirect_url not in repr(link)
    frames = [frame async for frame in client.logs(created.id)]
    assert frames[-1].event == "done"
    assert await client.jobs("0" * 16) == []


async def test_names_keys_and_credentials(client: CatalystClient) -> None:
    assert (await client.check_subdomain("acme", "omani.works")).available
    taken = await client.check_subdomain("admin", "omani.works")
    assert (taken.available, taken.reason) == (False, "reserved")
    pair = await client.generate_ssh_key("acme.omani.works")
    assert pair.public_key.endswith("catalyst@acme.omani.works")
    assert pair.private_key not in repr(pair)
    assert await client.credentials_valid(TOKEN) is True
    assert await client.credentials_valid("reject" * 11) is False
    assert await client.credentials_valid("short") is False
    assert await client.storage_valid("fsn1", "a" * 16, "s" * 32) is True
    assert await client.storage_valid("ash", "a" * 16, "s" * 32) is False


async def test_the_emulator_is_recognised(client: CatalystClient) -> None:
    assert client.emulated is False
    assert await client.healthy() is True
    assert client.emulated is True


async def test_a_real_service_is_not_taken_for_the_emulator(harsh: CatalystClient, hostile: Hostile) -> None:
    hostile.answers = [reply(200, b"ok", "text/plain"), reply(503)]
    assert await harsh.healthy() is True
    assert harsh.emulated is False
    assert await harsh.healthy() is False


async def test_the_base_address_keeps_its_prefix(hostile: Hostile, http: httpx.AsyncClient) -> None:
    hostile.answers = [reply(201, CREATED)]
    await CatalystClient(f"{hostile.address}/sovereign/", http).create(request())
    assert hostile.requests[0][:2] == ("POST", "/sovereign/api/v1/deployments")
    assert json.loads(hostile.requests[0][2]) == request()


async def test_refusals_of_the_emulator(start_emulator: StartEmulator, http: httpx.AsyncClient) -> None:
    client = CatalystClient(await start_emulator(1.0), http)  # in life, so that a name stays reserved
    await client.create(request())
    cases: list[tuple[dict[str, Any], str, int]] = [
        (request(), "subdomain-conflict", 409),
        (request("admin"), "pdm-unavailable", 503),
        (request("other", orgName=""), "invalid-request", 400),
    ]
    for body, code, status in cases:
        with pytest.raises(CatalystError) as caught:
            await client.create(body)
        assert (caught.value.code, caught.value.status, caught.value.outcome) == (code, status, "refused")
    with pytest.raises(CatalystError) as caught:
        await client.get("0" * 16)
    assert (caught.value.code, caught.value.status) == ("not-found", 404)
    with pytest.raises(CatalystError) as caught:
        await client.mint_handover("0" * 16)
    assert caught.value.status == 404


CREATES: dict[str, tuple[Answer, str, str]] = {
    "400 text": (reply(400, b"invalid request body: EOF\n", "text/plain; charset=utf-8"), "invalid-request", "refused"),
    "400 JSON": (reply(400, b'{"error":"hetzner token is required"}'), "invalid-request", "refused"),
    "400 JSON that is none": (reply(400, b"{"), "invalid-request", "refused"),
    "401": (reply(401, b'{"error":"unauthenticated"}'), "unauthenticated", "refused"),
    "409": (reply(409, b'{"error":"subdomain-conflict"}'), "subdomain-conflict", "refused"),
    "409 text": (reply(409, b"no", "text/plain"), "conflict", "refused"),
    "503 of the name service": (reply(503, b'{"error":"pdm-unavailable"}'), "pdm-unavailable", "refused"),
    "503 of a proxy": (reply(503, b"<html>", "text/html"), "server-error", "refused"),
    "500": (reply(500, b'{"error":"bearer-token-generation-failed"}'), "server-error", "unknown"),
    "502": (reply(502, b"<html>", "text/html"), "server-error", "unknown"),
    "504": (reply(504, b"", "text/html"), "server-error", "unknown"),
    "garbage": (reply(201, b"\x00<html>"), "garbage", "unknown"),
    "another shape": (reply(201, b"[1]"), "garbage", "unknown"),
    "no id": (reply(201, b'{"status":"provisioning"}'), "garbage", "unknown"),
    "a strange id": (reply(201, b'{"id":"../../x"}'), "garbage", "unknown"),
    "a redirect": (reply(302, b""), "garbage", "unknown"),
    "hang-up": (hang_up, "cut", "unknown"),
    "silence": (silence, "timeout", "unknown"),
    "half an answer": (reply(201, b"{"), "garbage", "unknown"),
}


@pytest.mark.parametrize(("answer", "code", "outcome"), CREATES.values(), ids=CREATES)
async def test_what_is_known_after_a_create(
    harsh: CatalystClient, impatient: CatalystClient, hostile: Hostile, answer: Answer, code: str, outcome: str
) -> None:
    hostile.answers = [answer, reply(201, CREATED)]
    with pytest.raises(CatalystError) as caught:
        await (impatient if code == "timeout" else harsh).create(request())
    error = caught.value
    assert (error.code, error.outcome) == (code, outcome)
    assert len(hostile.requests) == 1, "a create is never posted twice by the client"
    shown = f"{error!r} {error} {error.message} {error.__cause__!r} {error.__context__!r}"
    assert not any(secret in shown for secret in SECRETS)
    assert (error.__cause__, error.__suppress_context__) == (None, error.__context__ is not None)
    assert error.message


async def test_a_body_shorter_than_promised(harsh: CatalystClient, hostile: Hostile) -> None:
    async def half(writer: Any) -> None:
        writer.write(b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{")

    hostile.answers = [half]
    with pytest.raises(CatalystError) as caught:
        await harsh.create(request())
    assert (caught.value.code, caught.value.outcome) == ("cut", "unknown")


async def test_nobody_listens(http: httpx.AsyncClient) -> None:
    with socket.socket() as mine:
        mine.bind(("127.0.0.1", 0))  # nobody else can listen there meanwhile
        client = CatalystClient(f"http://127.0.0.1:{mine.getsockname()[1]}", http, plain=LONG)
        with pytest.raises(CatalystError) as caught:
            await client.create(request())
        assert (caught.value.code, caught.value.outcome, caught.value.retry_helps) == ("unreachable", "unreachable", True)
        assert await client.healthy() is False


@pytest.mark.parametrize(
    ("answer", "code", "retry"),
    [
        (reply(404, b"deployment not found\n", "text/plain; charset=utf-8"), "not-found", False),
        (reply(404, b'{"error":"deployment-not-found"}'), "deployment-not-found", False),
        (reply(502, b"<html>", "text/html"), "server-error", True),
        (reply(503, b'{"error":"pdm-unavailable"}'), "pdm-unavailable", True),
        (reply(503, b'{"error":"some-token"}'), "some-token", True),
        (reply(200, b"{"), "garbage", True),
        (reply(200, b'"text"'), "garbage", True),
        (hang_up, "cut", True),
        (silence, "timeout", True),
    ],
)
async def test_reads_that_fail(
    harsh: CatalystClient, impatient: CatalystClient, hostile: Hostile, answer: Answer, code: str, retry: bool
) -> None:
    hostile.answers = [answer]
    with pytest.raises(CatalystError) as caught:
        await (impatient if code == "timeout" else harsh).get(ID)
    assert (caught.value.code, caught.value.retry_helps) == (code, retry)


async def test_a_sentence_of_the_service_is_passed_on_and_cut(harsh: CatalystClient, hostile: Hostile) -> None:
    hostile.answers = [reply(400, json.dumps({"error": "organisation name is required " * 40}))]
    with pytest.raises(CatalystError) as caught:
        await harsh.create(request())
    assert "organisation name is required" in caught.value.message
    assert len(caught.value.message) < 300


async def test_readers_are_tolerant(harsh: CatalystClient, hostile: Hostile) -> None:
    snapshot = {
        "state": {
            "id": ID, "status": "from-the-future", "startedAt": "2026-05-15T09:00:00Z", "finishedAt": "",
            "sovereignFQDN": "a.b", "unknown": {"x": 1}, "componentStates": None,
            "result": {"consoleURL": "", "phase1Outcome": None, "componentStates": {"cilium": "installed"}},
        },
        "events": [
            {"time": "0001-01-01T00:00:00Z", "phase": "new-phase", "level": "info", "message": "one"},
            {"message": None},
            "not an object",
            {"time": "2026-05-15T09:00:00", "phase": "tofu", "level": "info", "message": "two", "dependsOn": None},
        ],
        "done": False,
    }  # fmt: skip
    rows = [{"id": f"{ID}:x", "jobName": "x"}, {"jobName": 5}, None, {"id": f"{ID}:y", "jobName": "y", "dependsOn": None}]
    hostile.answers = [
        reply(200, json.dumps(snapshot)),
        reply(200, json.dumps({"jobs": rows})),
        reply(200, b'{"jobs": null}'),
        reply(200, b"[]"),
        reply(200, json.dumps({"deployments": [{"id": ID}, {"no": "id"}, 7]})),
    ]
    read = await harsh.snapshot(ID)
    assert [event.message for event in read.events] == ["one", "two"]
    assert read.events[0].time is None
    assert read.events[1].time is not None
    assert read.events[1].time.tzinfo is not None
    assert (read.state.finished_at, read.state.components) == (None, {"cilium": "installed"})
    assert [job.job_name for job in await harsh.jobs(ID)] == ["x", "y"]
    assert await harsh.jobs(ID) == []
    assert await harsh.jobs(ID) == []
    assert [entry.id for entry in await harsh.list_deployments()] == [ID]


async def test_the_apps_of_the_tenant_catalogue(harsh: CatalystClient, hostile: Hostile) -> None:
    hostile.answers = [reply(200, b'[{"slug":"a"}, 5]'), reply(200, b'{"apps":[]}')]
    assert await harsh.apps(f"{hostile.address}/shop/") == [{"slug": "a"}]
    assert hostile.requests[0][1] == "/shop/api/catalog/apps"
    assert await harsh.apps(hostile.address) == []


@pytest.mark.parametrize(
    ("answer", "frames", "code"),
    [
        (stream(b"data: 1\n\n", b"event: done\ndata: {}\n\n"), ["1", "{}"], None),
        (stream(b"data: 1\n\nda", b"ta: 2\n\ndata: lost"), ["1", "2"], None),
        (stream(b"data: 1\n\n", cut=True), ["1"], "cut"),
        (stream(b"data: 1\n\n", idle=True), ["1"], "timeout"),
        (stream(b"data: 1\n\n", b"x" * 1_100_000), ["1"], "garbage"),
        (reply(404, b"deployment not found\n", "text/plain"), [], "not-found"),
        (reply(502, b"", "text/html"), [], "server-error"),
        (hang_up, [], "cut"),
    ],
)
async def test_the_log_stream(
    harsh: CatalystClient, impatient: CatalystClient, hostile: Hostile, answer: Answer, frames: list[str], code: str | None
) -> None:
    hostile.answers = [answer]
    seen: list[str] = []

    async def read() -> None:
        async for frame in (impatient if code == "timeout" else harsh).logs(ID):
            seen.extend([frame.data])  # one by one: what came before a failure counts

    if code is None:
        await read()
    else:
        with pytest.raises(CatalystError) as caught:
            await read()
        assert caught.value.code == code
    assert seen == frames


async def test_every_answer_tells_whether_it_is_the_emulator(client: CatalystClient, harsh: CatalystClient, hostile: Hostile) -> None:
    await client.list_deployments()
    assert client.emulated is True
    hostile.answers = [reply(200, b'{"deployments":[]}')]
    await harsh.list_deployments()
    assert harsh.emulated is False


async def test_looking_again_and_component_states(harsh: CatalystClient, hostile: Hostile) -> None:
    rows = [{"appId": "cilium", "status": "Installed", "lastTransitionAt": "0001-01-01T00:00:00Z"}, {"appId": 5}, None]
    body = json.dumps({"watching": True, "alreadyActive": True, "components": rows})
    hostile.answers = [reply(202, body), reply(200, body), reply(504, b'{"error":"seed-timeout","watching":true}')]
    assert await harsh.refresh_watch(ID) == {"cilium": "installed"}
    assert await harsh.components(ID) == {"cilium": "installed"}
    assert [r[:2] for r in hostile.requests] == [
        ("POST", f"/api/v1/deployments/{ID}/refresh-watch"), ("GET", f"/api/v1/deployments/{ID}/components/state")
    ]  # fmt: skip
    with pytest.raises(CatalystError) as caught:
        await harsh.refresh_watch(ID)
    assert (caught.value.code, caught.value.retry_helps) == ("seed-timeout", True)


IN_FLIGHT = "deployment is still in-flight \u2014 wait for the current phase to finish before retrying"


@pytest.mark.parametrize(
    ("answer", "code", "outcome"),
    [
        (reply(409, json.dumps({"error": IN_FLIGHT})), "in-flight", "refused"),
        (reply(409, f"{IN_FLIGHT}\n", "text/plain; charset=utf-8"), "in-flight", "refused"),
        (reply(400, b'{"error":"unknown phase \\u003cx\\u003e"}'), "invalid-request", "refused"),
        (reply(404, b"deployment not found\n", "text/plain"), "not-found", "refused"),
        (reply(502, b"<html>", "text/html"), "server-error", "unknown"),
        (reply(200, b"{}"), "garbage", "unknown"),
        (hang_up, "cut", "unknown"),
    ],
)
async def test_running_phase_0_again(
    harsh: CatalystClient, hostile: Hostile, answer: Answer, code: str, outcome: str
) -> None:
    accepted = {"id": ID, "status": "provisioning", "phase": "tofu-apply", "streamURL": "/x", "message": "m"}
    hostile.answers = [reply(200, json.dumps(accepted)), answer]
    assert (await harsh.retry(ID, "tofu-apply")).status == "provisioning"
    assert hostile.requests[0][:2] == ("POST", f"/api/v1/deployments/{ID}/phases/tofu-apply/retry")
    with pytest.raises(CatalystError) as caught:
        await harsh.retry(ID, "tofu-apply")
    assert (caught.value.code, caught.value.outcome) == (code, outcome)


async def test_a_flow_with_malformed_parts(harsh: CatalystClient, hostile: Hostile) -> None:
    body = {"type": "snapshot", "flow": {"id": ID}, "nodes": [{"id": "a"}, {"x": 1}, 5], "relationships": [{"fromId": "a"}]}
    hostile.answers = [reply(200, json.dumps(body)), reply(502, b"openova-flow-server unreachable: x\n", "text/plain")]
    flow = await harsh.flow(ID)
    assert [n.id for n in flow.nodes] == ["a"]
    assert flow.relationships == ()
    with pytest.raises(CatalystError) as caught:
        await harsh.flow(ID)
    assert caught.value.retry_helps


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(429, b'{"error":"pin-rate-limited","retryAfterSec":60}'), "pin-rate-limited"),
        (reply(429, b"slow down", "text/plain"), "rate-limited"),
        (reply(503, b'{"error":"signer-not-configured"}'), "signer-not-configured"),
        (reply(409, b'{"Error":"not-handover-ready"}'), "not-handover-ready"),
    ],
)
async def test_codes_of_the_wire(harsh: CatalystClient, hostile: Hostile, answer: Answer, code: str) -> None:
    hostile.answers = [answer]
    with pytest.raises(CatalystError) as caught:
        await harsh.mint_handover(ID)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
