"""The canonical body, against bodies worked out by hand."""

import pytest

from evals.catalogue import pinned
from evals.gold import body_differences, completed, differences, mesh, request, slug
from evals.scenario import Goal
from tools.catalogue import Catalogue


def test_one_region_with_every_default() -> None:
    goal = Goal(organisation="Broodhuis", email="Info@Broodhuis.be", regions=("fsn1",), apps=("wordpress",))
    assert request(goal) == {
        "orgName": "Broodhuis", "orgEmail": "info@broodhuis.be",
        "sovereignFQDN": "broodhuis.omani.works", "sovereignDomainMode": "pool",
        "sovereignPoolDomain": "omani.works", "sovereignSubdomain": "broodhuis",
        "region": "fsn1", "controlPlaneSize": "cpx42", "workerSize": "", "workerCount": 0, "haEnabled": False,
        "regions": [{"provider": "hetzner", "cloudRegion": "fsn1", "controlPlaneSize": "cpx42", "workerSize": "", "workerCount": 0}],
        "objectStorageRegion": "fsn1", "marketplaceEnabled": True,
    }  # fmt: skip


def test_an_own_domain_leaves_the_pool_members_out_and_an_american_region_stores_in_falkenstein() -> None:
    goal = Goal(
        organisation="Halden", email="a@halden.example", regions=("ash", "hil"), size="cpx52", workers=(2,), ha=True,
        domain="cloud.halden.example",
    )  # fmt: skip
    body = request(goal)
    assert "sovereignPoolDomain" not in body
    assert "sovereignSubdomain" not in body
    assert (body["sovereignDomainMode"], body["objectStorageRegion"]) == ("byo", "fsn1")
    assert (body["workerSize"], body["workerCount"], body["haEnabled"]) == ("cpx52", 2, True)
    assert [r["cloudRegion"] for r in body["regions"]] == ["ash", "hil"]
    assert "clusterMeshName" not in body
    assert body["marketplaceEnabled"] is False


def test_workers_in_total_are_one_number_for_each_region() -> None:
    goal = Goal(organisation="A", email="a@a.example", regions=("fsn1", "hel1"), workers=(3, 2), worker_size="ccx33")
    body = request(goal)
    assert [(r["workerCount"], r["workerSize"]) for r in body["regions"]] == [(3, "ccx33"), (2, "ccx33")]
    assert (body["workerCount"], body["workerSize"]) == (3, "ccx33")


def test_four_regions_bring_the_mesh_pair() -> None:
    # `printf acme.omani.works | sha256sum` begins 36ead41b = 921 359 387; mod (255 - 4) = 133, plus 1
    goal = Goal(organisation="Acme", email="a@acme.example", regions=("fsn1", "hel1", "nbg1", "ash"))
    body = request(goal)
    assert (body["clusterMeshName"], body["clusterMeshId"]) == ("acme-mesh", 134)


@pytest.mark.parametrize(
    ("fqdn", "regions", "name", "number"),
    [
        ("acme.omani.works", 5, "acme-mesh", 921_359_387 % 250 + 1),
        ("cloud.acme.example", 5, "cloud-mesh", 0x94BBEF3E % 250 + 1),
        ("cloud.acme.example", 4, "cloud-mesh", 2_495_344_446 % 251 + 1),
    ],
)
def test_mesh_ids_by_hand(fqdn: str, regions: int, name: str, number: int) -> None:
    assert mesh(fqdn, regions) == (name, number)


def test_a_given_pair_is_sent_as_given() -> None:
    goal = Goal(organisation="A", email="a@a.example", regions=("fsn1",), mesh_name="blue", mesh_id=17)
    body = request(goal)
    assert (body["clusterMeshName"], body["clusterMeshId"]) == ("blue", 17)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Rosie's Diner", "rosies-diner"),
        ("Straßenbahn Łódź", "strassenbahn-lodz"),
        ("Pagariäri Linnu OÜ", "pagariari-linnu-ou"),
        ("Prjónastofan Þór & Æsa", "prjonastofan-thor-aesa"),
        ("7 Sails Rigging", "org-7-sails-rigging"),
        ("IŞIK Çiçekçilik", "isik-cicekcilik"),
        ("مقهى النور", ""),
        ("  --  ", ""),
    ],
)
def test_labels(name: str, label: str) -> None:
    assert slug(name, "omani.works") == label


def test_a_long_name_is_cut_so_that_the_bucket_fits() -> None:
    label = slug("The Worshipful Company of Extraordinarily Long Winded Names Limited", "omani.works")
    assert label == "the-worshipful-company-of-extraordinarily"
    assert len(label) <= 54 - len(".omani.works")


def test_defaults_follow_from_the_goal() -> None:
    whole = completed(Goal(organisation="A", regions=("fsn1",), size="ccx33", workers=(1,), domain="x.openova.io"))
    assert (whole.worker_size, whole.domain_mode) == ("ccx33", "pool")
    assert completed(Goal(domain="a.b.omani.works")).domain_mode == "byo"


def test_differences_name_the_member_and_tell_types_apart() -> None:
    wanted = {"workerCount": 1, "regions": [{"cloudRegion": "fsn1"}], "haEnabled": True}
    got = {"workercount": True, "regions": [{"cloudRegion": "hel1"}], "extra": 1}
    assert differences(wanted, got) == [
        "haEnabled: missing, wanted True",
        "extra: not wanted, got 1",
        "regions[0].cloudRegion: wanted 'fsn1', got 'hel1'",
        "workerCount: wanted 1, got True",
    ]


def test_secrets_and_the_key_must_be_there_and_are_not_compared() -> None:
    goal = Goal(organisation="A", email="a@a.example", regions=("fsn1",))
    hidden = {"hetznerToken": "x", "hetznerProjectID": "y", "objectStorageAccessKey": "z", "objectStorageSecretKey": "<redacted>"}
    assert body_differences(request(goal), request(goal) | hidden | {"sshPublicKey": "ssh-ed25519 AAAA"}) == []
    assert body_differences(request(goal), request(goal) | hidden | {"sshPublicKey": ""}) == ["sshPublicKey: empty or missing"]


def test_the_pinned_copy_is_the_catalogue_of_its_day() -> None:
    """Ours is a copy, so that the judge depends on nothing it judges; a test may look at both."""
    theirs, ours = Catalogue.load(), pinned()
    assert set(ours.regions) >= set(theirs.regions)
    assert {a.slug for a in theirs.apps.values() if a.deployable and not a.system} == set(ours.installable)
    assert {k for k, r in ours.regions.items() if r.offered} <= set(theirs.regions)
