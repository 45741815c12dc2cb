"""Provider, regions, how many, residency (plan-rules, Provider and regions)."""

from typing import Any

import pytest

from tests.tools.planning.conftest import Check, codes, notes, offered

ALL = ("fsn1", "hel1", "nbg1", "ash", "hil")
EU = ("fsn1", "hel1", "nbg1")


@pytest.mark.parametrize(
    ("named", "region"),
    [
        ("fsn1", "fsn1"),
        ("F S N one", "fsn1"),
        ("FSN1", "fsn1"),
        ("Falkenstein", "fsn1"),
        ("Nürnberg", "nbg1"),
        ("Nuremberg", "nbg1"),
        ("Helsinki", "hel1"),
        ("Ashburn", "ash"),
        ("Hillsboro", "hil"),
        ("Germany", "fsn1"),
        ("Finland", "hel1"),
        ("the US", "ash"),
        ("United States", "ash"),
    ],
)
def test_a_region_by_id_city_or_country(check: Check, named: str, region: str) -> None:
    result = check(regions=(named,))
    assert result.plan.regions == (region,)
    assert "region_substituted" not in notes(result)
    assert not result.problems


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ("closest to Oman", "fsn1"),
        ("Muscat", "fsn1"),
        ("Frankfurt", "fsn1"),
        ("Dubai", "fsn1"),
        ("London", "fsn1"),
        ("Singapore", "fsn1"),
        ("Stockholm", "hel1"),
        ("Tallinn", "hel1"),
        ("Brazil", "ash"),
        ("New York", "ash"),
        ("near Seattle", "hil"),
        ("Los Angeles", "hil"),
    ],
)
def test_a_place_without_a_region_is_never_mapped_in_silence(check: Check, place: str, region: str) -> None:
    result = check(regions=(place,))
    assert result.plan.regions == (region,)
    (said,) = [n for n in result.notes if n.code == "region_substituted"]
    assert said.params["region"] == region
    assert not result.problems


@pytest.mark.parametrize(
    ("where", "region"),
    [
        ("Sweden", "hel1"),
        ("Norway", "hel1"),
        ("Denmark", "hel1"),
        ("Finland", "hel1"),
        ("Iceland", "hel1"),
        ("Estonia", "hel1"),
        ("Riga", "hel1"),
        ("Lithuania", "hel1"),
        ("Chicago", "ash"),
        ("Toronto", "ash"),
        ("Mexico City", "ash"),
        ("Chile", "ash"),
        ("Peru", "ash"),
        ("Denver", "hil"),
        ("Vancouver", "hil"),
        ("San Francisco", "hil"),
        ("Vienna", "fsn1"),
        ("Oman", "fsn1"),
        ("Japan", "fsn1"),
        ("Kenya", "fsn1"),
        ("Australia", "fsn1"),
        ("nowhere known", "fsn1"),
        (None, "fsn1"),
    ],
)
def test_the_suggestion_table(check: Check, where: str | None, region: str) -> None:
    result = check(organisation="Acme", location=where)
    assert result.plan.regions == (region,)
    (said,) = [n for n in result.notes if n.code == "region_suggested"]
    assert said.params["region"] == region


@pytest.mark.parametrize(
    ("members", "regions"),
    [
        ({}, 1),
        ({"region_count": 2}, 2),
        ({"region_count": 5}, 5),
        ({"topology": "solo"}, 1),
        ({"topology": "compact"}, 2),
        ({"topology": "zoned"}, 2),
        ({"topology": "dual"}, 2),
        ({"topology": "triangle"}, 3),
        ({"topology": "Citadel"}, 4),
        ({"topology": "citadel", "region_count": 1}, 1),
        ({"topology": "hexagon"}, 1),
    ],
)
def test_how_many(check: Check, members: dict[str, Any], regions: int) -> None:
    assert check(**members).plan.regions == ALL[:regions]


@pytest.mark.parametrize(
    ("named", "count", "regions"),
    [
        (("Germany",), 2, ("fsn1", "nbg1")),
        (("the US",), 2, ("ash", "hil")),
        (("Germany", "Germany"), None, ("fsn1", "nbg1")),
        (("Germany", "Finland"), None, ("fsn1", "hel1")),
        (("Finland", "Germany"), None, ("hel1", "fsn1")),
        (("Germany", "fsn1"), None, ("nbg1", "fsn1")),
        (("hel1",), 2, ("hel1", "fsn1")),
        (("hel1",), 3, ("hel1", "fsn1", "nbg1")),
        (("ash", "hil"), 4, ("ash", "hil", "fsn1", "hel1")),
        (("nbg1", "ash"), 2, ("nbg1", "ash")),
        (("nbg1", "ash"), 1, ("nbg1",)),
        (("Finland", "ash"), 3, ("hel1", "ash", "fsn1")),
    ],
)
def test_order_and_filling(check: Check, named: Any, count: int | None, regions: Any) -> None:
    result = check(regions=named, region_count=count)
    assert result.plan.regions == regions
    assert not result.problems


def test_filling_and_shortening_are_said(check: Check) -> None:
    assert "regions_filled" in notes(check(regions=("hel1",), region_count=2))
    assert "regions_shortened" in notes(check(regions=("hel1", "fsn1"), region_count=1))


@pytest.mark.parametrize(
    "members",
    [
        {"regions": ("Finland", "Finland")},
        {"regions": ("Finland",), "region_count": 2},
        {"regions": ("hel1", "Finland")},
        {"regions": ("hel1", "Helsinki")},
    ],
)
def test_a_country_that_is_used_up_is_asked_about(check: Check, members: dict[str, Any]) -> None:
    result = check(**members)
    assert result.plan.regions == ("hel1",)
    assert codes(result) == ["duplicate_region"]
    assert offered(result, "duplicate_region") == ("fsn1", "nbg1", "ash", "hil")


def test_duplicate_unknown_and_too_many(check: Check) -> None:
    twice = check(regions=("fsn1", "hel1", "fsn1"))
    assert twice.plan.regions == ("fsn1", "hel1")
    assert offered(twice, "duplicate_region") == ("nbg1", "ash", "hil")
    unknown = check(regions=("Atlantis One",))
    assert set(offered(unknown, "unknown_region")) == set(ALL)
    assert "Atlantis One" in unknown.problems[0].message
    assert unknown.plan.regions == ("fsn1",)
    many = check(region_count=6)
    assert offered(many, "too_many_regions") == ALL
    for result in (twice, unknown, many):
        assert not result.ok
        assert result.digest is None


@pytest.mark.parametrize("later", ["sin", "SIN", "sin1"])
def test_a_later_region_is_not_accepted(check: Check, later: str) -> None:
    result = check(regions=(later,))
    assert codes(result) == ["unknown_region"]
    assert "sin" not in {s for p in result.problems for s in p.suggestions}


def test_a_wish_that_failed_leaves_what_stood(check: Check) -> None:
    before = check(regions=("hel1", "nbg1")).plan
    assert check(current=before, regions=("Atlantis",)).plan.regions == ("hel1", "nbg1")
    outside = check(regions=("ash",)).plan
    assert check(current=outside, regions=("Atlantis",), residency="eu").plan.regions == ("fsn1",)


def test_replacing_keeps_the_place_and_adding_appends(check: Check) -> None:
    assert check(regions=("hel1", "nbg1", "ash")).plan.regions == ("hel1", "nbg1", "ash")
    assert check(regions=("hel1", "fsn1", "ash")).plan.regions == ("hel1", "fsn1", "ash")
    body = check(regions=("ash", "hel1", "fsn1")).plan
    assert body.regions[-1] == "fsn1"


@pytest.mark.parametrize(
    "members",
    [
        {"residency": "eu"},
        {"compliance": ("GDPR",)},
        {"compliance": ("ISO 27001", "DSGVO")},
        {"industry": "clinic", "location": "Vienna"},
        {"industry": "healthcare", "location": "Germany"},
        {"industry": "bank", "location": "Paris"},
        {"industry": "finance", "location": "Helsinki"},
    ],
)
def test_residency_in_the_eu(check: Check, members: dict[str, Any]) -> None:
    result = check(**members)
    assert result.plan.residency == "eu"
    assert result.plan.regions[0] in EU
    conflict = check(**members, regions=("ash",))
    assert codes(conflict) == ["residency_conflict"]
    assert set(offered(conflict, "residency_conflict")) <= set(EU)
    assert conflict.plan.regions[0] in EU
    assert ("residency_assumed" in notes(result)) is ("residency" not in members)


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"residency": "none", "compliance": ("GDPR",)},
        {"industry": "clinic", "location": "Muscat"},
        {"industry": "clinic"},
        {"industry": "bakery", "location": "Vienna"},
        {"compliance": ("HIPAA",)},
        {"compliance": ("NIS2",)},
    ],
)
def test_no_residency(check: Check, members: dict[str, Any]) -> None:
    result = check(**members, regions=("ash",))
    assert result.plan.residency is None
    assert result.plan.regions == ("ash",)
    assert not result.problems


def test_a_country_outside_the_residency(check: Check) -> None:
    result = check(regions=("the US",), residency="eu")
    assert codes(result) == ["residency_conflict"]
    assert result.plan.regions == ("fsn1",)


def test_too_few_regions_inside_the_residency(check: Check) -> None:
    result = check(topology="citadel", residency="eu")
    assert offered(result, "too_many_regions") == EU
    assert result.plan.regions == EU
    assert check(topology="triangle", residency="eu").plan.regions == EU


@pytest.mark.parametrize("members", [{"compliance": ("FedRAMP",)}, {"residency": "us"}, {"residency": "US"}])
def test_a_us_only_regime_conflicts_with_storage_in_the_eu(check: Check, members: dict[str, Any]) -> None:
    result = check(**members)
    assert result.plan.residency == "us"
    assert result.plan.regions == ("ash",)
    assert result.plan.object_storage_region == "fsn1"
    assert any("person" in s for s in offered(result, "residency_conflict"))
    assert not result.ok


def test_fedramp_that_was_waived(check: Check) -> None:
    result = check(compliance=("FedRAMP",), residency="none", regions=("ash",))
    assert not result.problems


@pytest.mark.parametrize("provider", ["AWS", "Azure", "google cloud", "our own basement"])
def test_another_provider_is_noted_and_hetzner_offered(check: Check, provider: str) -> None:
    result = check(provider=provider, organisation="Acme", email="a@acme.example")
    assert offered(result, "provider_unsupported") == ("hetzner",)
    assert result.ok, "the wish doesn't stop the plan"


@pytest.mark.parametrize("provider", ["hetzner", "Hetzner Cloud", "HETZNER", " hetzner ", "Hetzner Online", ""])
def test_hetzner_is_taken(check: Check, provider: str) -> None:
    assert not check(provider=provider).problems


@pytest.mark.parametrize(
    ("regions", "storage", "said"),
    [
        (("fsn1",), "fsn1", False),
        (("nbg1", "ash"), "nbg1", False),
        (("hel1",), "hel1", False),
        (("ash",), "fsn1", True),
        (("hil", "hel1"), "fsn1", True),
    ],
)
def test_object_storage(check: Check, regions: Any, storage: str, said: bool) -> None:
    result = check(regions=regions)
    assert result.plan.object_storage_region == storage
    assert ("objects_in_eu" in notes(result)) is said
