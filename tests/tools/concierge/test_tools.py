"""Every tool in memory: what is listed, what it answers, how it refuses."""

from datetime import UTC, datetime
from typing import Any

import httpx
import jsonschema
import pytest

from tests.tools.concierge.conftest import WHOLE, Toolbox
from tests.tools.samples import PUBLIC_KEY, SECRETS
from tests.tools.waiting import until
from tools.concierge.ports import CallContext
from tools.concierge.schemas import SPECS
from tools.contract import catalyst_openapi
from tools.planning import Account
from tools.skills import Shelf

OURS = {"catalyst.sshkey.generate", "catalyst.deployments.find", "catalyst.deployments.retry"}
AGENTS = {"catalyst.deployments.handover"}
CONTRACT = {"skills.healthcare-compliance", "skills.education-compliance", "skills.finance-compliance", "skills.retail-ecommerce"}
VALIDATE = "catalyst.deployments.validate"
CREATE = "catalyst.deployments.create"
RETRY = "catalyst.deployments.retry"


async def test_the_list(toolbox: Toolbox) -> None:
    inside = {tool.name: tool for tool in await toolbox.dialogue.tools()}
    outside = {tool.name: tool for tool in await toolbox.public.tools()}
    skills = {f"skills.{skill.name}" for skill in Shelf.bundled()}
    assert skills >= CONTRACT
    assert set(inside) == (set(SPECS) | skills) - AGENTS
    assert set(outside) == (set(SPECS) | skills) - OURS
    for name, tool in inside.items():
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        assert tool.output_schema is not None
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        assert tool.input_schema["type"] == "object"
        assert tool.title
        assert tool.description
        assert tool.annotations is not None
        spends = name in {CREATE, RETRY}
        assert tool.annotations.destructive_hint is spends
        assert tool.annotations.read_only_hint is (name not in {CREATE, RETRY, "catalyst.sshkey.generate"})


async def test_results_fit_their_schemas(toolbox: Toolbox, http: httpx.AsyncClient, emulator: str) -> None:
    del http, emulator
    created = await toolbox.ok(CREATE, **await toolbox.confirmed())
    calls: list[tuple[str, dict[str, Any]]] = [
        ("catalyst.openapi", {}),
        (VALIDATE, {}),
        (VALIDATE, {**WHOLE, "apps": ["mail", "wiki"], "regionCount": 9, "size": "cpx21"}),
        ("catalyst.deployments.get", {"id": created["id"]}),
        ("catalyst.deployments.events", {"id": created["id"]}),
        ("marketplace.catalog.list", {}),
        ("marketplace.region.list", {"provider": "hetzner"}),
        ("marketplace.sku.list", {"region": "ash"}),
        *((f"skills.{skill.name}", {}) for skill in Shelf.bundled()),
        ("catalyst.sshkey.generate", {"fqdn": "acme.omani.works"}),
        (
            "catalyst.deployments.find",
            {"fqdn": "acme.omani.works", "owner": "ops@acme.example", "since": "2020-01-01T00:00:00Z"},
        ),
    ]
    schemas = {tool.name: tool.output_schema for tool in await toolbox.dialogue.tools()}
    assert {name for name, _ in calls} | {CREATE, RETRY} == set(schemas)
    jsonschema.validate(created, schemas[CREATE])
    for name, arguments in calls:
        jsonschema.validate(await toolbox.ok(name, **arguments), schemas[name])


async def test_refusals_fit_their_schemas_too(toolbox: Toolbox) -> None:
    """Some clients check an error's structured content as well."""
    schemas = {tool.name: tool.output_schema for tool in await toolbox.public.tools()}
    calls: list[tuple[str, dict[str, Any]]] = [
        (CREATE, WHOLE), (CREATE, {"organisation": "Acme"}), (VALIDATE, {"regions": 7}), ("catalyst.deployments.get", {"id": "0" * 16}),
        ("catalyst.deployments.events", {"id": "apr-" + "0" * 32}), ("catalyst.deployments.handover", {}), ("marketplace.region.list", {"x": 1}),
    ]  # fmt: skip
    for name, arguments in calls:
        refused = await toolbox.public.call(name, arguments, conversation="c1")
        assert not refused.ok
        schema = schemas[name]
        assert schema is not None
        jsonschema.validate(refused.error, schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({}, schema)


async def test_a_plan_is_normalised(toolbox: Toolbox) -> None:
    result = await toolbox.ok(VALIDATE, **WHOLE, regions=["Germany"], size="large", apps=["website"], workers=2)
    assert result["ok"] is True
    assert len(result["digest"]) == 64
    assert result["plan"] == {
        "organisation": "Acme", "email": "ops@acme.example", "emailVerified": True, "regions": ["fsn1"],
        "size": "cpx52", "workers": 2, "workersByRegion": [2], "workerSize": "cpx52", "highAvailability": False,
        "domain": {"mode": "pool", "fqdn": "acme.omani.works", "label": "acme", "pool": "omani.works"},
        "apps": ["wordpress"], "residency": None, "objectStorageRegion": "fsn1", "meshName": None, "meshId": None,
    }  # fmt: skip
    assert result["estimate"] == {"currency": "EUR", "monthly": 109.47}


async def test_members_stand_at_the_top_or_under_plan(toolbox: Toolbox) -> None:
    top = await toolbox.ok(VALIDATE, **WHOLE)
    assert await toolbox.ok(VALIDATE, plan=WHOLE) == top
    assert (await toolbox.ok(VALIDATE, plan={**WHOLE, "size": "small"}, size="large"))["plan"]["size"] == "cpx52"


async def test_the_answered_plan_is_taken_back(toolbox: Toolbox) -> None:
    first = await toolbox.ok(VALIDATE, **WHOLE, size="ccx43", domain="cloud")
    again = await toolbox.ok(VALIDATE, **WHOLE, domain=first["plan"]["domain"], size="cpx21", current=first["plan"])
    assert (again["plan"]["size"], again["plan"]["domain"]["label"]) == ("ccx43", "cloud")
    assert [p["code"] for p in again["problems"]] == ["sku_unavailable"]
    assert again["digest"] is None


async def test_an_address_is_verified_only_if_it_is_that_one(toolbox: Toolbox) -> None:
    assert (await toolbox.ok(VALIDATE, **WHOLE))["plan"]["emailVerified"] is True
    other = await toolbox.ok(VALIDATE, organisation="Acme", email="other@acme.example")
    assert other["plan"]["emailVerified"] is False
    outcome = await toolbox.public.call(VALIDATE, WHOLE, conversation="c1")
    assert outcome.result["plan"]["emailVerified"] is False, "a stranger's `_meta` names no conversation"


async def test_names_are_asked_for(toolbox: Toolbox) -> None:
    number = (await toolbox.ok(CREATE, **await toolbox.confirmed()))["id"]

    async def stands() -> bool:  # a reservation alone lapses within milliseconds at this speed
        return (await toolbox.ok("catalyst.deployments.get", id=number))["status"] == "ready"

    await until(stands)
    taken = await toolbox.ok(VALIDATE, **WHOLE)
    (problem,) = taken["problems"]
    assert (problem["code"], problem["suggestions"]) == ("label_taken", ["acme-cloud", "acme-2", "acme-hq"])


async def test_a_name_refused_at_the_create_is_taken_whatever_the_check_says(toolbox: Toolbox) -> None:
    assert (await toolbox.ok(VALIDATE, **WHOLE))["problems"] == []
    toolbox.callers.now = CallContext(refused_names=frozenset({"acme.omani.works"}))
    (problem,) = (await toolbox.ok(VALIDATE, **WHOLE))["problems"]
    assert (problem["code"], problem["suggestions"]) == ("label_taken", ["acme-cloud", "acme-2", "acme-hq"])


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        (VALIDATE, {"nonsense": 1}),
        (VALIDATE, {"workers": "many"}),
        (VALIDATE, {"regions": "fsn1"}),
        (VALIDATE, {"organisation": "x" * 201}),
        (VALIDATE, {"regions": ["x"] * 21}),
        (VALIDATE, {"plan": {"nonsense": 1}}),
        (VALIDATE, {"plan": 5}),
        (VALIDATE, {"current": {"regions": "x"}}),
        (VALIDATE, {"sizeNeed": {"vcpu": 0}}),
        ("catalyst.deployments.get", {}),
        ("catalyst.deployments.get", {"id": "../../etc"}),
        ("catalyst.deployments.get", {"id": "0" * 17}),
        ("catalyst.deployments.events", {"id": "0" * 16, "after": -1}),
        ("marketplace.sku.list", {"region": 5}),
        ("marketplace.region.list", {"extra": True}),
        ("catalyst.deployments.find", {"fqdn": "a.b", "owner": "x", "since": "yesterday"}),
    ],
)
async def test_bad_arguments_are_refused_with_a_type(toolbox: Toolbox, tool: str, arguments: dict[str, Any]) -> None:
    error = await toolbox.refused(tool, **arguments)
    assert (error["code"], error["outcome"]) == ("invalid_arguments", "refused")


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        (VALIDATE, {"plan": {"nonsense": "hunter2"}}, "plan (no such member: nonsense)"),
        (VALIDATE, {"plan": {"workers": "hunter2"}}, "plan.workers (expected integer or null)"),
        (VALIDATE, {"regions": "hunter2"}, "regions (expected array or null)"),
        (VALIDATE, {"organisation": "hunter2" * 40}, "organisation (maxLength 200)"),
        (VALIDATE, {"n" * 500: 1}, f"arguments (no such member: {'n' * 30})"),
        ("catalyst.deployments.get", {}, "arguments (missing: id)"),
        ("catalyst.deployments.events", {"id": "0" * 16, "until": "hunter2"}, "until (one of "),
    ],
)
async def test_what_does_not_fit_is_told_without_its_value(toolbox: Toolbox, tool: str, arguments: dict[str, Any], told: str) -> None:
    message = str((await toolbox.refused(tool, **arguments))["message"])
    assert message.startswith(f"The arguments don't fit the tool's schema at {told}")
    assert "hunter2" not in message


async def test_an_unknown_tool(toolbox: Toolbox) -> None:
    assert (await toolbox.refused("catalyst.deployments.wipe"))["code"] == "unknown_tool"
    for name in OURS:
        outcome = await toolbox.public.call(name, {}, conversation="c1")
        assert outcome.error["code"] == "unknown_tool"


async def test_the_catalogue(toolbox: Toolbox) -> None:
    everything = await toolbox.ok("marketplace.catalog.list")
    assert everything["count"] == len(everything["items"]) > 20
    assert not {"mysql", "postgres", "redis"} & {app["slug"] for app in everything["items"]}
    bakery = await toolbox.ok("marketplace.catalog.list", industry="bakery")
    assert [app["slug"] for app in bakery["items"]] == ["wordpress", "umami", "invoiceshelf", "cal-com", "chatwoot"]
    regions = await toolbox.ok("marketplace.region.list")
    assert [r["region"] for r in regions["items"]] == ["fsn1", "nbg1", "hel1", "ash", "hil"]
    assert (await toolbox.ok("marketplace.region.list", provider="aws"))["count"] == 0
    assert "cpx32" not in {s["sku"] for s in (await toolbox.ok("marketplace.sku.list", region="ash"))["items"]}


async def test_a_skill_is_a_text(toolbox: Toolbox) -> None:
    skill = await toolbox.ok("skills.healthcare-compliance")
    assert skill["name"] == "healthcare-compliance"
    assert len(skill["markdown"]) > 100


async def test_progress(toolbox: Toolbox) -> None:
    number = (await toolbox.ok(CREATE, **await toolbox.confirmed()))["id"]

    async def done() -> dict[str, Any] | None:
        page = await toolbox.ok("catalyst.deployments.events", id=number)
        return page if page["done"] else None

    page = await until(done)
    assert page["next"] == len(page["events"])
    assert not [e for e in page["events"] if e["phase"] == "handover-ready"]
    rest = await toolbox.ok("catalyst.deployments.events", id=number, after=page["next"] - 2)
    assert rest["events"] == page["events"][-2:]
    state = await toolbox.ok("catalyst.deployments.get", id=number)
    assert (state["status"], state["phase1Outcome"], state["fqdn"]) == ("ready", "ready", "acme.omani.works")
    assert set(state["components"].values()) == {"installed"}
    assert "handover" not in str(state).lower()


async def test_a_deployment_that_nobody_knows(toolbox: Toolbox) -> None:
    for tool in ("catalyst.deployments.get", "catalyst.deployments.events"):
        assert (await toolbox.refused(tool, id="0" * 16))["code"] == "not-found"


async def test_the_private_half_of_a_key_goes_to_the_vault(toolbox: Toolbox) -> None:
    result = await toolbox.ok("catalyst.sshkey.generate", fqdn="acme.omani.works")
    kept = toolbox.vault.keys["c1"]
    assert result == {"publicKey": kept["public_key"], "fingerprint": kept["fingerprint"]}
    assert "PRIVATE KEY" in kept["private_key"]
    assert "PRIVATE" not in str(result)


async def test_looking_a_create_up(toolbox: Toolbox) -> None:
    wanted = {"fqdn": "acme.omani.works", "owner": "ops@acme.example", "since": datetime.now(UTC).isoformat()}
    assert (await toolbox.ok("catalyst.deployments.find", **wanted))["outcome"] == "absent"
    number = (await toolbox.ok(CREATE, **await toolbox.confirmed()))["id"]
    found = await toolbox.ok("catalyst.deployments.find", **wanted)
    assert (found["outcome"], found["id"]) == ("found", number)
    other = await toolbox.ok("catalyst.deployments.find", **{**wanted, "owner": "x@y.example"})
    assert other["outcome"] == "ambiguous"


async def test_the_ceiling_and_the_customers_account(toolbox: Toolbox) -> None:
    toolbox.callers.now = CallContext(account=Account("customer"))
    result = await toolbox.ok(VALIDATE, **WHOLE)
    assert [p["code"] for p in result["problems"]] == ["credentials_missing"]
    assert not any(secret in str(result) for secret in SECRETS)
    assert PUBLIC_KEY not in str(result)


async def test_the_description_is_the_services_own(toolbox: Toolbox) -> None:
    assert await toolbox.ok("catalyst.openapi") == catalyst_openapi()
