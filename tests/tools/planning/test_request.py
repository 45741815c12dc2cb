"""The body that is sent, field by field, and the digest that binds the yes."""

from decimal import Decimal
from typing import Any

import pytest

from tests.tools.planning.conftest import Check
from tests.tools.samples import ACCESS, PROJECT, PUBLIC_KEY, SECRET, SECRETS, TOKEN
from tools.planning import Account, Credentials, Estimate, Plan, digest, request_body

CREDENTIALS = Credentials(TOKEN, PROJECT, ACCESS, SECRET)
WHOLE = {"organisation": "Acme", "email": "Ops@Acme.example"}
SENT = {
    "orgName": "Acme",
    "orgEmail": "ops@acme.example",
    "sovereignFQDN": "acme.omani.works",
    "sovereignDomainMode": "pool",
    "sovereignPoolDomain": "omani.works",
    "sovereignSubdomain": "acme",
    "hetznerToken": TOKEN,
    "hetznerProjectID": PROJECT,
    "region": "fsn1",
    "controlPlaneSize": "cpx42",
    "workerSize": "",
    "workerCount": 0,
    "haEnabled": False,
    "regions": [
        {"provider": "hetzner", "cloudRegion": "fsn1", "controlPlaneSize": "cpx42", "workerSize": "", "workerCount": 0}
    ],
    "sshPublicKey": PUBLIC_KEY,
    "objectStorageRegion": "fsn1",
    "objectStorageAccessKey": ACCESS,
    "objectStorageSecretKey": SECRET,
    "marketplaceEnabled": False,
}
"""What three sentences become: every member that is always sent."""


def in_region(cloud: str, size: str = "cpx42", worker: str = "", count: int = 0) -> dict[str, Any]:
    return {
        "provider": "hetzner",
        "cloudRegion": cloud,
        "controlPlaneSize": size,
        "workerSize": worker,
        "workerCount": count,
    }


PLANS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "three sentences": ({}, {}),
    "high availability": ({"high_availability": True}, {"haEnabled": True}),
    "apps": ({"apps": ("website", "bookings")}, {"marketplaceEnabled": True}),
    "only apps that can't be installed": ({"apps": ("mail",)}, {}),
    "another size": (
        {"size": "dedicated large"},
        {"controlPlaneSize": "ccx43", "regions": [in_region("fsn1", "ccx43")]},
    ),
    "workers in two regions": (
        {"workers": 4, "regions": ("hel1", "ash")},
        {
            "region": "hel1",
            "workerSize": "cpx42",
            "workerCount": 4,
            "objectStorageRegion": "hel1",
            "regions": [in_region("hel1", worker="cpx42", count=4), in_region("ash", worker="cpx42", count=4)],
        },
    ),
    "workers in total, unevenly": (
        {"workers_total": 1, "worker_size": "cpx32", "region_count": 2},
        {
            "workerSize": "cpx32",
            "workerCount": 1,
            "regions": [in_region("fsn1", worker="cpx32", count=1), in_region("hel1")],
        },
    ),
    "in the US": (
        {"regions": ("the US",)},
        {"region": "ash", "regions": [in_region("ash")], "objectStorageRegion": "fsn1"},
    ),
    "three regions without a pair": (
        {"topology": "triangle"},
        {"regions": [in_region("fsn1"), in_region("hel1"), in_region("nbg1")]},
    ),
    "four regions with the pair": (
        {"topology": "citadel"},
        {
            "regions": [in_region("fsn1"), in_region("hel1"), in_region("nbg1"), in_region("ash")],
            "clusterMeshName": "acme-mesh",
            "clusterMeshId": 134,
        },
    ),
    "a pair of the operator's": (
        {"region_count": 2, "mesh_name": "blue", "mesh_id": 9},
        {
            "regions": [in_region("fsn1"), in_region("hel1")],
            "clusterMeshName": "blue",
            "clusterMeshId": 9,
        },
    ),
    "residency and industry are never sent": (
        {"residency": "eu", "compliance": ("GDPR",), "industry": "clinic", "location": "Vienna"},
        {},
    ),
    "another name": (
        {"domain": "alnoor.omani.works"},
        {"sovereignFQDN": "alnoor.omani.works", "sovereignSubdomain": "alnoor"},
    ),
}


@pytest.mark.parametrize(("members", "changes"), PLANS.values(), ids=PLANS)
def test_the_body(check: Check, members: dict[str, Any], changes: dict[str, Any]) -> None:
    result = check(**WHOLE, **members)
    assert not [p for p in result.problems if p.blocking]
    body = request_body(result.plan, ssh_public_key=PUBLIC_KEY, credentials=CREDENTIALS)
    assert body == {**SENT, **changes}


def test_an_own_domain_has_no_pool_members(check: Check) -> None:
    plan = check(**WHOLE, domain="https://www.acme.example/").plan
    body = request_body(plan, ssh_public_key=PUBLIC_KEY, credentials=CREDENTIALS)
    expected = {k: v for k, v in SENT.items() if k not in ("sovereignPoolDomain", "sovereignSubdomain")}
    assert body == {**expected, "sovereignFQDN": "acme.example", "sovereignDomainMode": "byo"}


def test_json_types_are_exact(check: Check) -> None:
    body = request_body(check(**WHOLE).plan, ssh_public_key=PUBLIC_KEY, credentials=CREDENTIALS)
    assert (body["haEnabled"], body["marketplaceEnabled"]) == (False, False)
    assert type(body["haEnabled"]) is bool
    assert type(body["workerCount"]) is int
    assert isinstance(body["regions"], list)


def test_secrets_are_not_shown(check: Check) -> None:
    assert not any(secret in repr(CREDENTIALS) for secret in SECRETS)
    dump = check(**WHOLE, account=Account("customer", frozenset({"hetznerToken"}))).model_dump_json()
    assert not any(secret in dump for secret in SECRETS)


def bound(plan: Plan, cost: Estimate, account: str = "operator", key: str | None = "SHA256:a") -> str:
    return digest(plan, cost, account=account, ssh_fingerprint=key)


COVERED: dict[str, dict[str, Any]] = {
    "organisation": {"organisation": "Acme Ltd", "domain": "acme"},
    "email": {"email": "other@acme.example"},
    "region": {"regions": ("hel1",)},
    "another region": {"region_count": 2},
    "order": {"regions": ("hel1", "fsn1")},
    "size": {"size": "cpx52"},
    "workers": {"workers": 1},
    "worker size": {"workers": 1, "worker_size": "cpx52"},
    "shares": {"workers_total": 3, "region_count": 2},
    "availability": {"high_availability": True},
    "label": {"domain": "other"},
    "own domain": {"domain": "acme.example"},
    "apps": {"apps": ("wiki",)},
    "other apps": {"apps": ("website",)},
    "mesh": {"region_count": 2, "mesh_name": "blue", "mesh_id": 9},
}


def test_the_digest_changes_with_everything_it_covers(check: Check) -> None:
    seen = {check(**WHOLE).digest}
    for name, members in COVERED.items():
        found = check(**{**WHOLE, **members}).digest
        assert found is not None, name
        assert found not in seen, name
        seen.add(found)


def test_the_digest_covers_money_account_and_key(check: Check) -> None:
    result = check(**WHOLE)
    plan, cost = result.plan, result.estimate
    digests = {
        bound(plan, cost),
        bound(plan, Estimate(monthly=cost.monthly + 0.01)),
        bound(plan, cost, account="customer"),
        bound(plan, cost, key="SHA256:b"),
        bound(plan, cost, key=None),
    }
    assert len(digests) == 5
    assert all(len(d) == 64 for d in digests)


def test_the_digest_is_stable(check: Check) -> None:
    said = check(**WHOLE, size="large", regions=("Germany",), domain="ACME")
    typed = check(**{**WHOLE, "email": "ops@acme.EXAMPLE"}, size="cpx52", regions=("fsn1",), domain="acme.omani.works")
    assert said.digest == typed.digest == check(**WHOLE, size="C P X 52").digest
    verified = check(**WHOLE, around={"email_verified": True})
    assert verified.digest == check(**WHOLE).digest, "verifying the address doesn't void the yes"


def test_a_pasted_key_is_covered_whatever_the_vault_holds(check: Check) -> None:
    own = check(**WHOLE, ssh_public_key=PUBLIC_KEY, around={"ssh_fingerprint": "SHA256:vault"})
    generated = check(**WHOLE, around={"ssh_fingerprint": "SHA256:vault"})
    again = check(**WHOLE, ssh_public_key=f" {PUBLIC_KEY} ")
    assert own.digest != generated.digest
    assert own.digest == again.digest
    assert generated.digest != check(**WHOLE, around={"ssh_fingerprint": "SHA256:other"}).digest


def test_no_digest_without_a_whole_plan(check: Check) -> None:
    assert check(organisation="Acme").digest is None
    assert check(**WHOLE, size="cpx21").digest is None
    assert check(**WHOLE, account=Account("customer")).digest is None


@pytest.mark.parametrize("members", [members for members, _ in PLANS.values()], ids=list(PLANS))
def test_the_parts_of_the_price_make_its_sum(check: Check, members: dict[str, Any]) -> None:
    found = check(**WHOLE, **members)
    assert sum(Decimal(str(part.monthly)) for part in found.price_parts) == Decimal(str(found.estimate.monthly))
    assert all(Decimal(str(part.each)) * part.count == Decimal(str(part.monthly)) for part in found.price_parts)


def test_each_kind_of_machine_in_each_region_is_a_part(check: Check) -> None:
    found = check(**WHOLE, regions=("hel1", "ash"), workers=2, worker_size="ccx33", high_availability=True)
    told = [(p.role, p.region, p.size, p.count) for p in found.price_parts]
    assert told == [(role, region, size, count) for region in ("hel1", "ash") for role, size, count in (("control_plane", "cpx42", 3), ("worker", "ccx33", 2))]
    assert check(**WHOLE).price_parts[0].monthly == check(**WHOLE).estimate.monthly
    assert len(check(**WHOLE).price_parts) == 1, "kinds without a machine aren't listed"
