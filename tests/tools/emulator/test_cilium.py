"""The mesh: the same name and number before Flux and by Flux, in every region (catalyst-api.md, section 11)."""

from typing import Any

import pytest

from tests.tools.emulator.conftest import Api
from tests.tools.samples import region
from tools.emulator.cilium import derived_id, identities, rendered

CLOUDS = ("fsn1", "nbg1", "hel1", "ash", "hil")
ID = "22af2b1120158239"


def asked(count: int, **pair: Any) -> dict[str, Any]:
    regions = [{"cloudregion": cloud, "provider": "hetzner"} for cloud in CLOUDS[:count]]
    return {"sovereignfqdn": "t129.omani.works", "regions": regions, **pair}


@pytest.mark.parametrize(
    ("number", "mesh"),
    [
        ("98395b3d9bd9c1aa", 74),
        ("005080699326a7ac", 29),
        ("22af2b1120158239", 139),
        ("c9df5eed1c1ba6cf", 180),
        ("a6c0f5dfebd63bd0", 99),
    ],
)
def test_the_derived_number(number: str, mesh: int) -> None:
    assert derived_id(number) == mesh


@pytest.mark.parametrize("count", range(1, 6))
@pytest.mark.parametrize("pair", [{}, {"clustermeshname": "given", "clustermeshid": 40}, {"clustermeshname": "given"}, {"clustermeshid": 9}])
def test_both_renderings_carry_the_same_identity(count: int, pair: dict[str, Any]) -> None:
    regions = rendered(ID, asked(count, **pair))
    assert len(regions) == count
    for each in regions:
        assert each["preFlux"]["cluster"] == each["flux"]["cluster"]
    clusters = [each["preFlux"]["cluster"] for each in regions]
    if count > 1 and pair.get("clustermeshname") != "given" or "clustermeshid" in pair:
        assert len({c["id"] for c in clusters}) == count
        assert len({c["name"] for c in clusters}) == count


def test_derived_names_and_numbers() -> None:
    found = [(i.region, i.name, i.id) for i in identities(ID, asked(3))]
    assert found == [("fsn1", "t129-mesh", 139), ("nbg1-1", "t129-nbg", 140), ("hel1-2", "t129-hel", 141)]


def test_a_given_pair_and_given_names() -> None:
    body = asked(3, clustermeshname="mesh", clustermeshid=7)
    body["regions"][2]["clustermeshname"] = "north"
    assert [(i.name, i.id) for i in identities(ID, body)] == [("mesh", 7), ("t129-nbg", 8), ("north", 9)]


def test_one_member_alone_disables_the_derivation() -> None:
    assert [i.id for i in identities(ID, asked(2, clustermeshname="mesh"))] == [0, 0]
    assert [i.id for i in identities(ID, asked(2, clustermeshid=5))] == [5, 6]


def test_one_region_has_no_mesh() -> None:
    (only,) = rendered(ID, asked(1))
    assert only["region"] == "fsn1"
    assert only["flux"]["cluster"] == {"name": "default", "id": 0}
    assert only["flux"]["clustermesh"]["useAPIServer"] is False


async def test_it_can_be_asked_for(quiet: Api) -> None:
    number = await quiet.create(regions=[region(), region("hel1")])
    found = await quiet.own(f"/deployments/{number}/cilium")
    assert [each["region"] for each in found] == ["fsn1", "hel1-1"]
    assert found[0]["preFlux"]["cluster"] == {"name": "acme-mesh", "id": derived_id(number)}
    assert found[1]["flux"]["cluster"] == {"name": "acme-hel", "id": derived_id(number) + 1}
