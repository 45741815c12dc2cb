"""Handover: order of the checks at minting and at acceptance; a link is good once (catalyst-api.md, section 14)."""

from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.tools.emulator.conftest import Api, Clock, Still
from tools.emulator.app import create_app
from tools.emulator.handover_api import signing_key
from tools.emulator.service import SERVICE

JsonObject = dict[str, Any]
DONE = 5_000


@pytest.fixture
async def number(quiet: Api, clock: Clock) -> str:
    made = await quiet.create()
    clock.pass_by(DONE)
    return made


@pytest.fixture
def key(still: Still) -> RSAKey:
    """The service's own, to make tokens that it would never make."""
    return signing_key(create_app(still.folder, 1.0, clock=still.clock)[SERVICE])


async def minted(api: Api, number: str) -> str:
    return str((await api.post(f"/deployments/{number}/mint-handover-token")).json()["token"])


async def accept(api: Api, still: Still, token: str | None, **headers: str) -> httpx.Response:
    params = {} if token is None else {"token": token}
    return await api.http.get(f"{still.address}/auth/handover", params=params, headers=headers)


def said(answer: httpx.Response) -> str:
    assert answer.status_code == 401
    return str(answer.json()["error"])


async def test_a_link_opens_the_console_once(quiet: Api, still: Still, number: str) -> None:
    token = await minted(quiet, number)
    answer = await accept(quiet, still, token, Host="console.acme.omani.works")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/dashboard")
    assert "Max-Age=28800" in answer.headers["Set-Cookie"]
    assert said(await accept(quiet, still, token)) == "token already used"
    await still.restart()
    assert said(await accept(quiet, still, token)) == "token already used"
    assert (await accept(quiet, still, await minted(quiet, number))).status_code == 302


async def test_the_announced_link_is_good_too_and_goes_stale(quiet: Api, still: Still, number: str, clock: Clock) -> None:
    url = (await quiet.get(f"/deployments/{number}")).json()["result"]["handoverURL"]
    token = httpx.URL(url).params["token"]
    assert url.startswith("https://console.acme.omani.works/auth/handover?token=")
    other = await minted(quiet, number)
    clock.pass_by(300)
    assert said(await accept(quiet, still, other)) == "invalid token"
    assert said(await accept(quiet, still, token)) == "invalid token"


async def test_the_order_of_acceptance(quiet: Api, still: Still, number: str, key: RSAKey) -> None:
    good: JsonObject = dict(jwt.decode(await minted(quiet, number), key, algorithms=["RS256"]).claims)
    order = [
        ("iss", "https://elsewhere.example", "invalid issuer"),
        ("aud", ["https://console.other.omani.works"], "invalid audience"),
        ("role", "guest", "insufficient role"),
        ("email_verified", False, "email not verified"),
        ("email", "", "missing email claim"),
        ("jti", "", "missing jti"),
    ]
    assert said(await accept(quiet, still, None)) == "missing token parameter"
    assert said(await accept(quiet, still, "")) == "missing token parameter"
    assert said(await accept(quiet, still, "not.a.token")) == "invalid token"
    for at in range(len(order)):
        claims = good | {name: value for name, value, _ in order[at:]}
        token = jwt.encode({"alg": "RS256"}, claims, key)
        assert said(await accept(quiet, still, token)) == order[at][2]
    foreign = jwt.encode({"alg": "RS256"}, good, RSAKey.generate_key(2048))
    assert said(await accept(quiet, still, foreign)) == "invalid token"
    late = jwt.encode({"alg": "RS256"}, good | {"exp": good["iat"] - 1}, key)
    assert said(await accept(quiet, still, late)) == "invalid token"
    assert (await accept(quiet, still, jwt.encode({"alg": "RS256"}, good, key))).status_code == 302, "nothing was spent"


async def test_another_cluster_refuses_the_link(quiet: Api, still: Still, number: str) -> None:
    token = await minted(quiet, number)
    assert said(await accept(quiet, still, token, Host="console.other.omani.works")) == "invalid audience"


async def test_a_failure_at_the_user_burns_the_link(quiet: Api, still: Still, number: str) -> None:
    token = await minted(quiet, number)
    await quiet.own("/settings", {"without": ["keycloak"]})
    assert said(await accept(quiet, still, token)) == "server misconfiguration: keycloak not configured"
    await quiet.own("/settings", {"without": []})
    assert said(await accept(quiet, still, token)) == "token already used"


async def test_a_user_that_cannot_be_made(quiet: Api, still: Still, clock: Clock) -> None:
    number = await quiet.create(orgEmail="ops@undeliverable.example")
    clock.pass_by(DONE)
    token = await minted(quiet, number)
    assert said(await accept(quiet, still, token)) == "keycloak error: ensure user"
    assert said(await accept(quiet, still, token)) == "token already used"


async def test_without_a_signing_key(quiet: Api, still: Still, number: str) -> None:
    await quiet.own("/settings", {"without": ["signer"]})
    for path in (f"/deployments/{number}/mint-handover-token", f"/deployments/{'0' * 16}/mint-handover-token"):
        answer = await quiet.post(path)
        assert (answer.status_code, answer.json()) == (503, {"error": "signer-not-configured"})
    assert (await quiet.get("/handover/public-key")).status_code == 503
    assert said(await accept(quiet, still, "x")) == "server misconfiguration: public key unavailable"
