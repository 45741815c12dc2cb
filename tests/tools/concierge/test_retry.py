"""The tool that runs a failed first phase again: for its owner alone, and never for anything that lives."""

from typing import Any

import httpx
import pytest

from tests.tools.concierge.conftest import Toolbox
from tests.tools.samples import request
from tests.tools.waiting import until
from tools.catalyst import CatalystClient
from tools.concierge.ports import CallContext
from tools.planning.mesh import derived

CREATE, FIND, RETRY = "catalyst.deployments.create", "catalyst.deployments.find", "catalyst.deployments.retry"


async def ended(client: CatalystClient, number: str) -> str | None:
    status = (await client.get(number)).status
    return status if status in ("failed", "ready") else None


async def made(client: CatalystClient, http: httpx.AsyncClient, *faults: str, **changes: Any) -> str:
    """A deployment that has ended."""
    await http.post(f"{client.base_url}/emulator/wishes", json={"faults": list(faults)})
    byo = {"sovereignDomainMode": "byo", "sovereignPoolDomain": None, "sovereignSubdomain": None, "sovereignFQDN": "cloud.acme.example"}
    number = (await client.create(request(**{**byo, **changes}))).id
    await until(lambda: ended(client, number))
    return number


@pytest.fixture
async def failed(client: CatalystClient, http: httpx.AsyncClient) -> str:
    """One that failed while its machines were being made."""
    return await made(client, http, "phase0-failure:apply")


async def test_the_same_again(toolbox: Toolbox, client: CatalystClient, failed: str) -> None:
    toolbox.gate.confirmed.add(("c1", failed))
    answer = await toolbox.ok(RETRY, id=failed)
    assert answer == {"id": failed, "status": "provisioning"}


async def test_only_what_this_conversation_asked_for(toolbox: Toolbox, failed: str) -> None:
    assert (await toolbox.refused(RETRY, id=failed))["code"] == "not_yours"


@pytest.mark.parametrize(
    ("caller", "code"),
    [
        (CallContext(email="ops@acme.example", email_verified=False), "not_available"),
        (CallContext(email="x@else.example", email_verified=True), "not_yours"),
    ],
)
async def test_only_the_verified_owner(toolbox: Toolbox, failed: str, caller: CallContext, code: str) -> None:
    toolbox.callers.now = caller
    toolbox.gate.confirmed.add(("c1", failed))
    assert (await toolbox.refused(RETRY, id=failed))["code"] == code


@pytest.mark.parametrize("faults", [(), ("failing-component:harbor",), ("kubeconfig-missing",)])
async def test_nothing_that_got_further_is_run_again(
    toolbox: Toolbox, client: CatalystClient, http: httpx.AsyncClient, faults: tuple[str, ...]
) -> None:
    number = await made(client, http, *faults)
    toolbox.gate.confirmed.add(("c1", number))
    refusal = await toolbox.refused(RETRY, id=number)
    assert (refusal["code"], refusal["outcome"]) == ("not_retryable", "refused")


async def test_agents_from_outside_have_no_such_tool(toolbox: Toolbox, failed: str) -> None:
    outcome = await toolbox.public.call(RETRY, {"id": failed}, conversation="c1")
    assert outcome.error["code"] == "unknown_tool"


@pytest.mark.parametrize(("regions", "pair"), [(1, False), (2, True), (3, True)])
async def test_an_adopted_deployment_shows_its_mesh_too(
    toolbox: Toolbox, client: CatalystClient, regions: int, pair: bool
) -> None:
    created = await client.create(request())
    state = await client.get(created.id)
    assert state.started_at is not None
    wanted = {"fqdn": "acme.omani.works", "owner": "ops@acme.example", "since": state.started_at.isoformat(), "regions": regions}
    found = await toolbox.ok(FIND, **wanted)
    assert found["id"] == created.id
    shown = (found.get("meshName"), found.get("meshId"))
    assert shown == (derived(created.id, "acme.omani.works") if pair else (None, None))
