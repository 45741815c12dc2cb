"""The catalogue as the tools list it, and another list of apps in its place."""

import pytest

from tools.catalogue import Catalogue, apps_list, regions_list, skus_list
from tools.catalogue.catalogue import MOST_APPS


def test_regions(catalogue: Catalogue) -> None:
    rows = regions_list(catalogue)
    assert [row["region"] for row in rows] == list(catalogue.regions)
    assert rows[0] == {
        "provider": "hetzner", "region": "fsn1", "city": "Falkenstein", "country": "Germany", "residency": "EU/EEA",
        "objectStorage": True,
    }  # fmt: skip
    assert regions_list(catalogue, "Hetzner Cloud") == rows
    assert regions_list(catalogue, "aws") == []
    assert regions_list(catalogue, "") == rows


def test_sizes(catalogue: Catalogue) -> None:
    every = {row["sku"] for row in skus_list(catalogue)}
    assert {"cpx32", "cpx42", "ccx63"} <= every
    assert not {"cpx21", "cpx31"} & every
    ashburn = {row["sku"] for row in skus_list(catalogue, region="Ashburn")}
    assert every - ashburn == {"cpx32"}
    (row,) = [row for row in skus_list(catalogue) if row["sku"] == "cpx42"]
    assert (row["vcpu"], row["ramGB"], row["priceMonthEUR"]) == (8, 16, 25.49)
    assert row["availableIn"] == sorted(row["availableIn"])
    assert skus_list(catalogue, region="Atlantis") == []
    assert skus_list(catalogue, "aws") == []


def test_apps(catalogue: Catalogue) -> None:
    slugs = {row["slug"] for row in apps_list(catalogue)}
    assert "wordpress" in slugs
    assert not {"mysql", "postgres", "redis"} & slugs
    assert {row["slug"] for row in apps_list(catalogue, "bakery")} == set(catalogue.industries["restaurant"])
    assert apps_list(catalogue, "moon mining") == []


def test_another_list_of_apps(catalogue: Catalogue) -> None:
    other = catalogue.with_apps(
        [
            {"slug": "wordpress", "deployable": False},
            {"slug": "new-thing", "name": "New Thing", "deployable": True, "dependencies": ["postgres", 5]},
            {"slug": "Bad Slug"},
            {"name": "no slug"},
        ]
    )
    assert set(other.apps) == {"wordpress", "new-thing"}
    word = other.apps["wordpress"]
    assert (word.name, word.deployable) == ("WordPress", False), "what isn't said stays as it is known"
    assert other.app("new thing") == other.apps["new-thing"]
    assert other.apps["new-thing"].dependencies == ("postgres", "5")
    assert other.app("nextcloud") is None
    assert catalogue.app("nextcloud") is not None, "the original is untouched"
    assert catalogue.apps["wordpress"].deployable


@pytest.mark.parametrize("listed", [[], [{}], [{"slug": "../x"}], [{"slug": 5, "name": None}] * 3])
def test_a_list_without_a_usable_entry(catalogue: Catalogue, listed: list[dict[str, object]]) -> None:
    other = catalogue.with_apps(listed)
    assert other is catalogue or set(other.apps) == {"5"}


def test_a_list_is_bounded(catalogue: Catalogue) -> None:
    long = catalogue.with_apps([{"slug": f"app-{i}", "name": "n" * 1000} for i in range(MOST_APPS + 50)])
    assert len(long.apps) == MOST_APPS
    assert all(len(app.name) <= 80 for app in long.apps.values())
