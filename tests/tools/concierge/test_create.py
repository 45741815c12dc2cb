"""The one tool that spends money: gate, digest, outcome, and no secret anywhere."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.tools.concierge.conftest import WHOLE, Toolbox
from tests.tools.samples import PUBLIC_KEY, SECRETS
from tools.catalogue import Catalogue
from tools.catalyst import CatalystClient
from tools.concierge.ports import (
    AnonymousCallers,
    CallContext,
    ClosedGate,
    NoApprovals,
    NoVault,
    ToolboxDeps,
)
from tools.concierge.server import build_server
from tools.concierge.session import ToolSession
from tools.planning import FreeNames
from tools.planning.mesh import derived

CREATE = "catalyst.deployments.create"
OTHER_KEY = PUBLIC_KEY.replace("c2FtcGxl", "b3RoZXJr")


@pytest.fixture
async def creates(http: httpx.AsyncClient, emulator: str) -> Any:
    """What the service has accepted so far."""

    async def read() -> list[dict[str, Any]]:
        return list((await http.get(f"{emulator}/emulator/creates")).json()["creates"])

    return read


async def test_a_confirmed_plan_is_sent_once(toolbox: Toolbox, creates: Any) -> None:
    arguments = await toolbox.confirmed(regions=["hel1", "ash"], apps=["wiki"])
    result = await toolbox.ok(CREATE, **arguments)
    (accepted,) = await creates()
    assert result["id"] == accepted["id"]
    assert result["status"] == "provisioning"
    assert (result["meshName"], result["meshId"]) == derived(result["id"], "acme.omani.works")
    assert accepted["body"]["sshpublickey"] == PUBLIC_KEY
    assert accepted["body"]["marketplaceenabled"] is True
    assert [r["cloudregion"] for r in accepted["body"]["regions"]] == ["hel1", "ash"]
    assert "clustermeshname" not in accepted["body"]
    again = await toolbox.refused(CREATE, **arguments)
    assert again["outcome"] == "refused"
    assert len(await creates()) == 1


async def test_one_region_has_no_mesh(toolbox: Toolbox) -> None:
    assert set(await toolbox.ok(CREATE, **await toolbox.confirmed())) == {"id", "status"}


async def test_the_explicit_pair_is_told(toolbox: Toolbox, creates: Any) -> None:
    result = await toolbox.ok(CREATE, **await toolbox.confirmed(topology="citadel"))
    body = (await creates())[0]["body"]
    assert (result["meshName"], result["meshId"]) == (body["clustermeshname"], body["clustermeshid"])


async def test_the_gate_refuses(toolbox: Toolbox, creates: Any) -> None:
    digest = (await toolbox.ok("catalyst.deployments.validate", **WHOLE))["digest"]
    error = await toolbox.refused(CREATE, **WHOLE, digest=digest)
    assert (error["code"], error["outcome"]) == ("not_confirmed", "refused")
    assert toolbox.gate.claims == [("c1", digest)]
    assert await creates() == []


@pytest.mark.parametrize(
    "change",
    [
        {"size": "cpx52"},
        {"organisation": "Acme Ltd", "domain": "acme"},
        {"apps": ["wiki"]},
        {"highAvailability": True},
        {"digest": "0" * 64},
        {"digest": ""},
        {"sshPublicKey": OTHER_KEY},
    ],
)
async def test_another_plan_than_the_one_read_back(toolbox: Toolbox, creates: Any, change: dict[str, Any]) -> None:
    arguments = {**await toolbox.confirmed(), **change}
    error = await toolbox.refused(CREATE, **arguments)
    assert (error["code"], error["outcome"]) == ("digest_mismatch", "refused")
    assert toolbox.gate.claims == [], "the gate isn't even asked"
    assert await creates() == []


async def test_a_changed_account_or_key_voids_the_yes(toolbox: Toolbox, creates: Any) -> None:
    arguments = await toolbox.confirmed()
    toolbox.callers.now = CallContext(ssh_fingerprint="SHA256:new", ssh_public_key=OTHER_KEY)
    assert (await toolbox.refused(CREATE, **arguments))["code"] == "digest_mismatch"
    assert await creates() == []


async def test_an_incomplete_plan(toolbox: Toolbox, creates: Any) -> None:
    assert (await toolbox.refused(CREATE, organisation="Acme", digest="0" * 64))["code"] == "digest_mismatch"
    outcome = await toolbox.public.call(CREATE, {"organisation": "Acme"}, conversation="c1")
    assert outcome.error["code"] == "plan_incomplete"
    assert await creates() == []


async def test_another_agent_gets_a_link(toolbox: Toolbox, creates: Any) -> None:
    arguments = await toolbox.confirmed()
    outcome = await toolbox.public.call(CREATE, arguments, conversation="c1")
    assert not outcome.ok
    assert outcome.error["code"] == "approval_required"
    assert outcome.error["approvalUrl"] == "https://concierge.example/approve/1"
    assert [draft.organisation for draft in toolbox.approvals.drafts] == ["Acme"]
    assert await creates() == []
    assert toolbox.gate.claims == []


async def test_a_pasted_key_is_used(toolbox: Toolbox, creates: Any) -> None:
    await toolbox.ok(CREATE, **await toolbox.confirmed(sshPublicKey=f" {OTHER_KEY}\n"))
    assert (await creates())[0]["body"]["sshpublickey"] == OTHER_KEY


async def test_missing_secrets_and_keys(toolbox: Toolbox, creates: Any) -> None:
    arguments = await toolbox.confirmed()
    account, toolbox.vault.account = toolbox.vault.account, None
    assert (await toolbox.refused(CREATE, **arguments))["code"] == "credentials_missing"
    toolbox.vault.account = account
    toolbox.callers.now = CallContext()
    assert (await toolbox.refused(CREATE, **await toolbox.confirmed()))["code"] == "ssh_key_missing"
    assert await creates() == []


FAULTS: list[tuple[dict[str, Any], str, str, int]] = [
    ({"fault": "drop_after"}, "cut", "unknown", 1),
    ({"fault": "drop_before"}, "cut", "unknown", 0),
    ({"fault": "garbage"}, "garbage", "unknown", 1),
    ({"fault": "status", "status": 500}, "server-error", "unknown", 0),
    ({"fault": "status", "status": 503, "body": {"error": "pdm-unavailable"}}, "pdm-unavailable", "refused", 0),
    ({"fault": "status", "status": 409, "body": {"error": "subdomain-conflict"}}, "subdomain-conflict", "refused", 0),
    ({"fault": "status", "status": 400, "body": "invalid request body: x"}, "invalid-request", "refused", 0),
]


@pytest.mark.parametrize(("fault", "code", "outcome", "effects"), FAULTS)
async def test_what_is_known_after_a_failure(
    toolbox: Toolbox, creates: Any, http: httpx.AsyncClient, emulator: str, fault: dict[str, Any], code: str,
    outcome: str, effects: int, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    arguments, began = await toolbox.confirmed(), datetime.now(UTC)
    armed = {"method": "POST", "path": "/api/v1/deployments", **fault}
    await http.post(f"{emulator}/emulator/faults", json=armed)
    with caplog.at_level(logging.DEBUG):
        error = await toolbox.refused(CREATE, **arguments)
    assert (error["code"], error["outcome"]) == (code, outcome)
    assert len(await creates()) == effects
    said = json.dumps(error) + caplog.text + repr(toolbox.vault.account)
    assert not any(secret in said for secret in SECRETS)
    found = await toolbox.ok(
        "catalyst.deployments.find", fqdn="acme.omani.works", owner="ops@acme.example", since=began.isoformat()
    )
    assert found["outcome"] == ("found" if effects else "absent")


class Broken(FreeNames):
    """Raises what nobody expected."""

    async def check(self, label: str, pool: str) -> Any:
        """Against the port's promise."""
        raise RuntimeError(f"{label} {pool} {SECRETS[0]}")


async def test_the_unexpected_is_typed_too(client: CatalystClient, catalogue: Catalogue) -> None:
    deps = ToolboxDeps(
        lambda: catalogue, client, Broken(), AnonymousCallers(), ClosedGate(), NoVault(), NoApprovals()
    )
    async with ToolSession(build_server(deps, scope="dialogue")) as session:
        validated = await session.call("catalyst.deployments.validate", WHOLE, conversation="c1")
        created = await session.call(CREATE, {**WHOLE, "digest": "0" * 64}, conversation="c1")
    assert (validated.error["code"], validated.error["outcome"]) == ("internal", "refused")
    assert (created.error["code"], created.error["outcome"]) == ("internal", "unknown")
    assert not any(secret in str((validated, created)) for secret in SECRETS)


async def test_the_twins_never_create(client: CatalystClient, catalogue: Catalogue, creates: Any) -> None:
    deps = ToolboxDeps(
        lambda: catalogue, client, FreeNames(), AnonymousCallers(), ClosedGate(), NoVault(), NoApprovals()
    )
    async with ToolSession(build_server(deps, scope="dialogue")) as session:
        digest = (await session.call("catalyst.deployments.validate", WHOLE, conversation="c1")).result["digest"]
        refused = await session.call(CREATE, {**WHOLE, "digest": digest}, conversation="c1")
    assert refused.error["code"] == "not_confirmed"
    async with ToolSession(build_server(deps, scope="public")) as session:
        linked = await session.call(CREATE, WHOLE, conversation="c1")
    assert (linked.error["code"], linked.error["approvalUrl"]) == ("approval_required", "/start")
    assert await creates() == []
