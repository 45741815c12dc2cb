"""Organisation, apps, mesh, keys, account, and when a plan is ready (plan-rules, Apps, Mesh, Commit)."""

import hashlib
from typing import Any

import pytest

from tests.tools.planning.conftest import Check, codes, notes, offered
from tests.tools.samples import PUBLIC_KEY
from tools.catalogue import Catalogue
from tools.planning import Account

WHOLE = {"organisation": "Acme", "email": "a@acme.example"}
FOUR = ("fsn1", "hel1", "nbg1", "ash")


def test_what_is_missing(check: Check) -> None:
    assert check().missing == ("organisation", "email")
    assert check(organisation="Acme").missing == ("email",)
    result = check(**WHOLE)
    assert (result.missing, result.problems, result.ok) == ((), (), True)
    assert result.digest is not None


@pytest.mark.parametrize(
    ("said", "name"), [("Acme", "Acme"), ("  Acme \n  Bank ", "Acme Bank"), ("النور", "النور"), ("", None), (" ", None)]
)
def test_the_organisation_as_written(check: Check, said: str, name: str | None) -> None:
    assert check(organisation=said).plan.organisation == name


@pytest.mark.parametrize("said", ["...", "\x07Acme", "—"])
def test_no_organisation(check: Check, said: str) -> None:
    result = check(organisation=said)
    assert codes(result) == ["organisation_invalid"]
    assert result.plan.organisation is None


def test_defaults(check: Check) -> None:
    plan = check(**WHOLE).plan
    assert (plan.regions, plan.size, plan.workers, plan.worker_size) == (("fsn1",), "cpx42", 0, "")
    assert (plan.high_availability, plan.apps, plan.residency) == (False, (), None)
    assert (plan.mesh_name, plan.mesh_id, plan.email_verified) == (None, None, False)


@pytest.mark.parametrize(
    ("need", "slug"),
    [
        ("website", "wordpress"),
        ("a blog", "ghost"),
        ("newsletter site", "ghost"),
        ("bookings", "cal-com"),
        ("appointments", "cal-com"),
        ("invoices", "invoiceshelf"),
        ("files", "nextcloud"),
        ("documents", "nextcloud"),
        ("passwords", "vaultwarden"),
        ("wiki", "bookstack"),
        ("manual", "bookstack"),
        ("forms", "formbricks"),
        ("surveys", "formbricks"),
        ("web statistics", "umami"),
        ("code hosting", "gitea"),
        ("uptime monitoring", "uptime-kuma"),
        ("mailing lists", "listmonk"),
        ("tables", "nocodb"),
        ("a simple database app", "nocodb"),
        ("WordPress", "wordpress"),
        ("cal.com", "cal-com"),
        ("uptime-kuma", "uptime-kuma"),
    ],
)
def test_a_need_names_an_app(check: Check, need: str, slug: str) -> None:
    result = check(apps=(need,))
    assert (result.plan.apps, result.problems) == ((slug,), ())


def test_apps_stand_once_in_the_order_named(check: Check) -> None:
    assert check(apps=("wiki", "website", "BookStack", "homepage")).plan.apps == ("bookstack", "wordpress")


@pytest.mark.parametrize("backing", ["mysql", "postgres", "PostgreSQL", "redis"])
def test_dependencies_come_along_silently(check: Check, backing: str) -> None:
    result = check(apps=(backing, "website"))
    assert (result.plan.apps, result.problems) == (("wordpress",), ())


@pytest.mark.parametrize(
    ("wish", "instead"),
    [
        ("mail", ()),
        ("Stalwart Mail", ()),
        ("team chat", ()),
        ("video calls", ()),
        ("chatbot", ()),
        ("online shop", ("wordpress",)),
        ("CRM", ("nocodb",)),
        ("Plane", ("nocodb",)),
        ("ERPNext", ("invoiceshelf",)),
        ("photos", ("nextcloud",)),
        ("e-signatures", ("nextcloud",)),
        ("help desk", ("formbricks",)),
    ],
)
def test_an_app_that_cannot_be_installed(check: Check, wish: str, instead: Any) -> None:
    result = check(**WHOLE, apps=(wish, "website"))
    assert offered(result, "app_not_installable") == instead
    assert result.plan.apps == ("wordpress",)
    assert result.ok, "it doesn't stop the plan"


def test_the_same_wish_twice_is_answered_once(check: Check) -> None:
    assert codes(check(apps=("mail", "e-mail", "Stalwart"))) == ["app_not_installable"]


def test_an_unknown_app(check: Check) -> None:
    result = check(**WHOLE, apps=("flux capacitor",))
    assert codes(result) == ["app_unknown"]
    assert result.ok


def test_a_catalogue_without_the_nearest_app(check: Check, catalogue: Catalogue) -> None:
    small = catalogue.with_apps([{"slug": "medusa", "name": "Medusa", "deployable": False}])
    assert offered(check(shop=small, apps=("online shop",)), "app_not_installable") == ()


@pytest.mark.parametrize(
    ("industry", "apps"),
    [
        ("restaurant", ("wordpress", "cal-com", "invoiceshelf", "umami")),
        ("family bakery", ("wordpress", "cal-com", "invoiceshelf", "umami")),
        ("law firm", ("nextcloud", "bookstack", "vaultwarden", "cal-com")),
        ("clinic", ("nextcloud", "cal-com", "vaultwarden")),
        ("dragon breeding", ()),
    ],
)
def test_proposals_stay_out_until_taken(check: Check, industry: str, apps: Any) -> None:
    result = check(industry=industry)
    assert result.proposals.apps == apps
    assert result.plan.apps == ()
    if apps:
        assert check(industry=industry, apps=apps[:1]).proposals.apps == apps[1:]


def pair(fqdn: str, regions: int) -> tuple[str, int]:
    """The pair for four and more regions, from the words of plan-rules."""
    first_four = hashlib.sha256(fqdn.encode("ascii")).digest()[0:4]
    number = (first_four[0] << 24) + (first_four[1] << 16) + (first_four[2] << 8) + first_four[3]
    return fqdn.split(".", maxsplit=1)[0] + "-mesh", number % (255 - regions) + 1


@pytest.mark.parametrize("count", [1, 2, 3])
def test_no_mesh_pair_up_to_three_regions(check: Check, count: int) -> None:
    plan = check(**WHOLE, region_count=count).plan
    assert (plan.mesh_name, plan.mesh_id) == (None, None)


@pytest.mark.parametrize("count", [4, 5])
@pytest.mark.parametrize("domain", ["acme", "alnoor", "cloud.acme.example", "z"])
def test_both_members_from_four_regions_on(check: Check, domain: str, count: int) -> None:
    plan = check(**WHOLE, domain=domain, region_count=count).plan
    assert plan.domain.fqdn is not None
    assert (plan.mesh_name, plan.mesh_id) == pair(plan.domain.fqdn, count)
    assert plan.mesh_id is not None
    assert plan.mesh_id + count - 1 <= 254


def test_the_pair_waits_for_the_name(check: Check) -> None:
    plan = check(region_count=4).plan
    assert (plan.mesh_name, plan.mesh_id) == (None, None)


def test_a_given_pair(check: Check) -> None:
    plan = check(**WHOLE, region_count=2, mesh_name="my-mesh", mesh_id=253).plan
    assert (plan.mesh_name, plan.mesh_id) == ("my-mesh", 253)
    alone = check(**WHOLE, mesh_name="my-mesh", mesh_id=7).plan
    assert (alone.mesh_name, alone.mesh_id) == (None, None), "one region has no mesh"
    half = check(**WHOLE, region_count=2, mesh_id=7).plan
    assert (half.mesh_name, half.mesh_id) == ("acme-mesh", 7), "never one alone"


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"mesh_id": 0}, "mesh_out_of_range"),
        ({"mesh_id": 254}, "mesh_out_of_range"),
        ({"mesh_id": -1}, "mesh_out_of_range"),
        ({"mesh_name": "Upper"}, "mesh_name_invalid"),
        ({"mesh_name": "1st"}, "mesh_name_invalid"),
        ({"mesh_name": "end-"}, "mesh_name_invalid"),
        ({"mesh_name": "a" * 64}, "mesh_name_invalid"),
        ({"mesh_name": "line\n"}, "mesh_name_invalid"),
    ],
)
def test_a_given_pair_is_checked(check: Check, members: dict[str, Any], code: str) -> None:
    result = check(**WHOLE, region_count=2, **members)
    assert codes(result) == [code]
    assert (result.plan.mesh_name, result.plan.mesh_id) == (None, None)


def test_a_mesh_id_that_is_too_large_is_told_the_range(check: Check) -> None:
    (problem,) = check(**WHOLE, region_count=2, mesh_id=254).problems
    assert problem.message == "With this many regions (2) the mesh id must be 1 to 253."


@pytest.mark.parametrize(
    ("key", "fits"),
    [
        (PUBLIC_KEY, True),
        (f"  {PUBLIC_KEY}\n", True),
        (PUBLIC_KEY.replace("ssh-ed25519", "ssh-dss"), False),
        (PUBLIC_KEY.replace("ssh-ed25519", "ecdsa-sha2-nistp384"), False),
        ("ssh-ed25519 short", False),
        (PUBLIC_KEY + "\nssh-ed25519 AAAA", False),
        ("ssh-rsa " + "A" * 41, False),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", False),
    ],
)
def test_a_pasted_key(check: Check, key: str, fits: bool) -> None:
    assert codes(check(ssh_public_key=key)) == ([] if fits else ["ssh_key_invalid"])


SECRETS = ("hetznerToken", "hetznerProjectID", "objectStorageAccessKey", "objectStorageSecretKey")


def test_credentials_of_the_customer(check: Check) -> None:
    nothing = check(**WHOLE, account=Account("customer"))
    assert offered(nothing, "credentials_missing") == SECRETS
    partly = check(**WHOLE, account=Account("customer", frozenset(SECRETS[:2])))
    assert offered(partly, "credentials_missing") == SECRETS[2:]
    whole = Account("customer", frozenset(SECRETS))
    assert check(**WHOLE, account=whole).ok
    refused = check(**WHOLE, account=Account("customer", frozenset(SECRETS), rejected=True))
    assert offered(refused, "credentials_rejected") == SECRETS
    assert not refused.ok


def test_credentials_are_asked_for_last(check: Check) -> None:
    assert codes(check(organisation="Acme", account=Account("customer"))) == []
    assert codes(check(**WHOLE, size="cpx21", account=Account("customer"))) == ["sku_unavailable"]


def test_nothing_is_noted_of_an_empty_draft(check: Check) -> None:
    assert notes(check()) == []


def test_a_verified_address_needs_an_address(check: Check) -> None:
    assert check(**WHOLE, around={"email_verified": True}).plan.email_verified is True
    assert check(organisation="Acme", around={"email_verified": True}).plan.email_verified is False
