"""Names, keys, credentials, handover, retry, wipe, list."""

import asyncio
import base64
import hashlib
from typing import Any

import pytest
from aiohttp.base_protocol import BaseProtocol
from aiohttp.streams import StreamReader
from aiohttp.test_utils import make_mocked_request
from cryptography.hazmat.primitives.serialization import load_ssh_private_key
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.tools.emulator.conftest import Api, Emulator
from tests.tools.samples import TOKEN
from tests.tools.waiting import until
from tools.emulator.routes import body

FORMAT = "subdomain must be a-z, 0-9 and hyphens, start with a letter, max 63 characters"
RESERVED = "this subdomain is reserved for the Sovereign control plane — pick a different name"
HELD = "this subdomain has been reserved by another deployment in progress — try again in a few minutes"
ACTIVE = "this subdomain is already in use by another Sovereign — pick a different name"


async def check(api: Api, label: Any, pool: str = "omani.works") -> dict[str, Any]:
    answer = await api.post("/subdomains/check", {"subdomain": label, "poolDomain": pool})
    assert answer.status_code == 200
    return dict(answer.json())


async def test_a_free_name(api: Api) -> None:
    assert await check(api, " ACME ") == {"available": True, "fqdn": "acme.omani.works"}


@pytest.mark.parametrize("label", ["", "1acme", "acme-", "a.b", "a" * 64, "-a", "a_b", "é"])
async def test_a_malformed_name(api: Api, label: str) -> None:
    assert await check(api, label) == {"available": False, "reason": "invalid-format", "detail": FORMAT}


@pytest.mark.parametrize("label", ["admin", "www", "Console"])
async def test_a_reserved_name(api: Api, label: str) -> None:
    assert await check(api, label) == {"available": False, "reason": "reserved", "detail": RESERVED}
    assert (await check(api, label, "elsewhere.example"))["available"] is True


async def test_a_name_in_use(api: Api, service: Emulator) -> None:
    await service.restart(0.001)
    await api.create("slow")
    held = await check(api, "slow")
    assert held == {"available": False, "reason": "reserved-state", "detail": HELD, "fqdn": "slow.omani.works"}
    await service.restart(10_000.0)
    assert (await check(api, "slow"))["available"] is True, "a run that was given up frees its name"
    await api.finished(await api.create("quick"))
    used = await check(api, "Quick")
    assert used == {"available": False, "reason": "active-state", "detail": ACTIVE, "fqdn": "quick.omani.works"}


async def test_who_leaves_in_the_middle_is_no_fault_of_the_service() -> None:
    cut = StreamReader(BaseProtocol(asyncio.get_running_loop()), 2**16)
    cut.feed_data(b"{")
    cut.set_exception(ConnectionResetError("Connection lost"))
    assert await body(make_mocked_request("POST", "/api/v1/subdomains/check", payload=cut), subdomain=str) is None


async def test_a_failed_run_frees_its_name(api: Api) -> None:
    await api.wish(failPhase0=True)
    await api.finished(await api.create("acme"))
    assert (await check(api, "acme"))["available"] is True


async def test_a_body_that_is_no_json(api: Api, service: Emulator) -> None:
    answer = await api.http.post(f"{service.address}/api/v1/subdomains/check", content=b"{")
    assert answer.status_code == 400
    assert answer.json() == {
        "available": False,
        "reason": "invalid-format",
        "detail": "request body could not be parsed as JSON",
    }


@pytest.mark.parametrize(("body", "comment"), [({"fqdn": "a.b"}, "catalyst@a.b"), ({}, "catalyst"), (None, "catalyst")])
async def test_a_key_pair(api: Api, body: Any, comment: str) -> None:
    pair = (await api.post("/sshkey/generate", body)).json()
    kind, wire, said = pair["publicKey"].split(" ")
    assert (kind, said) == ("ssh-ed25519", comment)
    digest = base64.b64encode(hashlib.sha256(base64.b64decode(wire)).digest()).decode().rstrip("=")
    assert pair["fingerprint"] == f"SHA256:{digest}"
    private = load_ssh_private_key(pair["privateKey"].encode(), password=None)
    assert base64.b64decode(wire).endswith(private.public_key().public_bytes_raw())  # type: ignore[union-attr] # Ed25519, as generated
    assert (await api.post("/sshkey/generate", body)).json()["publicKey"] != pair["publicKey"]


@pytest.mark.parametrize(
    ("token", "status", "valid", "message"),
    [
        (TOKEN, 200, True, "read/write access confirmed"),
        ("x" * 63, 400, False, "token too short — Hetzner API tokens are at least 64 characters"),
        (" " * 70, 400, False, "token too short — Hetzner API tokens are at least 64 characters"),
        ("reject" * 11, 200, False, "token rejected — ensure it has Read & Write permissions"),
    ],
)
async def test_a_cloud_token(api: Api, token: str, status: int, valid: bool, message: str) -> None:
    answer = await api.post("/credentials/validate", {"token": token, "provider": "hetzner"})
    assert (answer.status_code, answer.json()) == (status, {"valid": valid, "message": message})
    assert "&" not in answer.text, "the service escapes it"


KEYS = {"region": "fsn1", "accessKey": "a" * 16, "secretKey": "s" * 32, "provider": "hetzner"}


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({}, 200, "S3 access confirmed"),
        ({"region": " "}, 400, "object storage region is required (fsn1, nbg1, or hel1)"),
        (
            {"region": "ash", "accessKey": ""},
            400,
            "region must be one of fsn1 / nbg1 / hel1 (Hetzner Object Storage is European-only as of 2026-04)",
        ),
        (
            {"accessKey": "a" * 15, "secretKey": ""},
            400,
            "access key too short — Hetzner Object Storage keys are at least 16 characters",
        ),
        (
            {"secretKey": "s" * 31},
            400,
            "secret key too short — Hetzner Object Storage secrets are at least 32 characters",
        ),
        (
            {"secretKey": "reject" * 6},
            200,
            "credentials rejected — issue a fresh access/secret pair in Hetzner Console → Object Storage → Manage "
            "Credentials",
        ),
    ],
)
async def test_storage_keys(api: Api, changes: dict[str, str], status: int, message: str) -> None:
    answer = await api.post("/credentials/object-storage/validate", {**KEYS, **changes})
    assert (answer.status_code, answer.json()) == (status, {"valid": message.startswith("S3"), "message": message})


async def test_an_unknown_storage_provider(api: Api) -> None:
    answer = await api.post("/credentials/object-storage/validate", {**KEYS, "provider": "aws", "region": ""})
    assert answer.status_code == 400
    assert answer.json()["valid"] is False


async def test_handover_only_when_ready(api: Api, service: Emulator) -> None:
    await service.restart(0.001)
    number = await api.create()
    early = await api.post(f"/deployments/{number}/mint-handover-token")
    assert (early.status_code, early.json()) == (409, {"error": "not-handover-ready"})


async def test_the_handover_token(api: Api) -> None:
    number = await api.create()
    await api.finished(number)
    minted = [(await api.post(f"/deployments/{number}/mint-handover-token")).json() for _ in range(2)]
    assert minted[0]["token"] != minted[1]["token"]
    for answer in minted:
        assert answer["redirectURL"] == f"https://console.acme.omani.works/auth/handover?token={answer['token']}"
    public = await api.get("/handover/public-key")
    assert public.headers["Cache-Control"] == "public, max-age=3600"
    assert set(public.json()) == {"kty", "use", "alg", "n", "e"}
    token = jwt.decode(minted[0]["token"], RSAKey.import_key(public.json()), algorithms=["RS256"])
    assert token.header == {"alg": "RS256", "typ": "JWT"}
    claims = token.claims
    assert claims["exp"] - claims["iat"] == 300
    assert {k: v for k, v in claims.items() if k not in ("exp", "iat", "jti")} == {
        "iss": "https://console.openova.io",
        "aud": ["https://console.acme.omani.works"],
        "sub": "ops@acme.example",
        "email": "ops@acme.example",
        "email_verified": True,
        "sovereign_fqdn": "acme.omani.works",
        "deployment_id": number,
        "role": "sovereign-admin",
    }


async def test_the_list_knows_owner_and_start(api: Api) -> None:
    number = await api.create()
    other = await api.create("other", orgEmail="else@other.example")
    rows = {row["id"]: row for row in (await api.get("/deployments")).json()["deployments"]}
    assert set(rows) == {number, other}
    assert rows[number]["ownerEmail"] == "ops@acme.example"
    assert rows[number]["sovereignFQDN"] == "acme.omani.works"
    assert rows[number]["startedAt"].endswith("Z")
    mine = (await api.get("/deployments?owner=OPS@acme.example")).json()["deployments"]
    assert [row["id"] for row in mine] == [number]


async def test_retry(api: Api, service: Emulator) -> None:
    await service.restart(0.001)
    number = await api.create()
    busy = await api.post(f"/deployments/{number}/phases/tofu-init/retry")
    assert busy.status_code == 409
    text = "deployment is still in-flight — wait for the current phase to finish before retrying"
    assert busy.json() == {"error": text}
    unknown = await api.post(f"/deployments/{number}/phases/nothing/retry")
    assert unknown.status_code == 400
    assert unknown.json() == {
        "error": 'unknown phase "nothing" — see docs/RUNBOOK-PROVISIONING.md for the canonical phase list'
    }
    await service.restart(10_000.0)
    failed = await api.finished(number)
    advice = await api.post(f"/deployments/{number}/phases/jetstream/retry")
    assert advice.json()["status"] == "manual-retry-required"
    assert (await api.snapshot(number))["state"]["status"] == failed["state"]["status"]
    again = await api.post(f"/deployments/{number}/phases/tofu-apply/retry")
    assert (again.status_code, again.json()["status"]) == (200, "provisioning")
    assert (await api.finished(number))["state"]["status"] == "failed", "the stored token reads <redacted>"


async def gone(api: Api, number: str) -> bool:
    return (await api.get(f"/deployments/{number}")).status_code == 404


async def test_wipe_and_forget(api: Api, service: Emulator) -> None:
    number = await api.create()
    await api.finished(number)
    missing = await api.post(f"/deployments/{number}/wipe", {"hetznerToken": " "})
    assert (missing.status_code, missing.text) == (400, "hetzner token is required\n")
    report = (await api.post(f"/deployments/{number}/wipe", {"hetznerToken": TOKEN})).json()
    assert report["errors"] is None
    assert (report["deploymentId"], report["pdmReleased"]) == (number, True)
    await until(lambda: gone(api, number))
    assert (await check(api, "acme"))["available"] is True
    other = await api.create("other")
    await api.finished(other)
    assert (await api.http.delete(f"{service.address}/api/v1/deployments/{other}")).status_code == 204
    assert (await api.get(f"/deployments/{other}")).status_code == 404


async def test_the_kubeconfig_is_not_captured_yet(api: Api, service: Emulator) -> None:
    await service.restart(0.001)
    answer = await api.get(f"/deployments/{await api.create()}/kubeconfig")
    assert (answer.status_code, answer.json()["error"]) == (409, "not-implemented")


@pytest.mark.parametrize(
    ("registrar", "body", "status", "error"),
    [
        ("Nowhere", {"domain": "a.b", "token": "t"}, 404, "unsupported-registrar"),
        ("OVH", {"token": "t"}, 422, "missing-domain"),
        ("ovh", {"domain": "a.b"}, 422, "missing-token"),
        ("ovh", [], 400, "invalid-body"),
        ("ovh", {"domain": "a.b", "token": "t" * 17_000}, 400, "request-too-large"),
        ("Cloudflare", {"domain": "a.b", "token": "t"}, 200, None),
    ],
)
async def test_registrars(api: Api, registrar: str, body: Any, status: int, error: str | None) -> None:
    answer = await api.post(f"/registrar/{registrar}/validate", body)
    assert answer.status_code == status
    assert answer.json().get("error") == error


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({"token": "t", "nameservers": ["a"]}, 422, "missing-domain"),
        ({"domain": "a.b", "nameservers": ["a"]}, 422, "missing-token"),
        ({"domain": "a.b", "token": "t"}, 422, "missing-nameservers"),
        ({"domain": "a.b", "token": "t", "nameservers": [" "]}, 422, "missing-nameservers"),
        ({"domain": "a.b", "token": "t", "nameservers": "a"}, 400, "invalid-body"),
        ({"domain": "a.b", "token": "reject", "nameservers": ["a"]}, 401, "invalid-token"),
        ({"domain": "a.b", "token": "throttle", "nameservers": ["a"]}, 429, "rate-limited"),
        ({"domain": "not-mine.example", "token": "t", "nameservers": ["a"]}, 403, "domain-not-in-account"),
        ({"domain": "a.b", "token": "offline", "nameservers": ["a"]}, 502, "api-unavailable"),
        ({"domain": "a.b", "token": "t" * 17_000, "nameservers": ["a"]}, 400, "request-too-large"),
    ],
)
async def test_name_servers_that_are_refused(api: Api, body: Any, status: int, error: str) -> None:
    answer = await api.post("/registrar/OVH/set-ns", body)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


async def test_name_servers_are_set(api: Api) -> None:
    servers = ["ns1.openova.io", "ns2.openova.io"]
    answer = await api.post("/registrar/GoDaddy/set-ns", {"domain": "a.b", "token": "t", "nameservers": servers})
    assert answer.json() == {
        "success": True, "registrar": "godaddy", "domain": "a.b", "nameservers": servers,
        "propagation": "1-4 h, up to 48 h at the TLD",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/credentials/validate", {"token": "offline" * 10}),
        ("/credentials/object-storage/validate", {**KEYS, "secretKey": "offline" * 5}),
    ],
)
async def test_a_provider_that_cannot_be_reached(api: Api, path: str, body: Any) -> None:
    answer = await api.post(path, body)
    assert (answer.status_code, answer.json()["valid"]) == (503, False)
    assert answer.json()["message"].startswith("could not reach Hetzner ")


async def test_the_marketplace(api: Api, service: Emulator) -> None:
    async def get(path: str) -> Any:
        return await api.http.get(f"{service.address}/api{path}")

    apps = (await get("/catalog/apps")).json()
    assert {a["slug"] for a in apps} >= {"wordpress", "stalwart-mail"}
    assert not any(a["system"] for a in apps)
    assert (await get("/catalog/apps/wordpress")).json()["ram_mb"] == 256
    assert (await get("/catalog/apps/mysql")).json()["system"] is True
    assert (await get("/catalog/apps/nothing")).status_code == 404
    assert {p["slug"]: p["price_omr"] for p in (await get("/catalog/plans")).json()}["m"] == 9
    assert all(isinstance(a["included"], bool) for a in (await get("/catalog/addons")).json())
    assert (await get("/catalog/bundles")).json()[0]["discount"] == 10
    free = (await get("/domain/check/Acme/omani.rest")).json()
    assert free == {"subdomain": "acme", "tld": "omani.rest", "domain": "acme.omani.rest", "available": True}
    assert (await get("/domain/check/a/omani.rest")).status_code == 400
    assert (await get("/domain/check/acme/elsewhere.example")).status_code == 400


async def test_what_the_router_refuses(api: Api, service: Emulator) -> None:
    unknown = await api.get("/nowhere")
    assert (unknown.status_code, unknown.text) == (404, "404 page not found\n")
    assert unknown.headers["X-Content-Type-Options"] == "nosniff"
    wrong = await api.http.patch(f"{service.address}/api/v1/deployments")
    assert (wrong.status_code, wrong.content) == (405, b"")


async def test_views_of_the_second_day(api: Api) -> None:
    number = await api.create()
    for view in ("topology", "compute", "storage", "network"):
        assert (await api.get(f"/deployments/{number}/infrastructure/{view}")).json()["view"] == view
    assert (await api.get(f"/deployments/{number}/infrastructure/other")).status_code == 404


async def test_how_many_are_in_phase_0(api: Api, service: Emulator) -> None:
    await service.restart(0.001)
    number = await api.create()
    assert (await api.get("/deployments/in-flight-count")).json() == {"count": 1, "ids": [number]}
