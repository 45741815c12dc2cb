"""The vertical skills: those that we ship, what is refused, and how a change is noticed."""

import os
from pathlib import Path

import pytest

from tools.catalogue import Catalogue
from tools.planning import Account, Draft, FreeNames, Plan, validate
from tools.planning.plan import Proposals
from tools.skills import FOLDER, BadSkill, Shelf, Skill

GOOD = (FOLDER / "hospitality.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hospitality.md").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_those_that_we_ship() -> None:
    shelf = Shelf(Catalogue.load())
    assert {skill.name for skill in shelf} == {
        "healthcare-compliance", "education-compliance", "finance-compliance", "retail-ecommerce", "legal-compliance",
        "hospitality", "public-sector",
    }  # fmt: skip
    for skill in shelf:
        assert skill.derived_by_us, skill.name
        assert all("(ours)" in hint for hint in skill.derived_by_us)
        assert "not legal advice" in skill.markdown
        assert skill.uri == f"skills://{skill.name}"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("a dental clinic", "healthcare-compliance"), ("language school", "education-compliance"), ("bank", "finance-compliance"),
        ("florist", "retail-ecommerce"), ("notary", "legal-compliance"), ("hotel", "hospitality"), ("City Council", "public-sector"),
        ("the municipality of Ghent", "public-sector"), ("factory", None), ("", None),
    ],
)  # fmt: skip
def test_who_is_meant(said: str, name: str | None) -> None:
    found = Shelf.bundled().for_industry(said)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("industries: [restaurant]", "industries: [piracy]", "industries names what the catalogue doesn't have: piracy"),
        ("regimes: [pci-dss, gdpr]", "regimes: [PCI]", "doesn't fit the schema at: regimes.0"),
        ("regimes: [pci-dss, gdpr]", "regimes: [pci]", "regimes names what the catalogue doesn't have: pci"),
        ("regions: [hel1]", "regions: [muc1]", "regions names what the catalogue doesn't have: muc1"),
        ("apps: [wordpress,", "apps: [chatwoot,", "apps names what the catalogue doesn't have: chatwoot"),
        ("apps: [wordpress,", "apps: [mysql,", "apps names what the catalogue doesn't have: mysql"),
        ("unavailable: [chatwoot,", "unavailable: [wordpress,", "unavailable names what the catalogue doesn't have: wordpress"),
        ("the calm choice (ours)", "the calm choice", "2 hints are marked (ours), the front matter says 3"),
        ("name: hospitality", "name: inns", "holds a skill of another name"),
        ('version: "1"', "version: one", "at: version"),
        ("title: Hospitality", "title: Hospitality\ncolour: red", "at: colour"),
        ("---\nname", "name", "begins with its front matter"),
        ("apps: [wordpress", "apps: [[wordpress", "isn't readable YAML"),
    ],
)
def test_what_is_refused(folder: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    (folder / "hospitality.md").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadSkill) as error:
        Shelf(Catalogue.load(), folder)
    assert told in str(error.value)


def test_a_change_is_noticed_once(folder: Path) -> None:
    shelf = Shelf(Catalogue.load(), folder)
    assert not shelf.refresh()
    path = folder / "hospitality.md"
    path.write_text(GOOD.replace("the calm choice", "the quiet choice"), encoding="utf-8")
    changes = shelf.refresh()
    assert (changes.changed, changes.listed) == ({"hospitality"}, False)
    assert "the quiet choice" in (shelf.get("hospitality") or pytest.fail("gone")).markdown
    assert not shelf.refresh()
    os.utime(path, (1, 1))
    assert not shelf.refresh(), "touched, but the same"


def test_a_new_one_and_a_lost_one(folder: Path) -> None:
    shelf = Shelf(Catalogue.load(), folder)
    (folder / "inns.md").write_text(GOOD.replace("name: hospitality", "name: inns"), encoding="utf-8")
    assert shelf.refresh().listed
    (folder / "hospitality.md").unlink()
    assert shelf.refresh().listed
    assert [skill.name for skill in shelf] == ["inns"]


def test_a_broken_file_changes_nothing(folder: Path) -> None:
    shelf = Shelf(Catalogue.load(), folder)
    (folder / "hospitality.md").write_text("half a fi", encoding="utf-8")
    with pytest.raises(BadSkill):
        shelf.refresh()
    assert shelf.get("hospitality") == Skill.parse(GOOD)
    assert not shelf.refresh(), "it is told once"


async def proposals(**wishes: object) -> tuple[Proposals, Plan]:
    found = await validate(
        Draft.model_validate({"organisation": "Acme", "email": "ops@acme.example", **wishes}),
        current=None, catalogue=Catalogue.load(), names=FreeNames(), account=Account(),
    )  # fmt: skip
    return found.proposals, found.plan


async def test_the_catalogues_suggestions_come_first() -> None:
    found, plan = await proposals(industry="law firm", location="Ghent, Belgium")
    assert found.apps == Catalogue.load().proposals("legal")
    assert (found.skill, found.residency) == ("legal-compliance", "eu")
    assert plan.residency is None, "a hint binds nobody"
    assert all("(ours)" in reason for reason in found.reasons)


async def test_where_the_catalogue_has_none_the_skill_suggests() -> None:
    found, _ = await proposals(industry="municipality", location="Ghent, Belgium", apps=["forms"])
    assert found.apps == ("nextcloud", "bookstack", "vaultwarden"), "without what is in the plan already"
    assert found.residency == "eu"


@pytest.mark.parametrize(
    "wishes",
    [{"location": "Muscat"}, {"location": "Ghent, Belgium", "residency": "none"}, {"location": "Ghent, Belgium", "compliance": ["GDPR"]}, {}],
)
async def test_no_hint_where_it_is_settled_or_elsewhere(wishes: dict[str, object]) -> None:
    found, _ = await proposals(industry="municipality", **wishes)
    assert found.residency is None
