"""Sizes, workers, money (plan-rules, Sizes and Money)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.tools.planning.conftest import Check, codes, notes, offered
from tools.catalogue import Catalogue
from tools.planning import SizeNeed

FAMILIES = {
    "": ("cpx32", "cpx42", "cpx52", "cpx62"),
    "AMD": ("cpx32", "cpx42", "cpx52", "cpx62"),
    "dedicated": ("ccx23", "ccx33", "ccx43", "ccx53"),
    "ARM": ("cax21", "cax31", "cax41", None),
    "Intel": ("cx33", "cx43", "cx53", None),
}
WORDS = ("small", "medium", "large", "extra large")
TABLE = [
    (f"{word} {family}".strip(), size)
    for family, sizes in FAMILIES.items()
    for word, size in zip(WORDS, sizes, strict=True)
]


@pytest.mark.parametrize(("wish", "size"), TABLE, ids=[wish for wish, _ in TABLE])
def test_size_words(check: Check, wish: str, size: str | None) -> None:
    result = check(size=wish)
    if size:
        assert (result.plan.size, result.problems) == (size, ())
    else:
        assert codes(result) == ["sku_unavailable"]
        assert result.plan.size == "cpx42"
        names = offered(result, "sku_unavailable")
        assert names[0] == FAMILIES["ARM" if "ARM" in wish else "Intel"][2]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("wish", "size"),
    [
        (None, "cpx42"),
        ("C P X 52", "cpx52"),
        ("cpx52", "cpx52"),
        ("CCX 33", "ccx33"),
        ("c p x fifty two", "cpx52"),
        ("ccx13", "ccx13"),
        ("dedicated servers", "ccx33"),
        ("Arm", "cax31"),
        ("Intel servers", "cx43"),
        ("shared", "cpx42"),
        ("dedicated large", "ccx43"),
    ],
)
def test_ids_and_families(check: Check, wish: str | None, size: str) -> None:
    result = check(size=wish)
    assert (result.plan.size, result.problems) == (size, ())


@pytest.mark.parametrize("wish", ["gigantic", "cpx99", "cx1", "the red one"])
def test_an_unknown_size(check: Check, wish: str) -> None:
    result = check(size=wish)
    assert offered(result, "unknown_size") == ("cpx42",)
    assert result.plan.size == "cpx42"


@pytest.mark.parametrize(
    ("size", "regions", "instead"),
    [
        ("cpx32", ("ash",), "cpx42"),
        ("cpx32", ("fsn1", "hil"), "cpx42"),
        ("cpx21", ("fsn1",), "cpx32"),
        ("cpx31", ("fsn1",), "cpx32"),
        ("cpx21", ("ash",), "cpx42"),
        ("cpx31", ("hel1", "ash"), "cpx42"),
    ],
)
def test_a_size_that_cannot_be_ordered_there(check: Check, size: str, regions: Any, instead: str) -> None:
    result = check(size=size, regions=regions)
    assert offered(result, "sku_unavailable") == (instead,)
    assert result.plan.size == "cpx42"
    assert not result.ok


def test_a_word_is_moved_and_said(check: Check) -> None:
    result = check(size="small", regions=("ash",))
    assert (result.plan.size, codes(result)) == ("cpx42", [])
    (said,) = [n for n in result.notes if n.code == "size_adjusted"]
    assert said.params == {"asked": "cpx32", "size": "cpx42"}


def test_what_stood_stays_while_a_wish_is_refused(check: Check) -> None:
    before = check(size="ccx43").plan
    assert check(current=before, size="cpx21").plan.size == "ccx43"
    small = check(size="cpx32").plan
    assert check(current=small, size="gigantic", regions=("ash",)).plan.size == "cpx42", "cpx32 isn't sold in ash"


@pytest.mark.parametrize(
    ("need", "size"),
    [
        (SizeNeed(vcpu=8, ram_gb=32), "cpx62"),
        (SizeNeed(vcpu=8), "cpx42"),
        (SizeNeed(vcpu=1), "cpx22"),
        (SizeNeed(ram_gb=24), "cpx52"),
        (SizeNeed(vcpu=8, ram_gb=32, family="dedicated"), "ccx33"),
        (SizeNeed(vcpu=4, family="ARM"), "cax21"),
        (SizeNeed(ram_gb=16, family="Intel"), "cx43"),
        (SizeNeed(ram_gb=192, family="dedicated cores"), "ccx63"),
    ],
)
def test_by_need(check: Check, need: SizeNeed, size: str) -> None:
    result = check(size_need=need)
    assert (result.plan.size, result.problems) == (size, ())


def test_a_need_takes_the_cheapest_not_the_smallest(check: Check, catalogue: Catalogue) -> None:
    sale = replace(catalogue.skus["cpx62"], monthly=1.0)
    shop = Catalogue(catalogue.regions, {**catalogue.skus, "cpx62": sale}, catalogue.apps)
    assert check(shop=shop, size_need=SizeNeed(vcpu=4)).plan.size == "cpx62"


def test_a_need_is_met_in_every_region(check: Check) -> None:
    assert check(size_need=SizeNeed(vcpu=4, ram_gb=8)).plan.size == "cpx32"
    assert check(size_need=SizeNeed(vcpu=4, ram_gb=8), regions=("fsn1", "ash")).plan.size == "cpx42"


@pytest.mark.parametrize(
    ("need", "instead"),
    [
        (SizeNeed(ram_gb=64), ("ccx43",)),
        (SizeNeed(vcpu=48), ("ccx63",)),
        (SizeNeed(vcpu=16, ram_gb=33), ("ccx43",)),
        (SizeNeed(ram_gb=64, family="ARM"), ("ccx43",)),
        (SizeNeed(vcpu=1000), ()),
    ],
)
def test_a_need_that_the_family_cannot_meet(check: Check, need: SizeNeed, instead: Any) -> None:
    result = check(size_need=need)
    assert offered(result, "sku_unavailable") == instead
    assert result.plan.size == "cpx42", "nothing is set until it is taken"


@pytest.mark.parametrize(("size", "warned"), [("cpx32", True), ("ccx23", True), ("cpx42", False), ("ccx33", False)])
def test_few_cores_are_allowed_with_a_warning(check: Check, size: str, warned: bool) -> None:
    result = check(size=size)
    assert not result.problems
    assert ("small_control_plane" in notes(result)) is warned


@pytest.mark.parametrize(
    ("members", "regions", "shares"),
    [
        ({}, 1, (0,)),
        ({"workers": 4}, 1, (4,)),
        ({"workers": 4}, 2, (4, 4)),
        ({"workers": 0}, 3, (0, 0, 0)),
        ({"workers": 50}, 1, (50,)),
        ({"workers_total": 4}, 2, (2, 2)),
        ({"workers_total": 5}, 2, (3, 2)),
        ({"workers_total": 8}, 3, (4, 2, 2)),
        ({"workers_total": 1}, 2, (1, 0)),
        ({"workers_total": 100}, 2, (50, 50)),
    ],
)
def test_workers(check: Check, members: dict[str, Any], regions: int, shares: Any) -> None:
    result = check(**members, region_count=regions)
    assert result.plan.workers_by_region == shares
    assert result.plan.workers == shares[0]
    assert not result.problems
    assert ("workers_per_region" in notes(result)) is (regions > 1 and members.get("workers", 0) > 0)


@pytest.mark.parametrize(
    ("members", "shares"),
    [({"workers": 3, "workers_in": {"hel1": 0}}, (3, 0)), ({"workers_in": {"hel1": 2, "ash": 4}}, (0, 2)), ({"workers": 2, "workers_in": {"fsn1": 5, "hel1": 5}}, (5, 5))],
)
def test_workers_of_single_regions(check: Check, members: dict[str, Any], shares: Any) -> None:
    result = check(**members, region_count=2)
    assert result.plan.workers_by_region == shares
    assert "workers_per_region" not in notes(result)


@pytest.mark.parametrize("members", [{"workers": 51}, {"workers": -1}, {"workers_total": 101}, {"workers_total": -3}])
def test_workers_out_of_range(check: Check, members: dict[str, Any]) -> None:
    before = check(workers=3, region_count=2).plan
    result = check(current=before, **members, region_count=2)
    assert codes(result) == ["workers_out_of_range"]
    assert result.plan.workers_by_region == (3, 3)
    assert all(0 <= int(s) <= 50 for s in offered(result, "workers_out_of_range"))


@pytest.mark.parametrize(
    ("members", "size"),
    [
        ({}, ""),
        ({"worker_size": "ccx33"}, ""),
        ({"workers": 2}, "cpx42"),
        ({"workers": 2, "size": "ccx43"}, "ccx43"),
        ({"workers": 2, "size": "ccx43", "worker_size": "cpx32"}, "cpx32"),
        ({"workers": 2, "worker_size": "large"}, "cpx52"),
        ({"workers": 2, "worker_size_need": SizeNeed(vcpu=16)}, "cpx62"),
        ({"workers_total": 1, "region_count": 2}, "cpx42"),
    ],
)
def test_the_workers_size_follows_unless_set_apart(check: Check, members: dict[str, Any], size: str) -> None:
    result = check(**members)
    assert (result.plan.worker_size, result.problems) == (size, ())


def test_a_workers_size_that_cannot_be_ordered(check: Check) -> None:
    result = check(workers=1, worker_size="cpx32", regions=("ash",))
    (found,) = result.problems
    assert (found.field, found.code, found.suggestions) == ("workerSize", "sku_unavailable", ("cpx42",))
    moved = check(workers=1, worker_size="small", regions=("ash",))
    assert (moved.plan.worker_size, codes(moved)) == ("cpx42", [])


def test_a_standing_workers_size_must_be_orderable_too(check: Check) -> None:
    before = check(workers=1, worker_size="cpx32").plan
    result = check(current=before, workers=1, worker_size="gigantic", regions=("ash",))
    assert (result.plan.worker_size, codes(result)) == ("cpx42", ["unknown_size"])


PRICES = {"cpx42": "25.49", "ccx33": "62.49", "cpx32": "14.49", "cax41": "31.49", "cpx62": "50.49"}


@pytest.mark.parametrize(
    ("members", "monthly"),
    [
        ({}, Decimal(PRICES["cpx42"])),
        ({"high_availability": True}, 3 * Decimal(PRICES["cpx42"])),
        ({"size": "ccx33", "region_count": 3}, 3 * Decimal(PRICES["ccx33"])),
        (
            {"workers": 4, "region_count": 2, "worker_size": "cpx32"},
            2 * (Decimal(PRICES["cpx42"]) + 4 * Decimal(PRICES["cpx32"])),
        ),
        (
            {"workers_total": 5, "region_count": 2, "worker_size": "cax41", "high_availability": True},
            6 * Decimal(PRICES["cpx42"]) + 5 * Decimal(PRICES["cax41"]),
        ),
        ({"apps": ("wordpress", "nextcloud")}, Decimal(PRICES["cpx42"])),
        ({"workers": 50, "size": "cpx62", "region_count": 5}, 255 * Decimal(PRICES["cpx62"])),
    ],
)
def test_money(check: Check, members: dict[str, Any], monthly: Decimal) -> None:
    cost = check(**members).estimate
    assert (cost.currency, Decimal(str(cost.monthly))) == ("EUR", monthly)


def test_a_ceiling(check: Check) -> None:
    whole = {"organisation": "Acme", "email": "a@acme.example"}
    for ceiling, over in ((None, False), (Decimal(0), False), (Decimal("25.49"), False), (Decimal("25.48"), True)):
        result = check(**whole, around={"ceiling": ceiling})
        assert ("over_ceiling" in codes(result)) is over
        assert result.ok is not over
