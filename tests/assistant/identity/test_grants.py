"""Clients, codes and tokens: what is signed for what, and for how long."""

import base64
import hashlib

import pytest

from assistant.identity.grants import (
    ACCESS_SECONDS,
    CODE_SECONDS,
    REFRESH_SECONDS,
    Grant,
    GrantError,
    Grants,
    Pair,
)
from assistant.identity.keys import ServiceKey
from assistant.store import Database
from tests.assistant.identity.conftest import Clock

ISSUER, RESOURCE, BACK = "https://cloud.example", "https://cloud.example/mcp", "https://client.example/back"
VERIFIER = "v" * 50
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


@pytest.fixture
def grants(database: Database, clock: Clock) -> Grants:
    return Grants(database, ServiceKey(b"k" * 32), now=clock)


async def pair(grants: Grants, client: str) -> Pair:
    code = grants.code(Grant(client, "a@x.example", RESOURCE, BACK, CHALLENGE))
    return await grants.redeem(code, client=client, redirect_uri=BACK, verifier=VERIFIER, resource=RESOURCE, issuer=ISSUER)


async def test_an_access_token_is_for_one_resource_and_a_short_while(grants: Grants, clock: Clock) -> None:
    client = grants.register("Trial", (BACK,)).id
    token = (await pair(grants, client)).access
    found = grants.access(token, resource=RESOURCE, issuer=ISSUER)
    assert found is not None
    assert (found.email, found.client) == ("a@x.example", client)
    assert grants.access(token, resource="https://other.example/mcp", issuer=ISSUER) is None
    assert grants.access(token, resource=RESOURCE, issuer="https://other.example") is None
    assert grants.access(token[:-3] + "AAA", resource=RESOURCE, issuer=ISSUER) is None
    clock.now += ACCESS_SECONDS + 1
    assert grants.access(token, resource=RESOURCE, issuer=ISSUER) is None


async def test_one_kind_never_passes_for_another(grants: Grants, database: Database) -> None:
    client = grants.register("Trial", (BACK,)).id
    tokens = await pair(grants, client)
    assert grants.client(tokens.access) is None
    for token in (client, tokens.refresh, "", "x" * 7000):
        assert grants.access(token, resource=RESOURCE, issuer=ISSUER) is None
    assert Grants(database, ServiceKey(b"o" * 32)).client(client) is None, "another service's key"
    assert Grants(database, ServiceKey(b"k" * 32)).client(client) is not None, "after a restart"


async def test_codes_and_refresh_tokens_grow_old(grants: Grants, clock: Clock) -> None:
    client = grants.register("Trial", (BACK,)).id
    code = grants.code(Grant(client, "a@x.example", RESOURCE, BACK, CHALLENGE))
    clock.now += CODE_SECONDS + 1
    with pytest.raises(GrantError):
        await grants.redeem(code, client=client, redirect_uri=BACK, verifier=VERIFIER, resource="", issuer=ISSUER)
    tokens = await pair(grants, client)
    other = grants.register("Other", (BACK,)).id
    with pytest.raises(GrantError):
        await grants.refresh(tokens.refresh, client=other, resource="", issuer=ISSUER)
    clock.now += REFRESH_SECONDS + 1
    with pytest.raises(GrantError):
        await grants.refresh(tokens.refresh, client=client, resource="", issuer=ISSUER)


async def test_nothing_readable_is_kept(grants: Grants, database: Database) -> None:
    tokens = await pair(grants, grants.register("Trial", (BACK,)).id)
    rows = await database.read(lambda c: str(c.execute("SELECT * FROM oauth_grants").fetchall()))
    assert tokens.refresh not in rows
    assert tokens.access not in rows
